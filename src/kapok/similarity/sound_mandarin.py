"""Sound in Mandarin: pinyin without tone, polyphones with all their usual readings, near sounds ranked below."""

from __future__ import annotations

from kapok.similarity.plane import NOTHING, PlaneScore, Reason
from kapok.similarity.sound_han import Readings, heard

HOMOPHONE = 0.97
"""Same syllables: the tones, which are left off, may still differ."""


def score(a: Readings, b: Readings) -> PlaneScore:
    """Likeness of two readings in Mandarin; the rule is `same_sound`, `other_reading`, `near_sound` or `partly_same_sound`."""
    return scored(a, b, "mandarin")


def scored(a: Readings, b: Readings, language: str, suffix: str = "") -> PlaneScore:
    """Likeness in `language`; rules end with `suffix`."""
    if not a or not b:
        return NOTHING
    found = heard(a, b, language)
    if found.score <= 0:
        return NOTHING
    kinds = set(found.kinds)
    if kinds == {"same"}:
        rule = "same_sound"
    elif kinds <= {"same", "other"}:
        rule = "other_reading"
    elif kinds <= {"same", "other", "near"}:
        rule = "near_sound"
    else:
        rule = "partly_same_sound"
        if found.score < 0.4:
            return PlaneScore(found.score * HOMOPHONE)
    values = {"a": " ".join(each[0] for each in a), "b": " ".join(each[0] for each in b)}
    return PlaneScore(round(found.score * HOMOPHONE, 4), (Reason(rule + suffix, values),))
