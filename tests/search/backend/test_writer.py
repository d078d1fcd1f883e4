"""Writing the index: commits, replacement, consistent reads, a killed process, a damaged or missing index."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kapok.errors import BackendError
from kapok.records.provenance import Provenance
from kapok.records.record import Mark, Record
from kapok.search.mapping import document
from kapok.search.ports import SearchRequest
from kapok.search.query import Everything, Words
from kapok.search.tantivy_index import TantivyBackend
from kapok.search.tantivy_schema import STATE_KEY


def mark(number: int, text: str = "Green Leaf", day: str = "2020-01-01") -> Record:
    return Mark(
        key=f"mark/US/{number}",
        category="mark",
        office_code="US",
        number=str(number),
        mark_text=text,
        filing_date=day,
        provenance=Provenance("test", "test"),
    )


def load(backend: TantivyBackend, records: list[Record], sequence: int, *, bulk: bool = False) -> None:
    writer = backend.writer(bulk=bulk)
    writer.add(map(document, records))
    writer.commit(sequence)
    writer.close()


def test_an_empty_index_finds_nothing_and_reflects_nothing(tmp_path: Path) -> None:
    backend = TantivyBackend(tmp_path, create=True)
    assert backend.sequence() == -1
    assert backend.category_counts() == {}
    assert list(backend.iterate_keys(Everything())) == []
    assert backend.search(SearchRequest(query=Everything())).total == 0


def test_nothing_is_visible_before_commit_and_all_after_it(tmp_path: Path) -> None:
    backend = TantivyBackend(tmp_path, create=True)
    writer = backend.writer()
    writer.add(map(document, [mark(1), mark(2)]))
    assert backend.count(Everything()) == 0
    writer.commit(17)
    assert (backend.count(Everything()), backend.sequence()) == (2, 17)
    writer.add(map(document, [mark(3)]))
    writer.close()
    assert (backend.count(Everything()), backend.sequence()) == (2, 17)


def test_rollback_forgets_additions_and_removals(tmp_path: Path) -> None:
    backend = TantivyBackend(tmp_path, create=True)
    load(backend, [mark(1)], 1)
    writer = backend.writer()
    writer.add(map(document, [mark(2)]))
    writer.remove(["mark/US/1"])
    writer.rollback()
    writer.add(map(document, [mark(3)]))
    writer.commit(2)
    writer.close()
    assert list(backend.iterate_keys(Everything())) == ["mark/US/1", "mark/US/3"]


def test_a_document_with_a_known_key_replaces_the_older(tmp_path: Path) -> None:
    backend = TantivyBackend(tmp_path, create=True)
    load(backend, [mark(1, "old"), mark(2, "old"), mark(2, "newer")], 1)
    load(backend, [mark(1, "new"), mark(1, "newest"), mark(3)], 2)
    texts = {hit.key: hit.title for hit in backend.search(SearchRequest(query=Everything())).hits}
    assert texts == {"mark/US/1": "newest", "mark/US/2": "newer", "mark/US/3": "Green Leaf"}
    assert backend.count(Words("mark", ("old",))) == 0
    assert backend.category_counts() == {"mark": 3}


def test_removed_documents_are_gone_and_can_come_back(tmp_path: Path) -> None:
    backend = TantivyBackend(tmp_path, create=True)
    load(backend, [mark(1), mark(2)], 1)
    writer = backend.writer()
    writer.remove(["mark/US/1", "mark/US/99"])
    writer.commit(2)
    assert list(backend.iterate_keys(Everything())) == ["mark/US/2"]
    writer.remove(["mark/US/2"])
    writer.add(map(document, [mark(2, "again"), mark(1, "back")]))
    writer.commit(3)
    writer.close()
    assert backend.count(Words("mark", ("again", "back"), "any")) == 2


def test_every_commit_notes_its_sequence_even_without_documents(tmp_path: Path) -> None:
    backend = TantivyBackend(tmp_path, create=True)
    load(backend, [mark(1)], 5)
    load(backend, [], 6)
    assert backend.sequence() == 6
    assert backend.count(Everything()) == 1
    assert STATE_KEY not in list(backend.iterate_keys(Everything()))


def test_another_process_sees_a_commit(tmp_path: Path) -> None:
    load(TantivyBackend(tmp_path, create=True), [mark(1)], 1)
    reader = TantivyBackend(tmp_path)
    assert reader.count(Everything()) == 1
    load(TantivyBackend(tmp_path), [mark(2)], 2)
    assert (reader.count(Everything()), reader.sequence()) == (2, 2)


def test_searches_see_whole_commits_while_a_load_runs(tmp_path: Path) -> None:
    """Each commit adds ten marks and replaces the first: a reader counts multiples of ten, and that mark once."""
    backend = TantivyBackend(tmp_path, create=True)
    seen: list[tuple[int, int]] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.append((backend.count(Everything()), backend.count(Words("mark", ("first",)))))

    reader = threading.Thread(target=read)
    reader.start()
    writer = backend.writer()
    for step in range(15):
        writer.add(document(mark(step * 10 + n)) for n in range(1, 10))
        writer.add([document(mark(step * 10)), document(mark(0, "first", f"2020-01-{step + 1:02}"))])
        writer.commit(step)
    done.set()
    reader.join()
    writer.close()
    assert backend.count(Everything()) == 150
    # the mark replaced is counted among the ten of the first step
    assert {total % 10 for total, _ in seen} == {0}
    assert {first for total, first in seen if total} <= {1}


KILLED = """
import sys
from pathlib import Path
sys.path[:0] = {path!r}
from tests.search.backend.test_writer import mark
from kapok.search.mapping import document
from kapok.search.tantivy_index import TantivyBackend
backend = TantivyBackend(Path({folder!r}), create=True)
writer = backend.writer()
step = 0
while True:
    writer.add(document(mark(step * 50 + n)) for n in range(50))
    writer.commit(step)
    step += 1
    print(step, flush=True)
    writer.add(document(mark(10**6 + n)) for n in range(50))
