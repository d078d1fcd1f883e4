"""Temporary tables over the lake for one computation: SQL in bounded memory, errors told as everywhere.

What does not fit into memory goes to the machine's temporary folder; nothing remains after `close`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from typing import Any

import duckdb

from kapok.errors import BackendError
from kapok.lake.segments import connect

MEMORY = "3GB"


class Tables:
    """One connection. `execute` runs a statement, `fetchall` and `fetchone` give the rows of the last one."""

    def __init__(self) -> None:
        self._connection = connect()
        folder = tempfile.gettempdir().replace("'", "''")
        self.execute(f"SET memory_limit = '{MEMORY}'")
        self.execute(f"SET temp_directory = '{folder}/kapok-tables'")
        self.execute("SET preserve_insertion_order = false")

    def execute(self, statement: str, values: Sequence[object] = ()) -> Tables:
        """Run a statement with its values ($1, $2 …). Raises BackendError when the lake or the memory does not allow it."""
        try:
            self._connection.execute(statement, list(values))
        except duckdb.Error as error:
            raise _told(error) from None
        return self

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All rows of the last statement."""
        try:
            return self._connection.fetchall()
        except duckdb.Error as error:
            raise _told(error) from None

    def fetchone(self) -> tuple[Any, ...] | None:
        """The next row of the last statement, None after the last."""
        try:
            row: tuple[Any, ...] | None = self._connection.fetchone()
        except duckdb.Error as error:
            raise _told(error) from None
        return row

    def fill(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """A temporary table of plain rows; a column is its name and type (`path VARCHAR`)."""
        selected = ", ".join(
            f"unnest(${number}::{column.split()[1]}[]) AS {column.split()[0]}" for number, column in enumerate(columns, 1)
        )
        values = [[row[place] for row in rows] for place in range(len(columns))]
        self.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {selected}", values)

    def close(self) -> None:
        """Forget everything."""
        self._connection.close()


def _told(error: Exception) -> BackendError:
    return BackendError(
        "The lake could not be read for this",
        str(error).partition("\n")[0],
        "Check that its segments are there and that the machine has memory and disk to spare, then ask again",
    )
