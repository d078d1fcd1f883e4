"""Every figure that Kapok computes itself, for the province, each city and county, the year and each month: cells of a year.

They are kept in `HOME/statistics/cells/<year>.parquet` and made again when a source or a definition changed; they can be
thrown away. DuckDB reads Parquet alone.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import msgspec
from msgspec import Struct

from kapok.errors import BackendError, KapokError
from kapok.lake.segments import connect
from kapok.statistics.amounts import plain
from kapok.statistics.count_events import count_events
from kapok.statistics.count_records import count_records
from kapok.statistics.count_registers import count_registers
from kapok.statistics.declared import indicators
from kapok.statistics.model import Cell, Figure
from kapok.statistics.sources import (
    SAMPLE,
    digest_of,
    entry_files,
    event_files,
    event_files_until,
    parquet,
    quoted,
    segment_files,
    signature,
)
from kapok.statistics.wanted import Wanted, wanted

MEMORY = "2GB"
"""What DuckDB may take; what does not fit goes to the folder of the cells."""


class Kept(Struct, frozen=True, kw_only=True):
    """What the kept cells of a year rest on: a cheap mark of sources and definitions, and the digest of each kind of source."""

    mark: str
    digests: dict[str, str]
    cells: int
    sample: bool


def cells_path(home: Path, year: int) -> Path:
    """Where the cells of a year lie."""
    return home / "statistics" / "cells" / f"{year}.parquet"


def refresh(home: Path, year: int) -> Kept:
    """Make the cells of a year where they are not up to date; says what they rest on."""
    known = wanted(indicators(year).values())
    mark = _mark(home, year, known)
    path = cells_path(home, year)
    facts = path.with_suffix(".json")
    if path.is_file() and facts.is_file():
        kept = msgspec.json.decode(facts.read_bytes(), type=Kept)
        if kept.mark == mark:
            return kept
    return _make(home, year, known, mark)


def _files(home: Path, year: int, known: Wanted) -> dict[str, list[Path]]:
    states = any(each.states for each in known.events)
    return {
        "events": (event_files_until if states else event_files)(home, year),
        "register": entry_files(home, year),
        "records": [path for category in {each.category for each in known.records} for path in segment_files(home, category)],
    }


def _mark(home: Path, year: int, known: Wanted) -> str:
    whole = hashlib.sha256(msgspec.json.encode(known))
    for paths in _files(home, year, known).values():
        whole.update(signature(sorted(paths)).encode())
    return whole.hexdigest()


def _make(home: Path, year: int, known: Wanted, mark: str) -> Kept:
    path = cells_path(home, year)
    path.parent.mkdir(parents=True, exist_ok=True)
    files, events = _files(home, year, known), event_files(home, year)
    connection = connect()
    temporary = path.with_name(f"{year}.{os.getpid()}.writing")
    try:
        connection.execute(f"SET memory_limit = '{MEMORY}'")
        connection.execute(f"SET temp_directory = '{quoted(path.parent / 'spilled')}'")
        connection.execute("SET preserve_insertion_order = false")
        connection.execute(
            "CREATE TEMP TABLE cells (id VARCHAR, region VARCHAR, month INTEGER, value DECIMAL(24, 4), origin VARCHAR)"
        )
        if events or (files["events"] and any(each.states for each in known.events)):
            count_events(connection, parquet(events or files["events"]), parquet(files["events"]), year, known.events)
        if files["register"]:
            count_registers(connection, parquet(files["register"]), year, known.entries)
        count_records(connection, home, year, known.records)
        [number] = connection.execute(
            f"COPY (SELECT * FROM cells ORDER BY id, region, month) TO '{quoted(temporary)}' (FORMAT parquet, COMPRESSION zstd)"
        ).fetchone() or (0,)
        temporary.rename(path)
    except (KapokError, OSError):
        raise
    except Exception as error:  # whatever DuckDB cannot read is told with its own first line
        told = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        again = "Run 'kapok indicators export' again; where that does not help, restore the files from a backup"
        raise BackendError(f"The figures of {year} cannot be computed", told[:200], again) from error
    finally:
        connection.close()
        temporary.unlink(missing_ok=True)
    sample = any(each.stem == SAMPLE for each in (*events, *files["register"]))
    digests = {kind: digest_of(home, paths) for kind, paths in files.items()}
    kept = Kept(mark=mark, digests=digests, cells=int(number), sample=sample)
    facts = path.with_name(f"{year}.{os.getpid()}.json.writing")
    facts.write_bytes(msgspec.json.encode(kept))
    facts.rename(path.with_suffix(".json"))
    return kept


def read_cells(home: Path, year: int, *, ids: Iterable[str] = (), region: str = "", month: int | None = None) -> list[Cell]:
    """The cells of a year, of some indicators, of one place, of one month (0: the whole year); all where nothing is named."""
    refresh(home, year)
    chosen = sorted(set(ids))
    connection = connect()
    try:
        rows = connection.execute(
            f"SELECT id, region, month, value, origin FROM read_parquet('{quoted(cells_path(home, year))}') "
            "WHERE (len(?::VARCHAR[]) = 0 OR list_contains(?::VARCHAR[], id)) AND (? = '' OR region = ?) "
            "AND (? < 0 OR month = ?) ORDER BY id, region, month",
            [chosen, chosen, region, region, -1 if month is None else month, 0 if month is None else month],
        ).fetchall()
    finally:
        connection.close()
    return [Cell(key, place, when, plain(Decimal(value)), origin) for key, place, when, value, origin in rows]


def compute_figures(home: Path, year: int, region: str, month: int | None = 0) -> list[Figure]:
    """The computed figures of a place in a year (or one month; None: every month and the year)."""
    kept, known = refresh(home, year), indicators(year)
    return [_figure(each, year, kept, known) for each in read_cells(home, year, region=region, month=month)]


def compute_events(home: Path, year: int) -> list[Figure]:
    """Every figure that events produce, in every place and month."""
    kept, known = refresh(home, year), indicators(year)
    return [_figure(each, year, kept, known) for each in read_cells(home, year) if each.origin == "events"]


def _figure(cell: Cell, year: int, kept: Kept, known: dict) -> Figure:  # type: ignore[type-arg]
    indicator = known[cell.id]
    return Figure(
        id=cell.id, year=year, value=cell.value, unit=indicator.unit, region=cell.region, month=cell.month, origin=cell.origin,
        authority=indicator.producer.authority,
        source=kept.digests["records" if indicator.producer.by == "records" else cell.origin],
        definition_version=indicator.version,
    )  # fmt: skip
