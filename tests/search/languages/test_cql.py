"""CQL as trees: what OPS's guide shows, the nine forms of dates, relations and modifiers."""

from __future__ import annotations

import pytest

from kapok.errors import QueryError
from kapok.search.languages import parse_query
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


def word(field: str, *words: str, relation: str = "all") -> Words:
    return Words(field, words, relation)  # type: ignore[arg-type]


TREES: list[tuple[str, Node]] = [
    ("", Everything()),
    ("ti=green", word("title", "green")),
    ('ti="green energy"', word("title", "green", "energy", relation="phrase")),
    ('ti = "green"', word("title", "green")),
    ("TI=green AND PA=siemens", And((word("title", "green"), word("applicant", "siemens")))),
    ("ti=a and ti=b and (ti=c and ti=d)", And(tuple(word("title", letter) for letter in "abcd"))),
    ("ti=a or ti=b and ti=c", And((Or((word("title", "a"), word("title", "b"))), word("title", "c")))),
    ("ti=a not ti=b not ti=c", AndNot(word("title", "a"), Or((word("title", "b"), word("title", "c"))))),
    ("ti=a and not ti=b", AndNot(word("title", "a"), word("title", "b"))),
    ("pd>=2000", Compare("publication_date", ">=", "2000")),
    ("pd≥2000", Compare("publication_date", ">=", "2000")),
    ('pd within "2005, 2006"', Within("publication_date", "2005", "2006")),
    ('pd any "2005 2007"', Or((Compare("publication_date", "=", "2005"), Compare("publication_date", "=", "2007")))),
    ('year="2020 2024"', Within("year", "2020", "2024")),
    ("cpc=/low A01B", ClassSymbol("cpc", "A01B", "low")),
    ("cpc = /high A01B1/02", ClassSymbol("cpc", "A01B 1/02", "high")),
    ("cpc=(A01B1/00/low prox/unit=sentence (EP, US))", ClassSymbol("cpc", "A01B 1/00", "low", ("EP", "US"))),
    (
        'cpcc=("C04B28/02" prox/unit=sentence ("C04B28/04", "DE"))',
        Proximity(
            ClassSymbol("cpc_combination", "C04B 28/02", "same", ("DE",)),
            ClassSymbol("cpc_combination", "C04B 28/04", "same", ("DE",)),
            "sentence",
            0,
        ),
    ),
    ("cl=H01L 21/02 and ti=wafer", And((ClassSymbol("class", "H01L 21/02"), word("title", "wafer")))),
    ("ipc=H01L21/*", ClassSymbol("ipc", "H01L 21")),
    ("ipc=H01L21/02*", ClassSymbol("ipc", "H01L 21/02*")),
    ("ipc=H01L*", ClassSymbol("ipc", "H01L")),
    ("cl=G01N33/5*", ClassSymbol("class", "G01N 33/5*")),
    ("cl=H01L2?/00", ClassSymbol("class", "H01L 2?/00")),
    ("cl=H0*", ClassSymbol("class", "H0*")),
    ("vienna=26.04.*", ClassSymbol("vienna", "26.04")),
    ("nice=9", ClassSymbol("nice", "09")),
    ("num=ep1000000", NumberIs("any_number", "EP1000000")),
    ('pn any "EP1000000 EP1000001"', NumberList("publication_number", ("EP1000000", "EP1000001"))),
    ("ti=/fuzzy batery", Fuzzy("title", "batery")),
    ("ti=/fuzzy=2 batery", Fuzzy("title", "batery", 2)),
    ("status = /on=2024-01-01 有效", StatusOn("in_force", "2024-01-01")),
    ("失效=2024-01-01", StatusOn("not_in_force", "2024-01-01")),
    ("notinforce=31.12.2023", StatusOn("not_in_force", "2023-12-31")),
    ("office=中国", word("office_code", "CN", relation="exact")),
    ('office any "cn us"', word("office_code", "CN", "US", relation="any")),
    ("申請人=華為 and 發明人=任", And((word("applicant", "華為"), word("inventor", "任")))),
    ("申请人＝华为", word("applicant", "华为")),
    ("ti=（a or b）", Or((word("title", "a"), word("title", "b")))),
    ("ti=”green energy”", word("title", "green", "energy", relation="phrase")),
    (r'ti="5\" disk"', word("title", "5", "disk", relation="phrase")),
]


