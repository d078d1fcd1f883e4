"""Canonical bytes: the examples and the table of numbers in RFC 8785, and what has no canonical form."""

from __future__ import annotations

import json
import struct
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapok.errors import InputError
from kapok.evidence.canonical import canonical_bytes, instant_text, new_salt, parse_instant, statement

NUMBERS = [  # RFC 8785, appendix B: IEEE 754 bits in hex, text
    ("0000000000000000", "0"),
    ("8000000000000000", "0"),
    ("0000000000000001", "5e-324"),
    ("8000000000000001", "-5e-324"),
    ("7fefffffffffffff", "1.7976931348623157e+308"),
    ("ffefffffffffffff", "-1.7976931348623157e+308"),
    ("4340000000000000", "9007199254740992"),
    ("c340000000000000", "-9007199254740992"),
    ("4430000000000000", "295147905179352830000"),
    ("44b52d02c7e14af5", "9.999999999999997e+22"),
    ("44b52d02c7e14af6", "1e+23"),
    ("44b52d02c7e14af7", "1.0000000000000001e+23"),
    ("444b1ae4d6e2ef4e", "999999999999999700000"),
    ("444b1ae4d6e2ef4f", "999999999999999900000"),
    ("444b1ae4d6e2ef50", "1e+21"),
    ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
    ("3eb0c6f7a0b5ed8d", "0.000001"),
    ("41b3de4355555553", "333333333.3333332"),
    ("41b3de4355555557", "333333333.33333343"),
    ("becbf647612f3696", "-0.0000033333333333333333"),
    ("43143ff3c1cb0959", "1424953923781206.2"),
]


@pytest.mark.parametrize(("bits", "text"), NUMBERS)
def test_numbers_of_the_rfc(bits: str, text: str) -> None:
    [value] = struct.unpack(">d", bytes.fromhex(bits))
    assert canonical_bytes(value) == text.encode()


def test_example_of_the_rfc() -> None:
    value = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/",
        "literals": [None, True, False],
    }
    assert canonical_bytes(value).decode() == (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_names_are_sorted_by_utf_16() -> None:
    names = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    assert list(json.loads(canonical_bytes(names)).values()) == [2, 4, 6, 7, 1, 5, 3]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_reading_and_writing_again_gives_the_same_bytes(value: object) -> None:
    written = canonical_bytes(value)
    read = json.loads(
        written, parse_int=lambda text: int(text) if abs(int(text)) < 2**53 else float(text)
    )  # as ECMAScript reads
    assert canonical_bytes(read) == written
    assert read == value


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (float("nan"), "no JSON number"),
        (float("inf"), "no JSON number"),
        (2**53, "beyond 2\\^53-1"),
        ({1: 2}, "no string"),
        ({"a": {3}}, "set is no JSON value"),
        (b"x", "bytes is no JSON value"),
        ("\ud800", "half of a surrogate pair"),
        ({"a": datetime(2026, 1, 1)}, "no time zone"),  # noqa: DTZ001
    ],
)
def test_what_has_no_canonical_form_is_refused(value: object, why: str) -> None:
    with pytest.raises(InputError, match=why):
        canonical_bytes(value)


def test_depth_is_bounded() -> None:
    value: list[object] = []
    for _ in range(200):
        value = [value]
    with pytest.raises(InputError, match="levels deep"):
        canonical_bytes(value)


def test_dates_and_instants() -> None:
    at = datetime(2026, 9, 18, 11, 4, 5, 120_000, timezone(timedelta(hours=8)))
    assert canonical_bytes([date(2026, 9, 18), at]) == b'["2026-09-18","2026-09-18T03:04:05.120000Z"]'


@given(st.datetimes(timezones=st.just(UTC)))
def test_an_instant_comes_back(at: datetime) -> None:
    assert parse_instant(instant_text(at)) == at


@pytest.mark.parametrize(
    "text", ["", "2026-09-18", "2026-09-18T03:04:05+08:00", "2026-09-18T03:04:05", "2026-9-18T03:04:05Z", "x"]
)
def test_other_forms_of_instants_are_refused(text: str) -> None:
    with pytest.raises(InputError, match="no instant"):
        parse_instant(text)


def test_a_salt_keeps_equal_events_apart() -> None:
    assert statement("case_event/1", {"a": 1}, "00") == b'{"kind":"case_event/1","salt":"00","value":{"a":1}}'
    assert statement("case_event/1", {"a": 1}, new_salt()) != statement("case_event/1", {"a": 1}, new_salt())
