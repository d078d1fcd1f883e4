"""Figures out of case events by DuckDB over Parquet alone: one scan for all indicators, by region and month, down to the cases.

The events lie in `HOME/statistics/events/<year>/*.parquet` (columns `COLUMNS`), one row an event, so that one more year costs
only that year.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from kapok.errors import BackendError
from kapok.lake.segments import connect
from kapok.procedures.registry import procedures
from kapok.statistics.declared import indicators, province
from kapok.statistics.model import Figure, Indicator

COLUMNS = ("case_key", "sequence", "procedure", "kind", "state", "day", "region", "office")
_KINDS = ("VARCHAR", "INTEGER", "VARCHAR", "VARCHAR", "VARCHAR", "DATE", "VARCHAR", "VARCHAR")


class EventRow(Struct, frozen=True):
    """One event: `state` of the case after it, `day` (ISO) in the procedure's zone, `region` of the office."""

    case_key: str
    sequence: int
    procedure: str
    kind: str
    state: str
    day: str
    region: str
    office: str


class Counted(Struct, frozen=True):
    """What the events say of an indicator: the procedure, the action counted or the states stood in, and what is distinct."""

    id: str
    procedure: str
    counts: str
    states: tuple[str, ...]
    distinct: str


def events_folder(home: Path, year: int) -> Path:
    """Where the events of a year lie."""
    return home / "statistics" / "events" / str(year)


def write_events(folder: Path, rows: Sequence[EventRow]) -> None:
    """Replace the events of one year by `rows`; the file appears whole."""
    folder.mkdir(parents=True, exist_ok=True)
    target, temporary = folder / "events.parquet", folder / "events.writing"
    selected = ", ".join(
        f"unnest(${i}::{kind}[]) AS {name}" for i, (name, kind) in enumerate(zip(COLUMNS, _KINDS, strict=True), 1)
    )
    connection = connect()
    try:
        columns = [[getattr(row, name) for row in rows] for name in COLUMNS]
        quoted = str(temporary).replace("'", "''")
        connection.execute(
            f"COPY (SELECT * FROM (SELECT {selected}) ORDER BY case_key, sequence) TO '{quoted}' "
            "(FORMAT parquet, COMPRESSION zstd)",
            columns,
        )
        with temporary.open("rb") as handle:
            os.fsync(handle.fileno())
        temporary.rename(target)
    finally:
        connection.close()
        temporary.unlink(missing_ok=True)


def counted(known: Iterable[Indicator]) -> list[Counted]:
    """The indicators that a procedure here produces; its own `indicators` say what, where ours do not."""
    found = []
    for each in known:
        producer = each.producer
        procedure = procedures().get(producer.procedure) if producer.by == "events" else None
        if procedure is None:
            continue
        counts, states = producer.counts, producer.states
        if not counts and not states:
            if each.id not in procedure.indicators:
                continue
            counts, states = procedure.indicators[each.id].counts, procedure.indicators[each.id].states
        found.append(Counted(each.id, procedure.key, counts, states, producer.distinct))
    return found


def snapshot(home: Path, year: int) -> tuple[list[Path], str]:
    """The event files of a year and the digest over them (hex SHA-256), "" without any."""
    files = sorted(events_folder(home, year).glob("*.parquet"))
    if not files:
        return [], ""
    whole = hashlib.sha256()
    for path in files:
        whole.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return files, whole.hexdigest()


def compute_events(home: Path, year: int) -> list[Figure]:
    """Every figure that events produce, for the province and each region, the year and each month."""
    files, digest = snapshot(home, year)
    known = indicators(year)
    wanted = counted(known.values())
    if not files or not wanted:
        return []
    connection = connect()
    try:
        source = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
        connection.execute(
            "CREATE TEMP TABLE wanted AS SELECT unnest($1::VARCHAR[]) AS id, unnest($2::VARCHAR[]) AS procedure, "
            "unnest($3::VARCHAR[]) AS kind, unnest($4::VARCHAR[]) AS what",
            [
                list(column)
                for column in zip(*((w.id, w.procedure, w.counts, w.distinct) for w in wanted if w.counts), strict=True)
            ]
            or [[], [], [], []],
        )
        rows = connection.execute(
            "SELECT w.id, coalesce(e.region, ''), coalesce(month(e.day), 0), "
            "CASE any_value(w.what) WHEN 'office' THEN count(DISTINCT e.office) WHEN 'case' THEN count(DISTINCT e.case_key) "
            f"ELSE count(*) END FROM read_parquet([{source}]) e JOIN wanted w ON e.procedure = w.procedure AND e.kind = w.kind "
            "WHERE year(e.day) = ? GROUP BY GROUPING SETS ((w.id), (w.id, e.region), (w.id, month(e.day)), "
            "(w.id, e.region, month(e.day))) ORDER BY 1, 2, 3",
            [year],
        ).fetchall()
        for each in wanted:
            if each.states:
                rows += _standing(connection, source, each)
    finally:
        connection.close()
    whole = province()[0]
    return [
        Figure(
            id=key, year=year, value=str(value), unit=known[key].unit, region=region or whole, month=month,
            origin="events", authority=known[key].producer.authority, source=digest, definition_version=known[key].version,
        )
        for key, region, month, value in rows
    ]  # fmt: skip


def _standing(connection: object, source: str, each: Counted) -> list[tuple[str, str, int, int]]:
    """How many cases stand in the states at the end of the year, whole and by region."""
    rows: list[tuple[str, str, int, int]] = connection.execute(  # type: ignore[attr-defined]
        f"SELECT ?, coalesce(region, ''), 0, count(*) FROM (SELECT case_key, arg_max(state, sequence) AS state, "
        f"any_value(region) AS region FROM read_parquet([{source}]) WHERE procedure = ? GROUP BY case_key) "
        "WHERE list_contains(?::VARCHAR[], state) GROUP BY GROUPING SETS ((), (region))",
        [each.id, each.procedure, list(each.states)],
    ).fetchall()
    return rows


def cases_of(home: Path, year: int, key: str, region: str = "", month: int = 0) -> list[str]:
    """The keys of the very cases that a computed figure counts. Who may open them is decided where they are opened."""
    files, _ = snapshot(home, year)
    found = next((each for each in counted(indicators(year).values()) if each.id == key and each.counts), None)
    if not files or found is None:
        raise BackendError(
            f"{key} has no cases here",
            "no events of this year were exported, or nothing produces it here",
            "Run 'kapok indicators export'",
        )
    connection = connect()
    try:
        source = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
        return [
            row[0]
            for row in connection.execute(
                f"SELECT DISTINCT case_key FROM read_parquet([{source}]) WHERE procedure = ? AND kind = ? AND year(day) = ? "
                "AND (? IN ('', ?) OR region = ?) AND (? = 0 OR month(day) = ?) ORDER BY 1",
                [found.procedure, found.counts, year, region, province()[0], region, month, month],
            ).fetchall()
        ]
    finally:
        connection.close()


SMALLEST_PUBLIC = 5
"""Counts of one city below this are not shown in public: a person might be recognised in them."""


def suppressed(cells: dict[str, int], least: int = SMALLEST_PUBLIC) -> dict[str, int | None]:
    """Counts by region as the public may see them: small ones None, and one more where a lone gap could be subtracted out."""
    shown: dict[str, int | None] = {key: (None if 0 < value < least else value) for key, value in cells.items()}
    hidden = [key for key, value in shown.items() if value is None]
    if len(hidden) == 1:
        others = [key for key, value in cells.items() if shown[key] is not None and value > 0]
        if others:
            shown[min(others, key=lambda key: (cells[key], key))] = None
    return shown
