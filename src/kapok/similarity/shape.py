"""The plane of the words' shape: letters and characters, their order, what was added, dropped, repeated or spelled otherwise.

The rules are those of the Chinese guide (order reversed, weak word added, one character of three or more changed, plural and
derived forms) and of the EUIPO guidelines (the beginning weighs more, short marks differ by one letter). The strongest rule
decides; each names itself. Every rule reads both marks alike, so the score does not depend on their order.
"""

from __future__ import annotations

from rapidfuzz.distance import OSA, JaroWinkler

from kapok.similarity.name import Name
from kapok.similarity.plane import NOTHING, PlaneScore, Reason

SAME_SPELLING = 0.95
"""GR8 and GREAT, 369 and 三六九: other signs for the same word."""
WEAK_WORD = 0.93
OTHER_WEAK_WORDS = 0.9
"""Both marks hold weak words, and not the same: a step further than one that only adds one."""
DERIVED = 0.95
REVERSED = 0.9
REPEATED = 0.9
SWAPPED_LETTERS = 0.92
CONTAINED = (0.5, 0.4)
"""A whole mark inside another: the first plus the second times the share of the longer that it fills."""
CONTAINED_WORD = 0.08
"""Added where the contained mark is a whole word of the other, and again where it begins it."""
FIRST_DIFFERS = 0.82
"""Factor where the first letters or characters differ: the beginning is what one remembers."""
SHORT_LATIN = {1: 0.3, 2: 0.5, 3: 0.75}
"""Factor for different Latin marks by the length of the longer: with one or two letters each letter makes another mark."""
SHORT_HAN = {1: 0.0, 2: 0.8}
TOLD = 0.55
"""Likeness from which letters that differ are worth telling."""


def score(a: Name, b: Name) -> PlaneScore:
    """Likeness of two marks as written words; 1.0 only for the same letters (case, accents, blanks, script variants aside).

    Reasons: `identical`, `spacing`, `same_spelling`, `weak_word`, `derived`, `repeated`, `reversed_order`, `swapped_letters`,
    `contained`, `few_letters_differ`.
    """
    if a.letters == b.letters:
        rule = "identical" if a.folded == b.folded else "spacing"
        return PlaneScore(1.0, (Reason(rule, {"a": a.text, "b": b.text}),))
    found = _by_rule(a, b)
    if found is not None and found.score >= REVERSED:
        return found
    best = max(_edited(a.letters, b.letters, a, b), _contained(a, b), key=_by_score)
    if a.weak or b.weak:
        core = _edited(a.core, b.core, a, b)
        if core.score * WEAK_WORD > best.score:
            weak = Reason("weak_word", {"weak": _words(a.weak, b.weak), "core": a.core})
            best = PlaneScore(round(core.score * WEAK_WORD, 4), (*core.reasons, weak))
    if found is not None and found.score >= best.score:
        return found
    return best


def _by_score(found: PlaneScore) -> float:
    return found.score


def _words(*groups: tuple[str, ...]) -> str:
    return " ".join(dict.fromkeys(word for group in groups for word in group))


def _by_rule(a: Name, b: Name) -> PlaneScore | None:
    """The first rule of whole marks that holds, the strongest first; None where none does."""
    values = {"a": a.text, "b": b.text}
    if a.spellings or b.spellings:
        others_a, others_b = {a.letters, *a.spellings}, {b.letters, *b.spellings}
        shared = others_a & others_b
        if shared:
            return PlaneScore(SAME_SPELLING, (Reason("same_spelling", {**values, "word": min(shared)}),))
    if a.sorted_tokens == b.sorted_tokens and len(a.tokens) > 1:
        return PlaneScore(REVERSED, (Reason("reversed_order", values),))
    if a.core == b.core:
        value = OTHER_WEAK_WORDS if a.weak and b.weak and set(a.weak) != set(b.weak) else WEAK_WORD
        return PlaneScore(value, (Reason("weak_word", {"weak": _words(a.weak, b.weak), "core": a.core}),))
    if a.joined_stem == b.joined_stem:
        return PlaneScore(DERIVED, (Reason("derived", {**values, "stem": a.joined_stem}),))
    if a.stem == b.stem:
        # the same stem: by an ending, or because something stands twice
        repeated = abs(len(a.core) - len(b.core)) >= len(a.stem) or bool(a.han or b.han)
        rule, value = ("repeated", REPEATED) if repeated else ("derived", DERIVED)
        return PlaneScore(value, (Reason(rule, {**values, "stem": a.stem}),))
    if len(a.letters) == len(b.letters):
        swapped = _reordered(a, b)
        if swapped:
            value = SWAPPED_LETTERS if swapped == "swapped_letters" else REVERSED
            return PlaneScore(value, (Reason(swapped, values),))
    elif len(a.core) == len(b.core) > 1 and _rotated(a.core, b.core):
        weak = Reason("weak_word", {"weak": _words(a.weak, b.weak), "core": a.core})
        return PlaneScore(round(REVERSED * WEAK_WORD, 4), (Reason("reversed_order", values), weak))
    return None


