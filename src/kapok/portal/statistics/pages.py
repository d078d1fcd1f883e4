"""`/whitepaper/`, `/whitepaper/<year>/<chapter>` and `/indicators/<id>`: each number opens its definition and its working."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from kapok.errors import NotFound
from kapok.portal.assets import portal_version
from kapok.portal.language import HTML_TAGS
from kapok.portal.methods import read_only
from kapok.services.gather_figures import gather
from kapok.services.publish_whitepaper import Edition, editions, paper_of, prepare
from kapok.statistics.charts import bar_spec, render_svg
from kapok.statistics.checks import checks
from kapok.statistics.declared import indicators, require_indicator
from kapok.statistics.outline import chapters
from kapok.statistics.paper import definition, shown

FIRST_YEAR = 2023


def _language(request: HttpRequest) -> str:
    return HTML_TAGS.get(request.LANGUAGE_CODE, "en")


def _edition(year: int) -> tuple[Edition, bool]:
    """The newest published version of a year, else what would be published now, and whether it was published."""
    home = settings.KAPOK_CONFIG.home
    known = editions(home, year)
    return (known[-1], True) if known else (prepare(home, year), False)


def _answer(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """The page with an ETag over its content: it changes when a figure does, not when the lake does."""
    response = render(request, template, context)
    tag = f'W/"{hashlib.blake2b(response.content + portal_version().encode(), digest_size=12).hexdigest()}"'
    if tag in request.META.get("HTTP_IF_NONE_MATCH", ""):
        response = HttpResponseNotModified()
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = f"public, max-age={settings.KAPOK_CONFIG.cache_seconds}"
    return response


@read_only
def whitepaper_page(request: HttpRequest, year: int = FIRST_YEAR) -> HttpResponse:
    """`/whitepaper/` and `/whitepaper/<year>/`: the chapters, and what the checks found."""
    edition, published = _edition(year)
    paper = paper_of(edition, _language(request))
    parts = [{"title": each.title, "place": f"/whitepaper/{year}/{each.key}"} for each in paper.chapters]
    withheld = [(key, checks()[name].note.in_language(paper.language)) for key, name in edition.withheld.items()]
    return _answer(request, "whitepaper.html", {"paper": paper, "parts": parts, "published": published, "withheld": withheld})


@read_only
def chapter_page(request: HttpRequest, year: int, chapter: str) -> HttpResponse:
    """`/whitepaper/<year>/<chapter>`: the chapter's text, chart and table."""
    if chapter not in {each.key for each in chapters()}:
        raise NotFound(_("There is no such chapter"), "", _("Choose one from the white paper"))
    paper = paper_of(_edition(year)[0], _language(request))
    part = next(each for each in paper.chapters if each.key == chapter)
    drawn = any(row.number is not None for row in part.chart)
    chart = mark_safe(render_svg(bar_spec(part, paper.language))) if drawn else ""  # our own SVG
    return _answer(request, "whitepaper_chapter.html", {"paper": paper, "part": part, "chart": chart})


@read_only
def indicator_page(request: HttpRequest, key: str) -> HttpResponse:
    """`/indicators/<id>`: definition, source, the newest figure and the checks that speak of it."""
    indicator, language = require_indicator(key), _language(request)
    found = gather(settings.KAPOK_CONFIG.home, FIRST_YEAR)
    figure = found.figures.get(key)
    working = [(each.check, each.status, each.working) for each in found.findings if key in each.indicators]
    context = {
        "indicator": indicator,
        "name": indicator.names.in_language(language),
        "definition": definition(indicator, language),
        "shown": shown(key, found.figures, found.withheld, language),
        "figure": None if key in found.withheld else figure,
        "year": FIRST_YEAR,
        "working": working,
        "same": indicators().get(indicator.same_as),
    }
    return _answer(request, "indicator.html", context)
