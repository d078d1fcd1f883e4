"""A whole new index: as few segments as can be, unseen until it is whole, and then in the place of the old one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kapok.errors import BackendError
from kapok.search.mapping import document
from kapok.search.query import Everything, Words
from kapok.search.tantivy_fresh import Places, TantivyFreshWriter
from kapok.search.tantivy_index import TantivyBackend
from tests.search.backend.test_writer import load, mark


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "index", tmp_path / "growing", tmp_path / "replaced")


def write(writer: TantivyFreshWriter, count: int, step: int) -> None:
    for start in range(0, count, step):
        writer.add(document(mark(n)) for n in range(start, min(start + step, count)))
        writer.reached(min(start + step, count) / count)


@pytest.mark.parametrize("step", [1, 5, 12, 101, 400])
def test_whatever_the_steps_it_ends_as_one_segment(places: Places, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    monkeypatch.setattr("kapok.search.tantivy_fresh.SMALLEST_PART", 10)
    writer = TantivyFreshWriter(places)
    write(writer, 404, step)
    writer.remove(["mark/US/1"])
    writer.commit(3)
    writer.close()
    backend = TantivyBackend(places.index)
    assert (backend.segment_count, backend.count(Everything()), backend.sequence()) == (1, 403, 3)


def test_nobody_sees_it_before_its_commit(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kapok.search.tantivy_fresh.SMALLEST_PART", 1)
    old = TantivyBackend(places.index, create=True)
    load(old, [mark(1, "Old Oak")], 1)
    writer = TantivyFreshWriter(places)
    write(writer, 50, 1)
    assert TantivyBackend(places.index).count(Everything()) == 1
    writer.commit(2)
    writer.close()
    assert TantivyBackend(places.index).count(Everything()) == 50
    assert sorted(path.name for path in places.index.parent.iterdir()) == ["index"]


@pytest.mark.parametrize("end", ["close", "rollback"])
def test_what_is_not_committed_leaves_the_old_index_and_nothing_else(places: Places, end: str) -> None:
    load(TantivyBackend(places.index, create=True), [mark(1, "Old Oak")], 1)
    writer = TantivyFreshWriter(places)
    write(writer, 50, 10)
    getattr(writer, end)()
    writer.close()
    assert TantivyBackend(places.index).count(Words("mark", ("oak",))) == 1
    assert sorted(path.name for path in places.index.parent.iterdir()) == ["index"]


def test_what_a_killed_process_left_is_dropped(places: Places) -> None:
    load(TantivyBackend(places.building, create=True), [mark(9)], 1)
    writer = TantivyFreshWriter(places)
    write(writer, 3, 1)
    writer.commit(1)
    writer.close()
    assert TantivyBackend(places.index).count(Everything()) == 3


def test_what_cannot_be_written_is_told_and_never_put_in_place(places: Places) -> None:
    load(TantivyBackend(places.index, create=True), [mark(1, "Old Oak")], 1)
    writer = TantivyFreshWriter(places)

    def write_damaged() -> None:
        writer.add([{"key": "mark/US/2", "json": "no document"}])
        writer.commit(2)

    with pytest.raises(BackendError, match="could not be written"):
        write_damaged()
    writer.close()
    assert TantivyBackend(places.index).count(Words("mark", ("oak",))) == 1
