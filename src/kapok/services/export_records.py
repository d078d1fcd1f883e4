"""Export the whole result of a search, streamed: CSV, XLSX, JSON lines, RIS, BibTeX, Parquet."""

from __future__ import annotations

import csv
import io
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

from msgspec import Struct

from kapok.errors import InputError
from kapok.lake.export_parquet import write_table
from kapok.records.record import AnyRecord, encode
from kapok.services.export_references import bibtex, ris
from kapok.services.export_rows import COLUMNS, flat
from kapok.services.export_workbook import blocks, xlsx
from kapok.services.opened import backend_of, lake_of
from kapok.services.search_records import check_category, read_query

BATCH_KEYS = 200_000
"""Keys gathered before reading: records are then read segment by segment, not one by one."""

Form = Callable[[Iterable[AnyRecord], Counter[str]], Iterator[bytes]]
"""Records -> the bytes of a file; counts, by column, the cells whose text it cuts."""


class Exported(Struct, frozen=True, kw_only=True):
    """What was written: records, and cells whose text is cut, by column (XLSX alone cuts)."""

    records: int
    cut_cells: dict[str, int] = {}


def export(
    home: Path,
    text: str,
    fmt: str,
    *,
    language: str = "auto",
    category: str = "",
    filters: Sequence[tuple[str, str]] = (),
    cut: Counter[str] | None = None,
) -> Iterator[bytes]:
    """The whole result as a byte stream in format `fmt` (a key of `EXPORT_FORMATS`), in stable order, not by relevance.

    `cut` counts, by column, cells whose text is longer than the format allows; the file says so itself too.
    Raises InputError for an unknown format or category, QueryError for a wrong query, BackendError when it cannot look: all
    before the first byte.
    """
    if fmt not in EXPORT_FORMATS:
        raise InputError(f"There is no export format '{fmt}'", "", "Take one of: " + ", ".join(EXPORT_FORMATS))
    check_category(category)
    node = read_query(text, language)
    keys = backend_of(home).iterate_keys(node, category, tuple(filters))
    first = list(islice(keys, 1))  # asks the backend now, so that an error comes before the first byte
    return EXPORT_FORMATS[fmt](_records(home, first, keys), Counter() if cut is None else cut)


def export_to_file(home: Path, text: str, to: Path, *, language: str = "auto", category: str = "") -> Exported:
    """Write the export to a file whose ending names the format."""
    fmt = FILE_ENDINGS.get(to.suffix.lstrip(".").lower())
    if fmt is None:
        raise InputError(
            f"The name '{to.name}' does not say which format to write",
            "the ending decides",
            "Name a file that ends in ." + ", .".join(FILE_ENDINGS),
        )
    count = backend_of(home).count(read_query(text, language), category)
    cut: Counter[str] = Counter()
    stream = export(home, text, fmt, language=language, category=category, cut=cut)
    temporary = to.with_name(to.name + ".writing")
    try:
        with temporary.open("wb") as handle:
            for block in stream:
                handle.write(block)
        temporary.replace(to)
    except OSError as error:
        raise InputError(
            f"{to} cannot be written",
            error.strerror or str(error),
            "Name a file in a folder that exists and may be written",
        ) from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    return Exported(records=count, cut_cells=dict(cut))


def _records(home: Path, first: list[str], keys: Iterator[str]) -> Iterator[AnyRecord]:
    lake = lake_of(home)
    batch = first + list(islice(keys, BATCH_KEYS - len(first)))
    while batch:
        yield from lake.stream_keys(batch)
        batch = list(islice(keys, BATCH_KEYS))


def _csv(records: Iterable[AnyRecord], _cut: Counter[str]) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    yield b"\xef\xbb\xbf"  # Excel takes UTF-8 for granted only with this mark
    for number, record in enumerate(records, start=1):
        writer.writerow([_harmless(value) for value in flat(record)])
        if number % 500 == 0:
            yield buffer.getvalue().encode("utf-8")
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode("utf-8")


def _harmless(value: str) -> str:
    """A value that a spreadsheet would take for a formula gets an apostrophe in front."""
    return "'" + value if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _jsonl(records: Iterable[AnyRecord], _cut: Counter[str]) -> Iterator[bytes]:
    for record in records:
        yield encode(record) + b"\n"


def _texts(form: Callable[[AnyRecord], str]) -> Form:
    def run(records: Iterable[AnyRecord], _cut: Counter[str]) -> Iterator[bytes]:
        for record in records:
            yield form(record).encode("utf-8")

    return run


def _parquet(records: Iterable[AnyRecord], _cut: Counter[str]) -> Iterator[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "export.parquet"
        write_table(target, (*COLUMNS, "record"), ((*flat(record), encode(record).decode("utf-8")) for record in records))
        yield from blocks(target)


EXPORT_FORMATS: dict[str, Form] = {
    "csv": _csv,
    "xlsx": xlsx,
    "jsonl": _jsonl,
    "ris": _texts(ris),
    "bibtex": _texts(bibtex),
    "parquet": _parquet,
}
"""Export formats by name."""

FILE_ENDINGS: dict[str, str] = {
    "csv": "csv",
    "xlsx": "xlsx",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
    "ris": "ris",
    "bib": "bibtex",
    "parquet": "parquet",
}
"""Ending of a file's name -> export format."""
