"""Cut an XML byte stream into record elements without parsing it: constant memory, any number of concatenated documents.

Bulk files are either thousands of XML documents one after another (USPTO weekly files) or one huge root with many record
elements (DOCDB, ST.66). Cutting by start and end tags handles both, keeps one broken record from spoiling the rest, and is
cheap enough to run in one process while others parse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct

from kapok.errors import InputError
from kapok.formats.ports import Chunk, Rejected

MAX_RECORD_BYTES = 64 * 1024 * 1024
"""Larger records are rejected: the longest real patent documents (sequence listings) stay under 50 MB."""
READ_BYTES = 1 << 20
PROLOG_BYTES = 1 << 19
"""How much of the head is looked at for the prolog: USPTO trademark files carry a DTD of many KB before the data."""

_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_XMLNS = re.compile(rb"""xmlns(?::[\w.-]+)?\s*=\s*(?:"[^"]*"|'[^']*')""")
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
    record before is missing. A new XML declaration always ends a record: then, and at the end of the stream, an open record is
    `Rejected` as truncated. Positions count records from 1 and bytes from 0.
    """
    names = b"|".join(re.escape(tag.encode()) for tag in tags)
    token = re.compile(rb"<\?xml\s|<!--|<!\[CDATA\[|<(/?)([\w.-]+:)?(" + names + rb")(?=[\s/>])")
    buffer = b""
    base = 0  # offset of buffer[0] in the stream
    scan = 0  # where to look on in buffer
    begin = -1  # start of the open record in buffer
    depth = 0
    index = 0
    namespaces = b""
    encoding = "utf-8"
    open_tag = b""
    first = True
    ended = False

    def rejected(end: int, why: str) -> Rejected:
        return Rejected(
            position=f"record {index + 1}, byte {base + begin}", reason=why, raw=bytes(buffer[begin : min(end, begin + 1_000_000)])
        )

    while True:
        if not ended:
            block = stream.read(READ_BYTES)
            ended = not block
            keep = begin if begin >= 0 else max(scan - 64, 0)
            if keep:
                buffer, base, scan = buffer[keep:], base + keep, scan - keep
                begin = 0 if begin >= 0 else -1
            buffer += block
        if first:
            if len(buffer) < PROLOG_BYTES and not ended:
                continue
            first = False
            check_prolog(buffer[:PROLOG_BYTES], name)
            if declared := _ENCODING.search(buffer[:200]):
                encoding = declared.group(1).decode("ascii").lower()
            namespaces = _root_namespaces(buffer[:PROLOG_BYTES])
        waiting = False
        while match := token.search(buffer, scan):
            text = match.group(0)
            if match.end() + 1 >= len(buffer) and not ended:
                break
            if text.startswith(b"<?xml"):
                if depth:
                    yield rejected(match.start(), "the record ends before its end tag (a new document begins)")
                    index, depth, begin = index + 1, 0, -1
                scan = match.end()
                continue
            if text in (b"<!--", b"<![CDATA["):
                closing = buffer.find(b"-->" if text == b"<!--" else b"]]>", match.end())
                if closing < 0:
                    if ended or len(buffer) - match.start() > max_bytes:
                        scan = match.end()
                        continue
                    waiting = True
                    scan = match.start()
                    break
                scan = closing + 3
                continue
            tag = (match.group(2) or b"") + match.group(3)
            if match.group(1):  # an end tag
                scan = match.end()
                if depth and tag == open_tag:
                    depth -= 1
                    if depth == 0:
                        close = buffer.find(b">", match.end() - 1)
                        if close < 0:
                            if ended:
                                break
                            depth, scan, waiting = 1, match.start(), True
                            break
                        yield Chunk(index, base + begin, XmlFragment(buffer[begin : close + 1], namespaces, encoding))
                        index, begin, scan = index + 1, -1, close + 1
                continue
            close = _tag_end(buffer, match.end())
            if close < 0:
                if ended:
                    break
                scan, waiting = match.start(), True
                break
            scan = close + 1
            if buffer[close - 1 : close] == b"/":  # an empty element
                if not depth:
                    yield Chunk(index, base + match.start(), XmlFragment(buffer[match.start() : close + 1], namespaces, encoding))
                    index += 1
                continue
            if not depth:
                begin, depth, open_tag = match.start(), 1, tag
            elif tag == open_tag:
                if nested:
                    depth += 1
                else:
                    yield rejected(match.start(), "the record ends before its end tag (the next record begins)")
                    index, begin = index + 1, match.start()
        else:
            if not waiting:
                # keep a tail that may be the beginning of a tag cut by the block border
                scan = max(scan, len(buffer) - 256) if not ended else len(buffer)
        if begin >= 0 and len(buffer) - begin > max_bytes:
            yield rejected(len(buffer), f"the record is larger than {max_bytes // (1024 * 1024)} MB")
            index, depth, scan, begin = index + 1, 0, len(buffer), -1
        if ended:
            break
    if depth and begin >= 0:
        yield rejected(len(buffer), "the record ends before its end tag (the file is truncated)")


def _tag_end(buffer: bytes, start: int) -> int:
    """Offset of the `>` that ends the tag at `start`, minding quoted attribute values; -1 when it is not there yet."""
    quote = b""
    for match in re.finditer(rb"[\"'>]", buffer[start : start + 65536]):
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
    while match := re.search(rb"<(!DOCTYPE|[A-Za-z_][^\s/>]*)", head[position:]):
        start = position + match.start()
        if match.group(1) == b"!DOCTYPE":
            subset = head.find(b"[", start)
            plain_end = head.find(b">", start)
            if 0 <= subset < plain_end:
                end = re.search(rb"\]\s*>", head[subset:])
                position = subset + end.end() if end else len(head)
            else:
                position = plain_end + 1 if plain_end >= 0 else len(head)
            continue
        end = _tag_end(head, start)
        return b" ".join(_XMLNS.findall(head[start : end if end >= 0 else len(head)]))
    return b""
