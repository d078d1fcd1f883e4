"""Rows of a result list, from what the search says of each hit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from kapok.portal import vocabulary
from kapok.portal.library.addresses import display_number
from kapok.portal.library.labels import status_label
from kapok.portal.library.parameters import SearchParameters

SNIPPET_FIELDS = ("abstract", "goods", "claims", "description", "applicant", "inventor", "representative", "title", "mark")
"""Highlighted fields that may be quoted under a row, best first; the title is shown in the row itself."""


@dataclass(frozen=True)
class Fact:
    """A labelled value under a title."""

    label: str
    text: str


@dataclass(frozen=True)
class HitRow:
    """One row: `title_marked` and `snippets` hold `<mark>`, everything else is plain text."""

    key: str
    category: str
    category_name: str
    title: str
    title_marked: str
    title_language: str
    number: str
    status: str
    status_name: str
    facts: list[Fact]
    snippets: list[tuple[str, str]]
    image: bool
    group_size: int
    classes: list[str] = field(default_factory=list)


def hit_rows(hits: Iterable[Any], parameters: SearchParameters) -> list[HitRow]:
    """The rows of one page of results."""
    return [_row(hit, parameters) for hit in hits]


def _row(hit: Any, parameters: SearchParameters) -> HitRow:
    summary: dict[str, Any] = hit.summary
    status = str(summary.get("status") or "")
    marked = hit.highlights.get("title") or hit.highlights.get("mark") or []
    return HitRow(
        key=hit.key,
        category=hit.category,
        category_name=vocabulary.category_name(hit.category),
        title=hit.title,
        title_marked=marked[0] if len(marked) == 1 and _plain(marked[0]) == hit.title else "",
        title_language=str(summary.get("language") or ""),
        number=display_number(hit.key),
        status=status,
        status_name=status_label(status) if status else "",
        facts=_facts(summary),
        snippets=_snippets(hit.highlights),
        image=bool(summary.get("image")),
        group_size=hit.group_size,
        classes=[str(symbol) for symbol in summary.get("classes") or ()][:6],
    )


def _facts(summary: dict[str, Any]) -> list[Fact]:
    """Who and when, in a fixed order."""
    facts = []
    for name in ("applicant", "inventor", "filing_date", "publication_date", "registration_date"):
        value = summary.get(name)
        if isinstance(value, list | tuple):
            value = "; ".join(str(part) for part in value[:3])
        if value:
            facts.append(Fact(vocabulary.field_name(name), str(value)))
    return facts


def _plain(fragment: str) -> str:
    return unescape(fragment.replace("<mark>", "").replace("</mark>", ""))


def _snippets(highlights: dict[str, list[str]]) -> list[tuple[str, str]]:
    """At most two quotations: (name of the field, fragment)."""
    found = [
        (vocabulary.field_name(name), fragment)
        for name in SNIPPET_FIELDS
        if name not in ("title", "mark")
        for fragment in highlights.get(name, [])[:1]
        if "<mark>" in fragment
    ]
    return found[:2]
