"""The province asks an authority about a figure, the authority answers or corrects; who owes what. Everything said is kept."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from kapok import clock
from kapok.errors import InputError, NotAllowed
from kapok.services.read_report import due_day
from kapok.statistics.compute import read_cells
from kapok.statistics.declared import authorities, indicators, province, require_indicator, require_region
from kapok.statistics.store import Report, append_lines, read_lines, reported_figures, reports_path


class Said(Struct, frozen=True, kw_only=True):
    """A question about a figure, or the answer to it (`answer`)."""

    indicator: str
    year: int
    region: str
    authority: str
    person: str
    at: str
    text: str
    answer: bool = False


class Owed(Struct, frozen=True, kw_only=True):
    """How one authority stands with a year: what it owes, has reported and is asked; `missing` in the order of the paper."""

    authority: str
    year: int
    due_by: str
    due: int
    reported: int
    missing: tuple[str, ...]
    flagged: tuple[str, ...]
    questions: int


def said_path(home: Path) -> Path:
    """The file of questions and answers."""
    return home / "statistics" / "questions.jsonl"


def said_of(home: Path, indicator: str = "", year: int = 0, region: str = "") -> list[Said]:
    """What was asked and answered, oldest first."""
    return [
        each
        for each in read_lines(said_path(home), Said)
        if indicator in ("", each.indicator) and year in (0, each.year) and region in ("", each.region)
    ]


def versions_of(home: Path, indicator: str, year: int, region: str = "") -> list[Report]:
    """Every version of a figure that was reported, oldest first: corrections stand beside what they correct."""
    place = region or province()[0]
    found = read_lines(reports_path(home), Report)
    return [each for each in found if (each.figure.id, each.figure.year, each.figure.region) == (indicator, year, place)]


def open_questions(home: Path, year: int) -> dict[tuple[str, str], Said]:
    """(indicator, region) -> the question that waits: neither answered nor followed by a correction."""
    found: dict[tuple[str, str], Said] = {}
    for each in said_of(home, year=year):
        if each.answer:
            found.pop((each.indicator, each.region), None)
        else:
            found[each.indicator, each.region] = each
    for report in read_lines(reports_path(home), Report):
        place = (report.figure.id, report.figure.region)
        if report.figure.year == year and place in found and report.at > found[place].at:
            del found[place]
    return found


def ask_question(home: Path, indicator: str, year: int, region: str, person: str, text: str) -> Said:
    """Ask whoever answers for a figure. InputError without a person or words, or about a figure that nobody reported."""
    place = require_region(region or province()[0])
    if (indicator, place) not in reported_figures(home, year):
        raise InputError(f"{indicator} of {year} was not reported", "only a reported figure can be asked about", "Wait for it")
    return _say(home, indicator, year, place, person, text, answer=False)


def answer_question(home: Path, indicator: str, year: int, region: str, person: str, text: str) -> Said:
    """Answer the open question. Raises NotAllowed where none is open."""
    place = require_region(region or province()[0])
    if (indicator, place) not in open_questions(home, year):
        raise NotAllowed(f"Nobody asks about {indicator} of {year}", "there is no open question", "")
    return _say(home, indicator, year, place, person, text, answer=True)


def _say(home: Path, indicator: str, year: int, region: str, person: str, text: str, *, answer: bool) -> Said:
    authority = require_indicator(indicator, year).producer.authority
    if not person.strip() or len(text.strip()) < 5:
        raise InputError("Too little is said", "a person and a text in words are needed", "Say who and what")
    made = Said(
        indicator=indicator, year=year, region=region, authority=authority, person=person.strip(), text=text.strip()[:4000],
        at=clock.now().isoformat(), answer=answer,
    )  # fmt: skip
    append_lines(said_path(home), [made])
    return made


def due_of(home: Path, authority: str, year: int) -> list[str]:
    """The figures that an authority has to report for a year: those of which Kapok counts nothing itself."""
    counted = {each.id for each in read_cells(home, year, region=province()[0], month=0)}
    return [
        key
        for key, each in indicators(year).items()
        if each.kind == "figure" and each.producer.authority == authority and key not in counted
    ]


def overview(home: Path, year: int, authority: str = "") -> list[Owed]:
    """How every authority (or one) stands with a year."""
    known, questions = reported_figures(home, year), open_questions(home, year)
    flagged = {
        each.figure.id: each.authority
        for each in read_lines(reports_path(home), Report)
        if each.figure.year == year and each.flags
    }
    found = []
    for key in authorities():
        if authority and key != authority:
            continue
        due = due_of(home, key, year)
        missing = tuple(each for each in due if (each, province()[0]) not in known)
        found.append(
            Owed(
                authority=key, year=year, due_by=due_day(year).isoformat(), due=len(due), reported=len(due) - len(missing),
                missing=missing, flagged=tuple(name for name, whose in flagged.items() if whose == key),
                questions=sum(each.authority == key for each in questions.values()),
            )
        )  # fmt: skip
    return found
