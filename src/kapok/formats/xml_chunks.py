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
    before the damage is yielded, then `DamagedInput` is raised. Positions count records from 1 and bytes from 0.
    A UTF-16 stream is read as UTF-8 (offsets then count UTF-8 bytes).
    """
    names = b"|".join(re.escape(tag.encode()) for tag in tags)
    outside = re.compile(rb"<\?xml\s|<!--|<!\[CDATA\[|<(/?)((?:[\w.-]+:)?(?:" + names + rb"))(?=[\s/>])")
    source, transcoded = _as_utf8(stream)
    blocks = Blocks(source)
    buffer = b""
    base = 0  # offset of buffer[0] in the stream
    scan = 0  # where to look on in buffer
    begin = -1  # start of the open record in buffer, -1 outside records
    depth = 0
    index = 0
    namespaces = b""
    encoding = "utf-8"
    open_tag = b""
    first = True
    ended = False
    oversized = False  # the end tag of an oversized record is still to come

    def rejected(end: int, why: str, start: int = -1) -> Rejected:
        start = begin if start < 0 else start
        raw = bytes(buffer[start : min(end, start + RAW_BYTES)])
        return Rejected(position=f"record {index + 1}, byte {base + start}", reason=why, raw=raw)

    while True:
        if not ended:
            wished = len(buffer) if begin >= 0 else 0  # doubling: a huge record is not copied again for each small block
            block = blocks.read(min(max(READ_BYTES, wished), MOST_READ_BYTES))
            ended = not block
            keep = begin if begin >= 0 else max(scan - 64, 0)
            buffer = b"".join((memoryview(buffer)[keep:], block))  # one copy, not two
            base, scan = base + keep, scan - keep
            begin = 0 if begin >= 0 else -1
        if first:
            if len(buffer) < PROLOG_BYTES and not ended:
                continue
            first = False
            check_prolog(buffer[:PROLOG_BYTES], name)
            encoding = _stated_encoding(buffer, 0, transcoded) or encoding
            namespaces = _root_namespaces(buffer[:PROLOG_BYTES])
        waiting = False  # for more bytes, because something begins here whose end is not yet in the buffer
        while True:
            if begin < 0:
                match = outside.search(buffer, scan)
                mark = _Mark(match.group(2) or match.group(0), match.start(), match.end(), match.group(1)) if match else None
            else:
                mark = _next_mark(buffer, scan, open_tag)
            if mark is None:
                break
            if mark.end + 1 >= len(buffer) and not ended:
                scan, waiting = mark.start, True
                break
            if mark.text in (b"<!--", b"<![CDATA["):
                closing = buffer.find(b"-->" if mark.text == b"<!--" else b"]]>", mark.end)
                if closing >= 0:
                    scan = closing + 3
                elif ended or len(buffer) - mark.start > max_bytes:
                    scan = mark.end  # it never ends: what follows is looked at as if it were not there
                else:
                    scan, waiting = mark.start, True
                    break
                continue
            if mark.text.startswith(b"<?xml"):
                if begin >= 0:
                    yield rejected(mark.start, "the record ends before its end tag (a new document begins)")
                    index, depth, begin = index + 1, 0, -1
                if len(buffer) - mark.start < 200 and not ended:
                    scan, waiting = mark.start, True
                    break
                encoding = _stated_encoding(buffer, mark.start, transcoded) or encoding
                scan, oversized = mark.end, False
                continue
            close = _tag_end(buffer, mark.end)
            if close < 0:
                if not ended and len(buffer) - mark.start < TAG_BYTES:
                    scan, waiting = mark.start, True
                    break
                scan = mark.end
                continue
            scan = close + 1
            if mark.slash:  # an end tag
                if begin < 0:
                    if not oversized:
                        yield rejected(scan, "an end tag without its start tag: the record's beginning is lost", mark.start)
                        index += 1
                    oversized = False
                    continue
                depth -= 1
                if depth == 0:
                    yield Chunk(index, base + begin, XmlFragment(buffer[begin:scan], namespaces, encoding))
                    index, begin = index + 1, -1
            elif buffer[close - 1 : close] == b"/":  # an empty element
                if begin < 0:
                    yield Chunk(index, base + mark.start, XmlFragment(buffer[mark.start : scan], namespaces, encoding))
                    index += 1
            elif begin < 0:
                begin, depth, open_tag, oversized = mark.start, 1, mark.text, False
            elif nested:
                depth += 1
            else:
                yield rejected(mark.start, "the record ends before its end tag (the next record begins)")
                index, begin = index + 1, mark.start
        if not waiting:  # keep a tail that may be the beginning of a tag cut by the block border
            scan = len(buffer) if ended else max(scan, len(buffer) - TAIL_BYTES)
        if begin >= 0 and len(buffer) - begin > max_bytes:
            yield rejected(len(buffer), f"the record is larger than {max_bytes // (1024 * 1024)} MB")
            index, depth, begin, oversized = index + 1, 0, -1, True
            scan = max(len(buffer) - TAIL_BYTES, scan)
        if ended:
            break
    if begin >= 0:
        yield rejected(len(buffer), "the record ends before its end tag (the file is truncated)")
    blocks.raise_damage()


class _Mark(NamedTuple):
    """Something that matters for cutting: a tag (`text` is its name, `slash` says end tag), a comment, a declaration."""

    text: bytes
    start: int
    end: int
    slash: bytes | None = None


def _next_mark(buffer: bytes, scan: int, tag: bytes) -> _Mark | None:
    """The next mark inside an open record of the element `tag`: searched by rare bytes, many times faster than by `<`."""
    limit = len(buffer)
    found = None
    at = scan
    while (at := buffer.find(tag, at)) >= 0:
        slash = buffer[at - 1 : at] == b"/"
        start = at - 2 if slash else at - 1
        end = at + len(tag)
        if start >= scan and buffer[start : start + 1] == b"<" and buffer[end : end + 1] in _AFTER_NAME:
            found, limit = _Mark(tag, start, end, b"/" if slash else b""), start
            break
        at = end
    for sign, marks in ((b"!", (b"<!--", b"<![CDATA[")), (b"?", (b"<?xml ", b"<?xml\n", b"<?xml\t", b"<?xml\r"))):
        at = scan
        while (at := buffer.find(sign, at, limit)) >= 0:
            for mark in marks if buffer[at - 1 : at] == b"<" and at > scan else ():
                if buffer.startswith(mark, at - 1):
                    found, limit = _Mark(mark, at - 1, at - 1 + len(mark)), at - 1
                    break
            at += 1
    return found


def _stated_encoding(buffer: bytes, start: int, transcoded: bool) -> str:
    """The encoding that the XML declaration at `start` states, "" if none."""
    declared = _ENCODING.search(buffer[start : start + 200])
    if not declared:
        return ""
    return "utf-8" if transcoded else declared.group(1).decode("ascii").lower()


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
