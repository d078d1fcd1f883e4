"""The translation for a cluster finds exactly the records that the plain evaluator finds: every kind of node, random trees."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings

from kapok import clock
from kapok.errors import InputError
from kapok.records.record import Record
from kapok.search.mapping import document
from kapok.search.opensearch_index import WINDOW, OpenSearchBackend
from kapok.search.ports import Group, SearchRequest
from kapok.search.query import ClassSymbol, Everything, Node, Words
from kapok.search.value_terms import STATUSES
from tests.search.backend.corpus import corpus
from tests.search.backend.naive import matching
from tests.search.backend.test_against_naive import leaves, near_nodes, trees, word_nodes
from tests.search.backend.test_status_today import DAYS, FIRST_LOAD, SECOND_LOAD, noon, status_of

from .cluster_in_memory import MemoryCluster


def load(records: list[Record]) -> OpenSearchBackend:
    backend = OpenSearchBackend(MemoryCluster(), "kapok", create=True)
    writer = backend.writer(bulk=True)
    writer.add(document(record) for record in records)
    writer.commit(1)
    writer.close()
    return backend


RECORDS = corpus(5, 80)


@pytest.fixture(scope="module", params=["units", "long texts"])
def backend(request: pytest.FixtureRequest) -> OpenSearchBackend:
    """The corpus on a cluster; `long texts`: the mapping leaves sentences to whoever reads the text, the adapter cuts them."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "long texts":
            patch.setattr("kapok.search.mapping_units.MOST_PARAGRAPHS", 1)
            patch.setattr("kapok.search.mapping_units.LONGEST_SENTENCE", 2)
        return load(RECORDS)


def agree(backend: OpenSearchBackend, node: Node) -> None:
    expected = matching(RECORDS, node)
    assert set(backend.iterate_keys(node)) == expected
    result = backend.search(SearchRequest(query=node, limit=200))
    assert result.total == len(expected) == backend.count(node)
    assert {hit.key for hit in result.hits} == expected


relaxed = settings(max_examples=25, deadline=None, derandomize=True)


@relaxed
@given(node=word_nodes())
def test_words_in_every_relation_with_truncation(backend: OpenSearchBackend, node: Node) -> None:
    agree(backend, node)


@relaxed
@given(node=near_nodes())
def test_proximity_in_every_unit(backend: OpenSearchBackend, node: Node) -> None:
    agree(backend, node)


@relaxed
@given(node=leaves)
def test_every_kind_of_condition(backend: OpenSearchBackend, node: Node) -> None:
    agree(backend, node)


@relaxed
@given(node=trees)
def test_trees_of_conditions(backend: OpenSearchBackend, node: Node) -> None:
    agree(backend, node)


@pytest.mark.parametrize("group", ["publication", "right", "family"])
def test_pages_groups_and_totals(backend: OpenSearchBackend, group: Group) -> None:

    def group_of(record: Record) -> str:
        family = getattr(record, "family_id", "") if group == "family" else ""
        return record.key if group == "publication" else family or record.right_id or record.key

    of = Counter(map(group_of, RECORDS))
    found: list[str] = []
    while True:
        page = backend.search(SearchRequest(query=Everything(), group=group, offset=len(found), limit=17))
        assert page.total == len(of)
        if not page.hits:
            break
        found += [hit.key for hit in page.hits]
        for hit in page.hits:
            record = next(each for each in RECORDS if each.key == hit.key)
            assert hit.group_size == of[group_of(record)]
    assert len(found) == len(set(found)) == len(of)


def test_a_deep_page_is_walked_to(backend: OpenSearchBackend, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [hit.key for hit in backend.search(SearchRequest(query=Everything(), limit=120)).hits]
    monkeypatch.setattr("kapok.search.opensearch_index.WINDOW", 25)
    for sort in ("relevance", "filing_date:asc"):
        expected = backend.search(SearchRequest(query=Everything(), limit=20, sort=sort, offset=0))
        assert expected.total == 80
    deep = backend.search(SearchRequest(query=Everything(), limit=20, offset=50))
    assert [hit.key for hit in deep.hits] == whole[50:70]
    beyond = backend.search(SearchRequest(query=Everything(), limit=20, offset=500))
    assert (beyond.total, beyond.hits) == (80, [])
    with pytest.raises(InputError, match="one for each right"):
        backend.search(SearchRequest(query=Everything(), limit=20, offset=50, group="right"))
    assert WINDOW == 10_000


def test_facets_and_filters_count_what_they_find(backend: OpenSearchBackend) -> None:
    facets = ("category", "office_code", "year", "applicant", "nice", "ipc_section")
    query = Words("any", ("green", "leaf", "电池"), "any")
    result = backend.search(SearchRequest(query=query, facets=facets, facet_size=5, limit=0))
    for field in facets:
        assert result.facets[field]
        for bucket in result.facets[field]:
            narrowed = SearchRequest(query=query, filters=((field, bucket.value),), limit=0)
            assert backend.search(narrowed).total == bucket.count, (field, bucket)
    assert backend.category_counts() == Counter(record.category for record in RECORDS)


def test_a_row_is_highlighted_and_titled(backend: OpenSearchBackend) -> None:
    hits = backend.search(SearchRequest(query=Words("title", ("green",)), highlight=True, limit=3)).hits
    assert hits
    assert all("<mark>" in hit.highlights["title"][0] for hit in hits)
    assert all(hit.title for hit in hits)


@pytest.mark.parametrize("day", DAYS)
def test_the_status_is_that_of_the_day_of_asking(day: str) -> None:
    records = corpus(11, 120)
    cluster = MemoryCluster()
    with clock.fixed(noon(FIRST_LOAD)):
        backend = OpenSearchBackend(cluster, "kapok", create=True)
    for number, loaded in enumerate((FIRST_LOAD, SECOND_LOAD)):
        with clock.fixed(noon(loaded)):
            writer = backend.writer()
            writer.add(document(record) for record in records[number::2])
            writer.commit(number)
    expected = {record.key: status for record in records if (status := status_of(record, day))}
    with clock.fixed(noon(day)):
        result = backend.search(SearchRequest(query=Everything(), facets=("status",), limit=120))
        assert {bucket.value: bucket.count for bucket in result.facets["status"]} == Counter(expected.values())
        for status in STATUSES:
            wanted = {key for key, own in expected.items() if own == status}
            assert set(backend.iterate_keys(Words("status", (status,), "any"))) == wanted
            assert set(backend.iterate_keys(Everything(), filters=(("status", status),))) == wanted


def test_class_symbols_of_offices(backend: OpenSearchBackend) -> None:
    agree(backend, ClassSymbol("cpc", "H01L", "low", ("US", "EP")))
