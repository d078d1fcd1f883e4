"""All figures of a year from wherever they come (events, record search, reports), and what the checks say of them."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from kapok import clock
from kapok.errors import InputError, KapokError
from kapok.services.search_records import search
from kapok.statistics.checks import checks
from kapok.statistics.compute import compute_events
from kapok.statistics.declared import indicators, province, require_region
from kapok.statistics.model import Figure
from kapok.statistics.reconcile import Finding, reconcile
from kapok.statistics.store import Waiver, append_lines, reported_figures, waived, waivers_path


class Gathered(Struct, frozen=True):
    """The figures of a year and region, what the checks found, and which figures are withheld (id -> check)."""

    year: int
    region: str
    figures: dict[str, Figure]
    findings: list[Finding]
    withheld: dict[str, str]
    waivers: dict[str, Waiver]


def gather(home: Path, year: int, region: str = "", *, search_too: bool = False) -> Gathered:
    """The figures of a year. A year that the platform neither computes nor was told has none, and that is not an error."""
    place = require_region(region or province()[0])
    found = _figures(home, year, place, search_too=search_too)
    findings = reconcile(found, _figures(home, year - 1, place, search_too=False))
    waivers = waived(home, year)
    withheld = {name: each.check for each in findings if each.check not in waivers for name in each.withheld}
    return Gathered(year, place, found, findings, withheld, waivers)


def _figures(home: Path, year: int, region: str, *, search_too: bool) -> dict[str, Figure]:
    found = {key: each for (key, place), each in reported_figures(home, year).items() if place == region}
    shipped = {key for key, each in found.items() if each.origin == "shipped"}
    for each in compute_events(home, year):
        if each.region == region and each.month == 0 and each.id not in shipped:
            found[each.id] = each
    if search_too and region == province()[0]:
        for key, indicator in indicators(year).items():
            if indicator.producer.by == "records" and key not in found and (figure := _counted(home, year, key)):
                found[key] = figure
    return {key: found[key] for key in indicators(year) if key in found}


def _counted(home: Path, year: int, key: str) -> Figure | None:
    indicator = indicators(year)[key]
    try:
        total = search(home, indicator.producer.query, language="cql", category=indicator.producer.category, limit=0).total
    except KapokError:  # could not look: the figure stays open, it is not nought
        return None
    return Figure(
        id=key, year=year, value=str(total), unit=indicator.unit, origin="records",
        authority=indicator.producer.authority, definition_version=indicator.version,
    )  # fmt: skip


def waive(home: Path, check: str, year: int, person: str, reason: str) -> Waiver:
    """Record why figures that fail a check are published. Raises InputError without a person or a reason."""
    if check not in checks():
        raise InputError(f"There is no check '{check}'", "", f"Take one of: {', '.join(checks())}")
    if not person.strip() or len(reason.strip()) < 10:
        raise InputError("The waiver says too little", "a person and a reason in words are needed", "Say who and why")
    made = Waiver(check, year, person.strip(), clock.today().isoformat(), reason.strip())
    append_lines(waivers_path(home), [made])
    return made
