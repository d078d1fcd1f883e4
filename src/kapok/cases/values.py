"""The value of a field as people read it, in a language: choices by their labels, parties by name, numbers with their unit."""

from __future__ import annotations

from typing import Any

from kapok.procedures.messages import message
from kapok.procedures.model import Field
from kapok.procedures.words import Words, joined, same


def value_text(field: Field, value: Any) -> Words:
    """The words for a value; a value of an unexpected kind is shown as it is."""
    if isinstance(value, bool):
        return message("yes" if value else "no")
    if isinstance(value, list | tuple):
        return joined([value_text(field, each) for each in value], ", ", "、") if value else same("")
    if isinstance(value, dict):
        return same(party_text(value))
    if field.type in ("choice", "choices") and str(value) in field.choices:
        return field.choices[str(value)]
    if field.type == "number" and field.unit:
        return same(f"{value} {field.unit}")
    return same(str(value))


def party_text(party: dict[str, Any]) -> str:
    """A party by name, with its identifier."""
    name = str(party.get("name") or party.get("organisation") or party.get("person") or "")
    identifier = str(party.get("identifier") or "")
    return f"{name} ({identifier})" if identifier and identifier != name else name


def masked(name: str) -> str:
    """A person's name as the public sees it: the first sign of each part, then stars (林小蓝 -> 林**)."""
    if " " in name:
        return " ".join(masked(part) for part in name.split(" ") if part)
    return name[:1] + "*" * max(len(name) - 1, 1) if name else ""
