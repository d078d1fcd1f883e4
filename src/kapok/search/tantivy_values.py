"""Conditions on values: codes, dates, years, class symbols, numbers, legal status. Each becomes a union of terms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

import tantivy
from tantivy import Query

from kapok.codes.classes import ancestors, branch_of, is_short, normalise_symbol
from kapok.errors import InputError, QueryError
from kapok.records.dates import parse_date, to_day
from kapok.records.number_variants import number_variants
from kapok.search.fields import fields
from kapok.search.mapping_layout import (
    COUNTED_FIELDS,
    FACET_ALIASES,
    class_term,
    class_tree_term,
    number_form,
    number_term,
)
from kapok.search.mapping_periods import FIRST_YEAR, LAST_YEAR, range_terms, year_range_terms
from kapok.search.query import ClassSymbol, Compare, NumberIs, NumberList, StatusOn, Within
from kapok.search.tantivy_snapshot import Snapshot
from kapok.search.tantivy_status import STATUSES, on_day, today
from kapok.search.tantivy_terms import all_of, any_of, any_term, regex, term
from kapok.search.word_patterns import TRUNCATION, regex_of, with_stand_ins

_NUMBER_FIELD = {
    "publication_number_epodoc": "publication_number",
    "application_number_epodoc": "application_number",
    "priority_number_epodoc": "priority_number",
}
"""EPODOC index names ask for the same numbers: every form is indexed."""

_DAY = timedelta(days=1)


def keyword(snapshot: Snapshot, field: str, value: str) -> Query:
    """A value as stored; case does not matter for codes, nor how the parts of a word like `in_force` are joined.

    A legal status is the one of today.
    """
    if field == "status":
        return any_of([today(snapshot).condition(status) for status in _statuses(value)])
    searcher = snapshot.searcher
    name = FACET_ALIASES.get(field, field)
    if TRUNCATION.search(value):
        pattern = regex_of(with_stand_ins(value))
        return any_of([regex(name, each) for each in dict.fromkeys((pattern, pattern.upper(), pattern.lower()))])
    if field == "language" and "-" not in value:  # zh asks for zh-Hans and zh-Hant too
        return regex(name, re.escape(value.lower()) + "(-.*)?")
    return any_term(searcher, name, (value, value.upper(), value.lower(), re.sub("[- ]", "_", value).lower()))


def _statuses(value: str) -> list[str]:
    """The statuses that a word means: itself, or those that a truncated one fits."""
    if not TRUNCATION.search(value):
        own = re.sub("[- ]", "_", value).lower()
        return [own] if own in STATUSES else []
    pattern = re.compile(regex_of(with_stand_ins(value.lower())))
    return [status for status in STATUSES if pattern.fullmatch(status)]


def compare(searcher: tantivy.Searcher, node: Compare) -> Query:
    """A date or year; a partial date means its whole period, and a record's partial date may lie anywhere in its own."""
    if fields()[node.field].kind != "date":
        year = _year(node.field, node.value)
        bounds = {"=": (year, year), "<": (0, year - 1), "<=": (0, year), ">": (year + 1, 9999), ">=": (year, 9999)}
        return any_term(searcher, "dates", year_range_terms(*bounds[node.operator]))
    iso = _iso(node.value)
    first, last = to_day(iso), to_day(iso, end=True)
    low, high = {
        "=": (first, last),
        "<": (None, first - _DAY),
        "<=": (None, last),
        ">": (last + _DAY, None),
        ">=": (first, None),
    }[node.operator]
    return any_term(searcher, "dates", range_terms(node.field, low, high))


def within(searcher: tantivy.Searcher, node: Within) -> Query:
    """From `low` to `high`, both included."""
    if fields()[node.field].kind != "date":
        low_year = _year(node.field, node.low) if node.low else 0
        high_year = _year(node.field, node.high) if node.high else 9999
        return any_term(searcher, "dates", year_range_terms(low_year, high_year))
    low: date | None = to_day(_iso(node.low)) if node.low else None
    high: date | None = to_day(_iso(node.high), end=True) if node.high else None
    return any_term(searcher, "dates", range_terms(node.field, low, high))


