"""Facets with exact counts from tantivy's aggregations, whatever the number of segments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tantivy import Occur, Query

from kapok.errors import InputError
from kapok.search.mapping_layout import COUNTED_FIELDS, FACET_ALIASES
from kapok.search.ports import Bucket
from kapok.search.tantivy_rank import count
from kapok.search.tantivy_snapshot import Snapshot
from kapok.search.tantivy_status import today
from kapok.search.tantivy_values import filter_query

_FEW_VALUES = 1000
"""Fields with fewer values than this are counted whole in every segment."""

_MOST_RECOUNTED = 60
"""Values that are counted one by one; for more of them one pass over all values is faster."""

_MANY_VALUES = ("applicant_name", "similar_group")


def count_facets(snapshot: Snapshot, query: Query, facets: Sequence[str], size: int) -> dict[str, list[Bucket]]:
    """The `size` most frequent values of each facet, most frequent first, with exact counts; a legal status is today's."""
    searcher = snapshot.searcher
    names = {facet: _field(facet) for facet in facets}
    if not names or size < 1:
        return {facet: [] for facet in facets}
    one_segment = searcher.num_segments == 1
    wanted: dict[str, Any] = {}
    for facet, name in names.items():
        many = name in _MANY_VALUES or name.endswith("_main_group")
        within = size if one_segment else max(size * 20, 200) if many else max(size, _FEW_VALUES)
        wanted[facet] = {"terms": {"field": name, "size": within, "segment_size": within}}
    counted = searcher.aggregate(query, wanted)
    found: dict[str, list[Bucket]] = {}
    for facet, name in names.items():
        answer = counted[facet]
        buckets = [Bucket(_text(each["key"]), each["doc_count"]) for each in answer["buckets"]]
        missed = answer.get("doc_count_error_upper_bound", 0) or 0
        if not one_segment and missed:
            buckets = _recount(snapshot, query, name, buckets, size, missed)
        if name == "status":
            buckets = today(snapshot).counts(query, buckets)
        found[facet] = sorted(buckets, key=lambda bucket: (-bucket.count, bucket.value))[:size]
    return found


def _recount(snapshot: Snapshot, query: Query, name: str, buckets: list[Bucket], size: int, missed: int) -> list[Bucket]:
    """Several segments each brought only their most frequent values: count again every value that may be among the first.

    A value's count is at least what was brought and at most that plus `missed`.
    """
    ranked = sorted(buckets, key=lambda bucket: -bucket.count)
    floor = ranked[size - 1].count if len(ranked) >= size else 0
    possible = [bucket for bucket in ranked if bucket.count + missed >= floor]
    if floor > missed and len(possible) <= _MOST_RECOUNTED:
        return [Bucket(bucket.value, _count(snapshot, query, name, bucket.value)) for bucket in possible]
    # a value that no segment brought could be among the first, or too many could: count all of them
    whole = {"terms": {"field": name, "size": size, "segment_size": 1 << 30}}
    answer = snapshot.searcher.aggregate(query, {"all": whole})["all"]
    return [Bucket(_text(each["key"]), each["doc_count"]) for each in answer["buckets"]]


def _count(snapshot: Snapshot, query: Query, name: str, value: str) -> int:
    both = Query.boolean_query([(Occur.Must, query), (Occur.Must, filter_query(snapshot, name, value))])
    return count(snapshot.searcher, both)


def _text(key: object) -> str:
    return key if isinstance(key, str) else str(int(key))  # type: ignore[call-overload]


def _field(facet: str) -> str:
    name = FACET_ALIASES.get(facet, facet)
    if name != "year" and name not in COUNTED_FIELDS:
        raise InputError(
            f"There is no facet '{facet}'", "only counted fields can be", "Take one of: year, " + ", ".join(COUNTED_FIELDS)
        )
    return name
