"""Cut an XML byte stream into record elements without parsing it: constant memory, any number of concatenated documents.

Bulk files are either thousands of XML documents one after another (USPTO weekly files) or one huge root with many record
elements (DOCDB, ST.66). Cutting by start and end tags handles both, keeps one broken record from spoiling the rest, and is
cheap enough to run in one process while others parse.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple, cast

from msgspec import Struct

from kapok.errors import InputError
from kapok.formats.ports import Chunk, Rejected
from kapok.formats.stream_blocks import Blocks

MAX_RECORD_BYTES = 64 * 1024 * 1024
"""Larger records are rejected: the longest real patent documents (sequence listings) stay under 50 MB."""
READ_BYTES = 1 << 18
MOST_READ_BYTES = 1 << 23
PROLOG_BYTES = 1 << 19
"""How much of the head is looked at for the prolog: USPTO trademark files carry a DTD of many KB before the data."""

RAW_BYTES = 1_000_000
"""So much of a rejected record is kept for the quarantine file."""
TAG_BYTES = 1 << 16
"""No start tag is longer than this."""
TAIL_BYTES = 256
"""No mark that is looked for is longer than this: such a tail is looked at again with the next block."""

_AFTER_NAME = (b" ", b">", b"/", b"\n", b"\t", b"\r")
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_XMLNS = re.compile(rb"""xmlns(?::[\w.-]+)?\s*=\s*(?:"[^"]*"|'[^']*')""")
_FIRST_ELEMENT = re.compile(rb"<(!DOCTYPE|!--|[A-Za-z_][^\s/>]*)")
_SUBSET_END = re.compile(rb"\]\s*>")
_ENTITY = re.compile(rb"<!ENTITY\s+(%\s+)?([^\s>]+)\s+(SYSTEM|PUBLIC|\"[^\"]*\"|'[^']*')([^>]*)>")


class XmlFragment(Struct, frozen=True):
    """One record element as bytes, with the namespace declarations of the root it stood in and the stated encoding."""

    data: bytes
    namespaces: bytes = b""
    encoding: str = "utf-8"


def check_prolog(head: bytes, name: str) -> None:
    """Refuse a prolog that could make the parser read other files or expand without bound.

    Raises InputError for external parsed entities and for entities that refer to entities (the "billion laughs").
    Unparsed (NDATA) entities, which Red Book files use for drawings, and parameter entities inside a DTD that only
    names element content are harmless: entities are never expanded here.
    """
    for parameter, entity, value, rest in _ENTITY.findall(head):
        label = entity.decode("latin-1")
        if value in (b"SYSTEM", b"PUBLIC"):
            if b"NDATA" not in rest and not parameter:
                raise InputError(
                    f"{name} is refused: it declares the external entity '{label}'",
                    "reading it would open another file or address",
                    "Remove the entity declaration from the file's DOCTYPE, or fetch the file again from its publisher",
                )
        elif not parameter and re.search(rb"&[^#]", value):
            raise InputError(
                f"{name} is refused: its entity '{label}' is built from other entities",
                "expanding it could fill the memory (an entity bomb)",
                "Fetch the file again from its publisher; no known bulk file needs this",
            )


def split_elements(
    stream: BinaryIO, name: str, tags: tuple[str, ...], *, nested: bool = False, max_bytes: int = MAX_RECORD_BYTES
) -> Iterator[Chunk | Rejected]:
    """Yield one `Chunk` with an `XmlFragment` for each element named in `tags` (local names, any prefix).

    An element of the same name inside one is part of it when `nested`, otherwise its start shows that the end tag of the
    record before is missing. A new XML declaration always ends a record: then, and at the end of the stream, an open
    record is `Rejected` as truncated; an end tag whose start tag is missing is `Rejected` too. Of a damaged stream all
    before the damage is yielded, then `DamagedInput` is raised. A DOCTYPE that `check_prolog` refuses costs its own
    record where each record is a document; where the root has many records, or there is no other record, the stream is
    refused (InputError). Positions count records from 1 and bytes from 0.
    A UTF-16 stream is read as UTF-8 (offsets then count UTF-8 bytes).
    """
    yield from _Cutter(stream, name, tags, nested, max_bytes).run()


