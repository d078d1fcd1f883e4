"""Order, pages, facets, filters, collapsing: counted again by hand over random corpora, in one and in three segments."""

from __future__ import annotations

from collections import Counter

import pytest

from kapok.errors import InputError
from kapok.records.record import Mark, Patent, Record
from kapok.search.ports import Bucket, Group, SearchRequest
from kapok.search.query import AndNot, ClassSymbol, Everything, Node, Words
from kapok.search.tantivy_index import TantivyBackend

from .conftest import Indexed
from .naive import dates, matching

QUERIES: list[Node] = [
    Everything(),
    Words("title", ("green",)),
    Words("any", ("leaf", "电池"), "any"),
    Words("title", ("gre*",)),
    AndNot(Everything(), ClassSymbol("nice", "9")),
]


def day_of(record: Record) -> int:
    """The date that results are ordered by, as its code."""
    iso = record.publication_date or record.registration_date or record.filing_date
    return int(iso.replace("-", "").ljust(8, "0")) if iso else 0


def pages(backend: TantivyBackend, request: SearchRequest, size: int) -> list[str]:
    """The whole result, page by page."""
    found: list[str] = []
    while True:
        page = backend.search(
            SearchRequest(query=request.query, sort=request.sort, group=request.group, offset=len(found), limit=size)
        )
        if not page.hits:
            return found
        found += [hit.key for hit in page.hits]


@pytest.mark.parametrize("node", QUERIES)
@pytest.mark.parametrize("sort", ["relevance", "filing_date:asc", "publication_date:desc"])
def test_pages_of_any_size_are_the_whole_result_once(indexed: Indexed, node: Node, sort: str) -> None:
    expected = matching(indexed.records, node)
    for size in (7, 50):
        found = pages(indexed.backend, SearchRequest(query=node, sort=sort), size)
        assert len(found) == len(set(found))
        assert set(found) == expected


@pytest.mark.parametrize("node", QUERIES)
def test_equal_scores_come_newest_first(indexed: Indexed, node: Node) -> None:
    by_key = {record.key: record for record in indexed.records}
    hits = indexed.backend.search(SearchRequest(query=node, limit=150)).hits
    order = [(-hit.score, -day_of(by_key[hit.key])) for hit in hits]
    assert order == sorted(order)


@pytest.mark.parametrize("field", ["filing_date", "publication_date", "registration_date"])
@pytest.mark.parametrize("direction", ["asc", "desc"])
def test_sorted_by_a_date_records_without_it_come_last(indexed: Indexed, field: str, direction: str) -> None:
    by_key = {record.key: record for record in indexed.records}
    hits = indexed.backend.search(SearchRequest(query=Everything(), sort=f"{field}:{direction}", limit=150)).hits
    found = [dates(by_key[hit.key], field) for hit in hits]
    dated = [int(each[0].replace("-", "").ljust(8, "0")) for each in found if each]
    assert dated == sorted(dated, reverse=direction == "desc")
    assert all(not each for each in found[len(dated) :])


def values_of(record: Record, facet: str) -> set[str]:
    """What a record counts for in a facet."""
    match facet:
        case "category":
            return {record.category}
        case "office_code":
            return {record.office_code}
        case "kind_code":
            return {record.kind_code} - {""}
        case "source":
            return {record.provenance.source}
        case "year":
            return {str(day_of(record))[:4]} - {"0"}
        case "applicant":
            return {party.name for party in record.parties if party.role in ("applicant", "holder")}
        case "applicant_country":
            roles = ("applicant", "holder")
            return {party.country_code for party in record.parties if party.role in roles} - {""}
        case "nice":
            return {f"{entry.nice_class:02}" for entry in record.goods_and_services} if isinstance(record, Mark) else set()
        case _:
            scheme, _, level = facet.partition("_")
            cut = {"section": 1, "class": 3, "subclass": 4}.get(level)
            symbols = [each.symbol for each in record.classifications if each.scheme == scheme]
            return {symbol[:cut] if cut else symbol.split("/")[0] for symbol in symbols}


FACETS = [
    *("category", "office_code", "kind_code", "source", "year", "applicant", "applicant_country", "nice"),
    *(f"{scheme}_{level}" for scheme in ("ipc", "cpc") for level in ("section", "class", "subclass", "main_group")),
]


