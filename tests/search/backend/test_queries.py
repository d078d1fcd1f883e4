"""What a query finds among the invented records of `library`: a table that an expert can extend.

Each line: a query tree and the letters of the records it finds (A, B: two publications of a Chinese battery patent; V: a
heart valve; L: the mark Green Leaf; G: the mark GREENLAND; Z: the mark 綠葉; C: a chair; D: a data asset).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kapok.errors import QueryError
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
from kapok.search.tantivy_index import TantivyBackend

from .conftest import build
from .library import LIBRARY, SHORT


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory) -> TantivyBackend:
    return build(tmp_path_factory.mktemp("library"), LIBRARY, commits=2, together=True)


def near(left: str, right: str, unit: str, distance: int, ordered: bool = False, field: str = "abstract") -> Node:
    words = [Words(field, tuple(side.split()), "phrase") for side in (left, right)]
    return Proximity(words[0], words[1], unit, distance, ordered)  # type: ignore[arg-type]


FOUND: list[tuple[Node, str]] = [
    (Everything(), "ABVLGZCD"),
    # words: case, accents, hyphens, width
    (Words("mark", ("green",)), "L"),
    (Words("mark", ("GREEN", "leaf")), "L"),
    (Words("mark", ("leaf", "absent"), "any"), "L"),
    (Words("title", ("sao", "paulo")), "C"),
    (Words("applicant", ("SOHNE",)), "V"),
    (Words("title", ("x-ray",)), "V"),
    (Words("title", ("ray",)), "V"),
    (Words("title", ("valve", "with", "x"), "phrase"), "V"),
    (Words("title", ("valve", "marker"), "phrase"), ""),
    (Words("goods", ("ice",)), "G"),
    (Words("description", ("traffic",)), "D"),
    (Words("citation", ("silicon", "anodes")), "A"),
    # the whole value
    (Words("mark", ("green leaf",), "exact"), "L"),
    (Words("mark", ("Green",), "exact"), ""),
    (Words("applicant", ("smith & sohne gmbh",), "exact"), "V"),
    (Words("mark", ("green*",), "exact"), "LG"),
    (Words("mark", ("green l*",), "exact"), "L"),
    (Words("mark", ("*land",), "exact"), "G"),
    (Words("mark", ("绿*",), "exact"), "Z"),
    # truncation
    (Words("mark", ("green*",)), "LG"),
    (Words("mark", ("greenla*",)), "G"),
    (Words("mark", ("*land",)), "G"),
    (Words("mark", ("le#f",)), "L"),
    (Words("mark", ("gre?n",)), "L"),
    (Words("mark", ("greeen?",)), ""),
    (Words("mark", ("green", "l*"), "phrase"), "L"),
    (Words("title", ("heart", "*", "with"), "phrase"), "V"),
    (Words("title", ("heart", "*", "x"), "phrase"), ""),
    # Chinese: substrings, one character, traditional and simplified, half and full width
    (Words("title", ("锂电池",)), "AB"),
    (Words("title", ("鋰電池",)), "AB"),
    (Words("title", ("电池的阳",)), "AB"),
    (Words("title", ("池",)), "AB"),
    (Words("mark", ("叶",)), "Z"),
    (Words("mark", ("绿叶",)), "Z"),
    (Words("goods", ("5g手机",)), "Z"),
    (Words("goods", ("手",)), "Z"),
    (Words("title", ("电#的",)), "AB"),
    (Words("title", ("锂?电",)), "AB"),
    (Words("title", ("方法*",)), "A"),
    # several fields at once
    (Words("title_abstract", ("silicon", "material")), "A"),
    (Words("any", ("green",)), "LG"),
    (Words("inventor_applicant", ("smith",)), "V"),
    # fuzzy
    (Fuzzy("mark", "gren", 1), "L"),
    (Fuzzy("mark", "grene", 1), "L"),
    (Fuzzy("mark", "grenlad", 1), ""),
    (Fuzzy("mark", "grenlad", 2), "G"),
    # dates, partial on either side
    (Compare("publication_date", "=", "2009-10-07"), "A"),
    (Compare("publication_date", "=", "2009"), "A"),
    (Compare("registration_date", "=", "2021-03-01"), "C"),
    (Compare("filing_date", "=", "2021-05-17"), "Z"),
    (Compare("filing_date", "=", "2021"), "Z"),
    (Compare("filing_date", "<", "2002-04-15"), "G"),
    (Compare("filing_date", "<=", "20020415"), "VG"),
    (Compare("filing_date", ">", "2018-12"), "Z"),
    (Compare("filing_date", ">=", "2018-12"), "LZ"),
    (Within("registration_date", "2000-06-01", "2001-02-01"), "G"),
    (Within("registration_date", "", "2007-09-18"), "VG"),
    (Within("priority_date", "2008", "2008-04-04"), "A"),
    (Compare("year", "=", "2019"), "L"),
    (Compare("year", ">", "2019"), "ZCD"),
    # classes
    (ClassSymbol("cpc", "H01M"), "AB"),
    (ClassSymbol("cpc", "h01m4/386"), "A"),
    (ClassSymbol("cpc", "H01M 4/00"), "B"),
    (ClassSymbol("cpc", "H01M 4/00", "low"), "AB"),
    (ClassSymbol("cpc", "H01M 4/386", "high"), "AB"),
    (ClassSymbol("cpc", "H01M 4/38*"), "A"),
    (ClassSymbol("cpc_additional", "A61F 2/24"), "V"),
    (ClassSymbol("cpc_invention", "A61F 2/24"), ""),
    (ClassSymbol("class", "A61"), "V"),
    (ClassSymbol("cpc", "A61F", offices=("US",)), "V"),
    (ClassSymbol("cpc", "A61F", offices=("US", "EP")), ""),
    (ClassSymbol("nice", "30"), "LGZ"),
    (ClassSymbol("nice", "9"), "L"),
    (ClassSymbol("vienna", "26.04"), "G"),
    (ClassSymbol("vienna", "26.04", "low"), "G"),
    (ClassSymbol("locarno", "06-01"), "C"),
    (ClassSymbol("locarno", "6", "low"), "C"),
    # numbers in any usual form
    (NumberIs("publication_number", "US 7,272,630 B2"), "V"),
    (NumberIs("publication_number", "US7272630"), "V"),
    (NumberIs("publication_number", "7272630"), "V"),
    (NumberIs("publication_number", "CN101551481A"), "A"),
    (NumberIs("any_number", "CN 101551481"), "AB"),
    (NumberIs("application_number", "ZL200910042334.4"), "AB"),
    (NumberIs("any_number", "76/044,902"), "G"),
    (NumberIs("registration_number", "2500001"), "G"),
    (NumberIs("priority_number", "US 61/000,001"), "A"),
    (NumberIs("citation", "US7272630B2"), "A"),
    (NumberIs("citation_examination", "US7272630"), "A"),
    (NumberIs("citation_applicant", "US7272630"), ""),
    (NumberIs("publication_number", "CN"), "ABD"),
    (NumberIs("publication_number", "CN1015514*"), "AB"),
    (NumberIs("any_number", "粤数登2023-0001"), "D"),
    (NumberList("any_number", ("US7272630", "018000001", "nothing", "30000001")), "VLZ"),
    # status on a day
    (StatusOn("pending", "2019-01-01"), "L"),
    (StatusOn("in_force", "2019-05-17"), "ABVL"),
    (StatusOn("in_force", "2006-01-01"), ""),
    (StatusOn("in_force", "2008-06-01"), "GV"),
    # words near each other
    (near("lithium", "silicon", "word", 7), "A"),
    (near("lithium", "silicon", "word", 6), ""),
    (near("silicon", "lithium", "word", 7, ordered=True), ""),
    (near("anode", "graphite", "sentence", 0), "A"),
    (near("lithium", "graphite", "sentence", 0), ""),
    (near("lithium", "graphite", "sentence", 1), "A"),
    (near("graphite", "lithium", "sentence", 1, ordered=True), ""),
    (near("lithium", "cars", "paragraph", 0), ""),
    (near("lithium", "cars", "paragraph", 1), "A"),
    (near("lithium cell", "silicon and graphite", "sentence", 1), "A"),
    (near("lithium cell", "silicon and graphite", "sentence", 0), ""),
    (near("锂电池", "阳极材料", "sentence", 0), ""),
    (near("锂电池", "阳极材料", "sentence", 1), "A"),
    (near("valve", "opens", "sentence", 0), "V"),
    (near("valve", "marker", "sentence", 0), ""),
    (near("john", "smith", "word", 3, field="inventor"), ""),
    (near("mary", "smith", "word", 1, field="inventor"), "V"),
    (near("software", "tea", "word", 5, field="goods"), ""),
    # codes
    (Words("office_code", ("us",)), "VG"),
    (Words("category", ("mark",)), "LGZ"),
    (Words("applicant_country", ("PT", "US"), "any"), "LG"),
    (Words("kind_code", ("B*",)), "BV"),
    (Words("similar_group", ("3004",)), "G"),
    (Words("family_id", ("41155830",)), "AB"),
    # logic
    (And((ClassSymbol("nice", "30"), AndNot(Everything(), Words("mark", ("green*",))))), "Z"),
    (Or((NumberIs("any_number", "US7272630"), Words("mark", ("leaf",)))), "VL"),
    (AndNot(Words("any", ("green",)), ClassSymbol("nice", "9")), "G"),
]


@pytest.mark.parametrize(("node", "letters"), FOUND, ids=lambda value: repr(value) if isinstance(value, Node) else value)
def test_query_finds_exactly_these_records(backend: TantivyBackend, node: Node, letters: str) -> None:
    result = backend.search(SearchRequest(query=node))
    found = {hit.key for hit in result.hits}
    assert {letter for letter, key in SHORT.items() if key in found} == set(letters)
    assert result.total == len(set(letters))


REFUSED: list[tuple[Node, str]] = [
    (Words("title", ("电*池",)), "'*' cannot stand between"),
    (Words("goods", ("tea*",), "exact"), "cannot be truncated"),
    (Compare("filing_date", "=", "2021-02-30"), "is not a date"),
    (Compare("year", "=", "soon"), "is not a year"),
    (StatusOn("in_force", "2021-05"), "is not one day"),
    (ClassSymbol("cpc", "battery"), "is not an IPC or CPC symbol"),
    (Fuzzy("mark", "green", 3), "3 edits"),
    (near("a", "b", "word", 0), "distance 0"),
    (near("a", "b", "word", 1000), "distance 1000"),
    (near("a", "*", "word", 3), "'*' alone is no word"),
    (Proximity(Words("title", ("a",)), Words("goods", ("b",))), "different fields"),
]


@pytest.mark.parametrize(("node", "message"), REFUSED)
def test_condition_that_cannot_be_run_says_why(backend: TantivyBackend, node: Node, message: str) -> None:
    with pytest.raises(QueryError, match=r".*" + message.replace("*", r"\*")):
        backend.search(SearchRequest(query=node))


def test_index_folder_is_all_there_is(tmp_path: Path) -> None:
    """A moved index is found where it is: no path is written into it."""
    build(tmp_path / "one", LIBRARY)
    (tmp_path / "one").rename(tmp_path / "two")
    assert TantivyBackend(tmp_path / "two").count(Everything()) == len(LIBRARY)
