"""The plane of meaning: the same word in other words or another language, known transliterations, opposites, numerals.

It also says where the meanings clearly differ (电老虎 / 电飞虎): `meaning_differs`, which the profiles use.
"""

from __future__ import annotations

from kapok.similarity.meaning_table import KNOWN_NAMES, UNKNOWN, WORD, Units, meanings
from kapok.similarity.name import Name
from kapok.similarity.plane import NOTHING, PlaneScore, Reason
from kapok.similarity.sound_cross import sound_characters

SAME = 0.95
OTHER_ORDER = 0.92
WITHOUT_WEAK = 0.93
OPPOSITE = 0.6
PARTLY = 0.9
"""Factor for marks that share only some of their meanings."""
BESIDE_UNKNOWN = 0.6
"""Factor where both marks hold other text of unknown meaning beside what they share: in 安途 and 安达, 安 hardly means safe."""
TOLD = 0.45
DIFFERENT = 0.5
"""Factor where what is not shared has another clear meaning."""


def score(a: Name, b: Name) -> PlaneScore:
    """Likeness of two marks by what they mean, as far as the tables know their words; 1.0 only for the same letters.

    Reasons: `identical_meaning`, `same_meaning`, `translation`, `known_name`, `opposite_meaning`, `partly_same_meaning`; and
    `meaning_differs` (also with a score of 0) where both marks have a clear meaning and not the same.
    """
    if a.letters == b.letters:
        return PlaneScore(1.0, (Reason("identical_meaning", {"a": a.text, "b": b.text}),))
    figures = {a.letters, *a.spellings} & {b.letters, *b.spellings}
    if figures:
        return PlaneScore(SAME, (Reason("same_meaning", {"a": a.text, "b": b.text, "meaning": min(figures)}),))
    best = _compare(a.concepts, b.concepts, a, b)
    if (a.weak or b.weak) and best.score < WITHOUT_WEAK:
        core = _compare(a.core_concepts, b.core_concepts, a, b)
        if core.score * WITHOUT_WEAK > best.score:
            best = PlaneScore(round(core.score * WITHOUT_WEAK, 4), core.reasons)
    return best


def _compare(a: Units, b: Units, first: Name, second: Name) -> PlaneScore:
    """Match the units of two marks one by one."""
    left, right = list(a), list(b)
    shared: list[str] = []
    same_words = 0
    for unit in a:
        for other in right:
            common = _common(unit, other)
            if common:
                if common[0] in (UNKNOWN, WORD):
                    same_words += 1
                else:
                    shared.append(common)
                left.remove(unit)
                right.remove(other)
                break
    if not shared:
        differs = not (left == list(a) and _opposite(left, right)) and _clearly_differ(left, right, first, second)
        if differs:
            return PlaneScore(0.0, (_difference(left, right, first, second),))
        return _opposites(left, right, first, second) or NOTHING
    part = 2 * (len(shared) + same_words) / (len(a) + len(b))
    values = {"a": first.text, "b": second.text, "meaning": " ".join(_shown(concept) for concept in shared)}
    if part == 1:
        in_order = all(_common(x, y) for x, y in zip(a, b, strict=True))
        rule = "same_meaning" if first.script == second.script else "translation"
        if all(concept.startswith(KNOWN_NAMES) for concept in shared):
            rule = "known_name"
        return PlaneScore(SAME if in_order else OTHER_ORDER, (Reason(rule, values),))
    opposite = _opposites(left, right, first, second)
    if opposite is not None:
        return opposite
    if _clearly_differ(left, right, first, second):
        return PlaneScore(round(part * PARTLY * DIFFERENT, 4), (_difference(left, right, first, second),))
    unknown = left and right and all(any(unit[0][0] == UNKNOWN for unit in units) for units in (left, right))
    value = round(part * PARTLY * (BESIDE_UNKNOWN if unknown else 1.0), 4)
    return PlaneScore(value, (Reason("partly_same_meaning", values),) if value >= TOLD else ())


def _common(unit: tuple[str, ...], other: tuple[str, ...]) -> str:
    """A meaning that both units may have; empty if there is none. Symmetric: the first in alphabetical order."""
    if unit == other:
        return unit[0]
    shared = set(unit) & set(other)
    return min(shared) if shared else ""


def _opposite(left: list[tuple[str, ...]], right: list[tuple[str, ...]]) -> bool:
    """Whether one unit is left on each side and the two are opposites."""
    if len(left) != 1 or len(right) != 1:
        return False
    opposites = meanings().opposite
    return any(other in opposites.get(concept, ()) for concept in left[0] for other in right[0])


def _opposites(left: list[tuple[str, ...]], right: list[tuple[str, ...]], a: Name, b: Name) -> PlaneScore | None:
    if not _opposite(left, right):
        return None
    return PlaneScore(OPPOSITE, (Reason("opposite_meaning", {"a": a.text, "b": b.text}),))


def _clearly_differ(left: list[tuple[str, ...]], right: list[tuple[str, ...]], a: Name, b: Name) -> bool:
    """Whether what is not shared is known on every side, and neither mark is the other with something added."""
    if not (left or right) or _holds(a, b) or _holds(b, a):
        return False
    if any(unit[0][0] == UNKNOWN for unit in (*left, *right)):
        return False
    return not _heard(a, b)


def _heard(a: Name, b: Name) -> bool:
    """Whether where two Chinese marks of one length differ, both have a character of foreign names beside unknown text.

    帕尔塔 and 帕尔布 are heard, not read, though 塔 is a tower and 布 is cloth; 七匹狼 and 七匹马 are read.
    """
    if len(a.han) != len(b.han) or len(a.han) < 3 or not all(any(u[0][0] == UNKNOWN for u in n.concepts) for n in (a, b)):
        return False
    heard = sound_characters()
    return all(x in heard and y in heard for x, y in zip(a.han, b.han, strict=True) if x != y)


def _holds(long: Name, short: Name) -> bool:
    """Whether a whole mark stands in the other; one Chinese character that is left without weak words is no whole mark."""
    return short.core in long.letters and (len(short.core) > 1 or short.core == short.letters)


def _difference(left: list[tuple[str, ...]], right: list[tuple[str, ...]], a: Name, b: Name) -> Reason:
    def of(units: list[tuple[str, ...]], name: Name) -> str:
        return " ".join(_shown(unit[0]) for unit in units) or name.text

    return Reason("meaning_differs", {"a": a.text, "b": b.text, "a_meaning": of(left, a), "b_meaning": of(right, b)})


def _shown(concept: str) -> str:
    """A concept as it is told: its first words."""
    return concept[1:] if concept[0] in (UNKNOWN, WORD) else meanings().names.get(concept, concept)
