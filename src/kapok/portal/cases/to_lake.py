"""Registered data assets enter the platform's search: the entries, written as native records, are loaded like any file."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import F, Q

from kapok import clock
from kapok.portal.cases.models import RegisterEntry
from kapok.portal.cases.procedures import procedures
from kapok.portal.jobs.queue import handles
from kapok.records.parties import Party
from kapok.records.provenance import Provenance
from kapok.records.record import GeneralRecord, LegalEvent, Number, encode, make_key
from kapok.records.text import Text
from kapok.services.load_source import load_source

CATEGORY = "data_asset"
SOURCE = "data_ip_register"
EVENTS = {"expired": "H", "cancelled": "H", "revoked": "H"}
"""Status of an entry -> ST.27 category of its end (H: cessation)."""


@handles("register_to_lake", outside=True)
def register_to_lake(payload: dict[str, Any]) -> None:
    """Load every entry that changed since it was loaded last. Loading one twice changes nothing."""
    now = clock.now()
    waiting = RegisterEntry.objects.filter(Q(in_lake_at=None) | Q(in_lake_at__lt=F("changed_at")))
    entries = list(waiting.order_by("id")[:5000])
    if not entries:
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "register.jsonl"
        with file.open("wb") as handle:
            for entry in entries:
                handle.write(encode(record_of(entry)) + b"\n")
        load_source(settings.KAPOK_CONFIG.home, [str(file)], format_name="kapok-jsonl", source=SOURCE)
    RegisterEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(in_lake_at=now)
    if waiting.exists():
        register_to_lake(payload)


def record_of(entry: RegisterEntry) -> GeneralRecord:
    """An entry as a record of the category data_asset; long texts become texts, the rest attributes."""
    procedure = procedures().get(entry.procedure)
    language = "zh-Hans" if any("\u4e00" <= character <= "\u9fff" for character in entry.title) else "en"
    attributes, texts = {}, []
    for key, value in entry.facts.items():
        field = procedure.fields.get(key) if procedure else None
        if key in ("registration_number", "asset_name") or isinstance(value, dict | list):
            continue
        if field is not None and field.type == "long_text":
            texts.append(Text(text=str(value), language=language))
        else:
            attributes[key] = str(value)
    events = [
        LegalEvent(event_date=entry.registered_on.isoformat(), office_event_code="registered", category="F", office_code="CN")
    ]
    if entry.ended_on is not None:
        events.append(
            LegalEvent(
                event_date=entry.ended_on.isoformat(),
                office_event_code=entry.status,
                category=EVENTS.get(entry.status, "H"),
                office_code="CN",
            )
        )
    return GeneralRecord(
        key=make_key(CATEGORY, "CN", entry.registration_number),
        category=CATEGORY,
        office_code="CN",
        number=entry.registration_number,
        language=language,
        titles=(Text(text=entry.title, language=language),),
        parties=(Party(name=entry.holder, role="holder"),),
        registration=Number("CN", entry.registration_number, date=entry.registered_on.isoformat()),
        registration_date=entry.registered_on.isoformat(),
        expiry_date=entry.expires_on.isoformat() if entry.expires_on else "",
        legal_events=tuple(events),
        office_status_text=entry.status,
        office_status_date=entry.changed_at.date().isoformat(),
        attributes=attributes,
        texts=tuple(texts),
        provenance=Provenance(source=SOURCE, format="kapok-jsonl", file="register"),
    )
