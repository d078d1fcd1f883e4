"""Case events and register entries become Parquet that statistics reads: handed in by the portal, names of people left out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from kapok.procedures.events import CaseEvent
from kapok.procedures.fold import fold
from kapok.procedures.registry import get_procedure
from kapok.statistics.sources import (
    OPERATOR,
    Entry,
    EventRow,
    entries_folder,
    events_folder,
    write_entries,
    write_events,
)


class ExportedCase(Struct, frozen=True):
    """One case as statistics may see it: its events, the region (GB/T 2260) of the office that handles it, and whose office."""

    region: str
    office: str
    events: tuple[CaseEvent, ...]
    authority: str = OPERATOR


def rows_of(case: ExportedCase) -> list[EventRow]:
    """The rows of one case; the state after each event and its day come from the fold, as everywhere."""
    if not case.events:
        return []
    procedure = get_procedure(case.events[0].procedure)
    steps = {step.sequence: step for step in fold(procedure, case.events).steps}
    return [
        EventRow(
            event.case, event.sequence, procedure.key, event.kind, step.state, step.day.isoformat(), case.region, case.office,
            case.authority,
        )
        for event in case.events
        if (step := steps.get(event.sequence)) is not None
    ]  # fmt: skip


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


def export_entries(home: Path, entries: Iterable[Entry], stem: str) -> dict[int, int]:
    """Write register entries by the year from which they hold; returns year -> entries. `stem` names the source's file."""
    by_year: dict[int, list[Entry]] = {}
    for entry in entries:
        by_year.setdefault(int(entry.since[:4]), []).append(entry)
    for year, rows in by_year.items():
        write_entries(entries_folder(home, year), rows, stem)
    return {year: len(rows) for year, rows in sorted(by_year.items())}
