"""Cut a table into pieces of some hundred rows: what `split` of the table reader yields. Constant memory for text and JSON."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from msgspec import Struct

from kapok.errors import InputError
from kapok.formats.delimited import BrokenRow, Row, read_rows
from kapok.formats.json_arrays import Item, read_items
from kapok.formats.line_blocks import LineBlock, split_lines
from kapok.formats.ports import Chunk, Rejected
from kapok.formats.table_detect import choose_delimiter, clean_heading, json_keys, medium_of
from kapok.formats.table_mapping import Mapping, NumberTo
from kapok.formats.workbook import FORMULA, read_sheets

ROWS_A_CHUNK = 250
CHARACTERS_A_CHUNK = 1 << 20
HEAD_BYTES = 1 << 16
ENCODING_NOTE = "text read as "
FORMULA_NOTE = "formula without a stored value left out"


class TableRow(Struct, frozen=True):
    """Cells in the order of the heading; `notes`: repairs made while reading, each with the original text or ""."""

    position: str
    cells: list[Any]
    notes: tuple[tuple[str, str], ...] = ()


class TableRows(Struct, frozen=True):
    """Rows of one table that share a heading, and the name of the mapping that reads them."""

    mapping: str
    heading: tuple[str, ...]
    rows: list[TableRow]


class TableObjects(Struct, frozen=True):
    """JSON objects of one array, with their places from 1."""

    mapping: str
    items: list[tuple[int, Any]]


class TableLines(Struct, frozen=True):
    """A block of JSON lines."""

    mapping: str
    block: LineBlock


class Rewound(io.RawIOBase):
    """A forward-only stream whose first bytes were looked at."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        """True: it is there to be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most `size`; all of them with -1."""
        if size is None or size < 0:
            data, self._head = self._head, b""
            return data + self._rest.read()
        if self._head:
            data, self._head = self._head[:size], self._head[size:]
            return data
        return self._rest.read(size)


def read_head(stream: BinaryIO) -> bytes:
    """The first 64 KiB of a stream, however small the pieces are in which it comes."""
    head = b""
    while len(head) < HEAD_BYTES and (block := stream.read(HEAD_BYTES - len(head))):
        head += block
    return head


def split_table(stream: BinaryIO, name: str, choose: Callable[[bytes, tuple[str, ...]], Mapping]) -> Iterator[Chunk | Rejected]:
    """Cut the stream by what it is. `choose` gives the mapping for a head and, once it is known, a heading."""
    head = read_head(stream)
    whole: Any = Rewound(head, stream)
    medium = medium_of(head)
    if medium == "xlsx":
        yield from _split_sheets(whole, name, choose)
        return
    mapping = choose(head, ())
    whole_document = mapping.records_at and json_keys(head, mapping.records_at, False)
    if medium == "jsonl" and "jsonl" in mapping.media and not whole_document:
        for piece in split_lines(whole):
            yield (
                piece if isinstance(piece, Rejected) else Chunk(piece.index, piece.offset, TableLines(mapping.name, piece.data))
            )
    elif medium in ("json", "jsonl") and "json" in mapping.media:
        yield from _split_objects(whole, mapping)
    elif medium == "csv" and "csv" in mapping.media:
        yield from _split_text(whole, name, head, mapping)
    else:
        kinds = " or ".join(mapping.media)
        raise InputError(
            f"{name} is not a table as the mapping '{mapping.name}' describes it",
            f"it should be {kinds}, and looks like {medium or 'something else'}",
            "Check the file, or take another --format",
        )


def check_heading(mapping: Mapping, heading: tuple[str, ...], name: str) -> None:
    """`InputError` unless the heading has what identifies a record, and each mapped column only once."""
    present = set(heading)
    numbers: dict[str, set[str]] = {}
    for columns in (mapping.columns, *(rule.columns for rule in mapping.rows)):
        for column, conversions in columns.items():
            for conversion in conversions:
                if isinstance(conversion, NumberTo):
                    numbers.setdefault(conversion.to, set()).add(column)
    usable = [
        rule
        for rule in mapping.key
        if (present & numbers.get(rule.number, set()) if rule.number else present.issuperset(rule.columns))
    ]
    if not usable:
        needed = sorted({column for rule in mapping.key for column in (*rule.columns, *numbers.get(rule.number, ()))})
        raise InputError(
            f"{name} has not the columns that the mapping '{mapping.name}' needs to know a record by",
            f"needed: {', '.join(needed)}; found: {', '.join(heading)[:500]}",
            "Check the delimiter, the heading and the mapping",
        )
    for column in heading:
        repeated = column.removesuffix(" (2)")
        if column != repeated and repeated in mapping.columns and column not in mapping.columns:
            raise InputError(
                f"{name} has the column '{repeated}' twice",
                "it cannot be known which one is meant",
                "Rename one of them, or map both ('" + column + "' is the second)",
            )


def _split_text(stream: Any, name: str, head: bytes, mapping: Mapping) -> Iterator[Chunk | Rejected]:
    delimiter = choose_delimiter(head, mapping)
    rows = read_rows(stream, encodings=mapping.encoding, delimiter=delimiter, heading_row=mapping.heading_row)
    gathered = _Gathered(mapping.name)
    for row in rows:
        if isinstance(row, BrokenRow):
            yield Rejected(f"row {row.number}", row.reason, row.raw.encode("utf-8", "surrogateescape")[:1_000_000])
            continue
        if not gathered.heading:
            if mapping.heading_row:
                gathered.heading = clean_heading(row.cells)
                check_heading(mapping, gathered.heading, name)
                continue
            gathered.heading = clean_heading([""] * len(row.cells))
        yield from gathered.add(_table_row(row))
    yield from gathered.flush()
    if not gathered.heading:
        raise InputError(f"{name} is an empty table", "it has no heading", "Check the file")


def _table_row(row: Row) -> TableRow:
    notes = ((ENCODING_NOTE + row.encoding, ""),) if row.encoding else ()
    return TableRow(f"row {row.number}", row.cells, notes)


class _Gathered:
    """Rows on their way into a chunk."""

    def __init__(self, mapping: str) -> None:
        self.mapping = mapping
        self.heading: tuple[str, ...] = ()
        self.rows: list[TableRow] = []
        self.size = 0
        self.index = 0
        self.count = 0

    def add(self, row: TableRow) -> Iterator[Chunk]:
        """Take a row; a chunk when enough are there."""
        self.rows.append(row)
        self.size += sum(map(len, row.cells))
        if len(self.rows) >= ROWS_A_CHUNK or self.size >= CHARACTERS_A_CHUNK:
            yield from self.flush()

    def flush(self) -> Iterator[Chunk]:
        """The rows that are waiting, as a chunk."""
        if self.rows:
            yield Chunk(self.index, self.count, TableRows(self.mapping, self.heading, self.rows))
            self.index += 1
            self.count += len(self.rows)
            self.rows, self.size = [], 0


def _split_sheets(stream: Any, name: str, choose: Callable[[bytes, tuple[str, ...]], Mapping]) -> Iterator[Chunk | Rejected]:
    gathered = _Gathered("")
    sheet = ""
    usable = False
    problem: InputError | None = None
    for row in read_sheets(stream, name):
        if row.sheet != sheet:
            yield from gathered.flush()
            sheet, usable = row.sheet, True
            gathered.heading = clean_heading(row.cells)
            try:
                mapping = choose(b"", gathered.heading)
                check_heading(mapping, gathered.heading, f"{name}, sheet '{sheet}'")
                gathered.mapping = mapping.name
            except InputError as error:
                usable = False
                problem = error
                yield Rejected(f"sheet {sheet}", f"the sheet is not read: {error}", is_record=False)
            continue
        if not usable:
            continue
        cells = [cell.strip() for cell in row.cells[: len(gathered.heading)]]
        cells += [""] * (len(gathered.heading) - len(cells))
        notes = tuple((FORMULA_NOTE, formula) for formula in row.formulas)
        if notes:
            cells = ["" if cell == FORMULA else cell for cell in cells]
        if any(cells) or notes:
            yield from gathered.add(TableRow(f"sheet {sheet}, row {row.number}", cells, notes))
    yield from gathered.flush()
    if problem is not None and not gathered.index:
        raise problem


def _split_objects(stream: Any, mapping: Mapping) -> Iterator[Chunk | Rejected]:
    items: list[tuple[int, Any]] = []
    index = 0
    for item in read_items(stream, mapping.records_at):
        if isinstance(item, Item):
            items.append((item.number, item.content))
            if len(items) >= ROWS_A_CHUNK:
                yield Chunk(index, items[0][0], TableObjects(mapping.name, items))
                index += 1
                items = []
        else:
            yield Rejected(f"record {item.number}", item.reason, item.raw.encode("utf-8", "surrogateescape"))
    if items:
        yield Chunk(index, items[0][0], TableObjects(mapping.name, items))
