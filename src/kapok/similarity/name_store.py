"""Write the name index: a new segment for what a load brought, small ones joined, the manifest last.

A kill at any moment leaves the old manifest, whose segments are untouched; what it does not name is swept at the next write.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import msgspec
import numpy as np

from kapok.similarity.name import name_of
from kapok.similarity.name_codes import Coded, code_name, format_digest
from kapok.similarity.name_index import Manifest, read_manifest
from kapok.similarity.name_segment import MarkEntry, NameSegment, key_hash, write_segment

SEGMENT_MARKS = 300_000
"""Marks of one segment at most: bounds the memory of a load (2 KB a mark while a segment is open; a load may take 1.5 GB)."""
MOST_SEGMENTS = 8


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
        self._sweep()

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
        segments = self._join_small([*self.manifest.segments, *self._new])
        fresh = Manifest(format=format_digest(), sequence=sequence, segments=segments)
        fresh.marks = sum(len(NameSegment(self.folder / name)) for name in segments)
        draft = self.folder / "index.json.writing"
        with draft.open("wb") as handle:
            handle.write(msgspec.json.encode(fresh))
            handle.flush()
            os.fsync(handle.fileno())
        draft.replace(self.folder / "index.json")
        self.manifest, self._new = fresh, []
        self._sweep()

    def _join_small(self, names: list[str]) -> list[str]:
        """Where there are many segments, the small ones at the end become one: a search looks at each in turn."""
        if len(names) <= MOST_SEGMENTS:
            return names
        opened = [NameSegment(self.folder / name) for name in names]
        first, total = len(opened) - 1, len(opened[-1])
        while first and len(opened[first - 1]) <= 2 * total and total + len(opened[first - 1]) <= SEGMENT_MARKS:
            first -= 1
            total += len(opened[first])
        if first == len(opened) - 1:
            return names
        marks: list[MarkEntry] = []
        coded: dict[str, Coded] = {}
        for place in range(first, len(opened)):
            for later in opened[place + 1 :]:
                opened[place].bury(later)
            for mark in opened[place].entries():
                marks.append(mark)
                if mark.text not in coded:
                    coded[mark.text] = code_name(name_of(mark.text))
        gone = np.concatenate([opened[place].gone for place in range(first, len(opened))])
        name = f"{int(names[-1]) + 1:06d}"
        write_segment(self.folder / name, list(coded.values()), marks, gone)
        return [*names[:first], name]

    def _sweep(self) -> None:
        """Remove the segments that the manifest does not name."""
        for path in self.folder.iterdir():
            if path.name.isdigit() and path.name not in self.manifest.segments:
                shutil.rmtree(path, ignore_errors=True)

    def _flush(self) -> None:
        if not self._marks and not (self._gone and self.manifest.segments + self._new):
            self._coded.clear()
            self._gone.clear()
            return
        used = {mark.text for mark in self._marks.values()}
        taken = [int(name) for name in [*self.manifest.segments, *self._new]]
        name = f"{max(taken, default=0) + 1:06d}"
        coded = [each for each in self._coded.values() if each.text in used]
        write_segment(self.folder / name, coded, [*self._marks.values()], key_hash(sorted(self._gone)))
        self._new.append(name)
        self._gone.clear()
        self._coded.clear()
        self._marks.clear()
