"""JSON: every object of an array is found, whatever surrounds it; what is broken costs only itself."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapok.errors import InputError
from kapok.formats import json_arrays
from kapok.formats.json_arrays import BrokenItem, Item, read_items
from kapok.formats.table_cells import flatten

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=10)
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers(-1000, 1000) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.lists(st.dictionaries(TEXT, VALUE, max_size=4), max_size=6)


@given(OBJECTS, st.sampled_from([None, 1]), st.booleans(), st.integers(1, 50))
@settings(max_examples=120, deadline=None)
def test_every_object_is_found(objects: list[dict[str, Any]], indent: int | None, ascii_only: bool, size: int) -> None:
    data = json.dumps(objects, indent=indent, ensure_ascii=ascii_only).encode()
    json_arrays.BLOCK_BYTES, usual = size, json_arrays.BLOCK_BYTES
    try:
        found = list(read_items(io.BytesIO(data)))
    finally:
        json_arrays.BLOCK_BYTES = usual
    assert found == [Item(number, each) for number, each in enumerate(objects, 1)]


@given(OBJECTS, st.data())
@settings(max_examples=80, deadline=None)
def test_cut_off_array_gives_what_is_whole(objects: list[dict[str, Any]], data: st.DataObject) -> None:
    text = json.dumps(objects).encode()
    end = data.draw(st.integers(1, len(text)))
    found = list(read_items(io.BytesIO(text[:end])))
    whole = [item for item in found if isinstance(item, Item)]
    assert [item.content for item in whole] == objects[: len(whole)]
    assert (end == len(text)) == (not any(isinstance(item, BrokenItem) for item in found))


@pytest.mark.parametrize("spacing", ["", " ", "\n  "])
def test_array_at_a_path(spacing: str) -> None:
    text = f'{{"a":{spacing}{{"items": 3}}, "b":{spacing}{{"x": [1], "items":{spacing}[{{"n": 1}}, {{"n": 2}}], "y": 1}}}}'
    assert [item.content for item in read_items(io.BytesIO(text.encode()), "b.items") if isinstance(item, Item)] == [
        {"n": 1},
        {"n": 2},
    ]


@pytest.mark.parametrize(
    ("text", "path"), [("{}", ""), ("[]", "a"), ('{"a": 1}', "a"), ('{"a": {}}', "a.b"), ("", ""), ("nonsense", "")]
)
def test_no_array_at_the_path_is_told(text: str, path: str) -> None:
    with pytest.raises(InputError, match="no list of records"):
        list(read_items(io.BytesIO(text.encode()), path))


def test_broken_object_costs_only_itself() -> None:
    text = b'[{"n": 1}, {"n": oops, "m": {"k": 1}}, {"n": 3}, {"n": "\xff"}, {"n": 5}]'
    found = list(read_items(io.BytesIO(text)))
    assert [(item.number, isinstance(item, Item)) for item in found] == [
        (1, True),
        (2, False),
        (3, True),
        (4, False),
        (5, True),
    ]
    broken = [item for item in found if isinstance(item, BrokenItem)]
    assert [item.raw for item in broken] == ['{"n": oops, "m": {"k": 1}}', '{"n": "\udcff"}']


def test_object_is_flattened_to_paths_and_parallel_lists() -> None:
    item = {"a": {"b": 1, "c": {"d": 2}}, "l": [{"x": 1}, {"y": [2]}], "s": ["t"], "whole": {"k": 1}, "e": {}}
    assert flatten(item, frozenset({"whole"})) == {
        "a.b": 1,
        "a.c.d": 2,
        "l.x": [1, None],
        "l.y": [None, [2]],
        "s": ["t"],
        "whole": {"k": 1},
        "e": {},
    }
