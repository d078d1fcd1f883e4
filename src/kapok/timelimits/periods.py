"""Single declared periods (`periods.yaml`), by key."""

from __future__ import annotations

from functools import cache
from typing import Any

from msgspec import Struct

from kapok.codes.declared import read_yaml
from kapok.errors import DefinitionError


class Period(Struct, frozen=True):
    """A period of months with its citation; `counted_from` names the date it starts on."""

    key: str
    months: int
    counted_from: str
    in_force_from: str
    citation: str


@cache
def get_period(key: str) -> Period:
    """The declared period of a key; `DefinitionError` where there is none."""
    entries: list[dict[str, Any]] = read_yaml("periods", "kapok.timelimits")
    for entry in entries:
        if entry["key"] == key:
            return Period(key, int(entry["months"]), entry["counted_from"], str(entry["in_force_from"]), entry["citation"])
    raise DefinitionError(f"periods.yaml declares no period '{key}'", "", "Declare it there")
