"""The same cells by DuckDB queries written by hand: what somebody would type who knows the files and the 14 acts that count.

Only the lists of the registers are taken from the declarations, as a table of names; the arithmetic is written anew.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from kapok.statistics.declared import indicators

EVENTS = """
WITH counted AS (
  SELECT CASE
    WHEN procedure = 'P11' AND kind = 'approve_filing' AND authority = 'market_regulation' THEN 'III-03'
    WHEN procedure = 'P13' AND kind = 'acknowledge' AND authority = 'market_regulation' THEN 'III-04'
    WHEN procedure = 'P11' AND kind = 'close' AND authority = 'culture' THEN 'III-09'
    WHEN procedure = 'P11' AND kind = 'approve_filing' AND authority = 'agriculture' THEN 'III-10'
    WHEN procedure = 'P13' AND kind = 'acknowledge' AND authority = 'agriculture' THEN 'III-11'
    WHEN procedure = 'P11' AND kind = 'approve_filing' AND authority = 'copyright' THEN 'III-23'
    WHEN procedure = 'P10' AND kind = 'register' THEN 'III-34'
    WHEN procedure = 'P26' AND kind = 'seal_agreement' THEN 'IV-17'
    WHEN procedure = 'P26' AND kind = 'accept' THEN 'IV-19'
    WHEN procedure = 'P34' AND kind = 'record_result' THEN 'VII-27'
    WHEN procedure = 'P01' AND kind = 'accept' THEN 'VII-13-received'
    WHEN procedure = 'P01' AND kind = 'issue' THEN 'VII-13-issued'
  END AS id, region, left(region, 4) || '00' AS city, month(day) AS month
  FROM read_parquet('{events}') WHERE year(day) = {year}
)
SELECT id, CASE WHEN grouping(region) = 0 THEN region WHEN grouping(city) = 0 THEN city ELSE '440000' END AS region,
  CASE WHEN grouping(month) = 0 THEN month ELSE 0 END AS month, count(*)::DECIMAL(24, 4) AS value
FROM counted WHERE id IS NOT NULL
GROUP BY GROUPING SETS ((id), (id, month), (id, city), (id, city, month), (id, region), (id, region, month))
HAVING (grouping(region) = 1 OR region NOT LIKE '%00') AND (grouping(city) = 1 OR city <> '440000')
"""
OFFICES = """
WITH confirmed AS (
  SELECT 'IV-04' AS id, region, left(region, 4) || '00' AS city, month(day) AS month, office
  FROM read_parquet('{events}') WHERE year(day) = {year} AND procedure = 'P27' AND kind = 'confirm'
)
SELECT id, CASE WHEN grouping(region) = 0 THEN region WHEN grouping(city) = 0 THEN city ELSE '440000' END AS region,
  CASE WHEN grouping(month) = 0 THEN month ELSE 0 END AS month, count(DISTINCT office)::DECIMAL(24, 4) AS value
FROM confirmed GROUP BY GROUPING SETS ((id), (id, month), (id, city), (id, city, month), (id, region), (id, region, month))
HAVING (grouping(region) = 1 OR region NOT LIKE '%00') AND (grouping(city) = 1 OR city <> '440000')
"""
ENTRIES = """
WITH chosen AS (
  SELECT l.id, l.stock, l.one, l.total, e.region, left(e.region, 4) || '00' AS city, e.since, e.until, e.quantity, e.holder
  FROM read_parquet('{entries}') e JOIN lists l
  ON e.register = l.register AND e.list = l.list AND (l.tag = '' OR list_contains(e.tags, l.tag))
  WHERE e.since < DATE '{next}-01-01'
), spread AS (
  SELECT id, one, total, region, city, month(since) AS month, quantity, holder FROM chosen
  WHERE NOT stock AND year(since) = {year}
  UNION ALL
  SELECT id, one, total, region, city, m.month, quantity, holder FROM chosen, range(1, 13) m(month)
  WHERE stock AND since <= last_day(make_date({year}, m.month::INTEGER, 1))
  AND (until IS NULL OR until > last_day(make_date({year}, m.month::INTEGER, 1)))
), whole AS (
  SELECT *, false AS yearly FROM spread
  UNION ALL SELECT s.*, true FROM spread s JOIN lists l ON l.id = s.id WHERE NOT l.stock OR s.month = 12
)
SELECT id, CASE WHEN grouping(region) = 0 THEN region WHEN grouping(city) = 0 THEN city ELSE '440000' END AS region,
  CASE WHEN grouping(month) = 0 THEN month ELSE 0 END AS month,
  (CASE any_value(one) WHEN 'region' THEN count(DISTINCT CASE WHEN city <> '440000' THEN city END)
    WHEN 'holder' THEN count(DISTINCT nullif(holder, ''))
    ELSE sum(CASE WHEN total THEN quantity ELSE 1 END) END)::DECIMAL(24, 4) AS value