def _rotated(a: str, b: str) -> bool:
    return len(a) == len(b) and b in a + a


def _reordered(a: Name, b: Name) -> str | None:
    """`reversed_order` where whole words or characters changed places, `swapped_letters` where two neighbours did."""
    if a.han and a.sorted_tokens == b.sorted_tokens:
        if len(a.letters) > 3 and OSA.distance(a.letters, b.letters, score_cutoff=1) == 1:
            return "swapped_letters"
        return "reversed_order"
    longest = len(a.letters)
    if longest >= 6 and _rotated(a.letters, b.letters):
        parts = a.letters.find(b.letters[: longest // 2])
        if parts < 0 or 3 <= _rotation(a.letters, b.letters) <= longest - 3:
            return "reversed_order"
    if not a.han and longest > 1 and a.letters == b.letters[::-1]:
        return "reversed_order"
    if longest >= 4 and OSA.distance(a.letters, b.letters, score_cutoff=1) == 1 and sorted(a.letters) == sorted(b.letters):
        return "swapped_letters"
    return None


def _rotation(a: str, b: str) -> int:
    """By how many letters `a` was turned to give `b`."""
    return (a + a).find(b)


def _contained(a: Name, b: Name) -> PlaneScore:
    """One mark's core whole inside the other."""
    if len(a.core) == len(b.core):
        return max(_holds(a, b), _holds(b, a), key=_by_score)
    return _holds(a, b) if len(a.core) < len(b.core) else _holds(b, a)


def _holds(short: Name, long: Name) -> PlaneScore:
    """The core of `short` whole inside `long`."""
    core = short.core
    han = bool(short.han)
    if len(core) < (2 if han else 3) or core not in long.letters or core == long.core:
        return NOTHING
    value = CONTAINED[0] + CONTAINED[1] * len(core) / len(long.core)
    if core in long.tokens:
        value += CONTAINED_WORD
    if long.letters.startswith(core):
        value += CONTAINED_WORD
    elif not han and core not in long.tokens:
        value *= 0.8  # Latin letters inside a longer word are rarely seen as a mark of their own
    reason = Reason("contained", {"part": core, "whole": long.text})
    return PlaneScore(round(min(value, REVERSED), 4), (reason,))


def _edited(left: str, right: str, a: Name, b: Name) -> PlaneScore:
    """Likeness by the letters that differ, with the weight of the beginning."""
    longest = max(len(left), len(right))
    if left == right:
        return PlaneScore(1.0)
    if a.han or b.han:
        value = OSA.normalized_similarity(left, right)
        value = 0.2 * value + 0.8 * value**0.75 if value else 0.0
        value *= SHORT_HAN.get(longest, 1.0)
    else:
        value = 0.6 * OSA.normalized_similarity(left, right) + 0.4 * JaroWinkler.normalized_similarity(left, right)
        value *= SHORT_LATIN.get(longest, 1.0)
    if left[:1] != right[:1]:
        value *= FIRST_DIFFERS
    value = round(min(value, REVERSED), 4)
    if value < TOLD:
        return PlaneScore(value)
    return PlaneScore(value, (Reason("few_letters_differ", {"a": a.text, "b": b.text}),))
