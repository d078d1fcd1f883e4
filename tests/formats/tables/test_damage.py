"""Damaged files: whatever is cut out of or written into a sample, reading ends in records, rejections or an InputError."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.tables.conftest import SAMPLES, make_workbook, read_stream
from tests.formats.tables.test_samples import FORMATS

from kapok.errors import InputError
from kapok.formats.registry import get_reader
from kapok.records.record import decode, encode

FILES = sorted(path for path in SAMPLES.iterdir() if not path.name.endswith(".expected.json"))


@cache  # a workbook holds the moment at which it was made
def content(path: Path) -> bytes:
    whole = path.read_bytes()
    return make_workbook(whole.decode()) if path.name.endswith(".xlsx.csv") else whole


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@given(st.data())
@settings(max_examples=25, deadline=None)
def test_damaged_sample_is_read_or_refused(path: Path, data: st.DataObject) -> None:
    whole = content(path)
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 40)))
    damaged = (
        whole[:start] + data.draw(st.binary(max_size=8) | st.sampled_from([b'"', b"\n", b"{", b"]", b"null"])) + whole[end:]
    )
    name = path.name.split(".")[0]
    reader = get_reader(FORMATS.get(name, f"table:{name}"))
    try:
        outcome = read_stream(io.BytesIO(damaged), path.name, reader)
    except InputError:
        return
    for record in outcome.records:
        assert decode(encode(record)) == record
    for rejected in outcome.rejected:
        assert rejected.position
        assert rejected.reason
