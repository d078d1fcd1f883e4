"""What a case is after its events: the result of folding them. Plain data; nothing here decides anything."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from msgspec import Struct

from kapok.timelimits.deadlines import Deadline

ObligationStatus = Literal["open", "suspended", "met", "met_late", "missed", "over", "cancelled"]


class Party(Struct, frozen=True):
    """Who stands in a role of the case. `person` and `organisation` are the platform's ids ("" = not known to it)."""

    name: str = ""
    person: str = ""
    organisation: str = ""
    identifier: str = ""
    kind: Literal["person", "organisation", ""] = ""

    def is_same(self, person: str, organisation: str) -> bool:
        """Whether someone who acts is this party: the same organisation, or the same person."""
        if self.organisation:
            return self.organisation == organisation
        return bool(self.person) and self.person == person


class CaseDocument(Struct, frozen=True):
    """A document of the case: which event brought it, and whether it was handed in or issued. `number` of issued ones."""

    kind: str
    name: str
    sha256: str
    size: int
    sequence: int
    direction: Literal["in", "out"]
    media_type: str = ""
    number: str = ""


class Due(Struct, frozen=True):
    """An outgoing document that an event ordered and that has not been attached yet."""

    document: str
    sequence: int


class Obligation(Struct, frozen=True):
    """One running clock: the time limit, the event that opened it, when it ends and what became of it.

    `ends_at` is the first instant (UTC) after it; `last_day` the day as people say it. `obliged` is the role that must act.
    """

    limit: str
    opened_by: int
    started: date
    ends_at: datetime
    last_day: str
    status: ObligationStatus
    obliged: str = ""
    deadline: Deadline | None = None
    hours: int = 0
    started_at: datetime | None = None
    provisional: bool = False
    extended: int = 0
    closed_by: int = 0
    shortened_by: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to act, in time or late."""
        return self.status in ("open", "suspended", "missed", "over")


class Published(Struct, frozen=True):
    """A publication: since which event, and until which ("0" = still public)."""

    publication: str
    since: int
    since_day: date
    until: int = 0


class Step(Struct, frozen=True):
    """One event as the fold saw it: the states after it. `beside` are the persons who acted together with the actor."""

    sequence: int
    action: str
    at: datetime
    day: date
    person: str
    organisation: str
    role: str
    state: str
    limb: str = ""
    limb_state: str = ""
    beside: tuple[str, ...] = ()


class CaseState(Struct, frozen=True):
    """A case folded from its history. `values` are the latest of each field; `limbs` the state of each limb."""

    case: str
    procedure: str
    version: str
    state: str
    limbs: dict[str, str]
    values: dict[str, Any]
    parties: dict[str, tuple[Party, ...]]
    documents: tuple[CaseDocument, ...]
    pending_documents: tuple[Due, ...]
    obligations: tuple[Obligation, ...]
    suspended: tuple[str, ...]
    served: dict[str, date]
    paid: tuple[str, ...]
    published: tuple[Published, ...]
    recused: frozenset[str]
    steps: tuple[Step, ...]
    is_final: bool
    last_sequence: int
    last_at: datetime | None

    def obligation(self, limit: str) -> Obligation | None:
        """The latest obligation under a time limit; None where it was never opened."""
        return next((each for each in reversed(self.obligations) if each.limit == limit), None)

    def count(self, action: str) -> int:
        """How often an action has happened."""
        return sum(step.action == action for step in self.steps)

    def is_public(self, publication: str) -> bool:
        """Whether a publication is out and not withdrawn."""
        return any(each.publication == publication and not each.until for each in self.published)
