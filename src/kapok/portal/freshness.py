"""Caching of public answers: an ETag from what an answer depends on, checked before any work is done.

An answer depends on the address, the language, the lake sequence, the version of the portal's own files, and the day (legal
status is told for today). So an unchanged answer costs a hash, not a search. `Last-Modified` is the last instant at which
one of them changed, for callers that ask with `If-Modified-Since`; where both are given the ETag decides (RFC 9110, 13.2.2).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, time

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_cache_control
from django.utils.http import http_date, parse_http_date_safe

from kapok.clock import today
from kapok.errors import KapokError
from kapok.portal import gateway
from kapok.portal.accounts.middleware import is_for_people
from kapok.portal.assets import portal_changed_at, portal_version

UNCACHED = (
    "/healthz", "/language/", "/notices", "/certificates", "/verify", "/watches", "/whitepaper", "/indicators", "/navigation",
)  # fmt: skip
"""Addresses whose answers are never kept, or that answer from another source than the lake and say themselves how long."""


def entity_tag(request: HttpRequest) -> str:
    """The weak ETag of the answer to this request, "" when it cannot be known (nothing is cached then)."""
    try:
        sequence = gateway.current().sequence()
    except KapokError:
        return ""
    parts = (request.get_full_path(), request.LANGUAGE_CODE, str(sequence), portal_version(), today().isoformat())
    digest = hashlib.blake2b("\0".join(parts).encode(), digest_size=12).hexdigest()
    return f'W/"{digest}"'


def answer_unchanged(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: 304 when the caller already has this answer; else mark a good answer as cacheable."""
    cache_seconds = settings.KAPOK_CONFIG.cache_seconds

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or request.path_info.startswith(UNCACHED) or is_for_people(request):
            return _uncached(get_response(request))
        tag = entity_tag(request)
        modified = last_modified() if tag else None
        if tag and modified and _has_it_already(request, tag, modified):
            response: HttpResponse = HttpResponseNotModified()
        else:
            response = get_response(request)
        if tag and response.status_code in (200, 304) and not response.has_header("Cache-Control"):
            response.headers["ETag"] = tag
            if modified:
                response.headers["Last-Modified"] = http_date(modified.timestamp())
            patch_cache_control(response, public=True, max_age=cache_seconds)
        return _uncached(response)

    return middleware


def last_modified() -> datetime | None:
    """The instant since which no public answer has changed, to the second; None when it cannot be known."""
    try:
        data = gateway.current().changed_at()
    except KapokError:
        return None
    midnight = datetime.combine(today(), time(), UTC)
    return max(data, portal_changed_at(), midnight).replace(microsecond=0)


def _has_it_already(request: HttpRequest, tag: str, modified: datetime) -> bool:
    """Whether the conditions of a request say that the caller holds the answer as it is now."""
    if stated := request.META.get("HTTP_IF_NONE_MATCH"):
        return tag in stated
    since = parse_http_date_safe(request.META.get("HTTP_IF_MODIFIED_SINCE", ""))
    return since is not None and since >= modified.timestamp()


def _uncached(response: HttpResponse) -> HttpResponse:
    """Say `no-store` on an answer that nobody declared cacheable."""
    if not response.has_header("Cache-Control"):
        response.headers["Cache-Control"] = "no-store"
    return response
