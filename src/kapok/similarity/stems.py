"""Plural and derived forms: a word without its plural, gerund, comparative and article endings; repetitions once."""

from __future__ import annotations

import re
from functools import lru_cache

_SHORTEST = 3
"""Letters that a stem keeps at least: `bus`, `gas`, `king` are no plurals or gerunds."""

_ENDINGS = (
    ("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("oes", "o"),
    ("ings", ""), ("ing", ""), ("iest", "y"), ("ier", "y"),
    ("zinhos", ""), ("zinhas", ""), ("zinho", ""), ("zinha", ""), ("citos", ""), ("citas", ""), ("cito", ""), ("cita", ""),
    ("inhos", "o"), ("inhas", "a"), ("inho", "o"), ("inha", "a"), ("itos", "o"), ("itas", "a"), ("ito", "o"), ("ita", "a"),
)  # fmt: skip
"""Ending -> what the stem has in its place."""

_TWICE = re.compile(r"(..+?)\1+")
_SAME_LETTERS = re.compile(r"(.)\1+")


@lru_cache(100_000)
def stem_of_word(word: str) -> str:
    """A Latin word without a plural, gerund, comparative, diminutive or gender ending (English, Spanish, Portuguese)."""
    if not word.isascii() or not word.isalpha() or len(word) <= _SHORTEST:
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) + len(instead) >= _SHORTEST:
            return _without_gender(_undouble(word[: -len(ending)] + instead))
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if word.endswith(("er", "ed")) and len(word) - 2 >= _SHORTEST + 1:
        return _undouble(word[:-2])
    if word.endswith("e") and len(word) > _SHORTEST + 1:
        return word[:-1]
    return _without_gender(word)


def _without_gender(word: str) -> str:
    """A word of five letters and more without the vowel of its gender: MENINO and MENINA, MONTINHO (and MONTE) meet."""
    return word[:-1] if len(word) > _SHORTEST + 1 and word[-1] in "oa" else word


def _undouble(stem: str) -> str:
    """`running` -> `run`: the consonant that the ending doubled stands once; a silent e falls as in `stem_of_word`."""
    if len(stem) > _SHORTEST and stem[-1] == stem[-2] and stem[-1] not in "lsz":
        return stem[:-1]
    return stem[:-1] if stem.endswith("e") and len(stem) > _SHORTEST + 1 else stem


def _once(word: str) -> str:
    """A word that is one part said several times: that part (CHOCHO)."""
    found = _TWICE.fullmatch(word) if len(word) >= 4 and word.isascii() else None
    return found.group(1) if found else word


@lru_cache(20_000)
def stem_of(tokens: tuple[str, ...]) -> str:
    """The stems of a mark's words without blanks; a repeated word or character (牛牛, CHOCHO) stands once."""
    stems = [stem_of_word(_once(token)) for token in tokens]
    joined = "".join(dict.fromkeys(stems))
    if len(joined) >= 2 and joined[0] >= "\u3007":
        joined = _SAME_LETTERS.sub(r"\1", joined)
    return _TWICE.sub(r"\1", joined) if len(joined) >= 4 else joined
