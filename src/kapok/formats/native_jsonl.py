"""Kapok's own JSON lines: one record a line, as `kapok export` writes them and `records.encode` makes them.

What is read equals what was written, provenance included, so that an export is a backup. No outside standard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, ClassVar

import msgspec

from kapok.formats.audit import Audit
from kapok.formats.line_blocks import LineBlock, first_json_line, numbered_lines, split_lines
from kapok.formats.ports import Chunk, FormatSpec, Head, ReadContext, Reader, Rejected
from kapok.records.record import AnyRecord, Record

_RECORD_START = re.compile(
    rb'\{\s*"type"\s*:\s*"(patent|mark|design|geographical_indication|general)"\s*,\s*"key"\s*:\s*"[a-z_]+/'
)
_decoder: msgspec.json.Decoder[AnyRecord] = msgspec.json.Decoder(AnyRecord)
_TYPES: dict[str, type[Record]] = {str(kind.__struct_config__.tag): kind for kind in AnyRecord.__args__}


class NativeReader(Reader):
    """Kapok's own JSON lines."""

    spec: ClassVar[FormatSpec] = FormatSpec(
        name="kapok-jsonl",
        title="Kapok JSON lines",
        standard="Kapok record model, one JSON object a line",
        categories=(
            "patent",
            "mark",
            "design",
            "geographical_indication",
            "layout_design",
            "plant_variety",
            "copyright",
            "data_asset",
            "decision",
            "judgment",
            "customs",
            "literature",
            "law",
            "organisation",
            "transaction",
        ),
        default_source="kapok",
    )

    def detect(self, head: Head) -> bool:
        """A first line that begins as `encode` begins every record."""
        return _RECORD_START.match(first_json_line(head.data)) is not None

    def split(self, stream: BinaryIO, name: str) -> Iterator[Chunk | Rejected]:
        """Blocks of whole lines."""
        return split_lines(stream)

    def parse(self, chunk: Chunk, context: ReadContext) -> Iterator[Record | Rejected]:
        """The records of a block, unchanged; a line that is not a record is `Rejected` with the path of the fault."""
        block: LineBlock = chunk.data
        if context.audit is None:
            try:
                records = _decoder.decode_lines(block.data)
            except (msgspec.DecodeError, UnicodeDecodeError):
                pass  # some line is broken: go line by line to lose only that one
            else:
                if all(record.key.startswith(record.category + "/") for record in records):
                    yield from records
                    return
        for number, line in numbered_lines(block):
            yield _read_line(number, line, context.audit)


def _read_line(number: int, line: bytes, audit: Audit | None) -> Record | Rejected:
    try:
        record = _decoder.decode(line)
        keys = msgspec.json.decode(line) if audit is not None else ()
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return Rejected(position=f"line {number}", reason=f"not a Kapok record: {error}", raw=line)
    if not record.key.startswith(record.category + "/"):
        reason = f"its key '{record.key}' does not begin with its category '{record.category}'"
        return Rejected(position=f"line {number}", reason=reason, raw=line)
    if audit is not None:
        known = {*_TYPES[str(record.__struct_config__.tag)].__struct_fields__, "type"}
        for key in keys:
            audit.use(key) if key in known else audit.surprise(key)
    return record
