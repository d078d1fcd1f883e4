"""From a computed figure down to the very cases or register entries that it counts. Who may open them is decided elsewhere."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from kapok.errors import BackendError
from kapok.lake.segments import connect
from kapok.statistics.declared import indicators, province
from kapok.statistics.sources import entry_files, event_files, event_files_until, parquet
from kapok.statistics.wanted import CountedEvents, wanted

MOST = 10_000
"""Rows that are given at once; a longer list is narrowed by place and month."""


class CountedCase(Struct, frozen=True):
    """One case that a figure counts: the day (ISO) of the act that is counted, and the region of its office."""

    case_key: str
    day: str
    region: str


class CountedEntry(Struct, frozen=True):
    """One register entry that a figure counts."""

    number: str
    name: str
    holder: str
    region: str
    since: str
    until: str
    public: bool


def _not_here(key: str) -> BackendError:
    return BackendError(
        f"{key} has no cases here",
        "no events of this year were exported, or nothing produces it here",
        "Run 'kapok indicators export'",
    )


def _inside(column: str, region: str) -> tuple[str, list[object]]:
    """SQL that keeps a region: all for the province, everything below a city, a county alone."""
    if not region or region == province()[0]:
        return "true", []
    return (f"{column} LIKE ?", [f"{region[:4]}__"]) if region.endswith("00") else (f"{column} = ?", [region])


def counted_cases(home: Path, year: int, key: str, region: str = "", month: int = 0) -> list[CountedCase]:
    """The very cases that a figure counts, by day; BackendError where no events produce it here."""
    found = next((each for each in wanted(indicators(year).values()).events if each.id == key), None)
    files = (event_files if found is None or found.counts else event_files_until)(home, year)
    if found is None or not files:
        raise _not_here(key)
    place, values = _inside("region", region)
    connection = connect()
    try:
        if found.counts:
            return _by_act(connection, found, files, year, month, place, values)
        rows = connection.execute(
            "SELECT case_key, day, region FROM (SELECT case_key, arg_max(state, sequence) AS state, max(day) AS day, "
            f"arg_max(region, sequence) AS region FROM {parquet(files)} WHERE procedure = ? AND (? = '' OR authority = ?) "
            f"GROUP BY case_key) WHERE list_contains(?::VARCHAR[], state) AND {place} ORDER BY day, case_key LIMIT {MOST}",
            [found.procedure, found.of, found.of, list(found.states), *values],
        ).fetchall()
    finally:
        connection.close()
    return [CountedCase(row[0], row[1].isoformat(), row[2]) for row in rows]


def _by_act(
    connection: object, found: CountedEvents, files: list[Path], year: int, month: int, place: str, values: list[object]
) -> list[CountedCase]:
    rows = connection.execute(  # type: ignore[attr-defined]
        f"SELECT case_key, min(day), any_value(region) FROM {parquet(files)} WHERE procedure = ? AND kind = ? "
        "AND year(day) = ? "
        f"AND (? = '' OR authority = ?) AND (? = 0 OR month(day) = ?) AND {place} GROUP BY case_key ORDER BY 2, 1 LIMIT {MOST}",
        [found.procedure, found.counts, year, found.of, found.of, month, month, *values],
    ).fetchall()
    return [CountedCase(row[0], row[1].isoformat(), row[2]) for row in rows]


def counted_entries(home: Path, year: int, key: str, region: str = "", month: int = 0) -> list[CountedEntry]:
    """The very entries of a kept register that a figure counts, by day; BackendError where no register produces it here."""
    found = next((each for each in wanted(indicators(year).values()).entries if each.id == key), None)
    files = entry_files(home, year)
    if found is None or not files:
        raise _not_here(key)
    place, values = _inside("region", region)
    end = f"last_day(make_date({int(year)}, {int(month) or 12}, 1))"
    when = (
        f"since <= {end} AND (until IS NULL OR until > {end})"
        if found.stock
        else f"year(since) = {int(year)} AND ({int(month)} = 0 OR month(since) = {int(month)})"
    )
    connection = connect()
    try:
        rows = connection.execute(
            f"SELECT number, name, holder, region, since, until, public FROM {parquet(files)} WHERE register = ? "
            f"AND (? = '' OR list = ?) AND (? = '' OR list_contains(tags, ?)) AND {when} AND {place} "
            f"ORDER BY since, number LIMIT {MOST}",
            [found.register, found.list, found.list, found.tag, found.tag, *values],
        ).fetchall()
    finally:
        connection.close()
    return [
        CountedEntry(row[0], row[1], row[2], row[3], row[4].isoformat(), row[5].isoformat() if row[5] else "", row[6])
        for row in rows
    ]


def how(key: str, year: int) -> str:
    """By what an indicator can be opened: `events`, `entries`, `records`, "" where the platform holds nothing below it."""
    known = wanted(indicators(year).values())
    for name, group in (("events", known.events), ("entries", known.entries), ("records", known.records)):
        if any(each.id == key for each in group):
            return name
    return ""
