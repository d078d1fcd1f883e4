"""The small queries that every condition on a cluster is made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kapok.search.value_terms import Condition, Terms

Dsl = dict[str, Any]
"""A query in OpenSearch's language."""


def nothing() -> Dsl:
    """Matches no document."""
    return {"match_none": {}}


def all_of(parts: Sequence[Dsl]) -> Dsl:
    """Needs all parts."""
    return parts[0] if len(parts) == 1 else {"bool": {"must": list(parts)}} if parts else {"match_all": {}}


def any_of(parts: Sequence[Dsl]) -> Dsl:
    """Needs one of the parts; without parts it matches nothing."""
    if not parts:
        return nothing()
    return parts[0] if len(parts) == 1 else {"bool": {"should": list(parts), "minimum_should_match": 1}}


def without(query: Dsl, *others: Dsl) -> Dsl:
    """A query less others."""
    return {"bool": {"must": [query], "must_not": list(others)}} if others else query


def terms(field: str, values: Sequence[str]) -> Dsl:
    """Documents with one of the terms; all count the same."""
    unique = list(dict.fromkeys(values))
    return {"terms": {field: unique}} if unique else nothing()


def regexp(field: str, expression: str) -> Dsl:
    """Documents with a term that the expression fits as a whole (without Lucene's own operators); all count the same."""
    safe = expression.replace('"', '\\"')  # a quotation mark is an operator that no flag takes away
    return {"regexp": {field: {"value": safe, "flags": "NONE", "rewrite": "constant_score"}}}


def find(condition: Condition) -> Dsl:
    """Documents that one part of a condition finds."""
    return any_of(
        [
            terms(part.field, part.values) if isinstance(part, Terms) else regexp(part.field, part.expression)
            for part in condition
        ]
    )
