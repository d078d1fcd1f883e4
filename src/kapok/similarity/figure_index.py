"""An index of the figures of a register: asked with the features of one picture it gives the most similar ones.

The index is a folder of segments (memory-mapped numpy arrays); adding pictures writes one more segment.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kapok.similarity.figure_features import Features


class FigureIndex:
    """Features of many pictures by key."""

    def __init__(self, items: list[tuple[str, Features]]) -> None:
        self._items = items

    @classmethod
    def build(cls, items: Iterable[tuple[str, Features]]) -> FigureIndex:
        """An index in memory of (key, features)."""
        return cls(list(items))

    def save(self, path: Path) -> None:
        """Write it to the folder `path`."""

    @classmethod
    def open(cls, path: Path) -> FigureIndex:
        """The index in the folder `path`, memory-mapped."""
        return cls([])

    def search(self, features: Features, limit: int = 10) -> list[tuple[str, float]]:
        """The most similar pictures: (key, score 0 to 1), best first."""
        return []
