"""One row of a report read strictly, and what makes a figure that was taken look wrong."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path

from msgspec import Struct

from kapok import clock
from kapok.errors import InputError
from kapok.statistics.amounts import parse_amount, plain
from kapok.statistics.compute import read_cells
from kapok.statistics.declared import indicators, province, reporting, require_region, units
from kapok.statistics.model import Figure


class Told(Struct, frozen=True):
    """A row that was refused or flagged, with the reason."""

    row: int
    id: str
    why: str


def due_day(year: int) -> date:
    """The day by which the figures of a year are due."""
    return date(year + 1, reporting().due_month, reporting().due_day)


def read_figure(row: Mapping[str, str], authority: str, digest: str) -> Figure:
    """The figure of a row. InputError or NotFound says what is wrong; without an authority anyone's figure is read."""
    if not row["year"].isascii() or not row["year"].isdigit() or len(row["year"]) != 4:
        raise InputError(f"'{row['year'][:20]}' is no year", "columns may be swapped", "")
    year = int(row["year"])
    if year > clock.today().year:
        raise InputError(f"{year} lies in the future", "a year is reported when it is over", "")
    if year < 1980:
        raise InputError(f"{year} is too early", "columns may be swapped", "")
    indicator = indicators(year).get(row["id"])
    if indicator is None or indicator.kind != "figure":
        raise InputError(f"There is no figure '{row['id'][:40]}'", "", "")
    if authority and indicator.producer.authority != authority:
        raise InputError(f"{indicator.id} is reported by {indicator.producer.authority}", f"not by {authority}", "")
    if row["unit"] != indicator.unit:
        raise InputError(f"the unit is '{row['unit'][:20]}'", f"{indicator.id} is counted in {indicator.unit}", "")
    value = parse_amount(row["value"])
    if value < 0 and indicator.period != "change_on_year":
        raise InputError(f"{row['value']} is negative", "a count or amount is not", "")
    decimals = units()[indicator.unit].decimals
    if -int(value.as_tuple().exponent) > decimals:
        raise InputError(f"{row['value']} has too many decimals", f"{indicator.unit} takes {decimals}", "")
    if indicator.unit == "percent" and indicator.period != "change_on_year" and value > 100:
        raise InputError(f"{row['value']} is more than the whole", "a share ends at 100 percent", "")
    if abs(value) >= 10**15:
        raise InputError(f"{row['value'][:20]} is too large", "no figure of the paper has 16 digits", "")
    qualifier = row.get("qualifier") or indicator.qualifier
    if qualifier not in ("exact", "over", "nearly"):
        raise InputError(f"'{qualifier[:20]}' is no qualifier", "there are exact, over and nearly", "")
    return Figure(
        id=indicator.id, year=year, value=plain(value), unit=indicator.unit, qualifier=qualifier,  # type: ignore[arg-type]

        region=require_region(row.get("region") or province()[0]), origin="report", authority=authority,
        source=digest, definition_version=indicator.version,
    )  # fmt: skip


def flags_of(home: Path, figure: Figure, earlier: Figure | None, before: Figure | None) -> list[str]:
    """What a reader should look at: late, a jump against what was known, another count than Kapok's own."""
    found = []
    if clock.today() > due_day(figure.year) and earlier is None:
        found.append(f"late: due by {due_day(figure.year).isoformat()}")
    jump = reporting().jump
    for other in (earlier, before):
        if other is not None and other.number > 0 and figure.number > 0:
            ratio = figure.number / other.number
            if ratio >= jump or ratio * jump <= 1:
                found.append(f"{figure.value} against {other.value} of {other.year}: a jump; unit or columns may be wrong")
    own = read_cells(home, figure.year, ids=[figure.id], region=figure.region, month=0)
    if own and own[0].value != figure.value:
        found.append(f"Kapok itself counts {own[0].value}: that is what is published")
    return found


def swapped_values(
    figures: Sequence[Figure], known: Callable[[int], Mapping[tuple[str, str], Figure]]
) -> dict[tuple[str, str, int], str]:
    """(id, region, year) -> the other id, for two figures of one unit that fit the year before only when exchanged."""
    found: dict[tuple[str, str, int], str] = {}
    groups: dict[tuple[str, str, int], list[tuple[Figure, float, float]]] = {}
    for each in figures:
        before = known(each.year - 1).get((each.id, each.region))
        if before is not None and before.number > 0 and each.number > 0:
            pair = math.log(float(each.number)), math.log(float(before.number))
            groups.setdefault((each.unit, each.region, each.year), []).append((each, *pair))
    for group in groups.values():
        for (one, one_now, one_then), (other, other_now, other_then) in combinations(group, 2):
            apart = abs(one_now - one_then) + abs(other_now - other_then)
            exchanged = abs(one_now - other_then) + abs(other_now - one_then)
            if apart > math.log(2) and exchanged < 0.3 * apart:
                found[one.id, one.region, one.year], found[other.id, other.region, other.year] = other.id, one.id
    return found
