"""An index of the figures of a register: asked with the features of one picture it gives the most similar ones.

A folder of segments, each a few memory-mapped arrays: opening costs milliseconds, a search is one product over all views.
Adding writes one more segment and renames it into place, so a killed process leaves nothing half-done; a key that is
added again replaces its older self, and a key that is removed stands in a later segment without views.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kapok.errors import BackendError
from kapok.similarity.columns import PackedColumn, read_numbers, read_packed, write_numbers, write_packed
from kapok.similarity.figure_features import COLOURS, STEPS, Features, colour_likeness
from kapok.similarity.figure_gradients import Floats
from kapok.similarity.figure_learned import learned, likeness

CHUNK = 16_384
"""Views that are brought from bytes to numbers at a time: they stay in the processor's cache."""
SPARE = 60
"""Pictures beyond the limit that are looked at: some may have been replaced, and colours move the order a little."""


class _Segment:
    """Pictures added at one time: `views` (n, DIMENSIONS) bytes, `starts` of each picture's views (one more than pictures)."""

    def __init__(self, views: npt.NDArray[np.int8], weights: Floats, starts: npt.NDArray[np.int64], keys: PackedColumn,
                 colours: npt.NDArray[np.uint8]) -> None:  # fmt: skip
        self.views, self.weights, self.starts, self.packed, self.colours = views, weights, starts, keys, colours

    @cached_property
    def keys(self) -> frozenset[bytes]:
        """All keys: asked only of later segments, which are small."""
        return frozenset(self.packed[row] for row in range(len(self.packed)))

    @cached_property
    def seen(self) -> npt.NDArray[np.int64]:
        """Rows of pictures that have views."""
        return np.flatnonzero(np.diff(self.starts))

    def cosines(self, asked: Floats) -> Floats:
        """For each picture of `seen` the best weighted cosine of its views with the views (rows, weighted) asked about."""
        best = np.empty(len(self.views), dtype=np.float32)
        for start in range(0, len(self.views), CHUNK):
            numbers = self.views[start : start + CHUNK].astype(np.float32)
            (asked @ numbers.T).max(axis=0, out=best[start : start + CHUNK])
        best *= self.weights
        if not len(self.seen):
            return np.empty(0, dtype=np.float32)
        most: Floats = np.maximum.reduceat(best, self.starts[self.seen])
        return most


class FigureIndex:
    """Features of many pictures by key (any text). Build and `save`, or `open` and `add`."""

    def __init__(self, segments: list[_Segment], folder: Path | None = None) -> None:
        self._segments, self._folder = segments, folder

    def __len__(self) -> int:
        """How many pictures can be found."""
        later: set[bytes] = set()
        count = 0
        for segment in reversed(self._segments):
            if not later:
                count += len(segment.seen)
            else:
                count += sum(segment.packed[int(row)] not in later for row in segment.seen)
            if segment is not self._segments[0]:
                later |= segment.keys
        return count

    @classmethod
    def build(cls, items: Iterable[tuple[str, Features]]) -> FigureIndex:
        """An index in memory of (key, features to keep); a key that comes twice counts as its last."""
        return cls([_segment(items)])

    @classmethod
    def open(cls, path: Path) -> FigureIndex:
        """The index in the folder `path`, memory-mapped; `BackendError` where it is missing, broken or of another version."""
        if not path.is_dir():
            raise BackendError(
                f"There is no index of figures in {path.name}", "the folder does not exist", "Run 'kapok reindex' to make it"
            )
        return cls([_read(folder) for folder in _folders(path)], path)

    def save(self, path: Path) -> None:
        """Write everything to the folder `path` as one segment, replacing what stands there."""
        together = _joined(self._segments)
        path.mkdir(parents=True, exist_ok=True)
        old = list(_folders(path))
        _write(path, together)
        for folder in old:
            shutil.rmtree(folder)
        self._segments, self._folder = [together], path

    def add(self, items: Iterable[tuple[str, Features | None]]) -> None:
        """Add or replace pictures; features `None` take a key out. On disk before it returns where the index was opened."""
        segment = _segment(items)
        if self._folder is not None:
            _write(self._folder, segment)
        self._segments = [*self._segments, segment]

    def search(self, features: Features, limit: int = 10) -> list[tuple[str, float]]:
        """The most similar pictures: (key, likeness of shape and colour 0 to 1), best first, none below 0 likeness."""
        asked = features.rows() * features.weights()[:, None] / np.float32(STEPS)
        found: list[tuple[float, bytes, bytes]] = []
        later: set[bytes] = set()
        for segment in reversed(self._segments):
            cosines = segment.cosines(asked)
            wanted = min(len(cosines), limit + SPARE + len(later))
            top: list[int] = np.argpartition(-cosines, wanted - 1)[:wanted].tolist() if wanted else []
            for place in top:
                row = int(segment.seen[place])
                key = segment.packed[row]
                if key not in later:
                    found.append((float(cosines[place]), key, segment.colours[row].tobytes()))
            if segment is not self._segments[0]:
                later |= segment.keys
        share = learned().colour_share
        scored = [
            (likeness(cosine) * (1 - share * (1 - colour_likeness(features.colours, colours))), cosine, key)
            for cosine, key, colours in found
        ]
        scored.sort(key=lambda each: (-each[0], -each[1], each[2]))
        return [(key.decode(), value) for value, _, key in scored[:limit] if value > 0]


