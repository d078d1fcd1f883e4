"""One folding and one cutting of text, shared by what is indexed, what is asked and what is highlighted.

`fold` makes equal what a searcher holds equal: full and half width, letter case, accents on Latin and Greek letters,
traditional and simplified Chinese. It works character by character (after NFKC), so that any part of a text folds to
the same part of the folded text: without this, a query that cuts a Chinese phrase elsewhere would miss it.
`tokens` cuts the folded text into words; runs of scripts that write no blanks become overlapping pairs (bigrams), in
text order, so that a phrase of consecutive tokens is exactly a substring.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from opencc import OpenCC

from kapok.search.sentences import paragraphs, sentences

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["TokenAt", "fold", "index_text", "paragraphs", "sentences", "tokens", "tokens_with_positions"]

RUN_SCRIPTS = (
    "\u3005-\u3007\u3021-\u3029\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U0001b000-\U0001b16f\U00020000-\U0003ffff"  # Chinese, Japanese
    "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"  # Korean
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u104e\u1780-\u17d3"  # Thai, Lao, Burmese, Khmer
)
"""Ranges (for a regular expression's class) of the scripts that are cut into bigrams."""

_SAME_CHARACTER = str.maketrans("著藉瞭鬪衹乹", "着借了斗只干")
"""Pairs that OpenCC converts by context only. Folded always: a fold must not depend on the neighbours."""

_NO_DECOMPOSITION = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t",
    "ŋ": "n", "ĸ": "k", "ə": "e",
}  # fmt: skip
"""Latin letters with a stroke or tied: Unicode gives them no base letter, readers type one."""

_MARKS = "".join(
    chr(c)
    for c in range(0x300, 0x3100)
    if unicodedata.category(chr(c)).startswith("M") and not re.match(f"[{RUN_SCRIPTS}]", chr(c))
)
"""Combining signs of scripts that write blanks (Arabic, Devanagari …): they belong to the word they follow."""
_LETTERS = f"[^\\W_{RUN_SCRIPTS}]"
_RUN_OR_WORD = re.compile(f"([{RUN_SCRIPTS}]+)|{_LETTERS}+(?:[{_MARKS}]+{_LETTERS}*)*")
_ASCII_WORDS = bytes(c if 48 <= c <= 57 or 97 <= c <= 122 else c + 32 if 65 <= c <= 90 else 32 for c in range(256))
"""Translation of ASCII bytes: letters to lower case, everything that is not a letter or digit to a blank."""

_to_simplified = OpenCC("t2s").convert


class TokenAt(NamedTuple):
    """A token with its ordinal in the text and the characters `start:end` of the ORIGINAL text that it came from."""

    token: str
    position: int
    start: int
    end: int


class _FoldedCharacters(dict[int, str]):
    """Code point -> folded text, filled as characters are met (`str.translate` asks it for each)."""

    def __missing__(self, point: int) -> str:
        folded = _fold_character(chr(point))
        self[point] = folded
        return folded


def _fold_character(character: str) -> str:
    """One character in its folded form (0 to a few characters)."""
    if "\u0300" <= character <= "\u036f":
        return ""
    if unicodedata.category(character) == "Cf":  # soft hyphens, zero-width blanks: nobody sees or types them
        return ""
    if "\ud800" <= character <= "\udfff":  # half a character: no text
        return " "
    text = unicodedata.normalize("NFKC", character).casefold()
    decomposed = unicodedata.normalize("NFD", text)
    if decomposed and unicodedata.name(decomposed[0], "").startswith(("LATIN", "GREEK")):
        text = "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f")
        text = "".join(_NO_DECOMPOSITION.get(c, c) for c in text)
    elif max(text, default="") >= "\u3400":
        text = _to_simplified(_to_simplified(text)).translate(_SAME_CHARACTER)  # twice: a few variants take two steps
    text = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in text if not "\u0300" <= c <= "\u036f")  # what composes with nothing


_folded_characters = _FoldedCharacters()


def fold(text: str) -> str:
    """`text` in the form in which texts are compared. Idempotent; punctuation and blanks stay."""
    if text.isascii():
        return text.lower()
    if "™" in text or "℠" in text:  # NFKC would glue the letters TM to the name
        text = text.replace("™", " ").replace("℠", " ")
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    folded = text.translate(_folded_characters)  # each character in NFKC; what may now compose is rare
    while not unicodedata.is_normalized("NFKC", folded):
        folded = unicodedata.normalize("NFKC", folded).translate(_folded_characters)
    return folded


