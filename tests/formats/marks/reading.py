"""How these tests read a file: by the reader that its content asks for, without the services around it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from msgspec import to_builtins

from kapok.formats.audit import Audit
from kapok.formats.container import Member, list_files, open_file
from kapok.formats.ports import Head, ReadContext, Reader, Rejected
from kapok.formats.registry import detect
from kapok.records.record import Record

HERE = Path(__file__).parent


def head_of(path: Path) -> Head:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
        return Head(stream.read(1 << 16), path.name)


def read_stream(reader: Reader, stream: BinaryIO, name: str, audit: Audit | None = None) -> list[Record | Rejected]:
    context = ReadContext("test", name, "2026-01-02T03:04:05+00:00", audit)
    found: list[Record | Rejected] = []
    for chunk in reader.split(stream, name):
        if isinstance(chunk, Rejected):
            found.append(chunk)
        else:
            found.extend(reader.parse(chunk, context))
    return found


def read_file(path: Path, audit: Audit | None = None) -> list[Record | Rejected]:
    """Everything in a plain file, records and rejections in order."""
    reader = detect(head_of(path))
    assert reader is not None, f"{path.name} is in no known format"
    with path.open("rb") as stream:
        return read_stream(reader, cast(BinaryIO, stream), path.name, audit)


def read_members(path: Path, audit: Audit | None = None) -> Iterator[tuple[Member, Reader, list[Record | Rejected]]]:
    """The same for archives: each member with its reader."""
    for file in list_files(str(path)):
        for member in open_file(file):
            reader = detect(member.head())
            assert reader is not None, f"{member.name} is in no known format"
            yield member, reader, read_stream(reader, cast(BinaryIO, member.stream), member.name, audit)


def records_of(found: list[Record | Rejected]) -> list[Record]:
    return [each for each in found if isinstance(each, Record)]


def table_of(record: Record) -> dict[str, Any]:
    """Path -> value of everything in a record but how it was read."""
    table: dict[str, Any] = {}

    def walk(value: Any, path: str) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(inner, f"{path}.{key}" if path else key)
        elif isinstance(value, list | tuple):
            for index, inner in enumerate(value):
                walk(inner, f"{path}.{index}")
        else:
            table[path] = value

    walk(to_builtins(record), "")
    for name in ("source", "format", "file", "read_at"):
        table.pop(f"provenance.{name}", None)
    return table
