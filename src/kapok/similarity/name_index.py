"""All marks of a home, ready to be asked which of them are near a name: segments, what is hidden, filters, scoring.

The index is a folder with `index.json` (which segments count, and the sequence of the lake that they reflect) and one folder
per segment. It is derived: whatever is not named in `index.json` is swept away, and all of it can be made again from the lake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
from msgspec import Struct

from kapok.errors import BackendError
from kapok.similarity.forms import Found
from kapok.similarity.name import Name
from kapok.similarity.name_candidates import Bar, near, question_of, sharing
from kapok.similarity.name_codes import format_digest, unpack
from kapok.similarity.name_segment import STATUSES, NameSegment, office_number, office_of
from kapok.similarity.opinion import Opinion
from kapok.similarity.profile import Profile

Chosen = npt.NDArray[np.bool_]
MOST_SCORED = 300
"""Names with near letters or sounds that are scored by all planes for one query."""
MOST_SHARING = 150
"""The same for names that share something with the query."""
STEP = 25
MARGIN = 0.12
"""How much the estimate of a name may lie below its score."""
BELOW = 0.04
"""Names a little below "similar" are looked for too, to be shown after those that reach it."""
SECOND_MISSES = 0.35
"""How much of a second plane's full agreement never comes together with a first plane that is merely near."""


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
        self._offices: tuple[str, ...] | None = None
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

    def offices(self) -> tuple[str, ...]:
        """The ST.3 codes of the registers that the marks stand in, in alphabetical order."""
        if self._offices is None:
            numbers = {int(each) for segment in self.segments for each in np.unique(segment.offices)}
            self._offices = tuple(sorted(filter(None, map(office_of, numbers))))
        return self._offices

    def nearest(
        self,
        name: Name,
        judge: Callable[[Name], Opinion],
        *,
        profile: Profile,
        wanted: Wanted = Wanted(),  # noqa: B008 - frozen
        count: int = 10,
    ) -> list[NearName]:
        """The names nearest to one, scored by `judge`, best first; the marks that bear each.

        Names that share something are scored first; what the `count`-th best of them reaches is the bar that a name with
        merely near letters or sounds must be able to reach to be looked at.
        """
        question = question_of(name, cantonese=profile.cantonese)
        masks = [_mask(segment, wanted) for segment in self.segments]
        allowed = [
            None if mask is None else segment.names_with(mask) for segment, mask in zip(self.segments, masks, strict=True)
        ]
        scoring = _Scoring(self.segments, judge, count)
        looks = zip(self.segments, allowed, strict=True)
        scoring.take([sharing(segment, question, mask, MOST_SCORED) for segment, mask in looks], MOST_SHARING)
        bar = max(scoring.bar(), profile.levels["similar"] - BELOW)
        every = max(sum(len(segment.names) for segment in self.segments), 1)
        found = []
        for segment, mask in zip(self.segments, allowed, strict=True):
            needed = bar_of(bar, profile, len(segment.names) / every)
            found.append(near(segment, question, mask, needed, MOST_SCORED))
        scoring.take(found, MOST_SCORED)
        return [
            NearName(other, opinion, self._marks(place, row, masks[place]))
            for other, opinion, place, row in scoring.best_first()
        ]

    def _marks(self, place: int, row: int, mask: Chosen | None) -> tuple[tuple[str, int], ...]:
        segment = self.segments[place]
        return tuple(
            (segment.mark_keys[mark].decode(), int(segment.classes[mark]))
            for mark in segment.marks_of(row)
            if mask is None or mask[mark]
        )


def bar_of(score: float, profile: Profile, share: float) -> Bar:
    """What the planes of shape and sound must give for a whole score: a second plane that agrees may add its part."""
    own = (score - profile.agreement) / (1 - profile.agreement) + SECOND_MISSES * profile.agreement
    return Bar(own / max(profile.weights["shape"], 0.1), own / max(profile.weights["sound"], 0.1), share)


class _Scoring:
    """Scores candidates of all segments, the likeliest first, each once, until no more can come among the best."""

    def __init__(self, segments: Sequence[NameSegment], judge: Callable[[Name], Opinion], count: int) -> None:
        self.segments, self.judge, self.count = segments, judge, count
        self.scored: dict[tuple[int, int], tuple[Name, Opinion]] = {}

    def bar(self) -> float:
        """The score of the `count`-th best so far, 0 while there are fewer."""
        if len(self.scored) < self.count:
            return 0.0
        return sorted((opinion.score for _, opinion in self.scored.values()), reverse=True)[self.count - 1]

    def take(self, found: Sequence[Found], most: int) -> None:
        """Score the candidates of each segment, at most so many in all."""
        rows = np.concatenate([each[0] for each in found])
        likely = np.concatenate([each[1] for each in found])
        owners = np.repeat(np.arange(len(found)), [len(each[0]) for each in found])
        order = np.argsort(-likely, kind="stable")[:most]
        for start in range(0, len(order), STEP):
            if start and likely[order[start]] + MARGIN < self.bar():
                break
            for at in order[start : start + STEP].tolist():
                place = (int(owners[at]), int(rows[at]))
                if place not in self.scored:
                    other = unpack(self.segments[place[0]].names[place[1]])
                    self.scored[place] = (other, self.judge(other))

    def best_first(self) -> Iterator[tuple[Name, Opinion, int, int]]:
        """(name, opinion, segment, row) of all that were scored."""
        every = sorted(self.scored.items(), key=lambda each: (-each[1][1].score, each[1][0].text))
        return ((name, opinion, *place) for place, (name, opinion) in every)


def _mask(segment: NameSegment, wanted: Wanted) -> Chosen | None:
    """The marks of a segment that are alive and asked for; None for all."""
    mask = segment.alive
    parts: list[Chosen] = []
    if wanted.classes:
        parts.append((segment.classes & np.uint64(wanted.classes)) != 0)
    if wanted.offices:
        parts.append(np.isin(segment.offices, [office_number(code) for code in wanted.offices]))
    if wanted.statuses:
        parts.append(np.isin(segment.statuses, [STATUSES.index(status) for status in wanted.statuses]))
    for part in parts:
        mask = part if mask is None else mask & part
    return mask
