"""What a search page is asked for: read from the address, printed back into one canonical address (the permalink)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from kapok.errors import InputError
from kapok.portal import vocabulary
from kapok.portal.language import href

PAGE_SIZE = 20
MAX_QUERY = 100_000
"""Longest query text, characters: room for a pasted list of some thousand numbers."""
LANGUAGES = ("auto", "cql", "plain")
GROUPS = ("publication", "right", "family")
SORT_FIELDS = ("publication_date", "filing_date", "registration_date", "priority_date", "expiry_date")
SORTS = ("relevance", *(f"{field}:{way}" for field in SORT_FIELDS for way in ("desc", "asc")))
SEARCH = "/search"
FACET = "/search/facet"


@dataclass(frozen=True)
class SearchParameters:
    """One search as asked for. `page` counts from 1; `filters` are facet choices (field key, value)."""

    text: str = ""
    category: str = ""
    sort: str = "relevance"
    page: int = 1
    group: str = "publication"
    language: str = "auto"
    filters: tuple[tuple[str, str], ...] = ()

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.page - 1) * PAGE_SIZE

    def pairs(self) -> list[tuple[str, str]]:
        """The canonical query of the address: fixed order, what is usual left out."""
        pairs = [("q", self.text)]
        for name, value, usual in (
            ("in", self.category, ""),
            ("sort", self.sort, "relevance"),
            ("group", self.group, "publication"),
            ("language", self.language, "auto"),
        ):
            if value != usual:
                pairs.append((name, value))
        pairs += [("f", f"{field}:{value}") for field, value in self.filters]
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return pairs

    def address(self, **changes: Any) -> str:
        """The address of this search with some choices changed; back to the first page unless `page` is given."""
        return href(SEARCH, replace(self, **{"page": 1, **changes}).pairs())

    def facet_address(self, field: str) -> str:
        """The page with all values of one facet of this search."""
        return href(FACET, [*replace(self, page=1).pairs(), ("of", field)])

    def toggled(self, field: str, value: str) -> str:
        """The address with one facet value switched on, or off when it is on."""
        choice = (field, value)
        filters = tuple(f for f in self.filters if f != choice)
        if len(filters) == len(self.filters):
            filters = (*self.filters, choice)
        return self.address(filters=filters)

    def choices(self) -> dict[str, Any]:
        """The choices as the search service takes them."""
        return {
            "language": self.language,
            "category": self.category,
            "sort": self.sort,
            "group": self.group,
            "filters": self.filters,
        }


def read_parameters(query: QueryDict) -> SearchParameters:
    """The search that an address asks for; InputError names the part that cannot be used."""
    text = query.get("q", "")
    if len(text) > MAX_QUERY:
        raise InputError(
            _("The query has %(count)s characters") % {"count": len(text)},
            _("the most is %(count)s") % {"count": MAX_QUERY},
            _("Split the list into parts"),
        )
    return SearchParameters(
        text=text.strip(),
        category=one_of("in", query.get("in", ""), ("", *vocabulary.categories())),
        sort=one_of("sort", query.get("sort", "relevance"), SORTS),
        page=whole_number("page", query.get("page", "1"), 1),
        group=one_of("group", query.get("group", "publication"), GROUPS),
        language=one_of("language", query.get("language", "auto"), LANGUAGES),
        filters=read_filters(query.getlist("f")),
    )


def read_filters(values: list[str]) -> tuple[tuple[str, str], ...]:
    """Facet choices written `field:value`."""
    filters: list[tuple[str, str]] = []
    for text in values:
        field, colon, value = text.partition(":")
        if not colon or not value or field not in vocabulary.facet_fields():
            raise InputError(
                _("The filter '%(text)s' cannot be used") % {"text": text[:80]},
                _("a filter is written field:value, with the name of a field"),
                _("Take it out of the address, or see the list of fields in the help"),
            )
        if (field, value) not in filters:
            filters.append((field, value))
    return tuple(filters)


def one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    """`value` when it is allowed, else InputError with the list."""
    if value not in allowed:
        raise InputError(
            _("%(name)s='%(value)s' cannot be used") % {"name": name, "value": value[:80]},
            _("the choices are %(choices)s") % {"choices": ", ".join(choice for choice in allowed if choice)},
            _("Choose one of them, or leave %(name)s out") % {"name": name},
        )
    return value


def whole_number(name: str, value: str, least: int, most: int = 10**9) -> int:
    """A whole number from `least` to `most`."""
    if not value.isascii() or not value.isdigit() or len(value) > 10 or not least <= int(value) <= most:
        raise InputError(
            _("%(name)s='%(value)s' cannot be used") % {"name": name, "value": value[:80]},
            _("it is a whole number from %(least)s to %(most)s") % {"least": least, "most": most},
            _("Choose a number in that range"),
        )
    return int(value)
