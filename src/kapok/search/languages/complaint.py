"""How a query that cannot be read is reported: what stands where, what was expected, and a line that points at it."""

from __future__ import annotations

import unicodedata

from kapok.errors import QueryError

_WIDEST = 72
"""Columns of the query that the pointer shows."""


def complain(what: str, position: int, *, why: str = "", next_step: str = "", expected: tuple[str, ...] = ()) -> QueryError:
    """A QueryError at a 0-based `position`; `expected` are the things, in people's words, that could stand there."""
    if expected and not why:
        why = f"Expected {_listed(expected)}"
    return QueryError(what, why, next_step, position=position, expected=expected)


def _listed(things: tuple[str, ...]) -> str:
    return things[0] if len(things) == 1 else ", ".join(things[:-1]) + " or " + things[-1]


def point_out(text: str, error: QueryError) -> QueryError:
    """The same error with the pointer lines as a note (`__notes__`), for faces that show them."""
    if not getattr(error, "__notes__", None):
        error.add_note(pointer_lines(text, error.position))
    return error


def pointer_lines(text: str, position: int) -> str:
    """Two lines: the part of the query around `position` and a caret under it (wide characters take two columns)."""
    position = max(0, min(position, len(text)))
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    line = text[start : len(text) if end < 0 else end]
    at = position - start
    if len(line) > _WIDEST:
        first = max(0, min(at - _WIDEST // 2, len(line) - _WIDEST))
        line = ("…" if first else "") + line[first : first + _WIDEST] + ("…" if first + _WIDEST < len(line) else "")
        at += 1 - first if first else 0
    shown = "".join(character if character.isprintable() else " " for character in line)
    return f"{shown}\n{' ' * _columns(shown[:at])}^"


def _columns(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    narrow = sum(unicodedata.combining(character) != 0 for character in text)
    return len(text) + wide - narrow
