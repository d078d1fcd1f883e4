"""Legal status of a record and the periods of it, as the index keeps them (answers `StatusOn`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kapok import clock
from kapok.records.dates import first_day, last_day
from kapok.records.record import Design, Patent, Record
from kapok.search.mapping_layout import FAR_FUTURE, date_code, span_terms
from kapok.search.ports import IndexDocument


class Period(NamedTuple):
    """A status from day `first` to day `last`, both included, as date codes."""

    status: str
    first: int
    last: int


def add_status(found: IndexDocument, record: Record, members: Sequence[Record]) -> str:
    """Put status and periods into the document; returns the status today ("" where nothing is known)."""
    periods = status_periods(record, members)
    if not periods:
        return ""
    today = int(clock.today().strftime("%Y%m%d"))
    current = ""
    by_status: dict[str, list[Period]] = {}
    for period in periods:
        by_status.setdefault(period.status, []).append(period)
        if period.first <= today <= period.last:
            current = period.status
    spans: list[str] = []
    for status, own in by_status.items():
        if len(own) == 1:
            found[f"{status}_from"] = own[0].first
            found[f"{status}_to"] = own[0].last
        else:
            for period in own:
                spans += span_terms(*period)
    if spans:
        found["status_span"] = list(dict.fromkeys(spans))
    if current:
        found["status"] = current
    return current


def status_periods(record: Record, members: Sequence[Record]) -> list[Period]:
    """The periods of the right: pending from filing, in force from registration to expiry, then not in force."""
    filed = record.filing_date
    started = record.registration_date
    if not started and isinstance(record, Patent | Design):
        started = record.grant_date
    ended = record.expiry_date
    found: list[Period] = []
    start = date_code(first_day(started)) if started else FAR_FUTURE
    if filed:
        first = date_code(first_day(filed))
        if first < start:
            found.append(Period("pending", first, _day_before(start)))
    if started:
        last = date_code(last_day(ended)) if ended else FAR_FUTURE
        if start <= last:
            found.append(Period("in_force", start, last))
            if last < FAR_FUTURE:
                found.append(Period("not_in_force", last + 1, FAR_FUTURE))
    return found


def _day_before(code: int) -> int:
    """A code just before a day: no day lies between."""
    return code if code == FAR_FUTURE else code - 1
