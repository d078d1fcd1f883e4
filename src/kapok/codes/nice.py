"""The 45 classes of the Nice Classification: short titles of our own in four languages (not the official headings)."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from kapok.codes.classes import normalise_symbol
from kapok.codes.declared import LANGUAGES, read_rows

GOODS_CLASSES = range(1, 35)
"""Classes 1-34 are goods, 35-45 services."""


class NiceClass(Struct, frozen=True):
    """One class: two-digit `symbol`, `titles` by language."""

    symbol: str
    titles: dict[str, str]

    @property
    def is_goods(self) -> bool:
        """Whether the class holds goods (else services)."""
        return int(self.symbol) in GOODS_CLASSES


@cache
def nice_classes() -> dict[str, NiceClass]:
    """All 45 classes by two-digit symbol, in order."""
    return {
        row["symbol"]: NiceClass(row["symbol"], {language: row[language] for language in LANGUAGES})
        for row in read_rows("nice_titles")
    }


def nice_title(text: str, language: str = "en") -> str:
    """The short title of a class in any writing (`9`, `09`, `Class 9`); `InputError` where there is no such class."""
    entry = nice_classes()[normalise_symbol("nice", text)]
    return entry.titles.get(language, entry.titles["en"])
