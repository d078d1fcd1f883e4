"""Give marks the names of their parties when an office delivers both apart: a step after every load, in any order of files.

Marks that are loaded after the list of parties get their names while they are read (`parse_batch`). A list that comes later
names the marks that are there already: they get a new version each, as one more load of the lake. A killed step is done again
by the next load.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from kapok.lake.lake import Lake
from kapok.lake.layout import Layout
from kapok.lake.rows import make_row
from kapok.lake.writer import LakeWriter
from kapok.records.parties import Party
from kapok.records.record import AnyRecord, Mark, decode
from kapok.services.party_directory import NAMED_FROM, open_directory, with_names, write_directory

CATEGORY = "organisation"
SIGNATURE = "names of parties"
"""Always the same: a step that was killed is taken up where it stood."""


class _Sketch(Struct):
    """What is looked at to tell whether a mark may need names."""

    parties: tuple[Party, ...] = ()
    attributes: dict[str, str] = {}


_sketch = msgspec.json.Decoder(_Sketch)


def directory_path(home: Path) -> Path:
    """Where the directory of parties lies."""
    return Layout(home).home / "parties.directory"


def _applied_path(home: Path) -> Path:
    return directory_path(home).with_suffix(".applied")


def name_parties(home: Path) -> int:
    """Bring the directory up to date, and name the marks that were loaded before it; returns how many changed.

    The caller holds the write lock and indexes what was published. Nothing happens where no list of parties came.
    """
    if not Layout(home).manifest.exists():
        return 0
    lake = Lake(home)
    try:
        applied, newest = _applied(home), lake.sequence()
        if newest <= applied or next(lake.stream(after=applied, category=CATEGORY), None) is None:
            return 0
        write_directory(directory_path(home), _parties(lake), newest)
        changed = _rename(home, lake, newest)
    finally:
        lake.close()
    _applied_path(home).write_text(str(newest), "ascii")
    return changed


def _applied(home: Path) -> int:
    """The lake sequence whose parties all marks have been held against; -1 before the first time."""
    try:
        return int(_applied_path(home).read_text("ascii"))
    except (FileNotFoundError, ValueError):
        return -1


def _parties(lake: Lake) -> Iterator[AnyRecord]:
    for batch in lake.stream(category=CATEGORY):
        yield from map(decode, batch)


def _rename(home: Path, lake: Lake, newest: int) -> int:
    """A new version of every mark that the directory changes, as one load; returns their number."""
    directory = open_directory(str(directory_path(home)))
    if directory is None or not len(directory):
        return 0
    changed = 0
    writer: LakeWriter | None = None
    try:
        for batch in lake.stream(category="mark"):
            rows = []
            for data in batch:
                sketch = _sketch.decode(data)
                nameless = any(party.identifier and not party.name for party in sketch.parties)
                if not nameless and NAMED_FROM not in sketch.attributes:
                    continue
                mark = decode(data)
                if isinstance(mark, Mark) and (named := with_names(mark, directory, again=True)) is not mark:
                    rows.append(make_row(named))
            if not rows:
                continue
            if writer is None:
                writer = LakeWriter(home)
                writer.begin(SIGNATURE, "")
            changed += len(writer.add(rows))
            if writer.is_due():
                writer.commit({}, {"stored": changed})
        if writer is not None:
            writer.commit({}, {"read": changed, "stored": changed})
            writer.finish("published", {"read": changed, "stored": changed})
    finally:
        if writer is not None:
            writer.close()
    return changed
