"""The file of a log: one SQLite file in WAL mode, every append one durable transaction (synchronous = FULL).

A killed process leaves the whole batch or nothing; a second process waits its turn. Nothing in the tables is ever changed or
deleted, and triggers refuse it: a slip of a program fails loudly (it does not hold off an attacker; the checkpoints do).
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kapok.errors import BackendError, IntegrityError
from kapok.evidence.digest import ALGORITHMS
from kapok.evidence.tree import FullTile

FORMAT = "1"
WAIT_SECONDS = 30.0

SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entries (log_index INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, leaf BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS tiles (
    level INTEGER NOT NULL, position INTEGER NOT NULL,
    sha256_root BLOB NOT NULL, sm3_root BLOB NOT NULL, sha256 BLOB NOT NULL, sm3 BLOB NOT NULL,
    UNIQUE (level, position)
);
CREATE TABLE IF NOT EXISTS checkpoints (number INTEGER PRIMARY KEY, size INTEGER NOT NULL, text TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS tokens (
    checkpoint INTEGER NOT NULL REFERENCES checkpoints(number), position INTEGER NOT NULL, reply BLOB NOT NULL,
    UNIQUE (checkpoint, position)
);
"""
APPEND_ONLY = "".join(
    f"CREATE TRIGGER IF NOT EXISTS {table}_{verb} BEFORE {verb} ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;"
    for table in ("entries", "tiles", "checkpoints", "tokens")
    for verb in ("update", "delete")
)


