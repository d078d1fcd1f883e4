"""`/navigation/`: the form and the report; `/navigation/report.<form>`: the report as a file; the style and script of both."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.safestring import mark_safe

from kapok import clock
from kapok.errors import InputError, NotFound
from kapok.navigation.declared import rules
from kapok.navigation.layout import title_of_report
from kapok.navigation.model import NavigationReport
from kapok.navigation.page import asset, body, search_address
from kapok.navigation.sections import sections
from kapok.portal import gateway, vocabulary
from kapok.portal.context import origin_of
from kapok.portal.error_words import told
from kapok.portal.language import href
from kapok.portal.library.addresses import record_path
from kapok.portal.methods import read_only
from kapok.portal.navigation.asked import PAGE, Asked, read_asked
from kapok.portal.navigation.kept import Kept
from kapok.services.print_navigation import MEDIA, render_navigation

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; manifest-src 'self'; script-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""As everywhere, but one script of ours may run: what it shows is in the page without it."""

ASSETS = {"style.css": "text/css; charset=utf-8", "interactive.js": "text/javascript; charset=utf-8"}
_reports: Kept[NavigationReport] = Kept(16)
_bodies: Kept[str] = Kept(16)


def report_of(asked: Asked) -> NavigationReport:
    """The report on a question: made once for each state of the data and day."""
    return _reports.get(_key(asked), lambda: _make(asked))


def _make(asked: Asked) -> NavigationReport:
    report: NavigationReport = gateway.current().navigate(asked.text, most=rules().page_most, **asked.choices())
    return report


def _key(asked: Asked) -> tuple[object, ...]:
    door = gateway.current()
    return (door.sequence(), door.changed_at(), clock.today(), asked)


@read_only
def navigation_page(request: HttpRequest) -> HttpResponse:
    """`/navigation/`. What cannot be asked is told beside the form (400)."""
    asked = Asked(text=request.GET.get("q", "")[:400], subject=request.GET.get("subject", "")[:60])
    context: dict[str, Any] = {}
    status = 200
    language = vocabulary.name_key()
    try:
        asked = read_asked(request.GET)
        if not asked.is_empty:
            report = report_of(asked)
            shown = _bodies.get((language, href(""), *_key(asked)), lambda: _body(report, language))
            context = {
                "title": title_of_report(report, language),
                "report": report,
                "body": mark_safe(shown),  # our own HTML: every text in it is escaped
                "files": [(form, asked.address(f"{PAGE}report.{form}")) for form in MEDIA],
                "search": href(search_address(report.query)),
            }
    except (InputError, NotFound) as error:
        status = error.http_status
        context = {"fault": {"what": told(error.what), "why": told(error.why), "next_step": told(error.next_step)}}
    choices = [(each.key, vocabulary.localised(each.names), each.key == asked.subject) for each in _subjects()]
    context |= {"asked": asked, "choices": choices, "assets": {name.partition(".")[0]: _address(name) for name in ASSETS}}
    return _answer(request, render(request, "navigation.html", context, status=status))


def _subjects() -> list[Any]:
    return [each for each in gateway.current().subjects() if each.category == "patent"]


def _body(report: NavigationReport, language: str) -> str:
    """The sections; links carry the language of this address along."""
    carried = href("").removeprefix("?")

    def address(path: str) -> str:
        return f"{path}{'&' if '?' in path else '?'}{carried}" if carried else path

    return body(
        sections(report, language),
        language,
        lambda query: address(search_address(query)),
        lambda key: address(record_path(key)),
    )


@read_only
def report_file(request: HttpRequest, form: str) -> HttpResponse:
    """`/navigation/report.html | .pdf | .xlsx`: the same report as a file. Raises InputError for what cannot be asked."""
    asked = read_asked(request.GET)
    language = vocabulary.name_key()
    made = render_navigation(report_of(asked), form, language, origin_of(request))
    response = HttpResponse(made, content_type=MEDIA[form])
    response.headers["Content-Disposition"] = f'attachment; filename="navigation-{language}.{form}"'
    return response


@read_only
def asset_file(request: HttpRequest, name: str) -> HttpResponse:
    """The style or the script of a report; the address carries a digest, so that a browser may keep it."""
    if name not in ASSETS:
        raise NotFound(f"There is no file '{name[:40]}'", "", f"Take one of: {', '.join(ASSETS)}")
    response = HttpResponse(asset(name), content_type=ASSETS[name])
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _address(name: str) -> str:
    return f"{PAGE}{name}?v={hashlib.blake2b(asset(name).encode(), digest_size=5).hexdigest()}"


def _answer(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page with its policy and an ETag over its content."""
    response.headers["Content-Security-Policy"] = POLICY
    if response.status_code == 200:
        tag = f'W/"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
        if tag in request.META.get("HTTP_IF_NONE_MATCH", ""):
            response = HttpResponseNotModified()
            response.headers["Content-Security-Policy"] = POLICY
        response.headers["ETag"] = tag
        response.headers["Cache-Control"] = f"public, max-age={settings.KAPOK_CONFIG.cache_seconds}"
    return response
