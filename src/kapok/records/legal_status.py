"""The legal status of a right on any day, worked out from what its records say: dates, kinds, events, terms, status words.

Input are all publications of one right. From them come pieces of evidence, each a day and what held from then on; sorted
by day they make intervals `pending`, `in_force`, `not_in_force`, each with its reason in words and the event or rule behind
it. The end of the term is computed by `kapok.timelimits.terms`. What an office itself states on a day (`office_status_text`)
is the strongest evidence from that day on. Where nothing can be said the answer is `unknown`, never a guess. WIPO ST.27, ST.61.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from kapok.codes.legal_status import Status
from kapok.records.record import Record
from kapok.records.status_evidence import (
    EVENT_RANK,
    FILING_RANK,
    OFFICE_RANK,
    Evidence,
    add_expiry,
    find_expiry,
    read_record,
)
from kapok.timelimits.arithmetic import day_after, day_before
from kapok.timelimits.terms import Expiry

FOREVER = "9999-12-31"
"""The end of an interval that nothing ends."""


class StatusInterval(Struct, frozen=True):
    """From `from_day` to `to_day` (ISO, both included; `FOREVER` = open) the right had this status.

    `reason` is a sentence; `basis` names what decided: `filing`, `grant`, `registration`, `event H LAPS`, `term`, `office`.
    `reason_not_in_force` is a word of ST.96 (expired, lapsed, withdrawn, refused, surrendered, invalid, abandoned …) or "".
    """

    from_day: str
    to_day: str
    status: Status
    reason: str
    basis: str
    reason_not_in_force: str = ""


class LegalHistory(Struct, frozen=True):
    """The intervals of a right in order, without gaps from the first evidence on; `expiry` as computed, if it was."""

    intervals: tuple[StatusInterval, ...] = ()
    expiry: Expiry | None = None


class StatusVerdict(Struct, frozen=True):
    """The status on one day: `since` and `until` bound its interval ("" = open or not known); `working` tells the steps."""

    status: Status
    reason: str
    since: str = ""
    until: str = ""
    reason_not_in_force: str = ""
    working: tuple[str, ...] = ()


def legal_history(records: Sequence[Record]) -> LegalHistory:
    """The status intervals of one right from all its publications; empty where they say nothing about a status."""
    evidence: list[Evidence] = []
    for record in records:
        read_record(record, evidence)
    if not evidence:
        return LegalHistory()
    alive = max((each[0] for each in evidence if each[1] == OFFICE_RANK and each[2] == "in_force"), default="")
    expiry = find_expiry(records, alive)
    return LegalHistory(_join(evidence, expiry), expiry)


def _join(evidence: list[Evidence], expiry: Expiry | None) -> tuple[StatusInterval, ...]:
    """Evidence in order of days -> intervals. An office's own statement silences events from its day on."""
    stated = max((each[0] for each in evidence if each[1] == OFFICE_RANK), default=FOREVER)
    if expiry is not None:
        add_expiry(expiry, evidence)
    evidence.sort()
    states: list[Evidence] = []
    status = ""
    for each in evidence:
        day, rank, new = each[0], each[1], each[2]
        if rank == EVENT_RANK and day >= stated:
            continue
        if new == status:
            continue
        if status:
            if rank == FILING_RANK:  # an application cannot take back what is known by then
                continue
            if new == "unknown" and status == "not_in_force":
                continue
        if states and states[-1][0] == day:
            states.pop()
            if states and states[-1][2] == new:
                status = new
                continue
        states.append(each)
        status = new
    last = len(states) - 1
    return tuple(
        StatusInterval(
            each[0], day_before(states[place + 1][0]) if place < last else FOREVER, each[2], each[3], each[4], each[5]
        )
        for place, each in enumerate(states)
    )


def legal_status_on(records: Sequence[Record], day: str) -> StatusVerdict:
    """The status of a right on a day (ISO): see `legal_history`."""
    return status_on(legal_history(records), day)


def status_on(history: LegalHistory, day: str) -> StatusVerdict:
    """The status on a day in a history that is already worked out."""
    if not history.intervals:
        return StatusVerdict("unknown", "The records say nothing about a legal status")
    if day < history.intervals[0].from_day:
        first = history.intervals[0]
        return StatusVerdict(
            "unknown", f"The first known date of this right is {first.from_day}", until=day_before(first.from_day)
        )
    steps: list[str] = []
    found = history.intervals[0]
    for interval in history.intervals:
        if interval.from_day > day:
            break
        found = interval
        steps.append(f"{interval.from_day}: {interval.status} ({interval.reason})")
    return StatusVerdict(
        found.status,
        found.reason,
        found.from_day,
        "" if found.to_day == FOREVER else found.to_day,
        found.reason_not_in_force,
        tuple(steps),
    )


def in_force_intervals(history: LegalHistory) -> list[tuple[str, str]]:
    """The spans (first day, last day; `FOREVER` = open) in which the right was in force, joined, in order."""
    spans: list[tuple[str, str]] = []
    for interval in history.intervals:
        if interval.status != "in_force":
            continue
        if spans and interval.from_day == day_after(spans[-1][1]):
            spans[-1] = (spans[-1][0], interval.to_day)
        else:
            spans.append((interval.from_day, interval.to_day))
    return spans
