"""The white paper as its parts, in one language: every number stands there because an indicator was quoted."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from kapok.procedures.registry import procedures
from kapok.procedures.words import Words
from kapok.statistics.amounts import render_amount
from kapok.statistics.declared import authorities, cities, indicators, registers, units
from kapok.statistics.model import Figure, Indicator
from kapok.statistics.outline import QUOTE, Chapter, chapters, wording
from kapok.statistics.reconcile import Finding
from kapok.statistics.working import tell_working


class Row(Struct, frozen=True):
    """One figure in a table; `shown` is what is printed, `number` its value for a chart (None: withheld, missing)."""

    id: str
    name: str
    shown: str
    unit: str
    producer: str
    number: float | None = None


class Tiles(Struct, frozen=True):
    """One figure by city: (code, name, what is printed, its value); a value is None where small counts are hidden."""

    id: str
    name: str
    cities: tuple[tuple[str, str, str, float | None], ...]


class ChapterPart(Struct, frozen=True):
    """One chapter in one language; `text` is a run of (text, id) pairs, the id "" where it is plain text."""

    key: str
    title: str
    text: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    chart: tuple[Row, ...]
    tiles: Tiles | None = None


class Paper(Struct, frozen=True, kw_only=True):
    """The whole paper."""

    year: int
    version: int
    language: str
    title: str
    chapters: tuple[ChapterPart, ...]
    annex: tuple[tuple[str, str, str], ...]
    findings: tuple[tuple[str, str, str], ...]
    erratum: str = ""
    sample: bool = False


def say(key: str, language: str) -> str:
    """A word of the paper."""
    return wording()[key].in_language(language)


def counted_by(indicator: Indicator, language: str) -> str:
    """Where the figure comes from, in words: the procedure and its act, the register, the records, or that it is reported."""
    producer = indicator.producer
    told = say(f"by_{producer.by}", language)
    if producer.by == "events" and (procedure := procedures().get(producer.procedure)) is not None:
        act = procedure.transitions.get(producer.counts)
        names = [procedure.name.in_language(language), act.name.in_language(language) if act else ""]
        return f"{told}: " + " · ".join(each for each in names if each)
    if producer.by == "register":
        return f"{told}: {registers()[producer.register].names.in_language(language)}"
    return told


def definition(indicator: Indicator, language: str) -> str:
    """The definition: stated where it was declared, else composed of name, measure, unit and producer."""
    if indicator.definition is not None:
        return indicator.definition.in_language(language)
    who = authorities().get(indicator.producer.authority, Words("", "", "", "")).in_language(language)
    parts = (
        indicator.names.in_language(language), say(indicator.measure, language),
        units()[indicator.unit].names.in_language(language), who, counted_by(indicator, language), indicator.period_note,
        f"{say('version', language)} {indicator.version} ({indicator.in_force_from.isoformat()})",
    )  # fmt: skip
    return "; ".join(part for part in parts if part)


def shown(key: str, figures: Mapping[str, Figure], withheld: Mapping[str, str], language: str) -> str:
    """A figure as the paper prints it; withheld and missing ones say so instead."""
    if key in withheld:
        return f"[{say('withheld', language)}]"
    if key not in figures:
        return f"[{say('missing', language)}]"
    return render_amount(figures[key].value, figures[key].qualifier, language)


def build_paper(
    year: int, language: str, figures: Mapping[str, Figure], withheld: Mapping[str, str], findings: list[Finding], *,
    version: int = 1, erratum: str = "", tiles: Mapping[str, Mapping[str, str | None]] | None = None, sample: bool = False,
) -> Paper:  # fmt: skip
    """The paper of a year in a language."""
    known = indicators(year)

    def row(key: str) -> Row:
        number = float(figures[key].number) if key in figures and key not in withheld else None
        unit = units()[known[key].unit].names.in_language(language)
        name = known[key].names.in_language(language)
        return Row(key, name, shown(key, figures, withheld, language), unit, known[key].producer.text, number)

    def by_city(key: str) -> Tiles | None:
        values = (tiles or {}).get(key)
        if not values or key in withheld:
            return None
        rows = []
        for code, city in cities().items():
            value = values.get(code, "0")
            told = say("hidden", language) if value is None else render_amount(value, "exact", language)
            rows.append((code, city.names.in_language(language), told, None if value is None else float(value)))
        return Tiles(key, known[key].names.in_language(language), tuple(rows))

    def part(chapter: Chapter) -> ChapterPart:
        pieces = QUOTE.split(chapter.text.in_language(language))
        text = tuple((shown(p, figures, withheld, language), p) if i % 2 else (p, "") for i, p in enumerate(pieces))
        sections = (chapter.section, "0") if chapter.section == "III" else (chapter.section,)
        rows = tuple(row(k) for k, each in known.items() if each.section in sections and each.kind == "figure")
        return ChapterPart(
            chapter.key, chapter.title.in_language(language), text, rows, tuple(row(k) for k in chapter.chart),
            by_city(chapter.tiles),
        )  # fmt: skip

    return Paper(
        year=year, version=version, language=language, title=f"{say('title', language)} {year}", erratum=erratum,
        sample=sample,
        chapters=tuple(part(each) for each in chapters()),
        annex=tuple(
            (k, e.names.in_language(language), definition(e, language)) for k, e in known.items() if e.kind == "figure"
        ),
        findings=tuple((each.check, say(each.status, language), tell_working(each.working, language)) for each in findings),
    )  # fmt: skip
