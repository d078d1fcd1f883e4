"""The plane of sound: Latin words, Mandarin, Cantonese where the profile asks for it, and Latin against Chinese.

The parts in Latin and in Chinese script are heard apart, as an examiner does; what sounds most alike decides.
"""

from __future__ import annotations

from kapok.similarity import sound_cantonese, sound_cross, sound_latin, sound_mandarin
from kapok.similarity.name import Name
from kapok.similarity.plane import NOTHING, PlaneScore, Reason

WITHOUT_WEAK = 0.95
"""Factor for what sounds alike only without the weak words."""
ONE_PART = 0.92
"""Factor for a mark of two scripts that sounds alike in one of them."""


def score(a: Name, b: Name, cantonese: bool = False) -> PlaneScore:
    """Likeness of two marks as they sound, tones left off; `cantonese` also compares the Cantonese readings.

    1.0 only for the same letters. Reasons: `same_sound`, `other_reading`, `near_sound`, `partly_same_sound` (each also with
    `_cantonese`), `same_sound_latin`, `near_sound_latin`, `romanised`, `transliterated` (with `_cantonese`).
    """
    if a.letters == b.letters:
        return PlaneScore(1.0, (Reason("identical_sound", {"a": a.text, "b": b.text}),))
    best = NOTHING
    if has_han(a) and has_han(b):
        best = _han(a, b, cantonese)
        if a.script != b.script or a.script == "mixed":
            best = _times(best, ONE_PART)
    if a.core_keys and b.core_keys:
        found = _latin(a, b)
        if a.han or b.han:
            found = _times(found, ONE_PART)
        if found.score > best.score:
            best = found
    if best.score < 0.9:
        for latin, han in ((a, b), (b, a)):
            if latin.core_keys and has_han(han) and not (has_han(latin) and han.core_keys):
                found = _cross(latin, han, cantonese)
                if latin.han or han.latin:
                    found = _times(found, ONE_PART)
                if latin is b:
                    found = _turned(found)
                if found.score > best.score:
                    best = found
    return best


def has_han(name: Name) -> bool:
    """Whether a mark has Chinese characters that are no weak words."""
    return name.core_span[0] < name.core_span[1]


def _han(a: Name, b: Name, cantonese: bool) -> PlaneScore:
    best = sound_mandarin.score(a.pinyin, b.pinyin)
    whole = a.core_span == (0, len(a.han)) and b.core_span == (0, len(b.han))
    a_core, b_core = slice(*a.core_span), slice(*b.core_span)
    if not whole and best.score < WITHOUT_WEAK:
        best = max(best, _times(sound_mandarin.score(a.pinyin[a_core], b.pinyin[b_core]), WITHOUT_WEAK), key=_by_score)
    if cantonese and best.score < sound_mandarin.HOMOPHONE:
        best = max(best, sound_cantonese.score(a.jyutping, b.jyutping), key=_by_score)
        if not whole and best.score < WITHOUT_WEAK:
            found = sound_cantonese.score(a.jyutping[a_core], b.jyutping[b_core])
            best = max(best, _times(found, WITHOUT_WEAK), key=_by_score)
    return best


def _latin(a: Name, b: Name) -> PlaneScore:
    best = sound_latin.score(a.latin_keys, b.latin_keys)
    if best.score < sound_latin.SAME and (a.core_keys != a.latin_keys or b.core_keys != b.latin_keys):
        best = max(best, _times(sound_latin.score(a.core_keys, b.core_keys), WITHOUT_WEAK), key=_by_score)
    return best


def _cross(latin: Name, han: Name, cantonese: bool) -> PlaneScore:
    """Latin letters (without weak words) against Chinese readings (without weak words)."""
    plain = latin.core if not latin.han else latin.latin
    spans = {(0, len(han.han)), han.core_span}
    best = NOTHING
    for start, end in spans:
        best = max(best, sound_cross.score(plain, latin.core_keys, han.pinyin[start:end]), key=_by_score)
        if cantonese and best.score < sound_cross.TRANSLITERATED:
            found = sound_cross.score(plain, latin.core_keys, han.jyutping[start:end], "cantonese")
            if found.score > best.score:
                best = PlaneScore(found.score, tuple(Reason(each.rule + "_cantonese", each.values) for each in found.reasons))
    return best


def _by_score(found: PlaneScore) -> float:
    return found.score


def _times(found: PlaneScore, factor: float) -> PlaneScore:
    return PlaneScore(round(found.score * factor, 4), found.reasons)


def _turned(found: PlaneScore) -> PlaneScore:
    """The same with the values of the two marks exchanged."""
    return PlaneScore(
        found.score,
        tuple(Reason(r.rule, {**r.values, "a": r.values["b"], "b": r.values["a"]}) for r in found.reasons),
    )
