"""Every kind of query gives exactly the records that the plain evaluator (`naive`) gives, in any number of segments."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kapok.search.ports import SearchRequest
from kapok.search.query import (
    And,
    AndNot,
    ClassSymbol,
    Compare,
    Everything,
    Fuzzy,
    Node,
    NumberIs,
    NumberList,
    Or,
    Proximity,
    StatusOn,
    Within,
    Words,
)

from .conftest import Indexed
from .corpus import CHINESE, DAYS, IPC, LATIN
from .naive import matching

TEXT_FIELDS = ["title", "abstract", "claims", "goods", "mark", "applicant", "inventor", "title_abstract", "any", "full_text"]
DATE_FIELDS = ["publication_date", "filing_date", "priority_date", "registration_date"]
TRUNCATED = ["gre*", "*eaf", "le#f", "lea?", "gree?", "*", "#", "g*n", "l##f", "*ol*", "5?"]

text_fields = st.sampled_from(TEXT_FIELDS)
plain_words = st.sampled_from(LATIN + CHINESE + ["john", "smith", "absent", "5G方法", "绿叶材料", "muller", "ＧＲＥＥＮ"])
words = plain_words | st.sampled_from(TRUNCATED)
phrases = st.lists(words, min_size=1, max_size=3).map(tuple)


@st.composite
def word_nodes(draw: st.DrawFn) -> Node:
    relation = draw(st.sampled_from(["all", "any", "phrase", "exact"]))
    field = draw(text_fields)
    if relation == "exact" and field in ("abstract", "claims", "goods"):  # long values are not truncated
        return Words(field, (draw(plain_words),), relation)
    return Words(field, draw(phrases), relation)


@st.composite
def near_nodes(draw: st.DrawFn) -> Node:
    field = draw(st.sampled_from(["title", "abstract", "claims", "goods", "inventor", "title_abstract", "any"]))
    unit = draw(st.sampled_from(["word", "sentence", "paragraph"]))
    distance = draw(st.integers(1 if unit == "word" else 0, 4))

    def side() -> Node:
        return Words(
            field,
            draw(st.lists(words.filter("*".__ne__), min_size=1, max_size=2).map(tuple)),
            draw(st.sampled_from(["phrase", "all"])),
        )

    left = draw(st.just(None) | st.just(True))
    first = Or((side(), side())) if left else side()
    return Proximity(first, side(), unit, distance, draw(st.booleans()))


dates = st.sampled_from([*DAYS, "2018", "2020-12", "2023-01-01"])
leaves = st.one_of(
    word_nodes(),
    near_nodes(),
    st.builds(Fuzzy, text_fields, st.sampled_from(["gren", "leaf", "salor", "cel", "smiht", "juhn"]), st.sampled_from([1, 2])),
    st.builds(Compare, st.sampled_from(DATE_FIELDS), st.sampled_from(["=", "<", "<=", ">", ">="]), dates),
    st.builds(
        Compare, st.just("year"), st.sampled_from(["=", "<", "<=", ">", ">="]), st.sampled_from(["2019", "2020", "2021"])
    ),
    st.builds(Within, st.sampled_from(DATE_FIELDS), dates | st.just(""), dates),
    st.builds(
        ClassSymbol,
        st.sampled_from(["ipc", "cpc", "class"]),
        st.sampled_from([*IPC, "H", "H01", "H01L", "H01L 21", "G06F"]),
        st.sampled_from(["same", "low", "high"]),
        st.sampled_from([(), ("US",), ("US", "EP")]),
    ),
    st.builds(ClassSymbol, st.just("nice"), st.sampled_from(["9", "25", "42", "1"])),
    st.builds(
        NumberIs,
        st.sampled_from(["any_number", "publication_number", "application_number", "priority_number"]),
        st.sampled_from(["1000003", "US 1,000,004", "CN1000005A1", "US1000006 B1", "20200003", "US600002", "EP1000007"]),
    ),
    st.builds(NumberList, st.just("any_number"), st.just(tuple(f"10000{serial:02}" for serial in range(40)))),
    st.builds(
        StatusOn,
        st.sampled_from(["pending", "in_force", "not_in_force"]),
        st.sampled_from(["2019-06-01", "2020-02-29", "2021-05-17", "2022-01-01", "2030-01-01"]),
    ),
    st.builds(Words, st.just("office_code"), st.sampled_from([("US",), ("CN",)])),
    st.just(Everything()),
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda parts: And(tuple(parts)), st.lists(inner, min_size=2, max_size=3)),
        st.builds(lambda parts: Or(tuple(parts)), st.lists(inner, min_size=2, max_size=3)),
        st.builds(AndNot, inner, inner),
    ),
    max_leaves=4,
)


def agree(indexed: Indexed, node: Node) -> None:
    records, backend = indexed.records, indexed.backend
    expected = matching(records, node)
    found = list(backend.iterate_keys(node))
    assert set(found) == expected
    assert len(found) == len(expected)
    result = backend.search(SearchRequest(query=node, limit=200))
    assert result.total == len(expected) == backend.count(node)
    assert {hit.key for hit in result.hits} == expected


relaxed = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


@relaxed
@given(node=word_nodes())
def test_words_in_every_relation_with_truncation(indexed: Indexed, node: Node) -> None:
    agree(indexed, node)


@relaxed
@given(node=near_nodes())
def test_proximity_in_every_unit(indexed: Indexed, node: Node) -> None:
    agree(indexed, node)


@relaxed
@given(node=leaves)
def test_every_kind_of_condition(indexed: Indexed, node: Node) -> None:
    agree(indexed, node)


@relaxed
@given(node=trees)
def test_trees_of_conditions(indexed: Indexed, node: Node) -> None:
    agree(indexed, node)
