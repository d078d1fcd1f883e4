"""What anyone may see of the computed cells: counts of cases with small ones hidden, registers and records as they are."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from kapok.statistics.compute import read_cells
from kapok.statistics.declared import cities, counties, indicators, province
from kapok.statistics.model import Cell
from kapok.statistics.suppress import Place, public_parts, public_table


def public_cells(home: Path, year: int, key: str) -> dict[Place, str | None]:
    """(place, month) -> value, None where it is hidden; the cities with every month, the province, `rest` for its own offices.

    What nothing was computed for has no cells at all.
    """
    cells = [each for each in read_cells(home, year, ids=[key]) if each.region in cities() or each.region == province()[0]]
    if not cells:
        return {}
    if not _is_sensitive(cells) or indicators(year)[key].producer.distinct:
        return {(each.region, each.month): each.value for each in cells}
    counts = {(each.region, each.month): int(Decimal(each.value)) for each in cells}
    for city in cities():  # a city that had none is a row as well: its nought must not give the others away
        counts.setdefault((city, 0), 0)
    adds_up = indicators(year)[key].measure == "flow"
    return {place: None if value is None else str(value) for place, value in _table(counts, adds_up).items()}


def _table(counts: dict[Place, int], adds_up: bool) -> dict[Place, int | None]:
    return public_table(counts, province()[0], adds_up=adds_up)


def public_counties(home: Path, year: int, key: str, city: str) -> dict[str, str | None]:
    """County -> value of the year, None where it is hidden; what lies in no county of the city stands under the city's code."""
    cells = [each for each in read_cells(home, year, ids=[key], month=0) if each.region[:4] == city[:4]]
    found = {each.region: each.value for each in cells if each.region in counties()}
    if not cells or not _is_sensitive(cells) or indicators(year)[key].producer.distinct:
        return dict(found)
    whole = next((int(Decimal(each.value)) for each in cells if each.region == city), 0)
    counts = {code: int(Decimal(found.get(code, "0"))) for code in counties() if code[:4] == city[:4]}
    counts[city] = whole - sum(counts.values())
    above = public_cells(home, year, key).get((city, 0), "0")
    shown = public_parts(counts, None if above is None else whole)
    return {code: None if value is None else str(value) for code, value in shown.items()}


def _is_sensitive(cells: list[Cell]) -> bool:
    """Only cases can point to a person: entries and records are public themselves."""
    return any(each.origin == "events" for each in cells)
