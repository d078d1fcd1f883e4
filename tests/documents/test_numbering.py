"""Numbers of registrations and certificates: parts, ranges, and the check character of ISO 7064 MOD 37,36."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapok.documents.numbering import (
    ALPHABET,
    certificate_number,
    check_character,
    numberings,
    parse_certificate_number,
    parse_number,
    parse_registration_number,
    print_number,
    registration_number,
)
from kapok.errors import InputError

PUBLISHED = [  # examples of identifiers that use MOD 37,36
    ("A12425GABC1234002", "M"),  # GRid standard
    ("00000000D07A0090", "Q"),  # ISAN (ISO 15706-2): the root part
    ("00000000D07A009000000000", "X"),  # and the whole
]


@pytest.mark.parametrize(("text", "character"), PUBLISHED)
def test_published_check_characters(text: str, character: str) -> None:
    assert check_character(text) == character


def test_the_numbers_of_the_uniform_certificate() -> None:
    assert registration_number(2026, 7, source="own", holder="legal_person") == "202611000000007C"
    assert len(registration_number(2026, 7)) == 16
    assert certificate_number(2026, 11, 12) == "20261144000000012"
    assert parse_certificate_number("20261144000000012") == {"year": 2026, "month": 11, "registry": "Guangdong", "serial": 12}


SERIALS = st.integers(1, 999_999_999)


@given(st.integers(2020, 2199), SERIALS, st.sampled_from(["own", "authorised", "public", "bought", "other"]))
def test_a_registration_number_is_read_as_it_was_printed(year: int, serial: int, source: str) -> None:
    text = registration_number(year, serial, source=source, holder="natural_person")
    parts = parse_registration_number(text)
    assert (parts["year"], parts["serial"], parts["source"], parts["holder"]) == (year, serial, source, "natural_person")
    assert parse_registration_number(f" {text[:4]} {text[4:6]}-{text[6:].lower()}") == parts


@given(SERIALS, st.integers(0, 15), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(serial: int, place: int, character: str) -> None:
    text = registration_number(2026, serial)
    if text[place] != character:
        with pytest.raises(InputError):
            parse_registration_number(text[:place] + character + text[place + 1 :])


@given(SERIALS, st.integers(0, 14))
def test_two_neighbours_that_were_swapped_are_found(serial: int, place: int) -> None:
    text = registration_number(2026, serial)
    swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    if swapped != text:
        with pytest.raises(InputError):
            parse_registration_number(swapped)


@pytest.mark.parametrize(
    ("kind", "text", "why"),
    [
        ("data_ip_registration", "", "it has 0 characters, not 16"),
        ("data_ip_registration", "202611000000007D", "check character would be C"),
        ("data_ip_registration", "201911000000007C", "does not lie from 2020"),
        ("data_ip_registration", "202681000000007C", "none of 1, 2, 3, 4, 9"),
        ("data_ip_registration", "2026110000000۰7C", "does not lie"),
        ("data_ip_certificate", "20261344000000012", "does not lie from 1 to 12"),
        ("data_ip_certificate", "20261133000000012", "none of 4400"),
        ("data_ip_certificate", "20261144000000000", "does not lie from 1"),
        ("data_ip_licence", "1", "no kind of number"),
    ],
)
def test_wrong_numbers_say_which_part(kind: str, text: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        parse_number(kind, text)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"year": 2026, "month": 11, "registry": "4400"}, "serial is missing"),
        ({"year": 2026, "month": 13, "registry": "4400", "serial": 1}, "lies from 1 to 12"),
        ({"year": 2026, "month": 12, "registry": "9900", "serial": 1}, "no registry"),
        ({"year": 2026, "month": 12, "registry": "4400", "serial": 10_000_000}, "lies from 1 to 9999999"),
        ({"year": "2026", "month": 12, "registry": "4400", "serial": 1}, "lies from 2020"),
    ],
)
def test_numbers_that_cannot_be_made(values: dict[str, int | str], why: str) -> None:
    with pytest.raises(InputError, match=why):
        print_number("data_ip_certificate", values)


def test_every_declared_number_says_whether_it_is_verified() -> None:
    assert {key: each.verified for key, each in numberings().items()} == {
        "data_ip_registration": False,
        "data_ip_certificate": True,
    }
    with pytest.raises(InputError, match="only A-Z and 0-9"):
        check_character("Ä")
