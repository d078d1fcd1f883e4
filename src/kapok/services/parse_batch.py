"""Turn a batch of chunks into lake rows and index documents: the part of a load that runs in worker processes."""

from __future__ import annotations

import gc
import os
import threading
import time
from collections import Counter

from msgspec import Struct
from msgspec.structs import replace

from kapok.formats.audit import Audit
from kapok.formats.ports import Chunk, ReadContext, Reader, Rejected
from kapok.formats.registry import get_reader
from kapok.lake.rows import Row, make_row
from kapok.records.record import Mark, Record
from kapok.search.mapping import documents
from kapok.search.ports import IndexDocument
from kapok.services.party_directory import is_nameless, open_directory, with_names

FILL_FIELDS = (
    "titles",
    "abstracts",
    "parties",
    "application",
    "filing_date",
    "publication_date",
    "registration_date",
    "classifications",
)
"""Record fields whose fill rate a source may declare (`kapok.lake.health`)."""

_COLLECT = (50_000, 20, 100)
"""When a worker looks for cycles: seldom, for records are trees (with Python's own thresholds it costs a tenth of the time)."""


class Job(Struct, frozen=True):
    """What a worker is asked: chunks of one member and how to read them.

    `parties`: the directory of names for parties that a mark only numbers.
    `renames`: the user named the source, which then replaces a source that the file itself states (Kapok's own format does).
    """

    format_name: str
    chunks: list[Chunk | Rejected]
    source: str
    file: str
    read_at: str
    renames: bool = False
    parties: str = ""


class Parsed(Struct):
    """What a worker answers: rows with their documents, side by side; what was rejected; counts for the health check."""

    rows: list[Row]
    documents: list[IndexDocument]
    rejected: list[Rejected]
    partial: list[int]
    repaired: int
    filled: dict[str, int]
    through: int
    seen: int


def parse_batch(job: Job) -> Parsed:
    """Parse a job; never raises for bad data. `partial` lists rows that only add to a record (OPS delivers in parts)."""
    return parse_with(get_reader(job.format_name), job)


def parse_with(reader: Reader, job: Job, audit: Audit | None = None) -> Parsed:
    """The same with a reader in hand (a user's own mapping has no registered name)."""
    context = ReadContext(source=job.source, file=job.file, read_at=job.read_at, audit=audit)
    parsed = Parsed([], [], [], [], 0, {}, 0, len(job.chunks))
    filled: Counter[str] = Counter()
    records: list[Record] = []
    directory = open_directory(job.parties)
    for chunk in job.chunks:
        if isinstance(chunk, Rejected):
            parsed.rejected.append(chunk)
            continue
        for item in reader.parse(chunk, context):
            if isinstance(item, Rejected):
                parsed.rejected.append(item)
                continue
            if job.renames and item.provenance.source != job.source:
                item = replace(item, provenance=replace(item.provenance, source=job.source))
            if directory is not None and isinstance(item, Mark) and is_nameless(item):
                item = with_names(item, directory)
            if item.provenance.repairs:
                parsed.repaired += 1
            if item.attributes and "partial" in item.attributes:
                parsed.partial.append(len(records))
            records.append(item)
    parsed.rows = [make_row(record) for record in records]
    parsed.documents = documents(records)
    for name in FILL_FIELDS:
        if number := sum(1 for record in records if getattr(record, name)):
            filled[name] = number
    parsed.filled = dict(filled)
    return parsed


def end_with_parent() -> None:
    """Worker start: leave when the parent process is gone (it may have been killed), instead of waiting for ever."""
    gc.freeze()
    gc.set_threshold(*_COLLECT)
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
