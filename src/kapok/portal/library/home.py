"""The first page: one box, the 15 categories with what they hold, some queries to try."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from kapok.portal import gateway, vocabulary
from kapok.portal.library.parameters import SearchParameters
from kapok.portal.methods import read_only
from kapok.portal.template_tags import href

EXAMPLES = (
    ("battery -lead", _("words, one left out"), ""),
    ("applicant:university year:2024", _("who and when"), ""),
    ("H01M 10/052", _("a class"), ""),
    ("申请人=大学 and 名称=传感器", _("Chinese field names"), ""),
    ('ti=(solar prox/distance<=3 cell) and pd within "2015 2020"', _("CQL, as in OPS"), "patent"),
    ("US7272630B2", _("a number in any form"), ""),
)
"""Query, what it shows, category."""

SERVICES = (
    ("/similar/", _("Similar marks"), _("Is there anything like my mark? Ranked, with reasons")),
    ("/registers/", _("Registers"), _("Inquire by number, name, holder, class and status")),
    ("/navigation/", _("Patent navigation"), _("The landscape of a technology: who, where, when, what is thin")),
    ("/watches/", _("Watches"), _("Be told when something new matches")),
    ("/apply/", _("Apply"), _("Begin a case, hand in papers, follow it")),
    ("/certificates", _("Data IP certificates"), _("The public register of data intellectual property")),
    ("/verify", _("Check a certificate"), _("By number, by QR code, or from the PDF")),
    ("/notices", _("Public notices"), _("What is announced now, and until when one may object")),
)
"""Address, name, what one does there."""


@dataclass(frozen=True)
class CategoryCard:
    """One category on the first page; `newest` is the day of its newest document (ISO, may be empty)."""

    key: str
    name: str
    note: str
    count: int
    newest: str
    address: str


@dataclass(frozen=True)
class Example:
    """A query to try."""

    text: str
    note: str
    address: str


@dataclass(frozen=True)
class Service:
    """One service that the first page leads to."""

    address: str
    name: str
    note: str


def category_cards() -> list[CategoryCard]:
    """Every category, also those that hold nothing yet."""
    held = gateway.current().category_counts()
    cards = []
    for key, category in vocabulary.categories().items():
        info = held.get(key)
        cards.append(
            CategoryCard(
                key=key,
                name=vocabulary.localised(category.names),
                note=vocabulary.localised(category.note),
                count=info.count if info else 0,
                newest=(info.newest or "") if info else "",
                address=SearchParameters(category=key).address(),
            )
        )
    return cards


@read_only
def home_page(request: HttpRequest) -> HttpResponse:
    """`/`."""
    cards = category_cards()
    examples = [
        Example(text, str(note), SearchParameters(text=text, category=category).address()) for text, note, category in EXAMPLES
    ]
    context = {
        "cards": cards,
        "total": sum(card.count for card in cards),
        "newest": max((card.newest for card in cards), default=""),
        "examples": examples,
        "services": [Service(href(address), str(name), str(note)) for address, name, note in SERVICES],
        "parameters": SearchParameters(),
    }
    return render(request, "home.html", context)
