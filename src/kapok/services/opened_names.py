"""Indexes of similar marks that are open in this process, one per home; opened again when a load has written."""

from __future__ import annotations

import threading
from pathlib import Path

from kapok.services.home import require_lake
from kapok.services.index_names import similar_folder
from kapok.similarity.name_index import NameIndex

_lock = threading.Lock()
_indexes: dict[Path, tuple[tuple[int, int], NameIndex]] = {}


def names_of(home: Path) -> NameIndex:
    """The open index of a home. Raises BackendError when there is none."""
    home = home.resolve()
    require_lake(home)
    folder = similar_folder(home)
    try:
        stat = (folder / "index.json").stat()
        mark = (stat.st_ino, stat.st_mtime_ns)
    except FileNotFoundError:
        mark = (-1, -1)
    with _lock:
        known = _indexes.get(home)
        if known is None or known[0] != mark:
            known = _indexes[home] = (mark, NameIndex(folder))
        return known[1]
