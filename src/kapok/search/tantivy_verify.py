"""Conditions that the index alone cannot decide are decided on the stored text: phrases in one sentence, whole long texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec
import tantivy
from tantivy import Query

from kapok.errors import QueryError
from kapok.search.mapping_layout import exact_form
from kapok.search.mapping_summary import decode_texts
from kapok.search.mapping_units import units_of
from kapok.search.query import Proximity
from kapok.search.word_patterns import Sequence_, TokenPattern

MOST_CANDIDATES = 100_000
"""More texts than this are not read for one query."""


def near_in_text(
    searcher: tantivy.Searcher, candidates: Query, field: str, one: Sequence_, other: Sequence_, node: Proximity
) -> list[str]:
    """Keys of the candidates whose text fulfils the proximity. Raises QueryError if there are too many to read."""
    return [key for key, values in _texts(searcher, candidates, field) if is_near(units_of(values), one, other, node)]


def whole_values(searcher: tantivy.Searcher, candidates: Query, field: str, form: str) -> list[str]:
    """Keys of the candidates of which one value has this `exact_form`. Raises QueryError if there are too many to read."""
    return [key for key, values in _texts(searcher, candidates, field) if any(exact_form(each) == form for each in values)]


def _texts(searcher: tantivy.Searcher, candidates: Query, field: str) -> Iterator[tuple[str, list[str]]]:
    """Key and values of a field of each candidate, as they were."""
    result: Any = searcher.search(candidates, limit=MOST_CANDIDATES)
    if result.count > MOST_CANDIDATES:
        raise QueryError(
            "This condition is too broad to be answered exactly",
            f"{result.count} texts would have to be read, at most {MOST_CANDIDATES} are",
            "Ask for a longer text, or with unit=word",
        )
    for _, address in result.hits:
        stored: Any = searcher.doc(address)
        summary = msgspec.json.decode(stored.get_first("summary"))
        texts = stored.get_first("texts")
        values = decode_texts(texts).get(field) if texts else None
        if values is None:  # a title with one sentence is kept in the summary alone, that of a mark as its mark
            values = list(summary.get("titles", {"": summary.get("mark", "")}).values())
        yield summary["key"], values


def is_near(units: list[list[str]], one: Sequence_, other: Sequence_, node: Proximity) -> bool:
    """Whether the two token sequences stand in sentences (paragraphs) that are near enough, and share no word."""
    cut = [(at, place, text.split()) for at, paragraph in enumerate(units) for place, text in enumerate(paragraph)]
    lefts = list(_places(cut, one))
    rights = list(_places(cut, other)) if lefts else []
    for paragraph, sentence, start, end in lefts:
        for paragraph2, sentence2, start2, end2 in rights:
            here, there = (paragraph, sentence), (paragraph2, sentence2)
            if not (here, end) < (there, start2) and (node.ordered or not (there, end2) < (here, start)):
                continue
            if node.unit == "paragraph":
                if abs(paragraph - paragraph2) <= node.distance:
                    return True
            elif paragraph == paragraph2 and abs(sentence - sentence2) <= node.distance:
                return True
    return False


def _places(cut: list[tuple[int, int, list[str]]], sequence: Sequence_) -> Iterator[tuple[int, int, int, int]]:
    """(paragraph, sentence, first word, last word) of each occurrence of a token sequence inside one sentence."""
    length = len(sequence)
    for paragraph, sentence, words in cut:
        for at in range(len(words) - length + 1):
            if all(_fits(pattern, words[at + ahead]) for ahead, pattern in enumerate(sequence)):
                yield paragraph, sentence, at, at + length - 1


def _fits(pattern: TokenPattern, word: str) -> bool:
    return word == pattern.text if pattern.literal else _compiled(pattern.text).fullmatch(word) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
