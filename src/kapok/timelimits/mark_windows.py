"""Windows in the life of a mark (`mark_windows.yaml`): opposition, renewal, late renewal, with their working.

A window after a day has the deadline that `kapok.timelimits.deadlines` computes; one before a day ends on it (or on the next
working day) and begins so much earlier. Where no calendar of the year is declared, the last day is not moved and `unmoved`
says so: the office may have been closed on it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from kapok.codes.located_yaml import read_located
from kapok.errors import InputError
from kapok.timelimits.arithmetic import add_months, day_after, end_of_month
from kapok.timelimits.calendar import WorkingCalendar, get_calendar
from kapok.timelimits.deadlines import Deadline, compute_deadline
from kapok.timelimits.deadlines import roll_over as move
from kapok.timelimits.rules import get_rule

WindowKind = Literal["opposition", "renewal", "late_renewal"]
Route = Literal["national", "international"]
FAR = "2999"
"""Days beyond stand for "no end" in some registers."""
FILE = Path(__file__).with_name("mark_windows.yaml")


class WindowRule(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry: see the head of `mark_windows.yaml` for what each key means."""

    office: str
    window: WindowKind
    route: Route
    counted_from: Literal["publication_date", "registration_date", "expiry_date"]
    direction: Literal["after", "before"]
    length: int
    unit: Literal["months", "days"]
    in_force_from: str
    citation: str
    until: str = ""
    delay_months: int = 0
    from_end_of_month: bool = False
    rule: str = ""
    calendar: str = ""
    unverified: bool = False


class MarkWindow(Struct, frozen=True):
    """A window from `first_day` to `last_day` (ISO), counted from `start`; `deadline` carries the working.

    `unmoved`: no calendar is declared for the last day's year, so that it was not moved to a working day.
    """

    kind: WindowKind
    first_day: str
    last_day: str
    start: str
    deadline: Deadline
    rule: WindowRule
    unmoved: bool = False


@cache
def window_rules(path: Path = FILE) -> tuple[WindowRule, ...]:
    """All declared entries; `DefinitionError` naming file and line of a wrong one."""
    located = read_located(path, "The file of windows of marks")
    entries = located.content.get("windows")
    if not isinstance(entries, list) or len(located.content) != 1:
        raise located.fault((), "it holds one list, 'windows'")
    rules = []
    for place, entry in enumerate(entries):
        try:
            rule = msgspec.convert(entry, WindowRule)
        except msgspec.ValidationError as error:
            raise located.fault(("windows", place), str(error)) from None
        if rule.rule:
            get_rule(rule.rule)
        if rule.direction == "before" and rule.unit != "months":
            raise located.fault(("windows", place, "unit"), "a window before a day is counted in months")
        rules.append(rule)
    return tuple(rules)


def offices_with_windows() -> frozenset[str]:
    """The offices for whose marks windows are declared."""
    return frozenset(rule.office for rule in window_rules())


def mark_windows(
    office: str,
    *,
    route: Route = "national",
    publication_date: str = "",
    registration_date: str = "",
    expiry_date: str = "",
) -> tuple[MarkWindow, ...]:
    """The windows of a mark of these days (ISO, whole days), in the order of the file; none where a day is not known."""
    days = {"publication_date": publication_date, "registration_date": registration_date, "expiry_date": expiry_date}
    found = []
    for rule in window_rules():
        day = days[rule.counted_from]
        if rule.office != office or rule.route != route or len(day) != 10 or day > FAR:
            continue
        if rule.in_force_from <= day and (not rule.until or day <= rule.until):
            found.append(_window(rule, day))
    return tuple(found)


def _window(rule: WindowRule, day: str) -> MarkWindow:
    start = end_of_month(day) if rule.from_end_of_month else day
    if rule.delay_months:
        start = add_months(start, rule.delay_months)
    if rule.direction == "before":
        earlier = add_months(start, -rule.length)
        first_day = day_after(end_of_month(earlier) if rule.from_end_of_month else earlier)
        deadline, unmoved = _moved(rule, start)
        return MarkWindow(rule.window, first_day, deadline.last_day, start, deadline, rule, unmoved)
    deadline, unmoved = _deadline(rule, start)
    first_day = day_after(start) if rule.counted_from == "expiry_date" else start
    return MarkWindow(rule.window, first_day, deadline.last_day, start, deadline, rule, unmoved)


def _deadline(rule: WindowRule, start: str) -> tuple[Deadline, bool]:
    """The deadline of a window after a day, and whether it could not be moved for want of a calendar."""
    if calendar := _calendar(rule):
        try:
            return compute_deadline(start, rule.length, rule.unit, calendar, rule=get_rule(rule.rule)), False
        except InputError:
            pass  # before the first year of the calendar
    return compute_deadline(start, rule.length, rule.unit), True


def _moved(rule: WindowRule, last_day: str) -> tuple[Deadline, bool]:
    if calendar := _calendar(rule):
        try:
            return move(last_day, calendar), False
        except InputError:
            pass
    return Deadline(last_day, last_day, (), last_day), True


def _calendar(rule: WindowRule) -> WorkingCalendar | None:
    return get_calendar(rule.calendar) if rule.calendar and rule.rule else None
