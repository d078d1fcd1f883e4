"""The periods of a mark in words: term with renewals, windows, and what the register itself states."""

from __future__ import annotations

from typing import Any

import pytest

from kapok.records.provenance import Provenance
from kapok.records.record import Mark, Number, RelatedRight
from kapok.services.mark_periods import MarkPeriod, mark_periods


def a_mark(**fields: Any) -> Mark:
    return Mark(
        key="mark/EM/018000001",
        category="mark",
        office_code=fields.pop("office_code", "EM"),
        number="018000001",
        provenance=Provenance(source="test", format="test"),
        **fields,
    )


def periods(mark: Mark, language: str = "en", today: str = "2026-11-23") -> dict[str, MarkPeriod]:
    return {period.kind: period for period in mark_periods(mark, language, today)}


REGISTERED = {"filing_date": "2020-01-07", "registration_date": "2020-06-02", "publication_date": "2020-02-21"}


def test_the_first_term_and_its_windows() -> None:
    found = periods(a_mark(**REGISTERED))
    assert list(found) == ["opposition", "term", "renewal", "late_renewal"]
    assert (found["term"].first_day, found["term"].last_day, found["term"].state) == ("2020-01-07", "2030-01-07", "open")
    assert (found["opposition"].last_day, found["opposition"].state) == ("2020-05-21", "past")
    assert (found["renewal"].first_day, found["renewal"].last_day) == ("2029-07-08", "2030-01-07")
    assert found["late_renewal"].state == "future"


def test_a_renewed_mark_shows_every_term() -> None:
    term = periods(a_mark(**{**REGISTERED, "filing_date": "1998-03-02"}, expiry_date="2028-03-02"))["term"]
    assert term.last_day == "2028-03-02"
    assert len(term.working) == 3
    assert term.working[-1].startswith("renewed for 10 years")
    assert not term.stated_last_day


def test_a_day_that_the_register_states_otherwise_is_shown_and_used_for_renewal() -> None:
    found = periods(a_mark(**REGISTERED, expiry_date="2030-01-06", opposition_end_date="2020-05-25"))
    assert found["term"].stated_last_day == "2030-01-06"
    assert "2030-01-06" in found["term"].working[-1]
    assert found["opposition"].stated_last_day == "2020-05-25"
    assert found["late_renewal"].first_day == "2030-01-07"


def test_an_application_has_no_term_yet() -> None:
    assert list(periods(a_mark(filing_date="2026-08-01", publication_date="2026-10-01"))) == ["opposition"]
    assert periods(a_mark(filing_date="2026-08-01", publication_date="2026-10-01"))["opposition"].state == "open"


def test_a_designation_follows_the_international_registration() -> None:
    madrid = (RelatedRight("madrid", Number("WO", "1570001")),)
    mark = a_mark(registration_date="2020-10-01", filing_date="2020-10-01", publication_date="2025-02-21", related=madrid)
    found = periods(mark)
    assert "Madrid" in found["term"].citation
    assert "begins 1 month after" in found["opposition"].working[0]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Term of protection"), ("zh-Hans", "专用权期限"), ("zh-Hant", "專用權期限"), ("pt", "Prazo de proteção")],
)
def test_words_in_four_languages(language: str, words: str) -> None:
    found = periods(a_mark(**REGISTERED), language)
    assert found["term"].name == words
    assert all("{" not in step for period in found.values() for step in period.working)


@pytest.mark.parametrize("expiry", ["9999-12-31", "2029", "1900-01-01"])
def test_odd_days_of_a_source_break_nothing(expiry: str) -> None:
    assert periods(a_mark(**REGISTERED, expiry_date=expiry))["term"].working


def test_an_office_without_rules_has_no_periods() -> None:
    assert mark_periods(a_mark(**{**REGISTERED}, office_code="ZZ")) == []
