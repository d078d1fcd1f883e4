"""Indexes of similar marks that are open in this process, one per home; opened again when a load has written."""

from __future__ import annotations

import threading
from pathlib import Path

from kapok.errors import BackendError
from kapok.services.home import require_lake
from kapok.services.index_names import figures_folder, similar_folder
from kapok.services.use_own_words import use_own_words
from kapok.similarity.figure_index import FigureIndex
from kapok.similarity.name_index import NameIndex

_lock = threading.Lock()
_figures: dict[Path, tuple[tuple[int, int], FigureIndex]] = {}
_indexes: dict[Path, tuple[tuple[int, int], NameIndex]] = {}


def figures_of(home: Path) -> FigureIndex | None:
    """The open index of pictures of a home; None where no mark has a picture."""
    home = home.resolve()
    names_of(home)  # raises where nothing is indexed, and tells whether a load has written
    folder = figures_folder(similar_folder(home))
    if not folder.is_dir():
        return None
    with _lock:
        mark = _indexes[home][0]
        known = _figures.get(home)
        if known is None or known[0] != mark:
            known = _figures[home] = (mark, FigureIndex.open(folder))
        return known[1]


def names_of(home: Path) -> NameIndex:
    """The open index of a home. Raises BackendError when there is none."""
    home = home.resolve()
    require_lake(home)
    use_own_words(home)
    folder = similar_folder(home)
    try:
        stat = (folder / "index.json").stat()
        mark = (stat.st_ino, stat.st_mtime_ns)
    except FileNotFoundError:
        mark = (-1, -1)
    with _lock:
        known = _indexes.get(home)
        if known is None or known[0] != mark:
            known = _indexes[home] = (mark, _open(folder))
        return known[1]


def mark_offices(home: Path) -> tuple[str, ...]:
    """The registers (ST.3) whose marks are in the index, in alphabetical order; none where nothing is indexed yet."""
    try:
        return names_of(home).offices()
    except BackendError:
        return ()


def _open(folder: Path) -> NameIndex:
    """The index in a folder; asked twice, because a load may replace its segments between manifest and columns."""
    try:
        return NameIndex(folder)
    except BackendError:
        return NameIndex(folder)
