"""Small tables that people hand in as CSV: strict about encoding and columns, each row with its line."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from kapok.errors import InputError


def read_table(file: Path, needed: Sequence[str], allowed: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """(line, column -> text) of every row that is not empty. Raises InputError for a file that is no such table."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(f"The file {file} cannot be read", error.strerror or "", "Name a CSV file") from None
    return parse_table(data, file.name, needed, allowed)


def parse_table(data: bytes, name: str, needed: Sequence[str], allowed: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """The same for bytes that came in."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise InputError(
            f"{name}, line {line} is not UTF-8", "it is written in another encoding", "Save the table as UTF-8"
        ) from None
    if "\0" in text:
        raise InputError(f"{name} is no text", "it holds zero bytes, as a workbook does", "Save the table as CSV in UTF-8")
    reader = csv.reader(text.splitlines())
    head = [cell.strip() for cell in next(reader, [])]
    told = f"Columns are {', '.join(allowed)}"
    if missing := [column for column in needed if column not in head]:
        raise InputError(f"{name} has no column '{missing[0]}'", f"its columns are {', '.join(head)[:200]}", told)
    if unknown := [column for column in head if column not in allowed]:
        raise InputError(f"{name} has the unknown column '{unknown[0][:40]}'", "", told)
    if len(set(head)) < len(head):
        raise InputError(f"{name} names a column twice", f"its columns are {', '.join(head)[:200]}", told)
    rows = []
    for cells in reader:
        if any(cell.strip() for cell in cells):
            if len(cells) > len(head):
                raise InputError(f"{name}, line {reader.line_num} has more cells than columns", "", "Quote texts with commas")
            values = {column: (cells[at].strip() if at < len(cells) else "") for at, column in enumerate(head)}
            rows.append((reader.line_num, values))
    return rows
