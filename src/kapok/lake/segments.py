"""Parquet segments: written whole, then renamed into place; read by row or streamed in order.

Written by DuckDB from lists of columns. A segment file is never changed: newer versions of a record go into newer segments.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb

from kapok.errors import BackendError, IntegrityError
from kapok.lake.rows import COLUMNS, Row

ROW_GROUP_ROWS = 4096
"""Small row groups keep the point read of one record under a few megabytes (2048 is the least that DuckDB writes)."""
MAX_ROWS = 40_000
MAX_BYTES = 48 * 1024 * 1024
HEAVY_BYTES = 16 * 1024 * 1024
HEAVY_ROW_BYTES = 8 * 1024
"""Segments of full texts stay small, because one row group is what a point read must unpack."""


def is_full(rows: int, size: int) -> bool:
    """Whether a buffer of so many rows and bytes should become a segment."""
    if rows >= MAX_ROWS or size >= MAX_BYTES:
        return True
    return size >= HEAVY_BYTES and size // max(rows, 1) >= HEAVY_ROW_BYTES


def connect() -> duckdb.DuckDBPyConnection:
    """A DuckDB connection in memory, bounded so that a load stays small."""
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    connection.execute("SET memory_limit = '1GB'")
    return connection


def write_segment(connection: duckdb.DuckDBPyConnection, path: Path, rows: Sequence[Row], ranks: Sequence[int]) -> None:
    """Write rows (with their ranks) to `path` through a temporary name; the file is on disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    columns: list[list[Any]] = []
    for name, _ in COLUMNS:
        columns.append(list(ranks) if name == "rank" else [getattr(row, name) for row in rows])
    selected = ", ".join(f"unnest(${i}::{kind}[]) AS {name}" for i, (name, kind) in enumerate(COLUMNS, start=1))
    temporary = path.with_suffix(".writing")
    target = str(temporary).replace("'", "''")
    try:
        connection.execute(
            f"COPY (SELECT {selected}) TO '{target}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP_ROWS})",
            columns,
        )
        with temporary.open("rb") as handle:
            os.fsync(handle.fileno())
        temporary.rename(path)
    except (duckdb.Error, OSError) as error:
        raise BackendError(
            f"The segment {path.name} could not be written",
            _reason(error),
            "Check the free disk space, then run the command again",
        ) from None


def read_record(connection: duckdb.DuckDBPyConnection, path: Path, row: int) -> str:
    """The record JSON of one row (0-based)."""
    try:
        found = connection.execute(
            "SELECT record FROM read_parquet(?, file_row_number = true) WHERE file_row_number = ?", [str(path), row]
        ).fetchone()
    except duckdb.Error as error:
        raise BackendError(
            f"The segment {path.name} could not be read",
            _reason(error),
            "Restore the file from a backup, or load its source again",
        ) from None
    if found is None:
        raise IntegrityError(
            f"The segment {path.name} has no row {row}",
            "the manifest and the segment disagree",
            "Run 'kapok lake rebuild'",
        )
    return str(found[0])


def read_records(connection: duckdb.DuckDBPyConnection, path: Path, rows: Sequence[int]) -> dict[int, str]:
    """The record JSON of several rows (0-based) in one read, by row."""
    if len(rows) == 1:
        return {rows[0]: read_record(connection, path, rows[0])}
    try:
        found = connection.execute(
            "SELECT file_row_number, record FROM read_parquet(?, file_row_number = true) "
            "WHERE file_row_number IN (SELECT unnest(?::BIGINT[]))",
            [str(path), list(rows)],
        ).fetchall()
    except duckdb.Error as error:
        raise BackendError(
            f"The segment {path.name} could not be read",
            _reason(error),
            "Restore the file from a backup, or load its source again",
        ) from None
    return {int(row): str(record) for row, record in found}


def stream_segment(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    columns: Sequence[str] = ("key", "rank", "record"),
    batch: int = 2000,
) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a segment in order, in batches; constant memory."""
    try:
        cursor = connection.cursor()
        cursor.execute(f"SELECT {', '.join(columns)} FROM read_parquet(?)", [str(path)])
        while rows := cursor.fetchmany(batch):
            yield rows
    except duckdb.Error as error:
        raise BackendError(
            f"The segment {path.name} could not be read",
            _reason(error),
            "Restore the file from a backup, or load its source again",
        ) from None


def stream_rows(
    connection: duckdb.DuckDBPyConnection, path: Path, rows: Sequence[int], batch: int = 1000
) -> Iterator[list[str]]:
    """The record JSON of many rows of one segment, in batches, in row order."""
    wanted = sorted(rows)
    try:
        cursor = connection.cursor()
        cursor.execute(
            "SELECT record FROM read_parquet(?, file_row_number = true) "
            "WHERE file_row_number IN (SELECT unnest(?::BIGINT[])) ORDER BY file_row_number"
            if len(wanted) < 5000
            else "SELECT record FROM read_parquet(?, file_row_number = true) "
            "SEMI JOIN (SELECT unnest(?::BIGINT[]) AS wanted) ON file_row_number = wanted",
            [str(path), wanted],
        )
        while found := cursor.fetchmany(batch):
            yield [str(row[0]) for row in found]
    except duckdb.Error as error:
        raise BackendError(
            f"The segment {path.name} could not be read",
            _reason(error),
            "Restore the file from a backup, or load its source again",
        ) from None


def _reason(error: Exception) -> str:
    """The first line of what DuckDB says; the others quote our own SQL."""
    return str(error).partition("\n")[0]
