"""What happens in a case: commands that people give, events that are kept. A case is the list of its events."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec


class Certificate(msgspec.Struct, frozen=True):
    """An officer's certificate (enforcement card, mediator's appointment): valid on both days and between them."""

    kind: str
    number: str
    valid_from: date
    valid_to: date | None = None


class Actor(msgspec.Struct, frozen=True):
    """Who acts: a person, for an organisation, in the roles that hold for this case (keys of the procedure's roles).

    `relations` are recorded ties to persons or organisations (kin, employer, prior involvement) for the recusal check.
    `regions` are the codes (GB/T 2260) of the areas in which the organisation is competent.
    """

    person: str
    organisation: str = ""
    roles: frozenset[str] = frozenset()
    certificates: tuple[Certificate, ...] = ()
    relations: frozenset[str] = frozenset()
    name: str = ""
    regions: frozenset[str] = frozenset()


class Document(msgspec.Struct, frozen=True):
    """A document of a case, known by the digest of its bytes (hex SHA-256), never by its bytes."""

    kind: str
    name: str
    sha256: str
    size: int
    media_type: str = ""


class Command(msgspec.Struct, frozen=True):
    """What an actor asks: a transition's key, the values of its form, the documents handed in.

    `expected` is the number of events the actor has seen: another number means the page was stale, and the command is refused.
    `key` makes a repeated delivery of the same command harmless. `together_with` are the officers who act beside the actor
    (the second of two): whoever builds the command resolves them to actors, with their certificates and relations.
    """

    action: str
    values: dict[str, Any] = {}
    documents: tuple[Document, ...] = ()
    expected: int | None = None
    key: str = ""
    together_with: tuple[Actor, ...] = ()


class CaseEvent(msgspec.Struct, frozen=True):
    """One thing that happened, as it is kept: appended, never edited. `at` is aware (UTC); `sequence` counts from 1."""

    case: str
    sequence: int
    procedure: str
    version: str
    kind: str
    at: datetime
    person: str
    organisation: str
    role: str
    values: dict[str, Any] = {}
    documents: tuple[Document, ...] = ()
    key: str = ""
