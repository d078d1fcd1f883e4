"""Reading samples through the registry, as a load does."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import openpyxl
import pytest

from kapok.formats.audit import Audit
from kapok.formats.container import Member
from kapok.formats.ports import ReadContext, Reader, Rejected
from kapok.formats.registry import detect, get_reader
from kapok.records.record import Record

HERE = Path(__file__).parent
SAMPLES = HERE / "samples"
READ_AT = "2026-01-02T03:04:05Z"


class Outcome(NamedTuple):
    """What reading a file gave."""

    reader: Reader
    records: list[Any]
    rejected: list[Rejected]
    audit: Audit

    @property
    def record(self) -> Any:
        assert len(self.records) == 1, (self.records, self.rejected)
        return self.records[0]


def read_stream(stream: BinaryIO, name: str, reader: Reader | None = None) -> Outcome:
    """Read a stream with a reader, or with the one that recognises it."""
    member = Member(name, stream, 0)
    reader = reader or detect(member.head())
    assert reader is not None, f"no reader recognises {name}"
    context = ReadContext(reader.spec.default_source, name, READ_AT, Audit())
    records: list[Record] = []
    rejected: list[Rejected] = []
    for piece in reader.split(member.stream, name):
        for item in [piece] if isinstance(piece, Rejected) else reader.parse(piece, context):
            (rejected if isinstance(item, Rejected) else records).append(item)
    assert context.audit is not None
    return Outcome(reader, records, rejected, context.audit)


def make_workbook(text: str, formulas: dict[str, str] | None = None) -> bytes:
    """A workbook with one sheet that holds the rows of a CSV text."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Records"
    for row in csv.reader(io.StringIO(text)):
        sheet.append([int(cell) if cell.isdigit() and len(cell) < 15 else cell or None for cell in row])
    for place, formula in (formulas or {}).items():
        sheet[place] = formula
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def read_text() -> Callable[..., Outcome]:
    """Read a text or bytes as a file; `format` names the reader, else the content decides."""

    def read(content: str | bytes, name: str = "table.csv", format: str = "", reader: Reader | None = None) -> Outcome:
        data = content.encode() if isinstance(content, str) else content
        return read_stream(io.BytesIO(data), name, reader or (get_reader(format) if format else None))

    return read
