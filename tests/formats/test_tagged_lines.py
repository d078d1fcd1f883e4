"""Cutting and reading records of tagged lines."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapok.formats import tagged_lines
from kapok.formats.ports import Chunk, Rejected
from kapok.formats.tagged_lines import read_fields, split_records

START = re.compile(rb"^BEGIN[ \t]*\r?$", re.MULTILINE)


@given(st.lists(st.text(alphabet="AB \n", max_size=20), max_size=6), st.integers(1, 30))
def test_block_borders_change_nothing(bodies: list[str], step: int) -> None:
    records = [b"BEGIN\n" + body.encode() + b"\n" for body in bodies]
    saved = tagged_lines._READ_BYTES
    try:
        tagged_lines._READ_BYTES = step
        found = list(split_records(io.BytesIO(b"header\n" + b"".join(records)), START))
    finally:
        tagged_lines._READ_BYTES = saved
    chunks = [piece for piece in found if isinstance(piece, Chunk)]
    assert [chunk.data.data for chunk in chunks] == records
    assert [chunk.data.is_last for chunk in chunks] == [number == len(records) - 1 for number in range(len(records))]


def test_oversized_record_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tagged_lines, "MAX_RECORD_BYTES", 1000)
    monkeypatch.setattr(tagged_lines, "_READ_BYTES", 300)
    data = b"BEGIN\nA\n" + b"BEGIN\n" + b"x" * 5000 + b"\nBEGIN\nB\n"
    found = list(split_records(io.BytesIO(data), START))
    assert [type(piece).__name__ for piece in found] == ["Chunk", "Rejected", "Chunk"]
    assert isinstance(found[1], Rejected)
    assert found[1].position == "record 2, byte 8"


def test_fields() -> None:
    fields = list(read_fields(b"TTL  A long\r\n     title\nno field\nNCL  3\nPATN\nTBL  x\n\n     y\n"))
    assert [(field.tag, field.text) for field in fields] == [
        ("TTL", "A long title"),
        ("NCL", "3"),
        ("PATN", ""),
        ("TBL", "x y"),
    ]
    assert fields[-1].lines == ("x", "", "     y")


def test_wrong_bytes_are_told() -> None:
    with pytest.raises(ValueError, match="not ASCII or UTF-8"):
        list(read_fields(b"TTL  caf\xe9\n"))
