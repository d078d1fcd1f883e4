"""The clocks of a case: one obligation for each start of a time limit, computed from what happened, with its working."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from kapok.procedures.model import Procedure, TimeLimit
from kapok.procedures.state import Obligation, ObligationStatus
from kapok.timelimits.calendar import WorkingCalendar, get_calendar
from kapok.timelimits.deadlines import Deadline, Period, Unit, compute_deadline, roll_over
from kapok.timelimits.rules import CountingRule, get_rule


class Clock(Struct):
    """One clock while a history is folded. `suspensions` are days (it began, it ended; "" = it still lasts)."""

    limit: str
    opened_by: int
    start: date
    start_at: datetime
    extensions: list[Period]
    suspensions: list[tuple[str, str]]
    extended: int = 0
    closed_by: int = 0
    closed_at: datetime | None = None
    cancelled: bool = False
    not_after: date | None = None
    ends_on: date | None = None

    @property
    def is_running(self) -> bool:
        """Not yet met nor cancelled."""
        return not self.closed_by

    @property
    def is_suspended(self) -> bool:
        """Whether a suspension lasts."""
        return bool(self.suspensions) and not self.suspensions[-1][1]


def local_day(at: datetime, zone: str) -> date:
    """The day of an instant where the office is."""
    return at.astimezone(ZoneInfo(zone)).date()


def end_of_day(day: date, zone: str) -> datetime:
    """The first instant after a day (24:00 there), in UTC."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), ZoneInfo(zone)).astimezone(UTC)


def deadline_of(procedure: Procedure, limit: TimeLimit, clock: Clock) -> Deadline:
    """The last day of a clock that runs in days or longer, by the limit's calendar and counting rule."""
    assert limit.unit != "hours"
    if clock.ends_on is not None:
        return roll_over(clock.ends_on.isoformat(), get_calendar(limit.calendar or procedure.calendar), lenient=True)
    return _computed(
        clock.start.isoformat(),
        limit.length,
        limit.unit,
        get_calendar(limit.calendar or procedure.calendar),
        get_rule(limit.rule or procedure.rule),
        tuple((first, last) for first, last in clock.suspensions if last),
        clock.suspensions[-1][0] if clock.is_suspended else "",
        tuple(clock.extensions),
    )


@lru_cache(maxsize=1 << 15)
def _computed(
    start: str,
    length: int,
    unit: Unit,
    calendar: WorkingCalendar,
    rule: CountingRule,
    suspensions: tuple[tuple[str, str], ...],
    paused_since: str,
    extensions: tuple[Period, ...],
) -> Deadline:
    """The deadline, remembered: worklists fold the same clocks again and again. A new calendar is another key."""
    return compute_deadline(
        start, length, unit, calendar, rule=rule, suspensions=suspensions, paused_since=paused_since, extensions=extensions,
        lenient=True,
    )  # fmt: skip


def obligation_of(procedure: Procedure, rival: TimeLimit | None, clock: Clock, now: datetime | None) -> Obligation:
    """The obligation of a clock as it stands at `now` (None: without saying what was missed).

    `rival` is the same limit in another version, where running cases get the more favourable: the party whose time it is
    gets the longer, the office the shorter.
    """
    limit = procedure.time_limits[clock.limit]
    if limit.unit == "hours":
        ends_at, last_day, deadline = _hours(procedure, limit, clock), "", None
        last_day = local_day(ends_at - timedelta(microseconds=1), procedure.zone).isoformat()
    else:
        deadline = deadline_of(procedure, limit, clock)
        if rival is not None and rival.unit != "hours":
            other = deadline_of(procedure, rival, clock)
            party = limit.obliged in procedure.roles and procedure.roles[limit.obliged].side in ("party", "public")
            deadline = (max if party else min)(deadline, other, key=lambda each: each.last_day)
        last_day = deadline.last_day
        ends_at = end_of_day(date.fromisoformat(last_day), procedure.zone)
    shortened = ""
    if clock.not_after is not None and clock.not_after.isoformat() < last_day:
        shortened, last_day = limit.not_after, clock.not_after.isoformat()
        ends_at = end_of_day(clock.not_after, procedure.zone)
    return Obligation(
        limit=clock.limit, opened_by=clock.opened_by, started=clock.start, ends_at=ends_at, last_day=last_day,
        status=_status(limit, clock, ends_at, now), obliged=limit.obliged, deadline=deadline,
        hours=limit.length if limit.unit == "hours" else 0, started_at=clock.start_at,
        provisional=deadline is not None and deadline.provisional, extended=clock.extended, closed_by=clock.closed_by,
        shortened_by=shortened,
    )  # fmt: skip


def _hours(procedure: Procedure, limit: TimeLimit, clock: Clock) -> datetime:
    start = clock.start_at
    if get_rule(limit.rule or procedure.rule).from_next_hour:
        start = start.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    total = limit.length + sum(length for length, unit in clock.extensions if unit != "working_days")
    return (start + timedelta(hours=total)).astimezone(UTC)


def _status(limit: TimeLimit, clock: Clock, ends_at: datetime, now: datetime | None) -> ObligationStatus:
    if clock.cancelled:
        return "cancelled"
    if clock.closed_at is not None:
        return "met" if clock.closed_at < ends_at else "met_late"
    if clock.is_suspended:
        return "suspended"
    if now is None or now < ends_at:
        return "open"
    return "missed" if limit.met_by else "over"


def reopen(obligation: Obligation, now: datetime, limit: TimeLimit) -> Obligation:
    """The obligation with its status at another instant."""
    if obligation.status not in ("open", "missed", "over"):
        return obligation
    late: ObligationStatus = "missed" if limit.met_by else "over"
    return msgspec.structs.replace(obligation, status=late if now >= obligation.ends_at else "open")