@pytest.mark.parametrize(("text", "tree"), TREES)
def test_a_text_is_read_into_its_tree(text: str, tree: Node) -> None:
    assert parse_query(text, "cql") == tree


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020", "2020"),
        ("202005", "2020-05"),
        ("20200531", "2020-05-31"),
        ("2020-05", "2020-05"),
        ("2020-05-31", "2020-05-31"),
        ("05/2020", "2020-05"),
        ("31/05/2020", "2020-05-31"),
        ("05.2020", "2020-05"),
        ("31.05.2020", "2020-05-31"),
    ],
)
def test_the_nine_forms_of_dates(text: str, day: str) -> None:
    assert parse_query(f"pd={text}", "cql") == Compare("publication_date", "=", day)
    assert parse_query(text, "cql") == Compare("publication_date", "=", day)


@pytest.mark.parametrize(
    ("operator", "unit", "distance", "ordered"),
    [
        ("prox", "word", 1, False),
        ("prox/distance<=3", "word", 3, False),
        ("prox/distance<3", "word", 2, False),
        ("prox/distance =1", "word", 1, False),
        ("PROX / Distance ≤ 3 / Ordered = True", "word", 3, True),
        ("prox/ordered=false/unit=word/distance<=2", "word", 2, False),
        ("prox/unit=sentence", "sentence", 0, False),
        ("prox/unit= paragraph", "paragraph", 0, False),
        ("prox/unit=sentence/distance<=2/ordered", "sentence", 2, True),
        ("prox/<=/3/word/ordered", "word", 3, True),
        ("prox///sentence", "sentence", 0, False),
    ],
)
def test_every_spelling_of_prox(operator: str, unit: str, distance: int, ordered: bool) -> None:
    near = Proximity(word("title", "a"), word("title", "b"), unit, distance, ordered)  # type: ignore[arg-type]
    assert parse_query(f"ti=a {operator} ti=b", "cql") == near
    assert parse_query(f"ti=(a {operator} b)", "cql") == near


def test_bare_words_of_prox_that_would_be_guessed_apart_are_text() -> None:
    near = parse_query("Apple prox/ordered juice", "cql")
    assert isinstance(near, Proximity)
    assert (near.left, near.right) == (word("text", "Apple"), word("text", "juice"))


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("ti=a and", 8),
        ("and ti=a", 0),
        ("ti=a and or ti=b", 9),
        ("ti=and", 3),
        ("()", 1),
        ("ti=a)", 4),
        ("ti=(pa=b)", 4),
        ("ti=(a, b)", 5),
        ("foo=a", 0),
        ('foo any "a b"', 0),
        ("ti=!!!", 3),
        ('ti=""', 3),
        ("ti<>a", 2),
        ("ti=/low a", 8),
        ("ti=/odd a", 3),
        ("pd=/fuzzy 2020", 10),
        ("pa=/on=2020-01-01 a", 18),
        ("pn=battery", 3),
        ("pd=1", 3),
        ("pd within 2020", 10),
        ("office=XQ", 7),
        ("category=toys", 9),
        ("cpc=C08F prox/distance<=2 cpc=C08G", 9),
        ("ti=a and ti=b prox ti=c", 14),
        ("ti=a prox/distance<0 ti=b", 10),
        ("ti=a prox/distance<=99999999 ti=b", 10),
        ("ti=a prox/distance<=201 ti=b", 5),
        ("ti=a prox/distance<1 ti=b", 5),
        ("(" * 60 + "a" + ")" * 60, 50),
        ("year=2020-05", 5),
        ("cpc=C08F@QQ", 4),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(text: str, position: int) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(text, "cql")
    assert caught.value.position == position
    assert caught.value.why or caught.value.next_step or caught.value.expected


def test_a_query_of_too_many_terms_is_refused() -> None:
    with pytest.raises(QueryError, match="2001 terms"):
        parse_query(" or ".join(f"ti=w{number}" for number in range(2001)), "cql")
