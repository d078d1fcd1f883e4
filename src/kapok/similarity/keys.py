"""Blocking keys: two marks that are the same or near on a plane as a whole share a key, so that they are found without a scan.

Keys are exact classes of likeness: equal cores, stems, sets of words, sounds with near sounds merged, outlines, meanings. What
is only partly alike (a letter more, one character of three changed) is found by postings of characters and pieces instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import islice, product

from kapok.similarity.glyph_table import sure_pairs
from kapok.similarity.meaning_table import UNKNOWN, Units
from kapok.similarity.name import Name
from kapok.similarity.sound_cross import classes_of_han, classes_of_latin, consonants
from kapok.similarity.sound_han import Readings, merged

MOST_READINGS = 4
"""Combinations of readings, or of meanings, that get a key of their own."""
_SURE = 85
"""Likeness, in hundredths, from which characters share the key of their look."""
_SHORTEST_SKELETON = 3
"""Sounds that a skeleton without vowels needs to be a key: `nk` stands for too much."""
_SHORTEST_ROTATION = 6


def keys(name: Name) -> dict[str, set[str]]:
    """Keys per plane: `shape`, `glyph`, `sound`, `cantonese`, `cross` (Latin against Chinese), `meaning`."""
    start, end = name.core_span
    whole = start == 0 and end == len(name.han)
    found: dict[str, set[str]] = {plane: set() for plane in ("shape", "glyph", "sound", "cantonese", "cross", "meaning")}
    found["shape"].update((name.letters, name.core, name.stem, name.joined_stem, "&" + name.sorted_tokens, *name.spellings))
    if not name.han and len(name.core) >= _SHORTEST_ROTATION:
        found["shape"].add("@" + _first_rotation(name.core))
    if name.looks:
        found["glyph"].add(name.looks)
    if name.han:
        han = "".join(map(_look, name.han))
        found["glyph"].update((han, han[start:end]))
        found["sound"].update(_sounds(name.pinyin, "mandarin"))
        found["cantonese"].update(_sounds(name.jyutping, "cantonese"))
        if not whole:
            found["sound"].update(_sounds(name.pinyin[start:end], "mandarin"))
            found["cantonese"].update(_sounds(name.jyutping[start:end], "cantonese"))
    for codes in {name.latin_keys, name.core_keys} - {()}:
        found["sound"].update((codes[0], codes[2]))
        found["sound"].update("_" + skeleton for skeleton in (codes[1], codes[3]) if len(skeleton) >= _SHORTEST_SKELETON)
    found["cross"].update(_cross(name, start, end))
    for units in {name.concepts, name.core_concepts}:
        found["meaning"].update(_meanings(units))
    return {plane: texts - {""} for plane, texts in found.items()}


@lru_cache(65_536)
def _look(character: str) -> str:
    """One character for all that surely look like each other: the first in code order of those that can be reached."""
    return _classes().get(character, character)


@cache
def _classes() -> dict[str, str]:
    """Character -> the first of its class. Classes are what can be reached over pairs that surely look alike."""
    members: dict[str, set[str]] = {}
    for one, other in sure_pairs(_SURE):
        together = members.get(one, {one}) | members.get(other, {other})
        members.update(dict.fromkeys(together, together))
    return {character: min(together) for character, together in members.items()}


@lru_cache(20_000)
def _first_rotation(text: str) -> str:
    """The same text for all that are turned into each other (HAWKWOLF, WOLFHAWK)."""
    return min(text[at:] + text[:at] for at in range(len(text)))


def _sounds(readings: Readings, language: str) -> Iterator[str]:
    """The syllables with near sounds merged, for the likeliest combinations of readings."""
    choices = ((merged(each, language) for each in syllable) for syllable in readings)
    for combination in islice(product(*choices), MOST_READINGS):
        yield ".".join(combination)


def _cross(name: Name, start: int, end: int) -> Iterable[str]:
    """The consonants in which Latin and Chinese forms of a name meet, and its letters as they are read."""
    if name.han:
        yield "=" + name.roman
        yield "=" + "".join(each[0] for each in name.pinyin[start:end])
        for readings, language in ((name.pinyin, "mandarin"), (name.jyutping, "cantonese")):
            yield from _skeletons(classes_of_han(readings, language))
            yield from _skeletons(classes_of_han(readings[start:end], language))
        yield "=" + "".join(each[0] for each in name.jyutping)
    if name.latin:
        yield "=" + name.latin
        yield "=" + name.core
        for codes in (name.latin_keys, name.core_keys):
            for code in {codes[0], codes[2]} if codes else ():
                yield from _skeletons(classes_of_latin(code))


def _skeletons(classes: str) -> Iterator[str]:
    """The consonants, and the consonants without l and r after the first sound; where few, the whole."""
    skeleton = consonants(classes)
    if len(skeleton) < _SHORTEST_SKELETON:
        yield classes
        return
    yield skeleton
    yield skeleton[0] + skeleton[1:].replace("L", "")


def _meanings(units: Units) -> Iterator[str]:
    """The meanings in alphabetical order, whatever the order of the words; none where no word is known."""
    if all(unit[0][0] == UNKNOWN for unit in units):
        return
    for combination in islice(product(*units), MOST_READINGS):
        yield " ".join(sorted(combination))
