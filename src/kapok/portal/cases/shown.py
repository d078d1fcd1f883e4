"""How a case is shown: its facts, clocks, history and documents as plain rows for the templates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kapok.portal.accounts.regions import regions
from kapok.portal.cases.models import Outbox
from kapok.portal.cases.people import names_of, party_name
from kapok.portal.cases.procedures import say
from kapok.portal.language import HTML_TAGS
from kapok.portal.vocabulary import localised
from kapok.procedures.events import CaseEvent
from kapok.procedures.fold import ATTACH, RESERVED
from kapok.procedures.model import Field, Procedure
from kapok.procedures.state import CaseState, Obligation
from kapok.timelimits.deadlines import Deadline

MOODS = {"met": "good", "met_late": "bad", "missed": "bad", "over": "wait", "suspended": "wait", "cancelled": ""}
SOON_DAYS = 3


@dataclass(frozen=True)
class FactRow:
    """One field with what was stated; `long` texts keep their line breaks."""

    name: str
    value: str
    long: bool = False
    digest: bool = False
    public: bool = False


@dataclass(frozen=True)
class ClockRow:
    """One time limit of the case: until when, for whom, how it stands, and its working."""

    name: str
    day: str
    who: str
    status: str
    mood: str
    left: int | None
    working: str
    provisional: bool
    verified: bool
    source: str
    open: bool


@dataclass(frozen=True)
class HappenedRow:
    """One event: what, when (local), by whom, what was stated, what was handed in, where it stands in the evidence log."""

    sequence: int
    name: str
    at: str
    who: str
    role: str
    facts: list[FactRow]
    documents: list[dict[str, Any]]
    digest: str
    log_index: int | None


def fact_rows(procedure: Procedure, values: dict[str, Any], keys: Iterable[str] | None = None) -> list[FactRow]:
    """The stated values in the order of the definition."""
    wanted = list(keys) if keys is not None else list(procedure.fields)
    rows = []
    for key in wanted:
        field = procedure.fields.get(key)
        value = values.get(key)
        if field is None or value in (None, "", []) or key in RESERVED:
            continue
        text = value_text(field, value)
        rows.append(FactRow(say(field.name), text, field.type == "long_text", field.type == "digest", field.public))
    return rows


def value_text(field: Field, value: Any) -> str:
    """A stated value for reading."""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if field.type in ("choice", "choices"):
        chosen = value if isinstance(value, list | tuple) else [value]
        return ", ".join(say(field.choices[str(each)]) if str(each) in field.choices else str(each) for each in chosen)
    if field.type == "region" and value in regions():
        return localised(regions()[value].names)
    if isinstance(value, dict):
        return " ".join(part for part in (str(value.get("name", "")), str(value.get("identifier", ""))) if part)
    if isinstance(value, list | tuple):
        return "; ".join(value_text(field, each) if isinstance(each, dict) else str(each) for each in value)
    if field.type == "number" and field.unit and get_language() == "en":  # units are declared in English alone
        return f"{value} {field.unit}"
    return str(value)


def clock_rows(procedure: Procedure, state: CaseState, today: date) -> list[ClockRow]:
    """The time limits: open ones first, by urgency; then those that were met or fell away."""
    rows = sorted(state.obligations, key=lambda each: (not each.is_open, each.last_day))
    return [_clock(procedure, each, today) for each in rows]


def _clock(procedure: Procedure, obligation: Obligation, today: date) -> ClockRow:
    limit = procedure.time_limits[obligation.limit]
    words = {
        "open": _("running"),
        "suspended": _("suspended"),
        "met": _("met"),
        "met_late": _("met too late"),
        "missed": _("missed"),
        "over": _("over"),
        "cancelled": _("fell away"),
    }
    left = (date.fromisoformat(obligation.last_day) - today).days if obligation.last_day else None
    mood = MOODS.get(obligation.status, "")
    if obligation.status == "open" and left is not None and left <= SOON_DAYS:
        mood = "soon"
    role = procedure.roles.get(limit.obliged)
    return ClockRow(
        name=say(limit.name),
        day=obligation.last_day,
        who=say(role.name) if role else "",
        status=str(words[obligation.status]),
        mood={"bad": "late", "wait": "soon", "good": "met"}.get(mood, mood),
        left=left if obligation.status == "open" else None,
        working=working_text(obligation.deadline, obligation.hours),
        provisional=obligation.provisional,
        verified=limit.verified,
        source=cited(procedure, limit.source),
        open=obligation.is_open,
    )


def working_text(deadline: Deadline | None, hours: int = 0) -> str:
    """The working of a deadline in the language of the page."""
    if deadline is None:
        return str(_("%(count)s hours") % {"count": hours}) if hours else ""
    return deadline.explain(HTML_TAGS.get(get_language() or "en", "en"))


def cited(procedure: Procedure, source: str) -> str:
    """A source as people cite it."""
    key, _space, article = source.partition(" ")
    known = procedure.sources.get(key)
    return f"{known.citation} {article}".strip() if known else source


def happened_rows(
    procedure: Procedure, history: Iterable[CaseEvent], case: str, *, mine: frozenset[str] | None = None
) -> list[HappenedRow]:
    """The history, the newest first. With `mine` (keys) only the events of these show what was stated."""
    events = list(history)
    names = names_of({key for event in events for key in (event.person, event.organisation)})
    logged = {
        row.reference: row for row in Outbox.objects.filter(reference__in=[f"case/{case}/{event.sequence}" for event in events])
    }
    rows = []
    for event in events:
        row = logged.get(f"case/{case}/{event.sequence}")
        private = mine is None or bool({event.person, event.organisation} & mine)
        transition = procedure.transitions.get(event.kind)
        role = procedure.roles.get(event.role)
        rows.append(
            HappenedRow(
                sequence=event.sequence,
                name=_event_name(procedure, event) if transition is None else say(transition.name),
                at=local_text(event.at, procedure.zone),
                who=names.get(event.organisation) or names.get(event.person, ""),
                role=say(role.name) if role else "",
                facts=fact_rows(procedure, event.values) if private else [],
                documents=[document_row(procedure, each, case) for each in event.documents] if private else [],
                digest=row.sha256 if row else "",
                log_index=row.log_index if row else None,
            )
        )
    return rows[::-1]


def _event_name(procedure: Procedure, event: CaseEvent) -> str:
    if event.kind == ATTACH:
        made = [say(procedure.documents[each.kind].name) for each in event.documents if each.kind in procedure.documents]
        return str(_("Document made: %(name)s") % {"name": ", ".join(made)})
    return event.kind


def document_row(procedure: Procedure, document: Any, case: str) -> dict[str, Any]:
    """A document with its address."""
    declared = procedure.documents.get(document.kind)
    return {
        "kind": say(declared.name) if declared else document.kind,
        "name": document.name,
        "sha256": document.sha256,
        "size": document.size,
        "number": getattr(document, "number", ""),
        "address": f"/cases/{case}/documents/{document.sha256}",
        "out": declared is not None and declared.direction == "out",
    }


def local_text(at: datetime, zone: str) -> str:
    """An instant where the office is, to the minute."""
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def party_rows(procedure: Procedure, state: CaseState) -> list[dict[str, str]]:
    """Who takes part, by role."""
    names = names_of(
        {key for parties in state.parties.values() for party in parties for key in (party.person, party.organisation)}
    )
    return [
        {"role": say(procedure.roles[role].name), "names": ", ".join(party_name(party, names) for party in parties)}
        for role, parties in state.parties.items()
        if role in procedure.roles and parties
    ]


def pending_rows(procedure: Procedure, state: CaseState) -> list[str]:
    """Documents that were ordered and are being made."""
    return [
        say(procedure.documents[due.document].name) for due in state.pending_documents if due.document in procedure.documents
    ]


def state_mood(procedure: Procedure, key: str, *, good: Iterable[str] = ("registered",)) -> str:
    """Colour of a state: an end is quiet, everything else is under way."""
    state = procedure.states.get(key)
    if state is None:
        return ""
    if state.final:
        return "bad" if key.isupper() and key not in ("CLOSED",) else ""
    return "good" if state.public and not state.initial else "wait"
