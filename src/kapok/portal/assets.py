"""Static files: their addresses carry a digest of the content, so that browsers may keep them for a year."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

PORTAL = Path(__file__).parent
STATIC = PORTAL / "static"
PREFIX = "/static/"


@lru_cache(maxsize=64)
def static_address(name: str) -> str:
    """`/static/<name>?v=<digest>`; a wrong name is a KeyError at once, not a missing file in the browser."""
    path = STATIC.joinpath(*name.split("/"))
    if not path.is_file():
        raise KeyError(f"no static file {name}")
    digest = hashlib.blake2b(path.read_bytes(), digest_size=5).hexdigest()
    return f"{PREFIX}{name}?v={digest}"


@lru_cache(maxsize=1)
def portal_version() -> str:
    """A digest of every file of the portal: a new version of a page is a new page."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(_files()):
        digest.update(path.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def portal_changed_at() -> datetime:
    """The instant (UTC) at which the newest file of the portal was put here."""
    return datetime.fromtimestamp(max(path.stat().st_mtime for path in _files()), UTC)


def _files() -> Iterator[Path]:
    return (path for path in PORTAL.rglob("*") if path.suffix in {".py", ".html", ".css", ".svg", ".po"})
