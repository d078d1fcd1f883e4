"""Rows of delimited text (RFC 4180 and what is sold as it): CSV, TSV, semicolons, bars; streaming, constant memory.

Line ends LF, CR LF or bare CR; newlines inside quoted fields; a BOM (UTF-8, UTF-16); stray CR inside fields. A quoted field
that is never closed costs one row, not the rest of the file.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct

from kapok.errors import DamagedInput
from kapok.formats.text_decoding import decode_text

BLOCK_BYTES = 1 << 18
MAX_LINE_BYTES = 32 * 1024 * 1024
MAX_FIELD_CHARACTERS = 16 * 1024 * 1024
"""A larger field is rejected: the longest real ones (descriptions of patents) stay under 10 million characters."""
MAX_BROKEN_ROWS = 200
"""After so many rows whose quotes run away, the file is refused: it is not the delimited text that it seems."""
DELIMITERS = (",", "\t", ";", "|")
_STRAY_RETURN, _STRAY_FEED = "\ue00d", "\ue00a"
"""Stand for line ends inside a field that are not those of the file, which the csv module would refuse unquoted."""
csv.field_size_limit(MAX_FIELD_CHARACTERS)


class Row(Struct):
    """One row: its number as a spreadsheet shows it (the heading is row 1), its cells, the encoding if not the first."""

    number: int
    cells: list[str]
    encoding: str = ""


class BrokenRow(Struct):
    """A row that cannot be read, and why; `raw` its text."""

    number: int
    reason: str
    raw: str = ""


class _Lines:
    """The lines of a byte stream as text, with their ends; remembers those taken since `mark`, takes some back."""

    def __init__(self, stream: BinaryIO, encodings: tuple[str, ...]) -> None:
        self._stream = stream
        self._encodings = encodings
        self._back: deque[str] = deque()
        self._lines = self._decoded()
        self.taken: list[str] = []
        self.encoding = ""  # of the line last taken, "" for the first allowed one
        self.unreadable = False  # whether a line taken since `mark` fits no encoding
        self.strayed = False  # whether one has line ends inside

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else next(self._lines)
        body = line.rstrip("\r\n")
        if "\r" in body or "\n" in body:
            self.strayed = True
            line = body.replace("\r", _STRAY_RETURN).replace("\n", _STRAY_FEED) + line[len(body) :]
        self.taken.append(line)
        return line

    def mark(self) -> None:
        """Forget what was taken: a new row begins."""
        self.taken = []
        self.unreadable = self.strayed = False
        self.encoding = ""

    def give_back(self, lines: list[str]) -> None:
        """Take these lines again before the rest."""
        self._back.extendleft(_restored(line) for line in reversed(lines))

    def _decoded(self) -> Iterator[str]:
        first = self._encodings[0]
        for block, end in self._blocks():
            try:
                text = block.decode(first)
            except (UnicodeDecodeError, LookupError):
                yield from self._line_by_line(block, end)
                continue
            sign = end.decode()
            lines = text.split(sign)
            last = lines.pop()
            for line in lines:
                yield line + sign
            if last:
                yield last

    def _line_by_line(self, block: bytes, end: bytes) -> Iterator[str]:
        lines = block.split(end)
        for place, line in enumerate(lines):
            if place == len(lines) - 1 and not line:
                return
            text, name = decode_text(line, self._encodings)
            if not name:
                self.unreadable = True
                text = line.decode("ascii", "backslashreplace")
            elif name != self._encodings[0] and not text.isascii():
                self.encoding = name
            yield text + (end.decode() if place < len(lines) - 1 else "")

    def _blocks(self) -> Iterator[tuple[bytes, bytes]]:
        """Blocks of whole lines, and the line end (LF, or CR where a file has no LF)."""
        rest = b""
        end = b""
        for block in _utf8_blocks(self._stream):
            end = end or _line_end(block)
            data = rest + block if rest else block
            cut = data.rfind(end) + 1
            if not cut and len(data) > MAX_LINE_BYTES:
                raise DamagedInput(
                    f"A line is longer than {MAX_LINE_BYTES // (1024 * 1024)} MB",
                    "no table of IP records has such lines; it is probably not a table, or a quote is never closed",
                    "Look at the file with a text editor",
                )
            if cut:
                yield data[:cut], end
            rest = data[cut:]
        if rest:
            yield rest, end or b"\n"


def _line_end(block: bytes) -> bytes:
    """LF, or CR where the first line end that stands outside quotes is a bare CR."""
    quoted = False
    for match in re.finditer(rb'"|\r\n?|\n', block):
        if match[0] == b'"':
            quoted = not quoted
        elif not quoted:
            return b"\r" if match[0] == b"\r" else b"\n"
    return b"\n"


def _utf8_blocks(stream: BinaryIO) -> Iterator[bytes]:
    """The blocks of a stream without its BOM; UTF-16 (which spreadsheets write as "Unicode text") is turned into UTF-8."""
    block = stream.read(BLOCK_BYTES)
    if block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        decoder = codecs.getincrementaldecoder("utf-16")(errors="replace")
        while block:
            yield decoder.decode(block).encode("utf-8", "replace")
            block = stream.read(BLOCK_BYTES)
        return
    block = block.removeprefix(codecs.BOM_UTF8)
    while block:
        yield block
        block = stream.read(BLOCK_BYTES)


def read_rows(
    stream: BinaryIO, *, encodings: tuple[str, ...] = ("utf-8",), delimiter: str = ",", heading_row: int = 1
) -> Iterator[Row | BrokenRow]:
    """All rows that have content, from the heading row on (which comes first); before it nothing is yielded.

    A row whose number of cells is not that of the heading is a `BrokenRow` (empty cells at its end are no fault).
    """
    lines = _Lines(stream, encodings)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = 0
    width = 0
    broken = 0
    while True:
        lines.mark()
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if len(lines.taken) == 1 and "expected after" in str(error):  # `"two" words`: odd, but clear
                cells = next(csv.reader(lines.taken, delimiter=delimiter))
            else:
                yield BrokenRow(number, _reason(error), _restored(lines.taken[0]) if lines.taken else "")
                broken += 1
                _check_count(broken, number, error)
                lines.give_back(lines.taken[1:])
                continue
        if number < heading_row or not any(cell and not cell.isspace() for cell in cells):
            continue
        if lines.unreadable:
            yield BrokenRow(number, f"its bytes are not {' or '.join(encodings)}", "".join(lines.taken))
            continue
        if not width:
            width = len(cells)
        elif len(lines.taken) > 1 and _runs_away(lines.taken, len(cells), width, delimiter):
            yield BrokenRow(number, "a quoted field is never closed", lines.taken[0])
            lines.give_back(lines.taken[1:])
            continue
        if len(cells) != width:
            if len(cells) < width or any(cells[width:]):
                reason = f"it has {len(cells)} cells, the heading has {width}"
                yield BrokenRow(number, reason, _restored("".join(lines.taken)))
                continue
            del cells[width:]
        if lines.strayed:
            cells = [_restored(cell) for cell in cells]
        yield Row(number, cells, lines.encoding)


def _restored(text: str) -> str:
    return text.replace(_STRAY_RETURN, "\r").replace(_STRAY_FEED, "\n")


def _reason(error: csv.Error) -> str:
    text = str(error)
    if "limit" in text:
        return "a field is too large, or its quote is never closed"
    if "expected after" in text or "unexpected end" in text:
        return "a quoted field is never closed"
    return text


def _check_count(broken: int, number: int, error: csv.Error) -> None:
    if broken > MAX_BROKEN_ROWS:
        raise DamagedInput(
            f"The table has more than {MAX_BROKEN_ROWS} rows that cannot be read",
            f"row {number}: {error}",
            "Check the delimiter and the quotes",
        ) from None


def _runs_away(taken: list[str], cells: int, width: int, delimiter: str) -> bool:
    """Whether a row of several lines is one whose quote was never closed, so that it swallowed good rows."""
    if cells == width and sum(line.count('"') for line in taken) % 2 == 0:
        return False
    return any(len(next(csv.reader([line], delimiter=delimiter), ())) == width for line in taken[1:])