def index_text(text: str) -> str:
    """The tokens of `text` in order, separated by one or more blanks: ready for an engine's whitespace tokenizer."""
    if text.isascii():
        return text.encode("ascii").translate(_ASCII_WORDS).decode("ascii")
    folded = fold(text)
    if len(folded) > _WORTH_AN_ARRAY:
        spaced = _index_array(folded)
        if spaced is not None:
            return spaced
    return " ".join(_cut(folded))


_WORTH_AN_ARRAY = 64
"""Characters from which cutting with arrays is faster than with the regular expression (measured: 3x at 200)."""


@cache
def _classes() -> npt.NDArray[np.uint8]:
    """Class of each code point below 65536: 0 separates, 1 belongs to a word, 2 to a run, 3 is a combining mark."""
    import numpy as np  # only loading cuts long texts; a search should not wait a third of a second for it

    every = "".join(map(chr, range(0xD800))) + " " * 0x800 + "".join(map(chr, range(0xE000, 0x10000)))
    classes = np.zeros(0x10000, np.uint8)
    for value, pattern in ((3, f"[{_MARKS}]+"), (1, f"{_LETTERS}+"), (2, f"[{RUN_SCRIPTS}]+")):
        for match in re.finditer(pattern, every):
            classes[match.start() : match.end()] = value
    return classes


def _index_array(folded: str) -> str | None:
    """`index_text` of a long folded text by whole arrays; None where it holds what only the other way can cut."""
    import numpy as np

    points = np.frombuffer(folded.encode("utf-32-le"), np.uint32)
    if points.max(initial=0) > 0xFFFF:
        return None
    kinds = _classes()[points]
    if (kinds == 3).any():
        return None
    run = kinds == 2
    word = kinds == 1
    pair = run.copy()
    pair[-1] = False
    pair[:-1] &= run[1:]
    single = run & ~pair
    single[1:] &= ~run[:-1]
    ends = word.copy()
    ends[:-1] &= ~word[1:]
    columns = np.zeros((len(points), 3), np.uint32)
    columns[:, 0] = np.where(word | pair | single, points, 0)
    columns[:-1, 1] = np.where(pair[:-1], points[1:], 0)
    columns[:, 2] = np.where(pair | single | ends, 32, 0)
    flat = columns.reshape(-1)
    return str(flat[flat != 0].tobytes(), "utf-32-le")


def tokens(text: str) -> list[str]:
    """The words of `text`, folded, in order; runs of Chinese, Japanese, Korean … as overlapping bigrams.

    A run of a single character is one token of one character.
    """
    if text.isascii():
        return text.encode("ascii").translate(_ASCII_WORDS).decode("ascii").split()
    return _cut(fold(text))


def _cut(folded: str) -> list[str]:
    """Tokens of a text that is folded already."""
    found: list[str] = []
    for match in _RUN_OR_WORD.finditer(folded):
        run = match.group(1)
        if run is None or len(run) == 1:
            found.append(match.group())
        else:
            found += [run[at : at + 2] for at in range(len(run) - 1)]
    return found


def tokens_with_positions(text: str) -> list[TokenAt]:
    """The tokens of `tokens(text)`, each with its ordinal and its place in `text` (for highlighting, `prox`)."""
    folded, origin = _fold_with_origin(text)
    found: list[TokenAt] = []
    for match in _RUN_OR_WORD.finditer(folded):
        start, end = match.span()
        if match.group(1) is None or end - start == 1:
            spans = [(start, end)]
        else:
            spans = [(at, at + 2) for at in range(start, end - 1)]
        for first, last in spans:
            found.append(TokenAt(folded[first:last], len(found), origin[first][0], origin[last - 1][1]))
    return found


def _fold_with_origin(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The folded text and, for each of its characters, the span of `text` that it came from."""
    if text.isascii():
        return text.lower(), [(at, at + 1) for at in range(len(text))]
    pieces: list[str] = []
    origin: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and _joins_to_the_left(text[end]):
            end += 1
        piece = fold(text[start:end])
        pieces.append(piece)
        origin += [(start, end)] * len(piece)
        start = end
    return "".join(pieces), origin


def _joins_to_the_left(character: str) -> bool:
    """Whether normalisation may merge this character with the one before (accents, kana voicing, Hangul vowels)."""
    return character >= "\u0300" and (
        unicodedata.combining(character) != 0
        or character in "\uff9e\uff9f"
        or "\u1160" <= character <= "\u11ff"
        or "\u3131" <= character <= "\u318e"
        or "\uffa0" <= character <= "\uffdc"
    )
