"""The labelled set of similar marks: every variation and every kind of hard negative of one half, the same on every machine."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

from eval import similar_latin, similar_zh, similar_zh_sound
from eval.similar_negatives import NEGATIVES
from eval.similar_pair import Pair, Stems, in_traditional, normal
from eval.similar_tables import Half

EACH = 200
"""Pairs of every variation and kind of hard negative, in each half."""
TRIES = 60
"""Draws for each pair before a variation counts as exhausted: an error of the tables."""


@cache
def positives(half: Half) -> tuple[Pair, ...]:
    """The pairs that must be found. No mark is asked twice or hidden twice within one variation."""
    stems = Stems(half, random.Random(f"{half} stems"))
    found: list[Pair] = []
    for name, make_zh in {**similar_zh.VARIATIONS, **similar_zh_sound.VARIATIONS}.items():
        rng = random.Random(f"{half} {name}")
        both = name in similar_zh.BOTH_SCRIPTS or name in similar_zh_sound.VARIATIONS
        for n, (query, target) in enumerate(_different(name, make_zh(half, rng, stems))):
            if both and n % 3 == 2:
                found.append(Pair(name, "zh-Hant", in_traditional(query), in_traditional(target)))
            else:
                found.append(Pair(name, "zh-Hant" if name == "zh: variant form" else "zh-Hans", query, target))
    for name, make_zh in similar_zh_sound.CANTONESE.items():
        rng = random.Random(f"{half} {name}")
        for query, target in _different(name, make_zh(half, rng, stems)):
            found.append(Pair(name, "zh-Hant", in_traditional(query), in_traditional(target), "HK"))
    for language, makers in (("en", similar_latin.ENGLISH), ("pt-es", similar_latin.ROMANCE)):
        for name, make in makers.items():
            pairs = _different(name, make(half, random.Random(f"{half} {name}")))
            found += [Pair(name, language, query, target) for query, target in pairs]
    return tuple(found)


@cache
def negatives(half: Half) -> tuple[Pair, ...]:
    """The pairs that must not be called similar; a third of the Chinese ones in traditional characters."""
    stems = Stems(half, random.Random(f"{half} stems of negatives"))
    found = []
    for name, (language, make) in NEGATIVES.items():
        for n, (one, other) in enumerate(_different(name, make(half, random.Random(f"{half} {name}"), stems))):
            if language == "zh-Hans" and n % 3 == 2:
                found.append(Pair(name, "zh-Hant", in_traditional(one), in_traditional(other)))
            else:
                found.append(Pair(name, language, one, other))
    return tuple(found)


def _different(name: str, made: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    seen: set[tuple[str, str]] = set()
    for _, (query, target) in zip(range(EACH * TRIES), made, strict=False):
        both = (normal(query), normal(target))
        if query != target and both not in seen and (both[1], both[0]) not in seen:
            seen.add(both)
            yield query, target
            if len(seen) == EACH:
                return
    raise ValueError(f"the tables give only {len(seen)} pairs of '{name}'")
