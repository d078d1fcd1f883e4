"""Delimited text: what a table program writes is what is read, whatever stands in the cells."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapok.errors import DamagedInput
from kapok.formats import delimited
from kapok.formats.delimited import BrokenRow, Row, read_rows
from kapok.formats.text_decoding import decode_mac_roman_twice, decode_text

CELL = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00\ue00a\ue00d\ufeff"), max_size=12)
ROWS = st.integers(1, 5).flatmap(lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=8))


def written(rows: list[list[str]], delimiter: str, line_end: str, quote_all: bool) -> str:
    out = io.StringIO(newline="")
    # Python's writer leaves a CR unquoted where lines end in LF, and a LF where they end in CR: nobody could tell it from CR LF
    quoting = (
        csv.QUOTE_ALL
        if quote_all or any(sign in cell for row in rows for cell in row for sign in "\r\n")
        else csv.QUOTE_MINIMAL
    )
    csv.writer(out, delimiter=delimiter, lineterminator=line_end, quoting=quoting).writerows(rows)
    return out.getvalue()


@given(ROWS, st.sampled_from(delimited.DELIMITERS), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_read(rows: list[list[str]], delimiter: str, line_end: str, quote_all: bool) -> None:
    rows = [[f"a{place}" for place in range(len(rows[0]))], *rows]
    found = list(read_rows(io.BytesIO(written(rows, delimiter, line_end, quote_all).encode()), delimiter=delimiter))
    assert all(isinstance(row, Row) for row in found)
    expected = [(n, row) for n, row in enumerate(rows, 1) if any(cell and not cell.isspace() for cell in row)]
    assert [(row.number, row.cells) for row in found] == expected


@given(st.lists(CELL, min_size=1, max_size=4), st.integers(1, 40))
@settings(max_examples=60, deadline=None)
def test_size_of_the_blocks_changes_nothing(cells: list[str], size: int) -> None:
    text = written([["h"] * len(cells)] + [cells] * 5, ",", "\n", True).encode()

    class Slow(io.RawIOBase):
        def __init__(self) -> None:
            self.rest = text

        def read(self, count: int = -1) -> bytes:
            piece, self.rest = self.rest[:size], self.rest[size:]
            return piece

    assert list(read_rows(Slow())) == list(read_rows(io.BytesIO(text)))  # type: ignore[arg-type]


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_bytes_break_the_reader(data: bytes) -> None:
    for row in read_rows(io.BytesIO(data), encodings=("utf-8", "cp1252")):
        assert isinstance(row, (Row, BrokenRow))


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('a,b\n"x" y,2\n', ["x y", "2"]),  # words behind a quoted field
        ('a,b\n5" pipe,2\n', ['5" pipe', "2"]),  # a quote inside an unquoted field
        ("a,b\n1,2,,\n", ["1", "2"]),  # empty cells at the end
        ("a,b\n1\r2,3\n", ["1\r2", "3"]),  # a stray CR
        ("a,b\r1,2\n3\r", ["1", "2\n3"]),  # a stray LF between bare CR
        ("\ufeffa,b\n1,2\n", ["1", "2"]),
    ],
)
def test_odd_rows_that_are_clear_are_read(text: str, cells: list[str]) -> None:
    heading, row = read_rows(io.BytesIO(text.encode()))
    assert isinstance(heading, Row)
    assert isinstance(row, Row)
    assert (heading.cells, row.cells) == (["a", "b"], cells)


def test_heading_may_stand_further_down() -> None:
    rows = list(read_rows(io.BytesIO(b"Report of May\n\na,b\n1,2\n"), heading_row=3))
    assert [row.number for row in rows] == [3, 4]


def test_table_without_end_of_broken_rows_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "MAX_BROKEN_ROWS", 5)
    rows = read_rows(io.BytesIO(b"a,b\n" + b'1,"2\n' * 20))
    with pytest.raises(DamagedInput, match="more than 5 rows"):
        list(rows)


def test_line_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "MAX_LINE_BYTES", 1000)
    with pytest.raises(DamagedInput, match="line is longer"):
        list(read_rows(io.BytesIO(b"a,b\n" + b"x" * 600_000)))


@pytest.mark.parametrize(
    "name", ["Jürgen", "SIPILÄ, Kari", "Søe Jørn", "GÓMEZ", "François", "INFORMÁTICA", "COÖPERATIE", "ÖSTERGAARD"]
)
def test_mac_roman_taken_twice_is_undone(name: str) -> None:
    once = name.encode("mac_roman")
    twice = b"".join(bytes([sign]) if sign < 128 or sign in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else _misread(sign) for sign in once)
    assert decode_mac_roman_twice(twice) == name


def _misread(sign: int) -> bytes:
    return bytes([sign]).decode("cp1252").encode("mac_roman")


def test_encodings_are_tried_in_their_order() -> None:
    assert decode_text("灯".encode(), ("utf-8", "gb18030")) == ("灯", "utf-8")
    assert decode_text("灯".encode("gb18030"), ("utf-8", "gb18030")) == ("灯", "gb18030")
    assert decode_text(b"\xff", ("utf-8", "ascii")) == ("", "")
