"""Write the name index: a new segment for what a load brought, small ones joined, the manifest last.

A kill at any moment leaves the old manifest, whose segments are untouched; what it does not name is swept at the next write.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import msgspec

from kapok.similarity.name_codes import Coded, format_digest
from kapok.similarity.name_index import Manifest, read_manifest
from kapok.similarity.name_segment import MarkEntry, NameSegment, write_segment

SEGMENT_MARKS = 1_200_000
"""Marks of one segment at most: bounds the memory of a load."""


class NameStore:
    """The single writer of an index folder (the caller holds the write lock)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = read_manifest(folder)
        self._coded: dict[str, Coded] = {}
        self._marks: dict[str, MarkEntry] = {}
        self._gone: set[str] = set()
        self._new: list[str] = []
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.iterdir():
            if path.is_dir() and path.name not in self.manifest.segments:
                shutil.rmtree(path, ignore_errors=True)

    def add(self, coded: Iterable[Coded], marks: Iterable[MarkEntry]) -> None:
        """Take marks in; a key that comes again replaces the earlier one; a mark with text "" is taken out. See `commit`."""
        for each in coded:
            self._coded.setdefault(each.text, each)
        for mark in marks:
            if mark.text:
                self._marks[mark.key] = mark
            else:
                self._marks.pop(mark.key, None)
                self._gone.add(mark.key)
        if len(self._marks) >= SEGMENT_MARKS:
            self._flush()

    def knows(self, text: str) -> bool:
        """Whether a text is coded already in the open segment."""
        return text in self._coded

    def commit(self, sequence: int) -> None:
        """Write what was taken in and name it in the manifest with the lake's sequence."""
        self._flush()
        segments = [*self.manifest.segments, *self._new]
        fresh = Manifest(format=format_digest(), sequence=sequence, segments=segments)
        fresh.marks = sum(len(NameSegment(self.folder / name)) for name in segments)
        draft = self.folder / "index.json.writing"
        with draft.open("wb") as handle:
            handle.write(msgspec.json.encode(fresh))
            handle.flush()
            os.fsync(handle.fileno())
        draft.replace(self.folder / "index.json")
        self.manifest, self._new = fresh, []

    def _flush(self) -> None:
        if not self._marks and not (self._gone and self.manifest.segments + self._new):
            self._coded.clear()
            self._gone.clear()
            return
        used = {mark.text for mark in self._marks.values()}
        taken = [int(name) for name in [*self.manifest.segments, *self._new]]
        name = f"{max(taken, default=0) + 1:06d}"
        coded = [each for each in self._coded.values() if each.text in used]
        write_segment(self.folder / name, coded, [*self._marks.values()], sorted(self._gone))
        self._new.append(name)
        self._gone.clear()
        self._coded.clear()
        self._marks.clear()
