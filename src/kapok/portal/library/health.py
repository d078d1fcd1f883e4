"""Small answers for machines: is it alive, what may be crawled, the icon."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from kapok import __version__
from kapok.errors import KapokError
from kapok.portal import gateway
from kapok.portal.assets import static_address
from kapok.portal.methods import read_only
from kapok.portal.problems import describe
from kapok.portal.sentences import sentences

ROBOTS = """User-agent: *
Disallow: /api/
Disallow: /search
Disallow: /language/
Allow: /
"""


@read_only
def healthz(request: HttpRequest) -> HttpResponse:
    """`/healthz`: 200 when searches can be answered, 503 with the reason when not."""
    try:
        sequence = gateway.current().sequence()
    except KapokError as error:
        problem = describe(error)
        told = sentences(problem.what, problem.why, problem.next_step) if problem else ""
        return HttpResponse(f"cannot look: {told}\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse(f"ok kapok {__version__} sequence {sequence}\n", content_type="text/plain; charset=utf-8")


@read_only
def robots(request: HttpRequest) -> HttpResponse:
    """`/robots.txt`: records are for everybody, endless result pages are not."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@read_only
def favicon(request: HttpRequest) -> HttpResponse:
    """`/favicon.ico`: where the icon is."""
    return HttpResponseRedirect(static_address("kapok.svg"))


@read_only
def opensearch(request: HttpRequest) -> HttpResponse:
    """`/opensearch.xml`: lets a browser offer this search in its address bar."""
    return render(request, "opensearch.xml", content_type="application/opensearchdescription+xml; charset=utf-8")
