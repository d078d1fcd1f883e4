"""A tree told to people and to the highlighter."""

from __future__ import annotations

import pytest

from kapok.codes.declared import LANGUAGES, read_yaml
from kapok.search.languages import explain, explain_rows, parse_query, pointer_lines, terms_for_highlight


def test_a_tree_is_told_as_indented_lines() -> None:
    tree = parse_query("ti=(green prox/distance<=3 energy) and pd>=2020 not (pa=Siemens or office=CN)", "cql")
    assert explain(tree).splitlines() == [
        "these:",
        "  all of:",
        "    near each other, at most 3 words apart:",
        "      Title: the word “green”",
        "      Title: the word “energy”",
        "    Publication date: from 2020 on",
        "but without:",
        "  any of:",
        "    Applicant or holder: the word “Siemens”",
        "    Office: CN (China)",
    ]


@pytest.mark.parametrize(
    ("locale", "line"),
    [
        ("en", "legal status on 2024-01-01: in force"),
        ("zh-Hans", "2024-01-01 的法律状态：有效"),
        ("zh-Hant", "2024-01-01 的法律狀態：有效"),
        ("pt", "situação jurídica em 2024-01-01: em vigor"),
        ("fr", "legal status on 2024-01-01: in force"),
    ],
)
def test_a_tree_is_told_in_four_languages(locale: str, line: str) -> None:
    assert explain(parse_query("inforce=2024-01-01"), locale) == line


def test_every_sentence_is_there_in_every_language() -> None:
    for key, sentences in read_yaml("explain", "kapok.search.languages").items():
        assert set(sentences) == set(LANGUAGES), key


def test_rows_name_kind_and_field() -> None:
    rows = explain_rows(parse_query("ti=a and cpc=/low H01L"))
    assert [(row.depth, row.kind, row.field) for row in rows] == [
        (0, "And", ""),
        (1, "Words", "title"),
        (1, "ClassSymbol", "cpc"),
    ]


def test_marked_words_are_those_a_record_has_by_real_field() -> None:
    tree = parse_query(
        'ta="green energy" and ti=/fuzzy batery and pa any "x y" not ti=lead and office=CN and pn=EP1000000', "cql"
    )
    assert terms_for_highlight(tree) == {
        "title": ["green energy", "batery~1"],
        "abstract": ["green energy"],
        "applicant": ["x", "y"],
    }


def test_the_caret_stands_under_wide_characters() -> None:
    assert pointer_lines("申请日:2020-13", 4) == "申请日:2020-13\n       ^"
    line, caret = pointer_lines("x" * 500 + "!" + "y" * 500, 500).splitlines()
    assert line[len(caret) - 1] == "!"
    assert pointer_lines("a\nb=c", 4) == "b=c\n  ^"
