"""The last day of a period, computed with its working: every step that led to it, in words.

The day of the event is not counted; years, months and weeks end on the day of the same number or name, days are counted
one by one, working days by the calendar of the office. A last day on which the office does not work moves to the next
working day when `rollover` is asked for (Paris Convention Art. 4C(3), PCT Rule 80.5, EPC Rule 134(1)).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from msgspec import Struct

from kapok.timelimits.arithmetic import add_days, add_months, add_years, parse_day
from kapok.timelimits.calendar import WorkingCalendar

Unit = Literal["years", "months", "weeks", "days", "working_days"]
"""What a period is counted in."""


class Deadline(Struct, frozen=True):
    """The last day (ISO) and the steps that led to it; `caution` names calendars that are provisional or unverified."""

    last_day: str
    working: tuple[str, ...]
    caution: str = ""


def compute_deadline(
    start: str, length: int, unit: Unit, calendar: WorkingCalendar | None = None, rollover: bool = True
) -> Deadline:
    """The last day of a period of `length` `unit` that an event on `start` (ISO) sets going.

    Without a calendar nothing rolls over; `working_days` need one. Raises `InputError` for a wrong day or a year that the
    calendar does not cover.
    """
    parse_day(start)
    if unit == "working_days":
        if calendar is None:
            raise ValueError("working days cannot be counted without a calendar")
        return add_working_days(start, length, calendar)
    if unit == "years":
        end = add_years(start, length)
    elif unit == "months":
        end = add_months(start, length)
    else:
        end = add_days(start, length * (7 if unit == "weeks" else 1))
    steps = [f"{length} {unit} from {start} end on {end}"]
    if unit in ("years", "months") and end[8:] != start[8:]:
        steps[0] += f" (that month has no day {int(start[8:])})"
    if calendar is None or not rollover:
        return Deadline(end, tuple(steps))
    return roll_over(end, calendar, tuple(steps))


def roll_over(day: str, calendar: WorkingCalendar, steps: tuple[str, ...] = ()) -> Deadline:
    """The day itself or, where the office does not work on it, the next working day, with the reason for each move."""
    last = calendar.next_working_day(day)
    current = parse_day(day)
    moves = list(steps)
    while current.isoformat() < last:
        moves.append(
            f"{current.isoformat()} is no working day in {calendar.jurisdiction} ({calendar.why_not(current.isoformat())})"
        )
        current += timedelta(days=1)
    if last != day:
        moves.append(f"the period ends on the next working day, {last}")
    cautions = dict.fromkeys(each for each in (calendar.caution(day), calendar.caution(last)) if each)
    return Deadline(last, tuple(moves), "; ".join(cautions))


def add_working_days(start: str, count: int, calendar: WorkingCalendar) -> Deadline:
    """The day on which `count` working days after `start` are over; `start` itself is not counted."""
    current, left = parse_day(start), count
    steps = [f"{count} working days after {start}, which is not counted"]
    skipped: list[str] = []
    cautions: dict[str, None] = {}
    while left > 0:
        current += timedelta(days=1)
        day = current.isoformat()
        reason = calendar.why_not(day)
        cautions[calendar.caution(day)] = None
        if not reason:
            left -= 1
        elif reason not in ("Saturday", "Sunday"):
            skipped.append(f"{day} ({reason})")
    if skipped:
        steps.append(f"not counted beside weekends: {', '.join(skipped)}")
    steps.append(f"they are over on {current.isoformat()}")
    return Deadline(current.isoformat(), tuple(steps), "; ".join(each for each in cautions if each))
