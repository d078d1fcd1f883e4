"""The cases of the database as statistics may see them: events, the office that handles them, its region."""

from __future__ import annotations

from collections.abc import Iterator

from kapok.portal.accounts.models import Organisation
from kapok.portal.cases.models import Case
from kapok.portal.cases.store import events_of
from kapok.services.export_cases import ExportedCase


def exported_cases() -> Iterator[ExportedCase]:
    """Every case, one after the other; names and values of fields stay behind."""
    regions = dict(Organisation.objects.values_list("key", "region"))
    for key, office in Case.objects.order_by("key").values_list("key", "office").iterator():
        yield ExportedCase(regions.get(office, ""), office, events_of(key))