def _year(field: str, text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 6:
        return int(text)
    raise QueryError(f"'{text}' is not a year", f"{field} holds years", f"Write a year from {FIRST_YEAR} to {LAST_YEAR}")


def _iso(text: str) -> str:
    try:
        return parse_date(text)
    except InputError as error:
        raise QueryError(error.what, error.why, error.next_step) from error


def status_on(searcher: tantivy.Searcher, node: StatusOn) -> Query:
    """The right had this status on a day."""
    iso = _iso(node.day)
    if len(iso) != 10:
        raise QueryError(f"'{node.day}' is not one day", "a status is asked for on a single day", "Write it as YYYY-MM-DD")
    return on_day(searcher, node.status, to_day(iso))


def class_symbol(searcher: tantivy.Searcher, node: ClassSymbol, names: Sequence[str]) -> Query:
    """A symbol alone, with what is below it, or with what is above it; as given by each of some offices."""
    return all_of([_class_by(searcher, node, names, office) for office in node.offices or ("",)])


def _class_by(searcher: tantivy.Searcher, node: ClassSymbol, names: Sequence[str], office: str) -> Query:
    found: list[Query] = []
    wrong: InputError | None = None
    for name in names:
        scheme = fields()[name].scheme
        if TRUNCATION.search(node.symbol):
            written = "_".join(node.symbol.upper().split())
            form = regex_of(with_stand_ins(written), "[^@]")
            found.append(regex("class_symbol", f"{re.escape(name)}={form}" + (f"@{office}" if office else "")))
            continue
        try:
            symbol = normalise_symbol(scheme, node.symbol)
        except InputError as error:
            wrong = error
            continue
        found.append(any_term(searcher, "class_symbol", _class_terms(name, scheme, symbol, node.scope, office)))
    if not found and wrong is not None:
        raise QueryError(wrong.what, wrong.why, wrong.next_step)
    return any_of(found)


def _class_terms(name: str, scheme: str, symbol: str, scope: str, office: str) -> list[str]:
    """The terms of a symbol in a scope: a record that has one of them matches."""
    is_patent = scheme in ("ipc", "cpc")
    if scope == "high":
        above = list(ancestors(scheme, symbol))
        above += [f"{each}/00" for each in above if is_patent and " " in each and "/" not in each]
        return [class_term(name, each, office) for each in above]
    if scope == "low" or is_short(scheme, symbol):
        return [class_tree_term(name, branch_of(scheme, symbol), office)]
    return [class_term(name, symbol, office)]


def number_fields(field: str) -> tuple[str, ...]:
    """The number names that a number field asks for; any number is also the record's own."""
    declared = fields().get(field)
    if declared is not None and declared.over:
        return ("number", *(_NUMBER_FIELD.get(part, part) for part in declared.over))
    return (_NUMBER_FIELD.get(field, field),)


def number_is(searcher: tantivy.Searcher, node: NumberIs) -> Query:
    """A number in any usual form; two letters are all numbers of an office; it may be truncated."""
    text = node.text.strip().upper()
    names = number_fields(node.field)
    if len(text) == 2 and text.isascii() and text.isalpha():
        return any_term(searcher, "number", [f"{name}:{text}/" for name in names])
    if TRUNCATION.search(text):
        plain = "".join(character for character in with_stand_ins(text) if character.isalnum())
        if plain[:2].isascii() and plain[:2].isalpha() and plain[2:3].isascii():
            plain = f"{plain[:2]}/{plain[2:]}"
        return any_of([regex("number", f"{name}:{regex_of(plain, '[^/]')}") for name in names])
    return any_term(searcher, "number", _number_terms(names, text))


def number_list(searcher: tantivy.Searcher, node: NumberList) -> Query:
    """Any of many numbers."""
    names = number_fields(node.field)
    return any_term(searcher, "number", [each for text in node.texts for each in _number_terms(names, text)])


def _number_terms(names: Sequence[str], text: str) -> list[str]:
    readings = {(each.office_code, number_form(each.number), each.kind_code) for each in number_variants(text)}
    readings.add(("", number_form(text), ""))
    return [number_term(name, *reading) for name in names for reading in sorted(readings) if reading[1]]


def filter_query(snapshot: Snapshot, field: str, value: str) -> Query:
    """A facet choice as a query. Raises InputError for a field that is not counted."""
    name = FACET_ALIASES.get(field, field)
    if name == "status":
        return today(snapshot).condition(value) if value in STATUSES else Query.empty_query()
    if name == "year":
        return term("dates", f"y{value}")
    if name not in COUNTED_FIELDS:
        raise InputError(f"Results cannot be narrowed by '{field}'", "it is not a counted field", "Use one of the facets")
    return term(name, value)