class _Cutter:
    """The state of cutting one stream. `buffer` holds the open record, or the end of what lies between records."""

    def __init__(self, stream: BinaryIO, name: str, tags: tuple[str, ...], nested: bool, max_bytes: int) -> None:
        names = b"|".join(re.escape(tag.encode()) for tag in tags)
        self.outside = re.compile(rb"<\?xml\s|<!--|<!\[CDATA\[|<(/?)((?:[\w.-]+:)?(?:" + names + rb"))(?=[\s/>])")
        source, self.transcoded = _as_utf8(stream)
        self.blocks = Blocks(source)
        self.name, self.nested, self.max_bytes = name, nested, max_bytes
        self.buffer = b""
        self.base = 0  # offset of buffer[0] in the stream
        self.scan = 0  # where to look on in buffer
        self.gap = 0  # where the bytes after the last record begin in buffer: the next record's prolog is there
        self.begin = -1  # start of the open record in buffer, -1 outside records
        self.depth = 0
        self.index = 0
        self.open_tag = b""
        self.namespaces = b""
        self.encoding = "utf-8"
        self.ended = False
        self.oversized = False  # the end tag of an oversized record is still to come
        self.ahead: _Mark | None = None  # the next tag of the open record's element, while scan stands before it
        self.clear = 0  # no such tag begins before this place in buffer: comments do not make it searched for again
        self.refusal: InputError | None = None  # why the open record's own prolog is refused
        self.refused: tuple[Rejected, InputError] | None = None  # the first record, if its own prolog is refused

    def run(self) -> Iterator[Chunk | Rejected]:
        while len(self.buffer) < PROLOG_BYTES and not self.ended:
            self.fill()
        self.encoding = self.stated_encoding(0) or self.encoding
        self.namespaces = _root_namespaces(self.buffer[:PROLOG_BYTES])
        while True:
            for found in self.cut():
                if self.refused is not None:
                    yield self.refused[0]
                    self.refused = None
                yield found
            if self.ended:
                break
            self.fill()
        if self.begin >= 0:
            yield self.rejected("the record ends before its end tag (the file is truncated)")
        if self.refused is not None:
            raise self.refused[1]  # it was the only record: the file is refused
        self.blocks.raise_damage()

    def fill(self) -> None:
        """Read on, forget what is done with."""
        wished = len(self.buffer) if self.begin >= 0 else 0  # doubling: a huge record is not copied for each small block
        block = self.blocks.read(min(max(READ_BYTES, wished), MOST_READ_BYTES))
        self.ended = not block
        keep = self.begin if self.begin >= 0 else max(self.gap, self.scan - PROLOG_BYTES, 0)
        self.buffer = b"".join((memoryview(self.buffer)[keep:], block))  # one copy, not two
        self.base += keep
        self.scan -= keep
        self.gap = max(self.gap - keep, 0)
        self.clear = max(self.clear - keep, 0)
        self.ahead = None
        self.begin = 0 if self.begin >= 0 else -1

    def cut(self) -> Iterator[Chunk | Rejected]:
        """Everything that can be cut out of the buffer as it is."""
        waiting = False
        while not waiting and (mark := self.next_mark()) is not None:
            if mark.end + 1 >= len(self.buffer) and not self.ended:
                waiting = True
            elif mark.text in (b"<!--", b"<![CDATA["):
                waiting = self.pass_over(mark)
            elif mark.text.startswith(b"<?xml"):
                if self.begin >= 0:
                    yield self.rejected("the record ends before its end tag (a new document begins)", mark.start)
                    self.close_record(mark.start)
                if len(self.buffer) - mark.start < 200 and not self.ended:
                    waiting = True
                else:
                    self.encoding = self.stated_encoding(mark.start) or self.encoding
                    self.scan, self.oversized = mark.end, False
            else:
                close = _tag_end(self.buffer, mark.end)
                if close >= 0:
                    yield from self.at_tag(mark, close)
                elif not self.ended and len(self.buffer) - mark.start < TAG_BYTES:
                    waiting = True
                else:
                    self.scan = mark.end
            if waiting:  # for more bytes, because something begins here whose end is not yet in the buffer
                self.scan = mark.start
        if not waiting:  # keep a tail that may be the beginning of a mark cut by the block border
            self.scan = len(self.buffer) if self.ended else max(self.scan, len(self.buffer) - TAIL_BYTES)
        if self.begin >= 0 and len(self.buffer) - self.begin > self.max_bytes:
            yield self.rejected(f"the record is larger than {self.max_bytes // (1024 * 1024)} MB")
            self.close_record(max(len(self.buffer) - TAIL_BYTES, self.scan))
            self.oversized = True

    def next_mark(self) -> _Mark | None:
        if self.begin >= 0:
            if self.ahead is None or self.ahead.start < self.scan:
                self.ahead = _next_tag(self.buffer, max(self.scan, self.clear), self.open_tag)
                self.clear = self.ahead.start if self.ahead else max(self.clear, len(self.buffer) - TAIL_BYTES)
            return _next_sign(self.buffer, self.scan, self.ahead.start if self.ahead else len(self.buffer)) or self.ahead
        match = self.outside.search(self.buffer, self.scan)
        return _Mark(match.group(2) or match.group(0), match.start(), match.end(), match.group(1)) if match else None

    def pass_over(self, mark: _Mark) -> bool:
        """Move behind a comment or CDATA section; True when its end is still to come."""
        closing = self.buffer.find(b"-->" if mark.text == b"<!--" else b"]]>", mark.end)
        if closing >= 0:
            self.scan = closing + 3
        elif self.ended or len(self.buffer) - mark.start > self.max_bytes:
            self.scan = mark.end  # it never ends: what follows is looked at as if it were not there
        else:
            return True
        return False

    def at_tag(self, mark: _Mark, close: int) -> Iterator[Chunk | Rejected]:
        """A start or end tag of a record, complete up to its `>` at `close`."""
        self.scan = close + 1
        if mark.slash:
            if self.begin < 0:
                if not self.oversized:
                    reason = "an end tag without its start tag: the record's beginning is lost"
                    yield self.rejected(reason, self.scan, mark.start)
                    self.close_record(self.scan)
                self.oversized = False
                return
            self.depth -= 1
            if self.depth == 0:
                yield from self.record(self.begin)
        elif self.buffer[close - 1 : close] == b"/":  # an empty element
            if self.begin < 0:
                self.check_own_prolog(mark.start)
                yield from self.record(mark.start)
        elif self.begin < 0:
            self.check_own_prolog(mark.start)
            self.begin, self.depth, self.open_tag, self.oversized = mark.start, 1, mark.text, False
            self.ahead, self.clear = None, 0
        elif self.nested:
            self.depth += 1
        else:
            yield self.rejected("the record ends before its end tag (the next record begins)", mark.start)
            self.index, self.begin = self.index + 1, mark.start

    def record(self, begin: int) -> Iterator[Chunk | Rejected]:
        """The complete record from `begin` to `scan`; a refused prolog makes it a rejected one."""
        if self.refusal is None:
            fragment = XmlFragment(self.buffer[begin : self.scan], self.namespaces, self.encoding)
            yield Chunk(self.index, self.base + begin, fragment)
        else:
            what = self.refusal.what.replace(self.name, "the document", 1)
            rejected = self.rejected(f"{what}: {self.refusal.why}", self.scan, begin)
            if self.index == 0:
                self.refused = (rejected, self.refusal)  # perhaps the only record: then the file itself is refused
            else:
                yield rejected
        self.close_record(self.scan)

    def check_own_prolog(self, start: int) -> None:
        """Look at the DOCTYPE in front of a record; InputError when it belongs to a root with many records."""
        doctype = self.buffer.rfind(b"<!DOCTYPE", self.gap, start)
        if doctype < 0 or self.buffer.find(b"<!ENTITY", doctype, start) < 0:
            return
        try:
            check_prolog(self.buffer[doctype:start], self.name)
        except InputError as error:
            subset = _SUBSET_END.search(self.buffer, doctype, start)
            if subset is None or _FIRST_ELEMENT.search(self.buffer, subset.end(), start):
                raise
            self.refusal = error

    def close_record(self, scan: int) -> None:
        """Go on outside records at `scan`."""
        self.index, self.depth, self.begin, self.refusal = self.index + 1, 0, -1, None
        self.scan = self.gap = scan

    def rejected(self, why: str, end: int = -1, start: int = -1) -> Rejected:
        start = self.begin if start < 0 else start
        end = len(self.buffer) if end < 0 else end
        raw = bytes(self.buffer[start : min(end, start + RAW_BYTES)])
        return Rejected(position=f"record {self.index + 1}, byte {self.base + start}", reason=why, raw=raw)

    def stated_encoding(self, start: int) -> str:
        """The encoding that the XML declaration at `start` states, "" if none."""
        declared = _ENCODING.search(self.buffer[start : start + 200])
        if not declared:
            return ""
        return "utf-8" if self.transcoded else declared.group(1).decode("ascii").lower()


