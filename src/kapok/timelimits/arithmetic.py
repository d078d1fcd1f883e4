"""Arithmetic of periods on ISO days: months and years with rollover to the last day of a month.

A period of months or years that begins on a day ends on the day of the same number; a month that has no such day ends it
on its last one (31 January + 1 month = 28 or 29 February): PCT Rule 80.1-2, EPC Rule 131(3)-(4), 专利法实施细则 on
periods. All functions take and give ISO days (`2021-02-28`); a wrong one is an `InputError`.
"""

from __future__ import annotations

from datetime import date, timedelta

from kapok.errors import InputError

_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def parse_day(day: str) -> date:
    """The `datetime.date` of an ISO day; `InputError` for anything else, partial dates included."""
    try:
        return date.fromisoformat(day)
    except ValueError as error:
        raise InputError(f"'{day}' is not a day", str(error), "Give year, month and day, for example 2021-02-28") from error


def is_leap_year(year: int) -> bool:
    """Whether the year has 366 days in the Gregorian calendar."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """The number of days of a month (1-12)."""
    return 29 if month == 2 and is_leap_year(year) else _MONTH_DAYS[month - 1]


def add_years(day: str, years: int) -> str:
    """The same day `years` later; 29 February ends on 28 February where there is none. Texts only, for speed."""
    year = int(day[:4]) + years
    rest = day[4:]
    if rest == "-02-29" and not is_leap_year(year):
        rest = "-02-28"
    return f"{year:04}{rest}"


def add_months(day: str, months: int) -> str:
    """The day of the same number `months` later (or earlier, if negative), at most the last day of that month."""
    year, month, number = int(day[:4]), int(day[5:7]), int(day[8:])
    total = year * 12 + month - 1 + months
    year, month = divmod(total, 12)
    return f"{year:04}-{month + 1:02}-{min(number, days_in_month(year, month + 1)):02}"


def add_days(day: str, days: int) -> str:
    """The day `days` calendar days later (or earlier, if negative)."""
    return (parse_day(day) + timedelta(days=days)).isoformat()


def day_before(day: str) -> str:
    """The calendar day before."""
    if day[8:] > "01":  # the common case without building dates
        return f"{day[:8]}{int(day[8:]) - 1:02}"
    return (parse_day(day) - timedelta(days=1)).isoformat()


def day_after(day: str) -> str:
    """The calendar day after."""
    if day[8:] < "28":
        return f"{day[:8]}{int(day[8:]) + 1:02}"
    return (parse_day(day) + timedelta(days=1)).isoformat()


def end_of_month(day: str) -> str:
    """The last day of the month of a day."""
    return f"{day[:8]}{days_in_month(int(day[:4]), int(day[5:7])):02}"
