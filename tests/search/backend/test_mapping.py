"""What the mapping makes of a record, field by field, and the encodings that it shares with the backend."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapok.records.parties import Party
from kapok.records.provenance import Provenance
from kapok.records.record import GeneralRecord, Patent, Record
from kapok.records.text import Text
from kapok.search.mapping import document, index_fields
from kapok.search.mapping_layout import exact_form, exact_term, number_terms, place, start_terms
from kapok.search.mapping_periods import (
    date_terms,
    range_terms,
    span_query_terms,
    span_terms,
    status_query_terms,
    status_terms,
)
from kapok.search.mapping_units import MOST_PARAGRAPHS
from kapok.search.word_patterns import TokenPattern, patterns

from .library import BATTERY_A1, CHAIR, GREEN_LEAF, GREEN_LEAF_ZH, GREENLAND, HEART_VALVE, LIBRARY

FIELDS: list[tuple[Record, str, Any]] = [
    (GREEN_LEAF, "key", "mark/EM/018000001"),
    (GREEN_LEAF, "mark", "green leaf"),
    (GREEN_LEAF, "title", "green leaf"),
    (GREEN_LEAF, "nice", ["09", "30"]),
    (GREEN_LEAF, "class_symbol", "nice=09 nice<09 nice=30 nice<30"),
    (GREEN_LEAF, "applicant_name", ["Folha Verde, Lda."]),
    (GREEN_LEAF, "applicant_country", ["PT"]),
    (GREEN_LEAF, "language", ["en"]),
    (GREEN_LEAF, "day", 20190517),
    (GREEN_LEAF, "year", 2019),
    (GREENLAND, "registration_date", 20010000),
    (GREENLAND, "similar_group", ["3004"]),
    (GREEN_LEAF_ZH, "mark", "绿叶"),
    (GREEN_LEAF_ZH, "goods", "茶 5g 手机"),
    (GREEN_LEAF_ZH, "filing_date", 20210500),
    (HEART_VALVE, "title", "heart valve with x ray marker"),
    (HEART_VALVE, "kind_code", "B2"),
    (HEART_VALVE, "cpc_subclass", ["A61F"]),
    (HEART_VALVE, "cpc_main_group", ["A61F 2"]),
    (BATTERY_A1, "family_id", "41155830"),
    (BATTERY_A1, "priority_date", 20080404),
    (BATTERY_A1, "many_units", ["title", "claims", "abstract"]),
    (CHAIR, "title", "cadeira de sao paulo"),
]


@pytest.mark.parametrize(("record", "field", "value"), FIELDS)
def test_field_of_a_record(record: Record, field: str, value: Any) -> None:
    assert index_fields(record)[field] == value


@pytest.mark.parametrize("record", LIBRARY)
def test_document_is_its_key_and_the_json_of_its_fields(record: Record) -> None:
    made = document(record)
    assert made["key"] == record.key
    assert msgspec.json.decode(made["json"]) == index_fields(record)
    summary = msgspec.json.decode(index_fields(record)["summary"])
    assert summary["key"] == record.key


def test_a_record_with_nothing_but_its_number_has_a_document() -> None:
    bare = GeneralRecord(key="law/CN/1", category="law", office_code="", number="1", provenance=Provenance("s", "f"))
    found = index_fields(bare)
    assert found["day"] == 0
    assert "title" not in found


def test_a_text_without_words_is_left_out() -> None:
    record = GeneralRecord(
        key="law/CN/2",
        category="law",
        office_code="CN",
        number="2",
        titles=(Text("—"), Text("Law")),
        parties=(Party("…", "party"),),
        provenance=Provenance("s", "f"),
    )
    found = index_fields(record)
    assert found["title"] == "law"
    assert "applicant" not in found
    assert found["exact"] == ["title:law"]


def test_a_text_too_long_for_positions_is_marked_to_be_read() -> None:
    record = Patent(
        key="patent/US/1/A",
        category="patent",
        office_code="US",
        number="1",
        descriptions=(Text("A word.\n" * (MOST_PARAGRAPHS + 1)),),
        provenance=Provenance("s", "f"),
    )
    found = index_fields(record)
    assert found["many_units"] == ["description!"]
    assert "description_unit" not in found


def test_numbers_are_found_with_and_without_office_and_kind() -> None:
    assert set(number_terms("pn", "CN", "101551481", "B")) == {
        "pn:101551481",
        "pn:CN/101551481",
        "pn:CN/",
        "pn:101551481/B",
        "pn:CN/101551481/B",
    }
    assert number_terms("pn", "", "粤数登2023-1", "") == ["pn:粤数登20231"]
    assert number_terms("pn", "CN", "", "") == []


@pytest.mark.parametrize(
    ("text", "form"),
    [("Green-Leaf ®", "green leaf"), ("  São  Paulo ", "sao paulo"), ("ＧＲＥＥＮ", "green"), ("綠葉！茶", "绿叶 茶")],
)
def test_whole_values_are_compared_without_case_accents_and_punctuation(text: str, form: str) -> None:
    assert exact_form(text) == form


def test_a_long_whole_value_is_kept_by_a_checksum() -> None:
    one, other = "a" * 300, "a" * 299 + "b"
    assert exact_term("title", one) != exact_term("title", other)
    assert len(exact_term("title", one)) < 250


def test_beginnings_of_a_mark() -> None:
    assert start_terms("Ab Cdefghij", "ab cdefghij") == {
        *("a", "ab", "c", "cd", "cde", "cdef", "cdefg", "cdefgh"),
        *("=a", "=ab", "=ab_", "=ab_c", "=ab_cd", "=ab_cde"),
    }
    assert start_terms("綠葉A", "绿叶 a") == {"+绿", "+叶", "a", "=绿", "=绿叶", "=绿叶a"}


def test_places_order_records_by_category_office_and_number() -> None:
    places = [
        place("mark", "CN", "5"),
        place("mark", "US", "5"),
        place("mark", "US", "12"),
        place("patent", "CN", "1"),
    ]
    assert places == sorted(places)
    assert all(0 <= each < 1 << 62 for each in places)


PATTERNS: list[tuple[tuple[str, ...], list[list[str]]]] = [
    (("Green", "leaf"), [["green", "leaf"]]),
    (("gr?e#*",), [["/gr.?e..*"]]),
    (("锂电池",), [["锂电", "电池"]]),
    (("电",), [["/电.?|.电"]]),
    (("5G电",), [["5g", "/电.?"]]),
    (("电5G",), [["/.?电", "5g"]]),
    (("a", "的", "b"), [["a", "的", "b"]]),
    (("电#池",), [["/电.", "/.池"]]),
    (("电?池",), [["电池"], ["/电.", "/.池"]]),
    (("*", "leaf", "*"), [["leaf"]]),
    (("a", "*", "b"), [["a", "/.*", "b"]]),
    (("…",), []),
]


@pytest.mark.parametrize(("words", "expected"), PATTERNS)
def test_words_become_patterns_of_tokens(words: tuple[str, ...], expected: list[list[str]]) -> None:
    def shown(pattern: TokenPattern) -> str:
        return pattern.text if pattern.literal else "/" + pattern.text

    assert [[shown(pattern) for pattern in sequence] for sequence in patterns(words)] == expected


days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
partials = st.builds(lambda day, length: day.isoformat()[:length], days, st.sampled_from([4, 7, 10, 10]))


@given(partials, st.none() | days, st.none() | days)
def test_a_range_has_a_term_of_exactly_the_dates_that_may_lie_in_it(partial: str, low: date | None, high: date | None) -> None:
    first = date.fromisoformat((partial + "-01-01")[:10])
    last = first if len(partial) == 10 else _last(first, len(partial))
    inside = (low is None or last >= low) and (high is None or first <= high) and not (low and high and high < low)
    wanted = range_terms("filing_date", low, high)
    assert len(wanted) == len(set(wanted))
    assert bool(set(date_terms("filing_date", partial).split()) & set(wanted)) == inside


def _last(first: date, length: int) -> date:
    following = date(first.year + 1, 1, 1) if length == 4 else date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return following - timedelta(days=1)


@given(days, st.none() | st.integers(0, 9000), days)
def test_a_period_of_a_status_has_the_terms_of_exactly_its_days(first: date, length: int | None, day: date) -> None:
    last = "9999-12-31" if length is None else (first + timedelta(days=length)).isoformat()
    inside = first.isoformat() <= day.isoformat() <= last
    once = set(status_terms("in_force", first.isoformat(), last).split())
    has, lost = status_query_terms("in_force", day)
    assert (bool(once & set(has)) and not once & set(lost)) == inside
    often = set(span_terms("in_force", first.isoformat(), last))
    assert len(often & set(span_query_terms("in_force", day))) == inside
