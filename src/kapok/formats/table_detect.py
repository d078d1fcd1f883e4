"""Which table a stream is: its kind (delimited text, workbook, JSON, JSON lines) and its columns, seen in its head.

A workbook's texts are seen where they stand in the first 64 KiB (they are packed, so that may be a thousand of them);
where they do not, the workbook must be opened to know.
"""

from __future__ import annotations

import codecs
import io
import json
import re
import struct
import zlib
from functools import lru_cache
from html import unescape
from typing import Any

from kapok.errors import InputError
from kapok.formats.delimited import DELIMITERS, Row, read_rows
from kapok.formats.json_arrays import Item, read_items
from kapok.formats.line_blocks import BOM, first_json_line
from kapok.formats.table_mapping import Mapping, Media

_KEY = re.compile(r'"((?:[^"\\]|\\.)*)"\s*:')
_CELL_TEXT = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)</(?:\w+:)?t>")


@lru_cache(maxsize=8)
def medium_of(data: bytes) -> Media | None:
    """What kind of table the head of a stream shows; None for binary data and XML."""
    if data.startswith(b"PK\x03\x04"):
        return "xlsx" if b"xl/" in data or b"[Content_Types].xml" in data[:100] else None
    start = data.removeprefix(BOM).lstrip()[:1]
    if start == b"[":
        return "json"
    if start == b"{":
        first = first_json_line(data)
        try:
            json.loads(first)
        except ValueError:
            # an object over several lines is one document; a line longer than the head is taken for a line of many
            return "json" if b"\n" in data.strip() else "jsonl"
        return "jsonl" if data.strip() != first or b'":[{' not in first.replace(b" ", b"") else "json"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "csv"
    return None if start in (b"<", b"%", b"") or b"\x00" in data[:1024] else "csv"


@lru_cache(maxsize=64)
def heading_in(data: bytes, delimiter: str, encodings: tuple[str, ...], heading_row: int) -> tuple[str, ...]:
    """The heading of delimited text, () if there is none."""
    try:
        rows = read_rows(io.BytesIO(data), encodings=(*encodings, "latin-1"), delimiter=delimiter, heading_row=heading_row)
        row = next(rows, None)
    except InputError:
        return ()
    return clean_heading(row.cells) if isinstance(row, Row) else ()


def clean_heading(cells: list[str]) -> tuple[str, ...]:
    """The names of the columns: single blanks; a column without a name is called by its place, a repeated one gets (2)."""
    names: list[str] = []
    for place, cell in enumerate(cells, 1):
        name = " ".join(cell.split()) or f"column {place}"
        count = 2
        unique = name
        while unique in names:
            unique, count = f"{name} ({count})", count + 1
        names.append(unique)
    return tuple(names)


def choose_delimiter(data: bytes, mapping: Mapping) -> str:
    """The declared delimiter, or the one that shows the mapping's columns, or gives the most columns."""
    if mapping.delimiter:
        return mapping.delimiter
    wanted = set(mapping.detect)
    found = {sign: heading_in(data, sign, mapping.encoding, mapping.heading_row) for sign in DELIMITERS}
    return max(DELIMITERS, key=lambda sign: (len(wanted.intersection(found[sign])), len(found[sign])))


@lru_cache(maxsize=16)
def json_keys(data: bytes, records_at: str, as_lines: bool) -> frozenset[str]:
    """The keys of the first record of JSON or JSON lines, as far as the head shows them; empty if there is none."""
    if as_lines:
        line = first_json_line(data)
        try:
            first: Any = json.loads(line)
        except ValueError:
            return frozenset(_KEY.findall(line.decode("utf-8", "replace")))
        return frozenset(first) if isinstance(first, dict) else frozenset()
    try:
        item = next(read_items(io.BytesIO(data), records_at), None)
    except InputError:
        return frozenset()
    if isinstance(item, Item):
        return frozenset(item.content) if isinstance(item.content, dict) else frozenset()
    return frozenset(_KEY.findall(item.raw)) if item else frozenset()


@lru_cache(maxsize=4)
def workbook_texts(data: bytes) -> tuple[frozenset[str], bool]:
    """The cell texts of a workbook that its head shows, and whether its headings must be among them."""
    found: set[str] = set()
    certain = False
    for name, content in _packed_parts(data):
        shared = name == "xl/sharedStrings.xml"
        if shared or name.startswith("xl/worksheets/sheet"):
            found.update(" ".join(unescape(text.decode("utf-8", "replace")).split()) for text in _CELL_TEXT.findall(content))
            first_row = content.partition(b"</row>")[0]
            certain = certain or (b"</sst>" in content if shared else b"inlineStr" in first_row)
    return frozenset(found), certain


def _packed_parts(data: bytes) -> list[tuple[str, bytes]]:
    """Name and content of the ZIP members at the beginning of `data`, the last one as far as it goes."""
    parts = []
    at = 0
    while data[at : at + 4] == b"PK\x03\x04" and at + 30 <= len(data):
        flags, method, packed, name_size, extra_size = struct.unpack("<6xHH8xL4xHH", data[at : at + 30])
        begin = at + 30 + name_size + extra_size
        name = data[at + 30 : at + 30 + name_size].decode("utf-8", "replace")
        content = b""
        if method == 8:
            inflater = zlib.decompressobj(-15)
            try:
                content = inflater.decompress(data[begin:], 1 << 22)
            except zlib.error:
                break
            end = len(data) - len(inflater.unused_data) if inflater.eof else len(data)
        else:
            content, end = data[begin : begin + packed], begin + packed
        parts.append((name, content))
        at = data.find(b"PK\x03\x04", end) if flags & 8 else end
        if at < 0:
            break
    return parts


def fits(mapping: Mapping, data: bytes) -> bool:
    """Whether the head of a stream shows a table that this mapping recognises."""
    medium = medium_of(data)
    if medium is None or not mapping.detect:
        return False
    wanted = set(mapping.detect)
    if medium == "csv" and "csv" in mapping.media:
        return wanted.issubset(heading_in(data, choose_delimiter(data, mapping), mapping.encoding, mapping.heading_row))
    if medium in ("json", "jsonl"):
        if "jsonl" in mapping.media and wanted.issubset(json_keys(data, "", True)) and medium == "jsonl":
            return True
        return "json" in mapping.media and wanted.issubset(json_keys(data, mapping.records_at, False))
    if medium == "xlsx" and "xlsx" in mapping.media:
        return wanted.issubset(workbook_texts(data)[0])
    return False
