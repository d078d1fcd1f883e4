"""Conditions on values (`value_terms`) as tantivy queries: unions of terms."""

from __future__ import annotations

import tantivy
from tantivy import Query

from kapok.errors import InputError
from kapok.search import value_terms
from kapok.search.mapping_layout import COUNTED_FIELDS, FACET_ALIASES
from kapok.search.query import ClassSymbol, StatusOn
from kapok.search.tantivy_snapshot import Snapshot
from kapok.search.tantivy_status import on_day, today
from kapok.search.tantivy_terms import all_of, any_of, any_term, regex, term
from kapok.search.value_terms import Condition, Terms


def find(searcher: tantivy.Searcher, condition: Condition) -> Query:
    """Documents that one part of a condition finds."""
    return any_of(
        [
            any_term(searcher, part.field, part.values) if isinstance(part, Terms) else regex(part.field, part.expression)
            for part in condition
        ]
    )


def keyword(snapshot: Snapshot, field: str, value: str) -> Query:
    """A value of a keyword field. A legal status is the one of today."""
    if field == "status":
        return any_of([today(snapshot).condition(status) for status in value_terms.statuses(value)])
    return find(snapshot.searcher, value_terms.keyword(field, value))


def status_on(searcher: tantivy.Searcher, node: StatusOn) -> Query:
    """The right had this status on a day."""
    return on_day(searcher, node.status, value_terms.status_day(node))


def class_symbol(searcher: tantivy.Searcher, node: ClassSymbol, names: tuple[str, ...]) -> Query:
    """A symbol in a scope; as given by each of some offices."""
    return all_of([find(searcher, each) for each in value_terms.class_symbol(node, names)])


def filter_query(snapshot: Snapshot, field: str, value: str) -> Query:
    """A facet choice as a query. Raises InputError for a field that is not counted."""
    name = FACET_ALIASES.get(field, field)
    if name == "status":
        return today(snapshot).condition(value) if value in value_terms.STATUSES else Query.empty_query()
    if name == "year":
        return term("dates", f"y{value}")
    if name not in COUNTED_FIELDS:
        raise InputError(f"Results cannot be narrowed by '{field}'", "it is not a counted field", "Use one of the facets")
    return term(name, value)
