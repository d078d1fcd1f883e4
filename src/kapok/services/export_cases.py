"""Case events become Parquet that statistics reads: handed in by the portal as cases with their office and its region."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from kapok.procedures.events import CaseEvent
from kapok.procedures.fold import fold
from kapok.procedures.registry import get_procedure
from kapok.statistics.compute import EventRow, events_folder, write_events


class ExportedCase(Struct, frozen=True):
    """One case as statistics may see it: its events, and the region (GB/T 2260) of the office that handles it."""

    region: str
    office: str
    events: tuple[CaseEvent, ...]


def rows_of(case: ExportedCase) -> list[EventRow]:
    """The rows of one case; the state after each event and its day come from the fold, as everywhere."""
    if not case.events:
        return []
    procedure = get_procedure(case.events[0].procedure)
    steps = {step.sequence: step for step in fold(procedure, case.events).steps}
    return [
        EventRow(
            step.event.case, step.event.sequence, procedure.key, step.event.kind, step.state, step.day, case.region, case.office
        )
        for step in (
            _Stepped(event, steps[event.sequence].state, steps[event.sequence].day.isoformat())
            for event in case.events
            if event.sequence in steps
        )
    ]


class _Stepped(Struct, frozen=True):
    event: CaseEvent
    state: str
    day: str


def export_cases(home: Path, cases: Iterable[ExportedCase], years: Iterable[int] = ()) -> dict[int, int]:
    """Write the events of every year (or of `years` alone); returns year -> events. Running it twice changes nothing."""
    chosen = set(years)
    by_year: dict[int, list[EventRow]] = {}
    for case in cases:
        for row in rows_of(case):
            year = int(row.day[:4])
            if not chosen or year in chosen:
                by_year.setdefault(year, []).append(row)
    for year, rows in by_year.items():
        write_events(events_folder(home, year), rows)
    return {year: len(rows) for year, rows in sorted(by_year.items())}
