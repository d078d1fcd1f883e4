"""The last day of a period, computed with its working: every step that led to it, in words.

The day of the event is not counted; years, months and weeks end on the day of the same number or name, days are counted
one by one, working days by the calendar of the office. A last day on which the office does not work moves to the next
working day where the rule says so (Paris Convention Art. 4C(3), PCT Rule 80.5, 民法典 第二百零三条). Days of a suspension are
not counted: from the day after it began to the day on which it ended. An extension runs from the day on which the period
would have ended. A day in a year whose calendar is not out makes the deadline provisional: compute it again when it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

from msgspec import Struct

from kapok.errors import InputError
from kapok.timelimits.arithmetic import add_days, add_months, add_years, parse_day
from kapok.timelimits.calendar import WorkingCalendar
from kapok.timelimits.deadline_words import explain, working_sentences
from kapok.timelimits.rules import CountingRule

Unit = Literal["years", "months", "weeks", "days", "working_days"]
"""What a period is counted in."""

Period = tuple[int, Unit]

MAX_DAYS = 40_000
"""Longer periods than about a century are refused: they are slips of the pen."""

LAST_YEAR = 9000
"""Days after it are refused: the calendar of the programming language ends with 9999."""


class Deadline(Struct, frozen=True):
    """The last day (ISO) and what led to it; `caution` names calendars that are provisional or unverified.

    `skipped`: days that were not counted or moved over, with why; `made_up`: weekend days that were counted as working days;
    `nominal`: the last day before it moved on; `paused_since`: a suspension that still lasts ("" = none).
    """

    last_day: str
    start: str
    periods: tuple[Period, ...]
    nominal: str = ""
    provisional: bool = False
    skipped: tuple[tuple[str, str], ...] = ()
    moved_over: tuple[tuple[str, str], ...] = ()
    made_up: tuple[str, ...] = ()
    suspended: tuple[tuple[str, str], ...] = ()
    paused_since: str = ""
    short_month: bool = False
    caution: str = ""

    @property
    def working(self) -> tuple[str, ...]:
        """The steps, one sentence each, in English."""
        return working_sentences(self, "en")

    def explain(self, language: str = "en") -> str:
        """The whole working as one text, in one of the four languages."""
        return explain(self, language)


class _Count:
    """Collects what happens while days are counted."""

    def __init__(self, calendar: WorkingCalendar | None, suspensions: Sequence[tuple[str, str]], lenient: bool = False) -> None:
        self.calendar, self.lenient = calendar, lenient
        self.suspensions = sorted(suspensions)
        self.skipped: dict[str, str] = {}
        self.moved_over: dict[str, str] = {}
        self.made_up: dict[str, None] = {}
        self.cautions: dict[str, None] = {}
        self.provisional = False

    def look(self, day: str) -> str:
        """Why the office does not work on a day, noting what is not certain about it."""
        assert self.calendar is not None
        reason = self.calendar.assume(day, self.lenient)
        if not self.calendar.is_published(day):
            self.provisional = True
            self.cautions[f"the calendar of {self.calendar.jurisdiction} for {day[:4]} is provisional"] = None
        elif caution := self.calendar.caution(day):
            self.cautions[caution] = None
        return reason

    def is_suspended(self, day: str) -> bool:
        return any(first < day <= last for first, last in self.suspensions)

    def add(self, start: str, length: int, unit: Unit) -> str:
        if unit == "working_days":
            return self._working_days(start, length)
        if unit in ("days", "weeks"):
            end = add_days(start, length * (7 if unit == "weeks" else 1))
        else:
            end = add_years(start, length) if unit == "years" else add_months(start, length)
        for first, last in self.suspensions:
            begun = max(first, start)
            if begun < end and last > begun:
                end = add_days(end, (parse_day(last) - parse_day(begun)).days)
        return end

    def _working_days(self, start: str, count: int) -> str:
        if self.calendar is None:
            raise ValueError("working days cannot be counted without a calendar")
        current, left = parse_day(start), count
        while left > 0:
            current += timedelta(days=1)
            day = current.isoformat()
            reason = self.look(day)
            if self.is_suspended(day):
                continue
            if reason:
                self.skipped[day] = reason
            else:
                left -= 1
                if self.calendar.is_makeup_day(day):
                    self.made_up[day] = None
        return current.isoformat()

    def roll_over(self, day: str) -> str:
        current = parse_day(day)
        while reason := self.look(current.isoformat()):
            self.moved_over[current.isoformat()] = reason
            current += timedelta(days=1)
        if self.calendar is not None and self.calendar.is_makeup_day(current.isoformat()):
            self.made_up[current.isoformat()] = None
        return current.isoformat()

    def at_least(self, start: str, day: str, least: int) -> str:
        """The day, moved on until `least` working days lie after `start`."""
        enough = self._working_days(start, least)
        return max(day, enough)


def compute_deadline(
    start: str,
    length: int,
    unit: Unit,
    calendar: WorkingCalendar | None = None,
    rollover: bool = True,
    *,
    rule: CountingRule | None = None,
    suspensions: Sequence[tuple[str, str]] = (),
    paused_since: str = "",
    extensions: Sequence[Period] = (),
    lenient: bool = False,
) -> Deadline:
    """The last day of a period of `length` `unit` that an event on `start` (ISO) sets going.

    Without a calendar nothing rolls over; `working_days` need one. A `rule` decides over rollover, and over whether "days"
    are working days. `suspensions` are (day it began, day it ended); `paused_since` = the day on which one began that still
    lasts. Raises `InputError` for a wrong day, a period below 1 or above a century, and for a year before the calendar's
    first, unless `lenient` (then weekends alone are skipped there, and the deadline is provisional).
    """
    _check_start(start)
    periods: list[Period] = []
    for each_length, each_unit in ((length, unit), *extensions):
        _check_length(each_length, each_unit)
        as_working = each_unit == "days" and rule is not None and rule.counts_working_days(each_length)
        periods.append((each_length, "working_days" if as_working else each_unit))
    count = _Count(calendar, suspensions, lenient)
    end = start
    for each_length, each_unit in periods:
        end = count.add(end, each_length, each_unit)
    nominal = end
    first_unit = periods[0][1]
    short = first_unit in ("years", "months") and not suspensions and len(periods) == 1 and end[8:] != start[8:]
    if calendar is not None:
        if rule is not None and rule.at_least_working_days and first_unit == "days" and length >= 2:
            end = count.at_least(start, end, rule.at_least_working_days)
        if rollover if rule is None else rule.rollover == "next_working_day":
            end = count.roll_over(end)
    return Deadline(
        end, start, tuple(periods), nominal, count.provisional, tuple(count.skipped.items()), tuple(count.moved_over.items()),
        tuple(count.made_up), tuple(suspensions), paused_since, short, "; ".join(count.cautions),
    )  # fmt: skip


def _check_start(start: str) -> None:
    if parse_day(start).year > LAST_YEAR:
        raise InputError(f"No period is counted from {start}", f"it lies after the year {LAST_YEAR}", "Give an earlier day")


def _check_length(length: int, unit: Unit) -> None:
    days = length * {"years": 366, "months": 31, "weeks": 7, "days": 1, "working_days": 2}[unit]
    if length < 1 or days > MAX_DAYS:
        raise InputError(f"A period of {length} {unit.replace('_', ' ')} cannot be counted", "it is below 1 or above a century",
                         "Give a number from 1 on")  # fmt: skip


def roll_over(day: str, calendar: WorkingCalendar, lenient: bool = False) -> Deadline:
    """The day itself or, where the office does not work on it, the next working day, with the reason for each move."""
    _check_start(day)
    count = _Count(calendar, (), lenient)
    last = count.roll_over(parse_day(day).isoformat())
    return Deadline(last, day, (), day, count.provisional, (), tuple(count.moved_over.items()), tuple(count.made_up),
                    caution="; ".join(count.cautions))  # fmt: skip


def add_working_days(start: str, count: int, calendar: WorkingCalendar) -> Deadline:
    """The day on which `count` working days after `start` are over; `start` itself is not counted."""
    return compute_deadline(start, count, "working_days", calendar)
