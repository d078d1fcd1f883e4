"""Read certificates that were issued before (CSV): every good row is taken, every bad one told with its line and reason.

Columns are found by their heading in English or Chinese, in any order; a heading that is not known is told, not guessed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from kapok.documents.numbering import parse_certificate_number, parse_registration_number
from kapok.errors import InputError

HEADINGS = {
    "registration_number": "registration_number",
    "登记号": "registration_number",
    "登記號": "registration_number",
    "certificate_number": "certificate_number",
    "证书编号": "certificate_number",
    "證書編號": "certificate_number",
    "title": "title",
    "数据名称": "title",
    "數據名稱": "title",
    "holder": "holder",
    "登记主体": "holder",
    "登記主體": "holder",
    "registered_on": "registered_on",
    "登记日期": "registered_on",
    "登記日期": "registered_on",
    "expires_on": "expires_on",
    "有效期至": "expires_on",
    "status": "status",
    "状态": "status",
    "狀態": "status",
}
"""Heading of a column -> what it holds."""
NEEDED = ("registration_number", "title", "holder", "registered_on")
STATUSES = {
    "": "in_force", "in_force": "in_force", "有效": "in_force", "expired": "expired", "届满": "expired", "屆滿": "expired",
    "cancelled": "cancelled", "注销": "cancelled", "註銷": "cancelled", "revoked": "revoked", "撤销": "revoked",
    "撤銷": "revoked",
}  # fmt: skip
LONGEST = {"title": 300, "holder": 200}


class EarlierCertificate(Struct, frozen=True):
    """One certificate issued before, as the register takes it over."""

    line: int
    registration_number: str
    certificate_number: str
    title: str
    holder: str
    registered_on: date
    expires_on: date | None
    status: str


class BadRow(Struct, frozen=True):
    """A row that cannot be taken: its line in the file (1 = headings), the column, why."""

    line: int
    column: str
    why: str


def read_certificates(data: bytes) -> Iterator[EarlierCertificate | BadRow]:
    """The rows of a CSV file in UTF-8 or GB18030. Raises InputError when it is no table or lacks a needed column."""
    reader = csv.reader(io.StringIO(_text(data), newline=""))
    headings = next(reader, [])
    columns = [HEADINGS.get(heading.strip().lstrip("\ufeff").lower()) for heading in headings]
    if unknown := [heading for heading, column in zip(headings, columns, strict=True) if column is None and heading.strip()]:
        known = ", ".join(dict.fromkeys(HEADINGS))
        raise InputError(f"The column '{unknown[0][:40]}' is not known", "", f"Name the columns: {known}")
    if missing := [column for column in NEEDED if column not in columns]:
        raise InputError(f"The column '{missing[0]}' is missing", "", "Put the headings into the first line")
    seen: dict[str, int] = {}
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        row = _row(
            reader.line_num, {c: cell.strip() for c, cell in zip(columns, cells, strict=False) if c}, len(cells), columns
        )
        if isinstance(row, EarlierCertificate) and (first := seen.setdefault(row.registration_number, row.line)) != row.line:
            row = BadRow(row.line, "registration_number", f"it stands in line {first} already")
        yield row


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError("The file is no text", "neither UTF-8 nor GB18030 can read it", "Save the table as CSV in UTF-8")


def _row(line: int, cells: dict[str, str], count: int, columns: list[str | None]) -> EarlierCertificate | BadRow:
    if count != len(columns):
        return BadRow(line, "", f"it has {count} cells, the headings {len(columns)}")
    for column in NEEDED:
        if not cells.get(column):
            return BadRow(line, column, "it is empty")
    for column, most in LONGEST.items():
        if len(cells[column]) > most or "\x00" in cells[column]:
            return BadRow(line, column, f"it has more than {most} characters, or characters that are no text")
    column = "registration_number"
    try:
        parse_registration_number(cells[column])
        column = "certificate_number"
        if cells.get(column):
            parse_certificate_number(cells[column])
    except InputError as error:
        return BadRow(line, column, f"{error.what}: {error.why}")
    try:
        column = "registered_on"
        registered = _day(cells[column])
        column = "expires_on"
        expires = _day(cells[column]) if cells.get(column) else None
    except ValueError:
        return BadRow(line, column, f"'{cells[column][:20]}' is no day like 2024-09-18")
    if expires is not None and expires < registered:
        return BadRow(line, "expires_on", "it ends before it begins")
    status = STATUSES.get(cells.get("status", "").lower())
    if status is None:
        return BadRow(line, "status", f"'{cells['status'][:20]}' is none of {', '.join(key for key in STATUSES if key)}")
    clean = {key: "".join(cells.get(key, "").upper().split()) for key in ("registration_number", "certificate_number")}
    return EarlierCertificate(line, **clean, title=cells["title"], holder=cells["holder"], registered_on=registered,
                              expires_on=expires, status=status)  # fmt: skip


def _day(text: str) -> date:
    """A day as 2024-09-18, 2024/9/18 or 2024年9月18日."""
    parts = text.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-").split("-")
    year, month, day = (int(part) for part in parts)
    return date(year, month, day)
