"""Lakes that are open in this process, one per home: opening costs milliseconds that a request does not have."""

from __future__ import annotations

import threading
from pathlib import Path

from kapok.lake.lake import Lake
from kapok.lake.layout import Layout
from kapok.services.opened_index import backend_of, changes_when_replaced

__all__ = ["backend_of", "lake_of"]

_lock = threading.Lock()
_lakes: dict[Path, tuple[int, Lake]] = {}


def lake_of(home: Path) -> Lake:
    """The open lake of a home. Raises BackendError when there is none."""
    home = home.resolve()
    mark = changes_when_replaced(Layout(home).manifest)
    with _lock:
        known = _lakes.get(home)
        if known is None or known[0] != mark:
            known = _lakes[home] = (mark, Lake(home))
        return known[1]
