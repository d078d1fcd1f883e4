"""Look-alikes: characters by the computed table `look_alikes.txt`, Latin letters by the outlines in `homoglyphs.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from kapok.similarity.declared import fault, read_lines, read_table

VARIANT = 0.98
"""The same character in its simplified, traditional or variant form."""


@cache
def _lines() -> dict[str, str]:
    """Character -> its line: each later character that looks like it, with two digits after it."""
    return {line[0]: line for line in read_lines("look_alikes")}


@cache
def _table() -> dict[str, dict[str, int]]:
    """Character -> the characters that look like it, with their likeness in hundredths; both directions."""
    table: dict[str, dict[str, int]] = {}
    for character, line in _lines().items():
        own = table.setdefault(character, {})
        for at in range(1, len(line), 3):
            other, hundredths = line[at], int(line[at + 1 : at + 3])
            own[other] = hundredths
            table.setdefault(other, {})[character] = hundredths
    return table


def look_alikes(character: str) -> dict[str, int]:
    """The characters that look like `character`, with the likeness in hundredths; empty for some.

    From about 85 on they are taken for each other (己已); at 50 to 70 they share a component (达哒).
    """
    return _table().get(character, {})


@lru_cache(65_536)
def likeness(x: str, y: str) -> float:
    """How alike two characters look, 0 to 1: 1.0 for the same, 0 for what the table does not hold."""
    if x == y:
        return 1.0
    first, later = (x, y) if x < y else (y, x)
    line = _lines().get(first, "")
    at = line.find(later, 1)
    return int(line[at + 1 : at + 3]) / 100 if at > 0 else 0.0


@cache
def _outlines() -> tuple[tuple[str, str], ...]:
    table = read_table("homoglyphs")
    pairs = []
    for pair in table.content["latin_shapes"].split():
        seen, arrow, taken = pair.partition(">")
        if not arrow or not taken:
            raise fault(table, ("latin_shapes",), f"'{pair}' is not 'seen>taken for'")
        pairs.append((seen, taken))
    return tuple(pairs)


def outline(letters: str) -> str:
    """Latin letters by their outline: equal for two texts that are taken for each other in print."""
    for seen, taken in _outlines():
        if seen in letters:
            letters = letters.replace(seen, taken)
    return letters


def sure_pairs(least: int) -> Iterator[tuple[str, str]]:
    """The pairs of characters whose likeness is at least `least` hundredths."""
    for character, line in _lines().items():
        for at in range(1, len(line), 3):
            if int(line[at + 1 : at + 3]) >= least:
                yield character, line[at]
