"""The white paper as its parts, in one language: every number stands there because an indicator was quoted."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from kapok.procedures.words import Words
from kapok.statistics.amounts import render_amount
from kapok.statistics.declared import authorities, indicators, units
from kapok.statistics.model import Figure, Indicator
from kapok.statistics.outline import QUOTE, Chapter, chapters, wording
from kapok.statistics.reconcile import Finding


class Row(Struct, frozen=True):
    """One figure in a table; `shown` is what is printed, `number` its value for a chart (None: withheld, missing)."""

    id: str
    name: str
    shown: str
    unit: str
    producer: str
    number: float | None = None


class ChapterPart(Struct, frozen=True):
    """One chapter in one language; `text` is a run of (text, id) pairs, the id "" where it is plain text."""

    key: str
    title: str
    text: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    chart: tuple[Row, ...]
    cities: tuple[tuple[str, str, int | None], ...] = ()


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


def say(key: str, language: str) -> str:
    """A word of the paper."""
    return wording()[key].in_language(language)


def definition(indicator: Indicator, language: str) -> str:
    """The definition: stated where it was declared, else composed of name, measure, unit and producer."""
    if indicator.definition is not None:
        return indicator.definition.in_language(language)
    who = authorities().get(indicator.producer.authority, Words("", "", "", "")).in_language(language)
    parts = (
        indicator.names.in_language(language), say(indicator.measure, language),
        units()[indicator.unit].names.in_language(language), who, indicator.producer.text, indicator.period_note,
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
    version: int = 1, erratum: str = "", cities: tuple[tuple[str, str, int | None], ...] = (),
) -> Paper:  # fmt: skip
    """The paper of a year in a language."""
    known = indicators(year)

    def row(key: str) -> Row:
        number = float(figures[key].number) if key in figures and key not in withheld else None
        unit = units()[known[key].unit].names.in_language(language)
        name = known[key].names.in_language(language)
        return Row(key, name, shown(key, figures, withheld, language), unit, known[key].producer.text, number)

    def part(chapter: Chapter) -> ChapterPart:
        pieces = QUOTE.split(chapter.text.in_language(language))
        text = tuple((shown(p, figures, withheld, language), p) if i % 2 else (p, "") for i, p in enumerate(pieces))
        sections = (chapter.section, "0") if chapter.section == "III" else (chapter.section,)
        rows = tuple(row(k) for k, each in known.items() if each.section in sections and each.kind == "figure")
        return ChapterPart(
            chapter.key, chapter.title.in_language(language), text, rows, tuple(row(k) for k in chapter.chart),
            cities if chapter.tiles else (),
        )  # fmt: skip

    return Paper(
        year=year, version=version, language=language, title=f"{say('title', language)} {year}", erratum=erratum,
        chapters=tuple(part(each) for each in chapters()),
        annex=tuple(
            (k, e.names.in_language(language), definition(e, language)) for k, e in known.items() if e.kind == "figure"
        ),
        findings=tuple((each.check, say(each.status, language), each.working) for each in findings),
    )  # fmt: skip
