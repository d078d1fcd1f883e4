"""Lakes and indexes that are open in this process, one per home: opening costs milliseconds that a search does not have."""

from __future__ import annotations

import threading
from pathlib import Path

from kapok.lake.lake import Lake
from kapok.lake.layout import Layout
from kapok.search.tantivy_index import TantivyBackend
from kapok.services.index_lake import open_backend

_lock = threading.Lock()
_backends: dict[Path, tuple[int, TantivyBackend]] = {}
_lakes: dict[Path, tuple[int, Lake]] = {}


def backend_of(home: Path) -> TantivyBackend:
    """The open search backend of a home; opened again when a rebuild has replaced the folder. Raises BackendError."""
    home = home.resolve()
    mark = _mark(Layout(home).index)
    with _lock:
        known = _backends.get(home)
        if known is None or known[0] != mark:
            known = _backends[home] = (mark, open_backend(home))
        return known[1]


def lake_of(home: Path) -> Lake:
    """The open lake of a home. Raises BackendError when there is none."""
    home = home.resolve()
    mark = _mark(Layout(home).manifest)
    with _lock:
        known = _lakes.get(home)
        if known is None or known[0] != mark:
            known = _lakes[home] = (mark, Lake(home))
        return known[1]


def _mark(path: Path) -> int:
    """Changes when the file or folder is replaced by another (not when it is written to)."""
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return -1
