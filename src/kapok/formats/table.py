"""Tables of IP records: CSV and other delimited text, XLSX, JSON, JSON lines, each read by a declared column mapping.

RFC 4180, ECMA-376, RFC 8259. Every shipped mapping (`mappings/*.yaml`) is a format of its own, `table:<name>`; `table` opens a
workbook whose columns its head does not show and takes the mapping that fits; `table_reader` reads with a user's mapping.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from kapok.errors import InputError
from kapok.formats.line_blocks import numbered_lines
from kapok.formats.ports import Chunk, FormatSpec, Head, ReadContext, Reader, Rejected
from kapok.formats.table_cells import flatten
from kapok.formats.table_checks import RECORD_CLASSES
from kapok.formats.table_definition import read_mapping
from kapok.formats.table_detect import fits, medium_of, workbook_texts
from kapok.formats.table_mapping import Mapping
from kapok.formats.table_plan import Plan
from kapok.formats.table_rows import TableLines, TableObjects, TableRows, split_table
from kapok.records.record import Record

MAPPINGS = Path(__file__).parent / "mappings"


@cache
def shipped_mappings() -> dict[str, Mapping]:
    """The mappings that come with Kapok, by name. Raises `DefinitionError` if one is wrong."""
    found = [read_mapping(path) for path in sorted(MAPPINGS.glob("*.yaml"))]
    return {mapping.name: mapping for mapping in found}


class _TableReading(Reader):
    """What the readers of tables share: parsing chunks by the mapping that they name."""

    def __init__(self) -> None:
        self._plans: dict[tuple[str, tuple[str, ...]], Plan] = {}

    @abstractmethod
    def mapping(self, name: str) -> Mapping:
        """The mapping called `name`."""

    def parse(self, chunk: Chunk, context: ReadContext) -> Iterator[Record | Rejected]:
        """The records of a piece of the table; rows that the mapping skips give nothing."""
        data: TableRows | TableObjects | TableLines = chunk.data
        mapping = self.mapping(data.mapping)
        format_name = f"table:{mapping.name}"
        if isinstance(data, TableRows):
            plan = self._plan(mapping, data.heading)
            for row in data.rows:
                if context.audit is not None:
                    plan.audit(row.cells, context.audit)
                found = plan.read(row.cells, row.position, context, format_name, row.notes)
                if found is not None:
                    yield found
        elif isinstance(data, TableObjects):
            for number, item in data.items:
                yield from self._object(mapping, item, f"record {number}", context, format_name)
        else:
            for number, line in numbered_lines(data.block):
                try:
                    item = msgspec.json.decode(line)
                except (msgspec.DecodeError, UnicodeDecodeError) as error:
                    yield Rejected(f"line {number}", f"it is not JSON: {error}", line)
                    continue
                yield from self._object(mapping, item, f"line {number}", context, format_name)

    def _plan(self, mapping: Mapping, heading: tuple[str, ...]) -> Plan:
        plan = self._plans.get((mapping.name, heading))
        if plan is None:
            plan = self._plans[mapping.name, heading] = Plan(mapping, heading)
        return plan

    def _object(
        self, mapping: Mapping, item: Any, position: str, context: ReadContext, format_name: str
    ) -> Iterator[Record | Rejected]:
        if not isinstance(item, dict):
            yield Rejected(position, "it is not an object", msgspec.json.encode(item))
            return
        plan = self._plan(mapping, ())
        flat = flatten(item, plan.whole)
        if context.audit is not None:
            plan.audit_paths(flat, context.audit)
        found = plan.read([flat.get(path) for path in plan.heading], position, context, format_name)
        if found is not None:
            yield found


class MappedTableReader(_TableReading):
    """Tables of one mapping. `file` is where a user's own mapping stands, None for a shipped one."""

    def __init__(self, mapping: Mapping, file: Path | None = None) -> None:
        super().__init__()
        self._mapping = mapping
        self._file = file
        vars(self)["spec"] = FormatSpec(
            name=f"table:{mapping.name}",
            title=mapping.title,
            standard=mapping.standard,
            categories=mapping.all_categories(),
            default_source=mapping.source,
            real_files=mapping.real_files,
        )

    def __reduce__(self) -> tuple[Any, ...]:
        """Another process reads the mapping from its file again."""
        if self._file is None:
            return shipped_reader, (self._mapping.name,)
        return table_reader, (self._file,)

    def mapping(self, name: str) -> Mapping:
        """Its one mapping."""
        return self._mapping

    def detect(self, head: Head) -> bool:
        """Whether the columns that the mapping names are in the table's heading, or the first record's keys."""
        return fits(self._mapping, head.data)

    def split(self, stream: BinaryIO, name: str) -> Iterator[Chunk | Rejected]:
        """Pieces of some hundred rows."""
        return split_table(stream, name, lambda head, heading: self._mapping)


class TableReader(_TableReading):
    """A table whose mapping is chosen among the shipped ones by its columns."""

    spec = FormatSpec(
        name="table",
        title="Table, read by the shipped mapping that its columns fit",
        standard="CSV (RFC 4180), XLSX (ECMA-376), JSON and JSON lines (RFC 8259)",
        categories=tuple(RECORD_CLASSES),
        default_source="table",
    )

    def mapping(self, name: str) -> Mapping:
        """The shipped mapping called `name`."""
        return shipped_mappings()[name]

    def detect(self, head: Head) -> bool:
        """A workbook whose head does not show its headings; every other table is found by its mapping's own reader."""
        return medium_of(head.data) == "xlsx" and not workbook_texts(head.data)[1]

    def split(self, stream: BinaryIO, name: str) -> Iterator[Chunk | Rejected]:
        """Pieces of some hundred rows, by the mapping that fits."""

        def choose(head: bytes, heading: tuple[str, ...]) -> Mapping:
            for mapping in shipped_mappings().values():
                if set(mapping.detect).issubset(heading) if heading else fits(mapping, head):
                    return mapping
            shown = f"its columns are: {', '.join(heading)[:500]}" if heading else "no shipped mapping knows its columns"
            raise InputError(
                f"{name} is no table that Kapok knows",
                shown,
                "Write a mapping (docs/formats-how-to-add.md) and load it with --mapping my-mapping.yaml",
            )

        return split_table(stream, name, choose)


def table_reader(mapping_path: Path | str) -> MappedTableReader:
    """A reader for tables of the mapping declared in a file; `DefinitionError` if the mapping is wrong."""
    path = Path(mapping_path)
    return MappedTableReader(read_mapping(path), path)


@cache
def shipped_reader(name: str) -> MappedTableReader:
    """The reader of the shipped mapping `name`."""
    return MappedTableReader(shipped_mappings()[name])


def table_readers() -> list[Reader]:
    """The readers of all shipped mappings, and last the one that chooses among them."""
    return [*(shipped_reader(name) for name in shipped_mappings()), TableReader()]