"""


@pytest.mark.parametrize("commits", [1, 3, 9])
def test_a_killed_process_leaves_the_last_commit_and_no_lock(tmp_path: Path, commits: int) -> None:
    root = [str(Path(__file__).parents[3])]
    code = KILLED.format(path=root, folder=str(tmp_path / "index"))
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env={**os.environ})
    assert process.stdout is not None
    for _ in range(commits):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.wait()
    backend = TantivyBackend(tmp_path / "index")
    sequence = backend.sequence()
    assert sequence >= commits - 1
    # what is added after a commit belongs to the next one
    expected = (sequence + 1) * 50 + (50 if sequence else 0)
    assert backend.count(Everything()) == expected
    load(backend, [mark(10**7)], sequence + 1)
    assert backend.count(Everything()) == expected + 1


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    backend = TantivyBackend(tmp_path, create=True)
    writer = backend.writer()
    with pytest.raises(BackendError, match="being written"):
        TantivyBackend(tmp_path).writer()
    writer.close()
    TantivyBackend(tmp_path).writer().close()


def test_equal_parts_of_a_bulk_load_end_as_one_segment(tmp_path: Path) -> None:
    """Eight segments of one size are merged: a rebuild that commits eight times is searched as fast as one segment."""
    backend = TantivyBackend(tmp_path, create=True)
    writer = backend.writer(bulk=True)
    for step in range(8):
        writer.add(document(mark(step * 20 + n, day=f"20{10 + n:02}-01-01")) for n in range(20))
        writer.commit(step)
    writer.close()
    assert backend.segment_count == 1
    hits = backend.search(SearchRequest(query=Everything(), limit=160)).hits
    days = [hit.summary["filing_date"] for hit in hits]
    assert days == sorted(days, reverse=True)
    assert backend.sequence() == 7


def test_a_missing_index_could_not_be_looked_at(tmp_path: Path) -> None:
    with pytest.raises(BackendError, match="not there"):
        TantivyBackend(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(BackendError, match="not there"):
        TantivyBackend(tmp_path / "empty")


def test_an_index_removed_while_open_is_no_empty_result(tmp_path: Path) -> None:
    backend = TantivyBackend(tmp_path, create=True)
    load(backend, [mark(1)], 1)
    (tmp_path / "meta.json").unlink()
    with pytest.raises(BackendError):
        backend.count(Everything())


@pytest.mark.parametrize("damage", ["meta.json", "segments", "version"])
def test_a_damaged_index_is_no_empty_result(tmp_path: Path, damage: str) -> None:
    load(TantivyBackend(tmp_path, create=True), [mark(n) for n in range(200)], 1)
    if damage == "meta.json":
        (tmp_path / "meta.json").write_text("{", "utf-8")
    elif damage == "version":
        (tmp_path / "kapok-schema").write_text("0", "utf-8")
    else:
        for file in tmp_path.iterdir():
            if file.suffix in (".idx", ".term", ".store", ".fast"):
                file.write_bytes(file.read_bytes()[:40])
    with pytest.raises(BackendError):
        TantivyBackend(tmp_path).search(SearchRequest(query=Words("mark", ("green",)), facets=("category",)))
