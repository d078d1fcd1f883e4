"""Writing the lake: one load at a time, in batches that are committed whole.

    writer = LakeWriter(home); progress = writer.begin(signature, source)   # {} or where a killed load stood
    stored = writer.add(rows); writer.commit(progress, counts); writer.finish("published", …)

`add` finds what is new: a row whose key and digest are known changes nothing. Buffers become segments at `commit`, in the same
manifest transaction that names them; a file left by a killed process belongs to no transaction and is removed by `begin`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, field

from kapok import clock
from kapok.errors import NotFound
from kapok.lake.layout import Layout, segment_path
from kapok.lake.manifest import open_manifest
from kapok.lake.rows import Row
from kapok.lake.segments import connect, is_full, read_record, write_segment


class _Buffer(Struct):
    segment: int
    rows: list[Row] = field(default_factory=list)
    by_key: dict[str, int] = field(default_factory=dict)
    ranks: list[int] = field(default_factory=list)
    size: int = 0


class Stored(Struct, frozen=True):
    """One row that `add` took: `index` in the list given, whether its key was `known` before, and whether it is `current`."""

    index: int
    known: bool
    current: bool


class LakeWriter:
    """The single writer of a home (the caller holds `write_lock`)."""

    def __init__(self, home: Path) -> None:
        self.layout = Layout(home)
        self._manifest = open_manifest(self.layout.manifest, write=True)
        self._duckdb = connect()
        self._buffers: dict[tuple[str, str], _Buffer] = {}
        self.load_id = 0
        self._next_segment = 1
        self._next_rank = 1
        self._unpublished: set[int] = set()
        self.is_repeat = False
        """Whether the very same files were loaded before, and read the same way."""
        self._open = False

    def close(self) -> None:
        """Release the files; what was not committed is forgotten."""
        if self._open:
            self._manifest.execute("ROLLBACK")
        self._manifest.close()
        self._duckdb.close()

    def begin(self, signature: str, source: str, files: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
        """Start a load, or take up the unfinished one with the same signature; returns its progress, {} for a new one.

        `files` are (name shown, path) of what is read, kept so that the raw source can be looked up later.
        """
        self._sweep()
        found = self._manifest.execute(
            "SELECT id, progress FROM loads WHERE signature = ? AND status = 'running' ORDER BY id DESC LIMIT 1",
            (signature,),
        ).fetchone()
        if found:
            self.load_id, progress = found[0], msgspec.json.decode(found[1])
        else:
            cursor = self._manifest.execute(
                "INSERT INTO loads (signature, source, files, status, started_at) VALUES (?, ?, ?, 'running', ?)",
                (signature, source, msgspec.json.encode(list(files)).decode(), clock.now().isoformat()),
            )
            self.load_id, progress = int(cursor.lastrowid or 0), {}
        published = "SELECT 1 FROM loads WHERE signature = ? AND status = 'published' LIMIT 1"
        self.is_repeat = self._manifest.execute(published, (signature,)).fetchone() is not None
        self._next_segment = 1 + (self._one("SELECT max(id) FROM segments") or 0)
        self._next_rank = 1 + (self._one("SELECT max(value) FROM counters WHERE name = 'rank'") or 0)
        self._unpublished = {
            row[0]
            for row in self._manifest.execute(
                "SELECT s.id FROM segments s JOIN loads l ON l.id = s.load_id WHERE l.status <> 'published' AND l.id <> ?",
                (self.load_id,),
            )
        }
        return dict(progress)

    def add(self, rows: Sequence[Row]) -> list[Stored]:
        """Take rows into the open batch; returns those that are new or changed. Nothing is durable before `commit`."""
        if not self._open:
            self._manifest.execute("BEGIN IMMEDIATE")
            self._open = True
        stored: list[Stored] = []
        execute = self._manifest.execute
        for index, row in enumerate(rows):
            others = execute("SELECT digest, rank, segment, document_date FROM versions WHERE key = ?", (row.key,)).fetchall()
            if not others:
                self._append(row, self._take_rank())
                stored.append(Stored(index, False, True))
                continue
            same = next((other for other in others if other[0] == row.digest), None)
            newest = max(others, key=lambda other: other[1])
            if same is not None and same[2] not in self._unpublished:
                if same[1] != newest[1] and not self.is_repeat and not _is_older(row.document_date, newest[3]):
                    # the content went back to what it was before: that version comes to the front again; where the very
                    # same files are read once more they only tell again which version followed which
                    execute(
                        "UPDATE versions SET rank = ? WHERE key = ? AND digest = ?",
                        (self._take_rank(), row.key, row.digest),
                    )
                    stored.append(Stored(index, True, True))
                continue
            older = _is_older(row.document_date, newest[3]) and newest[2] not in self._unpublished
            rank = self._take_rank()
            self._append(row, -rank if older else rank)
            stored.append(Stored(index, True, not older))
        return stored

    def is_due(self) -> bool:
        """Whether a buffer is so full that `commit` should be called."""
        return any(is_full(len(buffer.rows), buffer.size) for buffer in self._buffers.values())

    def commit(self, progress: dict[str, Any], counts: dict[str, int]) -> None:
        """Make everything added so far durable, together with how far the load has come."""
        if not self._open:
            self._manifest.execute("BEGIN IMMEDIATE")
            self._open = True
        for (category, source), buffer in self._buffers.items():
            relative = segment_path(category, source, buffer.segment)
            write_segment(self._duckdb, self.layout.lake / relative, buffer.rows, buffer.ranks)
            self._manifest.execute(
                "INSERT INTO segments (id, load_id, category, source, path, rows) VALUES (?, ?, ?, ?, ?, ?)",
                (buffer.segment, self.load_id, category, source, relative, len(buffer.rows)),
            )
        self._manifest.execute(
            "UPDATE loads SET progress = ?, counts = ? WHERE id = ?",
            (msgspec.json.encode(progress).decode(), msgspec.json.encode(counts).decode(), self.load_id),
        )
        self._manifest.execute(
            "INSERT INTO counters VALUES ('rank', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (self._next_rank,),
        )
        self._manifest.execute("COMMIT")
        self._open = False
        self._buffers.clear()

    def finish(self, status: str, counts: dict[str, int], findings: Sequence[str] = ()) -> int:
        """End the load as `published` or `held`; returns its published sequence, or -1 when held."""
        sequence = None
        if status == "published":
            sequence = 1 + (self._one("SELECT max(published_sequence) FROM loads") or 0)
        self._manifest.execute(
            "UPDATE loads SET status = ?, ended_at = ?, published_sequence = ?, counts = ?, findings = ? WHERE id = ?",
            (
                status,
                clock.now().isoformat(),
                sequence,
                msgspec.json.encode(counts).decode(),
                msgspec.json.encode(list(findings)).decode(),
                self.load_id,
            ),
        )
        return -1 if sequence is None else sequence

    def abandon(self) -> None:
        """Forget a load that stored nothing."""
        if self._open:
            self._manifest.execute("ROLLBACK")
            self._open = False
        self._buffers.clear()
        self._manifest.execute("UPDATE loads SET status = 'discarded' WHERE id = ?", (self.load_id,))

    def current_record(self, key: str) -> str | None:
        """The JSON of the newest version of a key, in the open batch or on disk; None if it is not known."""
        for buffer in self._buffers.values():
            if (place := buffer.by_key.get(key)) is not None:
                return buffer.rows[place].record
        found = self._manifest.execute(
            "SELECT s.path, v.row FROM versions v JOIN segments s ON s.id = v.segment WHERE v.key = ? ORDER BY v.rank DESC",
            (key,),
        ).fetchone()
        return None if found is None else read_record(self._duckdb, self.layout.lake / found[0], found[1])

    def settle(self, load_id: int, status: str) -> int:
        """Accept (`published`) or discard a held load; returns the sequence. Raises NotFound if it is not held."""
        found = self._manifest.execute(
            "SELECT counts, findings FROM loads WHERE id = ? AND status = 'held'", (load_id,)
        ).fetchone()
        if found is None:
            raise NotFound(f"There is no held load {load_id}", "", "See 'kapok loads list' for the loads and their status")
        self.load_id = load_id
        return self.finish(status, msgspec.json.decode(found[0]), msgspec.json.decode(found[1]))

    def touched_rights(self) -> list[str]:
        """Rights with more than one publication of which this load brought at least one, as they lie in the segments."""
        rows = self._manifest.execute(
            "SELECT v.right_id FROM versions v WHERE v.right_id IN (SELECT DISTINCT w.right_id FROM versions w "
            "JOIN segments s ON s.id = w.segment WHERE s.load_id = ? AND w.right_id <> '') "
            "GROUP BY v.right_id HAVING count(DISTINCT v.key) > 1 ORDER BY min(v.segment), min(v.row)",
            (self.load_id,),
        ).fetchall()
        return [row[0] for row in rows]

    def _take_rank(self) -> int:
        self._next_rank += 1
        return self._next_rank - 1

    def _append(self, row: Row, rank: int) -> None:
        place = (row.category, row.source)
        buffer = self._buffers.get(place)
        if buffer is None:
            buffer = self._buffers[place] = _Buffer(segment=self._next_segment)
            self._next_segment += 1
        self._manifest.execute(
            "INSERT INTO versions (key, digest, rank, segment, row, right_id, document_date) VALUES (?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (key, digest) DO UPDATE SET rank = excluded.rank, segment = excluded.segment, row = excluded.row",
            (row.key, row.digest, rank, buffer.segment, len(buffer.rows), row.right_id, row.document_date),
        )
        buffer.by_key[row.key] = len(buffer.rows)
        buffer.rows.append(row)
        buffer.ranks.append(rank)
        buffer.size += len(row.record)

    def _one(self, query: str) -> int | None:
        value = self._manifest.execute(query).fetchone()[0]
        return None if value is None else int(value)

    def _sweep(self) -> None:
        """Remove segment files that no committed transaction names (a process was killed between file and commit)."""
        known = {row[0] for row in self._manifest.execute("SELECT path FROM segments")}
        for path in self.layout.lake.glob("*/*/*"):
            relative = path.relative_to(self.layout.lake).as_posix()
            if path.suffix in (".parquet", ".writing") and relative not in known:
                path.unlink()


def _is_older(document_date: str, than: str) -> bool:
    """Whether a document dates itself before another; unknown dates are never older."""
    return bool(document_date and than and document_date < than)
