"""Load an office's table of similar groups into a home, and open it again: `tables/similar_groups/<office>.json`.

The full tables are the offices' own; Kapok ships only an invented sample of their shape.
"""

from __future__ import annotations

import os
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path

from msgspec import Struct

from kapok.codes.offices import is_office_code
from kapok.errors import InputError
from kapok.similarity.similar_groups import SimilarGroups, decode_groups, encode_groups
from kapok.similarity.similar_groups_file import read_similar_groups


class LoadedGroups(Struct, frozen=True):
    """What was loaded: the office, how many classes, groups, goods and notes, and where the table lies."""

    office: str
    edition: str
    classes: int
    groups: int
    items: int
    notes: int
    place: Path


def load_similar_groups(home: Path, file: Path, office: str, edition: str = "") -> LoadedGroups:
    """Read, check and keep a table; it replaces the office's earlier one whole. `InputError` names what is wrong in it."""
    office = office.upper()
    if not is_office_code(office):
        raise InputError(f"'{office}' is not an office", "ST.3 has no such code", "Give a code such as CN or KR")
    table = read_similar_groups(file, office, edition)
    if table.office and table.office != office:
        raise InputError(
            f"The table is of the office {table.office}", f"it was to be loaded for {office}", f"Load it for {table.office}"
        )
    place = _place(home, office)
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_suffix(f".{os.getpid()}")
    with beside.open("wb") as written:
        written.write(encode_groups(table))
        written.flush()
        os.fsync(written.fileno())
    beside.replace(place)
    return LoadedGroups(
        office,
        table.edition,
        len({group.nice_class for group in table.groups}),
        len(table.groups),
        sum(len(group.items) for group in table.groups),
        len(table.notes),
        place,
    )


def opened_similar_groups(home: Path, office: str) -> SimilarGroups | None:
    """The table that was loaded for an office; None where none was. Kept open until the file changes."""
    place = _place(home, office.upper())
    try:
        stamp = place.stat().st_mtime_ns
    except OSError:
        return None
    return _opened(place, stamp)


def sample_similar_groups() -> SimilarGroups:
    """The invented sample, to show the shape."""
    with as_file(files("kapok.similarity") / "tables" / "similar_groups_sample.yaml") as path:
        return read_similar_groups(path, "CN")


def _place(home: Path, office: str) -> Path:
    return home / "tables" / "similar_groups" / f"{office}.json"


@lru_cache(maxsize=8)
def _opened(place: Path, stamp: int) -> SimilarGroups:
    return decode_groups(place.read_bytes())
