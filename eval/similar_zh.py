"""Variations of Chinese marks in writing: order, forms of characters, added words, meaning. Rules: search.md 5b, 5c."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import count

from eval.similar_pair import Stems
from eval.similar_tables import Half, facts, latin, readings, traditional, zh

Pairs = Iterator[tuple[str, str]]


def spacing(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """The same characters with blanks, points or dashes between them."""
    between = {"tuning": (" ", "·"), "test": ("-", "  ", "・")}[half]
    while True:
        stem = stems.draw(rng.choice((2, 3)))
        yield stem, rng.choice(between).join(stem)


def annotated(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """The same characters with their reading beside them."""
    while True:
        stem = stems.draw(2)
        sound = "".join(readings(half)[c].rstrip("12345") for c in stem)
        yield stem, f"{stem} {sound.upper()}" if half == "tuning" else f"{sound.title()}{stem}"


def reversed_order(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """The same characters in reversed order."""
    while True:
        stem = stems.draw(2 if half == "tuning" else rng.choice((2, 2, 3)))
        yield stem, stem[::-1]


def reversed_words(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """Two words of two characters in the other order."""
    while True:
        one, other = rng.choice(zh("words", half)), stems.draw(2)
        yield one + other, other + one


def simplified_traditional(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """Simplified against traditional writing."""
    table = traditional()
    while True:
        stem = stems.draw(rng.choice((2, 3)))
        other = stem.translate(table)
        if sum(a != b for a, b in zip(stem, other, strict=True)) >= (1 if half == "tuning" else 2):
            yield (stem, other) if rng.random() < 0.5 else (other, stem)


def variant_form(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """Two forms of one traditional character."""
    while True:
        one, other = rng.choice(zh("variants", half))
        stem = stems.draw(1 if half == "tuning" else 2).translate(traditional())
        yield (one + stem, other + stem) if rng.random() < 0.5 else (stem + one, stem + other)


def one_of_three(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """Three characters that mean nothing, the middle or last one differs."""
    coined = zh("coined", half)
    while True:
        a, b, c, d = rng.sample(coined, 4)
        yield a + b + c, (a + b + d if rng.random() < 0.6 else a + d + c)


def one_of_four(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """Four characters that mean nothing, one differs."""
    coined = zh("coined", half)
    while True:
        five = rng.sample(coined, 5)
        at = rng.choice((1, 2, 3))
        yield "".join(five[:4]), "".join([*five[:at], five[4], *five[at + 1 : 4]])


def look_alike(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """One character replaced by one that is taken for it."""
    while True:
        one, other = rng.sample(rng.choice(zh("lookalikes", half)), 2)
        stem = stems.draw(rng.choice((1, 2)) if half == "tuning" else 2)
        yield (one + stem, other + stem) if rng.random() < 0.5 else (stem + one, stem + other)


def near_sound_and_shape(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """One character replaced by one that sounds and looks like it (金达 / 金哒)."""
    while True:
        one, other = rng.sample(rng.choice(zh("near", half)), 2)
        stem = stems.draw(rng.choice((1, 2)))
        yield (one + stem, other + stem) if rng.random() < 0.4 else (stem + one, stem + other)


def reduplication(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """A mark said twice: whole, or its last character."""
    while True:
        stem = stems.draw(2)
        yield stem, stem * 2 if half == "tuning" or rng.random() < 0.5 else stem + stem[-1]


def colour_or_size_before(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """A colour or size before the earlier mark (太阳 / 红太阳)."""
    weak = zh("weak.colours", half) + zh("weak.sizes", half)
    for n in count():
        stem = zh("words", half)[n % 44] if n < 44 else stems.draw(rng.choice((2, 3)))
        yield stem, rng.choice(weak) + stem


def house_changed(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """Two different words for a house at the end (水云轩 / 水云阁)."""
    while True:
        stem = stems.draw(2)
        one, other = rng.sample(zh("weak.houses", half), 2)
        yield stem + one, stem + other


def house_added(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """A word for a house after the earlier mark."""
    return _after("weak.houses", half, rng, stems)


def company_added(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """A company's form after the earlier mark."""
    return _after("weak.companies", half, rng, stems)


