"""The figures of one place and month, whole or as the public may see them."""

from __future__ import annotations

from pathlib import Path

import msgspec

from kapok.services.gather_figures import figures_of
from kapok.statistics.declared import counties, province, require_region
from kapok.statistics.model import Figure
from kapok.statistics.public import public_cells, public_counties

HIDDEN = ""
"""The value of a figure that the public may not see."""


def figures_for(home: Path, year: int, region: str = "", month: int = 0, *, public: bool = False) -> list[Figure]:
    """The figures of a place and month. With `public`, small counts of cases and what would give them away have no value."""
    place = require_region(region or province()[0])
    found = list(figures_of(home, year, place, month).values())
    if not public or (place == province()[0] and not month):  # the province's figures of a year are what is published
        return found
    return [_public(home, each, place, month) if each.origin == "events" else each for each in found]


def _public(home: Path, figure: Figure, place: str, month: int) -> Figure:
    if place in counties():
        shown = None if month else public_counties(home, figure.year, figure.id, f"{place[:4]}00").get(place, "0")
    else:
        shown = public_cells(home, figure.year, figure.id).get((place, month), "0")
    return msgspec.structs.replace(figure, value=HIDDEN if shown is None else shown)
