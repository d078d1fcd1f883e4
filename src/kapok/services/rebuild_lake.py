"""Make the lake's manifest again from its segments, then the index from the lake."""

from __future__ import annotations

from pathlib import Path

from kapok.lake.layout import Layout
from kapok.lake.locking import write_lock
from kapok.lake.rebuild import rebuild_manifest
from kapok.services.home import require_lake
from kapok.services.index_lake import reindex_home


def rebuild_lake(home: Path) -> int:
    """Rebuild manifest and index; returns the number of versions found in the segments."""
    require_lake(home)
    with write_lock(Layout(home).lock):
        versions = rebuild_manifest(home)
    reindex_home(home)
    return versions
