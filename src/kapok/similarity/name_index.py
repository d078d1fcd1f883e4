"""All marks of a home, ready to be asked which of them are near a name: segments, what is hidden, filters, scoring.

The index is a folder with `index.json` (which segments count, and the sequence of the lake that they reflect) and one folder
per segment. It is derived: whatever is not named in `index.json` is swept away, and all of it can be made again from the lake.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
from msgspec import Struct

from kapok.errors import BackendError
from kapok.similarity.name import Name
from kapok.similarity.name_candidates import candidates, question_of
from kapok.similarity.name_codes import format_digest, unpack
from kapok.similarity.name_segment import STATUSES, NameSegment, office_number
from kapok.similarity.opinion import Opinion

MOST_SCORED = 300
"""Names that are scored by all planes for one query."""
FEWEST_SCORED = 100
STEP = 50
MARGIN = 0.10
"""How much the estimate of a name may lie below its score."""


class Manifest(Struct):
    """What `index.json` says."""

    format: str = ""
    sequence: int = -1
    segments: list[str] = []
    marks: int = 0


class Wanted(Struct, frozen=True):
    """Which marks are asked for: `classes` (bit n for class n, 0 for all), offices and statuses (none for all)."""

    classes: int = 0
    offices: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.classes or self.offices or self.statuses)


class NearName(Struct, frozen=True):
    """A name that was scored, with the marks that bear it: their keys and classes."""

    name: Name
    opinion: Opinion
    marks: tuple[tuple[str, int], ...]


def read_manifest(folder: Path) -> Manifest:
    """What the index holds; an empty manifest where there is none, or one of another format."""
    try:
        found = msgspec.json.decode((folder / "index.json").read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError):
        return Manifest()
    return found if found.format == format_digest() else Manifest()


class NameIndex:
    """The open index. Cheap to open: nothing is read before it is asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = read_manifest(folder)
        if self.manifest.sequence < 0:
            raise BackendError(
                "The index of similar marks is not there",
                "none was made yet, or it was made with other tables of words than those of this version",
                "Run 'kapok reindex' to make it from the lake",
            )
        self.segments = [NameSegment(folder / name) for name in self.manifest.segments]
        for place, segment in enumerate(self.segments):
            for later in self.segments[place + 1 :]:
                segment.bury(later)

    def __len__(self) -> int:
        return self.manifest.marks

    def nearest(
        self,
        name: Name,
        judge: Callable[[Name], Opinion],
        *,
        cantonese: bool = False,
        wanted: Wanted = Wanted(),  # noqa: B008 - frozen
        count: int = 10,
    ) -> list[NearName]:
        """The names nearest to one, scored by `judge`, best first; the marks that bear each."""
        question = question_of(name, cantonese=cantonese)
        rows: list[npt.NDArray[np.intp]] = []
        estimates: list[npt.NDArray[np.float32]] = []
        owners: list[npt.NDArray[np.intp]] = []
        masks: list[npt.NDArray[np.bool_] | None] = []
        for place, segment in enumerate(self.segments):
            mask = _mask(segment, wanted)
            masks.append(mask)
            allowed = None if mask is None else segment.names_with(mask)
            found, estimated = candidates(segment, question, allowed, MOST_SCORED)
            rows.append(found)
            estimates.append(estimated)
            owners.append(np.full(len(found), place))
        if not rows:
            return []
        order = np.argsort(-np.concatenate(estimates), kind="stable")[:MOST_SCORED]
        every, likely, owner = np.concatenate(rows)[order], np.concatenate(estimates)[order], np.concatenate(owners)[order]
        scored: list[tuple[float, int, Name, Opinion]] = []
        for start in range(0, len(every), STEP):
            if start >= FEWEST_SCORED and len(scored) >= count:
                bar = sorted((each[0] for each in scored), reverse=True)[count - 1]
                if likely[start] + MARGIN < bar:
                    break
            for at in range(start, min(start + STEP, len(every))):
                other = unpack(self.segments[owner[at]].names[int(every[at])])
                opinion = judge(other)
                scored.append((opinion.score, at, other, opinion))
        scored.sort(key=lambda each: (-each[0], each[2].text))
        return [
            NearName(other, opinion, self._marks(int(owner[at]), int(every[at]), masks[owner[at]]))
            for _, at, other, opinion in scored
        ]

    def _marks(self, place: int, row: int, mask: npt.NDArray[np.bool_] | None) -> tuple[tuple[str, int], ...]:
        segment = self.segments[place]
        return tuple(
            (segment.mark_keys[mark].decode(), int(segment.classes[mark]))
            for mark in segment.marks_of(row)
            if mask is None or mask[mark]
        )


def _mask(segment: NameSegment, wanted: Wanted) -> npt.NDArray[np.bool_] | None:
    """The marks of a segment that are alive and asked for; None for all."""
    mask = segment.alive
    if not wanted:
        return mask
    parts: list[npt.NDArray[np.bool_]] = [] if mask is None else [mask]
    if wanted.classes:
        parts.append((segment.classes & np.uint64(wanted.classes)) != 0)
    if wanted.offices:
        parts.append(_among(segment.offices, [office_number(code) for code in wanted.offices]))
    if wanted.statuses:
        parts.append(_among(segment.statuses, [STATUSES.index(status) for status in wanted.statuses]))
    return np.logical_and.reduce(parts)


def _among(values: npt.NDArray[np.generic], wanted: Sequence[int]) -> npt.NDArray[np.bool_]:
    return np.logical_or.reduce([values == number for number in wanted])
