"""Days and periods as terms: what date ranges and `StatusOn` are answered from, without reading every date.

A day has one term for each unit of the calendar that it lies in, from century to day: `filing_date` of 2021-05-17 is
`f20 f202 f2021 f2021a f202105 f202105b f20210517` (a, b: halves of the year; a, b, c: thirds of the month). A range of days is
the few units that make it up exactly. A partial date has the terms of the units that it surely lies in, and its own unit
with a `~`, by which a range that cuts through that unit finds it.

A legal status that a right had once is kept by the first days of years on which it held (`i^2021`, by decades and centuries
where all their years are meant) and by the days on which it began (`i+…`) and last held (`i-…`): on a day of a year those
have it that had it when the year began or got it since, without those that lost it since.

The keyword `status` of a document is that of the day on which it was mapped. Which rights may have changed since then is told
by the same days (`began_terms`, `ended_terms`): all others still have the status that they had.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

FIRST_YEAR, LAST_YEAR = 1400, 2299
"""Years that open ranges reach."""

DATE_LETTERS = {
    "publication_date": "p",
    "filing_date": "f",
    "priority_date": "r",
    "registration_date": "g",
    "expiry_date": "x",
}
"""Date field -> letter of its terms."""

STATUS_LETTERS = {"pending": "w", "in_force": "i", "not_in_force": "n"}
"""Status -> letter of its terms."""

_ONE_DAY = timedelta(days=1)


@lru_cache(maxsize=100_000)
def date_terms(field: str, partial: str) -> str:
    """The terms of one date (ISO, may be partial), separated by blanks."""
    letter = DATE_LETTERS[field]
    year = partial[:4]
    found = [year[:2], year[:3], year]
    if len(partial) == 4:
        found.append(f"{year}~")
    else:
        month = partial[5:7]
        found += (f"{year}{'a' if month < '07' else 'b'}", year + month)
        if len(partial) == 7:
            found.append(f"{year}{month}~")
        else:
            day = partial[8:]
            found += (f"{year}{month}{_third(int(day))}", year + month + day)
    return " ".join([letter + unit for unit in found])


def year_terms(day: str) -> str:
    """The terms of the year that results are counted and narrowed by; `day` is ISO, may be partial."""
    return f"y{day[:2]} y{day[:3]} y{day[:4]}"


def year_range_terms(low: int, high: int) -> list[str]:
    """The terms of which a year from `low` to `high` has one."""
    return [f"y{unit}" for unit in _years(max(low, FIRST_YEAR), min(high, LAST_YEAR))]


def range_terms(field: str, low: date | None, high: date | None) -> list[str]:
    """The terms of which a date in the range has at least one. Both days included, None = open."""
    letter = DATE_LETTERS[field]
    first = low or date(FIRST_YEAR, 1, 1)
    last = high or date(LAST_YEAR, 12, 31)
    if last < first:
        return []
    units = cover(first, last)
    for edge, cuts_year, cuts_month in (
        (first, (first.month, first.day) != (1, 1), first.day != 1),
        (last, (last.month, last.day) != (12, 31), (last + _ONE_DAY).day != 1),
    ):
        if cuts_year:
            units.append(f"{edge.year}~")
        if cuts_month:
            units.append(f"{edge.year}{edge.month:02}~")
    return [letter + unit for unit in dict.fromkeys(units)]


def cover(first: date, last: date) -> list[str]:
    """The fewest units of the calendar that together are the days from `first` to `last`, both included."""
    found: list[str] = []
    at = first
    while at <= last:
        unit, following = _largest(at, last)
        found.append(unit)
        if following is None:
            break
        at = following
    return found


def _largest(at: date, last: date) -> tuple[str, date | None]:
    """The largest unit that begins on `at` and ends by `last`, and the day after it (None at the end of time)."""
    year, month, day = at.year, at.month, at.day
    if month == 1 and day == 1:
        for span in (100, 10, 1):
            if year % span == 0 and date(year + span - 1, 12, 31) <= last:
                return str(year // span), date(year + span, 1, 1) if year + span <= LAST_YEAR else None
    if day == 1:
        if month in (1, 7):
            half_end = date(year, 6, 30) if month == 1 else date(year, 12, 31)
            if half_end <= last:
                return f"{year}{'a' if month == 1 else 'b'}", half_end + _ONE_DAY
        month_end = _next_month(year, month) - _ONE_DAY
        if month_end <= last:
            return f"{year}{month:02}", month_end + _ONE_DAY
    if day in (1, 11, 21):
        third_end = date(year, month, day + 9) if day < 21 else _next_month(year, month) - _ONE_DAY
        if third_end <= last:
            return f"{year}{month:02}{_third(day)}", third_end + _ONE_DAY
    return f"{year}{month:02}{day:02}", at + _ONE_DAY


def _third(day: int) -> str:
    return "a" if day <= 10 else "b" if day <= 20 else "c"


def _next_month(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1)


@lru_cache(maxsize=30_000)
def status_terms(status: str, first: str, last: str) -> str:
    """The terms of a status that was held in one period of days (ISO; `last` 9999-12-31 = without end)."""
    letter = STATUS_LETTERS[status]
    found = [f"{letter}+{unit}" for unit in _inside_year(first)]
    if last < "9999":
        found += [f"{letter}-{unit}" for unit in _inside_year(last)]
    from_year = max(int(first[:4]) + (first[5:] != "01-01"), FIRST_YEAR)
    to_year = min(int(last[:4]), LAST_YEAR)
    found += [f"{letter}^{unit}" for unit in _years(from_year, to_year)]
    return " ".join(found)


def _inside_year(day: str) -> tuple[str, str]:
    """Month and day, as units."""
    return day[:4] + day[5:7], day[:4] + day[5:7] + day[8:]


def _years(first: int, last: int) -> list[str]:
    """The fewest years, decades and centuries that are the years from `first` to `last`."""
    found: list[str] = []
    year = first
    while year <= last:
        for span in (100, 10, 1):
            if year % span == 0 and year + span - 1 <= last:
                found.append(str(year // span))
                year += span
                break
    return found


def status_query_terms(status: str, day: date) -> tuple[list[str], list[str]]:
    """Terms of the rights that may have had a status on a day, and of those among them that had not."""
    letter = STATUS_LETTERS[status]
    january = date(day.year, 1, 1)
    has = [f"{letter}^{day.year // span}" for span in (100, 10, 1)]
    if day > january:
        has += [f"{letter}+{unit}" for unit in _months_and_days(january + _ONE_DAY, day)]
        lost = [f"{letter}-{unit}" for unit in _months_and_days(january, day - _ONE_DAY)]
        return has, lost
    return has, []


def _months_and_days(first: date, last: date) -> list[str]:
    """Whole months and single days that are the days from `first` to `last` of one year."""
    found: list[str] = []
    at = first
    while at <= last:
        following = _next_month(at.year, at.month)
        if at.day == 1 and following - _ONE_DAY <= last:
            found.append(f"{at.year}{at.month:02}")
            at = following
        else:
            found.append(f"{at.year}{at.month:02}{at.day:02}")
            at += _ONE_DAY
    return found


def span_terms(status: str, first: str, last: str) -> list[str]:
    """The terms of one of several periods of a status: the units that make it up (without end: to the last year)."""
    letter = STATUS_LETTERS[status]
    end = min(last, f"{LAST_YEAR}-12-31")
    return [f"{letter}={unit}" for unit in cover(date.fromisoformat(first), date.fromisoformat(end))]


@lru_cache(maxsize=20_000)
def change_terms(day: str) -> str:
    """The terms of a day on which a right with several periods of one status changed its status."""
    return " ".join([f"c+{unit}" for unit in _inside_year(day)])


def began_terms(status: str, since: date, until: date) -> list[str]:
    """The terms of rights that got a status after `since`, up to `until`; of "" those of rights with several periods."""
    letter = STATUS_LETTERS.get(status, "c")
    return [f"{letter}+{unit}" for unit in _units_between(since + _ONE_DAY, until)]


def ended_terms(status: str, since: date, until: date) -> list[str]:
    """The terms of rights that had lost a status by `until`, after `since`: its last day lies from `since` on."""
    return [f"{STATUS_LETTERS[status]}-{unit}" for unit in _units_between(since, until - _ONE_DAY)]


def _units_between(first: date, last: date) -> list[str]:
    """Whole months and single days that are the days from `first` to `last`, in any years."""
    found: list[str] = []
    for year in range(first.year, last.year + 1):
        found += _months_and_days(max(first, date(year, 1, 1)), min(last, date(year, 12, 31)))
    return found


def span_query_terms(status: str, day: date) -> list[str]:
    """The terms of which one of several periods that contains `day` has exactly one."""
    letter = STATUS_LETTERS[status]
    year, month = day.year, day.month
    half = "a" if month < 7 else "b"
    units = (
        f"{year // 100}",
        f"{year // 10}",
        f"{year}",
        f"{year}{half}",
        f"{year}{month:02}",
        f"{year}{month:02}{_third(day.day)}",
        f"{year}{month:02}{day.day:02}",
    )
    return [f"{letter}={unit}" for unit in units]
