"""A `<doc>` of a Solr answer: named values, single (`<str name="x">`) or in a list (`<arr name="x"><str>…`)."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from kapok.formats.audit import Audit


def read_values(root: etree._Element) -> dict[str, list[str]]:
    """The values by name, blanks joined; `NULL` and the year 1 (Solr's empty date) become empty texts."""
    values: dict[str, list[str]] = {}
    for entry in root:
        name = entry.get("name", "")
        parts = list(entry) if entry.tag in ("arr", "lst") else [entry]
        values.setdefault(name, []).extend(_value(part.text) for part in parts)
    return values


def _value(text: str | None) -> str:
    plain = " ".join((text or "").split())
    return "" if plain == "NULL" or plain.startswith("0001-01-01") else plain


def first(values: Mapping[str, list[str]], name: str) -> str:
    """The first value called `name`, "" if there is none."""
    found = values.get(name)
    return found[0] if found else ""


def audit_values(
    values: Mapping[str, list[str]], used: frozenset[str], ignored: Mapping[str, str], audit: Audit | None
) -> None:
    """Count each value under its name. `ignored` may name endings (`*Size`)."""
    if audit is None:
        return
    for name, entries in values.items():
        reason = ignored.get(name) or next(
            (why for ending, why in ignored.items() if ending.startswith("*") and name.endswith(ending[1:])), ""
        )
        if name in used:
            audit.use(f"doc/{name}", len(entries))
        elif reason:
            audit.ignore(f"doc/{name}", reason, len(entries))
        else:
            audit.surprise(f"doc/{name}", len(entries))
