"""Hard negatives: pairs that look near and must not be called similar (search.md 5b, rows with NOT). Both marks are hidden."""

from __future__ import annotations

import random
from collections.abc import Iterator

from eval.similar_latin import coined, romance
from eval.similar_pair import Stems
from eval.similar_tables import Half, facts, initial_and_final, latin, readings, zh

Pairs = Iterator[tuple[str, str]]


def different_meaning(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """电老虎 / 电飞虎: one character of three differs, and the meaning clearly does."""
    words = [pair.split() for pair in zh("different_meaning", half)]
    while True:
        one, other = rng.choice(words)
        stem = stems.draw(1)
        yield stem + one, stem + other


def two_letters(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """Two letters, one differs."""
    letters = {"tuning": "ABCDEFGHIJKLM", "test": "NOPQRSTUVWXYZ"}[half]
    while True:
        a, b, c = rng.sample(letters, 3)
        yield a + b, rng.choice((a + c, c + b))


def first_character(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """Three characters; the first differs in sound and shape."""
    while True:
        stem = stems.draw(2)
        one, other = _unlike(half, rng)
        yield one + stem, other + stem


def one_of_two(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """Two characters; one differs in sound and shape."""
    while True:
        stem = stems.draw(1)
        one, other = _unlike(half, rng)
        yield (one + stem, other + stem) if rng.random() < 0.5 else (stem + one, stem + other)


def weak_characters_shared(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """Nothing shared but a house word, a company form, goods or a place."""
    while True:
        table = rng.choice(("houses", "companies", "generic", "places"))
        word = rng.choice(zh(f"weak.{table}", half))
        one, other = stems.draw(2), stems.draw(2)
        if not _alike(half, one, other):
            yield (word + one, word + other) if table == "places" else (one + word, other + word)


def weak_words_shared(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """Nothing shared but a company form, goods, a place, a praise or an article."""
    while True:
        table = rng.choice(("companies", "generic", "places", "quality", "romance_generic", "romance_companies"))
        word = rng.choice(latin(f"weak.{table}", half))
        one, other = coined(half, rng), coined(half, rng)
        if not _near(one, other):
            yield (f"{word} {one}", f"{word} {other}") if table == "romance_generic" else (f"{one} {word}", f"{other} {word}")


def same_class_characters(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """Two Chinese marks of one class that share nothing."""
    while True:
        one, other = stems.draw(rng.choice((2, 3))), stems.draw(rng.choice((2, 3)))
        if not _alike(half, one, other):
            yield one, other


def same_class_words(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """Two marks in Latin script of one class that share no word and few letters."""
    while True:
        one = coined(half, rng) if rng.random() < 0.5 else " ".join(rng.sample(latin("words", half), 2)).upper()
        other = coined(half, rng) if rng.random() < 0.5 else romance(half, rng)[0]
        if not _near(one, other):
            yield one, other


def _unlike(half: Half, rng: random.Random) -> tuple[str, str]:
    """Two characters without a common sound (initial or final) or a common look."""
    table = readings(half)
    alike = [set(group) for name in ("near", "lookalikes") for group in facts("zh")[name][half]]
    while True:
        one, other = rng.sample(sorted(table), 2)
        (initial, final), (initial2, final2) = initial_and_final(table[one]), initial_and_final(table[other])
        if initial != initial2 and final[:1] != final2[:1] and not any({one, other} <= group for group in alike):
            return one, other


def _alike(half: Half, one: str, other: str) -> bool:
    """Whether two stems share a character or the sound of one."""
    table = readings(half)
    return bool({table[c].rstrip("12345") for c in one} & {table[c].rstrip("12345") for c in other})


def _near(one: str, other: str) -> bool:
    """Whether two words begin alike or share more than half of their pairs of letters."""
    pairs, pairs2 = ({word[n : n + 2] for n in range(len(word) - 1)} for word in (one, other))
    return one[:2] == other[:2] or len(pairs & pairs2) * 3 > min(len(pairs), len(pairs2))


NEGATIVES = {
    "not similar: clearly different meaning (zh)": ("zh-Hans", different_meaning),
    "not similar: two letters": ("en", two_letters),
    "not similar: first character differs (zh)": ("zh-Hans", first_character),
    "not similar: one of two characters (zh)": ("zh-Hans", one_of_two),
    "not similar: only a weak word shared (zh)": ("zh-Hans", weak_characters_shared),
    "not similar: only a weak word shared (en, pt-es)": ("en", weak_words_shared),
    "not similar: same class, different words (zh)": ("zh-Hans", same_class_characters),
    "not similar: same class, different words (en, pt-es)": ("en", same_class_words),
}
"""Name of the kind -> language and maker."""
