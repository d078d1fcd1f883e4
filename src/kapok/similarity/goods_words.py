"""Words of goods and services: folded, split and stemmed alike in English, Portuguese and Chinese, with the place of the head.

The head of a term says what the thing is: the last word in English before "of", "for" or a bracket ("shoe polish [for boots]"),
the first in Portuguese, the end in Chinese (鞋油).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from msgspec import Struct
from opencc import OpenCC

_LATIN = re.compile(r"[a-z0-9]+(?:'s|-[a-z0-9]+)*")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_BREAK = re.compile(
    r"[\[(（【]|,| - |\b(?:of|for|with|in|to|made|used|being|relating|featuring|namely|not|other|except|on|from|via|by|"
    r"de|do|da|dos|das|para|em|com|feito|no|na)\b"
)
_PORTUGUESE = re.compile(r"\b(?:de|do|da|dos|das|para|em|com|e|não|nao)\b")
_STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "or",
        "the",
        "of",
        "for",
        "in",
        "to",
        "with",
        "on",
        "by",
        "from",
        "as",
        "at",
        "their",
        "other",
        "than",
        "not",
        "its",
        "it",
        "all",
        "being",
        "such",
        "namely",
        "use",
        "used",
        "other",
        "included",
        "including",
        "especially",
        "namely",
        "relating",
        "adapted",
        "classes",
        "class",
        "namely",
        "thereof",
        "therefor",
        "goods",
        "services",
        "service",
        "e",
        "de",
        "do",
        "da",
        "dos",
        "das",
        "para",
        "em",
        "com",
        "por",
        "sem",
        "outros",
        "outras",
    ]
)


class TermWords(Struct, frozen=True):
    """A term taken apart: `stems` of all Latin words in order, `head_end` (stems before the first break), Chinese runs `han`,

    `head_first` where the head is the first word (Portuguese, Spanish).
    """

    stems: tuple[str, ...]
    head_end: int
    han: tuple[str, ...]
    head_first: bool = False

    @property
    def content(self) -> frozenset[str]:
        """The stems that say something; for Chinese every pair of neighbouring characters (a single one alone)."""
        pairs = {run[at : at + 2] for run in self.han for at in range(max(1, len(run) - 1))}
        return frozenset(stem for stem in self.stems if stem not in _STOP) | pairs

    @property
    def head(self) -> str:
        """The stem, or the last two Chinese characters, that says what the thing is; "" for an empty term."""
        if self.han and not self.stems:
            return self.han[0][-2:]
        words = [stem for stem in self.stems[: self.head_end] if stem not in _STOP]
        if not words:
            words = [stem for stem in self.stems if stem not in _STOP]
        return (words[0] if self.head_first else words[-1]) if words else ""


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("tw2sp")  # also the words of Taiwan: 軟體 is 软件


def fold_goods(text: str) -> str:
    """Lower case, no accents, half-width forms, simplified characters, single blanks."""
    plain = unicodedata.normalize("NFKC", text)
    if _HAN.search(plain):
        plain = str(_to_simplified().convert(plain))
    split = unicodedata.normalize("NFD", plain.lower())
    return " ".join("".join(each for each in split if not unicodedata.combining(each)).replace("’", "'").split())


def stem(word: str) -> str:
    """A word without its plural ending: shoes, boxes, batteries, sapatos."""
    word = word.removesuffix("'s").removesuffix("'")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(50_000)
def take_apart(text: str) -> TermWords:
    """The words of one term."""
    folded = fold_goods(text)
    words = list(_LATIN.finditer(folded))
    stopped = _BREAK.search(folded, 1)
    end = stopped.start() if stopped else len(folded)
    stems = tuple(stem(match[0]) for match in words)
    head_end = sum(match.start() < end for match in words)
    return TermWords(stems, head_end or len(stems), tuple(_HAN.findall(folded)), bool(_PORTUGUESE.search(folded)))
