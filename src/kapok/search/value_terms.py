"""Conditions on values as terms of the index: codes, dates, years, class symbols, numbers. No engine is named here.

An engine turns a `Terms` into "has one of these" and a `Pattern` into "has one that this fits as a whole".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from kapok.codes.classes import ancestors, branch_of, is_short, normalise_symbol
from kapok.errors import InputError, QueryError
from kapok.records.dates import parse_date, to_day
from kapok.search.fields import fields
from kapok.search.mapping_layout import FACET_ALIASES, class_term, class_tree_term, number_term
from kapok.search.mapping_periods import FIRST_YEAR, LAST_YEAR, STATUS_LETTERS, range_terms, year_range_terms
from kapok.search.number_readings import WITHOUT_KIND, readings
from kapok.search.query import ClassSymbol, Compare, NumberIs, NumberList, StatusOn, Within
from kapok.search.word_patterns import TRUNCATION, regex_of, with_stand_ins

STATUSES = (*STATUS_LETTERS, "unknown")
"""The values of the keyword `status`."""

_NUMBER_FIELD = {
    "publication_number_epodoc": "publication_number",
    "application_number_epodoc": "application_number",
    "priority_number_epodoc": "priority_number",
}
"""EPODOC index names ask for the same numbers: every form is indexed."""

_DAY = timedelta(days=1)


class Terms(NamedTuple):
    """Documents with one of these terms in a field."""

    field: str
    values: tuple[str, ...]


class Pattern(NamedTuple):
    """Documents with a term that the expression fits as a whole: literals, `.`, `*`, `?`, classes of characters."""

    field: str
    expression: str


Condition = Sequence[Terms | Pattern]
"""Documents that one of the parts finds."""


def no_truncated_whole(name: str) -> QueryError:
    """What is said of a truncated whole value of a field of long texts."""
    return QueryError(
        f"A whole value of {name} cannot be truncated", "its values are long texts", "Search for words or a phrase"
    )


def keyword(field: str, value: str) -> Condition:
    """A value as stored; case does not matter for codes, nor how the parts of a word like `in_force` are joined.

    Not for `status`, which is the one of a day.
    """
    name = FACET_ALIASES.get(field, field)
    if TRUNCATION.search(value):
        pattern = regex_of(with_stand_ins(value))
        return [Pattern(name, each) for each in dict.fromkeys((pattern, pattern.upper(), pattern.lower()))]
    if field == "language" and "-" not in value:  # zh asks for zh-Hans and zh-Hant too
        return [Pattern(name, re.escape(value.lower()) + "(-.*)?")]
    return [Terms(name, tuple(dict.fromkeys((value, value.upper(), value.lower(), re.sub("[- ]", "_", value).lower()))))]


def statuses(value: str) -> list[str]:
    """The statuses that a word means: itself, or those that a truncated one fits."""
    if not TRUNCATION.search(value):
        own = re.sub("[- ]", "_", value).lower()
        return [own] if own in STATUSES else []
    pattern = re.compile(regex_of(with_stand_ins(value.lower())))
    return [status for status in STATUSES if pattern.fullmatch(status)]


def compare(node: Compare) -> Terms:
    """A date or year; a partial date means its whole period, and a record's partial date may lie anywhere in its own."""
    if fields()[node.field].kind != "date":
        year = _year(node.field, node.value)
        bounds = {"=": (year, year), "<": (0, year - 1), "<=": (0, year), ">": (year + 1, 9999), ">=": (year, 9999)}
        return Terms("dates", tuple(year_range_terms(*bounds[node.operator])))
    iso = _iso(node.value)
    first, last = to_day(iso), to_day(iso, end=True)
    low, high = {
        "=": (first, last),
        "<": (None, first - _DAY),
        "<=": (None, last),
        ">": (last + _DAY, None),
        ">=": (first, None),
    }[node.operator]
    return Terms("dates", tuple(range_terms(node.field, low, high)))


