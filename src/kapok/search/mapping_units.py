"""Values, sentences and paragraphs of a text as distances: what `prox` is answered from.

Between two values of a field stands a separator that is longer than any distance in words, so that no proximity joins two
people, two claims or two classes of goods. A prose field of more than one sentence is indexed a second time, as
`<field>_unit`, with a separator of SENTENCE_GAP after each sentence and of PARAGRAPH_GAP after each paragraph: two words
are within n sentences exactly if their positions differ by less than (n + 1) * SENTENCE_GAP. The flag `many_units` says
which fields have such units; `<field>!` stands for a text that is too long for them and has to be read.
"""

from __future__ import annotations

import re
from typing import Any

from kapok.search.mapping_layout import PROSE_FIELDS
from kapok.search.normalise_text import index_text, paragraphs, sentences
from kapok.search.ports import IndexDocument

VALUE_GAP = 256
"""Positions between two values: more than any distance in words that `prox` takes."""

SENTENCE_GAP = 1 << 14
PARAGRAPH_GAP = 1 << 22

LONGEST_SENTENCE = 1000
MOST_SENTENCES = 32
MOST_PARAGRAPHS = 400
"""Words of a sentence, sentences of a paragraph, paragraphs of a text up to which positions keep units apart: for 15
sentences ((15 + 1) * 1000 words fit into SENTENCE_GAP) and 6 paragraphs, with positions below 2 ** 31."""

FARTHEST = {"word": 200, "sentence": 15, "paragraph": 6}
"""The largest distance that can be asked for, per unit."""

_SENTENCE_MARKS = ".!?\n\r。！？｡\u2028\u2029"
"""Without one of these inside, a text is one sentence."""

_MAY_END = re.compile(f"[{_SENTENCE_MARKS}]").search


def separator(length: int) -> dict[str, Any]:
    """A token that no query asks for and that takes so many positions."""
    token = {"offset_from": 0, "offset_to": 0, "position": 0, "text": "\n", "position_length": length}
    return {"text": "", "tokens": [token]}


_VALUE_END = separator(VALUE_GAP)
_SENTENCE_END = separator(SENTENCE_GAP)
_PARAGRAPH_END = separator(PARAGRAPH_GAP)


def apart(values: list[str]) -> list[Any]:
    """Indexed texts with a separator between each two."""
    found: list[Any] = []
    for value in values:
        found += (value, _VALUE_END)
    return found[:-1]


def add_units(found: IndexDocument, field: str, values: list[str]) -> bool:
    """Put the units of a prose field into the document, if it has more than one sentence; returns whether it has."""
    if field not in PROSE_FIELDS or (len(values) == 1 and not _MAY_END(values[0].rstrip(" .。"))):
        return False
    units = units_of(values)
    if len(units) == 1 and len(units[0]) == 1:
        return False
    flags = found.setdefault("many_units", [])
    if len(units) > MOST_PARAGRAPHS or any(map(_is_too_long, units)):
        flags.append(f"{field}!")
        return True
    pieces: list[Any] = []
    for paragraph in units:
        for sentence in paragraph:
            pieces += (sentence, _SENTENCE_END)
        pieces[-1] = _PARAGRAPH_END
    found[f"{field}_unit"] = pieces[:-1]
    flags.append(field)
    return True


def units_of(values: list[str]) -> list[list[str]]:
    """Paragraphs of sentences as indexed text, without those that have no words; every value starts a paragraph."""
    found: list[list[str]] = []
    for value in values:
        for paragraph in paragraphs(value):
            indexed = [text for text in map(index_text, sentences(paragraph)) if text and not text.isspace()]
            if indexed:
                found.append(indexed)
    return found


def _is_too_long(paragraph: list[str]) -> bool:
    if len(paragraph) > MOST_SENTENCES:
        return True
    # a word takes at least two characters with its blank: most sentences need not be counted
    return any(len(text) > 2 * LONGEST_SENTENCE and len(text.split()) > LONGEST_SENTENCE for text in paragraph)
