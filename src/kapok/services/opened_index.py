"""Search indexes that are open in this process, one per home. Apart from the lakes: a search needs none of what reads them."""

from __future__ import annotations

import threading
from pathlib import Path

from kapok.lake.layout import Layout
from kapok.search.tantivy_index import TantivyBackend
from kapok.services.home import require_lake

_lock = threading.Lock()
_backends: dict[Path, tuple[int, TantivyBackend]] = {}


def open_backend(home: Path, *, create: bool = False) -> TantivyBackend:
    """The search backend of a home. Raises BackendError when there is none and `create` is not set."""
    layout = Layout(home)
    if not create:
        require_lake(home)
        if not layout.index.exists() and layout.replaced_index.exists():
            return TantivyBackend(layout.replaced_index)  # a rebuild is between its two renames, or was killed there
    return TantivyBackend(layout.index, create=create)


def backend_of(home: Path) -> TantivyBackend:
    """The open search backend of a home; opened again when a rebuild has replaced the folder. Raises BackendError."""
    home = home.resolve()
    mark = changes_when_replaced(Layout(home).index)
    with _lock:
        known = _backends.get(home)
        if known is None or known[0] != mark:
            known = _backends[home] = (mark, open_backend(home))
        return known[1]


def changes_when_replaced(path: Path) -> int:
    """A number that changes when the file or folder is replaced by another (not when it is written to)."""
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return -1
