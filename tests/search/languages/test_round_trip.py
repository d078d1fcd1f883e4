"""Printing and reading again gives an equal tree; no text does anything but read or raise QueryError."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from tests.search.languages.query_trees import canonical_trees, query_texts, trees

from kapok.errors import QueryError
from kapok.search.languages import canonical, explain, parse_query, print_query, terms_for_highlight
from kapok.search.query import Node

LANGUAGES = ("cql", "plain")


@pytest.mark.parametrize("language", LANGUAGES)
@given(tree=trees)
@settings(max_examples=120, deadline=None)
def test_a_printed_tree_reads_back_as_the_same_tree(language: str, tree: Node) -> None:
    text = print_query(tree, language)
    assert parse_query(text, language) == canonical(tree), text


@pytest.mark.parametrize("language", LANGUAGES)
@given(tree=canonical_trees)
@settings(max_examples=80, deadline=None)
def test_a_printed_tree_needs_no_language_to_be_read_back(language: str, tree: Node) -> None:
    text = print_query(tree, language)
    assert parse_query(text) == tree, text


@given(tree=trees)
@settings(max_examples=60, deadline=None)
def test_canonical_is_the_same_twice(tree: Node) -> None:
    assert canonical(canonical(tree)) == canonical(tree)


@pytest.mark.parametrize("language", ["auto", *LANGUAGES])
@given(text=query_texts)
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_or_refused_with_a_place(language: str, text: str) -> None:
    refusal = None
    try:
        tree = parse_query(text, language)
    except QueryError as error:
        refusal = error
    if refusal is not None:
        assert 0 <= refusal.position <= len(text)
        assert refusal.what
        assert refusal.__notes__[0].endswith("^")
        return
    assert tree == canonical(tree)
    for printed in LANGUAGES:
        assert parse_query(print_query(tree, printed), printed) == tree
    for locale in ("en", "zh-Hans", "zh-Hant", "pt"):
        assert explain(tree, locale)
    terms_for_highlight(tree)
