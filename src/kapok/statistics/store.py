"""What is reported and waived in a home: JSON lines that are only ever added to."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from kapok.errors import IntegrityError
from kapok.statistics.model import Figure
from kapok.statistics.reported import shipped_figures

T = TypeVar("T")


class Report(Struct, frozen=True, kw_only=True):
    """One reported value as it was taken: who, when, from which file (digest), and why where it corrects an earlier one."""

    figure: Figure
    authority: str
    at: str
    file: str
    row: int
    reason: str = ""
    flags: tuple[str, ...] = ()


class Waiver(Struct, frozen=True):
    """Somebody recorded why a figure is published although a check fails."""

    check: str
    year: int
    person: str
    day: str
    reason: str


def reports_path(home: Path) -> Path:
    """The file of reported values."""
    return home / "statistics" / "reports.jsonl"


def waivers_path(home: Path) -> Path:
    """The file of waivers."""
    return home / "statistics" / "waivers.jsonl"


def read_lines(path: Path, kind: type[T]) -> list[T]:
    """The lines of a file, none where it is not there. Raises IntegrityError for a damaged line before the last."""
    if not path.is_file():
        return []
    lines = path.read_bytes().split(b"\n")
    whole, torn = lines[:-1], lines[-1]
    del torn  # a line without its end was being written when the program was stopped: it never counted
    found = []
    for number, line in enumerate(whole, start=1):
        try:
            found.append(msgspec.json.decode(line, type=kind))
        except msgspec.DecodeError as error:
            raise IntegrityError(f"{path.name}, line {number} is damaged", str(error), "Restore the file") from None
    return found


def append_lines(path: Path, values: list[T]) -> None:
    """Add values in one write, on the disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_file() and (data := path.read_bytes()) and not data.endswith(b"\n"):
        with path.open("rb+") as handle:
            handle.truncate(data.rfind(b"\n") + 1)
    with path.open("ab") as handle:
        handle.write(b"".join(msgspec.json.encode(value) + b"\n" for value in values))
        handle.flush()
        os.fsync(handle.fileno())


def reported_figures(home: Path, year: int) -> dict[tuple[str, str], Figure]:
    """(id, region) -> the newest version of what was reported or ships for a year."""
    found = {(each.id, each.region): each for each in shipped_figures(year)}
    for report in read_lines(reports_path(home), Report):
        if report.figure.year == year:
            found[report.figure.id, report.figure.region] = report.figure
    return found


def waived(home: Path, year: int) -> dict[str, Waiver]:
    """Check -> the newest waiver of a year."""
    return {each.check: each for each in read_lines(waivers_path(home), Waiver) if each.year == year}


def file_digest(path: Path) -> str:
    """Hex SHA-256 of a file, "" where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