class LogFile:
    """The tables of one log. Methods that append belong inside `transaction`."""

    def __init__(self, path: Path, *, origin: str = "", write: bool = False) -> None:
        """Open; with `write` and an `origin`, create. Raises BackendError when the file is not there or cannot be used."""
        self.path = path
        if not path.exists() and not (write and origin):
            raise BackendError(
                "There is no evidence log yet", f"no file {path}", "Deposit something with 'kapok evidence deposit FILE'"
            )
        try:
            self._connection = _connect(path, write=write)
            if write:
                self._create(origin)
            found = self.fact("format")
        except sqlite3.Error as error:
            raise self._unusable(error) from None
        if found != FORMAT:
            raise BackendError(
                f"The log {path} cannot be read", f"its format is {found!r}", "Use the version of Kapok that wrote it"
            )

    def _create(self, origin: str) -> None:
        self._connection.executescript(SCHEMA + APPEND_ONLY)
        with self.transaction():
            self._connection.execute("INSERT OR IGNORE INTO facts VALUES ('format', ?)", (FORMAT,))
            self._connection.execute("INSERT OR IGNORE INTO facts VALUES ('origin', ?)", (origin,))

    def _unusable(self, error: sqlite3.Error) -> BackendError:
        return BackendError(
            f"The evidence log {self.path} cannot be used",
            str(error),
            "Check its rights and the free disk space, then try again",
        )

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One durable transaction, begun with the right to write. Raises BackendError when it cannot be had or kept."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise self._unusable(error) from None
        try:
            yield
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            raise self._unusable(error) from None
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        with contextlib.suppress(sqlite3.Error):
            self._connection.execute("ROLLBACK")

    def fact(self, name: str) -> str:
        """A fact of the log: `origin`, `format`; empty when unknown."""
        row = self._one("SELECT value FROM facts WHERE name = ?", name)
        return str(row[0]) if row else ""

    def size(self) -> int:
        """How many entries there are."""
        row = self._one("SELECT max(log_index) FROM entries")
        return 0 if row is None or row[0] is None else int(row[0]) + 1

    def leaf(self, index: int) -> bytes | None:
        """The bytes of one entry."""
        row = self._one("SELECT leaf FROM entries WHERE log_index = ?", index)
        return None if row is None else _bytes(row[0])

    def leaves(self, begin: int, end: int) -> Iterator[bytes]:
        """The entries from `begin` to before `end`, in order. Raises IntegrityError at a gap."""
        expected = begin
        query = "SELECT log_index, leaf FROM entries WHERE log_index >= ? AND log_index < ? ORDER BY log_index"
        for index, leaf in self._rows(query, begin, end):
            if index != expected:
                raise IntegrityError(f"Entry {expected} of the log is missing", f"{index} follows", "Restore it from a backup")
            expected += 1
            yield _bytes(leaf)
        if expected != end:
            raise IntegrityError(
                f"Entry {expected} of the log is missing", "the file ends before it", "Restore it from a backup"
            )

    def find(self, entry_id: str) -> int | None:
        """The index of the entry with this id."""
        row = self._one("SELECT log_index FROM entries WHERE id = ?", entry_id)
        return None if row is None else int(row[0])

    def tile(self, level: int, index: int, algorithm: str) -> bytes | None:
        """The hashes of one full tile."""
        column = ALGORITHMS[ALGORITHMS.index(algorithm)]
        row = self._one(f"SELECT {column} FROM tiles WHERE level = ? AND position = ?", level, index)
        return None if row is None else _bytes(row[0])

    def tile_roots(self, level: int, begin: int) -> list[tuple[bytes, bytes]]:
        """The roots (SHA-256, SM3) of the tiles of a level from `begin` on."""
        query = "SELECT sha256_root, sm3_root FROM tiles WHERE level = ? AND position >= ? ORDER BY position"
        return [(_bytes(a), _bytes(b)) for a, b in self._rows(query, level, begin)]

    def add(self, entries: Sequence[tuple[int, str, bytes]], tiles: Sequence[FullTile]) -> None:
        """Append entries (index, id, leaf) and the tiles that became full with them."""
        self._connection.executemany("INSERT INTO entries VALUES (?, ?, ?)", entries)
        self._connection.executemany(
            "INSERT INTO tiles VALUES (?, ?, ?, ?, ?, ?)",
            [(t.level, t.position, t.roots["sha256"], t.roots["sm3"], t.hashes["sha256"], t.hashes["sm3"]) for t in tiles],
        )

    def add_checkpoint(self, size: int, text: str) -> int:
        """Keep a signed checkpoint; returns its number."""
        cursor = self._connection.execute("INSERT INTO checkpoints (size, text) VALUES (?, ?)", (size, text))
        return int(cursor.lastrowid or 0)

    def add_token(self, checkpoint: int, reply: bytes) -> None:
        """Keep a further timestamp of a checkpoint, after those it has."""
        query = "INSERT INTO tokens SELECT ?, count(*), ? FROM tokens WHERE checkpoint = ?"
        self._connection.execute(query, (checkpoint, reply, checkpoint))

    def checkpoints(self, first_size: int = 0) -> list[tuple[int, int, str]]:
        """Number, size and text of the checkpoints that cover at least `first_size` entries, oldest first."""
        query = "SELECT number, size, text FROM checkpoints WHERE size >= ? ORDER BY number"
        return [(int(n), int(s), str(t)) for n, s, t in self._rows(query, first_size)]

    def tokens(self, checkpoint: int) -> list[bytes]:
        """The timestamp replies of a checkpoint, oldest first."""
        query = "SELECT reply FROM tokens WHERE checkpoint = ? ORDER BY position"
        return [_bytes(row[0]) for row in self._rows(query, checkpoint)]

    def _one(self, query: str, *values: object) -> tuple[Any, ...] | None:
        return next(self._rows(query, *values), None)

    def _rows(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        try:
            yield from self._connection.execute(query, values)
        except sqlite3.Error as error:
            raise self._unusable(error) from None


def _bytes(value: bytes | str | float) -> bytes:
    """A stored value; a file that somebody altered may hold a text or a number in its place, which is then found to differ."""
    return value if isinstance(value, bytes) else str(value).encode()


def _connect(path: Path, *, write: bool) -> sqlite3.Connection:
    if write:
        path.parent.mkdir(parents=True, exist_ok=True)
    connection = _opened(path, "mode=rwc" if write else "mode=ro")
    if write:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
    else:
        connection = _readable(connection, path)
    connection.execute("PRAGMA cache_size = -65536")
    return connection


def _readable(connection: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    """SQLite shares a file with a writer by writing beside it. Where that right is missing (a read-only mount), a log that no
    writer has open is read as a file that stands still.
    """
    try:
        connection.execute("SELECT count(*) FROM facts").fetchone()
    except sqlite3.OperationalError:
        beside = path.with_name(path.name + "-wal")
        if os.access(path.parent, os.W_OK) or (beside.exists() and beside.stat().st_size):
            raise
        connection.close()
        connection = _opened(path, "mode=ro&immutable=1")
    return connection


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    place = f"{path.absolute().as_uri()}?{mode}"
    return sqlite3.connect(place, uri=True, isolation_level=None, check_same_thread=False, timeout=WAIT_SECONDS)
