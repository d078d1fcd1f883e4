"""What the public may see of a case, and nothing else: the publications that are out, with personal data taken away.

A field, document or party appears only if a publication names it, the definition marks it public, and a transition has
published it and none has withdrawn it (政府信息公开条例 arts 14-15; procedure P50).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from kapok.cases.timeline import Entry, timeline
from kapok.cases.values import masked, value_text
from kapok.procedures.events import CaseEvent
from kapok.procedures.fold import fold
from kapok.procedures.model import Field, Procedure
from kapok.procedures.state import CaseDocument, Party
from kapok.procedures.versions import version_named
from kapok.procedures.words import Words


class PublicPart(Struct, frozen=True):
    """One publication as it is shown. `values` keep their field's key for programs; `fields` are label and text for people."""

    publication: str
    name: Words
    since: date
    register: bool
    fields: tuple[tuple[str, Words, Words], ...]
    parties: tuple[tuple[str, Words, str], ...]
    documents: tuple[CaseDocument, ...]
    deadlines: tuple[tuple[str, Words, str], ...]


class PublicCase(Struct, frozen=True):
    """A case as the public sees it; `parts` is empty where nothing is out. `state` is None where the state is not public."""

    case: str
    procedure: str
    state: str | None
    state_name: Words | None
    parts: tuple[PublicPart, ...]
    events: tuple[Entry, ...]


def public_view(procedure: Procedure, history: Sequence[CaseEvent], now: datetime) -> PublicCase | None:
    """The public side of a case; None where nothing of it is public (it then must look as if it did not exist)."""
    if not history:
        return None
    state = fold(procedure, history, now)
    current = version_named(procedure, state.version) or procedure
    parts = []
    for published in state.published:
        declared = current.publications.get(published.publication)
        if published.until or declared is None:
            continue
        fields = tuple(
            (key, current.fields[key].name, value_text(current.fields[key], redacted(current.fields[key], state.values[key])))
            for key in declared.fields
            if key in state.values and current.fields[key].public
        )
        parties = tuple(
            (role, current.roles[role].name, public_name(party))
            for role in declared.parties
            for party in state.parties.get(role, ())
        )
        documents = tuple(
            each for each in state.documents if each.kind in declared.documents and current.documents[each.kind].public
        )
        deadlines = tuple(
            (each.limit, current.time_limits[each.limit].name, each.last_day)
            for each in state.obligations
            if each.limit in declared.limits and each.status != "cancelled"
        )
        parts.append(
            PublicPart(published.publication, declared.name, published.since_day, declared.register, fields, parties,
                       documents, deadlines)
        )  # fmt: skip
    if not parts:
        return None
    here = current.states[state.state]
    events = tuple(_public_entry(entry) for entry in timeline(procedure, history, now) if entry.public)
    shown = (state.state, here.name) if here.public else (None, None)
    return PublicCase(state.case, procedure.key, shown[0], shown[1], tuple(parts), events)


def _public_entry(entry: Entry) -> Entry:
    return Entry(entry.sequence, entry.at, entry.action, entry.title, entry.role, "", entry.state, public=True,
                 source=entry.source)  # fmt: skip


def redacted(field: Field, value: Any) -> Any:
    """A value without personal data: persons' names masked, identifiers of persons and platform ids left out."""
    if isinstance(value, list | tuple):
        return [redacted(field, each) for each in value]
    if isinstance(value, dict):
        if value.get("kind") == "organisation" or (value.get("organisation") and not value.get("person")):
            return {key: value[key] for key in ("name", "identifier", "kind") if value.get(key)}
        return {"name": masked(str(value.get("name", ""))), "kind": "person"}
    return "***" if field.personal else value


def public_name(party: Party) -> str:
    """A party's name for the public: organisations whole, persons masked."""
    if party.kind == "organisation" or (party.organisation and not party.person):
        return party.name or party.organisation
    return masked(party.name)
