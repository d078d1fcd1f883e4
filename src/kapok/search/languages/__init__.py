"""The query languages: text -> tree (`parse_query`), tree -> text (`print_query`), tree -> words for people (`explain`).

The reference for people is docs/query-languages.md; a test runs every example in it.
"""

from __future__ import annotations

from functools import lru_cache

from kapok.errors import InputError, QueryError
from kapok.search.languages.auto import choose_language
from kapok.search.languages.canonical import MOST_TERMS, canonical, count_terms
from kapok.search.languages.complaint import point_out, pointer_lines
from kapok.search.languages.cql_parse import parse_cql
from kapok.search.languages.cql_print import print_cql
from kapok.search.languages.explain import ExplainRow, explain, explain_rows
from kapok.search.languages.highlight_terms import terms_for_highlight
from kapok.search.languages.plain_parse import parse_plain
from kapok.search.languages.plain_print import print_plain
from kapok.search.query import Node

__all__ = [
    "ExplainRow",
    "canonical",
    "choose_language",
    "explain",
    "explain_rows",
    "parse_query",
    "pointer_lines",
    "print_query",
    "terms_for_highlight",
]

_REMEMBERED = 2_000
"""Characters up to which a text is remembered with its tree."""

LANGUAGES = ("auto", "cql", "plain")


def parse_query(text: str, language: str = "auto") -> Node:
    """The canonical tree of a query text; `language` is auto, cql or plain. An empty text asks for everything.

    Raises QueryError (with the 0-based position, what was expected and pointer lines as a note), or InputError for an
    unknown language.
    """
    if language not in LANGUAGES:
        raise InputError(f"There is no query language '{language}'", "", "Take auto, cql or plain")
    if language == "auto":
        language = choose_language(text)
    try:
        return _read_again(text, language) if len(text) <= _REMEMBERED else _read(text, language)
    except QueryError as error:
        raise point_out(text, error) from error.__cause__


def _read(text: str, language: str) -> Node:
    tree = parse_cql(text) if language == "cql" else parse_plain(text)
    terms = count_terms(tree)
    if terms > MOST_TERMS:
        raise QueryError(
            f"The query has {terms} terms",
            f"at most {MOST_TERMS} are searched at once",
            "Split it into several searches; a list of numbers may be as long as you like",
        )
    return tree


_read_again = lru_cache(maxsize=1024)(_read)
"""A page reads the same text several times (to search, to explain, to print)."""


def print_query(node: Node, language: str = "cql") -> str:
    """The canonical text of a tree in `cql` or `plain`; reading it gives the canonical tree again."""
    if language not in ("cql", "plain"):
        raise InputError(f"There is no query language '{language}' to print", "", "Take cql or plain")
    return print_cql(node) if language == "cql" else print_plain(node)
