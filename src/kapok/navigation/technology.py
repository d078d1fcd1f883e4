"""Technology classes at each level, countries, and white spots: cells of a matrix that hold far less than expected."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from kapok.lake.tables import Tables
from kapok.navigation import conditions
from kapok.navigation.declared import rules
from kapok.navigation.model import CellOfMatrix, Classes, Count, Level, Matrix, Trends, WhiteSpots

SCHEMES = ("ipc", "cpc")
LEVELS: tuple[Level, ...] = ("section", "class", "subclass", "group")


def classes(connection: Tables) -> tuple[Classes, ...]:
    """Applications by symbol of IPC and CPC at each level, the most frequent first. One pass counts every level."""
    names = [f'"{level}"' for level in LEVELS]
    sets = ", ".join(f"(scheme, {name})" for name in names)
    rows = connection.execute(
        f"SELECT scheme, coalesce({', '.join(names)}) AS label, {', '.join(f'grouping({name}) = 0' for name in names)}, "
        "count(DISTINCT unit) AS n FROM doc_symbol JOIN symbol USING (id) "
        f"GROUP BY GROUPING SETS ({sets}) ORDER BY n DESC, label"
    ).fetchall()
    found: dict[str, dict[str, list[Count]]] = {scheme: {level: [] for level in LEVELS} for scheme in SCHEMES}
    for scheme, label, *levels, count in rows:
        if label is not None:
            level = LEVELS[levels.index(True)]
            found[scheme][level].append(Count(label, count, conditions.symbol(scheme, label)))
    most = rules().lists.classes
    return tuple(
        Classes(
            scheme,
            {level: tuple(counts[:most]) for level, counts in by_level.items()},
            {level: len(counts) for level, counts in by_level.items()},
        )
        for scheme, by_level in found.items()
    )


def countries(connection: Tables, table: str, index: str) -> tuple[tuple[Count, ...], int]:
    """Applications by the code of a table (`country`, `priority`) or by the office of `doc`; and how many codes there are."""
    column = "office_code" if table == "doc" else "code"
    rows = connection.execute(
        f"SELECT {column}, count(DISTINCT unit) AS n FROM {table} WHERE {column} <> '' GROUP BY 1 ORDER BY n DESC, 1"
    ).fetchall()
    return tuple(Count(code, n, f"{index}={code}") for code, n in rows[: rules().lists.countries]), len(rows)


def chance_of_at_most(count: int, expected: float) -> float:
    """The Poisson probability of `count` or fewer where `expected` come on average."""
    if expected <= 0:
        return 1.0
    total, term = 0.0, 0.0
    for number in range(count + 1):
        term = -expected if number == 0 else term + math.log(expected / number)
        total += math.exp(term)
    return min(total, 1.0)


def is_thin(count: int, expected: float) -> bool:
    """Whether a cell is a white spot by the declared rule."""
    rule = rules().white_spots
    return (
        expected >= rule.least_expected
        and count <= rule.most_share * expected
        and chance_of_at_most(count, expected) <= rule.most_chance
    )


def white_spots(connection: Tables, found: tuple[Classes, ...], years: Trends) -> WhiteSpots | None:
    """The matrices of the scheme that more applications have; None where fewer than two classes are there."""
    rule = rules().white_spots
    chosen = max(found, key=lambda each: sum(row.count for row in each.levels[rule.level]), default=None)
    if chosen is None or len(chosen.levels[rule.level]) < 2:
        return None
    top = {row.value: row.count for row in chosen.levels[rule.level][: rule.rows]}
    names = tuple(top)
    connection.execute(
        f'CREATE OR REPLACE TEMP TABLE top_class AS SELECT DISTINCT doc, unit, "{rule.level}" AS label FROM doc_symbol '
        f'JOIN symbol USING (id) WHERE scheme = $1 AND list_contains($2::VARCHAR[], "{rule.level}")',
        [chosen.scheme, list(names)],
    )
    total = _one(
        connection, "SELECT count(DISTINCT unit) FROM doc_symbol JOIN symbol USING (id) WHERE scheme = $1", chosen.scheme
    )
    together = {
        (one, other): count
        for one, other, count in connection.execute(
            "SELECT a.label, b.label, count(DISTINCT a.unit) FROM top_class a JOIN top_class b "
            "ON a.doc = b.doc AND a.label < b.label GROUP BY 1, 2"
        ).fetchall()
    }

    def of_class(value: str) -> str:
        return conditions.symbol(chosen.scheme, value)

    pairs = _matrix(
        names, names, lambda one, other: together.get((min(one, other), max(one, other)), 0), top, top, total,
        lambda one, other: conditions.both(of_class(one), of_class(other)),
    )  # fmt: skip
    whole = [row for row in years.filing if row.complete][-rule.rows :]
    dated = _one(
        connection, "SELECT count(DISTINCT unit) FROM doc_symbol JOIN symbol USING (id) JOIN doc USING (doc, unit) "
        "WHERE scheme = $1 "
        "AND filing_year IS NOT NULL", chosen.scheme,
    )  # fmt: skip
    by_year = {
        (label, str(year)): count
        for label, year, count in connection.execute(
            "SELECT label, filing_year, count(DISTINCT doc.unit) FROM top_class JOIN doc USING (doc) "
            "WHERE filing_year IS NOT NULL GROUP BY 1, 2"
        ).fetchall()
    }
    classed_in_year = {
        str(year): count
        for year, count in connection.execute(
            "SELECT filing_year, count(DISTINCT doc.unit) FROM doc_symbol JOIN symbol USING (id) JOIN doc USING (doc) "
            "WHERE scheme = $1 AND filing_year IS NOT NULL GROUP BY 1",
            [chosen.scheme],
        ).fetchall()
    }
    columns = tuple(str(row.year) for row in whole)
    # a class whose applications have no date is not thin in every year: only dated ones are expected anywhere
    dated_top = dict.fromkeys(names, 0) | dict(
        connection.execute(
            "SELECT label, count(DISTINCT doc.unit) FROM top_class JOIN doc USING (doc) "
            "WHERE filing_year IS NOT NULL GROUP BY 1"
        ).fetchall()
    )
    in_time = _matrix(
        names, columns, lambda one, year: by_year.get((one, year), 0), dated_top, classed_in_year, dated,
        lambda one, year: conditions.both(of_class(one), conditions.year("ad", int(year))),
    )  # fmt: skip
    return WhiteSpots(chosen.scheme, pairs, in_time)


def _matrix(
    rows: tuple[str, ...],
    columns: tuple[str, ...],
    count_of: Callable[[str, str], int],
    of_row: Mapping[str, int],
    of_column: Mapping[str, int],
    total: int,
    condition: Callable[[str, str], str],
) -> Matrix:
    """Counts beside what independence of row and column would give; a class is not set against itself."""
    cells = []
    for row in rows:
        for column in columns:
            if row == column:
                cells.append(CellOfMatrix(row, column, of_row[row], float(of_row[row]), False, ""))
                continue
            count = count_of(row, column)
            expected = of_row[row] * of_column.get(column, 0) / total if total else 0.0
            cells.append(CellOfMatrix(row, column, count, round(expected, 1), is_thin(count, expected), condition(row, column)))
    return Matrix(rows, columns, tuple(cells))


def _one(connection: Tables, query: str, *values: object) -> int:
    row = connection.execute(query, list(values)).fetchone()
    return int(row[0]) if row else 0
