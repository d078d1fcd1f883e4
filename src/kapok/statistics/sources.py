"""What figures are computed from, as Parquet below `HOME/statistics`: case events by year, register entries by first year.

A year of events costs only its own folder. Each file appears whole; its digest is remembered while size and time stay the same.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from kapok.lake.layout import Layout
from kapok.lake.manifest import open_manifest
from kapok.lake.segments import connect

OPERATOR = "market_regulation"
"""The authority that runs the platform: cases of an office that is bound to no other authority are its cases."""
SAMPLE = "sample"
"""Stem of the files that `kapok indicators sample` makes, so that nobody takes them for real ones."""


class EventRow(Struct, frozen=True):
    """One event: `state` of the case after it, `day` (ISO) in the procedure's zone, `region` and `authority` of the office."""

    case_key: str
    sequence: int
    procedure: str
    kind: str
    state: str
    day: str
    region: str
    office: str
    authority: str = OPERATOR


class Entry(Struct, frozen=True, kw_only=True):
    """One entry of a kept register: in force from `since` until the day before `until` ("": not ended); ISO days.

    `quantity` is what an entry stands for where figures add it up; `public` entries may be shown to anyone.
    """

    register: str
    list: str
    number: str
    name: str
    since: str
    holder: str = ""
    region: str = "440000"
    until: str = ""
    quantity: str = "1"
    tags: tuple[str, ...] = ()
    source: str = ""
    public: bool = True


_EVENTS = {
    "case_key": "VARCHAR", "sequence": "INTEGER", "procedure": "VARCHAR", "kind": "VARCHAR", "state": "VARCHAR", "day": "DATE",
    "region": "VARCHAR", "office": "VARCHAR", "authority": "VARCHAR",
}  # fmt: skip
_ENTRIES = {
    "register": "VARCHAR", "list": "VARCHAR", "number": "VARCHAR", "name": "VARCHAR", "since": "DATE", "holder": "VARCHAR",
    "region": "VARCHAR", "until": "DATE", "quantity": "DECIMAL(20,4)", "tags": "VARCHAR[]", "source": "VARCHAR",
    "public": "BOOLEAN",
}  # fmt: skip


def events_folder(home: Path, year: int) -> Path:
    """Where the events of a year lie."""
    return home / "statistics" / "events" / str(year)


def entries_folder(home: Path, year: int) -> Path:
    """Where the register entries that came in a year lie."""
    return home / "statistics" / "registers" / str(year)


def write_events(folder: Path, rows: Sequence[EventRow], stem: str = "events") -> None:
    """Replace the events of one year by `rows`; the file appears whole."""
    _write(folder / f"{stem}.parquet", _EVENTS, rows, "case_key, sequence")


def write_entries(folder: Path, rows: Sequence[Entry], stem: str = "entries") -> None:
    """Replace the register entries that came in one year by `rows`; the file appears whole."""
    _write(folder / f"{stem}.parquet", _ENTRIES, rows, "register, list, number")


def _write(target: Path, kinds: dict[str, str], rows: Sequence[Any], order: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_suffix(".writing")
    selected = ", ".join(f'unnest(${i}::{kind}[]) AS "{name}"' for i, (name, kind) in enumerate(kinds.items(), 1))
    connection = connect()
    try:
        columns = [
            [getattr(row, name) or None if kind == "DATE" else getattr(row, name) for row in rows]
            for name, kind in kinds.items()
        ]
        columns = [[list(each or ()) for each in column] if kinds[name] == "VARCHAR[]" else column
                   for name, column in zip(kinds, columns, strict=True)]  # fmt: skip
        connection.execute(
            f"COPY (SELECT * FROM (SELECT {selected}) ORDER BY {order}) TO '{quoted(temporary)}' "
            "(FORMAT parquet, COMPRESSION zstd)",
            columns,
        )
        with temporary.open("rb") as handle:
            os.fsync(handle.fileno())
        temporary.rename(target)
    finally:
        connection.close()
        temporary.unlink(missing_ok=True)


def quoted(path: Path) -> str:
    """A path inside single quotes of SQL."""
    return str(path).replace("'", "''")


def parquet(paths: Sequence[Path]) -> str:
    """The FROM of some Parquet files; there must be one at least."""
    return "read_parquet([" + ", ".join(f"'{quoted(path)}'" for path in paths) + "])"


def event_files(home: Path, year: int) -> list[Path]:
    """The event files of a year."""
    return sorted(events_folder(home, year).glob("*.parquet"))


def event_files_until(home: Path, year: int) -> list[Path]:
    """The event files of a year and of all before: what a state at the end of the year rests on."""
    return _until(home / "statistics" / "events", year)


def entry_files(home: Path, year: int) -> list[Path]:
    """The register files of a year and of all before: what can be in force in it."""
    return _until(home / "statistics" / "registers", year)


def _until(folder: Path, year: int) -> list[Path]:
    return sorted(path for path in folder.glob("*/*.parquet") if path.parent.name.isdigit() and int(path.parent.name) <= year)


def segment_files(home: Path, category: str) -> list[Path]:
    """The published segments of a category in the lake, none where there is no lake."""
    layout = Layout(home)
    if not layout.manifest.is_file():
        return []
    manifest = open_manifest(layout.manifest)
    try:
        rows = manifest.execute(
            "SELECT s.path FROM segments s JOIN loads l ON l.id = s.load_id WHERE l.status = 'published' AND s.category = ? "
            "ORDER BY s.id",
            (category,),
        ).fetchall()
    finally:
        manifest.close()
    return [layout.lake / row[0] for row in rows]


def signature(paths: Sequence[Path]) -> str:
    """Names, sizes and times of files: the same while nothing was written. Cheap; no proof."""
    whole = hashlib.sha256()
    for path in paths:
        stat = path.stat()
        whole.update(f"{path.parent.name}/{path.name}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return whole.hexdigest()


def digest_of(home: Path, paths: Sequence[Path]) -> str:
    """Hex SHA-256 over the contents of files, "" without any; the digest of a file that did not change is not taken twice."""
    if not paths:
        return ""
    kept = home / "statistics" / "cells" / "digests.json"
    known: dict[str, str] = msgspec.json.decode(kept.read_bytes()) if kept.is_file() else {}
    whole, added = hashlib.sha256(), False
    for path in paths:
        mark = f"{path.relative_to(home).as_posix()} {signature([path])}"
        if mark not in known:
            with path.open("rb") as handle:
                known[mark], added = hashlib.file_digest(handle, "sha256").hexdigest(), True
        whole.update(path.name.encode() + b"\0" + bytes.fromhex(known[mark]))
    if added:
        kept.parent.mkdir(parents=True, exist_ok=True)
        temporary = kept.with_name(f"digests.{os.getpid()}.writing")
        temporary.write_bytes(msgspec.json.encode(known))
        temporary.rename(kept)
    return whole.hexdigest()
