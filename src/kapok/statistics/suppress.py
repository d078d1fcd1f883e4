"""Counts as the public may see them: small ones are hidden, and others with them, so that no sum or difference gives them away.

Table of one indicator: places in rows, months in columns, a total at the end of each. A hidden value can be worked out exactly
if and only if its edge is a bridge in the graph that joins rows and columns by hidden values (the known rule for such tables);
each bridge is closed to a cycle by hiding the cheapest other three corners of a rectangle.
"""

from __future__ import annotations

from collections.abc import Mapping

SMALLEST_PUBLIC = 5
"""Counts of a place or month below this are not shown in public: a person might be recognised in them."""
REST = "rest"
"""The row of what belongs to the province but to no city: its own offices."""
Place = tuple[str, int]


def public_table(
    counts: Mapping[Place, int], whole: str, *, adds_up: bool = True, least: int = SMALLEST_PUBLIC
) -> dict[Place, int | None]:
    """(place, month) -> count or None. `counts` are those of the cities and of the province `whole`, month 0 is the year.

    Places that are missing in `counts` count nought. The row `REST` is computed. With `adds_up` False (stocks) months are not
    summed to the year. The figure of the province for the year is what is published: it is never hidden here.
    """
    rows = sorted({place for place, _ in counts} - {whole, REST})
    months = sorted({month for _, month in counts} | {0})
    full: dict[Place, int] = {(place, month): counts.get((place, month), 0) for place in (*rows, whole) for month in months}
    for month in months:
        full[REST, month] = full[whole, month] - sum(full[row, month] for row in rows)
    hidden = {key for key, value in full.items() if 0 < value < least and key != (whole, 0)}
    if adds_up and len(months) > 1:
        _close(full, hidden, whole)
    else:
        for month in months:
            _hide_beside(full, hidden, [(row, month) for row in (*rows, REST)])
    return {key: None if key in hidden else value for key, value in full.items()}


def public_parts(counts: Mapping[str, int], whole: int | None, least: int = SMALLEST_PUBLIC) -> dict[str, int | None]:
    """The counties of one city in a year; `whole` is the city's count, None where that is hidden itself.

    `counts` must add up to the city's count: what lies in no county is a part of its own.
    """
    hidden = {(key, 0) for key, value in counts.items() if 0 < value < least}
    full = {(key, 0): value for key, value in counts.items()}
    if whole is not None or not hidden:
        _hide_beside(full, hidden, list(full), least=2 if whole is not None else 1, forced=whole is None)
    return {key: None if (key, 0) in hidden else value for key, value in counts.items()}


def _cost(value: int, least: int = SMALLEST_PUBLIC) -> int:
    """What is lost by hiding a value: noughts last, because they hide nothing behind them."""
    return value if value >= least else 10**9


def _hide_beside(
    full: Mapping[Place, int], hidden: set[Place], relation: list[Place], *, least: int = 2, forced: bool = False
) -> None:
    """Hide the cheapest others of one sum until a single gap cannot be subtracted out."""
    gaps = sum(key in hidden for key in relation)
    if not gaps and not forced:
        return
    others = sorted((key for key in relation if key not in hidden), key=lambda key: (_cost(full[key]), key))
    hidden.update(others[: max(0, least - gaps)])


def _close(full: Mapping[Place, int], hidden: set[Place], whole: str) -> None:
    rows = list(dict.fromkeys(place for place, _ in full))
    months = list(dict.fromkeys(month for _, month in full))
    while exposed := sorted(_bridges(hidden)):
        row, month = exposed[0]
        best: tuple[int, list[Place]] | None = None
        for other_row in rows:
            for other_month in months:
                corners = [(other_row, month), (row, other_month), (other_row, other_month)]
                if other_row == row or other_month == month or (whole, 0) in corners:
                    continue
                cost = sum(_cost(full[corner]) for corner in corners if corner not in hidden)
                if best is None or cost < best[0]:
                    best = cost, corners
        if best is None:  # one row or one column alone: nothing can hide it but the whole row
            hidden.update(key for key in full if key[0] == row and key != (whole, 0))
            return
        hidden.update(best[1])


def _bridges(hidden: set[Place]) -> set[Place]:
    """The hidden values that can be worked out: edges (row, column) that lie on no cycle."""
    beside: dict[object, list[tuple[object, Place]]] = {}
    for place, month in hidden:
        beside.setdefault(("row", place), []).append((("column", month), (place, month)))
        beside.setdefault(("column", month), []).append((("row", place), (place, month)))
    seen: dict[object, int] = {}
    low: dict[object, int] = {}
    found: set[Place] = set()
    for root in beside:
        if root in seen:
            continue
        seen[root] = low[root] = len(seen)
        stack: list[tuple[object, Place | None, int]] = [(root, None, 0)]
        while stack:
            node, came, index = stack.pop()
            if index < len(beside[node]):
                stack.append((node, came, index + 1))
                other, edge = beside[node][index]
                if edge == came:
                    continue
                if other in seen:
                    low[node] = min(low[node], seen[other])
                else:
                    seen[other] = low[other] = len(seen)
                    stack.append((other, edge, 0))
            elif stack and came is not None:
                parent = stack[-1][0]
                low[parent] = min(low[parent], low[node])
                if low[node] > seen[parent]:
                    found.add(came)
    return found
