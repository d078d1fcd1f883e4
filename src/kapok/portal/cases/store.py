"""Cases in the portal's database: the adapter of `kapok.services.ports_cases.CaseStore`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction

from kapok import clock
from kapok.errors import NotFound
from kapok.portal.cases import rows
from kapok.portal.cases.models import Case
from kapok.procedures.events import Actor, CaseEvent
from kapok.procedures.model import Procedure
from kapok.procedures.state import CaseState
from kapok.services.ports_cases import CaseStore, KeptEvent, Opening, StaleCase


class DatabaseStore:
    """The store of the running installation. One instance serves all threads: it holds nothing."""

    def transaction(self) -> AbstractContextManager[None]:
        """One durable commit."""
        found: AbstractContextManager[None] = transaction.atomic()
        return found

    def history(self, case: str) -> tuple[CaseEvent, ...]:
        """The events of a case; inside a transaction its row is held until the end of it."""
        if not rows.hold(case):
            raise NotFound("There is no such case", "", "Look at your list of cases")
        return events_of(case)

    def open_case(self, case: str, opening: Opening) -> None:
        """A row for a new case; what it shows is written by `project`."""
        now = clock.now()
        Case.objects.create(
            key=case, office=opening.office, applicant=opening.applicant, person="", opened_at=now, changed_at=now
        )

    def append(self, case: str, events: Sequence[KeptEvent]) -> None:
        """Add events and queue their digests for the evidence log."""
        if not rows.add_events(case, events):
            seen = events[0].event.sequence - 1
            raise StaleCase(case, events_of(case)[seen:])

    def log_digest(self, kind: str, reference: str, sha256: str, sm3: str) -> None:
        """Queue a digest for the evidence log, once for each reference."""
        rows.queue_digest(kind, reference, sha256, sm3)

    def project(self, case: str, procedure: Procedure, state: CaseState, now: datetime) -> None:
        """Write what lists show, and queue what follows."""
        from kapok.portal.cases.project import project

        project(case, procedure, state, now)

    def next_number(self, series: str) -> int:
        """The next serial number of a series."""
        return rows.next_number(series)

    def filled(self, case: str, procedure: Procedure, action: str, values: dict[str, Any], actor: Actor) -> dict[str, Any]:
        """What the platform fills in."""
        from kapok.portal.cases.fill import filled

        return filled(self, case, procedure, action, values, actor)

    def values_of(self, case: str) -> dict[str, Any]:
        """The latest value of every field that the case states."""
        found: dict[str, Any] = {}
        for event in events_of(case):
            found.update(event.values)
        return found

    def outside_facts(self, case: str, procedure: Procedure, values: dict[str, Any]) -> Mapping[str, Any]:
        """What only the platform knows, found when it is asked for."""
        from kapok.portal.cases.outside import OutsideFacts

        return OutsideFacts(case, procedure)

    def keep_verdict(self, actor: Actor, action: str, case: str, reason: str) -> None:
        """Keep why an act was allowed, in its own transaction."""
        rows.add_verdict(actor, action, case, reason)


def events_of(case: str) -> tuple[CaseEvent, ...]:
    """The events of a case in order, from their kept bytes."""
    return tuple(event_from(body) for body in rows.bodies(case))


class _Statement(msgspec.Struct):
    value: CaseEvent


_decoder = msgspec.json.Decoder(_Statement)


def event_from(body: bytes) -> CaseEvent:
    """An event from its canonical statement."""
    return _decoder.decode(body).value


store = DatabaseStore()
_port: CaseStore = store
