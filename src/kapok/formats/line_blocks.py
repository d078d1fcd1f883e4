"""Cut a byte stream into blocks of whole lines: constant memory, no parsing, as fast as reading.

JSON lines (one JSON value a line, UTF-8, lines end in LF or CR LF) are read in such blocks: a block is decoded by another
process, and a line that is broken spoils only itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct

from kapok.formats.ports import Chunk, Rejected

BLOCK_BYTES = 1 << 20
MAX_LINE_BYTES = 64 * 1024 * 1024
"""A longer line is rejected and skipped; the longest real record (a patent with its sequence listing) is under 50 MB."""
QUARANTINE_BYTES = 1_000_000
"""How much of an oversized line is kept for the quarantine file."""
BOM = b"\xef\xbb\xbf"


class LineBlock(Struct, frozen=True):
    """Whole lines of a file; `first_line` is the number of the first one, counted from 1."""

    data: bytes
    first_line: int


def split_lines(
    stream: BinaryIO, *, block_bytes: int = BLOCK_BYTES, max_line_bytes: int = MAX_LINE_BYTES
) -> Iterator[Chunk | Rejected]:
    """Yield one `Chunk` with a `LineBlock` for about each `block_bytes` of the stream; offsets are bytes of the stream.

    A line longer than `max_line_bytes` is `Rejected` with its number and beginning, and left out.
    """
    pending: list[bytes] = []  # the beginning of a line whose end has not come yet
    pending_size = 0
    offset = 0
    line = 1
    index = 0
    oversized = False
    first = True
    while block := stream.read(block_bytes):
        if first:
            first = False
            if block.startswith(BOM):
                block, offset = block[len(BOM) :], len(BOM)
        end = block.rfind(b"\n") + 1
        if oversized:  # skip to the end of the line that was refused
            start = block.find(b"\n") + 1
            if not start:
                offset += len(block)
                continue
            oversized = False
            offset += start
            line += 1
            block, end = block[start:], end - start
        if not end:
            pending.append(block)
            pending_size += len(block)
            if pending_size > max_line_bytes:
                yield _too_long(pending, line, max_line_bytes)
                offset += pending_size
                pending, pending_size, oversized = [], 0, True
            continue
        data = b"".join((*pending, block[:end]))
        pending = [block[end:]] if end < len(block) else []
        pending_size = len(block) - end
        yield Chunk(index, offset, LineBlock(data, line))
        index += 1
        offset += len(data)
        line += data.count(b"\n")
    if pending:
        yield Chunk(index, offset, LineBlock(b"".join(pending), line))


def _too_long(pending: list[bytes], line: int, limit: int) -> Rejected:
    return Rejected(
        position=f"line {line}",
        reason=f"the line is longer than {limit // (1024 * 1024)} MB",
        raw=b"".join(pending)[:QUARANTINE_BYTES],
    )


def numbered_lines(block: LineBlock) -> Iterator[tuple[int, bytes]]:
    """The lines of a block that are not blank, each with its number in the file and without its line end."""
    for number, line in enumerate(block.data.split(b"\n"), block.first_line):
        stripped = line.strip()
        if stripped:
            yield number, stripped


def first_json_line(head: bytes) -> bytes:
    """The first line of a stream's beginning that is not blank, cut where the head ends; b"" if there is none."""
    for line in head.removeprefix(BOM).split(b"\n"):
        if stripped := line.strip():
            return stripped
    return b""
