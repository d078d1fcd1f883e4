"""What the index keeps to show: the summary of a result row, and the texts that are highlighted."""

from __future__ import annotations

from typing import Any

import msgspec

from kapok.records.record import Design, Mark, Patent, Record

_MOST_NAMES = 20

_encode = msgspec.json.Encoder().encode
_texts_decoder = msgspec.json.Decoder(dict[str, list[str]])


def summary(record: Record, status: str) -> str:
    """The JSON of a result row: titles by language, mark, names, dates, numbers, status, classes; empty ones left out."""
    row: dict[str, Any] = {"key": record.key, "category": record.category}
    if record.titles:
        row["titles"] = {text.language: text.text for text in reversed(record.titles)}
    row["office_code"] = record.office_code
    row["number"] = record.number
    if record.kind_code:
        row["kind_code"] = record.kind_code
    if record.right_id:
        row["right_id"] = record.right_id
    if record.language != "und":
        row["language"] = record.language
    applicants: list[str] = []
    inventors: list[str] = []
    for party in record.parties:
        names = applicants if party.role in ("applicant", "holder", "assignee") else inventors
        if party.role in ("applicant", "holder", "assignee", "inventor", "designer", "author") and party.name not in names:
            names.append(party.name)
    if applicants:
        row["applicants"] = applicants[:_MOST_NAMES]
    if inventors:
        row["inventors"] = inventors[:_MOST_NAMES]
    for field in ("publication_date", "filing_date", "registration_date", "expiry_date"):
        value = getattr(record, field)
        if value:
            row[field] = value
    if record.application is not None:
        row["application_number"] = record.application.number
    if record.registration is not None:
        row["registration_number"] = record.registration.number
    if status:
        row["status"] = status
    if record.office_status_text:
        row["office_status_text"] = record.office_status_text
    if record.images:
        row["has_image"] = True
        row["image_uri"] = next((image.uri for image in record.images if image.uri), "")
    if isinstance(record, Patent):
        if record.family_id:
            row["family_id"] = record.family_id
        if record.grant_date:
            row["grant_date"] = record.grant_date
        row["patent_type"] = record.patent_type
    elif isinstance(record, Mark):
        row["mark"] = record.mark_text
        row["mark_feature"] = record.mark_feature
        classes = {f"{entry.nice_class:02}" for entry in record.goods_and_services if entry.nice_class}
        classes.update(each.symbol for each in record.classifications if each.scheme == "nice")
        row["nice"] = sorted(classes)
    elif isinstance(record, Design) and record.grant_date:
        row["grant_date"] = record.grant_date
    if not isinstance(record, Mark):
        symbols = list(
            dict.fromkeys(each.symbol for each in record.classifications if each.scheme in ("ipc", "cpc", "locarno"))
        )
        if symbols:
            row["classes"] = symbols[:5]
    return _encode(row).decode()


def encode_texts(texts: dict[str, list[str]]) -> str:
    """The JSON of the texts that are kept (field -> texts)."""
    return _encode(texts).decode()


def decode_texts(stored: str) -> dict[str, list[str]]:
    """What `encode_texts` made JSON of."""
    return _texts_decoder.decode(stored)
