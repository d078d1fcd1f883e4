"""Dates of bulk files: each accepted form with its ISO text, each impossible one with the word of its reason."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapok.errors import InputError
from kapok.records.dates import (
    covers,
    earliest,
    first_day,
    is_certainly_before,
    is_possibly_before,
    last_day,
    latest,
    parse_date,
    parse_minguo,
    precision,
    to_day,
    year_of,
)

GOOD = [
    ("20210228", "", "2021-02-28"),  # ST.2, every bulk file
    ("20210200", "", "2021-02"),  # unknown day
    ("20210000", "", "2021"),  # unknown month and day
    ("202102", "", "2021-02"),
    ("2021", "", "2021"),
    ("2021-02-28", "", "2021-02-28"),
    ("2021-02", "", "2021-02"),
    ("2021-02-00", "", "2021-02"),
    ("2021-02-28T10:11:12Z", "", "2021-02-28"),
    ("2013-01-29-05:00", "", "2013-01-29"),  # ST.66 of TSDR carries a zone
    ("2021-02-28+08:00", "", "2021-02-28"),
    ("2021-02-28 00:00:00.0", "", "2021-02-28"),
    ("2021/2/8", "", "2021-02-08"),
    ("2010.03.05", "", "2010-03-05"),  # KIPRIS
    ("2021. 2. 28.", "", "2021-02-28"),
    ("28.02.2021", "", "2021-02-28"),  # PATENTSCOPE, DPMA
    ("1.2.2021", "", "2021-02-01"),
    ("28/02/2021", "dmy", "2021-02-28"),  # Indian journal
    ("02/28/2021", "mdy", "2021-02-28"),
    ("28022021", "dmy", "2021-02-28"),
    ("02282021", "mdy", "2021-02-28"),
    ("28-02-2021", "dmy", "2021-02-28"),
    ("28 February 2021", "", "2021-02-28"),
    ("28-FEB-2021", "", "2021-02-28"),
    ("Feb. 28, 2021", "", "2021-02-28"),
    ("February 28, 2021", "", "2021-02-28"),
    ("Sept. 3, 2019", "", "2019-09-03"),
    ("1st March 2020", "", "2020-03-01"),
    ("March 2020", "", "2020-03"),
    ("28 de fevereiro de 2021", "", "2021-02-28"),
    ("3 août 2020", "", "2020-08-03"),
    ("1er juillet 2020", "", "2020-07-01"),
    ("14. März 2001", "", "2001-03-14"),
    ("2021年2月28日", "", "2021-02-28"),
    ("２０２１年２月", "", "2021-02"),  # full width
    ("2021년 2월 28일", "", "2021-02-28"),
    ("令和3年2月28日", "", "2021-02-28"),
    ("平成元年1月8日", "", "1989-01-08"),
    ("H10.4.1", "", "1998-04-01"),
    ("20200229", "", "2020-02-29"),
    ("20000229", "", "2000-02-29"),
]

BAD = [
    ("20210631", "", "June has no day 31"),
    ("2021-02-29", "", "not a leap year"),
    ("19000229", "", "not a leap year"),
    ("20211301", "", "no month 13"),
    ("00000000", "", "no year 0"),
    ("01010101", "", "too early"),
    ("20210028", "", "a day but no month"),
    ("010203", "", "6 digits"),
    ("28/02/2021", "", "day or the month stands first"),
    ("31.11.2021", "", "November has no day 31"),
    ("02/28/2021", "dmy", "no month 28"),
    ("20.2.21", "", "none of the known"),
    ("Foo 3, 2021", "", "not the name of a month"),
    ("unknown", "", "none of the known"),
    ("", "", "no text"),
    ("   ", "", "no text"),
    ("2021-W05-1", "", "none of the known"),
]

MINGUO = [
    ("111.03.16", "2022-03-16"),  # TIPO gazette
    ("1110316", "2022-03-16"),
    ("民國111年3月16日", "2022-03-16"),
    ("中華民國99年1月1日", "2010-01-01"),
    ("0990101", "2010-01-01"),
    ("990101", "2010-01-01"),
    ("99/1/1", "2010-01-01"),
    ("民國111年3月", "2022-03"),
]


@pytest.mark.parametrize(("text", "order", "expected"), GOOD)
def test_form_is_read(text: str, order: str, expected: str) -> None:
    assert parse_date(text, order) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "order", "reason"), BAD)
def test_impossible_date_is_refused_with_its_reason(text: str, order: str, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_date(text, order)  # type: ignore[arg-type]
    assert reason in str(caught.value)


@pytest.mark.parametrize(("text", "expected"), MINGUO)
def test_minguo_date_is_read(text: str, expected: str) -> None:
    assert parse_minguo(text) == expected


@pytest.mark.parametrize("text", ["2022.03.16", "000.01.01", "111.02.30", "", "x"])
def test_what_is_no_minguo_date_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_minguo(text)


@given(st.dates(min_value=date(1400, 1, 1), max_value=date(9999, 12, 31)))
def test_every_day_round_trips_in_every_numeric_form(day: date) -> None:
    iso = day.isoformat()
    assert parse_date(day.strftime("%Y%m%d").zfill(8)) == iso
    assert parse_date(iso) == iso
    assert parse_date(f"{day.day:02}.{day.month:02}.{day.year:04}") == iso
    assert parse_date(f"{day.month}/{day.day}/{day.year:04}", "mdy") == iso
    assert parse_date(f"{day.year}年{day.month}月{day.day}日") == iso


@given(st.integers(1, 999), st.integers(1, 12), st.integers(1, 28))
def test_every_minguo_day_is_1911_years_later(year: int, month: int, day: int) -> None:
    assert parse_minguo(f"{year}.{month:02}.{day:02}") == f"{year + 1911:04}-{month:02}-{day:02}"


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_an_input_error(text: str) -> None:
    try:
        result = parse_date(text)
    except InputError:
        return
    assert first_day(result) <= last_day(result)


@pytest.mark.parametrize(
    ("partial", "first", "last", "what"),
    [
        ("2021", "2021-01-01", "2021-12-31", "year"),
        ("2021-02", "2021-02-01", "2021-02-28", "month"),
        ("2020-02", "2020-02-01", "2020-02-29", "month"),
        ("2021-02-28", "2021-02-28", "2021-02-28", "day"),
    ],
)
def test_partial_date_covers_its_period(partial: str, first: str, last: str, what: str) -> None:
    assert (first_day(partial), last_day(partial), precision(partial)) == (first, last, what)
    assert to_day(partial).isoformat() == first
    assert to_day(partial, end=True).isoformat() == last
    assert covers(partial, first)
    assert covers(partial, last)
    assert not covers(partial, "1999-12-31")


def test_comparison_of_partial_dates_says_what_is_certain() -> None:
    assert is_certainly_before("2020", "2021-01-01")
    assert not is_certainly_before("2021", "2021-06")
    assert is_possibly_before("2021", "2021-06")
    assert earliest(["2021", "", "2020-12-31"]) == "2020-12-31"
    assert latest(["2021", "", "2020-12-31"]) == "2021"
    assert earliest([]) == latest([]) == ""
    assert (year_of("2021-02"), year_of("")) == (2021, 0)
