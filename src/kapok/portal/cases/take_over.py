"""Entries of the register that were made elsewhere before: taken over from a table, each with what could not be taken."""

from __future__ import annotations

from typing import Any

import msgspec
from django.db import transaction

from kapok import clock
from kapok.portal.cases.models import RegisterEntry
from kapok.portal.cases.procedures import get_procedure
from kapok.portal.cases.register import folded, queue_for_search
from kapok.services.import_certificates import BadRow, EarlierCertificate, read_certificates

COLUMNS = ("title", "holder", "status", "certificate_number", "registered_on", "expires_on")


def take_over(data: bytes, procedure: str) -> dict[str, Any]:
    """Take over the rows of a table. Again changes nothing; a number that a case here holds is never overwritten."""
    get_procedure(procedure)
    taken = unchanged = 0
    rejected: list[BadRow] = []
    with transaction.atomic():
        for row in read_certificates(data):
            if isinstance(row, BadRow):
                rejected.append(row)
                continue
            known = RegisterEntry.objects.filter(registration_number=row.registration_number).first()
            if known is not None and known.case_id:
                rejected.append(BadRow(row.line, "registration_number", "a case of this platform holds this number"))
            elif known is not None and all(getattr(known, column) == getattr(row, column) for column in COLUMNS):
                unchanged += 1
            else:
                _write(row, procedure)
                taken += 1
        if taken:
            queue_for_search(clock.now())
    return {"taken": taken, "unchanged": unchanged, "rejected": msgspec.to_builtins(rejected)}


def _write(row: EarlierCertificate, procedure: str) -> None:
    now = clock.now()
    facts = {column: getattr(row, column) for column in COLUMNS}
    ended = row.expires_on if row.status == RegisterEntry.Status.EXPIRED else None
    RegisterEntry.objects.update_or_create(
        registration_number=row.registration_number,
        defaults={
            **facts,
            "procedure": procedure,
            "ended_on": ended if row.status != RegisterEntry.Status.IN_FORCE else None,
            "folded": folded(row.registration_number, row.certificate_number, row.title, row.holder),
            "changed_at": now,
        },
    )
