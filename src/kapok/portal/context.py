"""What every page knows: where it is, its language, the other languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.utils.translation import get_language

from kapok.portal.language import HTML_TAGS


@dataclass(frozen=True)
class LanguageChoice:
    """One entry of the language switch. `address` changes the visitor's choice, `alternate` is this page in it."""

    name: str
    tag: str
    address: str
    alternate: str
    current: bool


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor of all templates."""
    return {
        "path": request.path,
        "page_language": HTML_TAGS.get(get_language() or "en", "en"),
        "languages": language_choices(request),
        "origin": origin_of(request),
    }


def origin_of(request: HttpRequest) -> str:
    """Scheme and host of this request; "" for a host that is not ours, so that its error page can still be made."""
    try:
        return f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        return ""


def language_choices(request: HttpRequest) -> list[LanguageChoice]:
    """The languages, each with the way to this same page in it."""
    query = [(name, value) for name, values in request.GET.lists() if name != "lang" for value in values]
    here = f"{request.path}?{urlencode(query)}" if query else request.path
    return [
        LanguageChoice(
            name=name,
            tag=HTML_TAGS[code],
            address=f"/language/{HTML_TAGS[code]}?{urlencode({'next': here})}",
            alternate=f"{request.path}?{urlencode([*query, ('lang', HTML_TAGS[code])])}",
            current=code == get_language(),
        )
        for code, name in settings.LANGUAGES
    ]
