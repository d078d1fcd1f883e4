"""The report as an XLSX workbook: a sheet for each part, each figure beside the query that finds its applications."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

from kapok.navigation.layout import Section, title_of_report
from kapok.navigation.model import NavigationReport
from kapok.navigation.sections import sections
from kapok.navigation.words import Say

_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME = 31
LONGEST_CELL = 32_767
"""Excel's limits for the name of a sheet and the characters of a cell."""


def workbook(report: NavigationReport, language: str) -> bytes:
    """The whole workbook. Rows are written one after the other, so a sheet's length costs no memory."""
    import xlsxwriter  # only this form needs it

    say = Say(language)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "navigation.xlsx"
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        book = xlsxwriter.Workbook(str(path), options)
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        used: set[str] = set()
        for part in sections(report, language):
            sheet = book.add_worksheet(_name(part.heading, used))
            sheet.set_column(0, 0, 44)
            sheet.set_column(1, 30, 16)
            _write(sheet, part, title_of_report(report, language), say("query"), bold, wrapped)
        book.close()
        return path.read_bytes()


def _name(heading: str, used: set[str]) -> str:
    name = _NOT_IN_SHEET_NAMES.sub(" ", heading)[:LONGEST_NAME]
    number = 2
    while name.casefold() in used:
        name = f"{name[: LONGEST_NAME - 3]} {number}"
        number += 1
    used.add(name.casefold())
    return name


def _write(sheet: Any, part: Section, title: str, query: str, bold: Any, wrapped: Any) -> None:
    row = 0
    for text, style in ((title, bold), (part.part, None), *((paragraph, None) for paragraph in part.paragraphs)):
        sheet.write_string(row, 0, text[:LONGEST_CELL], style or wrapped)
        row += 1
    for table in part.tables:
        row += 1
        sheet.write_string(row, 0, table.caption, bold)
        row += 1
        linked = any(cell.query for cells in table.rows for cell in cells)
        for place, head in enumerate((*table.head, query) if linked else table.head):
            sheet.write_string(row, place, head, bold)
        row += 1
        for cells in table.rows:
            for place, cell in enumerate(cells):
                if cell.number is None or "*" in cell.text or "○" in cell.text:
                    sheet.write_string(row, place, cell.text[:LONGEST_CELL])
                else:
                    sheet.write_number(row, place, cell.number)
            found = next((cell.query for cell in cells if cell.query), "")
            if found:
                sheet.write_string(row, len(table.head), found[:LONGEST_CELL])
            row += 1
