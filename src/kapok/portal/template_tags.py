"""Template tags and filters of the portal; every template has them without loading."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from kapok.portal import language, vocabulary
from kapok.portal.assets import static_address
from kapok.portal.error_words import told
from kapok.portal.library.addresses import display_number, record_path
from kapok.portal.library.parameters import SearchParameters
from kapok.portal.sentences import sentence

register = template.Library()


def href(path: str, **query: Any) -> str:
    """An address of ours; carries `?lang=` along. Parameters that are empty are left out."""
    return language.href(path, [(name.rstrip("_"), str(value)) for name, value in query.items() if value not in ("", None)])


def record_href(key: str) -> str:
    """The page of a record."""
    return language.href(record_path(key))


def count(number: int | None) -> str:
    """A whole number with thousands apart, as this language writes it."""
    if number is None:
        return "–"
    text = f"{number:,}"
    return text.replace(",", "\N{NO-BREAK SPACE}") if get_language() == "pt" else text


def instant(text: str) -> str:
    """An ISO instant to the minute: `2026-11-23 16:07`."""
    return text[:16].replace("T", " ")


def marked(fragment: str) -> SafeString:
    """A highlighted fragment: only `<mark>` survives as markup, whatever else the text holds."""
    safe = fragment.replace("<mark>", "\x00").replace("</mark>", "\x01").replace("<", "&lt;").replace(">", "&gt;")
    return mark_safe(safe.replace("\x00", "<mark>").replace("\x01", "</mark>"))


def code_marks(text: str) -> SafeString:
    """A text of the API's description, in which what stands between backticks is code."""
    parts = escape(text).split("`")
    if len(parts) % 2 == 0:
        return mark_safe(escape(text))
    return mark_safe("".join(f"<code>{part}</code>" if at % 2 else part for at, part in enumerate(parts)))


def lang_attribute(tag: str) -> SafeString:
    """` lang="…"` for a text whose language is known."""
    return format_html(' lang="{}"', tag) if tag and tag != "und" else SafeString("")


def icon(name: str) -> SafeString:
    """A picture from the sprite, decorative: hidden from screen readers."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static_address("icons.svg"),
        name,
    )


def lines(value: Any) -> list[str]:
    """A list of texts, or one text cut at its line breaks."""
    parts = value.splitlines() if isinstance(value, str) else [str(part) for part in value]
    return [part for part in parts if part.strip()]


def class_href(scheme: str, symbol: str) -> str:
    """A place in the classification browser."""
    return language.href(f"/classes/{scheme}/" + quote(symbol, safe="/"))


def nofilters(parameters: SearchParameters) -> str:
    """The same search without its facet choices."""
    return parameters.address(filters=())


def allcategories(parameters: SearchParameters) -> str:
    """The same search in all categories."""
    return parameters.address(category="", filters=())


def asplain(parameters: SearchParameters) -> str:
    """The same text read as plain words."""
    return parameters.address(language="plain")


def feed(parameters: SearchParameters) -> str:
    """The newest records of this search as a feed."""
    return language.href("/search/feed", [pair for pair in parameters.pairs() if pair[0] not in ("page", "sort")])


def apisearch(parameters: SearchParameters) -> str:
    """The same rows from the API."""
    pairs = [pair for pair in parameters.pairs() if pair[0] != "page"]
    if parameters.offset:
        pairs.append(("offset", str(parameters.offset)))
    return f"/api/search?{urlencode(pairs)}"


for _tag in (href, icon, class_href, nofilters, allcategories, asplain, feed, apisearch):
    register.simple_tag(_tag)
register.simple_tag(static_address, name="static")
for _filter in (record_href, count, marked, code_marks, lang_attribute, lines, instant):
    register.filter(_filter.__name__, _filter)
register.filter("sentence", sentence)
register.filter("told", told)
register.filter("category_name", vocabulary.category_name)
register.filter("field_name", vocabulary.field_name)
register.filter("document_number", display_number)
