"""What the index keeps to show: the summary of a result row, and the texts that are highlighted."""

from __future__ import annotations

from typing import Any

import msgspec

from kapok.records.record import Mark, Record

_MOST_NAMES = 20
_DATES = ("publication_date", "filing_date", "registration_date", "expiry_date")
_SHOWN_SCHEMES = frozenset(("ipc", "cpc", "locarno", "national"))
_SHOWN_ROLES = {
    "applicant": "applicants",
    "holder": "applicants",
    "assignee": "applicants",
    "inventor": "inventors",
    "designer": "inventors",
    "author": "inventors",
}

_encode = msgspec.json.Encoder().encode
_texts_decoder = msgspec.json.Decoder(dict[str, list[str]])


def summary(record: Record, status: str, changes: dict[str, str]) -> str:
    """The JSON of a result row: titles by language, mark, names, dates, numbers, status, classes; empty ones left out.

    `changes`: day -> the status from then on, for the days to come.
    """
    row: dict[str, Any] = {"key": record.key, "office_code": record.office_code, "number": record.number}
    mark = record.mark_text if isinstance(record, Mark) else ""
    titles = record.titles
    if titles and not (len(titles) == 1 and titles[0].text == mark):
        by_language: dict[str, str] = {}
        for text in titles:  # the first of each language; the record's own language stays first, as it names the record
            by_language.setdefault(text.language, text.text)
        row["titles"] = by_language
    for name in ("kind_code", "right_id", *_DATES, "office_status_text"):
        value = getattr(record, name)
        if value:
            row[name] = value
    if record.language != "und":
        row["language"] = record.language
    _add_names(row, record)
    if record.application is not None:
        row["application_number"] = record.application.number
    if record.registration is not None:
        row["registration_number"] = record.registration.number
    if status:
        row["status"] = status
    if changes:
        row["status_changes"] = changes
    if record.images:
        row["has_image"] = True
        row["image_uri"] = next((image.uri for image in record.images if image.uri), "")
    if isinstance(record, Mark):
        if mark:
            row["mark"] = mark
        if record.mark_feature:
            row["mark_feature"] = record.mark_feature
        classes = {f"{entry.nice_class:02}" for entry in record.goods_and_services if entry.nice_class}
        classes.update(each.symbol for each in record.classifications if each.scheme == "nice")
        if classes:
            row["nice"] = sorted(classes)
    else:
        symbols = dict.fromkeys(each.symbol for each in record.classifications if each.scheme in _SHOWN_SCHEMES)
        if symbols:
            row["classes"] = list(symbols)[:5]
        for name in ("family_id", "grant_date", "patent_type", "protection_type", "product_type", "country_codes"):
            value = getattr(record, name, "")
            if value:
                row[name] = value
    return _encode(row).decode()


def _add_names(row: dict[str, Any], record: Record) -> None:
    """Applicants or holders, and inventors, designers or authors."""
    for party in record.parties:
        field = _SHOWN_ROLES.get(party.role)
        if field is None:
            continue
        names = row.setdefault(field, [])
        if len(names) < _MOST_NAMES and party.name not in names:
            names.append(party.name)


def bring_up_to_date(row: dict[str, Any], day: str) -> None:
    """Give a decoded row the status of a day (ISO, on or after the day of its mapping)."""
    for change, status in row.pop("status_changes", {}).items():
        if change <= day:
            row["status"] = status


def encode_texts(texts: dict[str, list[str]]) -> str:
    """The JSON of the texts that are kept (field -> texts)."""
    return _encode(texts).decode()


def decode_texts(stored: str) -> dict[str, list[str]]:
    """What `encode_texts` made JSON of."""
    return _texts_decoder.decode(stored)
