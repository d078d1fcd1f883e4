"""Working days of a jurisdiction, from the dated and cited files in `calendars/` (one a year).

A day of a year without a file is an error, never silently a working day; only `assume` answers for years to come, and says
that it assumes. Make-up working days on weekends count as working days. Unscheduled exceptions (a gale warning or black
rainstorm, Hong Kong Cap. 1 s. 71) stand in the year's file with their source. An office adds years and exceptions in a folder
of its own (`use_folder`), whose files stand in place of the shipped ones of the same year.
Jurisdictions: CN, HK, MO, EM (EUIPO).
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

from kapok.errors import DefinitionError, InputError
from kapok.timelimits.arithmetic import parse_day

_KEYS = {
    "jurisdiction", "year", "in_force_from", "source", "issued", "provisional", "unverified", "note", "holidays",
    "working_weekends", "exceptions",
}  # fmt: skip


LOOK_AGAIN_SECONDS = 2.0
"""How long what was seen in the folder of added calendars is taken for true."""


class CalendarYear(Struct, frozen=True):
    """One file: `holidays` day -> name (ISO), `working_weekends` = weekend days that are working days.

    `provisional`: the official notice for the year is not out; `unverified`: it was not read by us. `exceptions`: days on
    which work stopped unforeseen, day -> why.
    """

    jurisdiction: str
    year: int
    source: str
    provisional: bool
    unverified: bool
    holidays: dict[str, str]
    working_weekends: frozenset[str]
    note: str = ""
    exceptions: dict[str, str] = {}


class WorkingCalendar:
    """All years of one jurisdiction. Days go in as ISO texts and come out as ISO texts."""

    def __init__(self, jurisdiction: str, years: dict[int, CalendarYear]) -> None:
        self.jurisdiction = jurisdiction
        self.years = years
        self._holidays = {day: name for year in years.values() for day, name in year.holidays.items()}
        self._exceptions = {day: why for year in years.values() for day, why in year.exceptions.items()}
        self._working = frozenset(day for year in years.values() for day in year.working_weekends)

    def year_of(self, day: str) -> CalendarYear:
        """The file that covers a day; `InputError` where none does."""
        year = self.years.get(parse_day(day).year)
        if year is None:
            known = f"{min(self.years)} to {max(self.years)}" if self.years else "no year"
            raise InputError(
                f"Whether {day} is a working day in {self.jurisdiction} is not known",
                f"the calendars cover {known}",
                "Add the calendar file of that year, with the notice that it rests on",
            )
        return year

    def is_working_day(self, day: str) -> bool:
        """Whether the office works on a day."""
        self.year_of(day)
        return not self._reason(day)

    def _reason(self, day: str) -> str:
        if day in self._exceptions:
            return self._exceptions[day]
        if day in self._working:
            return ""
        weekday = parse_day(day).isoweekday()
        return self._holidays.get(day) or ("" if weekday < 6 else "Saturday" if weekday == 6 else "Sunday")

    def with_exceptions(self, days: Mapping[str, str]) -> WorkingCalendar:
        """The calendar with further days (ISO day -> why) on which work stopped; `InputError` for what is no day."""
        calendar = WorkingCalendar(self.jurisdiction, self.years)
        calendar._exceptions = {**self._exceptions, **{parse_day(day).isoformat(): why for day, why in days.items()}}
        return calendar

    def is_published(self, day: str) -> bool:
        """Whether the official arrangement of the day's year is out and declared here."""
        year = self.years.get(int(day[:4]))
        return year is not None and not year.provisional

    def is_makeup_day(self, day: str) -> bool:
        """Whether a weekend day is worked to make up for a holiday."""
        return day in self._working and day not in self._exceptions

    def assume(self, day: str, lenient: bool = False) -> str:
        """Why the office does not work on a day ("" = it works); after the last declared year, weekends alone are known.

        Ask `is_published` beside it: an answer for an unpublished year is provisional. Before the first year `InputError`,
        or, where `lenient`, weekends alone as well: a case that is already in the register must still be told.
        """
        if self.years and (lenient or int(day[:4]) > max(self.years)):
            return self._reason(day)
        self.year_of(day)
        return self._reason(day)

    def why_not(self, day: str) -> str:
        """The name of the holiday or weekday that makes a day no working day; "" for a working day."""
        self.year_of(day)
        return self._reason(day)

    def caution(self, day: str) -> str:
        """A sentence where the calendar of a day's year is provisional or unverified; "" else."""
        year = self.year_of(day)
        if year.provisional:
            return f"the calendar of {self.jurisdiction} for {year.year} is provisional"
        return f"the calendar of {self.jurisdiction} for {year.year} is unverified" if year.unverified else ""

    def next_working_day(self, day: str) -> str:
        """The day itself if the office works on it, else the first working day after it."""
        current = parse_day(day)
        while not self.is_working_day(current.isoformat()):
            current += timedelta(days=1)
        return current.isoformat()

    def count_working_days(self, first: str, last: str) -> int:
        """How many working days lie from `first` to `last`, both included."""
        current, end, count = parse_day(first), parse_day(last), 0
        while current <= end:
            count += self.is_working_day(current.isoformat())
            current += timedelta(days=1)
        return count


