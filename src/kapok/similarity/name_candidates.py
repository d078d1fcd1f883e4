"""Which names of a segment may be near a query: several cheap looks, each with an estimate of likeness, joined by the best.

Looks at letters (spellings and sounds, by scanning their bits), at Chinese characters (the same, alike to the eye, alike to
the ear, place by place), at words, at letters inside longer words, and at exact classes of likeness. Estimates only decide
who is looked at closely; they are never shown.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cdist

from kapok.similarity import name_codes as codes
from kapok.similarity.forms import Forms, Found, Probe, Shares, best
from kapok.similarity.glyph_table import look_alikes
from kapok.similarity.name import Name
from kapok.similarity.name_segment import NameSegment

OTHER_START = 0.82
"""What the planes of words leave of a likeness where the first letters differ."""
MOST_CROSS_SOUND = 0.9
"""Sounds across scripts reach this at most."""
MOST_CLOSELY = 8000
"""Spellings whose edit distance is computed, likeliest first."""
CROSS_SHARES = Shares(0.5, 0.6)
SLACK = 0.06
"""How far an estimate may lie below what the planes say."""
LEAST_CROSSED = 0.7
_VOWELS = b"123"
MOST_CROSSED = 2000
"""The same for sounds across scripts."""
MOST_POSTED = 4000
"""Names taken from one posting of words."""
SAME, ALIKE, HEARD = 8, 7, 6
"""What a Chinese character counts that is the same, looks alike, sounds alike (of 8)."""


class Bar(Struct, frozen=True):
    """What a name must reach to matter: on the plane of `shape`, or on that of `sound`; `share`: the segment's part of all."""

    shape: float
    sound: float
    share: float

    def spelled(self) -> Shares:
        """Least shares of letters for spellings: the plane of shape mixes edit distance (0.6) and Jaro-Winkler (0.4)."""
        return Shares(max(0.4, (self.shape - 0.4) / 0.6), min(0.95, max(0.6, (self.shape / OTHER_START - 0.38) / 0.6)))

    def heard(self) -> Shares:
        """Least shares for sounds: the plane of sound mixes the edit distances of the sounds and of their consonants."""
        return Shares(max(0.5, (self.sound - 0.4) / 0.6), min(0.95, max(0.6, (self.sound / OTHER_START - 0.4) / 0.6)))


class Question(Struct, frozen=True):
    """A name, coded for asking: made once, asked of every segment."""

    name: Name
    spelled: tuple[Probe, ...]
    heard: tuple[Probe, ...]
    cross_latin: tuple[Probe, ...]
    cross_han: tuple[Probe, ...]
    letters: bytes
    core: bytes
    exact: tuple[int, ...]
    parts: tuple[int, ...]
    words: tuple[int, ...]
    pieces: tuple[int, ...]
    places: tuple[tuple[tuple[int, tuple[int, ...]], ...], ...]
    """Per Chinese character: (what it counts, keys), the least first."""

    @property
    def length(self) -> int:
        """Letters of the whole mark."""
        return len(self.letters)


def question_of(name: Name, *, cantonese: bool) -> Question:
    """A name as a question; `cantonese` asks for Cantonese sounds too."""
    mandarin = codes.reading_keys(name, False)
    jyutping = codes.reading_keys(name, True) if cantonese else [()] * len(mandarin)
    coded = codes.code_name(name)
    places = []
    for place, key in enumerate(codes.character_keys(name)):
        alike = tuple(codes.CHARACTER | ord(each) for each in look_alikes(name.han[place]))
        places.append(((HEARD, (*mandarin[place], *jyutping[place])), (ALIKE, alike), (SAME, (key,))))
    return Question(
        name,
        tuple(map(Probe, coded.spelled)),
        tuple(map(Probe, coded.heard)),
        tuple(map(Probe, coded.cross_latin)),
        tuple(map(Probe, coded.cross_han[: 2 if cantonese else 1])),
        coded.letters[: codes.WIDTH],
        coded.core[: codes.WIDTH],
        tuple(codes.exact_keys(name)),
        tuple(codes.part_keys(name)),
        tuple(codes.word_keys(name)),
        tuple(codes.piece_keys(name.latin)) if name.latin else (),
        tuple(places),
    )


def sharing(segment: NameSegment, question: Question, allowed: npt.NDArray[np.bool_] | None, most: int) -> Found:
    """Names that share a class of likeness, a word, a part or characters: found by postings, best first."""
    shared = _joined([_exact(segment, question), _words(segment, question), _pieces(segment, question)], allowed)
    found = [_closer(segment, question, *shared), _characters(segment, question)]
    return best(*_joined(found, allowed), most)


def near(segment: NameSegment, question: Question, allowed: npt.NDArray[np.bool_] | None, bar: Bar, most: int) -> Found:
    """Names with near spellings and sounds that may reach the bar: found by scanning, best first."""
    spelled, heard = bar.spelled(), bar.heard()
    closely = max(500, int(MOST_CLOSELY * bar.share))
    found = [
        *(_forms(segment.spelled, probe, allowed, spelled, bar.shape, closely) for probe in question.spelled),
        *(
            _weighted(_forms(segment.heard, probe, allowed, heard, bar.sound, closely), bar.shape / bar.sound)
            for probe in question.heard
        ),
    ]
    if bar.sound <= MOST_CROSS_SOUND:
        found += [_crossed(segment.cross_latin, probe, allowed) for probe in question.cross_han]
        found += [_crossed(segment.cross_han, probe, allowed) for probe in question.cross_latin]
    return best(*_joined([_nothing(), *found], allowed), most)


