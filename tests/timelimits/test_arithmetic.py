"""Months and years with rollover to the last day of a month."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapok.errors import InputError
from kapok.timelimits.arithmetic import (
    add_days,
    add_months,
    add_years,
    day_after,
    day_before,
    days_in_month,
    end_of_month,
    parse_day,
)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2021-01-31", 1, "2021-02-28"),
        ("2020-01-31", 1, "2020-02-29"),
        ("2021-03-31", 3, "2021-06-30"),
        ("2021-11-15", 2, "2022-01-15"),
        ("2021-03-31", -1, "2021-02-28"),
        ("2020-02-29", 12, "2021-02-28"),
        ("2020-02-29", 48, "2024-02-29"),
    ],
)
def test_months_end_on_the_same_number_or_the_last_day(day: str, months: int, expected: str) -> None:
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [("2004-02-29", 20, "2024-02-29"), ("2004-02-29", 10, "2014-02-28"), ("1900-02-28", 4, "1904-02-28")],
)
def test_years(day: str, years: int, expected: str) -> None:
    assert add_years(day, years) == expected


@given(st.dates(date(1400, 1, 1), date(2900, 1, 1)), st.integers(-120, 600))
def test_months_agree_with_the_calendar(day: date, months: int) -> None:
    result = parse_day(add_months(day.isoformat(), months))
    assert (result.year * 12 + result.month) - (day.year * 12 + day.month) == months
    assert result.day == min(day.day, days_in_month(result.year, result.month))
    if months % 12 == 0:
        assert add_years(day.isoformat(), months // 12) == result.isoformat()


@given(st.dates(date(1400, 1, 1), date(2900, 1, 1)))
def test_days_agree_with_the_calendar(day: date) -> None:
    assert day_after(day.isoformat()) == (day + timedelta(1)).isoformat() == add_days(day.isoformat(), 1)
    assert day_before(day.isoformat()) == (day - timedelta(1)).isoformat()
    assert parse_day(end_of_month(day.isoformat())) + timedelta(1) == parse_day(add_months(day.isoformat()[:8] + "01", 1))


@pytest.mark.parametrize("text", ["2021-02-30", "2021-02", "", "20210228x"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_day(text)
