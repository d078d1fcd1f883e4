"""Rows of a result list, from what the search says of each hit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.utils.translation import gettext as _

from kapok.portal import vocabulary
from kapok.portal.library.addresses import display_number
from kapok.portal.library.labels import class_label, status_label
from kapok.portal.library.parameters import SearchParameters
from kapok.portal.library.places import place_name

QUOTED_FIELDS = ("abstract", "goods", "claims", "description", "applicant", "inventor", "representative")
"""Highlighted fields that may be quoted under a row, best first; title and mark are shown in the row itself."""
MAX_QUOTES = 2
MAX_NAMES = 3
MAX_CLASSES = 6


@dataclass(frozen=True)
class Fact:
    """A labelled value under a title."""

    label: str
    text: str


@dataclass(frozen=True)
class HitRow:
    """One row: `title_marked` and `quotes` hold `<mark>`, everything else is plain text."""

    key: str
    category: str
    category_name: str
    title: str
    title_marked: str
    title_language: str
    number: str
    status: str
    status_name: str
    names: str
    facts: list[Fact]
    quotes: list[tuple[str, str]]
    image: bool
    group_size: int
    classes: list[str] = field(default_factory=list)


def hit_rows(hits: Iterable[Any], parameters: SearchParameters) -> list[HitRow]:
    """The rows of one page of results."""
    return [_row(hit, parameters) for hit in hits]


def _row(hit: Any, parameters: SearchParameters) -> HitRow:
    summary: dict[str, Any] = hit.summary
    status = str(summary.get("status") or "")
    title, marked, language = _title(hit.title, summary, hit.highlights)
    return HitRow(
        key=hit.key,
        category=hit.category,
        category_name=vocabulary.category_name(hit.category),
        title=title,
        title_marked=marked,
        title_language=language,
        number=display_number(hit.key),
        status=status,
        status_name=status_label(status) if status else "",
        names=_names(summary),
        facts=_facts(summary),
        quotes=_quotes(hit.highlights),
        image=bool(summary.get("has_image") and not summary.get("image_uri")),
        group_size=hit.group_size,
        classes=_classes(summary),
    )


def _title(title: str, summary: dict[str, Any], highlights: dict[str, list[str]]) -> tuple[str, str, str]:
    """Title, the same with its matches marked ("" without), its language.

    A title that matches comes first, then the one in the language of the page, then the one that the search gives.
    """
    titles: dict[str, str] = summary.get("titles") or {}
    by_text = {text: language for language, text in titles.items()}
    for fragment in [*highlights.get("title", ()), *highlights.get("mark", ())]:
        plain = unescape(fragment.replace("<mark>", "").replace("</mark>", ""))
        if plain == title or plain in by_text:
            return plain, fragment, by_text.get(plain, "")
    wanted = vocabulary.name_key()
    for language in (wanted, *(tag for tag in titles if tag.split("-")[0] == wanted.split("-")[0])):
        if own := titles.get(language):
            return own, "", language
    return title, "", by_text.get(title, str(summary.get("language") or ""))


def _names(summary: dict[str, Any]) -> str:
    """The applicants or holders; inventors or authors where there is none."""
    names = [str(name) for name in summary.get("applicants") or summary.get("inventors") or ()]
    more = len(names) - MAX_NAMES
    shown = "; ".join(names[:MAX_NAMES])
    return _("%(names)s and %(count)s more") % {"names": shown, "count": more} if more > 0 else shown


def _facts(summary: dict[str, Any]) -> list[Fact]:
    """The days of the record, in a fixed order."""
    labels = {"filing_date": _("Filed"), "publication_date": _("Published"), "registration_date": _("Registered")}
    return [Fact(label, str(summary[name])) for name, label in labels.items() if summary.get(name)]


def _classes(summary: dict[str, Any]) -> list[str]:
    """Class symbols; Nice classes with their short titles, because a bare number says little.

    Of a geographical indication what is protected, how, and from where.
    """
    if summary.get("protection_type") or summary.get("product_type"):
        places = [place_name(str(code)) for code in summary.get("country_codes") or ()]
        return [str(text) for text in (summary.get("protection_type"), summary.get("product_type"), *places) if text][
            :MAX_CLASSES
        ]
    if nice := summary.get("nice"):
        return [class_label("nice", str(symbol)) for symbol in nice[:MAX_CLASSES]]
    return [str(symbol) for symbol in summary.get("classes") or ()][:MAX_CLASSES]


def _quotes(highlights: dict[str, list[str]]) -> list[tuple[str, str]]:
    """At most two quotations: (name of the field, fragment)."""
    found = [
        (vocabulary.field_name(name), fragment)
        for name in QUOTED_FIELDS
        for fragment in highlights.get(name, [])[:1]
        if "<mark>" in fragment
    ]
    return found[:MAX_QUOTES]
