"""Legal status of a record and the periods of it, as the index keeps them (answers `StatusOn`)."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from kapok import clock
from kapok.records.legal_status import FOREVER, LegalHistory, StatusInterval, legal_history
from kapok.records.record import Record
from kapok.search.mapping_layout import FAR_FUTURE, span_terms
from kapok.search.ports import IndexDocument

_INDEXED = frozenset(("pending", "in_force", "not_in_force"))


def add_status(found: IndexDocument, record: Record, members: Sequence[Record]) -> str:
    """Put today's status and the periods into the document; returns the status ("" where nothing is known).

    A status that the right had in one period is kept as its first and last day; one that it had in several as terms that
    cover each of them.
    """
    history = legal_history(members or (record,))
    if not history.intervals:
        return ""
    periods: dict[str, list[tuple[int, int]]] = {}
    for interval in _joined(history):
        if interval.status in _INDEXED:
            periods.setdefault(interval.status, []).append((_code(interval.from_day), _code(interval.to_day)))
    spans: list[str] = []
    for status, own in periods.items():
        if len(own) == 1:
            found[f"{status}_from"], found[f"{status}_to"] = own[0]
        else:
            for first, last in own:
                spans += span_terms(status, first, last)
    if spans:
        found["status_span"] = list(dict.fromkeys(spans))
    today = clock.today().isoformat()
    current = next((each.status for each in history.intervals if each.from_day <= today <= each.to_day), "")
    if current:
        found["status"] = current
    return current


def _joined(history: LegalHistory) -> Sequence[StatusInterval]:
    """The intervals; neighbours with the same status (for different reasons) as one."""
    intervals = history.intervals
    if all(one.status != other.status for one, other in itertools.pairwise(intervals)):
        return intervals
    found: list[StatusInterval] = []
    for each in intervals:
        if found and found[-1].status == each.status:
            before = found.pop()
            each = StatusInterval(before.from_day, each.to_day, each.status, each.reason, each.basis)
        found.append(each)
    return found


def _code(day: str) -> int:
    return FAR_FUTURE if day == FOREVER else int(day[:4] + day[5:7] + day[8:])
