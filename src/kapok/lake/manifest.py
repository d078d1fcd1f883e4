"""The manifest: which loads, segments and versions of records there are, and which of them the public may see.

One SQLite file in WAL mode, written in one transaction per batch together with nothing else, so that a killed process leaves
either the whole batch or none of it. Everything in it can be computed again from the segments (`rebuild`).

A key has versions; the current one has the highest `rank` among the loads that are published. An older document that
arrives late (its `document_date` lies before the current version's) gets a negative rank: it enters the history only.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from kapok.errors import BackendError

SCHEMA = """
CREATE TABLE IF NOT EXISTS loads (
    id INTEGER PRIMARY KEY,
    signature TEXT NOT NULL,
    source TEXT NOT NULL DEFAULT '',
    files TEXT NOT NULL DEFAULT '[]',
    status TEXT NOT NULL CHECK (status IN ('running', 'published', 'held', 'discarded')),
    started_at TEXT NOT NULL,
    ended_at TEXT NOT NULL DEFAULT '',
    published_sequence INTEGER,
    progress TEXT NOT NULL DEFAULT '{}',
    counts TEXT NOT NULL DEFAULT '{}',
    findings TEXT NOT NULL DEFAULT '[]'
);
CREATE TABLE IF NOT EXISTS segments (
    id INTEGER PRIMARY KEY,
    load_id INTEGER NOT NULL REFERENCES loads(id),
    category TEXT NOT NULL,
    source TEXT NOT NULL,
    path TEXT NOT NULL UNIQUE,
    rows INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS versions (
    key TEXT NOT NULL,
    digest TEXT NOT NULL,
    rank INTEGER NOT NULL,
    segment INTEGER NOT NULL,
    row INTEGER NOT NULL,
    right_id TEXT NOT NULL DEFAULT '',
    document_date TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (key, digest)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS versions_by_right ON versions(right_id) WHERE right_id <> '';
"""


def open_manifest(path: Path, *, write: bool = False) -> sqlite3.Connection:
    """Open (and for writing create) the manifest. Raises BackendError when it cannot be read."""
    if not write and not path.exists():
        raise BackendError(
            "There are no data yet",
            f"no lake in {path.parent.parent}",
            "Load a file with 'kapok load FILE', or make the sample with 'kapok sample'",
        )
    try:
        if write:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
        if write:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA cache_size = -128000")  # 128 MB: the key B-tree of some million records stays in memory
            connection.executescript(SCHEMA)
        else:
            connection = _checked(connection, path)
    except sqlite3.Error as error:
        raise BackendError(
            "The manifest of the lake cannot be read",
            str(error),
            "Run 'kapok lake rebuild' to make it again from the segments",
        ) from None
    return connection


def _checked(connection: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    """A connection that can read. Where this user may not write beside the manifest, it is read as a file that stands still.

    SQLite wants to write to share a manifest with a writer. Without that right (a read-only mount, a server under another
    user) only a manifest that no writer has open is read, so that nothing half-written is seen.
    """
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT count(*) FROM loads").fetchone()
    except sqlite3.OperationalError:
        log = path.with_name(path.name + "-wal")
        if os.access(path.parent, os.W_OK) or (log.exists() and log.stat().st_size):
            raise
        connection.close()
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None, check_same_thread=False
        )
        connection.execute("SELECT count(*) FROM loads").fetchone()
    return connection


CURRENT = """
SELECT v.key, v.digest, v.rank, s.path, v.row, v.right_id, s.category, s.source, s.load_id
FROM versions v JOIN segments s ON s.id = v.segment JOIN loads l ON l.id = s.load_id
WHERE v.key = ? AND l.status = 'published' ORDER BY v.rank DESC
"""
"""All published versions of a key, the current one first."""
