"""How Latin words sound to an English and to a Romance (Portuguese, Spanish) reader, as a short code of letters."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from kapok.similarity.declared import check_keys, fault, read_table
from kapok.similarity.plane import NOTHING, PlaneScore, Reason

SAME = 0.95
"""The same code: heard alike, written otherwise."""
FIRST_DIFFERS = 0.8
"""Factor where the first sounds differ: the beginning is heard best."""
SHORT = {1: 0.4, 2: 0.6, 3: 0.85}
"""Factor for codes that differ, by the length of the longer one: in a short mark one sound makes another mark of it."""
ONE_SOUND = 0.3
"""Likeness of different marks of which both are heard as one single sound: Y and I."""
ROMANCE = 0.98
"""Factor for what only a Romance reader hears alike."""
WORTH_TELLING = 0.6

_NO_VOWELS = str.maketrans("", "", "aeiou")

Codes = tuple[str, ...]
"""(English, English without vowels, Romance, Romance without vowels); empty for a mark without Latin letters."""


@cache
def _rules(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    table = read_table("latin_sounds")
    check_keys(table, (), {"source", "date", "english", "romance"})
    rules = []
    for place, rule in enumerate(table.content[language]):
        spelled, arrow, heard = str(rule).partition(" > ")
        if not arrow:
            raise fault(table, (language, place), f"'{rule}' is not 'pattern > sound'")
        try:
            rules.append((re.compile(spelled), heard.strip()))
        except re.error as error:
            raise fault(table, (language, place), f"'{spelled}' is no pattern: {error}") from None
    return tuple(rules)


@lru_cache(100_000)
def heard_word(word: str, language: str) -> str:
    """One word as `language` (`english`, `romance`) hears it; for the letters of the code see `latin_sounds.yaml`."""
    if not word.isascii():
        from anyascii import anyascii  # only marks in other scripts need it

        word = anyascii(word).lower()
    for pattern, heard in _rules(language):
        word = pattern.sub(heard, word)
    return word


def sound_codes(words: tuple[str, ...]) -> Codes:
    """The codes of Latin words together, in order."""
    if not words:
        return ()
    english = "".join([heard_word(word, "english") for word in words])
    romance = "".join([heard_word(word, "romance") for word in words])
    return (english, _skeleton(english), romance, _skeleton(romance))


def _skeleton(code: str) -> str:
    """The code without its vowels, except the first sound."""
    return code[:1] + code[1:].translate(_NO_VOWELS)


def score(a: Codes, b: Codes) -> PlaneScore:
    """Likeness of two names by their codes; the reason is `same_sound_latin` or `near_sound_latin`."""
    if not a or not b:
        return NOTHING
    english = _blend(a[0], a[1], b[0], b[1])
    romance = _blend(a[2], a[3], b[2], b[3]) * ROMANCE
    best, place = (english, 0) if english >= romance else (romance, 2)
    best = round(best, 4)
    if best < WORTH_TELLING:
        return PlaneScore(best)
    rule = "same_sound_latin" if a[place] == b[place] else "near_sound_latin"
    return PlaneScore(best, (Reason(rule, {"a": a[place], "b": b[place]}),))


def _blend(a: str, a_skeleton: str, b: str, b_skeleton: str) -> float:
    if a == b:
        return SAME if len(a) > 1 else ONE_SOUND
    longest = max(len(a), len(b))
    value = 0.6 * OSA.normalized_similarity(a, b) + 0.4 * OSA.normalized_similarity(a_skeleton, b_skeleton)
    if a[:1] != b[:1]:
        value *= FIRST_DIFFERS
    return min(value * SHORT.get(longest, 1.0), SAME - 0.02)
