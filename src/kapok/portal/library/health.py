"""Small answers for machines: is it alive, what may be crawled, the icon."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from kapok import __version__
from kapok.errors import KapokError
from kapok.portal import gateway
from kapok.portal.assets import static_address

ROBOTS = """User-agent: *
Disallow: /api/
Disallow: /search
Disallow: /language/
Allow: /
"""


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """`/healthz`: 200 when searches can be answered, 503 with the reason when not."""
    try:
        sequence = gateway.current().sequence()
    except KapokError as error:
        return HttpResponse(f"cannot look: {error}\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse(f"ok kapok {__version__} sequence {sequence}\n", content_type="text/plain; charset=utf-8")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """`/robots.txt`: records are for everybody, endless result pages are not."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """`/favicon.ico`: where the icon is."""
    return HttpResponseRedirect(static_address("kapok.svg"))
