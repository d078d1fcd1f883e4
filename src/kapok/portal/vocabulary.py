"""Names of categories and query fields in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml
from django.utils.translation import get_language

NAME_KEYS = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en", "pt": "pt"}
"""Language of a page -> key of `names` in the declared files."""


@lru_cache(maxsize=1)
def categories() -> dict[str, dict[str, Any]]:
    """The 15 categories by key, in their declared order."""
    return _table("kapok.codes", "categories.yaml")


@lru_cache(maxsize=1)
def fields() -> dict[str, dict[str, Any]]:
    """The query fields by key, in their declared order."""
    return _table("kapok.search", "fields.yaml")


def _table(package: str, file: str) -> dict[str, dict[str, Any]]:
    rows = yaml.safe_load(resources.files(package).joinpath(file).read_text(encoding="utf-8"))
    return {row["key"]: row for row in rows}


def name_key() -> str:
    """The key of `names` for the language of this page."""
    return NAME_KEYS.get(get_language() or "en", "en")


def localised(names: Mapping[str, str]) -> str:
    """The name in the language of this page, English where there is none."""
    return names.get(name_key()) or names.get("en") or next(iter(names.values()), "")


def category_name(key: str) -> str:
    """The name of a category; the key itself when it is not declared."""
    row = categories().get(key)
    return localised(row["names"]) if row else key


def field_name(key: str) -> str:
    """The name of a query field; the key itself when it is not declared."""
    row = fields().get(key)
    return localised(row["names"]) if row else key