def _joined(found: Sequence[Found], allowed: npt.NDArray[np.bool_] | None) -> Found:
    """The rows of several looks, each once with its best estimate; only those allowed."""
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
    return rows[first], estimates[first]


def _nothing() -> Found:
    return np.zeros(0, np.intp), np.zeros(0, np.float32)


def _exact(segment: NameSegment, question: Question) -> Found:
    """Names in the same class of likeness, and whole marks inside this one. A class that holds many says less."""
    parts = [segment.posting(key) for key in (*question.exact, *question.parts)]
    return _taken(
        segment, question, parts, [0.95 if len(part) <= 100 else 0.64 if len(part) <= 1000 else 0.55 for part in parts]
    )


def _words(segment: NameSegment, question: Question) -> Found:
    """Names that share a word, the rarest words first."""
    parts = sorted((segment.posting(key) for key in question.words), key=len)
    return _taken(segment, question, parts, [0.5] * len(parts))


def _taken(segment: NameSegment, question: Question, parts: Sequence[npt.NDArray[np.uint32]], worth: Sequence[float]) -> Found:
    """The names of postings; of a long one the shortest, and those about as long as the query."""
    rows: list[npt.NDArray[np.intp]] = []
    for part in parts:
        if len(part) > MOST_POSTED:
            about = int(np.searchsorted(part, np.searchsorted(segment.lengths, question.length)))
            start = min(max(MOST_POSTED // 2, about - MOST_POSTED // 4), len(part) - MOST_POSTED // 2)
            part = np.concatenate([part[: MOST_POSTED // 2], part[start : start + MOST_POSTED // 2]])
        rows.append(part.astype(np.intp))
    if not rows:
        return _nothing()
    estimates = [np.full(len(part), each, np.float32) for part, each in zip(rows, worth, strict=True)]
    return np.concatenate(rows), np.concatenate(estimates)


def _closer(segment: NameSegment, question: Question, rows: npt.NDArray[np.intp], estimates: npt.NDArray[np.float32]) -> Found:
    """Better estimates for names in letters that share something: edit distance, and one inside the other."""
    if not len(rows) or not question.core:
        return rows, estimates
    core = question.core
    cores = segment.cores[rows]
    likeness = np.maximum(_likeness(core, cores), _likeness(question.letters, segment.letters[rows]))
    inside = np.fromiter((_inside(core, text) for text in cores.tolist()), np.float32, len(cores))
    return rows, np.maximum(estimates, np.maximum(likeness, inside))


def _inside(one: bytes, other: bytes) -> float:
    """What a mark that is whole inside the other is worth, by the share that it fills."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(short) < 2 or short not in long:
        return 0.0
    return 0.5 + 0.4 * len(short) / len(long) + (0.12 if long.startswith(short) else 0.04)


def _likeness(text: bytes, forms: npt.NDArray[np.bytes_]) -> npt.NDArray[np.float32]:
    """Likeness in letters, about as the plane of shape sees it."""
    others = forms.tolist()
    found: npt.NDArray[np.float32] = cdist([text], others, scorer=OSA.normalized_similarity, dtype=np.float32)[0] * np.float32(
        0.6
    )
    found += cdist([text], others, scorer=JaroWinkler.normalized_similarity, dtype=np.float32)[0] * np.float32(0.4)
    first = np.ascontiguousarray(forms).view(np.uint8).reshape(len(forms), -1)[:, 0]
    return np.where(first == text[0], found, found * np.float32(OTHER_START))


def _pieces(segment: NameSegment, question: Question) -> Found:
    """Names that hold most of the query's letters in a row, or whose letters the query holds."""
    if len(question.pieces) < 3:
        return _nothing()
    count = np.zeros(len(segment.names), np.uint8)
    for key in question.pieces:
        count[segment.posting(key)] += 1
    rows = np.flatnonzero(count >= 3)
    held = count[rows]
    shorter = np.minimum(len(question.pieces), segment.lengths[rows].astype(np.intp) - 1)
    most = held * 10 >= shorter * 7
    rows = rows[most]
    estimates = (held[most] / np.maximum(shorter[most], 1)).astype(np.float32) * np.float32(0.5)
    return best(rows, estimates, MOST_POSTED)


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


def _forms(forms: Forms, probe: Probe, allowed: npt.NDArray[np.bool_] | None, shares: Shares, least: float, most: int) -> Found:
    """Names with a near spelling or sound, by edit distance."""
    rows = forms.near(probe, shares, most, allowed)
    if not len(rows):
        return _nothing()
    likeness = _likeness(probe.text, forms.texts[rows])
    reaching = likeness >= least - SLACK
    return forms.names[rows[reaching]].astype(np.intp), likeness[reaching]


def _weighted(found: Found, weight: float) -> Found:
    """The same with estimates that count as much as their plane does."""
    return found[0], found[1] * np.float32(weight)


def _crossed(forms: Forms, probe: Probe, allowed: npt.NDArray[np.bool_] | None) -> Found:
    """Names in the other script whose sounds are near."""
    rows = forms.near(probe, CROSS_SHARES, MOST_CROSSED, allowed)
    if not len(rows):
        return _nothing()
    texts = forms.texts[rows].tolist()
    likeness = cdist([probe.text], texts, scorer=OSA.normalized_similarity, dtype=np.float32)[0] * np.float32(0.4)
    consonants = [text.translate(None, _VOWELS) for text in texts]
    own = probe.text.translate(None, _VOWELS)
    likeness += cdist([own], consonants, scorer=OSA.normalized_similarity, dtype=np.float32)[0] * np.float32(0.6)
    reaching = likeness >= LEAST_CROSSED
    return forms.names[rows[reaching]].astype(np.intp), likeness[reaching] * np.float32(0.8)
