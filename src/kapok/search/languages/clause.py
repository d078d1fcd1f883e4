"""A clause as it was written in any language, before it becomes a node, and how a clause is refused."""

from __future__ import annotations

import re

from msgspec import Struct

from kapok.errors import QueryError
from kapok.search.fields import Field
from kapok.search.languages.complaint import complain

_COMMA = re.compile(r",(?!\d{3}(?!\d))|[，、]")
COMPARISONS = ("<", "<=", ">", ">=")


class Clause(Struct, frozen=True, kw_only=True):
    """What was written: a field, a relation and a value, with the 0-based place of the value.

    `relation`: = == < <= > >= any all phrase within. `listed`: the values of a list (comma or bracket list), else ().
    `scope`: same, low, high or "". `fuzzy`: edits, 0 for none. `on_day`: a day of legal status or "".
    """

    field: Field
    relation: str
    text: str
    position: int
    quoted: bool = False
    listed: tuple[str, ...] = ()
    scope: str = ""
    fuzzy: int = 0
    on_day: str = ""

    @property
    def name(self) -> str:
        """The field as messages name it."""
        return self.field.cql[0]


def split_commas(text: str) -> tuple[str, ...]:
    """The values of `CN,US` or `9,25`; the commas of `7,272,630` part nothing."""
    return tuple(part.strip() for part in _COMMA.split(text) if part.strip())


def refuse(clause: Clause, what: str, next_step: str, why: str = "") -> QueryError:
    """The error for a clause whose value cannot be, at its place."""
    return complain(what, clause.position, why=why, next_step=next_step)


def refuse_order(clause: Clause) -> None:
    """Refuse relations of order on a field whose values have none."""
    if clause.relation in COMPARISONS or clause.relation == "within":
        raise refuse(
            clause,
            f"'{clause.name}' cannot be compared by {clause.relation}",
            "Use = any all; < > within are for dates and years",
        )
