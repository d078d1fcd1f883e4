"""How these tests read a file: by the reader that its content asks for, without the services around it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any, BinaryIO, cast

from kapok.formats.audit import Audit
from kapok.formats.container import list_files, open_file
from kapok.formats.ports import Head, ReadContext, Reader, Rejected
from kapok.formats.registry import detect
from kapok.records.record import Record, encode

HERE = Path(__file__).parent


def read_stream(reader: Reader, stream: BinaryIO, name: str, audit: Audit | None = None) -> list[Record | Rejected]:
    context = ReadContext("test", name, "2026-01-02T03:04:05+00:00", audit)
    found: list[Record | Rejected] = []
    for chunk in reader.split(stream, name):
        if isinstance(chunk, Rejected):
            found.append(chunk)
        else:
            found.extend(reader.parse(chunk, context))
    return found


def read_bytes(data: bytes, name: str = "test", audit: Audit | None = None) -> list[Record | Rejected]:
    reader = detect(Head(data[: 1 << 16], name))
    assert reader is not None, f"{name} is in no known format"
    return read_stream(reader, io.BytesIO(data), name, audit)


def read_path(path: Path, audit: Audit | None = None) -> list[Record | Rejected]:
    """Everything in a file or folder whose members are in a known format, records and rejections in order."""
    found: list[Record | Rejected] = []
    for file in list_files(str(path)):
        for member in open_file(file):
            reader = detect(member.head())
            if reader is not None:
                found.extend(read_stream(reader, cast(BinaryIO, member.stream), member.name, audit))
    return found


def records_of(found: list[Record | Rejected]) -> list[Record]:
    return [each for each in found if isinstance(each, Record)]


def rejected_of(found: list[Record | Rejected]) -> list[Rejected]:
    return [each for each in found if isinstance(each, Rejected)]


def table_of(record: Record) -> dict[str, Any]:
    """The record as plain data, without what only says that this test read it."""
    table: dict[str, Any] = json.loads(encode(record))
    for name in ("source", "file", "read_at"):
        table["provenance"].pop(name, None)
    return table
