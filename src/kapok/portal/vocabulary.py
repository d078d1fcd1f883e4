"""Names of categories and query fields in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django.utils.translation import get_language

from kapok.codes.categories import Category
from kapok.codes.categories import categories as declared_categories
from kapok.search.fields import Field
from kapok.search.fields import fields as declared_fields
from kapok.search.mapping_layout import SCHEME_LEVELS

NAME_KEYS = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en", "pt": "pt"}
"""Language of a page -> key of `names` in the declared files."""

LEVELLED_SCHEMES = tuple(SCHEME_LEVELS)
"""Schemes whose facets can be counted at each level."""


@lru_cache(maxsize=1)
def categories() -> dict[str, Category]:
    """The 15 categories by key, in their declared order."""
    return {category.key: category for category in declared_categories()}


def fields() -> dict[str, Field]:
    """The query fields by key, in their declared order."""
    return declared_fields()


def level_field(scheme: str, level: str) -> str:
    """The facet field of one level of a scheme: `ipc_subclass`."""
    return f"{scheme}_{level}"


@lru_cache(maxsize=1)
def facet_fields() -> frozenset[str]:
    """Every field that a filter or a facet may name: the query fields, and the levels of classifications."""
    return frozenset(fields()) | {level_field(scheme, level) for scheme, levels in SCHEME_LEVELS.items() for level in levels}


def name_key() -> str:
    """The key of `names` for the language of this page."""
    return NAME_KEYS.get(get_language() or "en", "en")


def localised(names: Mapping[str, str]) -> str:
    """The name in the language of this page, English where there is none."""
    return names.get(name_key()) or names.get("en") or next(iter(names.values()), "")


def category_name(key: str) -> str:
    """The name of a category; the key itself when it is not declared."""
    category = categories().get(key)
    return localised(category.names) if category else key


def field_name(key: str) -> str:
    """The name of a query field or of a level of a scheme; the key itself when it is not declared."""
    scheme, _underscore, level = key.partition("_")
    if level in SCHEME_LEVELS.get(scheme, ()):
        key = scheme
    field = fields().get(key)
    return localised(field.names) if field else key
