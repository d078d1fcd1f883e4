"""Declared reconciliation checks: read from `checks.yaml`, each naming the indicators that it holds against each other."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from msgspec import Struct

from kapok.codes.located_yaml import read_located
from kapok.procedures.words import Words
from kapok.statistics.declared import HERE, convert, indicators

CheckKind = Literal["sum", "part", "rate", "same", "growth", "stock_flow", "distinct", "merged", "overlap"]
NEEDS: dict[str, tuple[str, ...]] = {
    "sum": ("whole", "parts"), "part": ("whole", "parts"), "rate": ("rate", "numerator", "denominators"), "same": ("of",),
    "growth": ("rate", "figure"), "stock_flow": ("stock", "flow"), "distinct": ("of",), "merged": ("printed", "of"),
    "overlap": ("of",),
}  # fmt: skip
"""Kind -> keys that a check of that kind must have."""


class Check(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One check. With `blocks`, figures that fail it are not published until somebody records why."""

    key: str
    kind: CheckKind
    note: Words
    whole: str = ""
    parts: tuple[str, ...] = ()
    rate: str = ""
    numerator: str = ""
    denominators: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    printed: str = ""
    figure: str = ""
    stock: str = ""
    flow: str = ""
    out: str = ""
    blocks: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """Every indicator that the check speaks of."""
        single = (self.whole, self.rate, self.numerator, self.printed, self.figure, self.stock, self.flow, self.out)
        return tuple(dict.fromkeys(each for each in (*single, *self.parts, *self.denominators, *self.of) if each))

    @property
    def held(self) -> tuple[str, ...]:
        """The indicators that are held back when the check fails: the one that is derived, not those it is derived from."""
        derived = {"rate": (self.rate,), "growth": (self.rate,), "merged": (self.printed,)}
        return derived.get(self.kind, self.names)


@cache
def checks(path: Path = HERE / "checks.yaml") -> Mapping[str, Check]:
    """Key -> check. Raises DefinitionError with file and line for an unknown key or an unknown indicator."""
    file = read_located(path, "The list of checks")
    known = indicators()
    found = {}
    for key, value in file.content["checks"].items():
        place = ("checks", key)
        check = convert(file, place, {"key": key, **value}, Check)
        for need in NEEDS[check.kind]:
            if not getattr(check, need):
                raise file.fault(place, f"{key}: a check of kind {check.kind} needs '{need}'")
        if unknown := [each for each in check.names if each not in known]:
            raise file.fault(place, f"{key}: there is no indicator '{unknown[0]}'")
        found[key] = check
    return found
