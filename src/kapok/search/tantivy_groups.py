"""Collapsing a result to one row per right or family, with exact totals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import tantivy
from tantivy import Occur, Query

from kapok.search.tantivy_compile import integers
from kapok.search.tantivy_terms import any_of

_MOST_BUCKETS = 60_000
"""An aggregation of tantivy gives at most 65,000 buckets."""

_LAST_GROUP = (1 << 62) - 1


def count_groups(searcher: tantivy.Searcher, query: Query, field: str, total: int) -> int:
    """The exact number of distinct groups: documents, less those beyond the first of each group that has several."""
    parts = total // _MOST_BUCKETS + 1  # at most half as many groups as documents have several
    width = (_LAST_GROUP + 1) // parts + 1
    surplus = sum(_surplus(searcher, query, field, low, low + width - 1) for low in range(0, _LAST_GROUP + 1, width))
    return total - surplus


def _surplus(searcher: tantivy.Searcher, query: Query, field: str, low: int, high: int) -> int:
    """Documents beyond the first of their group, for groups with a number from `low` to `high`."""
    part = query
    if (low, high) != (0, _LAST_GROUP + 1):
        part = Query.boolean_query([(Occur.Must, query), (Occur.Must, integers(field, low, high))])
    terms = {"field": field, "size": _MOST_BUCKETS, "segment_size": 1 << 30, "min_doc_count": 2}
    buckets = searcher.aggregate(part, {"groups": {"terms": terms}})["groups"]["buckets"]
    if len(buckets) >= _MOST_BUCKETS and low < high:
        middle = (low + high) // 2
        return _surplus(searcher, query, field, low, middle) + _surplus(searcher, query, field, middle + 1, high)
    return sum(each["doc_count"] - 1 for each in buckets)


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
            first.setdefault(-1 - at if number is None else number, at)
        if len(first) >= needed or len(hits) < reach:
            chosen = list(first.items())[offset:needed]
            return [(*hits[at], number) for number, at in chosen]
        reach *= 4


def group_sizes(searcher: tantivy.Searcher, query: Query, field: str, numbers: Sequence[int]) -> dict[int, int]:
    """How many documents of the result each of these groups has."""
    found = dict.fromkeys(numbers, 1)
    numbers = [number for number in numbers if number >= 0]
    if not numbers:
        return found
    part = Query.boolean_query([(Occur.Must, query), (Occur.Must, any_of([integers(field, each, each) for each in numbers]))])
    terms = {"field": field, "size": len(numbers), "segment_size": 1 << 20}
    buckets = searcher.aggregate(part, {"groups": {"terms": terms}})["groups"]["buckets"]
    return found | {each["key"]: each["doc_count"] for each in buckets}
