"""Words of a query: how typed text is cut into them before any field is considered."""

from __future__ import annotations

import re
import unicodedata

TRUNCATION = "*?#"
"""`*` any number of characters, `?` none or one, `#` exactly one."""

_QUOTES = re.compile(r'["“”„＂«»「」『』\\]')
_SEPARATORS = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f]+|[，。；：、！？…《》〈〉【】〔〕（）［］｛｝＃]"
    r"|(?<!\d)[,;]|[,;](?!\d)"  # Latin comma and semicolon part words, not digits
)
_FUZZY = re.compile(r"(.*[^\W_])~([12])?")


def split_words(text: str) -> tuple[str, ...]:
    """The words of `text` in order: without punctuation at their ends, quotes, or pieces that hold no letter or digit."""
    pieces = (_trim(piece) for piece in _SEPARATORS.split(_QUOTES.sub(" ", text).replace("＊", "*")) if piece)
    return tuple(piece for piece in pieces if has_letter(piece))


def has_letter(word: str) -> bool:
    """Whether there is anything to look for: a letter or digit of any script."""
    return any(character.isalnum() for character in word)


def _trim(piece: str) -> str:
    start, end = 0, len(piece)
    while start < end and not _belongs(piece[start]):
        start += 1
    while end > start and not _belongs(piece[end - 1]):
        end -= 1
    return piece[start:end]


def _belongs(character: str) -> bool:
    return character in TRUNCATION or unicodedata.category(character)[0] in "LNM"


def split_fuzzy(text: str) -> tuple[str, int]:
    """`batery~` -> (batery, 1), `batery~2` -> (batery, 2); (text, 0) where no tilde ends the word."""
    match = _FUZZY.fullmatch(text)
    return (match[1], int(match[2] or 1)) if match else (text, 0)
