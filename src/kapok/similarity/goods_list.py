"""Goods and services of a mark as a list of terms, each with its Nice class and, where known, its similar groups."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from msgspec import Struct

from kapok.codes.classes import normalise_symbol
from kapok.similarity.goods_topics import topics, topics_of

MOST_CHARACTERS = 20_000
"""What is read of a text that somebody typed."""

_SEPARATORS = re.compile(r"\s*[;；。\n]\s*|、|,(?![^(\[（]*[)\]）])|，(?![^(\[（]*[)\]）])")


class GoodsTerm(Struct, frozen=True):
    """One good or service: `nice_class` (two digits, "" where unknown), `text` as written, `groups` (similar groups)."""

    nice_class: str
    text: str
    groups: tuple[str, ...] = ()


class GoodsList(Struct, frozen=True):
    """The goods and services of one mark. A class given without terms covers it whole (`whole_classes`)."""

    terms: tuple[GoodsTerm, ...] = ()
    whole_classes: tuple[str, ...] = ()

    @property
    def nice_classes(self) -> tuple[str, ...]:
        """Every class named, in order."""
        return tuple(sorted({term.nice_class for term in self.terms if term.nice_class} | set(self.whole_classes)))

    def __bool__(self) -> bool:
        """Whether anything is listed."""
        return bool(self.terms or self.whole_classes)


def parse_goods(classes: Iterable[tuple[str, str]]) -> GoodsList:
    """The list from (class in any writing, text) pairs; an empty text names the whole class.

    `[("25", "Shoes; hats"), ("9", "")]`. An empty class is allowed beside a text. `InputError` for a class that
    does not exist.
    """
    terms: list[GoodsTerm] = []
    whole: list[str] = []
    for symbol, text in classes:
        nice_class = normalise_symbol("nice", symbol) if symbol.strip() else ""
        split = split_terms(text)
        if not split and nice_class:
            whole.append(nice_class)
        terms.extend(GoodsTerm(nice_class, term) for term in split)
    return GoodsList(tuple(dict.fromkeys(terms)), tuple(dict.fromkeys(whole)))


def split_terms(text: str) -> list[str]:
    """The terms of a running list, cut at semicolons, commas outside brackets, and Chinese stops."""
    plain = unicodedata.normalize("NFKC", text)
    return [term for part in _SEPARATORS.split(plain) if (term := part.strip(" .,;:、。"))]


def classes_for(text: str, limit: int = 5) -> list[tuple[str, float]]:
    """Nice classes that goods typed in words belong to, best first, each with a likelihood 0 to 1: "跑鞋" -> 25.

    Several goods may be typed (see `split_terms`); a class counts as its likeliest good. Empty where no word is known.
    """
    found: dict[str, float] = {}
    for term in split_terms(text[:MOST_CHARACTERS]):
        for topic, weight in topics_of(term).weights.items():
            symbol = topics()[topic].nice_class
            found[symbol] = max(found.get(symbol, 0.0), weight)
    return sorted(found.items(), key=lambda each: (-each[1], each[0]))[:limit]
