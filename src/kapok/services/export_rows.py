"""What a record looks like in a flat export: one row of plain texts, columns in a fixed order."""

from __future__ import annotations

from kapok.records.record import Mark, Record

COLUMNS = (
    "key",
    "category",
    "office_code",
    "number",
    "kind_code",
    "title",
    "applicants",
    "inventors",
    "filing_date",
    "publication_date",
    "registration_date",
    "expiry_date",
    "application_number",
    "registration_number",
    "priorities",
    "ipc",
    "cpc",
    "nice",
    "goods_and_services",
    "abstract",
    "office_status",
    "source",
)
"""Column names of CSV, XLSX and Parquet exports."""


def flat(record: Record) -> tuple[str, ...]:
    """The values of `COLUMNS`; several values are joined by `; `."""
    goods = nice = ""
    title = record.titles[0].text if record.titles else ""
    if isinstance(record, Mark):
        title = record.mark_text or title
        goods = "; ".join(entry.text or ", ".join(entry.terms) for entry in record.goods_and_services)
        nice = "; ".join(dict.fromkeys(str(entry.nice_class) for entry in record.goods_and_services))
    return (
        record.key,
        record.category,
        record.office_code,
        record.number,
        record.kind_code,
        title,
        _names(record, ("applicant", "holder")),
        _names(record, ("inventor", "designer", "author")),
        record.filing_date,
        record.publication_date,
        record.registration_date,
        record.expiry_date,
        record.application.number if record.application else "",
        record.registration.number if record.registration else "",
        "; ".join(f"{p.number.office_code}{p.number.number} {p.priority_date}".strip() for p in record.priorities),
        _classes(record, "ipc"),
        _classes(record, "cpc"),
        nice or _classes(record, "nice"),
        goods,
        record.abstracts[0].text if record.abstracts else "",
        record.office_status_text,
        record.provenance.source,
    )


def _names(record: Record, roles: tuple[str, ...]) -> str:
    return "; ".join(dict.fromkeys(party.name for party in record.parties if party.role in roles))


def _classes(record: Record, scheme: str) -> str:
    return "; ".join(dict.fromkeys(c.symbol for c in record.classifications if c.scheme == scheme))
