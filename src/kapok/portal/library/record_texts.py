"""The texts of a record: titles, abstracts, claims, description, goods by class; long ones are folded."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kapok.portal.language import HTML_TAGS
from kapok.portal.library.addresses import display_number
from kapok.records.record import Design, GeneralRecord, Mark, Patent, Record
from kapok.records.text import Claim, GoodsAndServices, Text

FOLD_FROM = 1_200
"""Texts longer than this, characters, are folded."""


@dataclass(frozen=True)
class Paragraph:
    """A piece of a text: `label` is the number of a claim or a class, `notes` stand small beside it."""

    text: str
    language: str = ""
    label: str = ""
    depth: int = 0
    notes: list[str] = field(default_factory=list)
    anchor: str = ""


@dataclass(frozen=True)
class Section:
    """One text with a heading; `code` is its INID code."""

    anchor: str
    heading: str
    code: str
    paragraphs: list[Paragraph]
    folded: bool
    count: int = 0


def main_title(record: Record) -> Text:
    """The title in the language of the page where there is one, else in the record's own language, else the first."""
    wanted = HTML_TAGS.get(get_language() or "en", "en")
    titles = list(record.titles)
    if not titles and isinstance(record, Mark) and record.mark_text:
        titles = [Text(record.mark_text)]
    for fits in (wanted.__eq__, lambda tag: tag.split("-")[0] == wanted.split("-")[0], record.language.__eq__):
        for title in titles:
            if fits(title.language):
                return title
    return titles[0] if titles else Text(display_number(record.key))


def other_titles(record: Record) -> list[Text]:
    """The titles that are not the main one."""
    first = main_title(record)
    return [title for title in record.titles if title != first]


def text_sections(record: Record) -> list[Section]:
    """Every text of the record that is more than a line."""
    sections = [_section("abstract", _("Abstract"), "57", _paragraphs(record.abstracts), fold=False)]
    if isinstance(record, Mark):
        goods = [_goods(entry) for entry in record.goods_and_services]
        sections.append(_section("goods", _("Goods and services"), "511", goods, fold=sum(len(g.text) for g in goods) > 4000))
    if isinstance(record, Patent | Design):
        claims = [_claim(claim) for claim in record.claims]
        sections.append(_section("claims", _("Claims"), "57", claims, fold=True, count=_claim_count(record.claims)))
        sections.append(_section("description", _("Description"), "", _paragraphs(record.descriptions), fold=True))
    if isinstance(record, GeneralRecord):
        paragraphs = _paragraphs(record.texts)
        sections.append(_section("text", _("Text"), "", paragraphs, fold=sum(len(p.text) for p in paragraphs) > FOLD_FROM))
    return [section for section in sections if section.paragraphs]


def _section(anchor: str, heading: str, code: str, paragraphs: list[Paragraph], *, fold: bool, count: int = 0) -> Section:
    return Section(anchor, heading, code, paragraphs, fold, count)


def _paragraphs(texts: tuple[Text, ...]) -> list[Paragraph]:
    """Each text cut at its line breaks; the language stands on every piece."""
    return [Paragraph(line.strip(), text.language) for text in texts for line in text.text.split("\n") if line.strip()]


def _claim(claim: Claim) -> Paragraph:
    notes = [_("depends on %(claims)s") % {"claims": ", ".join(map(str, claim.depends_on))}] if claim.depends_on else []
    return Paragraph(
        claim.text, claim.language, str(claim.number), 1 if claim.depends_on else 0, notes, f"claim-{claim.number}"
    )


def _claim_count(claims: tuple[Claim, ...]) -> int:
    """The number of claims, counted in the language that has most of them."""
    by_language = groupby(sorted(claim.language for claim in claims))
    return max((len(list(group)) for _language, group in by_language), default=0)


def _goods(entry: GoodsAndServices) -> Paragraph:
    notes = list(entry.similar_groups)
    if entry.edition:
        notes.append(_("edition %(edition)s") % {"edition": entry.edition})
    return Paragraph(entry.text or "; ".join(entry.terms), entry.language, f"{entry.nice_class:02d}", 0, notes)
