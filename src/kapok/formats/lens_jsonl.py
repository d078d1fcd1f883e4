"""Patents of The Lens (lens.org) as JSON lines: the export of its web application, and objects of its API, one a line.

Each line says by its keys which of the two it is (`lensId`, `lens_id`). The export form is read from real files; the API form
follows the published documentation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, ClassVar, TypeVar

import msgspec

from kapok.errors import InputError
from kapok.formats import lens_api, lens_export
from kapok.formats.audit import Audit
from kapok.formats.lens_export import LensExport
from kapok.formats.lens_schema import IGNORED, PATHS, LensPatent
from kapok.formats.line_blocks import LineBlock, first_json_line, numbered_lines, split_lines
from kapok.formats.ports import Chunk, FormatSpec, Head, ReadContext, Reader, Rejected
from kapok.formats.table_cells import flatten
from kapok.records.provenance import Provenance
from kapok.records.record import Record

T = TypeVar("T")
_export = msgspec.json.Decoder(LensExport)
_api = msgspec.json.Decoder(LensPatent)


class LensReader(Reader):
    """Lens JSON lines."""

    spec: ClassVar[FormatSpec] = FormatSpec(
        name="lens-jsonl",
        title="The Lens, patents as JSON lines",
        standard="Lens patent export (JSON lines), Lens API patent object",
        categories=("patent", "design"),
        default_source="lens",
    )

    def detect(self, head: Head) -> bool:
        """A first line that is an object with a Lens id and the publication's key or bibliography."""
        line = first_json_line(head.data)
        if not line.startswith(b"{"):
            return False
        is_export = b'"lensId"' in line and b'"publicationKey"' in line
        return is_export or (b'"lens_id"' in line and (b'"doc_number"' in line or b'"biblio"' in line))

    def split(self, stream: BinaryIO, name: str) -> Iterator[Chunk | Rejected]:
        """Blocks of whole lines."""
        return split_lines(stream)

    def parse(self, chunk: Chunk, context: ReadContext) -> Iterator[Record | Rejected]:
        """One record a line; a line that is none is `Rejected` with the path of the fault."""
        block: LineBlock = chunk.data
        for number, line in numbered_lines(block):
            position = f"line {number}"
            provenance = Provenance(context.source, self.spec.name, context.file, position, context.read_at)
            try:
                yield _read(line, provenance, context.audit)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                yield Rejected(position, f"not a patent of The Lens: {error}", line)
            except InputError as error:
                yield Rejected(position, str(error), line)


def _read(line: bytes, provenance: Provenance, audit: Audit | None) -> Record:
    is_export = b'"lensId"' in line
    if audit is not None:
        _audit(msgspec.json.decode(line), is_export, audit)
    if is_export:
        return lens_export.to_record(_decode(_export, line), provenance)
    return lens_api.to_record(_decode(_api, line), provenance)


def _decode(decoder: msgspec.json.Decoder[T], line: bytes) -> T:
    """The typed object; a key that is `null` counts as absent."""
    try:
        return decoder.decode(line)
    except msgspec.ValidationError:
        if b"null" not in line:
            raise
        return decoder.decode(msgspec.json.encode(_without_nulls(msgspec.json.decode(line))))


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(each) for key, each in value.items() if each is not None}
    if isinstance(value, list):
        return [_without_nulls(each) for each in value if each is not None]
    return value


def _audit(item: Any, is_export: bool, audit: Audit) -> None:
    """Count every filled value of the object by its path."""
    if not isinstance(item, dict):
        return
    if is_export:
        known, ignored = lens_export.USED, lens_export.IGNORED
        cells = item
    else:
        known, ignored = PATHS, IGNORED
        cells = flatten(item, frozenset())
    for path, value in cells.items():
        if value in (None, "", [], {}):
            continue
        reason = _reason(path, ignored)
        if path in known:
            audit.use(path)
        elif reason:
            audit.ignore(path, reason)
        else:
            audit.surprise(path)


def _reason(path: str, ignored: Mapping[str, str]) -> str:
    """Why the path, or what it lies in, is left out; "" if it is not."""
    while path:
        if path in ignored:
            return ignored[path]
        path = path.rpartition(".")[0]
    return ""
