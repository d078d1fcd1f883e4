"""Rows of the sheets of an XLSX workbook (ECMA-376): streaming by openpyxl, cells as text.

Numbers keep their digits (`1986000013`, no `.0`), days become ISO. A formula counts with the value that was stored for it; one
without a stored value is told (`#formula`), never read as empty. Workbooks whose text table alone is huge are refused.
"""

from __future__ import annotations

import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import zip_longest
from typing import Any, BinaryIO, cast
from xml.etree.ElementTree import ParseError

from msgspec import Struct

from kapok.errors import InputError

MAX_SHARED_TEXT_BYTES = 256 * 1024 * 1024
"""openpyxl holds the table of shared texts in memory: one million rows of eight texts need about this."""
SPOOL_BYTES = 64 * 1024 * 1024
FORMULA = "#formula"
"""What stands for a formula whose value the workbook does not hold."""

_FAULTS = (
    zipfile.BadZipFile, zlib.error, ParseError, KeyError, ValueError, TypeError, AttributeError, EOFError, IndexError, OSError,
    RuntimeError, struct.error,
)  # fmt: skip
"""What the standard library and openpyxl raise for workbooks that are damaged."""


class SheetRow(Struct):
    """One row of a sheet: the sheet's name, the row's number as the program shows it, its cells as texts."""

    sheet: str
    number: int
    cells: list[str]
    formulas: tuple[str, ...] = ()


def read_sheets(stream: BinaryIO, name: str) -> Iterator[SheetRow]:
    """All rows of all sheets, in order, empty ones left out. Raises `InputError` for what is no readable workbook."""
    with tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES) as spool:
        while block := stream.read(1 << 20):
            spool.write(block)
        spool.seek(0)
        whole = cast(BinaryIO, spool)
        has_formulas = _look_inside(whole, name)
        try:
            yield from _rows(whole, has_formulas)
        except _FAULTS as error:
            raise _damaged(name, error) from None


def _damaged(name: str, error: Exception) -> InputError:
    return InputError(
        f"{name} is a workbook that cannot be read",
        str(error) or type(error).__name__,
        "Open it and save it again, or save it as CSV",
    )


def _look_inside(stream: BinaryIO, name: str) -> bool:
    """Refuse what could harm; whether any sheet has formulas."""
    try:
        with zipfile.ZipFile(stream) as archive:
            for entry in archive.infolist():
                if entry.filename.endswith(".xml"):
                    with archive.open(entry) as part:
                        if b"<!DOCTYPE" in part.read(4096):
                            raise InputError(
                                f"{name} is refused: its part {entry.filename} has a document type declaration",
                                "workbooks have none; it could make the reader expand or fetch things",
                                "Save the table as CSV",
                            )
                if entry.filename == "xl/sharedStrings.xml" and entry.file_size > MAX_SHARED_TEXT_BYTES:
                    raise InputError(
                        f"{name} is refused: its texts take {entry.file_size // (1024 * 1024)} MB",
                        "a workbook's texts must be held in memory all at once",
                        "Save the table as CSV, which is read row by row",
                    )
            sheets = [entry for entry in archive.infolist() if entry.filename.startswith("xl/worksheets/sheet")]
            return any(_has_formulas(archive, entry) for entry in sheets)
    except _FAULTS as error:
        raise _damaged(name, error) from None


def _has_formulas(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    tail = b""
    with archive.open(entry) as part:
        while block := part.read(1 << 20):
            window = tail + block
            if b"<f>" in window or b"<f " in window:
                return True
            tail = window[-2:]
    return False


def _rows(stream: BinaryIO, has_formulas: bool) -> Iterator[SheetRow]:
    import openpyxl  # here because it takes a quarter of a second, which most commands need not pay

    stream.seek(0)
    values = openpyxl.load_workbook(stream, read_only=True, data_only=True)
    written = openpyxl.load_workbook(stream, read_only=True) if has_formulas else None
    for sheet in values.worksheets:
        sheet.reset_dimensions()  # some writers state a wrong size
        rows = sheet.iter_rows(values_only=True)
        if written is None:
            for number, row in enumerate(rows, 1):
                cells = [_text(value) for value in row]
                if any(cells):
                    yield SheetRow(sheet.title, number, cells)
            continue
        formulas = written[sheet.title]
        formulas.reset_dimensions()
        for number, (row, as_written) in enumerate(zip_longest(rows, formulas.iter_rows(), fillvalue=()), 1):
            cells = [_text(value) for value in row]
            missing = []
            for place, cell in enumerate(as_written):
                if cell.data_type == "f" and place < len(cells) and not cells[place]:
                    cells[place] = FORMULA
                    missing.append(f"{cell.coordinate} {cell.value}")
            if any(cells):
                yield SheetRow(sheet.title, number, cells, tuple(missing))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)
