"""Classification symbols of a clause: normal form, scopes, truncation, the offices that gave them."""

from __future__ import annotations

import re

from kapok.codes.classes import normalise_symbol
from kapok.codes.offices import is_office_code
from kapok.errors import InputError
from kapok.search.languages.canonical import make_and, make_or
from kapok.search.languages.clause import Clause, refuse, refuse_order
from kapok.search.languages.words import TRUNCATION
from kapok.search.query import ClassSymbol, Node

_LEVEL = re.compile(r"[A-Ha-hYy](?:\d\d[A-Za-z]?)?")
_TRUNCATED = re.compile(r"([A-HY?#][\d?#]{2}[A-Z?#]|[A-HY?#][\d?#]?\*)([\d*?#]{1,5}(?:/[\d*?#]{1,7})?)?")
"""A truncated patent class: subclass, then main group and subgroup."""


def make_class(clause: Clause) -> Node:
    """The symbol or symbols of a clause on a class field."""
    refuse_order(clause)
    if clause.relation in ("any", "all") and not clause.listed:
        texts: tuple[str, ...] = tuple(clause.text.replace(",", " ").split())
    else:
        texts = clause.listed or (clause.text,)
    symbols = [_symbol(clause, text) for text in texts]
    return make_and(symbols) if clause.relation == "all" else make_or(symbols)


def _symbol(clause: Clause, text: str) -> Node:
    plain, _, by = text.strip().partition("@")
    offices = tuple(each.strip().upper() for each in by.split(",") if each.strip())
    for office in offices:
        if not is_office_code(office):
            raise refuse(clause, f"'{office}' is no office", "Name the offices by two letters: C08F@US,EP")
    scope = clause.scope
    for suffix in ("low", "high", "same"):
        if plain.lower().endswith(f"/{suffix}"):
            scope, plain = scope or suffix, plain[: -len(suffix) - 1]
    try:
        symbol = _truncated_symbol(clause.field.scheme or "cpc", plain)
    except InputError as error:
        raise refuse(clause, error.what, error.next_step, error.why) from error
    return ClassSymbol(clause.field.key, symbol, scope or "same", offices)  # type: ignore[arg-type]


def _truncated_symbol(scheme: str, text: str) -> str:
    """A symbol in normal form. `H01L*` and `H01L21/*` are the shorter symbol, which includes what is below it."""
    shown = text.rstrip("*").rstrip()
    if not any(sign in text for sign in TRUNCATION):
        return normalise_symbol(scheme, text)
    if scheme not in ("ipc", "cpc"):
        return normalise_symbol(scheme, shown.rstrip("./- "))
    if shown.endswith("/") or _LEVEL.fullmatch(shown):
        return normalise_symbol(scheme, shown.rstrip("/"))
    match = _TRUNCATED.fullmatch("".join(text.upper().split()))
    if match is None or not match[1].strip("*?#"):
        return normalise_symbol(scheme, text)  # refuses it
    return f"{match[1]} {match[2]}" if match[2] else match[1]
