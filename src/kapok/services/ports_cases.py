"""What acting on a case needs of the place where cases live: one transaction, the history, the outbox, jobs, numbers.

The portal's database is the adapter; tests use a store in memory. Everything inside one `transaction` happens or nothing does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol

from msgspec import Struct

from kapok.errors import NotAllowed
from kapok.procedures.events import Actor, CaseEvent
from kapok.procedures.model import Procedure
from kapok.procedures.state import CaseState


class KeptEvent(Struct, frozen=True):
    """An event as it is kept: its canonical statement (salted), the digests of it, its name in the evidence log."""

    event: CaseEvent
    body: bytes
    sha256: str
    sm3: str
    log_id: str


class Opening(Struct, frozen=True):
    """What is known of a case when it begins, beside its first event: who handles it."""

    office: str = ""
    applicant: str = ""


class StaleCase(NotAllowed):
    """Somebody else acted first; `since` are the events that the actor had not seen."""

    http_status = 409

    def __init__(self, case: str, since: Sequence[CaseEvent]) -> None:
        self.case = case
        self.since = tuple(since)
        super().__init__(
            "Somebody else acted on this case in the meantime",
            f"{len(self.since)} events came in since you opened the page",
            "Look at what changed, then decide again",
        )


class CaseStore(Protocol):
    """Where cases live."""

    def transaction(self) -> AbstractContextManager[None]:
        """Everything inside is committed together, durably, or not at all."""

    def history(self, case: str) -> tuple[CaseEvent, ...]:
        """The events of a case in order; inside a transaction nobody else can add to them. Raises NotFound."""

    def open_case(self, case: str, opening: Opening) -> None:
        """Make room for a case that begins with the next events."""

    def append(self, case: str, events: Sequence[KeptEvent]) -> None:
        """Add events after the last; raises StaleCase when their places are taken. Queues their digests for the log."""

    def project(self, case: str, procedure: Procedure, state: CaseState, now: datetime) -> None:
        """Write what lists and registers show of a case, and queue what follows from it (documents, deadlines, service)."""

    def next_number(self, series: str) -> int:
        """The next serial number of a series, from 1; without gaps, because it is rolled back with the transaction."""

    def filled(self, case: str, procedure: Procedure, action: str, values: dict[str, Any], actor: Actor) -> dict[str, Any]:
        """The values of a form with those that only the platform can give (numbers, entries of the log), in the transaction."""

    def outside_facts(self, case: str, procedure: Procedure, values: dict[str, Any]) -> Mapping[str, Any]:
        """What only the platform knows of a case: parallel cases, restriction lists, near duplicates. May be found lazily."""

    def keep_verdict(self, actor: Actor, action: str, case: str, reason: str) -> None:
        """Keep why an act was allowed; refusals are kept by whoever asked, after the transaction is undone."""
