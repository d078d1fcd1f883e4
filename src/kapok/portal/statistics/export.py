"""The cases and registers of the database as statistics may see them: events, the office, its region, whose office it is."""

from __future__ import annotations

from collections.abc import Iterator

from kapok.portal.accounts.models import Organisation
from kapok.portal.cases.models import Case, RegisterEntry
from kapok.portal.cases.store import events_of
from kapok.portal.statistics.models import ReportingOffice
from kapok.services.export_cases import ExportedCase
from kapok.statistics.declared import province
from kapok.statistics.sources import OPERATOR, Entry


def exported_cases() -> Iterator[ExportedCase]:
    """Every case, one after the other; names and values of fields stay behind."""
    regions = dict(Organisation.objects.values_list("key", "region"))
    bound = dict(ReportingOffice.objects.order_by("-authority").values_list("organisation__key", "authority"))
    for key, office in Case.objects.order_by("key").values_list("key", "office").iterator():
        yield ExportedCase(regions.get(office, ""), office, events_of(key), bound.get(office, OPERATOR))


def exported_entries() -> Iterator[Entry]:
    """Every entry of the register of data IP certificates; it is public as the register is."""
    regions = dict(Organisation.objects.values_list("key", "region"))
    for entry in RegisterEntry.objects.order_by("id").select_related("case").iterator():
        office = entry.case.office if entry.case is not None else ""
        ended = entry.ended_on or entry.expires_on
        yield Entry(
            register="data_ip", list=entry.procedure, number=entry.registration_number, name=entry.title,
            since=entry.registered_on.isoformat(), until=ended.isoformat() if ended else "", holder=entry.holder,
            region=regions.get(office) or province()[0], tags=(entry.status,), source="register",
        )  # fmt: skip