FROM whole WHERE NOT yearly GROUP BY GROUPING SETS ((id, month), (id, city, month), (id, region, month))
HAVING (grouping(region) = 1 OR region NOT LIKE '%00') AND (grouping(city) = 1 OR city <> '440000')
UNION ALL
SELECT id, CASE WHEN grouping(region) = 0 THEN region WHEN grouping(city) = 0 THEN city ELSE '440000' END, 0,
  (CASE any_value(one) WHEN 'region' THEN count(DISTINCT CASE WHEN city <> '440000' THEN city END)
    WHEN 'holder' THEN count(DISTINCT nullif(holder, ''))
    ELSE sum(CASE WHEN total THEN quantity ELSE 1 END) END)::DECIMAL(24, 4)
FROM whole WHERE yearly GROUP BY GROUPING SETS ((id), (id, city), (id, region))
HAVING (grouping(region) = 1 OR region NOT LIKE '%00') AND (grouping(city) = 1 OR city <> '440000')
"""
RECORDS = """
WITH newest AS (
  SELECT arg_max({columns}, rank) AS v FROM read_parquet('{segments}') GROUP BY key
), dated AS (
  SELECT v.office_code AS office, {record} AS record, coalesce(nullif(v.publication_date, ''), nullif(v.registration_date, ''),
    nullif(v.filing_date, ''), '') AS d FROM newest
), few AS (
  SELECT office, {record_is} AS kind, CASE WHEN d < '{year}' THEN 1 WHEN left(d, 4) = '{year}' THEN
    coalesce(try_cast(nullif(d[6:7], '') AS INTEGER), 12) ELSE 13 END AS m, count(*) AS n FROM dated GROUP BY ALL
)
"""


def hand_written(home: Path, year: int, target: Path) -> int:
    """All cells of a year into a Parquet file; returns how many."""
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    connection.execute("SET memory_limit = '2GB'")
    connection.execute(f"SET temp_directory = '{home / 'peer-spilled'}'")
    lists = [
        (each.id, p.register, p.list, p.tag, p.distinct, p.total, each.measure == "stock")
        for each in indicators(year).values()
        if (p := each.producer).by == "register" and p.register != "gi_products"
    ]
    connection.execute(
        "CREATE TEMP TABLE lists AS SELECT unnest($1::VARCHAR[]) AS id, unnest($2::VARCHAR[]) AS register, "
        "unnest($3::VARCHAR[]) AS list, unnest($4::VARCHAR[]) AS tag, unnest($5::VARCHAR[]) AS one, "
        "unnest($6::BOOLEAN[]) AS total, unnest($7::BOOLEAN[]) AS stock",
        [list(column) for column in zip(*lists, strict=True)],
    )
    places = {
        "events": home / "statistics" / "events" / str(year) / "*.parquet",
        "entries": home / "statistics" / "registers" / "*" / "*.parquet",
        "year": year,
        "next": year + 1,
    }
    connection.execute("CREATE TEMP TABLE cells (id VARCHAR, region VARCHAR, month INTEGER, value DECIMAL(24, 4))")
    for query in (EVENTS, OFFICES, ENTRIES):
        connection.execute("INSERT INTO cells SELECT * FROM (" + query.format(**places) + ") WHERE value <> 0")
    _records(connection, home, year)
    [count] = connection.execute(f"COPY cells TO '{target}' (FORMAT parquet)").fetchone() or (0,)
    connection.close()
    return int(count)


def _records(connection: Any, home: Path, year: int) -> None:
    plain = "struct_pack(office_code, publication_date, registration_date, filing_date)"
    text = "struct_pack(office_code, publication_date, registration_date, filing_date, record)"
    kinds = "contains(record, '广东')::INTEGER + 2 * contains(record, '\"china_eu\":')::INTEGER"
    for category, columns, record, kind, wanted in (
        ("patent", plain, "''", "0", [("VII-09", "true")]),
        ("mark", plain, "''", "0", [("VII-10", "true"), ("VII-11", "office = 'EM'")]),
        (
            "geographical_indication", text, "v.record", kinds,
            [("VI-18", "office = 'CN' AND kind IN (1, 3)"), ("VI-20", "office = 'CN' AND kind = 3")],
        ),
    ):  # fmt: skip
        head = RECORDS.format(
            columns=columns, record=record, record_is=kind, year=year, segments=home / "lake" / category / "*" / "*.parquet"
        )
        sums = " UNION ALL ".join(
            f"SELECT '{key}', '440000', unnest(CASE WHEN r.month = 12 THEN [12, 0] ELSE [r.month] END), "
            f"coalesce(sum(n) FILTER (m <= r.month), 0) FROM range(1, 13) r(month), few WHERE {where} GROUP BY r.month"
            for key, where in wanted
        )
        connection.execute(f"INSERT INTO cells {head} {sums}")


def same_cells(one: Path, other: Path) -> bool:
    """Whether two files hold the same cells."""
    connection = duckdb.connect()
    columns = "SELECT id, region, month, value FROM"
    [first] = connection.execute(
        f"SELECT count(*) FROM (({columns} '{one}' EXCEPT ALL {columns} '{other}') UNION ALL "
        f"({columns} '{other}' EXCEPT ALL {columns} '{one}'))"
    ).fetchone() or (1,)
    return int(first) == 0
