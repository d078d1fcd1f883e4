"""All figures of a year from wherever they come (events, registers, lake, reports), and what the checks say of them."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from kapok import clock
from kapok.errors import InputError
from kapok.statistics.checks import checks
from kapok.statistics.compute import compute_figures
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


def gather(home: Path, year: int, region: str = "") -> Gathered:
    """The figures of a year. A year that the platform neither computes nor was told has none, and that is not an error."""
    place = require_region(region or province()[0])
    found = figures_of(home, year, place)
    findings = reconcile(found, figures_of(home, year - 1, place))
    waivers = waived(home, year)
    withheld = {name: each.check for each in findings if each.check not in waivers for name in each.withheld}
    return Gathered(year, place, found, findings, withheld, waivers)


def figures_of(home: Path, year: int, region: str, month: int = 0) -> dict[str, Figure]:
    """The figures of one place and month (0: the year) in the order of the declarations.

    What a shipped data set states of a year stays; what Kapok computes stands before what was reported.
    """
    reported = reported_figures(home, year) if not month else {}
    found = {key: each for (key, place), each in reported.items() if place == region}
    shipped = {key for key, each in found.items() if each.origin == "shipped"}
    for each in compute_figures(home, year, region, month):
        if each.id not in shipped:
            found[each.id] = each
    return {key: found[key] for key in indicators(year) if key in found}


def waive(home: Path, check: str, year: int, person: str, reason: str) -> Waiver:
    """Record why figures that fail a check are published. Raises InputError without a person or a reason."""
    if check not in checks():
        raise InputError(f"There is no check '{check}'", "", f"Take one of: {', '.join(checks())}")
    if not person.strip() or len(reason.strip()) < 10:
        raise InputError("The waiver says too little", "a person and a reason in words are needed", "Say who and why")
    made = Waiver(check, year, person.strip(), clock.today().isoformat(), reason.strip())
    append_lines(waivers_path(home), [made])
    return made
