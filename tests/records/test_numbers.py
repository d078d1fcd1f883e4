"""Document numbers: pairs that an expert can extend. One row = one writing and what it must become."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapok.errors import InputError
from kapok.records.numbers import (
    check_digit,
    cn_application_type,
    docdb_number,
    format_cn_application,
    format_docdb,
    format_epodoc,
    format_epodoc_application,
    format_original,
    make_number,
    normalise_number,
    number_variants,
    parse_docdb,
    parse_epodoc,
    parse_original,
    right_id,
    verify_check_digit,
)
from kapok.records.record import Number

NORMAL = [
    # office, as written, normal form
    ("US", "07272630", "7272630"),  # Red Book pads to eight
    ("US", "7,272,630", "7272630"),
    ("US", "US 7,272,630", "7272630"),
    ("US", "D0571528", "D571528"),
    ("US", "RE038476", "RE38476"),
    ("US", "PP012345", "PP12345"),
    ("US", "H0001234", "H1234"),
    ("US", "2005/0004437", "20050004437"),
    ("US", "20050004437", "20050004437"),
    ("US", "2005004437", "20050004437"),  # DOCDB drops a digit
    ("US", "10/123,456", "10123456"),
    ("US", "76044902", "76044902"),  # serial number of a mark
    ("US", "76/044,902", "76044902"),
    ("US", "201213406567", "13406567"),  # DOCDB application with year
    ("EP", "1000000", "1000000"),
    ("EP", "EP 0 000 002", "0000002"),
    ("EP", "2", "0000002"),
    ("EP", "01963450.0", "01963450"),
    ("EP", "01 963 450.0", "01963450"),
    ("EP", "20010963450", "01963450"),  # EPODOC
    ("EP", "019634500", "01963450"),  # check digit without its dot
    ("WO", "2004/101738", "2004101738"),
    ("WO", "99/12345", "1999012345"),
    ("WO", "9912345", "1999012345"),  # DOCDB
    ("WO", "03012345", "2003012345"),
    ("WO", "PCT/EP2004/001234", "PCTEP2004001234"),
    ("US", "PCT/US98/16128", "PCTUS1998016128"),
    ("CN", "ZL200910127753.8", "200910127753"),
    ("CN", "CN 2009 1 0127753.8", "200910127753"),
    ("CN", "2009101277538", "200910127753"),
    ("CN", "2009101277531", "2009101277531"),  # wrong check digit: kept, never another right
    ("CN", "101551481", "101551481"),
    ("CN", "85100001.0", "85100001"),
    ("JP", "2005-123456", "2005123456"),
    ("JP", "特開2005-1234", "2005001234"),
    ("JP", "特許第3456789号", "3456789"),
    ("JP", "平10-123456", "H10123456"),
    ("JP", "特開平5-1234", "H051234"),
    ("JP", "昭和60年第12345号", "S6012345"),
    ("JP", "JPH051234", "H051234"),
    ("KR", "10-2005-0012345", "1020050012345"),
    ("KR", "10 2004-0085675", "1020040085675"),
    ("KR", "10-0721515", "100721515"),
    ("KR", "1004962690000", "100496269"),  # KIPRIS registration number
    ("KR", "10-0496269-0000", "100496269"),
    ("TW", "I234567", "I234567"),
    ("TW", "94112345", "094112345"),
    ("TW", "02207609", "02207609"),
    ("DE", "10 2004 012 345.6", "102004012345"),
    ("DE", "DE 198 12 345.6", "19812345"),
    ("DE", "000010027360", "10027360"),
    ("DE", "20 2011 012 345", "202011012345"),
    ("DE", "M8800174-0001", "M8800174-0001"),
    ("EM", "4247823-0007", "004247823-0007"),
    ("EM", "18123456", "018123456"),
    ("IN", "10300/DELNP/2012", "10300DELNP2012"),
    ("GB", "9012345.6", "9012345"),
    ("IT", "MI20041234", "MI20041234"),
]

ORIGINAL = [
    # printed, office, number, kind
    ("US 7,272,630 B2", "US", "7272630", "B2"),
    ("US 2005/0004437 A1", "US", "20050004437", "A1"),
    ("D 571,528", "US", "D571528", ""),
    ("USD571528S1", "US", "D571528", "S1"),
    ("RE 38,476 E1", "US", "RE38476", "E1"),
    ("PP12,345 P3", "US", "PP12345", "P3"),
    ("U.S. Pat. No. 7,272,630", "US", "7272630", ""),
    ("PCT/EP2004/001234", "WO", "PCTEP2004001234", ""),
    ("WO 2004/101738 A1", "WO", "2004101738", "A1"),
    ("ZL 2009 1 0127753.8", "CN", "200910127753", ""),
    ("专利号：ZL200910127753.8", "CN", "200910127753", ""),
    ("CN101551481B", "CN", "101551481", "B"),
    ("JP 2005-123456 A", "JP", "2005123456", "A"),
    ("JPH10123456A", "JP", "H10123456", "A"),
    ("特許第3456789号", "JP", "3456789", ""),
    ("KR 10-2005-0012345 A", "KR", "1020050012345", "A"),
    ("TW I234567 B", "TW", "I234567", "B"),
    ("DE 10 2004 012 345 A1", "DE", "102004012345", "A1"),
    ("EP 1 000 000 B1", "EP", "1000000", "B1"),
    ("10300/DELNP/2012", "IN", "10300DELNP2012", ""),
]

VARIANTS = [
    # typed, one reading that must be among the answers
    ("EP1000000", Number("EP", "1000000")),
    ("us7272630", Number("US", "7272630")),
    ("7,272,630", Number("US", "7272630")),
    ("US 7,272,630 B2", Number("US", "7272630", "B2")),
    ("ZL 2009 1 0127753.8", Number("CN", "200910127753")),
    ("CN200710001234", Number("CN", "200710001234")),
    ("CN 101551481 B", Number("CN", "101551481", "B")),
    ("2009101277538", Number("CN", "200910127753")),
    ("7272630", Number("", "7272630")),
    ("07272630", Number("US", "7272630")),
    ("2005004437", Number("US", "20050004437")),
    ("18123456", Number("EM", "018123456")),
    ("76/044,902", Number("US", "76044902")),
    ("10-2005-0012345", Number("KR", "20050012345")),  # DOCDB form of the same
    ("kr1020050012345", Number("KR", "1020050012345")),
    ("EP.1000000.A1", Number("EP", "1000000", "A1")),
    ("US.9816128.W", Number("WO", "PCTUS1998016128", "W")),
    ("wo2004101738", Number("WO", "2004101738")),
    ("WO 0978123", Number("WO", "978123")),  # Madrid register
    ("US RE038476", Number("US", "RE38476")),
    ("d571528", Number("US", "D571528")),
    ("特開平10-123456", Number("JP", "H10123456")),
    ("第1234567号", Number("", "1234567")),
    ("注册号：1234567", Number("", "1234567")),
    ("WO/2004/101738", Number("WO", "2004101738")),
    ("US20050004437A1", Number("US", "20050004437", "A1")),
    ("PCT/CN2008/071839", Number("WO", "PCTCN2008071839")),
    ("ＥＰ１００００００", Number("EP", "1000000")),  # full width
]

NO_NUMBERS = [
    "covid19", "iphone 14", "H264", "2020", "in 2020", "no 1234", "carbon 60 100", "plain 123", "2021-02-28", "H01L 21/02",
    "C08L 23/04", "3d printing", "", "graphene", "锂电池2020", "x" * 100,
]  # fmt: skip


@pytest.mark.parametrize(("office", "text", "expected"), NORMAL)
def test_normal_form(office: str, text: str, expected: str) -> None:
    assert normalise_number(office, text) == expected
    assert normalise_number(office, expected) == expected, "the normal form must stay as it is"


@pytest.mark.parametrize(
    ("office", "text", "expected"),
    [
        ("US", "07/123,456", "07123456"),
        ("US", "07123456", "07123456"),
        ("US", "7123456", "07123456"),
        ("EP", "1963450", "01963450"),
        ("CN", "20091127753", "200910127753"),  # EPODOC leaves a zero out
        ("JP", "20050123456", "2005123456"),
        ("DE", "200410012345", "102004012345"),
    ],
)
def test_application_keeps_what_a_publication_has_not(office: str, text: str, expected: str) -> None:
    assert normalise_number(office, text, "application") == expected


def test_madrid_number_is_no_pct_publication() -> None:
    assert normalise_number("WO", "0312345", "registration") == "312345"


@pytest.mark.parametrize(("text", "office", "number", "kind"), ORIGINAL)
def test_original_form_is_read(text: str, office: str, number: str, kind: str) -> None:
    assert parse_original(text) == Number(office, number, kind)


@pytest.mark.parametrize(("text", "reading"), VARIANTS)
def test_typed_number_has_the_reading(text: str, reading: Number) -> None:
    assert reading in number_variants(text)


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_words_and_dates_are_no_numbers(text: str) -> None:
    assert number_variants(text) == []


def test_first_reading_is_the_likely_one_and_none_is_doubled() -> None:
    for text, _ in VARIANTS:
        readings = number_variants(text)
        assert len(readings) == len(set(readings)) <= 8
    assert number_variants("7,272,630")[0] == Number("US", "7272630")


@pytest.mark.parametrize("text", ["nonsense", "", "123456", "US", "特許"])
def test_text_without_office_or_digits_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_original(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EP.1000000.A1", Number("EP", "1000000", "A1")),
        ("US.2005004437.A1.20050106", Number("US", "20050004437", "A1", "2005-01-06")),
        ("IL.2022050854.W", Number("WO", "PCTIL2022050854", "W")),
        ("WO.9912345.A1", Number("WO", "1999012345", "A1")),
        ("JP.H10123456.A", Number("JP", "H10123456", "A")),
        ("DE.B0077613.A", Number("DE", "B0077613", "A")),
    ],
)
def test_docdb_form_is_read_and_printed(text: str, expected: Number) -> None:
    assert parse_docdb(text) == expected
    assert format_docdb(expected) == ".".join(text.split(".")[:3])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EP1000000", Number("EP", "1000000")),
        ("WO2004101738", Number("WO", "2004101738")),
        ("WO9912345", Number("WO", "1999012345")),
        ("WO0251230", Number("WO", "2002051230")),  # the last with five digits
        ("WO02051231", Number("WO", "2002051231")),
        ("US2005004437", Number("US", "20050004437")),
        ("JPH10123456", Number("JP", "H10123456")),
        ("WO2022IL50854", Number("WO", "PCTIL2022050854")),
    ],
)
def test_epodoc_form_is_read_and_printed(text: str, expected: Number) -> None:
    assert parse_epodoc(text) == expected
    assert format_epodoc(expected) == text


@pytest.mark.parametrize("text", ["", "EP", "ZZ.1.A", "EP-1000000", "EP.1000000.A1.20001331", "1000000"])
def test_other_forms_are_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_docdb(text)
    if text not in ("EP-1000000",):
        with pytest.raises(InputError):
            parse_epodoc(text)


@pytest.mark.parametrize(
    ("number", "epodoc"),
    [
        (Number("EP", "01963450"), "EP20010963450"),
        (Number("JP", "2005123456"), "JP20050123456"),
        (Number("KR", "1020050012345"), "KR20050012345"),
        (Number("DE", "102004012345"), "DE200410012345"),
        (Number("CN", "200910127753"), "CN20091127753"),
        (Number("US", "13406567", date="2012-08-28"), "US201213406567"),
    ],
)
def test_epodoc_application_round_trips(number: Number, epodoc: str) -> None:
    assert format_epodoc_application(number) == epodoc
    again = parse_epodoc(epodoc, "application")
    assert again.number in (number.number, number.number[2:])  # Korea loses its kind of right


# ---- Chinese check digits


@pytest.mark.parametrize(
    ("body", "digit"), [("200910127753", "8"), ("85100001", "0"), ("200710001234", "8"), ("200820000010", "5")]
)
def test_check_digit(body: str, digit: str) -> None:
    weights = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]
    by_hand = sum(int(figure) * weight for figure, weight in zip(body, weights, strict=False)) % 11
    assert check_digit(body) == "0123456789X"[by_hand] == digit


cn_bodies = st.one_of(
    st.from_regex(r"\A20(0[3-9]|1[0-9]|2[0-6])[12389][0-9]{7}\Z"), st.from_regex(r"\A(8[5-9]|9[0-9]|0[0-3])[123][0-9]{5}\Z")
)


@given(cn_bodies)
def test_chinese_application_round_trips_in_every_writing(body: str) -> None:
    printed = format_cn_application(body)
    assert verify_check_digit(printed)
    assert verify_check_digit(f"ZL {printed}")
    for text in (printed, printed.replace(".", ""), f"ZL{printed}", f"CN {printed}", f"ZL {body[:4]} {body[4:]}.{printed[-1]}"):
        assert normalise_number("CN", text, "application") == body
    assert cn_application_type(body) is not None


@given(cn_bodies, st.integers(0, 10))
def test_wrong_check_digit_never_gives_the_right_number(body: str, other: int) -> None:
    wrong = "0123456789X"[other]
    if wrong == check_digit(body):
        return
    assert not verify_check_digit(f"{body}.{wrong}")
    assert normalise_number("CN", f"{body}.{wrong}", "application") != body


def test_check_digit_needs_a_chinese_number() -> None:
    with pytest.raises(InputError):
        check_digit("12345")
    assert not verify_check_digit("12345.6")
    assert cn_application_type("200721234567") == "utility_model"
    assert cn_application_type("101551481") is None


# ---- round trips

publications = st.one_of(
    st.builds(Number, st.just("US"), st.integers(100, 19_999_999).map(str), st.sampled_from(["", "A", "B1", "B2"])),
    st.builds(Number, st.just("US"), st.integers(100, 9_999_999).map(lambda n: f"D{n}"), st.sampled_from(["", "S1"])),
    st.builds(Number, st.just("EP"), st.integers(1, 4_999_999).map(lambda n: f"{n:07}"), st.sampled_from(["", "A1", "B1"])),
    st.builds(
        lambda y, n, k: Number("WO", f"{y}{n:06}", k),
        st.integers(1978, 2030),
        st.integers(1, 99_999),
        st.sampled_from(["", "A1"]),
    ),
    st.builds(Number, st.just("CN"), st.integers(100_000_000, 399_999_999).map(str), st.sampled_from(["A", "B", "U"])),
    st.builds(lambda y, n: Number("JP", f"{y}{n:06}", "A"), st.integers(2000, 2030), st.integers(1, 999_999)),
    st.builds(lambda n: Number("KR", f"10{n:07}", "B1"), st.integers(1, 9_999_999)),
    st.builds(lambda y, n: Number("DE", f"10{y}{n:06}", "A1"), st.integers(2004, 2030), st.integers(1, 999_999)),
)


@given(publications)
def test_original_form_round_trips(number: Number) -> None:
    assert parse_original(format_original(number)) == number


@given(publications)
def test_docdb_form_round_trips(number: Number) -> None:
    assert parse_docdb(format_docdb(number)) == number


@given(publications)
def test_a_printed_number_is_found_again(number: Number) -> None:
    assert number in number_variants(format_original(number))


@given(st.sampled_from(["US", "EP", "WO", "CN", "JP", "KR", "TW", "DE", "EM", "GB", "IN"]), st.text(max_size=25))
def test_normal_form_never_fails_and_is_stable(office: str, text: str) -> None:
    once = normalise_number(office, text)
    assert not any(character in once for character in " ,/.")
    number_variants(text)


# ---- promised shapes


def test_right_id_groups_by_application() -> None:
    assert right_id(Number("US", "10/123,456")) == "US/10123456"
    assert right_id(Number("US", "10123456")) == right_id(docdb_number("US", "200210123456", "A", role="application"))
    assert right_id(Number("US", "7123456")) == "US/07123456"
    assert right_id(None) == right_id(Number("US", "")) == ""
    assert right_id(make_number("US", "PCT/US98/16128")) == "WO/PCTUS1998016128"


@pytest.mark.shared
def test_docdb_and_epodoc_forms_of_real_answers_agree(shared_data: Path) -> None:
    """Every reference that OPS prints in both forms must have one normal form (Korea's EPODOC loses its kind of right)."""
    compared = 0
    for path in sorted((shared_data / "ops").rglob("*")) + sorted((shared_data / "epo-ops-xml").rglob("*")):
        text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
        for role, content in REFERENCE.findall(text):
            ids = {kind: dict(PART.findall(inner)) for kind, inner in DOCUMENT_ID.findall(content)}
            if {"docdb", "epodoc"} <= set(ids) and ids["docdb"]["country"] != "KR":
                docdb = ids["docdb"]
                number = docdb_number(docdb["country"], docdb["doc-number"], docdb.get("kind", ""), role=role)
                assert parse_epodoc(ids["epodoc"]["doc-number"], role).number == number.number, ids
                compared += 1
    assert compared > 50


REFERENCE = re.compile(r"<(?:\w+:)?(publication|application)-reference\b[^>]*>(.*?)</(?:\w+:)?\1-reference>", re.S)
DOCUMENT_ID = re.compile(r'<(?:\w+:)?document-id[^>]*document-id-type="(\w+)"[^>]*>(.*?)</(?:\w+:)?document-id>', re.S)
PART = re.compile(r"<(?:\w+:)?(country|doc-number|kind)>([^<]*)<")
