"""What the labelled set of similar marks is made of: pairs with the name of their variation, and stems that never repeat."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from eval.similar_tables import Half, initial_and_final, readings, traditional


@dataclass(frozen=True)
class Pair:
    """A mark that is asked (`query`) and one that is hidden in the register (`target`), with how the second was made.

    `language` is zh-Hans, zh-Hant, en, or pt-es; `office` the register whose view is asked for (ST.3), "" for any.
    """

    variation: str
    language: str
    query: str
    target: str
    office: str = ""


Maker = Callable[[Half, random.Random], Iterator[tuple[str, str]]]
"""Endless (or long) stream of query and target of one variation."""


class Stems:
    """Chinese stems of the half's own characters, each of different sounds; none has the characters of an earlier one."""

    def __init__(self, half: Half, rng: random.Random) -> None:
        self.readings = readings(half)
        self.characters = sorted(self.readings)
        self.rng = rng
        self.taken: set[tuple[str, ...]] = set()

    def draw(self, length: int) -> str:
        """A stem of `length` characters; a single one may come again."""
        while True:
            stem = "".join(self.rng.sample(self.characters, length))
            if length == 1:
                return stem
            key = tuple(sorted(stem))
            sounds = {initial_and_final(self.readings.get(c, c)) for c in stem}
            if len(sounds) == length and key not in self.taken:
                self.taken.add(key)
                return stem


def in_traditional(text: str) -> str:
    """The text in traditional characters, by the set's own table."""
    return text.translate(traditional())


def normal(text: str) -> str:
    """A mark without case, blanks and points: what makes two marks one for the register."""
    return "".join(c for c in text.casefold() if c.isalnum())
