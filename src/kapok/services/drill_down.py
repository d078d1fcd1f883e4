"""From a figure to what it counts, for one reader: each case with the verdict on whether it may be opened, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from pathlib import Path

import msgspec
from msgspec import Struct

from kapok.errors import InputError
from kapok.statistics.compute import read_cells
from kapok.statistics.declared import cities, counties, province, require_indicator, require_region
from kapok.statistics.drill import CountedEntry, counted_cases, counted_entries, how
from kapok.statistics.public import public_cells, public_counties
from kapok.statistics.suppress import SMALLEST_PUBLIC


class Sight(Struct, frozen=True):
    """A verdict: whether the reader may open the case, why or why not, and where ("" where nowhere)."""

    allowed: bool
    reason: str
    address: str = ""


class OpenedCase(Struct, frozen=True):
    """One counted case that the reader may open."""

    case_key: str
    day: str
    region: str
    reason: str
    address: str


class DrillDown(Struct, frozen=True, kw_only=True):
    """What a figure counts, as one reader may see it.

    `by`: events, entries, records, "" (nothing below it here). `value` is None where the reader may not see the count; `closed`
    how many cases the reader may not open, None where that would tell the count. `query` opens records in the search.
    """

    id: str
    year: int
    region: str
    month: int
    by: str
    value: str | None
    cases: tuple[OpenedCase, ...] = ()
    closed: int | None = 0
    why_closed: str = ""
    entries: tuple[CountedEntry, ...] = ()
    category: str = ""
    query: str = ""


Sights = Callable[[Iterable[str]], Mapping[str, Sight]]
"""Case keys -> verdicts; the portal hands it in, because accounts and cases live there."""


def nobody_sees(keys: Iterable[str]) -> dict[str, Sight]:
    """The verdicts where no portal is asked: nothing is known to be public."""
    return {key: Sight(False, "nothing of it is public") for key in keys}


def drill_down(
    home: Path, key: str, year: int, region: str = "", month: int = 0, *, sights: Sights = nobody_sees, insider: bool = False
) -> DrillDown:
    """What a figure counts. `insider`: the reader may see small counts (an officer of the province, the operator).

    NotFound for an indicator or region that is not declared; InputError for a month that is none.
    """
    indicator, place = require_indicator(key, year), require_region(region or province()[0])
    if not 0 <= month <= 12:
        raise InputError(f"There is no month {month}", "months are 1 to 12, 0 is the whole year", "")
    by, value = how(key, year), _value(home, key, year, place, month, insider=insider)
    found = DrillDown(id=key, year=year, region=place, month=month, by=by, value=value)
    if by == "records":
        producer = indicator.producer
        return _with(found, category=producer.category, query=producer.query)
    if by == "entries" and value is not None:
        shown = tuple(each for each in counted_entries(home, year, key, place, month) if each.public or insider)
        return _with(found, entries=shown)
    if by != "events" or (value is None and not insider):
        return found
    counted = counted_cases(home, year, key, place, month)
    verdicts = sights([each.case_key for each in counted])
    opened = tuple(
        OpenedCase(each.case_key, each.day, each.region, verdicts[each.case_key].reason, verdicts[each.case_key].address)
        for each in counted
        if verdicts[each.case_key].allowed
    )
    why = next((each.reason for each in verdicts.values() if not each.allowed), "")
    return _with(found, cases=opened, closed=len(counted) - len(opened), why_closed=why)


def _with(found: DrillDown, **values: object) -> DrillDown:
    return msgspec.structs.replace(found, **values)


def _value(home: Path, key: str, year: int, region: str, month: int, *, insider: bool) -> str | None:
    if insider:
        cells = read_cells(home, year, ids=[key], region=region, month=month)
        return cells[0].value if cells else "0"
    if region in counties():
        if month:  # months of a county are for officers: their sums could not be protected
            return None
        return public_counties(home, year, key, f"{region[:4]}00").get(region, "0")
    return public_cells(home, year, key).get((region, month), "0")


def public_overview(home: Path, key: str, year: int) -> list[tuple[str, list[str | None]]]:
    """Place -> the year and the twelve months as anyone may see them; the province first. Empty where nothing is computed."""
    cells = public_cells(home, year, key)
    if not cells:
        return []
    rows = [province()[0], *cities(), *(["rest"] if any(place == "rest" for place, _ in cells) else [])]
    return [(row, [cells.get((row, month), "0") for month in range(13)]) for row in rows]


def is_small(value: str) -> bool:
    """Whether a count is so small that it is not shown in public."""
    return 0 < Decimal(value) < SMALLEST_PUBLIC
