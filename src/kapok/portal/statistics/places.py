"""A figure by place and month as anyone may see it, and the pages of the cases behind it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kapok.errors import InputError, NotFound
from kapok.portal.accounts.signed_in import person_of, signed_in
from kapok.portal.methods import read_only
from kapok.portal.sent_numbers import whole_number
from kapok.portal.statistics.pages import answer, language_of, year_of
from kapok.portal.statistics.reporters import is_compiler
from kapok.portal.statistics.sights import public_sights, sights_of
from kapok.services.drill_down import DrillDown, drill_down, public_overview
from kapok.statistics.amounts import render_amount
from kapok.statistics.declared import cities, province, region_names, require_indicator
from kapok.statistics.paper import say
from kapok.statistics.public import public_counties
from kapok.statistics.suppress import REST

MOST_SHOWN = 200
"""Rows of one page; a longer list is narrowed by place and month."""


def place_rows(home: Path, key: str, year: int, language: str) -> list[dict[str, Any]]:
    """The province, the cities and what belongs to none: the year and twelve months each; empty where nothing is computed."""
    rows = []
    for place, values in public_overview(home, key, year):
        if not any(value != "0" for value in values) and place in cities():
            continue
        name = _("Offices of the province") if place == REST else region_names(place).in_language(language)
        cells = [
            ("·" if value is None else render_amount(value, "exact", language), month, value is None)
            for month, value in enumerate(values)
        ]
        rows.append(
            {
                "code": place,
                "name": name,
                "year": cells[0][0],
                "months": cells[1:],
                "open": place != REST,
                "city": place in cities(),
            }
        )
    return rows


def county_rows(home: Path, key: str, year: int, city: str, language: str) -> list[tuple[str, str, str]]:
    """(code, name, figure) of the counties of a city in the year."""
    if city not in cities():
        return []
    rows = []
    for code, value in sorted(public_counties(home, year, key, city).items()):
        name = _("Offices of the city") if code == city else region_names(code).in_language(language)
        told = say("hidden", language) if value is None else render_amount(value, "exact", language)
        if value != "0":
            rows.append((code, name, told))
    return rows


def _asked(request: HttpRequest) -> tuple[int, str, int]:
    month = whole_number(request.GET.get("month", "") or "0", 12)
    if month is None:
        raise InputError(_("That is no month"), _("months are 1 to 12"), _("Choose a month"))
    return year_of(request), request.GET.get("region", "") or province()[0], month


def _context(request: HttpRequest, found: DrillDown, language: str) -> dict[str, Any]:
    indicator = require_indicator(found.id, found.year)
    return {
        "found": found,
        "name": indicator.names.in_language(language),
        "place": region_names(found.region).in_language(language),
        "shown": say("hidden", language) if found.value is None else render_amount(found.value, "exact", language),
        "cases": [
            {
                "key": each.case_key,
                "day": each.day,
                "place": each.address,
                "reason": each.reason,
                "region": _name(each.region, language),
            }
            for each in found.cases[:MOST_SHOWN]
        ],
        "entries": [(each, _name(each.region, language)) for each in found.entries[:MOST_SHOWN]],
        "more": max(0, len(found.cases) - MOST_SHOWN, len(found.entries) - MOST_SHOWN),
        "back": f"/indicators/{found.id}",
        "mine": f"/reports/figures/{found.id}",
    }


def _name(region: str, language: str) -> str:
    try:
        return region_names(region).in_language(language)
    except NotFound:
        return region


@read_only
def cases_page(request: HttpRequest, key: str) -> HttpResponse:
    """`/indicators/<id>/cases`: what a figure counts, as anyone may see it."""
    year, region, month = _asked(request)
    found = drill_down(settings.KAPOK_CONFIG.home, key, year, region, month, sights=public_sights)
    return answer(request, "statistics/cases.html", {**_context(request, found, language_of(request)), "public": True})


@signed_in()
def my_cases_page(request: HttpRequest, key: str) -> HttpResponse:
    """`/reports/figures/<id>`: the same as the person who is signed in may see it."""
    person = person_of(request)
    year, region, month = _asked(request)
    home = settings.KAPOK_CONFIG.home
    found = drill_down(home, key, year, region, month, sights=sights_of(person), insider=is_compiler(person))
    return render(request, "statistics/cases.html", {**_context(request, found, language_of(request)), "public": False})
