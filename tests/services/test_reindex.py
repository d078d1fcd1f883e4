"""Rebuilding the index: the same answers after it, and an index at every moment of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kapok.lake.layout import Layout
from kapok.search.tantivy_index import TantivyBackend
from kapok.services.index_lake import prepare, reindex_home
from kapok.services.load_source import load_source
from kapok.services.opened_index import backend_of
from kapok.services.rebuild_lake import rebuild_lake
from kapok.services.search_records import search

from .conftest import Writer, a_patent


def loaded(home: Path, native: Writer) -> None:
    load_source(home, [str(native("a.jsonl", [a_patent(str(n), f"pump {n}") for n in range(1, 51)]))])
    load_source(home, [str(native("b.jsonl", [a_patent("1", "valve")]))])


def test_a_rebuilt_index_gives_the_same_answers(tmp_path: Path, native: Writer) -> None:
    loaded(tmp_path, native)
    before = [search(tmp_path, text).total for text in ("", "pump", "valve")]
    assert before == [50, 49, 1]
    assert reindex_home(tmp_path) == 50
    assert [search(tmp_path, text).total for text in ("", "pump", "valve")] == before


def test_a_rebuild_killed_between_its_two_renames_leaves_an_index(tmp_path: Path, native: Writer) -> None:
    loaded(tmp_path, native)
    layout = Layout(tmp_path)
    layout.index.rename(layout.replaced_index)
    assert search(tmp_path, "pump").total == 49
    prepare(tmp_path)
    assert layout.index.exists()
    assert search(tmp_path, "pump").total == 49


def test_an_index_that_is_gone_is_made_again_from_the_lake(tmp_path: Path, native: Writer) -> None:
    import shutil

    loaded(tmp_path, native)
    shutil.rmtree(Layout(tmp_path).index)
    assert prepare(tmp_path) == 50
    assert search(tmp_path, "pump").total == 49


def test_a_lost_manifest_is_made_again_from_the_segments(tmp_path: Path, native: Writer) -> None:
    loaded(tmp_path, native)
    for file in tmp_path.glob("lake/manifest.sqlite*"):
        file.unlink()
    assert rebuild_lake(tmp_path) == 51
    assert [search(tmp_path, text).total for text in ("", "pump", "valve")] == [50, 49, 1]


def test_a_first_load_ends_as_one_segment(tmp_path: Path, native: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kapok.search.tantivy_fresh.SMALLEST_PART", 10)
    file = native("a.jsonl", [a_patent(str(n), f"pump {n}") for n in range(1, 6001)])
    assert load_source(tmp_path, [str(file)]).stored == 6000
    backend = backend_of(tmp_path)
    assert isinstance(backend, TantivyBackend)
    assert backend.segment_count == 1
    assert search(tmp_path, "pump").total == 6000


@pytest.mark.parametrize(("times", "joined"), [(16, True), (10**9, False)])
def test_a_load_large_beside_what_is_there_makes_one_index_of_both(
    tmp_path: Path, native: Writer, monkeypatch: pytest.MonkeyPatch, times: int, joined: bool
) -> None:
    monkeypatch.setattr("kapok.search.tantivy_fresh.SMALLEST_PART", 10)
    monkeypatch.setattr("kapok.services.index_lake.LARGE_BYTES", 1_000_000)
    monkeypatch.setattr("kapok.services.index_lake.MANY_TIMES", times)
    loaded(tmp_path, native)
    file = native("c.jsonl", [a_patent(str(n), f"pump {n}") for n in range(2, 6001)])
    assert load_source(tmp_path, [str(file)]).stored == 5950, "49 are there already"
    backend = backend_of(tmp_path)
    assert isinstance(backend, TantivyBackend)
    assert (backend.segment_count == 1) is joined
    assert [search(tmp_path, text).total for text in ("", "pump", "valve")] == [6000, 5999, 1]


def test_what_a_killed_load_left_growing_is_dropped(tmp_path: Path, native: Writer) -> None:
    loaded(tmp_path, native)
    left = Layout(tmp_path).growing_index
    left.mkdir()
    (left / "segment").write_bytes(b"half of it")
    prepare(tmp_path)
    assert not left.exists()
    assert search(tmp_path, "pump").total == 49
