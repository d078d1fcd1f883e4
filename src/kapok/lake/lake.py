"""Reading the lake: a record by key, its history, the publications of a right, and everything in order."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from kapok.errors import BackendError, NotFound
from kapok.lake.layout import Layout
from kapok.lake.manifest import CURRENT, open_manifest
from kapok.lake.segments import connect, read_record, read_records, stream_rows, stream_segment
from kapok.records.record import AnyRecord, decode


class Load(Struct, frozen=True, kw_only=True):
    """One load as the manifest knows it. `status`: running | published | held | discarded; `findings`: why it is held."""

    id: int
    source: str
    status: str
    started_at: str
    ended_at: str
    published_sequence: int | None
    counts: dict[str, int]
    findings: list[str]


class Version(Struct, frozen=True, kw_only=True):
    """One version of a record: where it lies and which load brought it. `rank` orders versions, highest is current."""

    key: str
    digest: str
    rank: int
    path: str
    row: int
    right_id: str
    category: str
    source: str
    load_id: int


MOST_PUBLICATIONS = 200
"""Publications of one right that are read together."""


class Lake:
    """The published records of one home. Cheap to open; safe to use from several threads."""

    def __init__(self, home: Path) -> None:
        self.layout = Layout(home)
        self._manifest = open_manifest(self.layout.manifest)
        self._duckdb = connect()
        self._lock = threading.Lock()

    def close(self) -> None:
        """Release the files."""
        self._manifest.close()
        self._duckdb.close()

    def versions(self, key: str) -> list[Version]:
        """All published versions of a key, the current one first; empty if the key is unknown."""
        rows = self._ask(CURRENT, (key,))
        return [
            Version(
                key=r[0],
                digest=r[1],
                rank=r[2],
                path=r[3],
                row=r[4],
                right_id=r[5],
                category=r[6],
                source=r[7],
                load_id=r[8],
            )
            for r in rows
        ]

    def read(self, version: Version) -> AnyRecord:
        """The record of a version."""
        with self._lock:
            data = read_record(self._duckdb, self.layout.lake / version.path, version.row)
        return decode(data)

    def read_many(self, keys: Sequence[str]) -> list[AnyRecord]:
        """The current records of several keys, in the order given; unknown keys are left out. One read per segment."""
        found = [versions[0] for key in keys if (versions := self.versions(key))]
        by_path: dict[str, list[Version]] = {}
        for version in found:
            by_path.setdefault(version.path, []).append(version)
        texts: dict[str, str] = {}
        for path, wanted in by_path.items():
            with self._lock:
                rows = read_records(self._duckdb, self.layout.lake / path, [version.row for version in wanted])
            texts.update({version.key: rows[version.row] for version in wanted})
        return [decode(texts[version.key]) for version in found]

    def stream_keys(self, keys: Sequence[str]) -> Iterator[AnyRecord]:
        """The current records of many keys, segment by segment (not in the order given); unknown keys are left out."""
        places: dict[str, list[int]] = {}
        for key in keys:
            if versions := self.versions(key):
                places.setdefault(versions[0].path, []).append(versions[0].row)
        for path in sorted(places):
            for batch in stream_rows(self._duckdb, self.layout.lake / path, places[path]):
                yield from (decode(data) for data in batch)

    def get(self, key: str) -> AnyRecord:
        """The current record. Raises NotFound for an unknown key."""
        versions = self.versions(key)
        if not versions:
            raise NotFound(
                f"There is no record '{key}'",
                "no published load holds it",
                "Search for the number, or look at 'kapok count' to see what is loaded",
            )
        return self.read(versions[0])

    def find(self, key: str) -> AnyRecord | None:
        """The current record, None for an unknown key."""
        versions = self.versions(key)
        return self.read(versions[0]) if versions else None

    def right_keys(self, right_id: str) -> list[str]:
        """Keys of all publications of one right, in key order."""
        if not right_id:
            return []
        rows = self._ask(
            "SELECT DISTINCT v.key FROM versions v JOIN segments s ON s.id = v.segment JOIN loads l ON l.id = s.load_id "
            "WHERE v.right_id = ? AND l.status = 'published' ORDER BY v.key LIMIT ?",
            (right_id, MOST_PUBLICATIONS),
        )
        return [row[0] for row in rows]

    def shared_rights(self, after: int = -1) -> list[str]:
        """Rights with more than one publication, of which at least one came after a published sequence, as they lie in the
        segments: neighbours are read together."""
        rows = self._ask(
            "SELECT v.right_id FROM versions v JOIN segments s ON s.id = v.segment JOIN loads l ON l.id = s.load_id "
            "WHERE v.right_id <> '' AND l.status = 'published' "
            "GROUP BY v.right_id HAVING count(DISTINCT v.key) > 1 AND max(l.published_sequence) > ? "
            "ORDER BY min(v.segment), min(v.row)",
            (after,),
        )
        return [row[0] for row in rows]

    def stream_rights(self, rights: Sequence[str], at_once: int = 5000) -> Iterator[list[list[str]]]:
        """The JSON of all publications of each right (current versions, in key order), `at_once` rights together: one read of
        a segment serves them all."""
        for start in range(0, len(rights), at_once):
            groups = self._places_of_rights(rights[start : start + at_once])
            rows: dict[str, list[int]] = {}
            for group in groups:
                for path, row in group:
                    rows.setdefault(path, []).append(row)
            texts: dict[tuple[str, int], str] = {}
            for path, wanted in sorted(rows.items()):
                with self._lock:
                    found = read_records(self._duckdb, self.layout.lake / path, wanted)
                texts.update({(path, row): text for row, text in found.items()})
            yield [[texts[place] for place in group] for group in groups]

    def _places_of_rights(self, rights: Sequence[str]) -> list[list[tuple[str, int]]]:
        """Segment and row of every publication of each right, in key order; a publication belongs to the right that its newest
        version names."""
        found = self._ask(
            "SELECT v.key, v.right_id, s.path, v.row FROM versions v JOIN segments s ON s.id = v.segment "
            "JOIN loads l ON l.id = s.load_id WHERE l.status = 'published' AND v.key IN "
            "(SELECT w.key FROM versions w WHERE w.right_id IN (SELECT value FROM json_each(?))) "
            "ORDER BY v.key, v.rank DESC",
            (msgspec.json.encode(list(rights)).decode(),),
        )
        groups: dict[str, list[tuple[str, int]]] = {right: [] for right in rights}
        last = ""
        for key, right, path, row in found:
            if key != last and right in groups and len(groups[right]) < MOST_PUBLICATIONS:
                groups[right].append((path, row))
            last = key
        return list(groups.values())

    def sequence(self) -> int:
        """The number of the newest published load, -1 when there is none."""
        value = self._ask("SELECT max(published_sequence) FROM loads", ())[0][0]
        return -1 if value is None else int(value)

    def loads(self) -> list[Load]:
        """All loads, newest first."""
        rows = self._ask(
            "SELECT id, source, status, started_at, ended_at, published_sequence, counts, findings FROM loads ORDER BY id DESC",
            (),
        )
        return [
            Load(
                id=r[0],
                source=r[1],
                status=r[2],
                started_at=r[3],
                ended_at=r[4],
                published_sequence=r[5],
                counts=msgspec.json.decode(r[6]),
                findings=msgspec.json.decode(r[7]),
            )
            for r in rows
        ]

    def load_files(self, load_id: int) -> dict[str, str]:
        """The files of a load: name shown -> path on this machine. Not for public eyes."""
        rows = self._ask("SELECT files FROM loads WHERE id = ?", (load_id,))
        return dict(msgspec.json.decode(rows[0][0])) if rows else {}

    def source_rows(self) -> list[tuple[str, str, int, str, int]]:
        """(source, category, rows, last publication instant, load id) for every published source and category."""
        return self._ask(
            "SELECT s.source, s.category, sum(s.rows), max(l.ended_at), max(l.id) FROM segments s JOIN loads l "
            "ON l.id = s.load_id WHERE l.status = 'published' GROUP BY s.source, s.category ORDER BY s.source, s.category",
            (),
        )

    def segments(self, category: str) -> list[tuple[str, str]]:
        """(file, source) of every published segment of a category: what analysis reads. A file may hold older versions too."""
        rows = self._ask(
            "SELECT s.path, s.source FROM segments s JOIN loads l ON l.id = s.load_id "
            "WHERE l.status = 'published' AND s.category = ? AND s.rows > 0 ORDER BY s.id",
            (category,),
        )
        return [(str(self.layout.lake / path), source) for path, source in rows]

    def count_keys(self) -> dict[str, int]:
        """Records (keys, not versions) per category; a full scan of the manifest."""
        rows = self._ask(
            "SELECT s.category, count(DISTINCT v.key) FROM versions v JOIN segments s ON s.id = v.segment "
            "JOIN loads l ON l.id = s.load_id WHERE l.status = 'published' GROUP BY s.category",
            (),
        )
        return {row[0]: row[1] for row in rows}

    def stream(self, *, after: int = -1, load_id: int | None = None, category: str = "") -> Iterator[list[str]]:
        """Current records as JSON, in batches: of the loads published after a sequence, or of one load, even unpublished."""
        if load_id is None:
            rows = self._ask(
                "SELECT s.id, s.path FROM segments s JOIN loads l ON l.id = s.load_id WHERE l.status = 'published' "
                "AND l.published_sequence > ? AND (? = '' OR s.category = ?) ORDER BY l.published_sequence, s.id",
                (after, category, category),
            )
        else:
            rows = self._ask("SELECT s.id, s.path FROM segments s WHERE s.load_id = ? ORDER BY s.id", (load_id,))
        hidden = {
            r[0]
            for r in self._ask(
                "SELECT s.id FROM segments s JOIN loads l ON l.id = s.load_id WHERE l.status <> 'published' AND l.id <> ?",
                (load_id if load_id is not None else -1,),
            )
        }
        for segment, path in rows:
            number = 0
            for batch in stream_segment(self._duckdb, self.layout.lake / path, ("key", "record")):
                current = self._current_places([key for key, _ in batch], hidden)
                kept = [data for row, (key, data) in enumerate(batch, number) if current.get(key) == (segment, row)]
                number += len(batch)
                if kept:
                    yield kept

    def _current_places(self, keys: Sequence[str], hidden: set[int]) -> dict[str, tuple[int, int]]:
        """Key -> (segment, row) of its newest version that lies in no hidden segment."""
        current: dict[str, tuple[int, int]] = {}
        for key, segment, row in self._ask(
            "SELECT key, segment, row FROM versions WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key, rank",
            (json.dumps(keys),),
        ):
            if segment not in hidden:
                current[key] = (segment, row)
        return current

    def _ask(self, query: str, values: tuple[object, ...]) -> list[Any]:
        try:
            with self._lock:
                return self._manifest.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise BackendError(
                "The manifest of the lake cannot be read",
                str(error),
                "Run 'kapok lake rebuild' to make it again from the segments",
            ) from None
