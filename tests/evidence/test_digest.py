"""Digests: the published examples of FIPS 180-4 and GB/T 32905-2016 (annex A)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapok.errors import InputError
from kapok.evidence.digest import ALGORITHMS, _LibrarySm3, check_digests, digest, digest_file, digests, parse_digest

PUBLISHED = [
    ("sha256", b"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ("sha256", b"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("sm3", b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
    ("sm3", b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
]


@pytest.mark.parametrize(("algorithm", "data", "expected"), PUBLISHED)
def test_published_examples(algorithm: str, data: bytes, expected: str) -> None:
    assert digest(data, algorithm).hex() == expected


@given(st.binary(max_size=300))
def test_sm3_of_both_libraries_agrees(data: bytes) -> None:
    other = _LibrarySm3()
    other.update(data)
    assert other.copy().digest() == digest(data, "sm3") == other.digest()
    assert other.hexdigest() == digests(data)["sm3"]


def test_a_file_is_digested_as_its_bytes(tmp_path: Path) -> None:
    file = tmp_path / "large"
    file.write_bytes(b"0123456789" * 300_000)
    assert digest_file(file) == (digests(file.read_bytes()), 3_000_000)
    with pytest.raises(InputError, match="cannot be read"):
        digest_file(tmp_path / "absent")


def test_a_typed_digest_is_forgiven_its_case_and_prefix() -> None:
    stated = PUBLISHED[0][2]
    assert parse_digest(f" SHA256:{stated.upper()}\n") == stated


@pytest.mark.parametrize("text", ["", "12", "g" * 64, "1" * 63, "1" * 65, "１" * 64])
def test_what_is_no_digest_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="64 hexadecimal digits"):
        parse_digest(text)


def test_digests_come_in_one_order_and_unknown_algorithms_are_refused() -> None:
    assert list(check_digests({"sm3": "1" * 64, "sha256": "2" * 64})) == list(ALGORITHMS)
    with pytest.raises(InputError, match="only SHA-256 and SM3"):
        check_digests({"md5": "1" * 32})
    with pytest.raises(InputError, match="proves nothing"):
        check_digests({})
