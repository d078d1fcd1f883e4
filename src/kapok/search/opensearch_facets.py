"""Facets and groups with exact counts: what a cluster only estimates is counted again, whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from kapok.errors import InputError
from kapok.search.mapping_layout import COUNTED_FIELDS, FACET_ALIASES
from kapok.search.opensearch_status import StatusDays
from kapok.search.opensearch_terms import Dsl
from kapok.search.ports import Bucket

Search = Callable[[dict[str, Any]], dict[str, Any]]
"""Asks the index with a body."""

_PAGE = 10_000


def add_facets(body: dict[str, Any], facets: Sequence[str], size: int, days: StatusDays) -> None:
    """Put what counts the facets into the body of a search."""
    aggregations: dict[str, Any] = {}
    for name in map(_field, facets):
        if name == "status":
            aggregations |= days.aggregations()
        elif size > 0:
            terms = {
                "field": name,
                "size": size,
                "shard_size": max(size * 20, 1000),
                "order": [{"_count": "desc"}, {"_key": "asc"}],
            }
            aggregations[name] = {"terms": terms}
    if aggregations:
        body["aggs"] = aggregations


def read_facets(
    search: Search, query: Dsl, answer: dict[str, Any], facets: Sequence[str], size: int, days: StatusDays
) -> dict[str, list[Bucket]]:
    """The `size` most frequent values of each facet, most frequent first, with exact counts."""
    found: dict[str, list[Bucket]] = {}
    for facet in facets:
        name = _field(facet)
        if size < 1:
            buckets: list[Bucket] = []
        elif name == "status":
            buckets = days.counts(answer)
        elif answer[name].get("doc_count_error_upper_bound"):  # shards brought different values: all are counted
            buckets = [Bucket(_text(key), number) for key, number in _every_value(search, query, name)]
        else:
            buckets = [Bucket(_text(each["key"]), int(each["doc_count"])) for each in answer[name]["buckets"]]
        found[facet] = sorted(buckets, key=lambda bucket: (-bucket.count, bucket.value))[:size]
    return found


def count_groups(search: Search, query: Dsl, field: str) -> int:
    """The exact number of different groups of a result (a cardinality would be an estimate)."""
    return sum(1 for _ in _every_value(search, query, field))


def group_sizes(search: Search, query: Dsl, field: str, numbers: Sequence[int]) -> dict[int, int]:
    """How many documents of the result each of some groups has."""
    if not numbers:
        return {}
    narrowed = {"bool": {"must": [query], "filter": [{"terms": {field: list(numbers)}}]}}
    size = len(numbers)
    terms = {"terms": {"field": field, "size": size, "shard_size": size}}
    answer = search({"query": narrowed, "size": 0, "aggs": {"groups": terms}})
    return {int(each["key"]): int(each["doc_count"]) for each in answer["aggregations"]["groups"]["buckets"]}


def _every_value(search: Search, query: Dsl, field: str) -> Iterator[tuple[Any, int]]:
    """Every value of a field in a result with its count, page by page."""
    after: dict[str, Any] | None = None
    while True:
        pages: dict[str, Any] = {"size": _PAGE, "sources": [{"value": {"terms": {"field": field}}}]}
        if after:
            pages["after"] = after
        answer = search({"query": query, "size": 0, "aggs": {"values": {"composite": pages}}})["aggregations"]["values"]
        yield from ((each["key"]["value"], int(each["doc_count"])) for each in answer["buckets"])
        after = answer.get("after_key")
        if not after or len(answer["buckets"]) < _PAGE:
            return


def _text(key: object) -> str:
    return key if isinstance(key, str) else str(int(key))  # type: ignore[call-overload]


def _field(facet: str) -> str:
    name = FACET_ALIASES.get(facet, facet)
    if name != "year" and name not in COUNTED_FIELDS:
        raise InputError(
            f"There is no facet '{facet}'", "only counted fields can be", "Take one of: year, " + ", ".join(COUNTED_FIELDS)
        )
    return name
