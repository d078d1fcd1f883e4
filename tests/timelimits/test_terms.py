"""Terms of rights: rows that a practitioner can check against the law."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from kapok.codes.offices import is_office_code
from kapok.errors import DefinitionError
from kapok.timelimits.arithmetic import parse_day
from kapok.timelimits.periods import get_period
from kapok.timelimits.terms import _read_rule, compute_expiry, term_rules

EXPIRY: list[tuple[str, str, dict[str, Any], str, bool]] = [
    # office, right, dates, last day in force, renewable
    ("CN", "invention", {"filing_date": "2004-03-01"}, "2024-02-29", False),
    ("CN", "utility_model", {"filing_date": "1999-09-06"}, "2009-09-05", False),  # the example of the guidelines
    ("CN", "design", {"filing_date": "2021-05-31"}, "2031-05-30", False),
    ("CN", "design", {"filing_date": "2021-06-01"}, "2036-05-31", False),
    ("CN", "mark", {"registration_date": "2010-01-07"}, "2020-01-06", True),
    ("CN", "mark", {"registration_date": "2010-01-07", "renewal_date": "2019-12-01"}, "2030-01-06", True),
    ("US", "invention", {"filing_date": "2004-03-01", "grant_date": "2007-09-18"}, "2024-03-01", False),
    ("US", "invention", {"filing_date": "2004-03-01", "grant_date": "2007-09-18", "adjustment_days": 120}, "2024-06-29", False),
    (
        "US",
        "invention",
        {"filing_date": "2004-03-01", "earliest_filing_date": "2001-03-01", "grant_date": "2007-09-18"},
        "2021-03-01",
        False,
    ),
    ("US", "invention", {"filing_date": "1995-06-07", "grant_date": "1998-01-06"}, "2015-06-07", False),  # 20 years are longer
    ("US", "invention", {"filing_date": "1993-06-07", "grant_date": "1998-01-06"}, "2015-01-06", False),  # 17 years are longer
    ("US", "invention", {"filing_date": "1974-08-01", "grant_date": "1976-01-06"}, "1993-01-06", False),  # over before 1995
    ("US", "design", {"filing_date": "2015-05-12", "grant_date": "2016-01-05"}, "2030-01-05", False),
    ("US", "design", {"filing_date": "2015-05-13", "grant_date": "2016-01-05"}, "2031-01-05", False),
    ("US", "design", {"filing_date": "2016-05-13", "grant_date": "2017-01-05", "term_years": 14}, "2031-01-05", False),
    ("US", "mark", {"registration_date": "1989-11-15"}, "2009-11-15", True),
    ("US", "mark", {"registration_date": "1989-11-16"}, "1999-11-16", True),
    ("EP", "invention", {"filing_date": "2004-02-29"}, "2024-02-29", False),
    ("DE", "invention", {"filing_date": "1977-12-31"}, "1995-12-31", False),
    ("DE", "utility_model", {"filing_date": "2010-03-05"}, "2020-03-31", False),
    ("DE", "mark", {"filing_date": "2018-02-05", "registration_date": "2018-06-01"}, "2028-02-29", True),
    ("DE", "mark", {"filing_date": "2019-02-05", "registration_date": "2019-06-01"}, "2029-02-05", True),
    ("JP", "invention", {"filing_date": "2020-07-20"}, "2040-07-20", False),
    ("JP", "design", {"filing_date": "2019-03-31", "registration_date": "2020-01-10"}, "2040-01-10", False),
    ("JP", "design", {"filing_date": "2020-04-01", "registration_date": "2020-12-10"}, "2045-04-01", False),
    ("KR", "utility_model", {"filing_date": "2010-07-20"}, "2020-07-20", False),
    ("KR", "mark", {"registration_date": "2010-07-20"}, "2020-07-20", True),
    ("TW", "mark", {"registration_date": "2022-03-16"}, "2032-03-15", True),  # as the gazette prints it
    ("TW", "utility_model", {"filing_date": "2005-03-16"}, "2015-03-15", False),
    (
        "EM",
        "mark",
        {"filing_date": "1996-04-01", "renewal_date": "2006-05-01"},
        "2016-04-01",
        True,
    ),  # renewed in the grace period
    ("EM", "design", {"filing_date": "2017-09-08"}, "2022-09-08", True),  # as EUIPO prints it
    ("EM", "design", {"filing_date": "2003-04-01", "renewal_date": "2023-03-30"}, "2028-04-01", False),  # 25 years are all
    ("MO", "mark", {"registration_date": "2010-07-20"}, "2017-07-20", True),
    ("BR", "invention", {"filing_date": "2001-02"}, "2021-02-28", False),  # no own rule: TRIPS, partial date
]


@pytest.mark.parametrize(("office", "right", "dates", "last_day", "renewable"), EXPIRY)
def test_expiry(office: str, right: str, dates: dict[str, Any], last_day: str, renewable: bool) -> None:
    expiry = compute_expiry(office, right, **dates)
    assert expiry is not None
    assert (expiry.last_day, expiry.renewable) == (last_day, renewable)
    assert "years from" in expiry.working
    assert expiry.citation in expiry.working


@pytest.mark.parametrize(
    ("office", "right", "dates"),
    [
        ("WO", "invention", {"filing_date": "2004-01-01"}),  # a PCT application is no right
        ("US", "invention", {}),
        ("US", "invention", {"filing_date": "1974-08-01"}),  # 17 years from a grant that is not known
        ("BR", "mark", {"registration_date": "2004-01-01"}),  # no rule declared: nothing is guessed
        ("CN", "plant_variety", {"filing_date": "2004-01-01"}),
        ("CN", "invention", {"filing_date": "1980-01-01"}),  # before there was a patent law
    ],
)
def test_no_rule_or_no_date_gives_no_expiry(office: str, right: str, dates: dict[str, Any]) -> None:
    assert compute_expiry(office, right, **dates) is None


def test_every_rule_is_dated_and_cited_and_none_overlaps() -> None:
    seen: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for rule in term_rules():
        assert rule.citation
        assert rule.office == "*" or is_office_code(rule.office)
        parse_day(rule.in_force_from)
        seen.setdefault((rule.office, rule.right), []).append((rule.in_force_from, rule.until or "9999-12-31"))
    for spans in seen.values():
        spans.sort()
        for before, after in pairwise(spans):
            assert before[1] < after[0], spans


@pytest.mark.parametrize(
    "change",
    [
        {"year": 20},
        {"counted_from": "birth"},
        {"last_day": "never"},
        {"years": "long"},
        {"citation": None},
    ],
)
def test_wrong_rule_names_its_place(change: dict[str, Any]) -> None:
    rule = {
        "office": "CN", "right": "invention", "in_force_from": "1993-01-01", "years": 20, "counted_from": "filing_date",
        "last_day": "day_before", "citation": "x",
    }  # fmt: skip
    with pytest.raises(DefinitionError, match="Rule 7"):
        _read_rule(7, rule | change)


def test_periods_are_declared() -> None:
    assert get_period("pct_international_phase").months == 30
    with pytest.raises(DefinitionError):
        get_period("unheard_of")
