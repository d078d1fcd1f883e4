"""Turn a batch of chunks into lake rows and index documents: the part of a load that runs in worker processes."""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from kapok.formats.audit import Audit
from kapok.formats.ports import Chunk, ReadContext, Reader, Rejected
from kapok.formats.registry import get_reader
from kapok.lake.rows import Row, make_row
from kapok.records.record import Record
from kapok.search.mapping import document
from kapok.search.ports import IndexDocument

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


class Job(Struct, frozen=True):
    """What a worker is asked: chunks of one member and how to read them.

    `renames`: the user named the source, which then replaces a source that the file itself states (Kapok's own format does).
    """

    format_name: str
    chunks: list[Chunk | Rejected]
    source: str
    file: str
    read_at: str
    renames: bool = False


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
            if item.provenance.repairs:
                parsed.repaired += 1
            for name in FILL_FIELDS:
                if getattr(item, name):
                    filled[name] += 1
            if item.attributes and "partial" in item.attributes:
                parsed.partial.append(len(parsed.rows))
            parsed.rows.append(make_row(item))
            parsed.documents.append(document(item))
    parsed.filled = dict(filled)
    return parsed


def documents_of(records: Sequence[Record]) -> list[IndexDocument]:
    """Index documents of records, one each."""
    return [document(record) for record in records]


def end_with_parent() -> None:
    """Worker start: leave when the parent process is gone (it may have been killed), instead of waiting for ever."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