def quality_added(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """A model or a praise after the earlier mark."""
    return _after("weak.quality", half, rng, stems)


def generic_added(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """The name of the goods after the earlier mark, with or without 牌."""
    for stem, longer in _after("weak.generic", half, rng, stems):
        yield stem, (stem + "牌" + longer[len(stem) :] if rng.random() < 0.5 else longer)


def place_added(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """A place before the earlier mark."""
    while True:
        stem = stems.draw(rng.choice((2, 3)))
        yield stem, rng.choice(zh("weak.places", half)) + stem


def contained(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """The earlier mark stands whole inside a longer one."""
    while True:
        stem, rest = stems.draw(3), stems.draw(2)
        yield stem, (rest[0] + stem + rest[1] if half == "tuning" else rest + stem)


def same_meaning(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """Another word for the same thing (皇冠 / 王冠), alone or beside the same word."""
    words = [pair.split() for pair in zh("same_meaning", half)]
    for n in count():
        one, other = words[n % len(words)]
        stem = "" if n < len(words) else stems.draw(1 if n < 4 * len(words) else 2)
        yield stem + one, stem + other


def numerals(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """Digits against Chinese numerals (369 / 三六九)."""
    names: dict[str, str] = facts("zh")["numerals"]
    while True:
        digits = "".join(rng.choices("0123456789", k=rng.choice((3, 4)) if half == "tuning" else rng.choice((3, 4, 5))))
        word = "" if rng.random() < 0.6 else stems.draw(1)
        written = "".join(names[d] for d in digits)
        yield (digits + word, written + word) if rng.random() < 0.5 else (written + word, digits + word)


def transliteration(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """A foreign name against its Chinese writing (NIKE / 耐克), bare or with a weak word on one side."""
    names = [entry.rsplit(" ", 1) for entry in zh("transliterations", half)]
    for n in count():
        foreign, chinese = names[n % len(names)]
        turn = n // len(names)
        if turn == 0:
            yield foreign, chinese
        elif turn == 1:
            yield chinese, foreign
        elif turn % 2 == 0:
            yield foreign, chinese + rng.choice(zh("weak.houses", half) + zh("weak.generic", half))
        else:
            yield chinese, f"{foreign} {rng.choice(latin('weak.generic', half))}"


def translation(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """An English word against the Chinese word for it (APPLE / 苹果), alone or with a colour or size on both sides."""
    words = [entry.split() for entry in zh("translations", half)]
    modifiers = [entry.split() for entry in facts("zh")["translations"]["modifiers"][half]]
    for n in count():
        foreign, chinese = words[n % len(words)]
        turn = n // len(words)
        if turn >= 2:
            adjective, character = modifiers[(n + turn) % len(modifiers)]
            foreign, chinese = f"{adjective} {foreign}", character + chinese
        yield (foreign, chinese) if turn % 2 == 0 else (chinese, foreign)


def traditional_with_weak_word(half: Half, rng: random.Random, stems: Stems) -> Pairs:
    """Traditional writing and a weak word at once (龙凤 / 龍鳳閣)."""
    for stem, other in simplified_traditional(half, rng, stems):
        yield stem, other + rng.choice(zh("weak.houses", half)).translate(traditional())


def _after(table: str, half: Half, rng: random.Random, stems: Stems) -> Pairs:
    while True:
        stem = stems.draw(rng.choice((2, 2, 3)))
        yield stem, stem + rng.choice(zh(table, half))


VARIATIONS = {
    "zh: blanks or points between": spacing,
    "zh: reading written beside": annotated,
    "zh: order reversed": reversed_order,
    "zh: two words swapped": reversed_words,
    "zh: simplified and traditional": simplified_traditional,
    "zh: variant form": variant_form,
    "zh: one of three differs, no meaning": one_of_three,
    "zh: one of four differs, no meaning": one_of_four,
    "zh: look-alike character": look_alike,
    "zh: near sound and near shape": near_sound_and_shape,
    "zh: said twice": reduplication,
    "zh: colour or size before": colour_or_size_before,
    "zh: house word changed": house_changed,
    "zh: house word added": house_added,
    "zh: company form added": company_added,
    "zh: model or praise added": quality_added,
    "zh: goods added": generic_added,
    "zh: place added": place_added,
    "zh: contained in a longer mark": contained,
    "zh: same meaning": same_meaning,
    "zh: digits and numerals": numerals,
    "zh-Latin: transliteration": transliteration,
    "zh-Latin: translation": translation,
    "zh: traditional with a house word": traditional_with_weak_word,
}
"""Name of the variation -> its maker. Those that write only simplified characters are also asked in traditional ones."""

BOTH_SCRIPTS = frozenset(VARIATIONS) - {
    "zh: simplified and traditional",
    "zh: variant form",
    "zh: traditional with a house word",
    "zh: digits and numerals",
}
"""Variations of which every third pair is written in traditional characters."""
