"""Registration numbers of the register: from one series without gaps for each year of filing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from kapok.documents.numbering import registration_number
from kapok.portal.cases.models import Case
from kapok.procedures.clocks import local_day
from kapok.procedures.model import Procedure

if TYPE_CHECKING:
    from kapok.portal.cases.store import DatabaseStore

SOURCES = ("own", "authorised", "public", "bought")
"""What the declared numbering calls where data come from; anything else is `other`."""


def next_registration_number(store: DatabaseStore, case: str, procedure: Procedure, values: dict[str, Any], day: date) -> str:
    """The next number for a case: year of filing, kind of source, kind of holder, serial, check character."""
    row = Case.objects.filter(pk=case).first()
    year = local_day(row.opened_at, procedure.zone).year if row is not None else day.year
    source = str(values.get("source_kind", ""))
    holder = "legal_person" if row is not None and row.applicant else "natural_person"
    serial = store.next_number(f"registration/{procedure.key}/{year}")
    return registration_number(year, serial, source=source if source in SOURCES else "other", holder=holder)