class _Mark(NamedTuple):
    """Something that matters for cutting: a tag (`text` is its name, `slash` says end tag), a comment, a declaration."""

    text: bytes
    start: int
    end: int
    slash: bytes | None = None


def _next_tag(buffer: bytes, scan: int, tag: bytes) -> _Mark | None:
    """The next tag of the element `tag`: searched by its name, many times faster than by `<`."""
    at = scan
    while (at := buffer.find(tag, at)) >= 0:
        slash = buffer[at - 1 : at] == b"/"
        start = at - 2 if slash else at - 1
        end = at + len(tag)
        if start >= scan and buffer[start : start + 1] == b"<" and buffer[end : end + 1] in _AFTER_NAME:
            return _Mark(tag, start, end, b"/" if slash else b"")
        at = end
    return None


def _next_sign(buffer: bytes, scan: int, limit: int) -> _Mark | None:
    """The next comment, CDATA section or XML declaration before `limit`: searched by rare bytes."""
    found = None
    for sign, marks in ((b"!", (b"<!--", b"<![CDATA[")), (b"?", (b"<?xml ", b"<?xml\n", b"<?xml\t", b"<?xml\r"))):
        at = scan
        while (at := buffer.find(sign, at, limit)) >= 0:
            for mark in marks if buffer[at - 1 : at] == b"<" and at > scan else ():
                if buffer.startswith(mark, at - 1):
                    found, limit = _Mark(mark, at - 1, at - 1 + len(mark)), at - 1
                    break
            at += 1
    return found


