"""Say how a query text was understood: its tree in words and its canonical form in both languages."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from kapok.codes.declared import LANGUAGES
from kapok.errors import InputError
from kapok.search.languages import explain, explain_rows, print_query
from kapok.services.search_records import read_query


class Explanation(Struct, frozen=True, kw_only=True):
    """The tree as indented text and as rows (depth, words), and the query printed in both languages."""

    text: str
    rows: list[Any]
    canonical_cql: str
    canonical_plain: str


def explain_query(text: str, language: str = "auto", locale: str = "en") -> Explanation:
    """Explain a query. Raises QueryError with the place and what was expected, InputError for an unknown language."""
    if locale not in LANGUAGES:
        raise InputError(f"Queries are not explained in '{locale}'", "", "Take one of: " + ", ".join(LANGUAGES))
    node = read_query(text, language)
    return Explanation(
        text=explain(node, locale),
        rows=explain_rows(node, locale),
        canonical_cql=print_query(node, "cql"),
        canonical_plain=print_query(node, "plain"),
    )
