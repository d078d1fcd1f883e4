"""Variations of Chinese marks in sound: Mandarin with and without tone, near sounds, several readings, Cantonese, pinyin."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator

from eval.similar_pair import Stems
from eval.similar_tables import Half, facts, initial_and_final, readings, zh

Pairs = Iterator[tuple[str, str]]


def homophone(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """One character replaced by another of the same sound and tone."""
    groups = [row for row in zh("readings", half).values() if len(row) > 1]
    while True:
        yield _replaced(rng.sample(rng.choice(groups), 2), rng, stems)


def homophones_throughout(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """Every character replaced by another of the same sound; the tone may differ."""
    groups = _by_sound(half, lambda syllable: syllable.rstrip("12345"))
    while True:
        one, other = rng.sample(groups, 2)
        (a, b), (c, d) = rng.sample(one, 2), rng.sample(other, 2)
        yield a + c, b + d


def other_tone(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """One character replaced by one of the same sound in another tone."""
    table = readings(half)
    groups = [g for g in _by_sound(half, lambda s: s.rstrip("12345")) if len({table[c] for c in g}) > 1]
    while True:
        one, other = rng.sample(rng.choice(groups), 2)
        if table[one] != table[other]:
            yield _replaced([one, other], rng, stems)


def several_readings(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """A character of several readings against one that sounds like any of them."""
    table = zh("polyphones", half)
    while True:
        character = rng.choice(sorted(table))
        yield _replaced([character, rng.choice(table[character])], rng, stems, length=2)


def fuzzy(name: str) -> Callable[[Half, random.Random, Stems], Pairs]:
    """One character replaced by one whose sound many speakers do not keep apart: the pairs under `name` of `fuzzy`."""
    parts = [tuple(pair) for pair in facts("zh")["fuzzy"][name]]

    def make(half: Half, rng: random.Random, stems: Stems) -> Pairs:
        rows = zh("readings", half)
        found = []
        for one in rows:
            for other in rows:
                (initial, final), (initial2, final2) = initial_and_final(one), initial_and_final(other)
                if (final == final2 and (initial, initial2) in parts) or (initial == initial2 and (final, final2) in parts):
                    found.append((rows[one], rows[other]))
        while True:
            left, right = rng.choice(found)
            yield _replaced([rng.choice(left), rng.choice(right)], rng, stems)

    make.__doc__ = f"One character replaced by one of near sound: {name}."
    return make


def written_in_pinyin(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """The characters against their sound in Latin letters."""
    table = readings(half)
    while True:
        stem = stems.draw(rng.choice((2, 3)))
        sound = "".join(table[c].rstrip("12345") for c in stem).upper()
        yield (stem, sound) if rng.random() < 0.5 else (sound, stem)


def cantonese(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """One character replaced by one that sounds alike only in Cantonese."""
    rows = [row.split("|") for row in zh("cantonese", half).values() if "|" in row]
    while True:
        one, other = rng.sample(rng.choice(rows), 2)
        yield _replaced([rng.choice(one), rng.choice(other)], rng, stems)


def cantonese_throughout(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """Two characters, both replaced by ones that sound alike only in Cantonese."""
    rows = [row.split("|") for row in zh("cantonese", half).values() if "|" in row]
    while True:
        first, second = rng.sample(rows, 2)
        (a, b), (c, d) = rng.sample(first, 2), rng.sample(second, 2)
        yield rng.choice(a) + rng.choice(c), rng.choice(b) + rng.choice(d)


def _by_sound(half: Half, sound: Callable[[str], str]) -> list[str]:
    groups: dict[str, str] = defaultdict(str)
    for character, syllable in readings(half).items():
        groups[sound(syllable)] += character
    return [group for group in groups.values() if len(group) > 1]


def _replaced(two: list[str], rng: random.Random, stems: Stems, length: int = 0) -> tuple[str, str]:
    stem = stems.draw(length or rng.choice((1, 1, 2)))
    while set(stem) & set(two):
        stem = stems.draw(len(stem))
    one, other = two
    return (one + stem, other + stem) if rng.random() < 0.4 else (stem + one, stem + other)


VARIATIONS = {
    "zh: same sound and tone": homophone,
    "zh: same sounds throughout": homophones_throughout,
    "zh: same sound in another tone": other_tone,
    "zh: several readings": several_readings,
    **{f"zh: near sound, {name}": fuzzy(name) for name in facts("zh")["fuzzy"]},
    "zh-Latin: pinyin": written_in_pinyin,
}
"""Name of the variation -> its maker, in simplified characters."""

CANTONESE = {"zh-Hant: Cantonese only": cantonese, "zh-Hant: Cantonese only, throughout": cantonese_throughout}
"""Those of Cantonese, in traditional characters, asked with the view of Hong Kong."""
