"""What is said of two marks in the end: how near they are, by which rule, and why."""

from __future__ import annotations

from msgspec import Struct

from kapok.similarity.plane import Reason
from kapok.similarity.profile import Level

AlignedPart = tuple[str, str, str]
"""A part of the first mark, the part of the second that it stands against, and how: same, variant, looks alike …"""


class Opinion(Struct, frozen=True, kw_only=True):
    """An opinion under one profile.

    `score` 0 to 1; `level` by the profile's thresholds; `rule` is the key of the rule that decided (`plane_…` where a plane
    alone did) with its `citation`; `planes` has a score for each plane, of which only `compared` were compared (a mark
    without a picture has no figure to compare). `goods_shared` are the classes or groups that both list.
    """

    score: float
    level: Level
    rule: str
    citation: str
    planes: dict[str, float]
    compared: tuple[str, ...]
    reasons: tuple[Reason, ...] = ()
    goods_shared: tuple[str, ...] = ()
