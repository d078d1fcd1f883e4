"""Facets beside a result: which ones a category has, and their values as links that switch them on and off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kapok.portal import vocabulary
from kapok.portal.library.labels import value_label
from kapok.portal.library.parameters import SearchParameters
from kapok.search.mapping_layout import SCHEME_LEVELS

_COMMON = ("status", "office_code", "year", "applicant")
FACETS: dict[str, tuple[str, ...]] = {
    "": ("category", *_COMMON, "language"),
    "patent": (*_COMMON, "ipc", "cpc", "applicant_country", "kind_code"),
    "mark": (*_COMMON, "nice", "mark_feature", "vienna", "applicant_country"),
    "design": (*_COMMON, "locarno", "applicant_country"),
    "geographical_indication": ("status", "office_code", "origin_country", "protection_type", "product", "year", "applicant"),
}
"""Category -> facets in the order shown; others have the common ones and the source. A scheme with levels stands for them."""

SHOWN = 10
"""Values of a facet beside a result; there may be more (`MOST`), on a page of their own."""

MOST = 200


class BucketLike(Protocol):
    """A facet value with its count."""

    @property
    def value(self) -> str:
        """The value as filters name it."""

    @property
    def count(self) -> int:
        """How many results have it."""


@dataclass(frozen=True)
class FacetValue:
    """One value: `address` is the search with it switched the other way."""

    label: str
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True)
class FacetGroup:
    """One facet. `more` is the address of all its values, "" when all are shown."""

    key: str
    name: str
    values: list[FacetValue]
    more: str = ""


@dataclass(frozen=True)
class ActiveFilter:
    """One chosen value, to be taken off."""

    name: str
    label: str
    address: str


def facets_of(parameters: SearchParameters) -> tuple[str, ...]:
    """The facet fields of a search. A scheme is counted one level below the deepest level that is chosen."""
    chosen = {field for field, _value in parameters.filters}
    found: list[str] = []
    for key in FACETS.get(parameters.category, (*_COMMON, "source")):
        found += _levels(key, chosen) if key in vocabulary.LEVELLED_SCHEMES else [key]
    return tuple(found)


def _levels(scheme: str, chosen: set[str]) -> list[str]:
    """The chosen levels of a scheme and the next one."""
    names = [vocabulary.level_field(scheme, level) for level in SCHEME_LEVELS[scheme]]
    depth = max((n + 1 for n, name in enumerate(names) if name in chosen), default=0)
    return [name for n, name in enumerate(names) if n == min(depth, len(names) - 1) or name in chosen]


def facet_groups(
    facets: Mapping[str, Sequence[BucketLike]], parameters: SearchParameters, shown: int = SHOWN
) -> list[FacetGroup]:
    """The facets that have values, with the most frequent ones; one more than `shown` says that there are more.

    A chosen value is always there, also when the engine does not list it.
    """
    groups = []
    for key, buckets in facets.items():
        first = list(buckets[:shown])
        chosen = [value for field, value in parameters.filters if field == key]
        if key == "year":
            first.sort(key=lambda bucket: bucket.value, reverse=True)
        listed = {bucket.value for bucket in first}
        values = [_value(parameters, key, value, 0, True) for value in chosen if value not in listed]
        values += [_value(parameters, key, b.value, b.count, b.value in chosen) for b in first]
        if values:
            more = parameters.facet_address(key) if len(buckets) > shown else ""
            groups.append(FacetGroup(key, vocabulary.field_name(key), values, more))
    return groups


def _value(parameters: SearchParameters, key: str, value: str, count: int, chosen: bool) -> FacetValue:
    return FacetValue(value_label(key, value), count, parameters.toggled(key, value), chosen)


def active_filters(parameters: SearchParameters) -> list[ActiveFilter]:
    """What narrows this search."""
    return [
        ActiveFilter(vocabulary.field_name(field), value_label(field, value), parameters.toggled(field, value))
        for field, value in parameters.filters
    ]
