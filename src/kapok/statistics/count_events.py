"""Cells out of case events: one scan for all indicators, rolled up to city, county and province, to month and year."""

from __future__ import annotations

from typing import Any

from kapok.statistics.declared import province
from kapok.statistics.wanted import CountedEvents

PLACES = "list_distinct([w.whole, CASE WHEN {r} LIKE w.inside THEN left({r}, 4) || '00' ELSE w.whole END, " \
    "CASE WHEN {r} LIKE w.inside THEN {r} ELSE w.whole END])"  # fmt: skip
"""SQL: the province, the city and the county of a region `{r}`; what lies outside belongs to the province alone."""


def places(region: str) -> str:
    """The SQL list of places that a region column belongs to, each once."""
    return PLACES.format(r=region)


def make_wanted(connection: Any, table: str, columns: dict[str, str], rows: list[tuple[object, ...]]) -> None:
    """A temporary table of what is wanted, with the province (`whole`) and the pattern of its codes (`inside`)."""
    whole = province()[0]
    selected = ", ".join(f'unnest(${i}::{kind}[]) AS "{name}"' for i, (name, kind) in enumerate(columns.items(), 1))
    values = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in columns]
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT *, '{whole}' AS whole, '{whole[:2]}____' AS inside "
        f"FROM (SELECT {selected})",
        values,
    )


def count_events(connection: Any, source: str, until: str, year: int, wanted: tuple[CountedEvents, ...]) -> None:
    """Insert the cells of `wanted` into the table `cells`. `source`, `until`: FROM clauses of the year, and of all up to it."""
    columns = {"id": "VARCHAR", "procedure": "VARCHAR", "kind": "VARCHAR", "one": "VARCHAR", "of": "VARCHAR"}
    make_wanted(
        connection, "wanted_events", columns, [(w.id, w.procedure, w.counts, w.distinct, w.of) for w in wanted if w.counts]
    )
    match = 'e.procedure = w.procedure AND e.kind = w.kind AND (w."of" = \'\' OR e.authority = w."of")'
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE few AS SELECT procedure, kind, authority, region, month(day) AS m, count(*) AS n "
        f"FROM {source} WHERE year(day) = {int(year)} GROUP BY ALL"
    )
    connection.execute(
        f"INSERT INTO cells SELECT w.id, p.place, q.month, sum(e.n), 'events' FROM few e JOIN wanted_events w ON {match} "
        f"AND w.one = '', unnest({places('e.region')}) p(place), unnest([0, e.m]) q(month) GROUP BY ALL"
    )
    for one, column in (("office", "office"), ("case", "case_key"), ("region", "region")):
        if any(each.distinct == one for each in wanted):
            connection.execute(
                f"INSERT INTO cells SELECT w.id, p.place, q.month, count(DISTINCT e.{column}), 'events' FROM {source} e "
                f"JOIN wanted_events w ON {match} AND w.one = '{one}', unnest({places('e.region')}) p(place), "
                f"unnest([0, month(e.day)]) q(month) WHERE year(e.day) = {int(year)} GROUP BY ALL"
            )
    for each in wanted:
        if each.states:
            _count_standing(connection, until, year, each)


def _count_standing(connection: Any, until: str, year: int, each: CountedEvents) -> None:
    """How many cases stand in the states at the end of the year, also those that nobody touched in it."""
    make_wanted(connection, "wanted_states", {"id": "VARCHAR", "states": "VARCHAR[]"}, [(each.id, list(each.states))])
    connection.execute(
        "INSERT INTO cells SELECT w.id, p.place, 0, count(*), 'events' FROM (SELECT case_key, "
        "arg_max(state, sequence) AS state, arg_max(region, sequence) AS region, arg_max(authority, sequence) AS authority "
        f"FROM {until} WHERE procedure = ? AND year(day) <= {int(year)} GROUP BY case_key) e "
        f"JOIN wanted_states w ON list_contains(w.states, e.state), unnest({places('e.region')}) p(place) "
        "WHERE (? = '' OR e.authority = ?) GROUP BY ALL",
        [each.procedure, each.of, each.of],
    )
