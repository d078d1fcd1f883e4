"""Cells out of kept registers: entries that came in a month, or that were in force at its end."""

from __future__ import annotations

from typing import Any

from kapok.statistics.count_events import make_wanted, places
from kapok.statistics.wanted import CountedEntries

MATCH = "e.register = w.register AND (w.list = '' OR e.list = w.list) AND (w.tag = '' OR list_contains(e.tags, w.tag)) "


def count_registers(connection: Any, source: str, year: int, wanted: tuple[CountedEntries, ...]) -> None:
    """Insert the cells of `wanted` into the table `cells`; `source` holds the entries that came in the year or before."""
    columns = {
        "id": "VARCHAR", "register": "VARCHAR", "list": "VARCHAR", "tag": "VARCHAR", "one": "VARCHAR", "total": "BOOLEAN",
        "stock": "BOOLEAN",
    }  # fmt: skip
    rows: list[tuple[object, ...]] = [(w.id, w.register, w.list, w.tag, w.distinct, w.total, w.stock) for w in wanted]
    make_wanted(connection, "wanted_entries", columns, rows)
    connection.execute(
        # a: the first month in force (0: before the year), b: the first month at whose end it is not (13: not in this year)
        "CREATE OR REPLACE TEMP TABLE spans AS SELECT register, list, tags, region, holder, quantity, "
        f"CASE WHEN year(since) < {int(year)} THEN 0 ELSE month(since) END AS a, "
        f"CASE WHEN until IS NULL OR year(until) > {int(year)} THEN 13 WHEN year(until) < {int(year)} THEN 0 "
        f"ELSE month(until) END AS b FROM {source} WHERE year(since) <= {int(year)}"
    )
    amount = "CASE WHEN w.total THEN e.quantity ELSE 1 END"
    connection.execute(  # what came in the year
        f"INSERT INTO cells SELECT w.id, p.place, q.month, sum({amount}), 'register' FROM spans e JOIN wanted_entries w "
        f"ON {MATCH} AND NOT w.stock AND w.one = '', unnest({places('e.region')}) p(place), unnest([0, e.a]) q(month) "
        "WHERE e.a > 0 GROUP BY ALL"
    )
    connection.execute(  # what is in force: comings and endings added up month by month
        f"CREATE OR REPLACE TEMP TABLE turns AS SELECT w.id, p.place, q.turn[1] AS m, sum(q.turn[2] * {amount}) AS n "
        f"FROM spans e JOIN wanted_entries w ON {MATCH} AND w.stock AND w.one = '', unnest({places('e.region')}) p(place), "
        "unnest([[greatest(e.a, 1), 1], [e.b, -1]]) q(turn) WHERE e.b > greatest(e.a, 1) AND q.turn[1] <= 12 GROUP BY ALL"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE standing AS SELECT t.id, t.place, r.month, sum(t.n) AS n FROM turns t, "
        "range(1, 13) r(month) WHERE t.m <= r.month GROUP BY ALL"
    )
    connection.execute(
        "INSERT INTO cells SELECT id, place, unnest(CASE WHEN month = 12 THEN [month, 0] ELSE [month] END), n, 'register' "
        "FROM standing WHERE n <> 0"
    )
    for column in ("region", "holder"):
        if any(each.distinct == column for each in wanted):
            _count_distinct(connection, column)
    connection.execute(  # a list that is kept and has nothing to count: nought was counted, which is not the same as no figure
        "INSERT INTO cells SELECT w.id, w.whole, 0, 0, 'register' FROM wanted_entries w WHERE EXISTS (SELECT 1 FROM spans e "
        "WHERE e.register = w.register AND (w.list = '' OR e.list = w.list)) "
        "AND NOT EXISTS (SELECT 1 FROM cells c WHERE c.id = w.id AND c.region = w.whole AND c.month = 0)"
    )


def _count_distinct(connection: Any, column: str) -> None:
    """Cities or holders that have an entry, each once. A county counts as its city."""
    what = (
        "CASE WHEN e.region LIKE w.inside THEN left(e.region, 4) || '00' ELSE e.region END"
        if column == "region"
        else "e.holder"
    )
    connection.execute(
        f"INSERT INTO cells SELECT w.id, p.place, q.month, count(DISTINCT {what}), 'register' FROM spans e "
        f"JOIN wanted_entries w ON {MATCH} AND w.one = '{column}', unnest({places('e.region')}) p(place), "
        "unnest(CASE WHEN w.stock THEN list_concat(range(greatest(e.a, 1), e.b), CASE WHEN e.b = 13 THEN [0] ELSE [] END) "
        "WHEN e.a > 0 THEN [0, e.a] ELSE [] END) q(month) "
        f"WHERE ({what}) <> '' AND ({what}) <> w.whole GROUP BY ALL"
    )
