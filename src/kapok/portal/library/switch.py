"""The language switch: the only thing that sets a cookie on public pages."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from kapok.portal.language import require_language
from kapok.portal.methods import read_only


@read_only
def switch_language(request: HttpRequest, code: str) -> HttpResponse:
    """`/language/<code>?next=<path>`: remember the choice and go back to the page."""
    language = require_language(code)
    target = request.GET.get("next", "/")
    if not target.startswith("/") or not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = "/"
    response = HttpResponseRedirect(target)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        httponly=True,
        secure=settings.KAPOK_CONFIG.https,
    )
    return response
