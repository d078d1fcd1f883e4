"""The plane of the characters' shape: variants of one character, look-alike characters (己已巳), letters alike in print."""

from __future__ import annotations

from functools import lru_cache

from kapok.similarity.alignment import align
from kapok.similarity.glyph_table import VARIANT, likeness
from kapok.similarity.name import Name
from kapok.similarity.plane import NOTHING, PlaneScore, Reason

FIRST_WEIGHT = 1.3
"""The first character counts more than each other."""
WITHOUT_WEAK = 0.95
LETTERS = 0.93
"""Latin letters that are taken for each other in print (rn and m, 0 and o)."""
ONE_PART = 0.92
"""Factor for a mark of two scripts that is alike in one of them."""
SHORT_OUTLINE = 3
"""Letters from which outlines are compared: il and ll are no marks."""


@lru_cache(65_536)
def pair_likeness(x: str, y: str) -> float:
    """How alike two places look; each is the simplified and the written form of a character."""
    if x == y:
        return 1.0
    if x[0] == y[0]:
        return VARIANT
    return max(likeness(x[0], y[0]), likeness(x[1], y[1]))


def places(name: Name) -> list[str]:
    """Per Chinese character of the mark its simplified and its written form together (`龙龍`)."""
    return [simple + written for simple, written in zip(name.han, name.written, strict=True)]


def score(a: Name, b: Name) -> PlaneScore:
    """Likeness of two marks by the look of their characters; 1.0 only for the same characters.

    Reasons: `identical_look`, `variant`, `looks_alike`, `looks_alike_latin`.
    """
    if a.letters == b.letters:
        if a.written == b.written:
            return PlaneScore(1.0, (Reason("identical_look", {"a": a.text, "b": b.text}),))
        return PlaneScore(VARIANT, (Reason("variant", {"a": a.written, "b": b.written}),))
    best = NOTHING
    (a_start, a_end), (b_start, b_end) = a.core_span, b.core_span
    if a_start < a_end and b_start < b_end:
        best = _characters(places(a), places(b))
        if a_end - a_start < len(a.han) or b_end - b_start < len(b.han):
            core = _characters(places(a)[a_start:a_end], places(b)[b_start:b_end])
            if core.score * WITHOUT_WEAK > best.score:
                best = PlaneScore(round(core.score * WITHOUT_WEAK, 4), core.reasons)
        if a.latin or b.latin:
            best = PlaneScore(round(best.score * ONE_PART, 4), best.reasons)
    if a.looks and a.looks == b.looks and len(a.looks) >= SHORT_OUTLINE:
        value = LETTERS if not (a.han or b.han) else LETTERS * ONE_PART
        if value > best.score:
            rule = "looks_alike_latin" if a.latin != b.latin else "same_letters"
            best = PlaneScore(round(value, 4), (Reason(rule, {"a": a.latin, "b": b.latin}),))
    return best


def _characters(a: list[str], b: list[str]) -> PlaneScore:
    """Likeness of two rows of places; characters without partner count as unlike."""
    pairs = align(a, b, pair_likeness)
    if not pairs:
        return NOTHING
    total = pairs[0][2] * FIRST_WEIGHT + sum(pair[2] for pair in pairs[1:])
    value = round(total / (FIRST_WEIGHT + len(pairs) - 1), 4)
    if value == 0:
        return NOTHING
    alike = [(a[i][1], b[j][1]) for i, j, likeness_ in pairs if 0 < likeness_ < 1]
    if not alike:
        return PlaneScore(value)
    rule = "variant" if all(a[i][0] == b[j][0] for i, j, likeness_ in pairs if 0 < likeness_ < 1) else "looks_alike"
    return PlaneScore(value, (Reason(rule, {"a": "".join(x for x, _ in alike), "b": "".join(y for _, y in alike)}),))
