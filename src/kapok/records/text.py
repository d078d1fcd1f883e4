"""Texts that carry their language: titles, abstracts, claims, descriptions."""

from __future__ import annotations

from msgspec import Struct


class Text(Struct, frozen=True, omit_defaults=True):
    """One text in one language. `language` is a BCP 47 tag (`en`, `zh-Hans`, `zh-Hant`, `pt`, `ko`), `und` if unstated."""

    text: str
    language: str = "und"


class Claim(Struct, frozen=True, omit_defaults=True):
    """One claim: its number as printed, its text, the claims it refers to."""

    number: int
    text: str
    language: str = "und"
    depends_on: tuple[int, ...] = ()


class GoodsAndServices(Struct, frozen=True, omit_defaults=True):
    """Goods and services of one Nice class (INID 511), one entry per class and language.

    `text` is the list as registered; `terms` the single terms where the source separates them;
    `similar_groups` the office's similar-group codes (China `0304`, Korea `G1201`).
    """

    nice_class: int
    text: str = ""
    language: str = "und"
    terms: tuple[str, ...] = ()
    similar_groups: tuple[str, ...] = ()
    edition: str = ""
