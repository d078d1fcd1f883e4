"""Cited documents, grouped by who cited them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kapok.records.record import Citation


@dataclass(frozen=True)
class Cited:
    """One citation: `key` leads to the record where it is loaded."""

    text: str
    key: str
    notes: str


@dataclass(frozen=True)
class CitedGroup:
    """The citations of one origin."""

    heading: str
    items: list[Cited]


def cited_groups(cited: Iterable[tuple[Citation, str | None]]) -> list[CitedGroup]:
    """The citations of a record, those of search and examination first."""
    names = {
        "search": _("Cited in the search"),
        "examination": _("Cited in examination"),
        "opposition": _("Cited in opposition"),
        "applicant": _("Cited by the applicant"),
        "other": _("Other citations"),
        "unknown": _("Cited, the source does not say by whom"),
    }
    pairs = list(cited)
    groups = []
    for origin, heading in names.items():
        items = [_cited(citation, key or "") for citation, key in pairs if citation.origin == origin]
        if items:
            groups.append(CitedGroup(heading, items))
    return groups


def _cited(citation: Citation, key: str) -> Cited:
    number = citation.number
    text = f"{number.office_code} {number.number} {number.kind_code}".strip() if number else ""
    notes = [", ".join(citation.categories)]
    if citation.claims:
        notes.append(_("claims %(claims)s") % {"claims": citation.claims})
    if number and number.date:
        notes.append(number.date)
    if text and citation.text:
        notes.append(citation.text)
    return Cited(text or citation.text, key, " · ".join(note for note in notes if note))
