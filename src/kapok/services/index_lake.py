"""Keep the derived index in step with the lake: open it, catch up after a kill, rebuild it from nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path

from kapok.errors import BackendError
from kapok.lake.lake import Lake
from kapok.lake.layout import Layout
from kapok.lake.locking import write_lock
from kapok.lake.writer import LakeWriter
from kapok.search.ports import IndexDocument, IndexWriter
from kapok.services.after_load import after_load
from kapok.services.home import require_lake
from kapok.services.index_names import index_names, rebuild_names
from kapok.services.map_documents import documents_of_json, documents_of_rights, keys_of_json
from kapok.services.opened_index import fresh_writer, open_backend
from kapok.services.worker_pool import worker_pool

PARALLEL_FROM = 20_000
"""Fewer records than this are mapped in this process."""
PARALLEL_RIGHTS = 2_000
"""Fewer rights than this are mapped in this process."""
LARGE_BYTES = 64 << 20
"""Files of so many bytes in all are a large load."""
LIKELY_BYTES = 1000
"""Bytes of a record in a file; in a compressed one it has fewer, and the load is larger than it seems."""
MANY_TIMES = 16
"""A load is large beside what is there when it has so many times as many records: then its eighths stay of about one size."""
RIGHTS_AT_ONCE = 250
"""Rights that a worker maps in one go."""


def catch_up(home: Path) -> int:
    """Index what is published but not in the index yet (a process was killed in between); returns the records added.

    The caller holds the write lock. Nothing happens when there is no lake or nothing is missing.
    """
    if not Layout(home).manifest.exists():
        return 0
    index_names(home)
    layout = Layout(home)
    shutil.rmtree(layout.growing_index, ignore_errors=True)  # what a killed process left: nobody else writes now
    if not layout.index.exists() and layout.replaced_index.exists():
        layout.replaced_index.rename(layout.index)  # a rebuild was killed between its two renames
    lake = Lake(home)
    try:
        backend = open_backend(home, create=True)
        behind = backend.sequence()
        newest = lake.sequence()
        if newest <= behind:
            return 0
        if behind < 0:
            return _build(lake, home)
        writer = backend.writer()
        try:
            count = _index_all(lake, writer, replace=True, after=behind)
            writer.commit(newest)
        finally:
            writer.close()
        return count
    finally:
        lake.close()


def reindex_home(home: Path, watch: Callable[[int], None] | None = None) -> int:
    """Build the whole index again from the lake beside the old one, then swap; returns the number of records."""
    require_lake(home)
    with write_lock(Layout(home).lock):
        lake = Lake(home)
        try:
            count = _build(lake, home, watch)
        finally:
            lake.close()
        rebuild_names(home)
        return count


def _build(lake: Lake, home: Path, watch: Callable[[int], None] | None = None) -> int:
    """A new index of everything in the lake, in the place of the old one."""
    whole = sum(lake.count_keys().values())
    writer = fresh_writer(home)

    def watched(count: int) -> None:
        writer.reached(count / whole)
        if watch:
            watch(count)

    try:
        count = _index_all(lake, writer, replace=False, after=-1, watch=watched)
        writer.commit(lake.sequence())
    finally:
        writer.close()
    return count


def prepare(home: Path) -> int:
    """Before serving: catch up with the lake unless another process is writing; returns the records added."""
    try:
        with write_lock(Layout(home).lock):
            count = catch_up(home)
            after_load(home)
            return count
    except BackendError:
        return 0  # the process that writes will bring the index up to date itself


def index_writer(home: Path, size: int) -> IndexWriter:
    """The writer for a load of files of so many bytes, into an index that is in step with the lake.

    A load that is large beside all that is there grows a new index with both: it ends with few segments, and searches pay for
    each. Other loads write into the index that is searched.
    """
    backend = open_backend(home, create=True)
    is_large = size >= LARGE_BYTES
    there = sum(backend.category_counts().values())
    if backend.sequence() >= 0 and not (is_large and there * LIKELY_BYTES * MANY_TIMES <= size):
        return backend.writer(bulk=is_large)
    writer = fresh_writer(home)
    if there:
        lake = Lake(home)
        try:
            _index_all(lake, writer, replace=False, after=-1)
        except BaseException:
            writer.close()
            raise
        finally:
            lake.close()
    return writer


def index_load(lake_writer: LakeWriter, home: Path, writer: IndexWriter) -> int:
    """Put the committed part of an unfinished load into the open index writer (its documents died with the process)."""
    lake = Lake(home)
    try:
        count = 0
        for batch in lake.stream(load_id=lake_writer.load_id):
            documents = documents_of_json(batch)
            writer.remove([str(key) for key in keys_of_json(batch)])
            writer.add(documents)
            count += len(documents)
        return count
    finally:
        lake.close()


def index_rights(lake_writer: LakeWriter, home: Path, writer: IndexWriter) -> int:
    """Give every publication of a right the status that follows from all of them; returns the documents rewritten."""
    rights = lake_writer.touched_rights()
    if not rights:
        return 0
    lake = Lake(home)
    try:
        return _write_rights(lake, rights, writer)
    finally:
        lake.close()


def _write_rights(lake: Lake, rights: Sequence[str], writer: IndexWriter) -> int:
    """Map the publications of each right together; many rights beside this process, as a load does with its records."""
    count = 0

    def write(mapped: Sequence[tuple[str, IndexDocument]]) -> None:
        nonlocal count
        writer.remove([key for key, _ in mapped])
        writer.add([document for _, document in mapped])
        count += len(mapped)

    if len(rights) < PARALLEL_RIGHTS:
        for groups in lake.stream_rights(rights):
            write(documents_of_rights(groups))
        return count
    with worker_pool() as pool:
        for groups in lake.stream_rights(rights):
            parts = [groups[start : start + RIGHTS_AT_ONCE] for start in range(0, len(groups), RIGHTS_AT_ONCE)]
            for mapped in pool.map(documents_of_rights, parts):
                write(mapped)
    return count


def _index_all(
    lake: Lake, writer: IndexWriter, *, replace: bool, after: int, watch: Callable[[int], None] | None = None
) -> int:
    """Add every current record published after a sequence; rights with several publications are done once more, together."""
    count = 0
    batches = lake.stream(after=after)
    first = list(islice(batches, PARALLEL_FROM // 2000))
    many = len(first) >= PARALLEL_FROM // 2000

    def add(batch: list[str], documents: Iterable[IndexDocument]) -> None:
        nonlocal count
        if replace:
            writer.remove(keys_of_json(batch))
        writer.add(documents)
        count += len(batch)
        if watch:
            watch(count)

    if not many:
        for batch in first:
            add(batch, documents_of_json(batch))
    else:
        with worker_pool() as pool:
            waiting = [(batch, pool.submit(documents_of_json, batch)) for batch in first[:4]]
            rest = iter(first[4:])
            while waiting:
                batch, future = waiting.pop(0)
                add(batch, future.result())
                following = next(rest, None) or next(batches, None)
                if following is not None:
                    waiting.append((following, pool.submit(documents_of_json, following)))
    _write_rights(lake, lake.shared_rights(after), writer)
    return count
