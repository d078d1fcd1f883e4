"""What a step of a table mapping knows of its column: its cells' values, and the cells of other columns beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from kapok.formats import table_mapping as m
from kapok.formats.table_cells import cell_items, cell_text
from kapok.formats.table_draft import TEXT_REPAIR, Draft
from kapok.records.dates import Order, parse_date, parse_minguo


class Column:
    """What a step knows of its column: name, where other columns stand, which texts mean nothing."""

    def __init__(self, name: str, positions: dict[str, int], empty: frozenset[str], conversion: m.Conversion) -> None:
        self.name = name
        self.positions = positions
        self.empty = empty.union(conversion.empty)
        self.unreadable = re.compile(conversion.unreadable) if conversion.unreadable else None

    def items(self, cell: Any, separator: str, draft: Draft) -> Sequence[tuple[int, str]]:
        """The values of the cell with their places, without those that say nothing."""
        if not separator and type(cell) is str and self.unreadable is None:  # most cells of most tables
            return () if cell in self.empty else ((0, cell),)
        found = []
        for place, text in enumerate(cell_items(cell, separator)):
            if not text or text in self.empty:
                continue
            if self.unreadable is not None and self.unreadable.fullmatch(text):
                draft.keep(self.name, text, TEXT_REPAIR)
                continue
            found.append((place, text))
        return found

    def other(self, name: str, row: list[Any], place: int) -> str:
        """The value of another column that belongs to the value at `place` of this one; "" if there is none."""
        position = self.positions.get(name, -1)
        if position < 0:
            return ""
        cell = row[position]
        if isinstance(cell, list):
            text = cell_text(cell[place]) if place < len(cell) else ""
        else:
            text = cell_text(cell)
        text = text.strip()
        return "" if text in self.empty else text


def read_day(text: str, order: str) -> str:
    """ISO date of a table's text in a declared order; `InputError` if it is none."""
    if order == "minguo":
        return parse_minguo(text)
    known: Order = order  # type: ignore[assignment]
    return parse_date(text, known)


def inside(pattern: str, text: str) -> str:
    """What the pattern's first group takes out of the text; the text itself without a pattern, "" where it fits nowhere."""
    if not pattern:
        return text
    match = re.search(pattern, text)
    return "" if match is None else match[1] if match.re.groups else match[0]
