"""A result as an XLSX workbook: rows on as many sheets as they need, and a sheet that says what a workbook could not hold.

A cell of a workbook holds 32,767 UTF-16 code units (ECMA-376 as Excel reads it). A longer text is cut, ends in `…`, and is
counted on the sheet NOTES and for whoever asked for the export.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kapok.records.record import Record
from kapok.services.export_rows import COLUMNS, flat

SHEET_ROWS = 1_048_575
CELL_UNITS = 32_767
"""Excel's limits: rows below the header, UTF-16 code units in a cell."""

CUT_MARK = "…"
NOTES = "notes"
"""The name of the sheet that says which cells are cut; it is there only if one is."""

BLOCK = 1 << 18


def xlsx(records: Iterable[Record], cut: Counter[str]) -> Iterator[bytes]:
    """The workbook as a byte stream. `cut` counts, by column, the cells whose text is cut."""
    import xlsxwriter  # takes half as long to import as everything else together, and only this format needs it

    with tempfile.NamedTemporaryFile(suffix=".xlsx") as handle:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        book = xlsxwriter.Workbook(handle.name, options)
        sheet = _new_sheet(book)
        for number, record in enumerate(records):
            row = number % SHEET_ROWS
            if number and row == 0:
                sheet = _new_sheet(book)
            for column, value in enumerate(flat(record)):
                text = cell_text(value)
                if text is not value:
                    cut[COLUMNS[column]] += 1
                sheet.write_string(row + 1, column, text)
        if cut:
            _write_notes(book, cut)
        book.close()
        yield from blocks(Path(handle.name))


def cell_text(value: str) -> str:
    """The text itself where a cell can hold it, else its beginning with `…` at the end."""
    if len(value) <= CELL_UNITS and (len(value) * 2 <= CELL_UNITS or value.isascii() or _units(value) <= CELL_UNITS):
        return value
    kept = value[: CELL_UNITS - 1]
    while (over := _units(kept) - (CELL_UNITS - 1)) > 0:
        kept = kept[: -max(over // 2, 1)]
    return kept + CUT_MARK


def _units(text: str) -> int:
    """UTF-16 code units: signs beyond the basic plane (rare characters, pictures) take two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut_note(cut: Counter[str]) -> str:
    """One sentence that says how many cells are cut, where, and what holds the whole text."""
    columns = ", ".join(f"{column} {number:,}" for column, number in cut.most_common())
    return (
        f"{cut.total():,} cells hold only the first {CELL_UNITS:,} characters of a longer text, as XLSX allows, and end in "
        f"{CUT_MARK} (by column: {columns}); export as csv, jsonl or parquet to have it whole"
    )


def _new_sheet(book: Any) -> Any:
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, COLUMNS)
    return sheet


def _write_notes(book: Any, cut: Counter[str]) -> None:
    sheet = book.add_worksheet(NOTES)
    sheet.write_row(0, 0, ("column", "cells cut"))
    for row, (column, number) in enumerate(cut.most_common(), start=1):
        sheet.write_string(row, 0, column)
        sheet.write_number(row, 1, number)
    sheet.write_string(len(cut) + 2, 0, cut_note(cut) + ".")


def blocks(path: Path) -> Iterator[bytes]:
    """A finished file in pieces."""
    with path.open("rb") as handle:
        while block := handle.read(BLOCK):
            yield block
