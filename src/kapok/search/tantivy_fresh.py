"""A writer of a whole new tantivy index beside the old one, which it replaces at its commit: a first load, a rebuild."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from kapok.errors import BackendError
from kapok.search.ports import IndexDocument
from kapok.search.tantivy_index import TantivyBackend

EQUAL_PARTS = 8
"""Segments of about one size that tantivy merges into one (its merge policy; there is no call for it)."""

SMALLEST_PART = 10_000
"""Documents; fewer fit into one segment without being cut."""


class Places(Struct, frozen=True):
    """The folder that is searched, the one in which the new index grows, and where the old one waits between two renames."""

    index: Path
    building: Path
    replaced: Path


class TantivyFreshWriter:
    """Implements `IndexWriter`. Nobody sees the new index before its commit, so it may be cut into parts of one size before."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._begin()

    def _begin(self) -> None:
        shutil.rmtree(self._places.building, ignore_errors=True)
        self._writer = TantivyBackend(self._places.building, create=True).writer(bulk=True)
        self._parts = self._added = 0
        self._open = True

    def add(self, documents: Iterable[IndexDocument]) -> None:
        """Add documents; one with a key that exists replaces it."""
        fresh = list(documents)
        self._writer.add(fresh)
        self._added += len(fresh)

    def remove(self, keys: Iterable[str]) -> None:
        """Take documents out by key."""
        self._writer.remove(keys)

    def reached(self, share: float) -> None:
        """End a part at each eighth of the whole, where the steps are small and the parts large enough for it."""
        part = min(int(share * EQUAL_PARTS), EQUAL_PARTS - 1)
        if part == self._parts + 1 and self._added >= part * SMALLEST_PART:
            self._writer.cut()
            self._parts = part
        elif part > self._parts:
            self._parts = EQUAL_PARTS  # parts of unlike size would stay as they are: none is cut any more

    def commit(self, sequence: int) -> None:
        """Finish the new index, merge its parts, and put it in the place of the old one."""
        self._writer.commit(sequence)
        self._writer.close()
        self._open = False
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
        shutil.rmtree(replaced, ignore_errors=True)

    def rollback(self) -> None:
        """Forget everything; a new index begins."""
        self.close()
        self._begin()

    def close(self) -> None:
        """Release the writer; what is not committed goes."""
        if self._open:
            self._open = False
            self._writer.close()
            shutil.rmtree(self._places.building, ignore_errors=True)
