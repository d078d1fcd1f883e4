"""The 15 categories of IP data, as declared in `categories.yaml` with names in four languages."""

from __future__ import annotations

from functools import cache
from typing import Any

from msgspec import Struct

from kapok.codes.declared import LANGUAGES, read_yaml
from kapok.errors import DefinitionError, InputError


class Category(Struct, frozen=True):
    """One category: `names` and `note` by language, `fields` = what its pages and forms show first, in order."""

    key: str
    names: dict[str, str]
    note: dict[str, str]
    fields: tuple[str, ...]


@cache
def categories() -> tuple[Category, ...]:
    """All categories in their declared order; `DefinitionError` where the file is wrong, naming the category."""
    return tuple(_read_category(entry) for entry in read_yaml("categories"))


def _read_category(entry: dict[str, Any]) -> Category:
    unknown = set(entry) - {"key", "names", "note", "fields"}
    missing = [
        f"{part}.{language}" for part in ("names", "note") for language in LANGUAGES if language not in entry.get(part, {})
    ]
    if unknown or missing or "key" not in entry:
        raise DefinitionError(
            f"The category '{entry.get('key', '?')}' in categories.yaml cannot be used",
            f"unknown keys: {sorted(unknown)}; missing: {missing}",
            "Give it key, names, note and fields, names and note in four languages",
        )
    return Category(entry["key"], entry["names"], entry["note"], tuple(entry.get("fields", ())))


def category_keys() -> tuple[str, ...]:
    """The keys of all categories in their declared order."""
    return tuple(category.key for category in categories())


def get_category(key: str) -> Category:
    """The category of a key; `InputError` listing the known ones where there is none."""
    for category in categories():
        if category.key == key:
            return category
    raise InputError(f"There is no category '{key}'", "", "Take one of: " + ", ".join(category_keys()))
