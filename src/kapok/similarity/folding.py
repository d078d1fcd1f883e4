"""The text of a mark as it is compared: refused where there is nothing to compare, folded, cut into words.

Folding is that of the search (case, width, accents, traditional to simplified); before it, letters of other scripts that
look like Latin ones (Cyrillic С, Greek Ο) become those where a whole word can be read so, and signs (€, $, @) beside letters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from kapok.errors import InputError
from kapok.search.normalise_text import fold
from kapok.similarity.declared import check_keys, fault, read_table

LONGEST = 200
"""Characters of the longest mark that is compared: longer texts are slogans or mistakes, and would be slow for all."""

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Ranges of Chinese characters, for a regular expression's class."""

_TOKEN = re.compile(f"[{HAN}]+|[^\\W_{HAN}]+")
_TOGETHER = re.compile("(?<=\\w)['’`´ʼ](?=\\w)")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}[^\W\d_]?\b|\b(?:[^\W\d_] ){2,}[^\W\d_](?=\s|$)")
_HAN_BLANK = re.compile(f"(?<=[{HAN}])[\\s·・‧•.\\-]+(?=[{HAN}])")
_WRITTEN = re.compile(f"[{HAN}]")
_NOTES = re.compile(r"[®©™℠]|\((?:r|tm|c)\)", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def check_text(text: str) -> str:
    """`text` trimmed; `InputError` for what cannot be compared as a word mark, before anything long is computed."""
    if len(text) > LONGEST:
        raise InputError(
            "The mark is too long to be compared",
            f"it has {len(text)} characters, at most {LONGEST} are compared",
            "Give the words of the mark only, or its distinctive part",
        )
    bad = _CONTROL.search(text)
    if bad:
        raise InputError(
            "The mark cannot be read",
            f"it holds the control character U+{ord(bad.group()):04X} at place {bad.start() + 1}",
            "Type the mark again instead of copying it, or copy it as plain text",
        )
    trimmed = " ".join(text.split())
    if not trimmed:
        raise InputError("No mark was given", "the text is empty", "Type the word, the characters or the number of the mark")
    return trimmed


def nothing_to_compare(text: str) -> InputError:
    """The error for a text without any letter, character or digit (only punctuation, signs or emoji)."""
    shown = text if len(text) <= 20 else text[:20] + "…"
    return InputError(
        "The mark has nothing that can be read",
        f"'{shown}' holds only punctuation, signs or pictures",
        "Type its words; for a device give an image instead",
    )


@cache
def _look_like_latin() -> tuple[dict[int, str], dict[int, str]]:
    """(letters of other scripts, signs) -> the Latin letter that they look like."""
    table = read_table("homoglyphs")
    scripts = {"cyrillic", "greek", "armenian", "signs"}
    check_keys(table, (), scripts | {"source", "date", "latin_shapes"})
    letters: dict[int, str] = {}
    signs: dict[int, str] = {}
    for script in scripts:
        for pair in table.content[script].split():
            if len(pair) != 2:
                raise fault(table, (script,), f"'{pair}' is not a pair: the sign, then the letter that it looks like")
            (signs if script == "signs" else letters)[ord(pair[0])] = pair[1]
    return letters, signs


def _read_as_latin(match: re.Match[str]) -> str:
    """One word with the letters of other scripts read as Latin, where every letter of it can be; else as it stands."""
    word = match.group()
    if word.isascii():
        return word
    letters, signs = _look_like_latin()
    read = word.translate(letters)
    if read != word and not unicodedata.normalize("NFD", read)[0].isascii() and not any(c.isascii() for c in word):
        return word
    if all(c.isascii() or unicodedata.name(c, "").startswith("LATIN") for c in read if c.isalpha()):
        word = read
    if any(c.isascii() and c.isalpha() for c in word):
        word = word.translate(signs)
    return word


_WORD = re.compile(r"\S+")


def folded_text(text: str) -> str:
    """`text` in the form that is compared: words parted by one blank, without punctuation."""
    if text.isascii():
        folded = text.lower()
        if "@" in folded or "$" in folded:
            folded = _WORD.sub(_read_as_latin, folded) if not folded.isascii() else _ascii_signs(folded)
    else:
        folded = fold(_WORD.sub(_read_as_latin, unicodedata.normalize("NFC", _NOTES.sub(" ", text))))
        if _WRITTEN.search(folded):
            folded = _HAN_BLANK.sub("", folded)
    if "&" in folded or "+" in folded:
        folded = folded.replace("&", " and ").replace("+", " plus ")
    if "'" in folded or "’" in folded or "`" in folded:
        folded = _TOGETHER.sub("", folded)
    if "." in folded or " " in folded:
        folded = _DOTTED.sub(lambda m: m.group().replace(".", "").replace(" ", ""), folded)
    return " ".join(_TOKEN.findall(folded))


def _ascii_signs(text: str) -> str:
    return re.sub(r"(?<=\w)@(?=\w)|(?<=\w)\$|\$(?=[a-z])", lambda m: "a" if m.group() == "@" else "s", text)


def written_characters(text: str) -> str:
    """The Chinese characters of the original text as written (traditional stays), in order."""
    return "" if text.isascii() else "".join(_WRITTEN.findall(unicodedata.normalize("NFKC", text)))


@lru_cache(100_000)
def is_han(character: str) -> bool:
    """Whether a letter is a Chinese character."""
    return character >= "\u3007" and (
        character == "\u3007"
        or "\u3400" <= character <= "\u4dbf"
        or "\u4e00" <= character <= "\u9fff"
        or "\uf900" <= character <= "\ufaff"
        or "\U00020000" <= character <= "\U0003ffff"
    )
