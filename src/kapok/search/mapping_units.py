"""Sentences and paragraphs of a text as positions: what `prox/unit=sentence` and `unit=paragraph` are answered from.

Only a text of more than one sentence gets them (field `<field>_unit` and the flag `many_units`); in any other text all
words are in one sentence. Positions: paragraphs are PARAGRAPH_STEP apart, sentences SENTENCE_STEP, words 1. So two words
are within n sentences exactly if their positions differ by less than n + 1/2 steps.
"""

from __future__ import annotations

import re
from typing import Any

from kapok.search.mapping_layout import (
    LONGEST_SENTENCE,
    MOST_PARAGRAPHS,
    MOST_SENTENCES,
    NAME_GAP,
    PARAGRAPH_STEP,
    PROSE_FIELDS,
    SENTENCE_STEP,
)
from kapok.search.normalise_text import paragraphs, sentences, tokens
from kapok.search.ports import IndexDocument

_SENTENCE_MARKS = ".!?\n\r。！？｡\u2028\u2029"
"""Without one of these inside, a text is one sentence."""

_MAY_END = re.compile(f"[{_SENTENCE_MARKS}]").search


def add_units(found: IndexDocument, field: str, values: list[str]) -> bool:
    """Put the units of a prose field into the document, if it has more than one sentence; returns whether it has."""
    if field not in PROSE_FIELDS or (len(values) == 1 and not _MAY_END(values[0].rstrip(" .。"))):
        return False
    units = units_of(values)
    if len(units) < 2:
        return False
    found[f"{field}_unit"] = {"text": "", "tokens": _positioned(units)}
    found.setdefault("many_units", []).append(field)
    return True


def apart(values: list[str]) -> dict[str, Any]:
    """Several indexed texts as one, so far apart that no proximity joins them."""
    return {"text": "", "tokens": _positioned([(at * NAME_GAP, words.split()) for at, words in enumerate(values)])}


def units_of(values: list[str]) -> list[tuple[int, list[str]]]:
    """The sentences of all values: (start position, words). A too long sentence is cut, a too long paragraph too."""
    units: list[tuple[int, list[str]]] = []
    paragraph = -1
    for value in values:
        for text in paragraphs(value):
            sentence = MOST_SENTENCES
            for one in sentences(text):
                words = tokens(one)
                for at in range(0, len(words), LONGEST_SENTENCE):
                    if sentence >= MOST_SENTENCES:
                        sentence = 0
                        paragraph += 1
                    if paragraph >= MOST_PARAGRAPHS:
                        return units
                    units.append((paragraph * PARAGRAPH_STEP + sentence * SENTENCE_STEP, words[at : at + LONGEST_SENTENCE]))
                    sentence += 1
    return units


def _positioned(units: list[tuple[int, list[str]]]) -> list[dict[str, Any]]:
    """Units as tokens with positions, in the JSON form of a text that is cut already."""
    return [
        {"offset_from": 0, "offset_to": 0, "position": start + at, "text": word, "position_length": 1}
        for start, words in units
        for at, word in enumerate(words)
    ]
