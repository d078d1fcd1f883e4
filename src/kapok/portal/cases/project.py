"""What lists and registers show of a case, computed from its state after every action; and what has to follow from the action.

Nothing here is a source of truth: it can be computed again from the events (`project` with the folded state).
"""

from __future__ import annotations

from datetime import date, datetime

from kapok.portal.cases import rows
from kapok.portal.cases.fill import serial_text
from kapok.portal.cases.models import NEVER
from kapok.portal.cases.near_deposits import keep_sketch
from kapok.portal.cases.register import project_register
from kapok.portal.jobs.queue import cancel, enqueue, is_waiting
from kapok.procedures.clocks import local_day
from kapok.procedures.model import Procedure
from kapok.procedures.state import CaseState
from kapok.procedures.versions import version_named
from kapok.search.normalise_text import fold

WAITING = ("open", "missed", "over", "suspended")


def project(case: str, procedure: Procedure, state: CaseState, now: datetime) -> None:
    """Write the row of a case and queue its timers, documents and services, in the running transaction."""
    from kapok.portal.cases.deliver import arriving

    current = version_named(procedure, state.version) or procedure
    first, last = state.steps[0], state.steps[-1]
    number, title, applicant = rows.named(case)
    deadline = next_deadline(state, current)
    public = [each for each in state.published if not each.until]
    since = min((each.since_day for each in public), default=None)
    number = number or _number(current, first.at)
    title = str(state.values.get(current.title, "") if current.title else "")[:300] or title
    shown = {
        "procedure": state.procedure,
        "version": state.version,
        "number": number,
        "title": title,
        "folded": fold(f"{number} {title}".strip()),
        "state": state.state,
        "closed": state.is_final,
        "applicant": applicant or first.organisation,
        "person": first.person,
        "events": len(state.steps),
        "opened_at": first.at,
        "changed_at": last.at,
        "next_deadline": deadline,
        "urgency": deadline or NEVER,
        "in_notice": any(not current.publications[each.publication].register for each in public),
        "published_from": datetime.combine(since, datetime.min.time(), now.tzinfo) if since else None,
    }
    rows.write_shown(case, shown)
    queue_timers(case, current, state, now)
    if state.pending_documents:
        enqueue("documents", f"documents/{case}", {"case": case})
    for document, _action in arriving(current, state):
        enqueue("served", f"served/{case}/{document}", {"case": case, "document": document})
    keep_sketch(case, current, state)
    project_register(case, current, state, now)


def next_deadline(state: CaseState, procedure: Procedure) -> date | None:
    """The last day of the most urgent open obligation of a person; terms of years that only end do not count as work."""
    days = [
        date.fromisoformat(each.last_day)
        for each in state.obligations
        if each.status in WAITING and each.last_day and procedure.time_limits[each.limit].unit != "years"
    ]
    return min(days, default=None)


def queue_timers(case: str, procedure: Procedure, state: CaseState, now: datetime) -> None:
    """One waiting job for the next instant at which a timer of this case may fire. One that is due already is left alone."""
    timed = {transition.timer for transition in procedure.transitions.values() if transition.timer}
    coming = [
        each.ends_at for each in state.obligations if each.limit in timed and each.status == "open" and each.ends_at > now
    ]
    key = f"timers/{case}"
    if not coming:
        cancel(key, later_than=now)
    elif not is_waiting(key, now):
        enqueue("timers", key, {"case": case}, min(coming))


def _number(procedure: Procedure, at: datetime) -> str:
    """The number of a case by the procedure's pattern: `{key}`, `{year}`, `{serial}` (six digits, from 1 each year)."""
    from kapok.portal.cases.store import store

    day = local_day(at, procedure.zone)
    pattern = procedure.case_number or "{key}-{yyyy}-{serial:6}"
    return serial_text(pattern, store, f"case/{procedure.key}/{day.year}", day, procedure.key)[:40]
