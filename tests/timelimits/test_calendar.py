"""Working days: what the notices say, and that a year without a notice is never silently a working year."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest

from kapok.errors import DefinitionError, InputError
from kapok.timelimits.calendar import _read_year, get_calendar
from kapok.timelimits.deadlines import Unit, add_working_days, compute_deadline, roll_over


def days_of(year: int) -> list[str]:
    return [(date(year, 1, 1) + timedelta(number)).isoformat() for number in range(366 if year % 4 == 0 else 365)]


@pytest.mark.parametrize(
    ("jurisdiction", "day", "working", "why"),
    [
        ("CN", "2026-10-01", False, "国庆节"),
        ("CN", "2026-10-10", True, ""),  # Saturday, made up
        ("CN", "2026-10-11", False, "Sunday"),
        ("CN", "2024-04-07", True, ""),  # Sunday, made up
        ("CN", "2023-12-30", False, "Saturday"),
        ("CN", "2026-11-23", True, ""),
        ("HK", "2026-04-07", False, "復活節星期一翌日"),
        ("MO", "2026-12-08", False, "聖母無原罪瞻禮"),
        ("EM", "2025-04-18", False, "Good Friday"),
        ("EM", "2025-06-10", True, ""),
    ],
)
def test_day(jurisdiction: str, day: str, working: bool, why: str) -> None:
    calendar = get_calendar(jurisdiction)
    assert calendar.is_working_day(day) is working
    assert calendar.why_not(day) == why


def test_year_without_a_notice_is_an_error() -> None:
    with pytest.raises(InputError, match="2022 to 2027"):
        get_calendar("CN").is_working_day("2031-01-02")
    with pytest.raises(InputError, match="no calendar"):
        get_calendar("ZZ")


def test_provisional_and_unverified_calendars_say_so() -> None:
    assert "provisional" in get_calendar("CN").caution("2027-03-01")
    assert get_calendar("CN").caution("2026-03-01") == ""
    assert "unverified" in get_calendar("EM").caution("2025-03-01")


@pytest.mark.parametrize("year", [2022, 2023, 2024, 2025, 2026])
def test_mainland_agrees_with_chinesecalendar(year: int) -> None:
    calendar = get_calendar("CN")
    try:
        differing = [
            day for day in days_of(year) if calendar.is_working_day(day) != chinese_calendar.is_workday(date.fromisoformat(day))
        ]
    except NotImplementedError:
        pytest.skip("that release of chinesecalendar does not know the year")
    assert differing == []


@pytest.mark.parametrize(("jurisdiction", "years"), [("HK", range(2022, 2028)), ("MO", range(2022, 2028))])
def test_hong_kong_and_macao_agree_with_holidays(jurisdiction: str, years: range) -> None:
    calendar = get_calendar(jurisdiction)
    for year in years:
        oracle = holidays.country_holidays(jurisdiction, years=year, categories=("public", "optional"))
        assert [day.isoformat() for day in sorted(oracle) if calendar.is_working_day(day.isoformat())] == []


@pytest.mark.shared
@pytest.mark.parametrize("year", [2022, 2023, 2024, 2025, 2026])
def test_mainland_agrees_with_the_collected_notices(shared_data: Path, year: int) -> None:
    calendar = get_calendar("CN")
    days = json.loads((shared_data / "calendar-cn" / f"{year}.json").read_text("utf-8"))["days"]
    for day in days:
        if day["date"][:4] == str(year):
            assert calendar.is_working_day(day["date"]) is not day["isOffDay"], day


def test_the_year_before_the_first_file_is_an_error_too() -> None:
    with pytest.raises(InputError):
        get_calendar("CN").is_working_day("2021-12-31")


DEADLINES: list[tuple[str, int, Unit, str, str]] = [
    ("2026-08-03", 2, "months", "2026-10-08", "国庆节"),  # ends in the national holidays
    ("2026-01-31", 1, "months", "2026-02-28", "no day 31"),  # a Saturday that is worked
    ("2025-11-23", 1, "years", "2026-11-23", "1 year from"),
    ("2026-11-20", 1, "days", "2026-11-23", "Saturday"),
    ("2026-11-09", 2, "weeks", "2026-11-23", "2 weeks"),
    ("2026-09-28", 5, "working_days", "2026-10-10", "国庆节"),
]


@pytest.mark.parametrize(("start", "length", "unit", "expected", "step"), DEADLINES)
def test_deadline_with_its_working(start: str, length: int, unit: Unit, expected: str, step: str) -> None:
    deadline = compute_deadline(start, length, unit, get_calendar("CN"))
    assert deadline.last_day == expected
    assert step in " / ".join(deadline.working)


def test_deadline_without_rollover_stays() -> None:
    assert compute_deadline("2026-08-03", 2, "months", get_calendar("CN"), rollover=False).last_day == "2026-10-03"
    assert compute_deadline("2026-08-03", 2, "months").last_day == "2026-10-03"


def test_caution_is_handed_on() -> None:
    assert "provisional" in compute_deadline("2026-12-30", 3, "days", get_calendar("CN")).caution
    assert "provisional" in add_working_days("2026-12-30", 3, get_calendar("CN")).caution
    assert roll_over("2026-11-23", get_calendar("CN")).caution == ""


def test_working_days_are_counted_both_included() -> None:
    calendar = get_calendar("CN")
    assert calendar.count_working_days("2026-09-28", "2026-10-10") == 6
    assert calendar.count_working_days("2026-10-01", "2026-10-07") == 0


@pytest.mark.parametrize(
    "content",
    [
        {"jurisdiction": "CN", "year": 2026},  # no source
        {"jurisdiction": "CN", "year": 2026, "source": "x", "days": []},  # unknown key
        {"jurisdiction": "CN", "year": 2026, "source": "x", "working_weekends": [date(2026, 11, 23)]},  # a Monday
        {"jurisdiction": "CN", "year": 2026, "source": "x", "holidays": [{"date": "soon", "name": "x"}]},
        [],
    ],
)
def test_wrong_calendar_file_is_refused(content: object) -> None:
    with pytest.raises(DefinitionError):
        _read_year("cn_2026.yaml", content)
