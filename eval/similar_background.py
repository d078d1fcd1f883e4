"""The register around the labelled marks: plausible invented marks in several languages, the same on every machine."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Callable, Container, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from eval.similar_latin import SURNAMES, surname
from eval.similar_pair import in_traditional, normal
from eval.similar_tables import HALVES, facts, latin, readings, zh


class Sign(NamedTuple):
    """An invented mark: its words and their language."""

    text: str
    language: str


class _Draw:
    """Draws items, the n-th with a weight that falls with n: in registers few words make most marks."""

    def __init__(self, rng: random.Random, items: list[str]) -> None:
        self.items = list(dict.fromkeys(items))
        rng.shuffle(self.items)
        self.cumulated = list(accumulate((n + 20) ** -0.7 for n in range(len(self.items))))
        self.rng = rng

    def __call__(self) -> str:
        return self.items[bisect(self.cumulated, self.rng.random() * self.cumulated[-1])]


def background(count: int, without: Container[str], seed: int = 1) -> Iterator[Sign]:
    """`count` marks, none of which is (but for case, blanks and points) one of `without`; names may come several times."""
    rng = random.Random(f"background {seed}")
    made = _makers(rng)
    makers, weights = [maker for _, maker in made], list(accumulate(weight for weight, _ in made))
    while count:
        sign = makers[bisect(weights, rng.random() * weights[-1])]()
        if sign.text and normal(sign.text) not in without:
            yield sign
            count -= 1


def _makers(rng: random.Random) -> list[tuple[float, Callable[[], Sign]]]:
    """(share, maker) of every kind of mark."""
    declared: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
    signs = "".join(declared["characters"].split()) + "".join(c for half in HALVES for c in readings(half))
    signs += "".join(zh("coined", half) for half in HALVES)
    character = _Draw(rng, list(signs))
    weak = {name: [word for half in HALVES for word in facts("zh")["weak"][name][half]] for name in facts("zh")["weak"]}
    chinese_word = _Draw(rng, [word for half in HALVES for word in zh("words", half)])
    foreign = _Draw(rng, [*zh("coined", "tuning"), *zh("coined", "test"), *declared["characters"].split()[-1]])
    word = _Draw(rng, [*declared["words"].split(), *(w for half in HALVES for w in latin("words", half))])
    romance = _Draw(rng, [form for half in HALVES for entry in latin("romance", half) for form in entry.split()])
    goods = _Draw(rng, [w for half in HALVES for w in latin("weak.generic", half) + latin("weak.romance_generic", half)])

    def chinese(text: str) -> Sign:
        return Sign(in_traditional(text), "zh-Hant") if rng.random() < 0.3 else Sign(text, "zh-Hans")

    def characters(least: int, most: int) -> str:
        return "".join(character() for _ in range(rng.randint(least, most)))

    def invented() -> str:
        syllables = rng.choices((1, 2, 3, 4), (1, 6, 5, 1))[0]
        parts = (declared["onsets"], declared["vowels"], declared["codas"])
        return "".join(rng.choice(part) for _ in range(syllables) for part in parts).upper()

    def letters() -> str:
        return "".join(rng.choices("ABCDEFGHIKLMNOPRSTVWXZ", k=rng.choice((2, 3, 3, 4))))

    return [
        (16, lambda: chinese(characters(2, 2))),
        (8, lambda: chinese(characters(3, 3))),
        (3, lambda: chinese(characters(4, 4))),
        (3, lambda: chinese("".join(foreign() for _ in range(rng.choice((3, 3, 4)))))),
        (2, lambda: chinese(chinese_word() + characters(0, 2))),
        (2, lambda: chinese(characters(2, 2) + rng.choice(weak["houses"]))),
        (2, lambda: chinese(rng.choice(weak["colours"] + weak["sizes"]) + characters(2, 2))),
        (2, lambda: chinese(rng.choice(weak["places"]) + characters(2, 2))),
        (2, lambda: chinese(characters(2, 3) + rng.choice(weak["companies"] + weak["generic"] + weak["quality"]))),
        (1, lambda: Sign(f"{invented()} {characters(2, 3)}", "zh-Hans")),
        (18, lambda: Sign(invented(), "en")),
        (8, lambda: Sign(f"{word()} {word()}".upper(), "en")),
        (5, lambda: Sign(f"{word()}{word()}".upper(), "en")),
        (4, lambda: Sign(f"{invented()} {word()}".upper(), "en")),
        (3, lambda: Sign(f"{invented()} {invented()}", "en")),
        (3, lambda: Sign(f"{word()} {rng.choice(declared['companies'])}".upper(), "en")),
        (2, lambda: Sign(f"{invented()} {goods()}", "en")),
        (3, lambda: Sign(letters(), "en")),
        (1, lambda: Sign(f"{letters()}{rng.randrange(1000)}", "en")),
        (1, lambda: Sign(str(rng.randrange(100_000)), "und")),
        (3, lambda: Sign(f"{rng.choice(SURNAMES)} & {rng.choice(SURNAMES)}", "en")),
        (1, lambda: Sign(f"{romance()} {rng.choice(('de ', 'da ', 'do ', 'del ', '', ''))}{romance()}".upper(), "pt")),
        (2, lambda: Sign(f"{romance()} {rng.choice(('de ', 'do ', ''))}{surname(rng.choice(HALVES), rng)}".upper(), "pt")),
        (2, lambda: Sign(f"{romance()} {rng.choice(SURNAMES)}".title(), "es")),
        (1, lambda: Sign("".join(rng.choices(rng.choice(declared["others"]), k=rng.randint(2, 6))), "und")),
    ]
