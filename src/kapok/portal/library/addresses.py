"""Record keys as addresses and as numbers for people."""

from __future__ import annotations

from urllib.parse import quote


def record_path(key: str) -> str:
    """The path of a record's page; only what a path may not hold is escaped."""
    return "/records/" + quote(key, safe="/")


def display_number(key: str) -> str:
    """`patent/US/7272630/B2` -> `US 7272630 B2`."""
    return " ".join(key.split("/")[1:])
