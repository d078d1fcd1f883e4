"""Facet choices as part of a query, where a service takes a query alone (the export)."""

from __future__ import annotations

from collections.abc import Sequence

from kapok.portal.vocabulary import LEVELLED_SCHEMES, fields
from kapok.search.languages import parse_query, print_query
from kapok.search.languages.canonical import make_and
from kapok.search.mapping_layout import CLASS_LEVELS
from kapok.search.query import ClassSymbol, Compare, Node, Words


def narrowed(text: str, language: str, filters: Sequence[tuple[str, str]]) -> str:
    """The CQL of a query with its facet choices. Raises QueryError when the query cannot be read."""
    return print_query(make_and([parse_query(text, language), *(filter_node(*each) for each in filters)]), "cql")


def filter_node(field: str, value: str) -> Node:
    """What one facet choice means."""
    scheme, _underscore, level = field.partition("_")
    if scheme in LEVELLED_SCHEMES and level in CLASS_LEVELS:
        return ClassSymbol(scheme, value, "low")
    kind = fields()[field].kind
    if kind == "class":
        return ClassSymbol(field, value, "low")
    if kind in ("integer", "date"):
        return Compare(field, "=", value)
    return Words(field, (value,), "exact")
