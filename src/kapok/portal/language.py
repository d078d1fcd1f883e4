"""The language of a page: `?lang=` for this address, else the visitor's explicit choice (a cookie), else the browser's wish.

`?lang=` sets no cookie, so that a link in one language does not change the reader's choice; it is carried along by the links
of the page (`href`). Only `/language/<code>`, the switch on every page, sets the cookie.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_supported_language_variant, trans_real

from kapok.errors import InputError

_explicit: ContextVar[str] = ContextVar("kapok_explicit_language", default="")
HTML_TAGS = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en", "pt": "pt"}
"""Language of a page -> BCP 47 tag for `lang` attributes."""


def choose_language(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: activate the language of this request and say so in the headers."""

    def middleware(request: HttpRequest) -> HttpResponse:
        wish = request.GET.get("lang", "")
        token = _explicit.set(_supported(wish) if wish else "")
        try:
            translation.activate(_explicit.get() or _from_cookie(request) or _from_browser(request))
            request.LANGUAGE_CODE = translation.get_language()
            response = get_response(request)
            response.headers["Content-Language"] = HTML_TAGS.get(request.LANGUAGE_CODE, "en")
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
            return response
        finally:
            _explicit.reset(token)
            translation.deactivate()

    return middleware


def _supported(code: str) -> str:
    """The language of ours that serves `code` (`zh-CN` -> `zh-hans`), or "" when none does."""
    try:
        return str(get_supported_language_variant(code.lower()))
    except LookupError:
        return ""


def _from_cookie(request: HttpRequest) -> str:
    code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return _supported(code) if code else ""


def _from_browser(request: HttpRequest) -> str:
    """The first language of `Accept-Language` that we have, else English."""
    for code, _weight in trans_real.parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "")):
        if code == "*":
            break
        if found := _supported(code):
            return found
    return str(settings.LANGUAGE_CODE)


def require_language(code: str) -> str:
    """`code` as one of our languages; InputError lists them otherwise."""
    if not (found := _supported(code)):
        names = ", ".join(HTML_TAGS.values())
        raise InputError(f"There is no interface in '{code[:20]}'", f"the languages are {names}", "Choose one of them")
    return found


def href(path: str, pairs: list[tuple[str, str]] | None = None) -> str:
    """An address of ours with its query; carries `?lang=` along when this page was asked for with it."""
    query = list(pairs or [])
    if explicit := _explicit.get():
        query.append(("lang", HTML_TAGS[explicit]))
    return f"{path}?{urlencode(query)}" if query else path
