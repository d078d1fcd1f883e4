"""What a cluster is asked, word for word: one row a node; an expert can hold each against OpenSearch's manual."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kapok.errors import QueryError
from kapok.search.mapping_layout import COUNTED_FIELDS, PROSE_FIELDS, WORD_FIELDS
from kapok.search.opensearch_compile import _METHODS, Compiler
from kapok.search.opensearch_index import sort_by
from kapok.search.opensearch_mapping import SENTENCE_GAP, index_body, properties
from kapok.search.opensearch_status import StatusDays
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

DAY = date(2026, 11, 23)


def compiled(node: Node) -> dict[str, Any]:
    return Compiler(StatusDays(DAY, DAY, DAY)).compile(node)


def regexp(field: str, value: str) -> dict[str, Any]:
    return {"regexp": {field: {"value": value, "flags": "NONE", "rewrite": "constant_score"}}}


def near(*clauses: dict[str, Any], slop: int) -> dict[str, Any]:
    return {"span_near": {"clauses": list(clauses), "slop": slop, "in_order": True}}


def either(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"bool": {"should": list(parts), "minimum_should_match": 1}}


A, B = ({"span_term": {"title": word}} for word in ("anode", "cell"))
UNIT_A, UNIT_B = ({"span_term": {"abstract_unit": word}} for word in ("anode", "cell"))

TABLE: list[tuple[Node, dict[str, Any]]] = [
    (Everything(), {"match_all": {}}),
    (Words("title", ("Anode",)), {"term": {"title": {"value": "anode"}}}),
    (Words("title", ("anode", "cell"), "phrase"), {"match_phrase": {"title": {"query": "anode cell"}}}),
    (
        Words("title_abstract", ("anode",)),
        either({"term": {"title": {"value": "anode", "boost": 3.0}}}, {"term": {"abstract": {"value": "anode"}}}),
    ),
    (Words("abstract", ("锂电池",)), {"match_phrase": {"abstract": {"query": "锂电 电池"}}}),
    (Words("abstract", ("ano*",)), regexp("abstract", "ano.*")),
    (Words("mark", ("kap*",)), {"terms": {"mark_start": ["kap"]}}),
    (
        Words("title", ("anod*", "*", "cell"), "phrase"),
        near({"span_multi": {"match": regexp("title", "anod.*")}}, {"span_gap": {"title": 1}}, B, slop=0),
    ),
    (Words("mark", ("Kapok Tea",), "exact"), {"terms": {"exact": ["mark:kapok tea", "mark+title:kapok tea"]}}),
    (
        Words("mark", ("Kapok*",), "exact"),
        either(regexp("exact", "mark:kapok.*"), regexp("exact", r"mark\+title:kapok.*")),
    ),
    (
        Fuzzy("title", "anoed", 2),
        {"fuzzy": {"title": {"value": "anoed", "fuzziness": 2, "transpositions": True, "rewrite": "constant_score"}}},
    ),
    (Compare("publication_date", "=", "2021-05"), {"terms": {"dates": ["p202105", "p2021~"]}}),
    (Within("year", "2020", "2021"), {"terms": {"dates": ["y2020", "y2021"]}}),
    (ClassSymbol("cpc", "H01L", "same"), {"terms": {"class_symbol": ["cpc<H01L"]}}),
    (ClassSymbol("cpc", "H01L 21/02", "same", ("US",)), {"terms": {"class_symbol": ["cpc=H01L_21/02@US"]}}),
    (ClassSymbol("cpc", "H01L 21/02*"), regexp("class_symbol", "cpc=H01L_21/02[^@]*")),
    (NumberIs("publication_number", "EP"), {"terms": {"number": ["publication_number:EP/"]}}),
    (NumberIs("publication_number", "EP10000*"), regexp("number", "publication_number:EP/10000[^/]*")),
    (Words("office_code", ("CN",), "any"), {"terms": {"office_code": ["CN", "cn"]}}),
    (Words("status", ("in_force",), "any"), {"terms": {"status": ["in_force"]}}),
    (
        StatusOn("in_force", "2024-01-01"),
        either(
            {"terms": {"dates": ["i^20", "i^202", "i^2024"]}},
            {"terms": {"dates": ["i=20", "i=202", "i=2024", "i=2024a", "i=202401", "i=202401a", "i=20240101"]}},
        ),
    ),
    (
        Proximity(Words("title", ("anode",)), Words("title", ("cell",)), "word", 3, ordered=True),
        near(A, B, slop=2),
    ),
    (
        Proximity(Words("title", ("anode",)), Words("title", ("cell",)), "word", 3),
        either(near(A, B, slop=2), near(B, A, slop=2)),
    ),
    (
        Proximity(Words("abstract", ("anode",)), Words("abstract", ("cell",)), "sentence", 0, ordered=True),
        near(UNIT_A, UNIT_B, slop=SENTENCE_GAP - 1),
    ),
    (
        Proximity(Words("goods", ("tea",)), Words("goods", ("cup",)), "sentence", 0),
        {"bool": {"must": [{"term": {"goods": {"value": "tea"}}}, {"term": {"goods": {"value": "cup"}}}]}},
    ),
    (
        And((Words("title", ("anode",)), Words("title", ("cell",)))),
        {"bool": {"must": [{"term": {"title": {"value": "anode"}}}, {"term": {"title": {"value": "cell"}}}]}},
    ),
    (
        Or((Words("title", ("anode",)), Words("title", ("cell",)))),
        either({"term": {"title": {"value": "anode"}}}, {"term": {"title": {"value": "cell"}}}),
    ),
    (
        AndNot(Words("title", ("anode",)), Words("title", ("cell",))),
        {"bool": {"must": [{"term": {"title": {"value": "anode"}}}], "must_not": [{"term": {"title": {"value": "cell"}}}]}},
    ),
    (Words("title", ("!",)), {"match_none": {}}),
]


@pytest.mark.parametrize(("node", "dsl"), TABLE)
def test_a_node_is_asked_so(node: Node, dsl: dict[str, Any]) -> None:
    assert compiled(node) == dsl


def test_every_kind_of_node_is_in_the_table() -> None:
    """A list of numbers is long: it is held to the naive evaluation instead."""
    assert {type(node) for node, _ in TABLE} | {NumberList} == set(_METHODS)


@pytest.mark.parametrize(
    ("node", "says"),
    [
        (Node(), "no meaning for Node"),
        (Fuzzy("title", "anode", 3), "Ask for 1 or 2"),
        (StatusOn("in_force", "2024"), "single day"),
        (Compare("year", "=", "soon"), "is not a year"),
        (Compare("publication_date", "=", "soon"), "soon"),
        (Words("abstract", ("ano*",), "exact"), "cannot be truncated"),
        (ClassSymbol("nice", "46"), "is not a Nice class"),
        (Proximity(Words("title", ("a",)), Words("abstract", ("b",))), "different fields"),
        (Proximity(Words("title", ("a",)), Words("title", ("b",)), "word", 201), "from 1 to 200"),
        (Proximity(Words("title", ("a",)), Words("title", ("b",)), "sentence", 16), "from 0 to 15"),
        (Proximity(Fuzzy("title", "anode"), Words("title", ("b",))), "cannot stand in prox"),
        (Proximity(Words("title", ("*",)), Words("title", ("b",))), "alone is no word"),
        (Proximity(StatusOn("in_force", "2024-01-01"), Words("title", ("b",))), "must be words"),
    ],
)
def test_what_cannot_be_asked_says_what_to_do(node: Node, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        compiled(node)
    assert says in str(caught.value)


def test_status_of_an_index_that_is_older_than_today() -> None:
    days = StatusDays(date(2026, 11, 23), date(2026, 11, 21), date(2026, 11, 23))
    asked = days.today("unknown")
    kept, changed = asked["bool"]["should"]
    moved = {"terms": {"dates": sorted(kept["bool"]["must_not"][0]["terms"]["dates"])}}
    assert kept["bool"]["must"] == [{"terms": {"status": ["unknown"]}}]
    wanted = [f"{letter}+{day}" for letter in "cinw" for day in ("20261122", "20261123")]
    wanted += [f"{letter}-{day}" for letter in "inw" for day in ("20261121", "20261122")]
    assert moved == {"terms": {"dates": sorted(wanted)}}
    assert len(changed["bool"]["must_not"]) == 3
    assert set(days.aggregations()) == {"status", "status_moved"}


def test_the_mapping_has_every_field_of_the_layout() -> None:
    fields = properties()
    assert set(WORD_FIELDS) | set(COUNTED_FIELDS) | {"exact", "dates", "number", "class_symbol", "mark_start", "day"} <= set(
        fields
    )
    assert {f"{name}_{unit}" for name in PROSE_FIELDS for unit in ("unit", "paragraph")} <= set(fields)
    assert fields["title"] == {"type": "text", "analyzer": "whitespace", "position_increment_gap": 256}
    assert fields["day"] == {"type": "long"}
    body = index_body(shards=4)
    assert body["settings"]["index"]["number_of_shards"] == 4
    assert body["mappings"]["dynamic"] == "strict"


def test_order_of_a_result() -> None:
    assert sort_by("relevance", True)[0] == {"_score": {"order": "desc"}}
    assert sort_by("", False)[0] == {"day": {"order": "desc", "missing": "_last"}}
    assert sort_by("filing_date:asc", True) == [{"filing_date": {"order": "asc", "missing": "_last"}}, {"key": "asc"}]
