"""The subject databases are whole, their queries can be read, and a wrong file is told with its name and key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kapok.catalogue import LOCALES, SubjectDatabase, find_subject, read_subject, subjects
from kapok.codes.classes import normalise_symbol
from kapok.errors import DefinitionError
from kapok.search.languages import parse_query, print_query

BAD = Path(__file__).parent / "bad"
ALL = pytest.mark.parametrize("subject", subjects(), ids=lambda subject: subject.key)


def test_the_five_are_there() -> None:
    keys = {subject.key for subject in subjects()}
    assert keys == {"biomedicine", "new_energy_vehicles", "robots", "semiconductors", "uhd_display"}
    assert find_subject("robots") is not None
    assert find_subject("fruit") is None


@ALL
def test_names_and_notes_stand_in_four_languages(subject: SubjectDatabase) -> None:
    for texts in (subject.names, subject.scopes, subject.exclusions):
        assert set(texts) == set(LOCALES)
    assert subject.names["zh-Hans"] != subject.names["en"]
    assert len(subject.scopes["en"]) > 80


@ALL
def test_the_query_reads_and_prints_back(subject: SubjectDatabase) -> None:
    tree = parse_query(subject.query, "cql")
    assert parse_query(print_query(tree, "cql"), "cql") == tree


@ALL
def test_the_query_asks_in_chinese_and_in_english(subject: SubjectDatabase) -> None:
    assert re.search(r"[\u4e00-\u9fff]", subject.query)
    assert re.search(r"ta any \"[a-zA-Z]", subject.query)


@ALL
def test_every_bracket_decides_what_belongs_together(subject: SubjectDatabase) -> None:
    """`or` and `and` have the same rank in CQL and are read from left to right: never mix them on one level."""
    depth_words: list[set[str]] = [set()]
    quoted = re.sub(r'"[^"]*"', '""', subject.query)
    for sign in re.findall(r"[()]|\band\b|\bor\b", quoted):
        if sign == "(":
            depth_words.append(set())
        elif sign == ")":
            assert len(depth_words.pop()) <= 1
        else:
            depth_words[-1].add(sign)
    assert len(depth_words[0]) <= 1


@ALL
def test_the_classes_listed_are_those_of_the_query(subject: SubjectDatabase) -> None:
    listed = {symbol.replace(" ", "") for symbols in subject.classes.values() for symbol in symbols}
    for symbol in listed:
        stem = symbol.removesuffix("0") if symbol.endswith("/50") else symbol
        assert re.search(rf"\b{re.escape(stem)}", subject.query), f"{symbol} is not in the query"
    for scheme, symbols in subject.classes.items():
        assert [normalise_symbol(scheme, symbol) for symbol in symbols] == symbols


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("unknown_key", "colour"),
        ("missing_language", "names lacks pt"),
        ("extra_language", "scopes has the unknown key fr"),
        ("wrong_name", "key is 'another_name'"),
        ("bad_query", "query"),
        ("bad_date", "month"),
        ("bad_version", "version is 0"),
        ("bad_category", "fruit"),
        ("bad_class", "Z99Z"),
        ("no_yaml", "line 2"),
        ("not_there", "No such file"),
    ],
)
def test_a_wrong_file_is_told(name: str, words: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        read_subject(BAD / f"{name}.yaml")
    assert f"{name}.yaml" in caught.value.what
    assert words in str(caught.value)
