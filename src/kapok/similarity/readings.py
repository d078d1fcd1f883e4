"""Readings of Chinese characters, Mandarin and Cantonese, without tones: from the computed tables, the library beyond them."""

from __future__ import annotations

from functools import cache

from kapok.similarity.declared import read_lines

_LONGEST_WORD = 3
"""Characters of the longest word in `phrase_readings.txt`."""


@cache
def _readings() -> dict[str, str]:
    """Character -> its line of the table, cut only when asked."""
    return {line[0]: line for line in read_lines("readings")}


@cache
def _phrases() -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """(word -> its readings, the characters with which such words begin)."""
    phrases = {}
    for line in read_lines("phrase_readings"):
        word, readings = line.split("\t")
        phrases[word] = tuple(readings.split())
    return phrases, frozenset(word[0] for word in phrases)


@cache
def _of_character(character: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(Mandarin, Cantonese) readings of a simplified character; the character itself where nobody reads it."""
    line = _readings().get(character)
    if line is None:
        mandarin = _from_library(character)
        return (mandarin, mandarin)
    _, mandarin_text, cantonese_text = line.split("\t")
    return (tuple(mandarin_text.split()), tuple(cantonese_text.split()) or (character,))


def _from_library(character: str) -> tuple[str, ...]:
    """The reading of a rare character, asked of pypinyin (opened only here: it takes a third of a second)."""
    from pypinyin import lazy_pinyin

    return (str(lazy_pinyin(character)[0]),)


def mandarin_of(han: str) -> tuple[tuple[str, ...], ...]:
    """Per character of a simplified text its pinyin readings without tone (`v` for ü), the one of its word first."""
    found = [_of_character(character)[0] for character in han]
    phrases, first = _phrases()
    at = 0
    while at < len(han) - 1:
        if han[at] in first:
            for length in range(_LONGEST_WORD, 1, -1):
                readings = phrases.get(han[at : at + length])
                if readings is not None and at + length <= len(han):
                    for place, reading in enumerate(readings, at):
                        others = found[place]
                        if others[0] != reading:
                            found[place] = (reading, *(r for r in others if r != reading))
                    at += length - 1
                    break
        at += 1
    return tuple(found)


def cantonese_of(han: str) -> tuple[tuple[str, ...], ...]:
    """Per character of a simplified text its jyutping readings without tone, the usual one first."""
    return tuple(_of_character(character)[1] for character in han)
