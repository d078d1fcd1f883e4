"""The conversions of a table mapping as functions: each takes a cell and fills a `Draft`.

`build_step` turns one declared conversion of one column into a function of (cell, row, draft). A value that cannot be read
never costs the record: its text is kept in the provenance and the repair is counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

from kapok.formats import table_fields as fields
from kapok.formats import table_mapping as m
from kapok.formats import table_relations as relations
from kapok.formats.table_column import Column
from kapok.formats.table_draft import TEXT_REPAIR, Draft

Step: TypeAlias = Callable[[Any, list[Any], Draft], None]


def build_step(conversion: m.Conversion, name: str, positions: dict[str, int], empty: frozenset[str]) -> Step:
    """The function of one conversion of the column `name`; `positions` says where every column of the row stands."""
    column = Column(name, positions, empty, conversion)
    return partial(_STEPS[type(conversion)], conversion, column)


def _parts(to: m.PartsTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
    for _, text in column.items(cell, "", draft):
        for pattern in to.patterns:
            match = re.fullmatch(pattern, text, re.DOTALL)
            if match is None:
                continue
            for name, value in match.groupdict().items():
                if value and value.strip():
                    for inner in to.parts.get(name, ()):
                        build_step(inner, column.name, column.positions, column.empty)(value.strip(), row, draft)
            break
        else:
            draft.keep(column.name, text, TEXT_REPAIR)


def _ignore(to: m.Ignore, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
    """Nothing: the mapping says why."""


_STEPS: dict[type[m.Conversion], Callable[..., None]] = {
    m.TextTo: fields.read_text,
    m.ValueTo: fields.read_value,
    m.DateTo: fields.read_date,
    m.NumberTo: relations.read_number,
    m.PartyTo: relations.read_party,
    m.ClassTo: relations.read_class,
    m.GoodsTo: relations.read_goods,
    m.CountryTo: fields.read_country,
    m.AttributeTo: fields.read_attribute,
    m.CitationTo: relations.read_citation,
    m.PriorityTo: relations.read_priority,
    m.RelatedTo: relations.read_related,
    m.EventTo: fields.read_event,
    m.ImageTo: fields.read_image,
    m.PartsTo: _parts,
    m.Ignore: _ignore,
}
