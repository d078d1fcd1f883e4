"""Cells out of the lake: current records that were dated on or before the end of a month, each key once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kapok.statistics.declared import province
from kapok.statistics.sources import parquet, segment_files
from kapok.statistics.wanted import CountedRecords

DATED = "coalesce(nullif(publication_date, ''), nullif(registration_date, ''), nullif(filing_date, ''), '')"


def count_records(connection: Any, home: Path, year: int, wanted: tuple[CountedRecords, ...]) -> list[Path]:
    """Insert the cells of `wanted` into the table `cells`; returns the segments that were read.

    A category that nothing was ever loaded of gives no cells: nothing was counted there, which is not nought.
    """
    read: list[Path] = []
    for category in dict.fromkeys(each.category for each in wanted):
        files = segment_files(home, category)
        if not files:
            continue
        read += files
        plain = [each for each in wanted if each.category == category and not each.places and not each.tag]
        if plain:
            _current(connection, files, "office_code", year)
            for each in plain:
                _insert(connection, each, "")
        for each in wanted:
            if each.category == category and (each.places or each.tag):
                _current(connection, files, "office_code, record", year)
                _insert(connection, each, _narrowed(each))
    return read


def _current(connection: Any, files: list[Path], columns: str, year: int) -> None:
    """The newest version of each key, with the first month of the year at whose end it is counted (13: not in this year)."""
    packed = ", ".join(f"{name} := {name}" for name in columns.split(", "))
    month = (
        f"CASE WHEN v.d < '{year:04d}' THEN 1 WHEN left(v.d, 4) = '{year:04d}' THEN "
        "coalesce(TRY_CAST(nullif(v.d[6:7], '') AS INTEGER), 12) ELSE 13 END"
    )
    ends = 'regexp_extract(v.record, \'"expiry_date":"([0-9-]{10})\', 1)' if "record" in columns else "''"
    grouped = ", ".join(f"v.{name}" for name in columns.split(", "))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE newest AS SELECT {grouped}, {month} AS m, {ends} AS ends, count(*) AS n FROM "
        f"(SELECT arg_max(struct_pack({packed}, d := {DATED}), rank) AS v FROM {parquet(files)} GROUP BY key) GROUP BY ALL"
    )


def _narrowed(each: CountedRecords) -> str:
    found = []
    if each.places:
        found.append("(" + " OR ".join(f"contains(record, '{_plain(place)}')" for place in each.places) + ")")
    if each.tag:
        found.append(f"contains(record, '\"{_plain(each.tag)}\":')")
    return "".join(f" AND {condition}" for condition in found)


def _plain(text: str) -> str:
    return text.replace("'", "''")


def _insert(connection: Any, each: CountedRecords, narrowed: str) -> None:
    offices = ", ".join(f"'{_plain(office)}'" for office in each.offices)
    where = (f" AND office_code IN ({offices})" if offices else "") + narrowed
    connection.execute(
        f"INSERT INTO cells SELECT ?, '{province()[0]}', unnest(CASE WHEN r.month = 12 THEN [r.month, 0] ELSE [r.month] END), "
        f"coalesce(sum(n) FILTER (m <= r.month), 0), ? FROM range(1, 13) r(month), newest WHERE true{where} GROUP BY r.month",
        [each.id, each.origin],
    )
