"""Codes of figurative elements (Vienna Classification) that two marks share, and how much that says.

A code has three levels: 26 geometrical figures · 26.04 quadrilaterals · 26.04.18 one quadrilateral with letters. Sharing
the section says much, sharing the category alone little.
"""

from __future__ import annotations

from collections.abc import Sequence

from kapok.codes.classes import ancestors, normalise_symbol

LEVELS = {2: 0.15, 5: 0.5, 8: 1.0}
"""What the deepest shared level of a code is worth, by the length of the shared symbol (`26`, `26.04`, `26.04.18`)."""


def vienna_likeness(a: Sequence[str], b: Sequence[str]) -> tuple[float, tuple[str, ...]]:
    """Likeness 0 to 1 of two sets of codes in any writing, and the shared symbols, deepest first.

    Each code of the shorter set meets the code of the other that shares most with it; the mean of what they share is
    scaled by how many codes the other set has beside. 0 where one side has none. `InputError` for text that is no code.
    """
    first, second = ({normalise_symbol("vienna", code) for code in codes} for codes in (a, b))
    if not first or not second:
        return 0.0, ()
    shorter, longer = sorted((first, second), key=len)
    shared: set[str] = set()
    total = 0.0
    for code in sorted(shorter):
        best = max((_shared(code, other) for other in longer), key=len)
        total += LEVELS.get(len(best), 0.0)
        if best:
            shared.add(best)
    beside = 1 - 0.1 * min(3, len(longer) - len(shorter))
    return total / len(shorter) * beside, tuple(sorted(shared, key=lambda symbol: (-len(symbol), symbol)))


def _shared(one: str, other: str) -> str:
    """The deepest symbol above or at both, "" where they differ from the top."""
    common = [x for x, y in zip(ancestors("vienna", one), ancestors("vienna", other), strict=False) if x == y]
    return common[-1] if common else ""
