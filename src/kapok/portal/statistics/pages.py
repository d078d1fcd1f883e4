"""`/whitepaper/`, its chapters, `/indicators/<id>` and the cases behind: each number opens its definition and its working."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from kapok import clock
from kapok.errors import InputError, NotFound
from kapok.portal.assets import portal_version
from kapok.portal.language import HTML_TAGS
from kapok.portal.methods import read_only
from kapok.portal.sent_numbers import whole_number
from kapok.services.gather_figures import gather
from kapok.services.publish_whitepaper import EARLIEST_YEAR, Edition, editions, is_sample, paper_of, prepare
from kapok.services.years_of_figures import years_with_figures
from kapok.statistics.charts import bar_spec, render_svg, tile_spec
from kapok.statistics.checks import checks
from kapok.statistics.declared import authorities, indicators, require_indicator, units
from kapok.statistics.outline import chapters
from kapok.statistics.paper import ChapterPart, counted_by, definition, say, shown
from kapok.statistics.working import tell_working

FIRST_YEAR = 2023
"""The year that ships."""


def language_of(request: HttpRequest) -> str:
    """The language of a page as the declared words know it."""
    return HTML_TAGS.get(request.LANGUAGE_CODE, "en")


def year_of(request: HttpRequest) -> int:
    """The year that a page is asked for, else the first. InputError for what is no year."""
    asked = request.GET.get("year", "")
    if not asked:
        return FIRST_YEAR
    year = whole_number(asked, clock.today().year) or 0
    if year < EARLIEST_YEAR:
        raise InputError(_("That is no year"), _("figures are there for years that have begun"), _("Choose a year"))
    return year


def _edition(year: int) -> tuple[Edition, bool]:
    """The newest published version of a year, else what would be published now, and whether it was published."""
    home = settings.KAPOK_CONFIG.home
    known = editions(home, year)
    return (known[-1], True) if known else (prepare(home, year), False)


def answer(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
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
    """`/whitepaper/` and `/whitepaper/<year>/`: the chapters with their first figures, and what the checks found."""
    edition, published = _edition(year)
    paper = paper_of(edition, language_of(request))
    parts = [{"title": each.title, "place": f"/whitepaper/{year}/{each.key}", "rows": _first(each)} for each in paper.chapters]
    withheld = [
        {"id": key, "name": indicators(year)[key].names.in_language(paper.language), "place": f"/indicators/{key}",
         "note": checks()[name].note.in_language(paper.language)}
        for key, name in edition.withheld.items()
    ]  # fmt: skip
    noted = {each.check: each.status for each in edition.findings}
    findings = [
        (checks()[check].note.in_language(paper.language) if check in checks() else check, status, noted[check], working)
        for check, status, working in paper.findings
    ]
    context: dict[str, object] = {
        "paper": paper, "parts": parts, "published": published, "withheld": withheld, "findings": findings, "year": year,
        "years": years_with_figures(settings.KAPOK_CONFIG.home),
        "sample": say("sample", paper.language) if paper.sample else "",
    }  # fmt: skip
    return answer(request, "whitepaper.html", context)


def _first(part: ChapterPart) -> list[dict[str, str]]:
    """The figures that a chapter's chart shows, as a dashboard names them."""
    return [{"name": row.name, "shown": row.shown, "unit": row.unit} for row in part.chart if row.number is not None][:3]


@read_only
def chapter_page(request: HttpRequest, year: int, chapter: str) -> HttpResponse:
    """`/whitepaper/<year>/<chapter>`: the dashboard of a chapter: its text, charts, tiles by city and tables."""
    if chapter not in {each.key for each in chapters()}:
        raise NotFound(_("There is no such chapter"), "", _("Choose one from the white paper"))
    paper = paper_of(_edition(year)[0], language_of(request))
    at = next(index for index, each in enumerate(paper.chapters) if each.key == chapter)
    part = paper.chapters[at]
    drawn = any(row.number is not None for row in part.chart)
    tiles = part.tiles
    context: dict[str, object] = {
        "paper": paper, "part": part, "year": year,
        "chart": mark_safe(render_svg(bar_spec(part, paper.language))) if drawn else "",  # our own SVG
        "charted": [row for row in part.chart if row.number is not None],
        "tiles": tiles, "tile_chart": mark_safe(render_svg(tile_spec(tiles, paper.language))) if tiles else "",
        "before": paper.chapters[at - 1] if at else None,
        "after": paper.chapters[at + 1] if at + 1 < len(paper.chapters) else None,
        "sample": say("sample", paper.language) if paper.sample else "",
    }  # fmt: skip
    return answer(request, "whitepaper_chapter.html", context)


@read_only
def indicator_page(request: HttpRequest, key: str) -> HttpResponse:
    """`/indicators/<id>`: definition, source, the figure of a year, its places and months, and the checks that speak of it."""
    from kapok.portal.statistics.places import county_rows, place_rows

    year, language, home = year_of(request), language_of(request), settings.KAPOK_CONFIG.home
    indicator = require_indicator(key, year)
    found = gather(home, year)
    figure = None if key in found.withheld else found.figures.get(key)
    marked = {each.check: each for each in found.findings if key in each.indicators}
    context: dict[str, Any] = {
        "indicator": indicator,
        "name": indicator.names.in_language(language),
        "unit": units()[indicator.unit].names.in_language(language),
        "definition": definition(indicator, language),
        "counted_by": counted_by(indicator, language),
        "authority": authorities()[indicator.producer.authority].in_language(language) if indicator.producer.authority else "",
        "shown": shown(key, found.figures, found.withheld, language),
        "figure": figure,
        "year": year,
        "years": years_with_figures(home),
        "working": [
            (
                checks()[name].note.in_language(language),
                say(each.status, language),
                each.status,
                tell_working(each.working, language),
            )
            for name, each in marked.items()
        ],
        "same": indicators().get(indicator.same_as),
        "rows": place_rows(home, key, year, language),
        "counties": county_rows(home, key, year, request.GET.get("city", ""), language),
        "city": request.GET.get("city", ""),
        "cases": f"/indicators/{key}/cases",
        "computed": figure is not None and figure.origin in ("events", "register", "records"),
        "sample": say("sample", language) if is_sample(home, year) else "",
    }  # fmt: skip
    return answer(request, "indicator.html", context)
