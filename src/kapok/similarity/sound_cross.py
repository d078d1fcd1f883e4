"""Latin against Chinese through sound (NIKE/耐克): both as a string of broad sound classes, and the romanisation itself."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from kapok.similarity.declared import check_keys, read_table
from kapok.similarity.plane import NOTHING, PlaneScore, Reason
from kapok.similarity.sound_han import Readings, parts
from kapok.similarity.sound_latin import Codes

ROMANISED = 0.95
"""The Latin mark is the pinyin or jyutping of the Chinese one, letter by letter."""
TRANSLITERATED = 0.9
"""All sounds agree: what a transliteration can reach."""
WORTH_TELLING = 0.6
SHORT = {0: 0.0, 1: 0.6, 2: 0.9}
"""Factor by the number of consonants that can be compared: two sounds agree by chance."""
_VOWELS = str.maketrans("", "", "aio")


class _Classes(NamedTuple):
    latin: dict[int, str]
    initials: dict[str, dict[str, str]]
    vowels: dict[str, str]
    silent: dict[str, frozenset[str]]


@cache
def _classes() -> _Classes:
    table = read_table("cross_sounds")
    known = {
        "source", "date", "latin", "mandarin", "cantonese", "vowels", "silent_mandarin", "silent_cantonese", "sound_characters",
    }  # fmt: skip
    check_keys(table, (), known)
    content = table.content
    languages = ("mandarin", "cantonese")
    return _Classes(
        str.maketrans(content["latin"]),
        {language: content[language] for language in languages},
        content["vowels"],
        {language: frozenset(content[f"silent_{language}"].split()) for language in languages},
    )


@cache
def sound_characters() -> frozenset[str]:
    """Characters with which foreign names are usually written (帕尔斯): beside text of unknown meaning they are only heard."""
    return frozenset(read_table("cross_sounds").content["sound_characters"])


@lru_cache(4096)
def _syllable(syllable: str, language: str, first: bool) -> str:
    """The classes of one syllable."""
    classes = _classes()
    initial, final = parts(syllable, language)
    sound = classes.initials[language].get(initial, "")
    if not first and syllable in classes.silent[language]:
        return sound
    return sound + classes.vowels.get(final, final if final in "aio" else "")


@lru_cache(65_536)
def classes_of_han(readings: Readings, language: str = "mandarin") -> str:
    """The sound classes of Chinese readings: consonant classes in capitals, vowels `a`, `i`, `o`."""
    joined = "".join([_syllable(each[0], language, place == 0) for place, each in enumerate(readings)])
    return _once(joined)


@lru_cache(65_536)
def classes_of_latin(code: str) -> str:
    """The sound classes of a code of `latin_sounds.yaml`."""
    return _once(code.translate(_classes().latin))


def _once(classes: str) -> str:
    """Neighbours that are equal stand once (NN, LL)."""
    return "".join([c for place, c in enumerate(classes) if place == 0 or c != classes[place - 1]])


def consonants(classes: str) -> str:
    """The consonant classes alone."""
    return classes.translate(_VOWELS)


def _without_coda_l(classes: str) -> str:
    """The classes without an l or r that no vowel follows: Chinese often leaves it out (FORD 福特)."""
    end = len(classes)
    return "".join([c for at, c in enumerate(classes) if c != "L" or at == 0 or (at + 1 < end and classes[at + 1] in "aio")])


def score(latin: str, codes: Codes, readings: Readings, language: str = "mandarin") -> PlaneScore:
    """Likeness of Latin letters (with their codes) and Chinese readings; reason `romanised` or `transliterated`."""
    if not codes or not readings:
        return NOTHING
    roman = "".join([each[0] for each in readings])
    values = {"a": latin, "b": " ".join(each[0] for each in readings)}
    if latin == roman:
        return PlaneScore(ROMANISED, (Reason("romanised", values),))
    han = classes_of_han(readings, language)
    best = max(_agreement(classes_of_latin(code), han) for code in {codes[0], codes[2]})
    close = OSA.normalized_similarity(latin, roman)
    if close > 0.7:
        best = max(best, close)
    best = round(best * TRANSLITERATED, 4)
    return PlaneScore(best, (Reason("transliterated", values),) if best >= WORTH_TELLING else ())


def _agreement(latin: str, han: str) -> float:
    if latin == han and len(latin) > 2:
        return 1.0
    latin_consonants, han_consonants = consonants(latin), consonants(han)
    same = OSA.normalized_similarity(latin_consonants, han_consonants)
    whole = OSA.normalized_similarity(latin, han)
    if "L" in latin[1:]:
        shorter, han_shorter = _without_coda_l(latin), _without_coda_l(han)
        same = max(same, 0.97 * OSA.normalized_similarity(consonants(shorter), consonants(han_shorter)))
        whole = max(whole, 0.97 * OSA.normalized_similarity(shorter, han_shorter))
    value = 0.6 * same + 0.4 * whole
    return value * SHORT.get(min(len(latin_consonants), len(han_consonants)), 1.0)
