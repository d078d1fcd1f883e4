"""Where things lie in a Kapok home folder: one place that knows the names."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote, unquote

from msgspec import Struct


def default_home() -> Path:
    """`$KAPOK_HOME`, else `$XDG_DATA_HOME/kapok`, else `~/.local/share/kapok`."""
    if stated := os.environ.get("KAPOK_HOME"):
        return Path(stated).expanduser()
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "kapok"


class Layout(Struct, frozen=True):
    """The folders and files under one home. Nothing is created by asking for a path."""

    home: Path

    @property
    def lake(self) -> Path:
        """Parquet segments: `lake/<category>/<source>/<number>.parquet`."""
        return self.home / "lake"

    @property
    def manifest(self) -> Path:
        """The SQLite manifest: loads, segments, versions of keys. Rebuilt from the segments when lost."""
        return self.home / "lake" / "manifest.sqlite"

    @property
    def index(self) -> Path:
        """The derived search index."""
        return self.home / "index"

    @property
    def replaced_index(self) -> Path:
        """The index before a rebuild: stands in for `index` in the moment between the two renames (or after a kill there)."""
        return self.home / "index.old"

    @property
    def growing_index(self) -> Path:
        """A search index that is not whole yet: it takes the place of `index`. What a killed process left there is dropped."""
        return self.home / "index.building"

    @property
    def quarantine(self) -> Path:
        """Rejected records, one JSON-lines file per load."""
        return self.home / "quarantine"

    @property
    def lock(self) -> Path:
        """Held by the one process that may write."""
        return self.home / "write.lock"

    @property
    def own_sources(self) -> Path:
        """Source declarations of this installation (`sources/*.yaml`), beside those shipped."""
        return self.home / "sources"


def segment_path(category: str, source: str, number: int) -> str:
    """Where a segment lies below the lake. Names come from files and people: no sign in them can lead out of the lake."""
    return f"{_folder(category)}/{_folder(source)}/{number:08d}.parquet"


def segment_source(path: Path) -> tuple[str, str]:
    """Category and source of a segment file, as `segment_path` was told them."""
    return tuple(unquote(name).removeprefix("\0") for name in path.parts[-3:-1])  # type: ignore[return-value]


def _folder(name: str) -> str:
    return quote(name if name.strip(".") else f"\0{name}", safe="")
