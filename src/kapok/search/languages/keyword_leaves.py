"""Values of keyword fields: codes and fixed values by any of their names, and the legal status on a day."""

from __future__ import annotations

import unicodedata

from kapok.codes.languages import UNDETERMINED, parse_language
from kapok.codes.offices import is_office_code, offices
from kapok.errors import InputError
from kapok.search.fields import bare, declared_values, find_value
from kapok.search.languages.canonical import make_and, make_or, make_words
from kapok.search.languages.clause import Clause, refuse, refuse_order
from kapok.search.languages.complaint import complain
from kapok.search.languages.query_dates import parse_query_date
from kapok.search.languages.words import TRUNCATION
from kapok.search.query import Node, StatusOn

_PLACES = ("office_code", "applicant_country", "origin_country")
"""Fields of office and country codes."""


def make_keyword(clause: Clause) -> Node:
    """The value or values of a clause on a keyword field; a legal status may have a day."""
    refuse_order(clause)
    texts = clause.listed
    if not texts:
        texts = tuple(clause.text.replace(",", " ").split()) if clause.relation in ("any", "all") else (clause.text,)
    values = tuple(_value(clause, text) for text in texts)
    if clause.on_day:
        return make_or([_status_on(clause, value) for value in values])
    key = clause.field.key
    if clause.relation == "all":
        return make_and(make_words(key, (value,), "exact") for value in values)
    return make_words(key, values, "any")


def _value(clause: Clause, text: str) -> str:
    """The value of a keyword field as the index holds it."""
    key = clause.field.key
    plain = " ".join(unicodedata.normalize("NFKC", text.replace('"', " ").replace("\\", " ")).split())
    if not plain:
        raise complain("The value is empty", clause.position, expected=("a value",))
    cut = any(sign in plain for sign in TRUNCATION)
    allowed = declared_values(key)
    if allowed and not cut:
        value = find_value(key, plain)
        if value is None:
            raise refuse(clause, f"'{plain}' is no value of '{clause.name}'", "Take one of: " + ", ".join(allowed))
        return value
    if key in _PLACES and not cut:
        code = find_office(plain)
        if code is None:
            raise refuse(clause, f"'{plain}' is no office or country", "Use a two-letter code such as CN, US, EP or WO")
        return code
    if key == "language" and not cut:
        tag = parse_language(plain)
        return plain if tag == UNDETERMINED else tag
    return plain.upper() if key in (*_PLACES, "kind_code", "similar_group") else plain


def find_office(text: str) -> str | None:
    """The ST.3 code that a code or a name in one of four languages means, or None."""
    if is_office_code(text.upper()):
        return text.upper()
    wanted = bare(text)
    return next((code for code, each in offices().items() if wanted in map(bare, each.names.values())), None)


def _status_on(clause: Clause, status: str) -> Node:
    try:
        day = parse_query_date(clause.on_day)
    except InputError as error:
        raise refuse(clause, error.what, error.next_step, error.why) from error
    if len(day) != 10 or status not in ("pending", "in_force", "not_in_force"):
        raise refuse(
            clause,
            f"The status '{status}' on '{clause.on_day}' cannot be told",
            "Ask for in_force, not_in_force or pending on a whole day such as 2024-01-31",
        )
    return StatusOn(status, day)  # type: ignore[arg-type]
