"""Readers of XML files whose records are elements: cut in batches, parse, hold against the declaration, tell what is bad.

A subclass says which elements are records, what it uses of them, and how one becomes a `Record`. Batches make the cost of
one small record (a trademark of 2 KB) a few microseconds; when a batch does not parse, its records are read one by
one, so that only the bad one is rejected.
"""

from __future__ import annotations

import io
import re
from abc import abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO, ClassVar, TypeVar, cast

from lxml import etree
from msgspec import Struct

from kapok.errors import InputError
from kapok.formats.ports import Chunk, ReadContext, Reader, Rejected
from kapok.formats.xml_audit import ElementUse, audit_element
from kapok.formats.xml_chunks import XmlFragment, split_elements
from kapok.formats.xml_parse import new_parser, parse_fragment
from kapok.formats.xml_root import root_name
from kapok.records.provenance import Provenance
from kapok.records.record import Record

T = TypeVar("T")

BATCH_RECORDS = 64
BATCH_BYTES = 1 << 17
HEADER_BYTES = 1 << 16
"""How much of a file's beginning is kept to find what its header says of all records."""

_TAIL_BYTES = 1024

_PARSER = new_parser()
_DEFAULT_NAMESPACE = re.compile(rb"""xmlns\s*=\s*(?:"[^"]*"|'[^']*')""")
"""Left away: readers go by local names, and a tag without a namespace is cheaper to look at."""


class Piece(Struct, frozen=True, array_like=True):
    """One record's bytes: its number in the file (from 1), its first byte, its element, elements after it that belong to it."""

    number: int
    offset: int
    data: bytes
    attached: bytes = b""


class Batch(Struct, frozen=True, array_like=True):
    """Some records of one file with what they share: namespaces, encoding, what the file's header says."""

    pieces: tuple[Piece, ...]
    namespaces: bytes
    encoding: str
    header: dict[str, str]


class Place(Struct):
    """Where a record stands and what was repaired in it; makes its provenance."""

    context: ReadContext
    format: str
    position: str
    header: Mapping[str, str] = {}
    repairs: tuple[str, ...] = ()
    attached: Sequence[etree._Element] = ()

    def provenance(self, original: dict[str, str] | None = None, document_date: str = "") -> Provenance:
        """Provenance of the record at this place; `original` keeps the values that reading changed."""
        context = self.context
        return Provenance(
            context.source,
            self.format,
            context.file,
            self.position,
            context.read_at,
            document_date or self.header.get("document_date", ""),
            original or {},
            self.repairs,
        )


_Parsed = tuple[etree._Element, tuple[str, ...], Sequence[etree._Element]]


class LocalNames(defaultdict[str, str]):
    """Tag -> its name without the namespace, remembered: one dictionary look-up per element."""

    def __missing__(self, tag: str) -> str:
        name = tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""
        self[tag] = name
        return name


LOCAL = LocalNames()


class ByName(dict[str, T]):
    """Tag with or without a namespace -> what a table has for its local name, else `other`; remembered like `LOCAL`."""

    def __init__(self, table: Mapping[str, T], other: T) -> None:
        super().__init__(table)
        self._table = dict(table)
        self._other = other

    def __missing__(self, tag: str) -> T:
        found = self._table.get(LOCAL[tag], self._other)
        self[tag] = found
        return found


def leaves(element: etree._Element) -> dict[str, str]:
    """The texts of all elements inside `element` that have one, by local name; the first of each name counts."""
    found: dict[str, str] = {}
    for each in element.iter():
        text = each.text
        if text and not text.isspace():
            found.setdefault(LOCAL[each.tag], text.strip())
    return found


def children(element: etree._Element | None, name: str) -> list[etree._Element]:
    """The child elements with this local name."""
    return [] if element is None else [child for child in element if LOCAL[child.tag] == name]


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The element down a path of local names, None where a step is missing."""
    for name in path:
        element = next(iter(children(element, name)), None)
    return element


def text_of(element: etree._Element | None, *path: str) -> str:
    """The trimmed text of the element down a path of local names, "" where there is none."""
    found = child(element, *path) if path else element
    return (found.text or "").strip() if found is not None else ""


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by local name (ST.96 puts them in a namespace, ST.66 does not)."""
    plain = element.get(name)
    if plain is not None:
        return plain
    return next((str(value) for key, value in element.attrib.items() if LOCAL[str(key)] == name), "")


