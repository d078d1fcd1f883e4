"""What holds for any input: values are read or refused as InputError, and a damaged file never stops the reading."""

from __future__ import annotations

import io
import json
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.marks.reading import HERE, head_of, read_stream, records_of, table_of

from kapok.errors import InputError
from kapok.formats.json_items import split_items
from kapok.formats.mark_values import read_day, read_locarno, read_nice_class, read_vienna, squeeze
from kapok.formats.ports import Chunk, Reader, Rejected
from kapok.formats.registry import detect

SAMPLES = sorted(path for path in HERE.glob("samples/*/*") if path.name != "expected.json")


@cache
def reader_of(path: Path) -> Reader:
    reader = detect(head_of(path))
    assert reader is not None
    return reader


@given(st.text(max_size=20) | st.from_regex(r"[0-9]{0,8}[-./ ]?[0-9]{0,4}", fullmatch=True))
def test_values_are_read_or_refused(text: str) -> None:
    with suppress(InputError):
        day = read_day(text)
        assert day == "" or read_day(day) == day
    assert 0 <= read_nice_class(text) <= 45
    assert read_vienna(read_vienna(text)) == read_vienna(text)
    assert read_locarno(read_locarno(text)) == read_locarno(text)
    assert squeeze(squeeze(text)) == squeeze(text)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SAMPLES), st.floats(0, 1))
def test_a_file_that_breaks_off_keeps_its_whole_records(path: Path, part: float) -> None:
    data = path.read_bytes()
    whole = records_of(read_stream(reader_of(path), io.BytesIO(data), path.name))
    cut = int(len(data) * part)
    found = read_stream(reader_of(path), io.BytesIO(data[:cut]), path.name)
    kept = records_of(found)
    for record, same in zip(kept, whole, strict=False):
        assert table_of(record).items() <= table_of(same).items() or path.parent.name == "st66-tsdr"
        # TSDR's ST.66 has the owners behind the record: a file that ends between both leaves a record without owners
    if len(kept) < len(whole) and kept:
        assert any(isinstance(each, Rejected) for each in found)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(SAMPLES), st.floats(0, 0.999), st.integers(0, 255), st.integers(0, 4))
def test_a_changed_byte_is_read_or_told(path: Path, part: float, sign: int, length: int) -> None:
    data = path.read_bytes()
    place = int(len(data) * part)
    changed = data[:place] + bytes([sign]) + data[place + length :]
    with suppress(InputError):
        for each in read_stream(reader_of(path), io.BytesIO(changed), path.name):
            assert isinstance(each, Rejected) or each.key


@given(st.lists(st.dictionaries(st.text(max_size=4), st.text(max_size=8), max_size=3), max_size=5), st.booleans())
def test_items_are_cut_where_json_has_them(items: list[dict[str, str]], indented: bool) -> None:
    data = json.dumps({"page": 1, "trademarks": items, "last": True}, indent=1 if indented else None).encode()
    cut = list(split_items(data, ("trademarks",)))
    assert all(isinstance(each, Chunk) for each in cut)
    assert [json.loads(each.data) for each in cut if isinstance(each, Chunk)] == items


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.parent.name)
def test_blocks_of_a_byte_read_the_same(path: Path) -> None:
    data = path.read_bytes()

    class Dripping(io.RawIOBase):
        def __init__(self) -> None:
            self.place = 0

        def read(self, size: int = -1) -> bytes:
            step = 7 if size != 0 else 0
            block = data[self.place : self.place + step]
            self.place += len(block)
            return block

    dripped = read_stream(reader_of(path), Dripping(), path.name)  # type: ignore[arg-type]
    whole = read_stream(reader_of(path), io.BytesIO(data), path.name)
    assert [table_of(each) for each in records_of(dripped)] == [table_of(each) for each in records_of(whole)]
