"""Which names of a segment may be near a query: several cheap looks, each with an estimate of likeness, joined by the best.

Looks at letters (spellings and sounds, by scanning their bits), at Chinese characters (the same, alike to the eye, alike to
the ear, place by place), at words, at letters inside longer words, and at exact classes of likeness. Estimates only decide
who is looked at closely; they are never shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from kapok.similarity import name_codes as codes
from kapok.similarity.forms import Forms, Probe
from kapok.similarity.glyph_table import look_alikes
from kapok.similarity.name import Name
from kapok.similarity.name_segment import NameSegment

Found = tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]
LEAST_SPELLED = 0.58
"""Least share of letters in common for a spelling to be looked at; below it no rule of letters calls two marks similar."""
MOST_CLOSELY = 6000
"""Spellings whose edit distance is computed, likeliest first."""
MOST_POSTED = 4000
"""Names taken from one posting of words."""
SAME, ALIKE, HEARD = 8, 7, 6
"""What a Chinese character counts that is the same, looks alike, sounds alike (of 8)."""


class Question(Struct, frozen=True):
    """A name, coded for asking: made once, asked of every segment."""

    name: Name
    spelled: tuple[Probe, ...]
    heard: tuple[Probe, ...]
    exact: tuple[int, ...]
    words: tuple[int, ...]
    pieces: tuple[int, ...]
    places: tuple[tuple[tuple[int, tuple[int, ...]], ...], ...]
    """Per Chinese character: (what it counts, keys), the least first."""


def question_of(name: Name, *, cantonese: bool) -> Question:
    """A name as a question; `cantonese` asks for Cantonese sounds too."""
    mandarin = codes.reading_keys(name, False)
    jyutping = codes.reading_keys(name, True) if cantonese else [()] * len(mandarin)
    places = []
    for place, key in enumerate(codes.character_keys(name)):
        alike = tuple(codes.CHARACTER | ord(each) for each in look_alikes(name.han[place]))
        places.append(((HEARD, (*mandarin[place], *jyutping[place])), (ALIKE, alike), (SAME, (key,))))
    return Question(
        name,
        tuple(map(Probe, codes.spelled_of(name))),
        tuple(map(Probe, codes.heard_of(name))),
        tuple(codes.exact_keys(name)),
        tuple(codes.word_keys(name)),
        tuple(codes.piece_keys(name.latin)) if name.latin else (),
        tuple(places),
    )


def candidates(segment: NameSegment, question: Question, allowed: npt.NDArray[np.bool_] | None, most: int) -> Found:
    """Names (rows, each once) with their estimates, best first, at most so many."""
    found = [
        _exact(segment, question.exact),
        _words(segment, question.words),
        _pieces(segment, question),
        _characters(segment, question),
        *(_forms(segment.spelled, probe, allowed, 1.0) for probe in question.spelled),
        *(_forms(segment.heard, probe, allowed, 0.95) for probe in question.heard),
    ]
    rows = np.concatenate([each[0] for each in found])
    estimates = np.concatenate([each[1] for each in found])
    if allowed is not None and len(rows):
        kept = allowed[rows]
        rows, estimates = rows[kept], estimates[kept]
    if not len(rows):
        return rows, estimates
    order = np.lexsort((-estimates, rows))
    rows, estimates = rows[order], estimates[order]
    first = np.append(True, rows[1:] != rows[:-1])
    rows, estimates = rows[first], estimates[first]
    return best(rows, estimates, most)


def best(rows: npt.NDArray[np.intp], estimates: npt.NDArray[np.float32], most: int) -> Found:
    """The rows with the highest estimates, best first."""
    if len(rows) > most:
        kept = np.argpartition(-estimates, most)[:most]
        rows, estimates = rows[kept], estimates[kept]
    order = np.argsort(-estimates, kind="stable")
    return rows[order], estimates[order]


def _nothing() -> Found:
    return np.zeros(0, np.intp), np.zeros(0, np.float32)


def _exact(segment: NameSegment, keys: Iterable[int]) -> Found:
    """Names in the same class of likeness: worth a close look always."""
    parts = [segment.posting(key)[:MOST_POSTED] for key in keys]
    rows = np.concatenate(parts).astype(np.intp) if parts else np.zeros(0, np.intp)
    return rows, np.full(len(rows), 1.0, np.float32)


def _words(segment: NameSegment, keys: Sequence[int]) -> Found:
    """Names that share words: the rarer the shared words, the likelier."""
    parts = sorted((segment.posting(key) for key in keys), key=len)
    rows = [part[:MOST_POSTED].astype(np.intp) for part in parts]
    if not rows:
        return _nothing()
    estimates = [np.full(len(part), 0.80 if place == 0 else 0.65, np.float32) for place, part in enumerate(rows)]
    return np.concatenate(rows), np.concatenate(estimates)


def _pieces(segment: NameSegment, question: Question) -> Found:
    """Names that hold most of the query's letters in a row, or whose letters the query holds."""
    if len(question.pieces) < 3:
        return _nothing()
    count = np.zeros(len(segment.names), np.uint8)
    for key in question.pieces:
        count[segment.posting(key)] += 1
    wanted = len(question.pieces)
    shorter = np.minimum(wanted, segment.letters - np.uint8(1))
    rows = np.flatnonzero((count >= 3) & (count.astype(np.uint16) * 10 >= shorter.astype(np.uint16) * 7))
    estimates = count[rows].astype(np.float32) / np.maximum(shorter[rows], 1) * np.float32(0.82)
    return best(rows, np.minimum(estimates, np.float32(0.82)), MOST_POSTED)


def _characters(segment: NameSegment, question: Question) -> Found:
    """Names with the same, look-alike or sound-alike Chinese characters."""
    if not question.places:
        return _nothing()
    total = np.zeros(len(segment.names), np.uint8)
    here = np.zeros(len(segment.names), np.uint8)
    for place in question.places[:24]:
        touched = []
        for worth, keys in place:
            for key in keys:
                ids = segment.posting(key)
                here[ids] = worth
                touched.append(ids)
        for ids in touched:
            total[ids] += here[ids]
            here[ids] = 0
    asked = len(question.places)
    rows = np.flatnonzero(total)
    points = total[rows].astype(np.float32) / SAME
    own = segment.characters[rows]
    whole = points / np.maximum(own, asked)
    part = np.minimum(points / np.minimum(np.maximum(own, 1), asked), 1) * np.float32(0.8)
    return best(rows, np.minimum(np.maximum(whole, part), 1), MOST_POSTED)


def _forms(forms: Forms, probe: Probe, allowed: npt.NDArray[np.bool_] | None, weight: float) -> Found:
    """Names with a near spelling or sound, by edit distance."""
    rows, estimates = forms.near(probe, LEAST_SPELLED, allowed)
    rows, _ = best(rows, estimates, MOST_CLOSELY)
    if not len(rows):
        return _nothing()
    texts = forms.texts[rows].tolist()
    likeness = cdist([probe.text], texts, scorer=OSA.normalized_similarity, dtype=np.float32)[0] * np.float32(weight)
    near = likeness >= 0.45
    return forms.names[rows[near]].astype(np.intp), likeness[near]
