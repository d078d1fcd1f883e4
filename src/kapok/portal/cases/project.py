"""What lists and registers show of a case, computed from its state after every action; and what has to follow from the action.

Nothing here is a source of truth: it can be computed again from the events (`project` with the folded state).
"""

from __future__ import annotations

from datetime import date, datetime

from kapok.portal.cases.fill import serial_text
from kapok.portal.cases.models import NEVER, Case
from kapok.portal.cases.near_deposits import keep_sketch
from kapok.portal.cases.register import project_register
from kapok.portal.jobs.queue import cancel, enqueue, is_waiting
from kapok.procedures.clocks import local_day
from kapok.procedures.model import Procedure
from kapok.procedures.state import CaseState
from kapok.procedures.versions import version_named

WAITING = ("open", "missed", "over", "suspended")


def project(case: Case, procedure: Procedure, state: CaseState, now: datetime) -> None:
    """Write the row of a case and queue its timers and documents, in the running transaction."""
    current = version_named(procedure, state.version) or procedure
    first, last = state.steps[0], state.steps[-1]
    if not case.number:
        case.number = _number(case, current, first.at)
    case.procedure, case.version = state.procedure, state.version
    case.title = str(state.values.get(current.title, "") if current.title else "")[:300] or case.title
    case.state, case.closed, case.events = state.state, state.is_final, len(state.steps)
    case.person = first.person
    if not case.applicant:
        case.applicant = first.organisation
    case.opened_at, case.changed_at = first.at, last.at
    case.next_deadline = next_deadline(state, current)
    case.urgency = case.next_deadline or NEVER
    public = [each for each in state.published if not each.until]
    case.in_notice = any(not current.publications[each.publication].register for each in public)
    case.published_from = (
        datetime.combine(min(each.since_day for each in public), datetime.min.time(), now.tzinfo) if public else None
    )
    case.save()
    queue_timers(case.key, current, state, now)
    if state.pending_documents:
        enqueue("documents", f"documents/{case.key}", {"case": case.key})
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
    if is_waiting(key, now):
        return
    if coming:
        enqueue("timers", key, {"case": case}, min(coming))
    else:
        cancel(key)


def _number(case: Case, procedure: Procedure, at: datetime) -> str:
    """The number of a case by the procedure's pattern: `{key}`, `{year}`, `{serial}` (six digits, from 1 each year)."""
    from kapok.portal.cases.store import store

    day = local_day(at, procedure.zone)
    pattern = procedure.case_number or "{key}-{yyyy}-{serial:6}"
    return serial_text(pattern, store, f"case/{procedure.key}/{day.year}", day, procedure.key)[:40]