class XmlRecords(Reader):
    """A format whose records are the elements `tags`; `attached` elements after a record belong to it."""

    tags: ClassVar[tuple[str, ...]]
    attached: ClassVar[tuple[str, ...]] = ()
    nested: ClassVar[bool] = False
    use: ClassVar[ElementUse]
    parent: ClassVar[str] = ""

    @abstractmethod
    def read(self, element: etree._Element, place: Place) -> Record | Iterable[Record]:
        """The record(s) of one element. Raises InputError or ValueError where it cannot be read."""

    def read_header(self, head: bytes) -> dict[str, str]:
        """What the beginning of the file says of all its records (`document_date` goes into their provenance)."""
        return {}

    def split(self, stream: BinaryIO, name: str) -> Iterator[Chunk | Rejected]:
        """Batches of record elements; see `split_elements` for what is rejected here."""
        head = read_head(stream)
        header = self.read_header(head)
        whole = Replayed(head, stream)
        chunks = split_elements(cast(BinaryIO, whole), name, self.tags + self.attached, nested=self.nested)
        last: Chunk | Rejected | None = None
        for last in self._batches(chunks, header):
            yield last
        root = root_name(head)
        if isinstance(last, Chunk) and root and not re.search(rf"</(?:[\w.-]+:)?{root}\s*>".encode(), whole.tail):
            yield Rejected(
                "end of file", f"the file ends before </{root}>: it may be cut off between two records", is_record=False
            )

    def _batches(self, chunks: Iterator[Chunk | Rejected], header: dict[str, str]) -> Iterator[Chunk | Rejected]:
        pieces: list[Piece] = []
        size = number = index = 0
        shared = (b"", "utf-8")
        endings = tuple(tag.encode() + b">" for tag in self.attached)
        beginning = re.compile(rb"<(?:[\w.-]+:)?(?:" + "|".join(self.attached).encode() + rb")[\s/>]")

        def batch() -> Chunk:
            return Chunk(index, pieces[0].offset, Batch(tuple(pieces), *shared, header))

        for found in chunks:
            if isinstance(found, Rejected):
                if endings and pieces and beginning.match(found.raw):
                    found = _without_attached(pieces.pop(), found)
                    number -= 1
                if pieces:
                    yield batch()
                    pieces, size, index = [], 0, index + 1
                number += 1
                yield found
                continue
            fragment: XmlFragment = found.data
            if endings and fragment.data.rstrip(b" \t\r\n").endswith(endings) and pieces:
                last = pieces[-1]
                pieces[-1] = Piece(last.number, last.offset, last.data, last.attached + fragment.data)
                continue
            own = (_DEFAULT_NAMESPACE.sub(b"", fragment.namespaces), fragment.encoding)
            if pieces and (len(pieces) >= BATCH_RECORDS or size >= BATCH_BYTES or own != shared):
                yield batch()
                pieces, size, index = [], 0, index + 1
            shared = own
            number += 1
            pieces.append(Piece(number, found.offset, fragment.data))
            size += len(fragment.data)
        if pieces:
            yield batch()

    def parse(self, chunk: Chunk, context: ReadContext) -> Iterator[Record | Rejected]:
        """The records of a batch, each good one and each bad one."""
        batch: Batch = chunk.data
        for piece, parsed in zip(batch.pieces, self._elements(batch), strict=True):
            place = Place(context, self.spec.name, f"record {piece.number}, byte {piece.offset}", batch.header)
            if isinstance(parsed, str):
                yield Rejected(place.position, parsed, piece.data)
                continue
            element, place.repairs, place.attached = parsed
            try:
                read = self.read(element, place)
                records = [read] if isinstance(read, Record) else list(read)
            except (InputError, ValueError) as error:
                yield Rejected(place.position, str(error), piece.data)
                continue
            except (AttributeError, IndexError, KeyError, TypeError) as error:  # one odd record must not stop a bulk load
                yield Rejected(place.position, f"its elements are not where {self.spec.title} has them: {error!r}", piece.data)
                continue
            if context.audit is not None:
                for each in (element, *place.attached):
                    audit_element(each, self.use, context.audit, self.parent)
            yield from records

    def _elements(self, batch: Batch) -> list[_Parsed | str]:
        """Each record's element, repairs and attached elements, or why it is not XML."""
        if not any(piece.attached for piece in batch.pieces):
            try:
                body = b"".join([piece.data for piece in batch.pieces])
                declaration = b'<?xml version="1.0" encoding="%s"?>' % batch.encoding.encode("ascii")
                root = etree.fromstring(b"%s<w %s>%s</w>" % (declaration, batch.namespaces, body), _PARSER)
                if len(root) == len(batch.pieces):
                    return [(element, (), ()) for element in root]
            except (etree.XMLSyntaxError, LookupError, ValueError):
                pass  # one of them is bad: each is read alone
        found: list[_Parsed | str] = []
        for piece in batch.pieces:
            try:
                element, repairs = parse_fragment(XmlFragment(piece.data, batch.namespaces, batch.encoding))
                attached: Sequence[etree._Element] = ()
                if piece.attached:
                    wrapped = XmlFragment(b"<r>%s</r>" % piece.attached, batch.namespaces, batch.encoding)
                    around, more = parse_fragment(wrapped)
                    attached, repairs = list(around), (*repairs, *more)
                found.append((element, repairs, attached))
            except ValueError as error:
                found.append(str(error))
        return found


def _without_attached(piece: Piece, found: Rejected) -> Rejected:
    """A record whose attached elements are damaged is damaged itself: it would be stored without its owners."""
    position = f"record {piece.number}, byte {piece.offset}"
    return Rejected(position, f"what belongs to it after its end tag: {found.reason}", piece.data + found.raw)


def read_head(stream: BinaryIO) -> bytes:
    """The first `HEADER_BYTES` of a stream, which may hand them out in small blocks."""
    head = b""
    while len(head) < HEADER_BYTES and (block := stream.read(HEADER_BYTES - len(head))):
        head += block
    return head


class Replayed(io.RawIOBase):
    """Bytes already read from a stream, then the rest of it; `tail` keeps the last that was read."""

    def __init__(self, start: bytes, rest: BinaryIO) -> None:
        self._start = start
        self._rest = rest
        self.tail = b""

    def read(self, size: int = -1) -> bytes:
        """As of any byte stream."""
        if self._start:
            size = len(self._start) if size is None or size < 0 else size
            block, self._start = self._start[:size], self._start[size:]
        else:
            block = self._rest.read(size)
        if block:
            self.tail = (self.tail + block[-_TAIL_BYTES:])[-_TAIL_BYTES:]
        return block