@pytest.mark.parametrize("node", QUERIES)
@pytest.mark.parametrize("size", [3, 100])
def test_facets_count_exactly(indexed: Indexed, node: Node, size: int) -> None:
    keys = matching(indexed.records, node)
    result = indexed.backend.search(SearchRequest(query=node, facets=tuple(FACETS), facet_size=size, limit=0))
    for facet in FACETS:
        counted = Counter(value for record in indexed.records if record.key in keys for value in values_of(record, facet))
        found = result.facets[facet]
        assert [bucket.count for bucket in found] == sorted(counted.values(), reverse=True)[:size], facet
        assert all(counted[bucket.value] == bucket.count for bucket in found)


@pytest.mark.parametrize("facet", FACETS)
def test_choosing_a_facet_value_gives_as_many_results_as_it_counted(indexed: Indexed, facet: str) -> None:
    node = Words("any", ("leaf", "green", "电池"), "any")
    for bucket in indexed.backend.search(SearchRequest(query=node, facets=(facet,), facet_size=4)).facets[facet]:
        narrowed = indexed.backend.search(SearchRequest(query=node, filters=((facet, bucket.value),), limit=1))
        assert narrowed.total == bucket.count


def group_of(record: Record, group: Group) -> str:
    """What rows are collapsed by."""
    right = f"{record.category}/{record.right_id}" if record.right_id else record.key
    family = record.family_id if isinstance(record, Patent) else ""
    return f"family {family}" if group == "family" and family else right


@pytest.mark.parametrize("node", QUERIES)
@pytest.mark.parametrize("group", ["right", "family"])
def test_collapsed_rows_are_one_per_group_and_total_counts_groups(indexed: Indexed, node: Node, group: Group) -> None:
    by_key = {record.key: record for record in indexed.records}
    sizes = Counter(group_of(by_key[key], group) for key in matching(indexed.records, node))
    result = indexed.backend.search(SearchRequest(query=node, group=group, limit=150))
    assert result.total == len(sizes)
    assert {group_of(by_key[hit.key], group): hit.group_size for hit in result.hits} == dict(sizes)
    assert len(result.hits) == len(sizes)
    assert pages(indexed.backend, SearchRequest(query=node, group=group), 11) == [hit.key for hit in result.hits]
    best_first = [hit.key for hit in indexed.backend.search(SearchRequest(query=node, limit=150)).hits]
    first = {group_of(by_key[key], group): key for key in reversed(best_first)}
    assert [hit.key for hit in result.hits] == sorted(first.values(), key=best_first.index)


def test_keys_of_a_result_are_streamed_in_order(indexed: Indexed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kapok.search.tantivy_index._SLICE", 10)
    found = list(indexed.backend.iterate_keys(Everything()))
    assert sorted(found) == sorted(record.key for record in indexed.records)
    assert [key.split("/")[:3] for key in found] == sorted(key.split("/")[:3] for key in found)


def test_categories_are_counted(indexed: Indexed) -> None:
    counts = dict(Counter(record.category for record in indexed.records))
    assert indexed.backend.category_counts() == counts
    found = indexed.backend.search(SearchRequest(query=Everything(), category="mark", facets=("category",)))
    assert found.total == counts["mark"] == indexed.backend.count(Everything(), "mark")
    assert found.facets["category"] == [Bucket("mark", counts["mark"])]


def test_nothing_found_is_an_answer(indexed: Indexed) -> None:
    result = indexed.backend.search(SearchRequest(query=Words("title", ("absent",)), facets=("year",)))
    assert (result.total, result.hits, result.facets) == (0, [], {"year": []})


@pytest.mark.parametrize(
    "request_",
    [
        SearchRequest(query=Everything(), sort="title"),
        SearchRequest(query=Everything(), sort="filing_date:up"),
        SearchRequest(query=Everything(), facets=("title",)),
        SearchRequest(query=Everything(), filters=(("summary", "x"),)),
    ],
)
def test_choices_that_do_not_exist_are_refused(indexed: Indexed, request_: SearchRequest) -> None:
    with pytest.raises(InputError):
        indexed.backend.search(request_)