def within(node: Within) -> Terms:
    """From `low` to `high`, both included."""
    if fields()[node.field].kind != "date":
        low_year = _year(node.field, node.low) if node.low else 0
        high_year = _year(node.field, node.high) if node.high else 9999
        return Terms("dates", tuple(year_range_terms(low_year, high_year)))
    low: date | None = to_day(_iso(node.low)) if node.low else None
    high: date | None = to_day(_iso(node.high), end=True) if node.high else None
    return Terms("dates", tuple(range_terms(node.field, low, high)))


def _year(field: str, text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 6:
        return int(text)
    raise QueryError(f"'{text}' is not a year", f"{field} holds years", f"Write a year from {FIRST_YEAR} to {LAST_YEAR}")


def _iso(text: str) -> str:
    try:
        return parse_date(text)
    except InputError as error:
        raise QueryError(error.what, error.why, error.next_step) from error


def status_day(node: StatusOn) -> date:
    """The day that a status is asked for. Raises QueryError for a month or a year."""
    iso = _iso(node.day)
    if len(iso) != 10:
        raise QueryError(f"'{node.day}' is not one day", "a status is asked for on a single day", "Write it as YYYY-MM-DD")
    return to_day(iso)


def class_symbol(node: ClassSymbol, names: Sequence[str]) -> list[Condition]:
    """A symbol alone, with what is below it, or with what is above it; one condition for each office that gave it."""
    return [_class_by(node, names, office) for office in node.offices or ("",)]


def _class_by(node: ClassSymbol, names: Sequence[str], office: str) -> Condition:
    found: list[Terms | Pattern] = []
    wrong: InputError | None = None
    for name in names:
        scheme = fields()[name].scheme
        if TRUNCATION.search(node.symbol):
            written = "_".join(node.symbol.upper().split())
            form = regex_of(with_stand_ins(written), "[^@]")
            found.append(Pattern("class_symbol", f"{re.escape(name)}={form}" + (f"@{office}" if office else "")))
            continue
        try:
            symbol = normalise_symbol(scheme, node.symbol)
        except InputError as error:
            wrong = error
            continue
        found.append(Terms("class_symbol", tuple(_class_terms(name, scheme, symbol, node.scope, office))))
    if not found and wrong is not None:
        raise QueryError(wrong.what, wrong.why, wrong.next_step)
    return found


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


def _number_fields(field: str) -> tuple[str, ...]:
    """The number names that a number field asks for; any number is also the record's own."""
    declared = fields().get(field)
    if declared is not None and declared.over:
        return ("number", *(_NUMBER_FIELD.get(part, part) for part in declared.over))
    return (_NUMBER_FIELD.get(field, field),)


def number_is(node: NumberIs) -> Condition:
    """A number in any usual form; two letters are all numbers of an office; it may be truncated."""
    text = node.text.strip().upper()
    names = _number_fields(node.field)
    if len(text) == 2 and text.isascii() and text.isalpha():
        return [Terms("number", tuple(f"{name}:{text}/" for name in names))]
    if TRUNCATION.search(text):
        plain = "".join(character for character in with_stand_ins(text) if character.isalnum())
        if plain[:2].isascii() and plain[:2].isalpha() and plain[2:3].isascii():
            plain = f"{plain[:2]}/{plain[2:]}"
        return [Pattern("number", f"{name}:{regex_of(plain, '[^/]')}") for name in names]
    return [Terms("number", tuple(_number_terms(names, text)))]


def number_list(node: NumberList) -> Condition:
    """Any of many numbers."""
    names = _number_fields(node.field)
    return [Terms("number", tuple(each for text in node.texts for each in _number_terms(names, text)))]


def _number_terms(names: Sequence[str], text: str) -> list[str]:
    """The terms of every reading; one letter behind a number of a kind that is indexed without one is left out."""
    found: list[str] = []
    for office, number, kind in readings(text):
        for name in names:
            found.append(number_term(name, office, number, kind))
            if len(kind) == 1 and name in WITHOUT_KIND:
                found.append(number_term(name, office, number, ""))
    return list(dict.fromkeys(found))
