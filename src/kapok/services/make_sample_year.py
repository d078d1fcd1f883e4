"""A whole generated year in a home: cases, register entries, and the reports of figures that Kapok does not count itself."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from msgspec import Struct

from kapok import clock
from kapok.errors import NotAllowed
from kapok.services.sample.year import SHIPPED_YEAR, generate_entries, generate_events, scaled
from kapok.statistics.amounts import plain, rounded
from kapok.statistics.checks import checks
from kapok.statistics.compute import read_cells
from kapok.statistics.declared import indicators, province
from kapok.statistics.model import Figure
from kapok.statistics.reported import shipped_figures
from kapok.statistics.sources import SAMPLE
from kapok.statistics.store import Report, append_lines, read_lines, reported_figures, reports_path

YEAR = 2025
SAME_AS_BEFORE = ("percent", "rank", "years")
"""Units that do not grow with the size of a year."""


class SampleYear(Struct, frozen=True):
    """What was made."""

    year: int
    cases: int
    events: int
    entries: int
    reports: int


def make_sample_year(home: Path, year: int = YEAR, share: float = 1.0) -> SampleYear:
    """Generate a year; doing it again changes nothing. Raises NotAllowed for a year that ships or was really reported."""
    reported = [each for each in read_lines(reports_path(home), Report) if each.figure.year == year]
    if year <= SHIPPED_YEAR or any(each.file != SAMPLE for each in reported):
        raise NotAllowed(
            f"{year} holds real figures",
            "a generated year would stand among them",
            f"Take a year after {SHIPPED_YEAR} without reports",
        )
    cases, events = generate_events(home, year, share)
    entries = generate_entries(home, year, share)
    if not reported:
        made = _reports(home, year)
        append_lines(reports_path(home), made)
        reported = made
    return SampleYear(year, cases, events, entries, len(reported))


def _reports(home: Path, year: int) -> list[Report]:
    known = indicators(year)
    values: dict[str, Decimal] = {}
    for each in shipped_figures(SHIPPED_YEAR):
        if known[each.id].kind == "figure" and known[each.id].producer.by != "none":
            same = each.unit in SAME_AS_BEFORE or known[each.id].period == "change_on_year"
            values[each.id] = each.number if same else scaled(each.number, known[each.id].step)
    computed = {each.id: Decimal(each.value) for each in read_cells(home, year, region="440000", month=0)}
    before = {key: each.number for (key, place), each in reported_figures(home, year - 1).items() if place == province()[0]}
    for check in checks().values():  # so that the generated year adds up as a real one has to
        if check.kind == "sum":
            values[check.whole] = sum((values[part] for part in check.parts), Decimal(0))
        elif check.kind == "same":
            values |= dict.fromkeys(check.of, values[check.of[0]])
        elif check.kind == "rate":
            share = values[check.numerator] / values[check.denominators[0]] * 100
            values[check.rate] = rounded(share, known[check.rate].step)
        elif check.kind == "stock_flow" and check.stock in before:
            values[check.stock] = before[check.stock] + values[check.flow] - values.get(check.out, Decimal(0))
        elif check.kind == "growth" and before.get(check.figure):
            growth = (values[check.figure] / before[check.figure] - 1) * 100
            values[check.rate] = rounded(growth, known[check.rate].step)
        elif check.kind == "merged":
            values.pop(check.printed, None)
    at = clock.now().isoformat()
    qualifiers = {each.id: each.qualifier for each in shipped_figures(SHIPPED_YEAR)}
    return [
        Report(
            figure=Figure(
                id=key, year=year, value=plain(value), unit=known[key].unit, qualifier=qualifiers[key], origin="report",
                authority=known[key].producer.authority, source=SAMPLE, definition_version=known[key].version,
            ),
            authority=known[key].producer.authority, at=at, file=SAMPLE, row=row,
        )
        for row, (key, value) in enumerate(values.items(), 2)
        if key not in computed
    ]  # fmt: skip
