"""Likeness of Chinese readings, syllable by syllable: shared by Mandarin and Cantonese, which differ in their tables only."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from kapok.similarity.alignment import align
from kapok.similarity.declared import check_keys, read_table

Readings = tuple[tuple[str, ...], ...]
"""Per character its readings without tone, the usual one first."""

OTHER_READING = 0.93
"""Both can be read alike, but one of them only by a reading that is not the usual one here (长 as zhang)."""
NEAR = (0.88, 0.8)
"""One near sound (zh/z, -ng/-n …) in the syllable, or two."""
SAME_FINAL = 0.35
SAME_INITIAL = 0.25
FIRST_WEIGHT = 1.3
"""The first syllable counts more than each other: it is heard best."""


class Speech(NamedTuple):
    """The near sounds of one way of speaking Chinese."""

    initials: tuple[str, ...]
    near_initials: dict[str, str]
    near_finals: dict[str, str]


class Heard(NamedTuple):
    """How alike two readings are: `score` 0 to 1, and for each pair of syllables `same`, `near`, `other` or `differs`."""

    score: float
    kinds: tuple[str, ...]


@cache
def speech(language: str) -> Speech:
    """The declared near sounds of `mandarin` or `cantonese`."""
    table = read_table("han_sounds")
    check_keys(table, (), {"source", "date", "mandarin", "cantonese"})
    check_keys(table, (language,), {"all_initials", "initials", "finals"})
    entry = table.content[language]
    initials = sorted(entry["all_initials"].split(), key=len, reverse=True)
    finals = entry["finals"]
    return Speech(tuple(initials), entry["initials"], {final: finals.get(near, near) for final, near in finals.items()})


@lru_cache(4096)
def parts(syllable: str, language: str) -> tuple[str, str]:
    """(initial, final) of a syllable."""
    for initial in speech(language).initials:
        if syllable.startswith(initial) and len(syllable) > len(initial):
            return initial, syllable[len(initial) :]
    return "", syllable


@lru_cache(4096)
def merged(syllable: str, language: str) -> str:
    """The syllable with its near sounds merged: equal for two syllables that many do not tell apart."""
    initial, final = parts(syllable, language)
    table = speech(language)
    return table.near_initials.get(initial, initial) + table.near_finals.get(final, final)


@lru_cache(65_536)
def syllable_score(a: tuple[str, ...], b: tuple[str, ...], language: str) -> tuple[float, str]:
    """(likeness, kind) of two characters by their readings; kind `same`, `other` reading, `near` or `differs`."""
    if a[0] == b[0]:
        return 1.0, "same"
    if not set(a).isdisjoint(b):
        return OTHER_READING, "other"
    best = max(_plain(x, y, language) * (1.0 if x is a[0] and y is b[0] else 0.95) for x in a for y in b)
    return best, "near" if best >= NEAR[1] * 0.95 else "differs"


def _plain(x: str, y: str, language: str) -> float:
    (initial_x, final_x), (initial_y, final_y) = parts(x, language), parts(y, language)
    table = speech(language)
    if merged(x, language) == merged(y, language):
        return NEAR[(initial_x != initial_y) and (final_x != final_y)]
    if final_x == final_y or table.near_finals.get(final_x, final_x) == table.near_finals.get(final_y, final_y):
        return SAME_FINAL
    return SAME_INITIAL if initial_x == initial_y else 0.0


@lru_cache(8192)
def heard(a: Readings, b: Readings, language: str) -> Heard:
    """Likeness of two texts by their readings, in order; the longer one's spare syllables count as unlike."""
    pairs = [
        syllable_score(a[i], b[j], language) if i >= 0 and j >= 0 else (0.0, "differs")
        for i, j, _ in align(a, b, lambda x, y: syllable_score(x, y, language)[0])
    ]
    if not pairs:
        return Heard(0.0, ())
    total = pairs[0][0] * FIRST_WEIGHT + sum(pair[0] for pair in pairs[1:])
    return Heard(total / (FIRST_WEIGHT + len(pairs) - 1), tuple(pair[1] for pair in pairs))
