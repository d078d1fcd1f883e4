"""Legal status of a record and the periods of it, as the index keeps them (answers `StatusOn`)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kapok import clock
from kapok.records.legal_status import LegalHistory, StatusInterval, legal_history
from kapok.records.record import Record
from kapok.search.mapping_periods import STATUS_LETTERS, change_terms, span_terms, status_terms
from kapok.search.ports import IndexDocument


def add_status(found: IndexDocument, record: Record, members: Sequence[Record]) -> tuple[str, dict[str, str]]:
    """Put today's status and the periods into the document.

    Returns the status ("" where nothing is known) and, by day, the statuses that follow it.

    A status that the right had in one period is kept as `status_terms`; one that it had in several as `span_terms` of each,
    and then the days on which the right changed its status too (`change_terms`).
    """
    history = legal_history(members or (record,))
    if not history.intervals:
        return "", {}
    periods: dict[str, list[tuple[str, str]]] = {}
    for interval in _joined(history):
        if interval.status in STATUS_LETTERS:
            periods.setdefault(interval.status, []).append((interval.from_day, interval.to_day))
    terms: list[str] = []
    for status, own in periods.items():
        if len(own) == 1:
            terms.append(status_terms(status, *own[0]))
        else:
            terms += [term for first, last in own for term in span_terms(status, first, last)]
    if any(len(own) > 1 for own in periods.values()):
        terms += [change_terms(interval.from_day) for interval in history.intervals]
    if terms:
        found["dates"] = " ".join([found["dates"], *terms]) if "dates" in found else " ".join(terms)
    today = clock.today().isoformat()
    current = next((each.status for each in history.intervals if each.from_day <= today <= each.to_day), "")
    if current:
        found["status"] = current
    return current, {each.from_day: each.status for each in history.intervals if each.from_day > today}


def _joined(history: LegalHistory) -> Sequence[StatusInterval]:
    """The intervals; neighbours with the same status (for different reasons) as one."""
    intervals = history.intervals
    if all(one.status != other.status for one, other in pairwise(intervals)):
        return intervals
    found: list[StatusInterval] = []
    for each in intervals:
        if found and found[-1].status == each.status:
            before = found.pop()
            each = StatusInterval(before.from_day, each.to_day, each.status, each.reason, each.basis)
        found.append(each)
    return found