def _segment(items: Iterable[tuple[str, Features | None]]) -> _Segment:
    known: dict[str, Features | None] = {}
    for key, features in items:
        known.pop(key, None)
        known[key] = features
    version, width = learned().version, learned().directions.shape[1]
    rows: list[npt.NDArray[np.int8]] = []
    weights: list[Floats] = []
    starts, colours = [0], np.zeros((len(known), COLOURS), dtype=np.uint8)
    for place, features in enumerate(known.values()):
        if features is not None:
            if features.version != version:
                features.rows()  # tells which version it is
            rows.append(np.frombuffer(features.views, dtype=np.int8).reshape(-1, width))
            weights.append(features.weights())
            colours[place] = np.frombuffer(features.colours, dtype=np.uint8)
        starts.append(starts[-1] + (len(features.roles) if features is not None else 0))
    keys = [key.encode() for key in known]
    ends = np.zeros(len(keys) + 1, np.uint64)
    np.cumsum(np.fromiter(map(len, keys), np.uint64, len(keys)), out=ends[1:])
    packed = PackedColumn(np.frombuffer(b"".join(keys), np.uint8), ends)
    views = np.concatenate(rows) if rows else np.zeros((0, width), dtype=np.int8)
    return _Segment(views, np.concatenate(weights) if weights else np.zeros(0, dtype=np.float32),
                    np.array(starts, dtype=np.int64), packed, colours)  # fmt: skip


def _joined(segments: list[_Segment]) -> _Segment:
    """One segment of all that can still be found."""
    if len(segments) == 1:
        return segments[0]
    gone: set[bytes] = set()
    chosen: list[tuple[_Segment, int]] = []
    for segment in reversed(segments):
        chosen.extend((segment, int(row)) for row in segment.seen if segment.packed[int(row)] not in gone)
        gone |= segment.keys
    spans = [(segment, slice(int(segment.starts[row]), int(segment.starts[row + 1]))) for segment, row in chosen]
    keys = [segment.packed[row] for segment, row in chosen]
    ends = np.concatenate([[0], np.cumsum([len(key) for key in keys])]).astype(np.uint64)
    starts = np.concatenate([[0], np.cumsum([span.stop - span.start for _, span in spans])]).astype(np.int64)
    return _Segment(
        np.concatenate([segment.views[span] for segment, span in spans]) if spans else segments[0].views[:0],
        np.concatenate([segment.weights[span] for segment, span in spans]) if spans else segments[0].weights[:0],
        starts,
        PackedColumn(np.frombuffer(b"".join(keys), np.uint8), ends),
        np.array([segment.colours[row] for segment, row in chosen], dtype=np.uint8).reshape(-1, COLOURS),
    )


def _folders(path: Path) -> Iterator[Path]:
    return iter(sorted(path.glob("segment-*")))


def _write(path: Path, segment: _Segment) -> None:
    """Write a segment beside its place and rename it: it is there whole or not at all."""
    last = max((int(folder.name.rpartition("-")[2]) for folder in _folders(path)), default=0)
    folder = path / f".segment-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    write_numbers(folder, "version", np.array([learned().version]))
    write_numbers(folder, "views", segment.views)
    write_numbers(folder, "weights", segment.weights)
    write_numbers(folder, "starts", segment.starts)
    write_numbers(folder, "colours", segment.colours)
    write_packed(folder, "keys", [segment.packed[row] for row in range(len(segment.packed))])
    folder.rename(path / f"segment-{last + 1:06}")


def _read(folder: Path) -> _Segment:
    version = int(read_numbers(folder, "version")[0])
    if version != learned().version:
        raise BackendError(
            "The index of figures cannot be used",
            f"it was made by version {version}, this is version {learned().version}",
            "Run 'kapok reindex' to make it again",
        )
    names = ("views", "weights", "starts", "colours")
    views, weights, starts, colours = (read_numbers(folder, name) for name in names)
    return _Segment(views, weights, starts, read_packed(folder, "keys"), colours)
