"""An authority reports figures: each row is taken, flagged or refused with its reason; nothing is ever overwritten.

Columns: id, year, value, unit and, where they differ from the declaration, region, qualifier; `reason` where a value corrects
an earlier one. What was taken is signed for the authority, and the digest of the file enters the evidence log.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import msgspec
from msgspec import Struct

from kapok import clock
from kapok.errors import InputError, KapokError, NotFound
from kapok.services.deposit_evidence import deposit_file
from kapok.services.read_report import Told, flags_of, read_figure, swapped_values
from kapok.services.read_table import parse_table
from kapok.services.sign_statement import sign_statement
from kapok.statistics.declared import authorities
from kapok.statistics.model import Figure
from kapok.statistics.store import Report, append_lines, reported_figures, reports_path

NEEDED = ("id", "year", "value", "unit")
ALLOWED = (*NEEDED, "region", "qualifier", "reason")
LARGEST = 4_000_000
"""Bytes of a report; a year of all figures by county is well below."""


class ReportResult(Struct, frozen=True):
    """What became of a report; `digest` is its file's hex SHA-256, `log_index` its place in the evidence log."""

    taken: int
    unchanged: int
    refused: list[Told]
    flagged: list[Told]
    digest: str
    log_index: int | None


def report_figures(home: Path, file: Path, authority: str, person: str = "") -> ReportResult:
    """Take the report of an authority from a file. InputError for what is no such table, NotFound for the authority."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(f"The file {file} cannot be read", error.strerror or "", "Name a CSV file") from None
    return take_report(home, data, file.name, authority, person)


def take_report(home: Path, data: bytes, name: str, authority: str, person: str = "") -> ReportResult:
    """The same for bytes that came in by a page or the API; `person` signs for the authority."""
    if authority not in authorities():
        raise NotFound(f"There is no authority '{authority[:40]}'", "", f"Take one of: {', '.join(authorities())}")
    if len(data) > LARGEST:
        raise InputError(f"{name} is too large", f"a report has at most {LARGEST // 10**6} MB", "Hand it in by parts")
    rows = parse_table(data, name, NEEDED, ALLOWED)
    _require_columns_in_place(rows, name)
    digest = hashlib.sha256(data).hexdigest()
    reading = _Reading(home, authority, digest)
    for number, row in rows:
        reading.take(number, row)
    reading.flag_swapped()
    log_index = None
    if reading.taken:
        log_index = _keep(home, data, reading.taken, authority, person)
        append_lines(reports_path(home), reading.taken)
    return ReportResult(len(reading.taken), reading.unchanged, reading.refused, reading.flagged, digest, log_index)


def received_path(home: Path, digest: str) -> Path:
    """Where a report lies as it came in; beside it, as `.json`, what was taken of it, signed."""
    return home / "statistics" / "received" / f"{digest}.csv"


def _keep(home: Path, data: bytes, taken: list[Report], authority: str, person: str) -> int:
    """Keep the file, sign what was taken of it, log it. What fails here leaves nothing taken."""
    path = received_path(home, hashlib.sha256(data).hexdigest())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    statement = {
        "kind": "figures-report/1", "authority": authority, "person": person, "at": clock.now().isoformat(timespec="seconds"),
        "file": path.stem, "figures": [msgspec.to_builtins(each.figure) for each in taken],
    }  # fmt: skip
    earlier = len(list(path.parent.glob(f"{path.stem}*.json")))
    path.with_suffix(f".{earlier}.json").write_bytes(sign_statement(home, statement))
    return deposit_file(home, path, entry_id=f"figures/{authority}/{path.stem}", keep=True).log_index


def _require_columns_in_place(rows: list[tuple[int, dict[str, str]]], name: str) -> None:
    """InputError where the rows cannot be read as they are, but could with two columns exchanged."""
    if len(rows) < 2 or _good(row for _, row in rows) * 5 > len(rows):
        return
    columns = [column for column in (*NEEDED, "region", "qualifier") if column in rows[0][1]]
    for one, other in combinations(columns, 2):
        exchanged = ({**row, one: row[other], other: row[one]} for _, row in rows)
        if _good(exchanged) * 5 >= 4 * len(rows):
            told = f"hardly a row can be read as it stands, and {len(rows)} rows could with the two exchanged"
            raise InputError(f"{name}: the columns '{one}' and '{other}' are swapped", told, "Correct the headings")


def _good(rows: Iterator[dict[str, str]]) -> int:
    count = 0
    for row in rows:
        try:
            read_figure(row, "", "")
            count += 1
        except KapokError:
            continue
    return count


class _Reading:
    def __init__(self, home: Path, authority: str, digest: str) -> None:
        self.home, self.authority, self.digest = home, authority, digest
        self.taken: list[Report] = []
        self.refused: list[Told] = []
        self.flagged: list[Told] = []
        self.unchanged = 0
        self.seen: dict[tuple[str, int, str], str] = {}
        self.known: dict[int, dict[tuple[str, str], Figure]] = {}

    def take(self, number: int, row: dict[str, str]) -> None:
        """One row: an entry in `taken`, `refused` or neither where it says what is known."""
        try:
            figure = read_figure(row, self.authority, self.digest)
        except (InputError, NotFound) as error:
            self.refused.append(Told(number, row["id"], f"{error.what}: {error.why}".rstrip(": ")))
            return
        place = (figure.id, figure.year, figure.region)
        if place in self.seen:
            same = self.seen[place] == figure.value
            why = "stands twice" if same else f"contradicts {self.seen[place]} in the same file"
            self.refused.append(Told(number, figure.id, why))
            return
        self.seen[place] = figure.value
        earlier = self.of(figure.year).get((figure.id, figure.region))
        if earlier is not None:
            if (earlier.value, earlier.qualifier) == (figure.value, figure.qualifier):
                self.unchanged += 1
                return
            if not row.get("reason"):
                why = f"{earlier.value} was reported before; a correction needs a reason"
                self.refused.append(Told(number, figure.id, why))
                return
            figure = msgspec.structs.replace(figure, version=earlier.version + 1)
        flags = flags_of(self.home, figure, earlier, self.of(figure.year - 1).get((figure.id, figure.region)))
        self.flagged += [Told(number, figure.id, flag) for flag in flags]
        self.taken.append(
            Report(
                figure=figure, authority=self.authority, at=clock.now().isoformat(), file=self.digest, row=number,
                reason=row.get("reason", ""), flags=tuple(flags),
            )
        )  # fmt: skip

    def of(self, year: int) -> dict[tuple[str, str], Figure]:
        """What is known of a year before this report."""
        if year not in self.known:
            self.known[year] = reported_figures(self.home, year)
        return self.known[year]

    def flag_swapped(self) -> None:
        """Flag two figures of which each has about the value that the other had."""
        found = swapped_values([each.figure for each in self.taken], self.of)
        for at, report in enumerate(self.taken):
            if (other := found.get((report.figure.id, report.figure.region, report.figure.year))) is not None:
                flag = f"looks exchanged with {other}: each has about the value that the other had the year before"
                self.flagged.append(Told(report.row, report.figure.id, flag))
                self.taken[at] = msgspec.structs.replace(report, flags=(*report.flags, flag))
