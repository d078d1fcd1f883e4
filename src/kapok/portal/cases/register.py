"""The public register, computed from the cases: an entry for each case that a register publication has made public."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from kapok.portal.cases.models import Case, RegisterEntry
from kapok.portal.cases.people import names_of, party_name
from kapok.portal.jobs.queue import enqueue
from kapok.procedures.model import Procedure, Publication
from kapok.procedures.state import CaseState
from kapok.search.normalise_text import fold

NUMBER_FIELD = "registration_number"
LAKE_DELAY_SECONDS = 20
"""Entries of this many seconds enter the search together."""


def register_publication(procedure: Procedure) -> tuple[str, Publication] | None:
    """The publication of a procedure that is a register, with its key."""
    return next(((key, each) for key, each in procedure.publications.items() if each.register), None)


def project_register(key: str, procedure: Procedure, state: CaseState, now: datetime) -> None:
    """Write the entry of a case whose register publication is out; nothing for others."""
    found = register_publication(procedure)
    if found is None or not state.is_public(found[0]):
        return
    case = Case.objects.get(pk=key)
    publication = found[1]
    since = next(each for each in state.published if each.publication == found[0])
    number = str(state.values.get(NUMBER_FIELD) or case.number)
    holder, holder_key = _holder(publication, state)
    certificate = next((each for each in reversed(state.documents) if each.kind in publication.documents and each.number), None)
    ended = state.steps[-1].day if state.is_final else None
    facts = {field: state.values[field] for field in publication.fields if state.values.get(field) not in (None, "")}
    RegisterEntry.objects.update_or_create(
        registration_number=number,
        defaults={
            "case": case,
            "procedure": procedure.key,
            "certificate_number": certificate.number if certificate else "",
            "title": case.title,
            "holder": holder,
            "holder_key": holder_key,
            "status": _status(state),
            "registered_on": since.since_day,
            "expires_on": _expiry(publication, state),
            "ended_on": ended,
            "facts": facts,
            "notes": _notes(procedure, state, since.since),
            "folded": folded(number, certificate.number if certificate else "", case.title, holder),
            "changed_at": state.last_at or now,
        },
    )
    queue_for_search(now)


def folded(*parts: str) -> str:
    """Texts as they are searched: one way of writing letters, traditional as simplified."""
    return " ".join(fold(part) for part in parts if part)


def queue_for_search(now: datetime) -> None:
    """Let the entry enter the platform's search soon, together with others of the same moment."""
    from datetime import timedelta

    enqueue("register_to_lake", "register_to_lake", {}, now + timedelta(seconds=LAKE_DELAY_SECONDS))


def _status(state: CaseState) -> str:
    if not state.is_final:
        return RegisterEntry.Status.IN_FORCE
    ended = state.state if state.state in RegisterEntry.Status.values else RegisterEntry.Status.CANCELLED
    return str(ended)


def _holder(publication: Publication, state: CaseState) -> tuple[str, str]:
    for role in publication.parties:
        for party in state.parties.get(role, ()):
            names = names_of((party.organisation, party.person))
            return party_name(party, names)[:200], party.organisation or party.person
    return "", ""


def _expiry(publication: Publication, state: CaseState) -> date | None:
    for limit in publication.limits:
        found = state.obligation(limit)
        if found is not None and found.last_day:
            return date.fromisoformat(found.last_day)
    return None


def _notes(procedure: Procedure, state: CaseState, since: int) -> list[dict[str, Any]]:
    """Public acts after the registration (change, licence, pledge, renewal …): what and when."""
    return [
        {"action": step.action, "day": step.day.isoformat(), "sequence": step.sequence}
        for step in state.steps
        if step.sequence > since and step.action in procedure.transitions and procedure.transitions[step.action].public
    ]
