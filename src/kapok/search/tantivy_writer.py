"""The single writer of the tantivy index: adds, replaces and removes documents; one commit makes them visible at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

import msgspec
import tantivy

from kapok import clock
from kapok.errors import BackendError
from kapok.search.ports import IndexDocument
from kapok.search.tantivy_schema import STATE_KEY

SMALL_HEAP = 64_000_000
"""Bytes that the writer of a small update may fill before it cuts a segment."""

BULK_HEAP = 500_000_000
"""The same for a first load or rebuild: fewer and larger segments."""

_SEEN_BITS = 1 << 26
"""Size of the note which keys were added since the last commit (8 MB; a false hit only costs one needless delete)."""

_encode = msgspec.json.Encoder().encode


class TantivyWriter:
    """Implements `IndexWriter`. Nothing is visible before `commit`; a killed process leaves the last commit."""

    def __init__(self, index: tantivy.Index, *, bulk: bool, on_commit: Callable[[], None]) -> None:
        self._index = index
        self._on_commit = on_commit
        try:
            # one indexing thread: every further one makes further segments, and searches pay for each
            self._writer = index.writer(BULK_HEAP if bulk else SMALL_HEAP, 1)
        except (ValueError, OSError) as error:
            raise BackendError(
                "The search index is being written by another process", str(error), "Wait until it has finished, then try again"
            ) from error
        self._open = True
        self.committed_at = 0.0
        self._start()

    def _start(self) -> None:
        """Look at what is committed now: keys that are new to it need no delete."""
        self._index.reload()
        self._searcher = self._index.searcher()
        self._is_empty = self._searcher.num_docs == 0
        self._seen = bytearray(_SEEN_BITS // 8)
        self._pending = False
        self._first_day = clock.today().toordinal()

    def add(self, documents: Iterable[IndexDocument]) -> None:
        """Add documents; one with a key that exists replaces it."""
        self._pending = True
        add_json = self._writer.add_json
        for document in documents:
            try:
                self._forget(document["key"])
                add_json(document["json"])
            except (ValueError, OSError, RuntimeError) as error:
                raise _unwritten(error) from error

    def _forget(self, key: str) -> None:
        """Delete an older document of this key, if there may be one; note the key."""
        mark = hash(key) & (_SEEN_BITS - 1)
        at, bit = mark >> 3, 1 << (mark & 7)
        if self._seen[at] & bit:
            self._writer.delete_documents_by_term("key", key)
            return
        self._seen[at] |= bit
        if not self._is_empty and self._searcher.doc_freq("key", key):
            self._writer.delete_documents_by_term("key", key)

    def remove(self, keys: Iterable[str]) -> None:
        """Take documents out by key."""
        for key in keys:
            mark = hash(key) & (_SEEN_BITS - 1)
            if self._seen[mark >> 3] & (1 << (mark & 7)) or (not self._is_empty and self._searcher.doc_freq("key", key)):
                self._writer.delete_documents_by_term("key", key)
        self._pending = True

    def reached(self, share: float) -> None:
        """Nothing depends on it here: what is added to an index that is searched is not cut before its commit."""

    def cut(self) -> None:
        """End a segment. What was added so far can be seen from now on, without a sequence: for a folder nobody searches."""
        try:
            self._writer.commit()
        except (ValueError, OSError, RuntimeError) as error:
            raise _unwritten(error) from error

    def commit(self, sequence: int) -> None:
        """Make everything added visible at once and durably note the lake sequence, in the same commit."""
        try:
            days = sorted({self._first_day, clock.today().toordinal()})
            state = {"key": STATE_KEY, "sequence": sequence, "day": 0, "mapped_day": days}
            self._writer.add_json(_encode(state).decode())
            self._writer.commit()
        except (ValueError, OSError, RuntimeError) as error:
            raise _unwritten(error) from error
        self.committed_at = time.monotonic()
        self._start()
        self._on_commit()

    def rollback(self) -> None:
        """Forget everything since the last commit."""
        self._writer.rollback()
        self._start()

    def close(self) -> None:
        """Release the writer (forgets what is not committed); waits for merges of segments that go on."""
        if not self._open:
            return
        self._open = False
        if self._pending:
            self._writer.rollback()
        self._writer.wait_merging_threads()
        self._on_commit()


def _unwritten(error: Exception) -> BackendError:
    """What tantivy raises when a thread of it could not write."""
    return BackendError(
        "The search index could not be written", str(error), "Look whether the disk is full, then run the command again"
    )