class _Utf16(io.RawIOBase):
    """A UTF-16 stream (with its byte order mark) as UTF-8; what cannot be decoded becomes U+FFFD."""

    def __init__(self, start: bytes, rest: BinaryIO) -> None:
        self._start = start
        self._rest = rest
        self._decoder = codecs.getincrementaldecoder("utf-16")("replace")

    def read(self, size: int = -1) -> bytes:
        while True:
            block, self._start = self._start + self._rest.read(size), b""
            text = self._decoder.decode(block, final=not block)
            if text or not block:
                return text.encode("utf-8", "replace")


class _Resumed(io.RawIOBase):
    """A few bytes already read, then the rest of a stream."""

    def __init__(self, start: bytes, rest: BinaryIO) -> None:
        self._start = start
        self._rest = rest

    def read(self, size: int = -1) -> bytes:
        if self._start:
            start, self._start = self._start, b""
            return start
        return self._rest.read(size)


def _as_utf8(stream: BinaryIO) -> tuple[BinaryIO, bool]:
    """The stream, transcoded when it starts with a UTF-16 byte order mark; whether it was."""
    start = b""
    while len(start) < 2 and (more := stream.read(2 - len(start))):
        start += more
    if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return cast(BinaryIO, _Utf16(start, stream)), True
    return cast(BinaryIO, _Resumed(start, stream)), False


def _tag_end(buffer: bytes, start: int) -> int:
    """Offset of the `>` that ends the tag at `start`, minding quoted attribute values; -1 when it is not there yet."""
    plain = buffer.find(b">", start, start + TAG_BYTES)
    if plain < 0:
        return -1
    inside = buffer[start:plain]
    quotes, single = inside.count(b'"'), inside.count(b"'")
    if not (quotes and single) and not (quotes + single) % 2:
        return plain
    quote = b""
    for match in re.finditer(rb"[\"'>]", buffer[start : start + TAG_BYTES]):
        sign = match.group(0)
        if quote:
            quote = b"" if sign == quote else quote
        elif sign == b">":
            return start + match.start()
        else:
            quote = sign
    return -1


def _root_namespaces(head: bytes) -> bytes:
    """The xmlns declarations of the first element, joined by blanks."""
    position = 0
    while match := _FIRST_ELEMENT.search(head, position):
        start, name = match.start(), match.group(1)
        if name == b"!--":
            closing = head.find(b"-->", start)
            position = closing + 3 if closing >= 0 else len(head)
        elif name == b"!DOCTYPE":
            subset, end = head.find(b"[", start), head.find(b">", start)
            if 0 <= subset < end:
                closed = _SUBSET_END.search(head, subset)
                end = closed.end() - 1 if closed else -1
            position = end + 1 if end >= 0 else len(head)
        else:
            end = _tag_end(head, start)
            return b" ".join(_XMLNS.findall(head, start, end if end >= 0 else len(head)))
    return b""
