"""The story of a case: one entry for each event, with what it brought, opened, met and published, in four languages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from kapok.cases.values import value_text
from kapok.procedures.events import CaseEvent, Document
from kapok.procedures.fold import ATTACH, RESERVED, fold
from kapok.procedures.messages import message
from kapok.procedures.model import Procedure
from kapok.procedures.state import CaseState, Obligation
from kapok.procedures.versions import version_named
from kapok.procedures.words import Words


class Entry(Struct, frozen=True):
    """One event in words. `at` is local to the office; `details` are (label, value) of the form; `notes` what followed.

    `public`: the event itself may be told to everyone (without persons, details or papers).
    """

    sequence: int
    at: datetime
    action: str
    title: Words
    role: Words | None
    person: str
    state: Words
    details: tuple[tuple[Words, Words], ...] = ()
    documents: tuple[Document, ...] = ()
    notes: tuple[Words, ...] = ()
    public: bool = False
    source: str = ""


def timeline(procedure: Procedure, history: Sequence[CaseEvent], now: datetime | None = None) -> list[Entry]:
    """The entries of a case, oldest first. Raises `IntegrityError` for a history that is not one case in order."""
    state = fold(procedure, history, now)
    return [_entry(procedure, state, event, place) for place, event in enumerate(history)]


def _entry(procedure: Procedure, state: CaseState, event: CaseEvent, place: int) -> Entry:
    current = version_named(procedure, event.version) or procedure
    at = event.at.astimezone(ZoneInfo(current.zone))
    step = state.steps[place]
    here = current.states.get(step.limb_state or step.state)
    state_name = here.name if here is not None else message("the_state")
    if event.kind == ATTACH:
        names = [current.documents[each.kind].name for each in event.documents if each.kind in current.documents]
        title = message("attached", document=names[0]) if names else message("attached", document="")
        return Entry(event.sequence, at, ATTACH, title, None, event.person, state_name, documents=event.documents)
    transition = current.transitions[event.kind]
    details = tuple(
        (current.fields[key].name, value_text(current.fields[key], value))
        for key, value in event.values.items()
        if key not in RESERVED and key in current.fields
    )
    role = current.roles.get(event.role)
    return Entry(
        event.sequence, at, event.kind, transition.name, role.name if role is not None else None, event.person, state_name,
        details, event.documents, tuple(_notes(current, state, event)), transition.public, transition.source,
    )  # fmt: skip


def _notes(procedure: Procedure, state: CaseState, event: CaseEvent) -> list[Words]:
    transition = procedure.transitions[event.kind]
    notes = []
    for obligation in state.obligations:
        name = procedure.time_limits[obligation.limit].name
        if obligation.opened_by == event.sequence:
            notes.append(message("opened", limit=name, day=obligation.last_day))
        if obligation.closed_by == event.sequence and obligation.status in ("met", "met_late"):
            notes.append(message(obligation.status, limit=name, day=obligation.last_day))
    notes += [message("ordered", document=procedure.documents[kind].name) for kind in transition.issues]
    notes += [message("made_public", publication=procedure.publications[key].name) for key in transition.publishes]
    notes += [message("no_longer_public", publication=procedure.publications[key].name) for key in transition.unpublishes]
    return notes


def deadline_words(procedure: Procedure, obligation: Obligation) -> Words:
    """The working of an obligation's deadline in the four languages."""
    if obligation.deadline is None:
        return message(
            "hours_working",
            hours=obligation.hours,
            end=obligation.ends_at.astimezone(ZoneInfo(procedure.zone)).strftime("%Y-%m-%d %H:%M"),
        )
    explained = [obligation.deadline.explain(tag) for tag in ("en", "zh-Hans", "zh-Hant", "pt")]
    words = Words(*explained)
    if obligation.shortened_by:
        field = procedure.fields[obligation.shortened_by].name
        shortened = message("shortened", field=field, day=obligation.last_day)
        words = Words(*(f"{getattr(words, name)}; {getattr(shortened, name)}" for name in Words.__struct_fields__))
    return words
