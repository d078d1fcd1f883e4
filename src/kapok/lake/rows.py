"""One record as a row of the lake: its JSON, its identity, and the plain columns that analysis filters by."""

from __future__ import annotations

import hashlib

import msgspec
from msgspec import Struct

from kapok.records.record import Mark, Patent, Record, encode

_provenance_encoder = msgspec.json.Encoder()

COLUMNS: tuple[tuple[str, str], ...] = (
    ("key", "VARCHAR"),
    ("rank", "BIGINT"),
    ("digest", "VARCHAR"),
    ("office_code", "VARCHAR"),
    ("number", "VARCHAR"),
    ("kind_code", "VARCHAR"),
    ("right_id", "VARCHAR"),
    ("family_id", "VARCHAR"),
    ("title", "VARCHAR"),
    ("applicants", "VARCHAR"),
    ("filing_date", "VARCHAR"),
    ("publication_date", "VARCHAR"),
    ("registration_date", "VARCHAR"),
    ("classes", "VARCHAR"),
    ("document_date", "VARCHAR"),
    ("read_at", "VARCHAR"),
    ("record", "VARCHAR"),
)
"""Column name and DuckDB type of a segment. `applicants` and `classes` are joined by `; `."""


class Row(Struct, frozen=True, array_like=True):
    """A record ready for the lake. `digest` (32 hex digits) covers everything but the provenance: same content, same digest."""

    category: str
    source: str
    key: str
    digest: str
    office_code: str
    number: str
    kind_code: str
    right_id: str
    family_id: str
    title: str
    applicants: str
    filing_date: str
    publication_date: str
    registration_date: str
    classes: str
    document_date: str
    read_at: str
    record: str


def make_row(record: Record) -> Row:
    """The row of a record."""
    data = encode(record)
    provenance = _provenance_encoder.encode(record.provenance)
    digest = hashlib.blake2b(data.replace(provenance, b"", 1), digest_size=16).hexdigest()
    is_mark = isinstance(record, Mark)
    title = record.mark_text if isinstance(record, Mark) and record.mark_text else _first_title(record)
    return Row(
        category=record.category,
        source=record.provenance.source,
        key=record.key,
        digest=digest,
        office_code=record.office_code,
        number=record.number,
        kind_code=record.kind_code,
        # a mark is one record per right: leaving its id out keeps the manifest's right index small; one office may give a
        # patent and a design the same number, so the category belongs to the id
        right_id="" if is_mark or not record.right_id else f"{record.category}/{record.right_id}",
        family_id=record.family_id if isinstance(record, Patent) else "",
        title=title,
        applicants="; ".join(p.name for p in record.parties if p.role in ("applicant", "holder")),
        filing_date=record.filing_date,
        publication_date=record.publication_date,
        registration_date=record.registration_date,
        classes="; ".join(f"{c.scheme}:{c.symbol}" for c in record.classifications),
        document_date=record.provenance.document_date,
        read_at=record.provenance.read_at,
        record=data.decode("utf-8"),
    )


def _first_title(record: Record) -> str:
    return record.titles[0].text if record.titles else ""
