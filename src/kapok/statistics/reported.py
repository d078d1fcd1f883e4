"""Reported data sets that ship with Kapok: the printed figures of a year, facts only (`reported/<year>.csv`)."""

from __future__ import annotations

import csv
import hashlib
from functools import cache
from pathlib import Path

from kapok.errors import DefinitionError
from kapok.statistics.amounts import parse_amount
from kapok.statistics.declared import HERE, indicators
from kapok.statistics.model import Figure

COLUMNS = ["id", "year", "region", "value", "unit", "qualifier", "authority", "kind"]


@cache
def shipped_figures(year: int, folder: Path = HERE / "reported") -> tuple[Figure, ...]:
    """The figures of a shipped year, none for a year that does not ship. Labels, ordinals and list sizes are left out."""
    path = folder / f"{year}.csv"
    if not path.is_file():
        return ()
    data = path.read_bytes()
    digest, known = hashlib.sha256(data).hexdigest(), indicators(year)
    rows = csv.DictReader(data.decode("utf-8").splitlines())
    if rows.fieldnames != COLUMNS:
        raise DefinitionError(f"{path.name} has other columns", f"expected are {', '.join(COLUMNS)}", "Correct the file")
    found = []
    for row in rows:
        if row["kind"]:
            continue
        if row["id"] not in known:
            raise DefinitionError(f"{path.name}: there is no indicator {row['id']}", "", "Declare it or leave the row out")
        parse_amount(row["value"])
        indicator = known[row["id"]]
        found.append(
            Figure(
                id=row["id"], year=int(row["year"]), region=row["region"], value=row["value"], unit=row["unit"],
                qualifier=row["qualifier"],  # type: ignore[arg-type]
                origin="shipped", authority=row["authority"], source=digest, definition_version=indicator.version,
            )
        )  # fmt: skip
    return tuple(found)
