"""Facets beside a result: which ones a category has, and their values as links that switch them on and off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kapok.portal import vocabulary
from kapok.portal.library.labels import value_label
from kapok.portal.library.parameters import SearchParameters

_COMMON = ("status", "office_code", "year", "applicant")
FACETS: dict[str, tuple[str, ...]] = {
    "": ("category", *_COMMON, "language"),
    "patent": (*_COMMON, "ipc", "cpc", "applicant_country", "kind_code"),
    "mark": (*_COMMON, "nice", "mark_feature", "applicant_country"),
    "design": (*_COMMON, "locarno", "applicant_country"),
}
"""Category -> facet fields in the order shown; others have the common ones and the source."""


class BucketLike(Protocol):
    """A facet value with its count."""

    value: str
    count: int


@dataclass(frozen=True)
class FacetValue:
    """One value: `address` is the search with it switched the other way."""

    label: str
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True)
class FacetGroup:
    """One facet."""

    key: str
    name: str
    values: list[FacetValue]


@dataclass(frozen=True)
class ActiveFilter:
    """One chosen value, to be taken off."""

    name: str
    label: str
    address: str


def facets_of(category: str) -> tuple[str, ...]:
    """The facet fields of a category."""
    return FACETS.get(category, (*_COMMON, "source"))


def facet_groups(facets: Mapping[str, Sequence[BucketLike]], parameters: SearchParameters) -> list[FacetGroup]:
    """The facets that have values; a chosen value is always there, also when the engine does not list it."""
    groups = []
    for key in facets_of(parameters.category):
        chosen = [value for field, value in parameters.filters if field == key]
        buckets = list(facets.get(key, ()))
        values = [
            FacetValue(value_label(key, b.value), b.count, parameters.toggled(key, b.value), b.value in chosen)
            for b in buckets
        ]
        listed = {b.value for b in buckets}
        values = [
            FacetValue(value_label(key, value), 0, parameters.toggled(key, value), True)
            for value in chosen
            if value not in listed
        ] + values
        if values:
            groups.append(FacetGroup(key, vocabulary.field_name(key), values))
    return groups


def active_filters(parameters: SearchParameters) -> list[ActiveFilter]:
    """What narrows this search."""
    return [
        ActiveFilter(vocabulary.field_name(field), value_label(field, value), parameters.toggled(field, value))
        for field, value in parameters.filters
    ]
