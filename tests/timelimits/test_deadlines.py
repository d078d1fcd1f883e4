"""Time limits to the day: by which law "days" are counted, suspension, extension, storm days, years without a calendar."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapok.errors import DefinitionError, InputError
from kapok.timelimits.calendar import CalendarYear, WorkingCalendar, get_calendar
from kapok.timelimits.deadlines import Unit, compute_deadline
from kapok.timelimits.rules import counting_rules, get_rule

CN = get_calendar("CN")


@pytest.mark.parametrize(
    ("rule", "start", "length", "unit", "last_day"),
    [
        ("penalty_law", "2026-09-18", 7, "days", "2026-09-29"),  # seven days are working days: Sunday the 20th is worked
        ("penalty_law", "2026-09-18", 15, "days", "2026-10-08"),  # fifteen are calendar days, the last moves over National Day
        ("penalty_law", "2026-06-12", 5, "days", "2026-06-22"),  # over the Dragon Boat Festival
        ("compulsion_law", "2026-09-18", 10, "days", "2026-10-09"),  # ten days or less are working days
        ("compulsion_law", "2026-06-03", 30, "days", "2026-07-03"),
        ("reconsideration_law", "2026-09-18", 5, "days", "2026-09-24"),
        ("reconsideration_law", "2026-09-18", 60, "days", "2026-11-17"),
        ("transfer_regulation", "2026-09-30", 3, "days", "2026-10-08"),
        ("civil_code", "2026-01-31", 1, "months", "2026-02-28"),  # a Saturday that is worked
        ("civil_code", "2025-08-31", 1, "months", "2025-09-30"),
        ("civil_code", "2024-02-29", 1, "years", "2025-02-28"),
        ("patent_rules", "2026-08-03", 2, "months", "2026-10-08"),
        ("term", "2023-10-01", 3, "years", "2026-10-01"),  # a term ends on its day, holiday or not
        ("eu_1182", "2026-10-01", 2, "days", "2026-10-09"),  # at least two working days (counted here by the CN calendar)
    ],
)
def test_days_by_rule(rule: str, start: str, length: int, unit: Unit, last_day: str) -> None:
    assert compute_deadline(start, length, unit, CN, rule=get_rule(rule)).last_day == last_day


def test_the_working_of_the_reference_example() -> None:
    deadline = compute_deadline("2026-09-18", 15, "working_days", CN)
    assert deadline.last_day == "2026-10-15"
    assert deadline.made_up == ("2026-09-20", "2026-10-10")
    told = deadline.explain()
    assert "15 working days from 2026-09-18" in told
    assert "2026-09-25..27 (Mid-Autumn Festival" in told
    assert "2026-10-01..07 (National Day" in told
    assert "make-up working days: 2026-09-20, 2026-10-10" in told
    assert "15 个工作日" in deadline.explain("zh-Hans")
    assert "中秋節" in deadline.explain("zh-Hant")
    assert "15 dias úteis" in deadline.explain("pt")


@pytest.mark.parametrize(
    ("length", "unit", "suspensions", "last_day"),
    [
        (10, "working_days", [("2026-04-03", "2026-04-13")], "2026-04-23"),  # days 7 to 13 April are not counted
        (10, "days", [("2026-04-03", "2026-04-13")], "2026-04-21"),
        (1, "months", [("2026-04-10", "2026-04-20")], "2026-05-11"),
        (10, "days", [("2026-04-03", "2026-04-08"), ("2026-04-10", "2026-04-15")], "2026-04-21"),
        (10, "days", [("2026-05-10", "2026-05-20")], "2026-04-13"),  # after the end: nothing to stop
    ],
)
def test_suspended_days_are_not_counted(length: int, unit: Unit, suspensions: list[tuple[str, str]], last_day: str) -> None:
    deadline = compute_deadline("2026-04-01", length, unit, CN, suspensions=suspensions)
    assert deadline.last_day == last_day
    assert "not counted because suspended" in deadline.explain()


def test_an_extension_runs_from_the_end_that_was() -> None:
    rule = get_rule("penalty_law")
    assert compute_deadline("2026-06-02", 90, "days", CN, rule=rule).last_day == "2026-08-31"
    extended = compute_deadline("2026-06-02", 90, "days", CN, rule=rule, extensions=[(30, "days")])
    assert extended.last_day == "2026-09-30"
    assert "extended by 30 days" in extended.explain()
    moved = compute_deadline("2026-06-04", 30, "days", CN, rule=rule, extensions=[(30, "days")])
    assert moved.last_day == "2026-08-03"  # from Saturday 4 July, not from Monday 6 July


def test_a_deadline_into_an_unpublished_year_is_provisional_and_changes_when_the_year_is_published() -> None:
    before = compute_deadline("2026-12-28", 15, "working_days", CN)
    assert before.provisional
    assert "not published yet" in before.explain()
    year = CalendarYear(
        "CN", 2027, "a notice", False, False, {f"2027-01-0{day}": "元旦" for day in (1, 2, 3)}, frozenset({"2027-01-09"})
    )
    published = WorkingCalendar("CN", {**CN.years, 2027: year})
    after = compute_deadline("2026-12-28", 15, "working_days", published)
    assert not after.provisional
    assert (before.last_day, after.last_day) == ("2027-01-19", "2027-01-18")
    far = compute_deadline("2026-11-23", 9, "years", CN)
    assert far.provisional
    assert far.last_day == "2035-11-23"


def test_a_year_before_the_calendars_is_still_an_error() -> None:
    with pytest.raises(InputError):
        compute_deadline("2019-01-02", 5, "working_days", CN)


def test_storm_days_extend_a_period_in_hong_kong() -> None:
    hk, rule = get_calendar("HK"), get_rule("hk_cap1")
    assert (
        compute_deadline("2023-08-25", 14, "days", hk, rule=rule).last_day == "2023-09-11"
    )  # black rainstorm on Friday the 8th
    assert hk.why_not("2023-09-08") == "black rainstorm"
    stormy = get_calendar("HK").with_exceptions({"2026-08-12": "gale warning"})
    assert compute_deadline("2026-08-05", 7, "days", stormy, rule=rule).last_day == "2026-08-13"
    assert compute_deadline("2026-08-05", 7, "days", get_calendar("HK"), rule=rule).last_day == "2026-08-12"
    with pytest.raises(InputError):
        hk.with_exceptions({"soon": "x"})


@pytest.mark.parametrize(("length", "unit"), [(0, "days"), (-1, "months"), (5000, "months"), (10**9, "days")])
def test_a_length_that_is_a_slip_is_refused(length: int, unit: Unit) -> None:
    with pytest.raises(InputError):
        compute_deadline("2026-09-18", length, unit, CN)


def test_rules_are_cited_and_an_unknown_one_is_told() -> None:
    assert all(rule.citation and rule.in_force_from for rule in counting_rules().values())
    with pytest.raises(DefinitionError, match="civil_code"):
        get_rule("folk_law")


days = st.dates(date(2022, 1, 3), date(2026, 6, 1))


@given(days, st.integers(1, 60))
def test_working_days_agree_with_chinesecalendar(start: date, count: int) -> None:
    current, left = start, count
    while left:
        current += timedelta(1)
        left -= chinese_calendar.is_workday(current)
    assert compute_deadline(start.isoformat(), count, "working_days", CN).last_day == current.isoformat()


@given(days, st.integers(1, 200), st.integers(0, 40), st.integers(0, 40))
def test_a_suspension_never_shortens_and_moves_by_its_days(start: date, length: int, after: int, lasting: int) -> None:
    begun = start + timedelta(after)
    stop = [(begun.isoformat(), (begun + timedelta(lasting)).isoformat())]
    plain = compute_deadline(start.isoformat(), length, "days")
    stopped = compute_deadline(start.isoformat(), length, "days", suspensions=stop)
    shift = (date.fromisoformat(stopped.last_day) - date.fromisoformat(plain.last_day)).days
    assert shift == (lasting if after < length else 0)


@given(days, st.integers(1, 30), st.integers(1, 30))
def test_one_more_day_never_ends_earlier(start: date, first: int, more: int) -> None:
    for unit in ("working_days", "days", "weeks", "months"):
        one: Any = compute_deadline(start.isoformat(), first, unit, CN)  # type: ignore[arg-type]
        two: Any = compute_deadline(start.isoformat(), first + more, unit, CN)  # type: ignore[arg-type]
        assert one.last_day <= two.last_day
        assert CN.assume(one.last_day) == ""


@pytest.mark.shared
def test_deadlines_agree_with_the_collected_notices(shared_data: Path) -> None:
    off: dict[str, bool] = {}
    for year in range(2022, 2027):
        for day in json.loads((shared_data / "calendar-cn" / f"{year}.json").read_text("utf-8"))["days"]:
            off[day["date"]] = day["isOffDay"]
    for offset in range(0, 1600, 7):
        start = date(2022, 1, 4) + timedelta(offset)
        current, left = start, 10
        while left:
            current += timedelta(1)
            left -= not off.get(current.isoformat(), current.isoweekday() > 5)
        assert compute_deadline(start.isoformat(), 10, "working_days", CN).last_day == current.isoformat()
