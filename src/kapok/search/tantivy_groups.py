"""Collapsing a result to one row per right or family, with exact totals."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import tantivy
from tantivy import Occur, Query

from kapok.search.tantivy_terms import integers

_MOST_BUCKETS = 60_000
"""An aggregation of tantivy gives at most 65,000 buckets."""

_LAST_GROUP = (1 << 62) - 1


def count_groups(
    searcher: tantivy.Searcher, query: Query, field: str, total: int, wanted: Collection[int]
) -> tuple[int, dict[int, int]]:
    """The exact number of distinct groups, and how many documents of the result each of the `wanted` groups has.

    Groups are documents, less those beyond the first of each group that has several.
    """
    parts = total // _MOST_BUCKETS + 1  # at most half as many groups as documents have several
    width = _LAST_GROUP // parts + 1
    groups = total
    sizes = dict.fromkeys(wanted, 1)
    for low in range(0, _LAST_GROUP, width):
        for bucket in _several(searcher, query, field, low, low + width - 1):
            groups -= bucket["doc_count"] - 1
            if bucket["key"] in sizes:
                sizes[bucket["key"]] = bucket["doc_count"]
    return groups, sizes


def _several(searcher: tantivy.Searcher, query: Query, field: str, low: int, high: int) -> list[dict[str, Any]]:
    """The groups with a number from `low` to `high` that have more than one document."""
    part = query
    if high - low < _LAST_GROUP:
        part = Query.boolean_query([(Occur.Must, query), (Occur.Must, integers(field, low, high))])
    terms = {"field": field, "size": _MOST_BUCKETS, "segment_size": 1 << 30, "min_doc_count": 2}
    buckets: list[dict[str, Any]] = searcher.aggregate(part, {"groups": {"terms": terms}})["groups"]["buckets"]
    if len(buckets) >= _MOST_BUCKETS and low < high:
        middle = (low + high) // 2
        return _several(searcher, query, field, low, middle) + _several(searcher, query, field, middle + 1, high)
    return buckets


def first_of_groups(
    searcher: tantivy.Searcher, walk: Callable[[int], list[tuple[float, Any]]], field: str, offset: int, limit: int
) -> list[tuple[float, Any, int]]:
    """The best document of each group, for the groups from `offset` on: (score, address, group number).

    A document without a group is one of its own (with a negative number). `walk(n)` gives the first n documents in order;
    it is asked for more until enough groups are found.
    """
    needed = offset + limit
    reach = needed + needed // 2 + 50
    while True:
        hits = walk(reach)
        numbers = searcher.fast_field_values(field, [address for _, address in hits])
        first: dict[int, int] = {}
        for at, number in enumerate(numbers):
            first.setdefault(-1 - at if number is None else int(number), at)
        if len(first) >= needed or len(hits) < reach:
            chosen = list(first.items())[offset:needed]
            return [(*hits[at], number) for number, at in chosen]
        reach *= 4
