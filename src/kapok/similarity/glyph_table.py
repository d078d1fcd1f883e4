"""Look-alikes: characters by the computed table `look_alikes.txt`, Latin letters by the outlines in `homoglyphs.yaml`."""

from __future__ import annotations

from functools import cache, lru_cache

from kapok.similarity.declared import fault, read_lines, read_table

VARIANT = 0.98
"""The same character in its simplified, traditional or variant form."""
_LOWEST, _VALUE = 0.60, 0.70
"""The least likeness in the table, and what it is worth on the plane; the most (1.0) is worth `_VALUE + _SPAN`."""
_SPAN = 0.26


@cache
def _table() -> dict[str, dict[str, int]]:
    """Character -> the characters that look like it, with their likeness in hundredths; both directions."""
    table: dict[str, dict[str, int]] = {}
    for line in read_lines("look_alikes"):
        character = line[0]
        for at in range(1, len(line), 3):
            other, likeness = line[at], int(line[at + 1 : at + 3])
            table.setdefault(character, {})[other] = likeness
            table.setdefault(other, {})[character] = likeness
    return table


def look_alikes(character: str) -> dict[str, int]:
    """The characters that look like `character`, with the likeness in hundredths; empty for most."""
    return _table().get(character, {})


@lru_cache(65_536)
def likeness(x: str, y: str) -> float:
    """How alike two characters look, 0 to 1: 1.0 for the same, 0 for what the table does not hold."""
    if x == y:
        return 1.0
    hundredths = _table().get(x, {}).get(y)
    return 0.0 if hundredths is None else round(_VALUE + _SPAN * (hundredths / 100 - _LOWEST) / (1 - _LOWEST), 4)


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


def characters() -> list[str]:
    """The characters that look like another one, in code order."""
    return sorted(_table())
