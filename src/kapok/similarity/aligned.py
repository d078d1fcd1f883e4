"""The aligned characters of two marks, which a page highlights: what stands for what, and why it counts as alike."""

from __future__ import annotations

from rapidfuzz.distance import Levenshtein

from kapok.similarity.alignment import align
from kapok.similarity.folding import is_han
from kapok.similarity.glyph import pair_likeness
from kapok.similarity.name import Name
from kapok.similarity.sound_han import syllable_score

Aligned = tuple[str, str, str]
"""(part of a, part of b, how); a part without partner stands beside an empty one."""
HOW = ("same", "variant", "looks alike", "sounds alike", "differs")


def aligned(a: Name, b: Name) -> list[Aligned]:
    """The parts of both marks in order, neighbours of the same kind joined; every letter of both stands in exactly one part.

    `how` is `same`, `variant` (simplified and traditional), `looks alike`, `sounds alike` (Mandarin or Cantonese) or `differs`.
    Chinese characters are shown as written, other letters folded.
    """
    if a.han and b.han:
        one, other = _parts(a), _parts(b)
        pairs = [(one[i] if i >= 0 else None, other[j] if j >= 0 else None) for i, j, _ in align(one, other, _part_likeness)]
        return _joined([_how(x, y) for x, y in pairs])
    return [
        (
            a.letters[op.src_start : op.src_end],
            b.letters[op.dest_start : op.dest_end],
            "same" if op.tag == "equal" else "differs",
        )
        for op in Levenshtein.opcodes(a.letters, b.letters)
    ]


_Part = tuple[str, str, tuple[str, ...], tuple[str, ...]]
"""(simplified, written, Mandarin readings, Cantonese readings); for other letters the letter twice and nothing."""


def _parts(name: Name) -> list[_Part]:
    """The letters of a mark with what is known of each Chinese character."""
    characters = zip(name.written, name.pinyin, name.jyutping, strict=True)
    found: list[_Part] = []
    for letter in name.letters:
        if is_han(letter):
            written, mandarin, cantonese = next(characters)
            found.append((letter, written, mandarin, cantonese))
        else:
            found.append((letter, letter, (), ()))
    return found


def _sounds(x: _Part, y: _Part) -> bool:
    """Whether two characters sound alike in Mandarin or Cantonese; other letters never do."""
    if not x[2] or not y[2]:
        return False
    return syllable_score(x[2], y[2], "mandarin")[1] != "differs" or syllable_score(x[3], y[3], "cantonese")[1] != "differs"


def _part_likeness(x: _Part, y: _Part) -> float:
    look = pair_likeness(x[0] + x[1], y[0] + y[1])
    return look or (0.6 if _sounds(x, y) else 0.0)


def _how(x: _Part | None, y: _Part | None) -> Aligned:
    """One aligned pair as it is shown."""
    if x is None or y is None:
        return (x[1] if x else "", y[1] if y else "", "differs")
    if x[0] == y[0]:
        return (x[1], y[1], "same" if x[1] == y[1] else "variant")
    if pair_likeness(x[0] + x[1], y[0] + y[1]):
        return (x[1], y[1], "looks alike")
    return (x[1], y[1], "sounds alike" if _sounds(x, y) else "differs")


def _joined(pairs: list[Aligned]) -> list[Aligned]:
    """Neighbours of the same kind as one part."""
    found: list[Aligned] = []
    for left, right, how in pairs:
        if found and found[-1][2] == how:
            found[-1] = (found[-1][0] + left, found[-1][1] + right, how)
        else:
            found.append((left, right, how))
    return found
