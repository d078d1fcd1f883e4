"""The plain box: lists of numbers, things that look like syntax, brackets and quotes without partners."""

from __future__ import annotations

import pytest

from kapok.errors import QueryError
from kapok.search.languages import parse_query, print_query
from kapok.search.query import And, AndNot, Compare, Everything, Node, NumberIs, NumberList, Or, Words


def test_a_pasted_list_of_500_numbers_is_one_list() -> None:
    numbers = [f"US {7_000_000 + step:,} B2" for step in range(250)] + [f"EP{1_000_000 + step}" for step in range(250)]
    tree = parse_query("\n".join(numbers))
    assert tree == NumberList("any_number", tuple(numbers))
    assert parse_query(print_query(tree, "cql")) == tree


@pytest.mark.parametrize("separator", ["\n", "\r\n", ", ", ",", "; ", ";", "\t", " ", "，", "、"])
def test_anything_usual_parts_the_numbers_of_a_list(separator: str) -> None:
    numbers = ("EP1000000", "CN101551481B", "ZL200710001234.5", "US7272630")
    assert parse_query(separator.join(numbers)) == NumberList("any_number", numbers)


def test_a_pasted_column_may_have_quotation_marks_and_a_heading() -> None:
    lines = ['"Number"', *(f'"EP{1_000_000 + step}"' for step in range(20))]
    tree = parse_query("\n".join(lines))
    assert isinstance(tree, NumberList)
    assert tree.texts[0] == "EP1000000"
    assert len(tree.texts) == 21


def test_doubles_of_a_list_count_once() -> None:
    assert parse_query("EP1000000 EP1000001 EP1000000") == NumberList("any_number", ("EP1000000", "EP1000001"))


@pytest.mark.parametrize(
    "text",
    [
        "EP1000000", "US 7,272,630 B2", "US7272630B2", "ZL200710001234.5", "CN 101551481 B", "CN101551481B", "WO2019/123456",
        "PCT/CN2019/123456", "US2005/0123456A1", "12/345,678", "DE102006032425A1", "7272630", "7,272,630", "76044902",
    ],
)  # fmt: skip
def test_a_number_in_any_usual_form_is_a_number(text: str) -> None:
    tree = parse_query(text)
    assert isinstance(tree, NumberIs)
    assert tree.field == "any_number"


@pytest.mark.parametrize(
    "text",
    ["covid19", "iphone 14", "iso9001", "mp3", "win32", "3.5mm", "in 2020", "ISO 9001", "B2B", "H2O", "5G", "USB3.0", "Type2"],
)
def test_words_with_digits_are_words(text: str) -> None:
    tree = parse_query(text)
    assert isinstance(tree, Words)
    assert tree.field == "any"


def words(*found: str, relation: str = "all") -> Words:
    return Words("any", found, relation)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("   ", Everything()),
        ("*", Everything()),
        ("...", AndNot(Everything(), Everything())),
        ('"open phrase', words("open", "phrase")),
        ("a) b (c", words("a", "b", "c")),
        ("(((a", words("a")),
        ("()", AndNot(Everything(), Everything())),
        ("a - b", words("a", "b")),
        ("well-known", words("well-known")),
        ("-a", AndNot(Everything(), words("a"))),
        ("a OR", words("a", "OR")),
        ("OR a", words("OR", "a")),
        ("a OR OR b", Or((words("a", "OR"), words("b")))),
        ("a NOT b", AndNot(words("a"), words("b"))),
        ("a OR -b", Or((words("a"), AndNot(Everything(), words("b"))))),
        ("foo:bar", words("foo:bar")),
        ("title:", words("title")),
        ("ratio 3:1", words("ratio", "3:1")),
        ("AI: a survey", words("AI", "a", "survey")),
        ("2-(4-isobutylphenyl)propanoic acid", words("2-(4-isobutylphenyl)propanoic", "acid")),
        ("电池，冷却", words("电池", "冷却")),
        ("电池　冷却", words("电池", "冷却")),
        ("battery, cooling.", words("battery", "cooling")),
        ("“green energy”", words("green", "energy", relation="phrase")),
        ("「锂电池」", words("锂电池")),
        ("a AND b c", And((words("a"), words("b", "c")))),
        ("电池 或 电容", Or((words("电池"), words("电容")))),
        ("2020", words("2020")),
        ("2020-05-01", Compare("publication_date", "=", "2020-05-01")),
        ("20200501", Or((Compare("publication_date", "=", "2020-05-01"), NumberIs("any_number", "20200501")))),
        ("29351218", NumberIs("any_number", "29351218")),
        ("C++ AT&T", words("C", "AT&T")),
    ],
)
def test_odd_input_is_read_as_a_person_would(text: str, tree: Node) -> None:
    assert parse_query(text, "plain") == tree


def test_deep_brackets_are_passed_over() -> None:
    assert parse_query("(" * 500 + "a" + ")" * 500, "plain") == words("a")


def test_a_fuzzy_word_beside_near_is_told() -> None:
    with pytest.raises(QueryError, match="fuzzy word 'rotary'"):
        parse_query("rotary~ NEAR/3 pump", "plain")
