"""Which part of one mark stands for which part of another: the alignment with the greatest likeness in all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Part = TypeVar("Part", str, tuple[str, ...], tuple[str, str, tuple[str, ...], tuple[str, ...]])

Places = list[tuple[int, int, float]]
"""(place in a, place in b, likeness) in order; -1 for no partner."""


def align(a: Sequence[Part], b: Sequence[Part], likeness: Callable[[Part, Part], float]) -> Places:
    """The pairs of parts with the greatest likeness in all; a part without partner counts nothing.

    Parts of equal number are compared place by place first: only where that leaves more than half unlike are they shifted.
    The same whichever mark comes first.
    """
    if list(b) < list(a):
        return [(i, j, alike) for j, i, alike in align(b, a, likeness)]
    if len(a) == len(b):
        straight = [(place, place, likeness(x, y)) for place, (x, y) in enumerate(zip(a, b, strict=True))]
        if len(a) <= 2 or sum(pair[2] for pair in straight) >= len(a) / 2:
            return straight
    rows: list[list[float]] = [[0.0] * (len(b) + 1)]
    for x in a:
        above = rows[-1]
        row = [0.0]
        for j, y in enumerate(b):
            row.append(max(above[j] + likeness(x, y), above[j + 1], row[j]))
        rows.append(row)
    return _back(a, b, rows, likeness)


def _back(a: Sequence[Part], b: Sequence[Part], rows: list[list[float]], likeness: Callable[[Part, Part], float]) -> Places:
    """The way back through the table of sums."""
    i, j = len(a), len(b)
    found: Places = []
    while i or j:
        if i and j:
            alike = likeness(a[i - 1], b[j - 1])
            if alike > 0 and rows[i][j] == rows[i - 1][j - 1] + alike:
                i, j = i - 1, j - 1
                found.append((i, j, alike))
                continue
        if i and rows[i][j] == rows[i - 1][j]:
            i -= 1
            found.append((i, -1, 0.0))
        else:
            j -= 1
            found.append((-1, j, 0.0))
    return found[::-1]