class _Added:
    """The folder in which an office adds calendars, and what was in it when somebody last looked."""

    folder: Path | None = None
    stamp: tuple[tuple[str, int, int], ...] = ()
    looked_at: float = 0.0


def use_folder(folder: Path | None) -> None:
    """Read calendars from a folder as well (`cn_2028.yaml`), in place of shipped ones of the same year. Need not exist yet."""
    _Added.folder, _Added.looked_at = folder, 0.0


def get_calendar(jurisdiction: str) -> WorkingCalendar:
    """The calendar of a jurisdiction (`CN`, `HK`, `MO`, `EM`); `InputError` where none is declared.

    The same object as long as no file changed: what was computed with it may be remembered by it.
    """
    return _calendar(jurisdiction, _stamp())


def fingerprint() -> str:
    """Changes whenever a calendar is added or changed."""
    _Added.looked_at = 0.0
    _stamp()
    texts = sorted((name, text) for name, text in _texts())
    return hashlib.sha256("\0".join(f"{name}\0{text}" for name, text in texts).encode()).hexdigest()


def _stamp() -> tuple[tuple[str, int, int], ...]:
    """Names, sizes and times of the added files; looked at again after some seconds."""
    if _Added.folder is not None and time.monotonic() - _Added.looked_at > LOOK_AGAIN_SECONDS:
        found = _Added.folder.glob("*.yaml") if _Added.folder.is_dir() else ()
        _Added.stamp = tuple(sorted((each.name, each.stat().st_size, each.stat().st_mtime_ns) for each in found))
        _Added.looked_at = time.monotonic()
    return _Added.stamp if _Added.folder is not None else ()


def _texts(prefix: str = "") -> Iterator[tuple[str, str]]:
    """Name and text of every calendar file, the shipped ones first."""
    for entry in sorted((files("kapok.timelimits") / "calendars").iterdir(), key=lambda each: each.name):
        if entry.name.startswith(prefix) and entry.name.endswith(".yaml"):
            yield entry.name, entry.read_text("utf-8")
    for name, _size, _time in _stamp():
        if name.startswith(prefix) and _Added.folder is not None:
            yield name, (_Added.folder / name).read_text("utf-8")


@lru_cache(maxsize=64)
def _calendar(jurisdiction: str, stamp: tuple[tuple[str, int, int], ...]) -> WorkingCalendar:
    years: dict[int, CalendarYear] = {}
    for name, text in _texts(f"{jurisdiction.lower()}_"):
        try:
            content = yaml.safe_load(text)
        except yaml.YAMLError as error:
            why = " ".join(str(error).split())
            raise DefinitionError(f"The calendar {name} cannot be used", why, "Correct the file, or take it away") from None
        year = _read_year(name, content)
        years[year.year] = year
    if not years:
        raise InputError(
            f"There is no calendar for '{jurisdiction}'", "none is declared", "Take CN, HK, MO or EM, or declare one"
        )
    return WorkingCalendar(jurisdiction, years)


def _read_year(name: str, content: Any) -> CalendarYear:
    if not isinstance(content, dict) or set(content) - _KEYS or not {"jurisdiction", "year", "source"} <= set(content):
        raise DefinitionError(f"The calendar {name} cannot be used", "its keys are not those of a calendar", "Correct it")
    holidays: dict[str, str] = {}
    for entry in content.get("holidays") or []:
        holidays[_iso(name, entry["date"])] = str(entry["name"])
    working = frozenset(_iso(name, day) for day in content.get("working_weekends") or [])
    wrong = [day for day in working if parse_day(day).isoweekday() < 6] + sorted(working & set(holidays))
    if wrong:
        raise DefinitionError(
            f"The calendar {name} cannot be used", f"{wrong[0]} cannot be a make-up working day", "Correct that day"
        )
    return CalendarYear(
        content["jurisdiction"],
        int(content["year"]),
        str(content["source"]),
        bool(content.get("provisional")),
        bool(content.get("unverified")),
        holidays,
        working,
        str(content.get("note", "")),
        {_iso(name, entry["date"]): str(entry["name"]) for entry in content.get("exceptions") or []},
    )


def _iso(name: str, value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise DefinitionError(f"The calendar {name} cannot be used", f"'{value}' is not a day", "Write it as 2026-10-01")
