"""Records made of tagged lines (`TTL  Bumper support`), as in the USPTO green book and BRS: cut a stream, read the fields.

A tag stands at the beginning of a line; a line that begins with a blank goes on with the value before. Cutting keeps only
one record in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct

from kapok.formats.ports import Chunk, Rejected
from kapok.formats.stream_blocks import Blocks

MAX_RECORD_BYTES = 32 * 1024 * 1024
"""Larger records are rejected: the longest real ones (sequence listings) stay under 10 MB."""
_RAW_BYTES = 1_000_000
_READ_BYTES = 1 << 18
_FIELD = re.compile(r"([A-Z][A-Z0-9]{2,3})(?:[ \t]+(.*))?")


class LineRecord(Struct, frozen=True):
    """The lines of one record, its first line included; `is_last` says that the stream ends with it."""

    data: bytes
    is_last: bool = False


class Field(Struct, frozen=True):
    """One tag and its value; `lines` keeps the lines of the value as they stand (for tables)."""

    tag: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The value on one line."""
        return " ".join(" ".join(self.lines).split())


def split_records(stream: BinaryIO, start: re.Pattern[bytes]) -> Iterator[Chunk | Rejected]:
    """Cut before each match of `start` (a pattern for the beginning of a line, with `^` and MULTILINE).

    What stands before the first record (a header) is passed over. Constant memory; an oversized record is `Rejected`.
    """
    buffer = b""
    base = 0
    begin = -1
    index = 0
    scan = 0
    skipping = False
    blocks = Blocks(stream)
    while True:
        block = blocks.read(min(max(_READ_BYTES, len(buffer) if begin >= 0 else 0), 1 << 22))
        keep = begin if begin >= 0 else max(scan, 0)
        buffer, base, scan = buffer[keep:] + block, base + keep, scan - keep
        begin = 0 if begin >= 0 else -1
        limit = len(buffer) if not block else buffer.rfind(b"\n") + 1  # only whole lines are looked at
        while match := start.search(buffer, scan, limit):
            if begin >= 0:
                yield Chunk(index, base + begin, LineRecord(buffer[begin : match.start()]))
                index += 1
            begin, scan, skipping = match.start(), match.end(), False
        scan = max(scan, limit)
        if begin >= 0 and len(buffer) - begin > MAX_RECORD_BYTES:
            if not skipping:
                reason = f"the record is larger than {MAX_RECORD_BYTES >> 20} MB"
                yield Rejected(f"record {index + 1}, byte {base + begin}", reason, buffer[begin : begin + _RAW_BYTES])
                index += 1
            begin, skipping = -1, True
        if not block:
            break
    if begin >= 0:
        yield Chunk(index, base + begin, LineRecord(buffer[begin:], is_last=True))
    blocks.raise_damage()


def read_fields(data: bytes) -> Iterator[Field]:
    """The fields of a record in order. Lines that are neither a field nor a continuation are passed over.

    Raises ValueError when the bytes are neither ASCII nor UTF-8.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"the bytes are not ASCII or UTF-8: {error.reason} at byte {error.start} of the record") from None
    tag = ""
    lines: list[str] = []
    for line in text.splitlines():
        if not line or line[0] in " \t":
            if tag:
                lines.append(line)
            continue
        match = _FIELD.fullmatch(line)
        if tag:
            yield Field(tag, tuple(lines))
        tag, lines = (match[1], [match[2] or ""]) if match else ("", [])
    if tag:
        yield Field(tag, tuple(lines))
