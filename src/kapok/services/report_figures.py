"""An authority reports figures: each row is taken, flagged or refused with its reason; nothing is ever overwritten.

Columns: id, year, value, unit and, where they differ from the declaration, region, qualifier; `reason` where a value corrects
an earlier one. The digest of the file enters the evidence log.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from kapok import clock
from kapok.errors import InputError, NotFound
from kapok.services.deposit_evidence import deposit_file
from kapok.statistics.amounts import parse_amount, plain
from kapok.statistics.declared import authorities, indicators, province, require_region, units
from kapok.statistics.model import Figure
from kapok.statistics.store import Report, append_lines, file_digest, reported_figures, reports_path

NEEDED = ("id", "year", "value", "unit")
ALLOWED = (*NEEDED, "region", "qualifier", "reason")
DUE = (3, 31)
"""Reports of a year are due by this month and day of the next."""
JUMP = 10
"""A value that is this many times the earlier one (or a part as small) is flagged: columns may have been swapped."""


class Told(Struct, frozen=True):
    """A row that was refused or flagged, with the reason."""

    row: int
    id: str
    why: str


class ReportResult(Struct, frozen=True):
    """What became of a reported file."""

    taken: int
    unchanged: int
    refused: list[Told]
    flagged: list[Told]
    digest: str
    log_index: int | None


def report_figures(home: Path, file: Path, authority: str) -> ReportResult:
    """Take the report of an authority. Raises InputError for a file that is no such table, NotFound for the authority."""
    if authority not in authorities():
        raise NotFound(f"There is no authority '{authority}'", "", f"Take one of: {', '.join(authorities())}")
    rows = _read(file)
    reading = _Reading(home, authority, file_digest(file))
    for number, row in rows:
        reading.take(number, row)
    log_index = None
    if reading.taken:
        log_index = deposit_file(home, file, entry_id=f"figures/{authority}/{reading.digest}", keep=True).log_index
        append_lines(reports_path(home), reading.taken)
    return ReportResult(len(reading.taken), reading.unchanged, reading.refused, reading.flagged, reading.digest, log_index)


def _read(file: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"The file {file} cannot be read", error.strerror or "", "Name a CSV file") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise InputError(
            f"{file.name}, line {line} is not UTF-8", "it is written in another encoding", "Save the table as UTF-8"
        ) from None
    reader = csv.reader(text.splitlines())
    head = [cell.strip() for cell in next(reader, [])]
    if missing := [name for name in NEEDED if name not in head]:
        raise InputError(
            f"{file.name} has no column '{missing[0]}'",
            f"its columns are {', '.join(head)[:200]}",
            f"Columns are {', '.join(ALLOWED)}",
        )
    if unknown := [name for name in head if name not in ALLOWED]:
        raise InputError(f"{file.name} has the unknown column '{unknown[0][:40]}'", "", f"Columns are {', '.join(ALLOWED)}")
    return [
        (reader.line_num, {name: (cells[place].strip() if place < len(cells) else "") for place, name in enumerate(head)})
        for cells in reader
        if any(cells)
    ]


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
            figure = self._figure(row)
        except (InputError, NotFound) as error:
            self.refused.append(Told(number, row["id"], f"{error.what}: {error.why}".rstrip(": ")))
            return
        place = (figure.id, figure.year, figure.region)
        if place in self.seen:
            same = self.seen[place] == figure.value
            self.refused.append(
                Told(number, figure.id, "stands twice" if same else f"contradicts {self.seen[place]} in the same file")
            )
            return
        self.seen[place] = figure.value
        earlier = self._earlier(figure)
        if earlier is not None:
            if (earlier.value, earlier.qualifier) == (figure.value, figure.qualifier):
                self.unchanged += 1
                return
            if not row.get("reason"):
                self.refused.append(
                    Told(number, figure.id, f"{earlier.value} was reported before; a correction needs a reason")
                )
                return
            figure = msgspec.structs.replace(figure, version=earlier.version + 1)
        flags = self._flags(figure, earlier)
        self.flagged += [Told(number, figure.id, flag) for flag in flags]
        self.taken.append(
            Report(
                figure=figure, authority=self.authority, at=clock.now().isoformat(), file=self.digest, row=number,
                reason=row.get("reason", ""), flags=tuple(flags),
            )
        )  # fmt: skip

    def _figure(self, row: dict[str, str]) -> Figure:
        if not row["year"].isascii() or not row["year"].isdigit() or len(row["year"]) != 4:
            raise InputError(f"'{row['year'][:20]}' is no year", "columns may be swapped", "")
        year = int(row["year"])
        if year > clock.today().year:
            raise InputError(f"{year} lies in the future", "a year is reported when it is over", "")
        indicator = indicators(year).get(row["id"])
        if indicator is None or indicator.kind != "figure":
            raise InputError(f"There is no figure '{row['id'][:40]}'", "", "")
        if indicator.producer.authority != self.authority:
            raise InputError(f"{indicator.id} is reported by {indicator.producer.authority}", f"not by {self.authority}", "")
        if row["unit"] != indicator.unit:
            raise InputError(f"the unit is '{row['unit'][:20]}'", f"{indicator.id} is counted in {indicator.unit}", "")
        value = parse_amount(row["value"])
        if value < 0 and indicator.period != "change_on_year":
            raise InputError(f"{row['value']} is negative", "a count or amount is not", "")
        if -int(value.as_tuple().exponent) > units()[indicator.unit].decimals:
            raise InputError(
                f"{row['value']} has too many decimals", f"{indicator.unit} takes {units()[indicator.unit].decimals}", ""
            )
        if indicator.unit == "percent" and indicator.period != "change_on_year" and value > 100:
            raise InputError(f"{row['value']} is more than the whole", "a share ends at 100 percent", "")
        qualifier = row.get("qualifier") or "exact"
        if qualifier not in ("exact", "over", "nearly"):
            raise InputError(f"'{qualifier[:20]}' is no qualifier", "there are exact, over and nearly", "")
        return Figure(
            id=indicator.id, year=year, value=plain(value), unit=indicator.unit, qualifier=qualifier,  # type: ignore[arg-type]
            region=require_region(row.get("region") or province()[0]), origin="report", authority=self.authority,
            source=self.digest, definition_version=indicator.version,
        )  # fmt: skip

    def _earlier(self, figure: Figure) -> Figure | None:
        if figure.year not in self.known:
            self.known[figure.year] = reported_figures(self.home, figure.year)
        return self.known[figure.year].get((figure.id, figure.region))

    def _flags(self, figure: Figure, earlier: Figure | None) -> list[str]:
        found = []
        if clock.today() > date(figure.year + 1, *DUE) and earlier is None:
            found.append(f"late: due by {date(figure.year + 1, *DUE).isoformat()}")
        before = reported_figures(self.home, figure.year - 1).get((figure.id, figure.region))
        for other in (earlier, before):
            if other is not None and other.number > 0 and figure.number > 0:
                ratio = figure.number / other.number
                if ratio >= JUMP or ratio * JUMP <= 1:
                    found.append(f"{figure.value} against {other.value} of {other.year}: a jump; unit or columns may be wrong")
        return found
