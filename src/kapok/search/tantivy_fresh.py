"""A writer of a whole new tantivy index beside the old one, which it replaces at its commit: a first load, a rebuild."""

from __future__ import annotations

import shutil
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from msgspec import Struct

from kapok.errors import BackendError
from kapok.search.ports import IndexDocument
from kapok.search.tantivy_index import TantivyBackend

EQUAL_PARTS = 8
"""Segments of about one size that tantivy merges into one (its merge policy; there is no call for it)."""

SMALLEST_PART = 10_000
"""Documents; fewer fit into one segment without being cut."""

MOST_WAITING = 20
"""Batches (of some hundred documents) that may wait for the thread that writes; then whoever adds has to wait."""


class Places(Struct, frozen=True):
    """The folder that is searched, the one in which the new index grows, and where the old one waits between two renames."""

    index: Path
    building: Path
    replaced: Path


class TantivyFreshWriter:
    """Implements `IndexWriter`. Nobody sees the new index before its commit, so it may be cut into parts of one size before.

    What is added is written in a thread of its own: the end of a part, which takes seconds, holds nobody up.
    """

    def __init__(self, places: Places) -> None:
        self._places = places
        self.committed_at = 0.0
        self._begin()

    def _begin(self) -> None:
        shutil.rmtree(self._places.building, ignore_errors=True)
        self._writer = TantivyBackend(self._places.building, create=True).writer(bulk=True)
        self._thread = ThreadPoolExecutor(1, "index")
        self._waiting: deque[Future[None]] = deque()
        self._parts = self._added = 0
        self._open, self._is_whole = True, False

    def _do(self, work: Callable[..., None], *arguments: Any) -> None:
        """Let the thread do it, after what waits already; raises what an earlier piece of work raised."""
        self._waiting.append(self._thread.submit(work, *arguments))
        while self._waiting and (len(self._waiting) > MOST_WAITING or self._waiting[0].done()):
            self._waiting.popleft().result()

    def _settle(self) -> None:
        while self._waiting:
            self._waiting.popleft().result()

    def add(self, documents: Iterable[IndexDocument]) -> None:
        """Add documents; one with a key that exists replaces it."""
        fresh = list(documents)
        self._do(self._writer.add, fresh)
        self._added += len(fresh)

    def remove(self, keys: Iterable[str]) -> None:
        """Take documents out by key."""
        self._do(self._writer.remove, list(keys))

    def reached(self, share: float) -> None:
        """End a part at each eighth of the whole, where the steps are small and the parts large enough for it."""
        part = min(int(share * EQUAL_PARTS), EQUAL_PARTS - 1)
        if part == self._parts + 1 and self._added >= part * SMALLEST_PART:
            self._do(self._writer.cut)
            self._parts = part
        elif part > self._parts:
            self._parts = EQUAL_PARTS  # parts of unlike size would stay as they are: none is cut any more

    def commit(self, sequence: int) -> None:
        """Finish the new index and begin to merge its parts; when `close` returns it is in the place of the old one."""
        self._settle()
        self._is_whole = True
        self._waiting.append(self._thread.submit(self._put_in_place, sequence))

    def _put_in_place(self, sequence: int) -> None:
        self._writer.commit(sequence)
        self._writer.close()
        index, building, replaced = self._places.index, self._places.building, self._places.replaced
        try:
            if index.exists():
                shutil.rmtree(replaced, ignore_errors=True)
                index.rename(replaced)
            building.rename(index)
        except OSError as error:
            raise BackendError(
                "The new search index could not be put in its place", str(error), "Run 'kapok reindex' when that is mended"
            ) from error
        self.committed_at = time.monotonic()
        shutil.rmtree(replaced, ignore_errors=True)

    def rollback(self) -> None:
        """Forget everything; a new index begins."""
        self.close()
        self._begin()

    def close(self) -> None:
        """Release the writer, once a committed index is in its place; what is not committed goes."""
        if not self._open:
            return
        self._open = False
        try:
            if self._is_whole:
                self._settle()
        finally:
            self._thread.shutdown(cancel_futures=True)
            self._writer.close()
            shutil.rmtree(self._places.building, ignore_errors=True)
