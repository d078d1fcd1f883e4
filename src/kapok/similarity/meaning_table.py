"""The open table of meanings: words of the same meaning across languages, brands and their Chinese names, opposites.

Declared in `tables/meaning_*.yaml`; an office adds files of the same form (`extend`; `kapok.services.own_words` keeps them in
a home). A mark is cut into known words; what the tables do not know keeps its own text.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path

import msgspec

from kapok.search.normalise_text import fold
from kapok.similarity.declared import DeclaredFile, check_keys, declared_file, fault, read_lines, read_table
from kapok.similarity.stems import stem_of_word

TABLES = ("meaning_words", "meaning_synonyms", "meaning_brands", "meaning_places", "meaning_names")
KNOWN_NAMES = ("brand_", "name_", "place_")
"""How the concepts begin that are names: of brands, persons and places, and how Chinese writes them."""
UNKNOWN = "="
"""First letter of a unit that is no known word; the text follows."""
WORD = "~"
"""First letter of a unit that is a common word (`known_words.txt`) without an entry in the table; the word follows."""

Units = tuple[tuple[str, ...], ...]
"""Per unit of a mark the meanings that it may have; `("=word",)` for an unknown one."""


class Meanings(msgspec.Struct):
    """The tables joined: concepts of each word, opposites, words of each concept."""

    of_word: dict[str, tuple[str, ...]]
    opposite: dict[str, frozenset[str]]
    names: dict[str, str]
    longest_han: int = 1
    longest_phrase: int = 1


_meanings: Meanings | None = None
_own = ""


def meanings() -> Meanings:
    """The tables that are in use: those of this package, and what `extend` added."""
    global _meanings
    if _meanings is None:
        _meanings = read_meanings([read_table(name) for name in TABLES])
    return _meanings


def extend(*paths: Path) -> None:
    """Use an office's own tables too, from now on (none: no longer). To be called before names are computed.

    Raises `DefinitionError` with file and line for a table that cannot be used; then nothing changes.
    """
    global _meanings, _own
    _meanings = check_own(paths)
    _own = blake2b(b"\0".join(path.read_bytes() for path in paths), digest_size=8).hexdigest() if paths else ""
    concepts_of.cache_clear()


def check_own(paths: Sequence[Path]) -> Meanings:
    """The tables of this package joined with own ones, without using them. Raises `DefinitionError` with file and line."""
    return read_meanings([*(read_table(name) for name in TABLES), *(declared_file(path) for path in paths)])


def own_digest() -> str:
    """What tells the own tables in use from others; empty where none are."""
    return _own


def read_meanings(tables: list[DeclaredFile]) -> Meanings:
    """Join tables. The same concept in two tables keeps the words of both."""
    words: dict[str, list[str]] = {}
    opposite: dict[str, set[str]] = {}
    names: dict[str, str] = {}
    for table in tables:
        check_keys(table, (), {"source", "date", "concepts", "opposites"})
        for at, line in enumerate(str(table.content.get("concepts") or "").splitlines(), 1):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            concept, _, text = line.strip().partition(": ")
            columns = [column.split() for column in text.split("|")]
            if not concept.replace("_", "").isalnum() or not 2 <= len(columns) <= 4 or not any(columns):
                table.lines[("concepts", at)] = table.lines.get(("concepts",), 1) + at
                raise fault(table, ("concepts", at), f"'{line.strip()}' is not 'key: Chinese | English | Portuguese | Spanish'")
            shown = columns[0][:1] + columns[1][:1]
            names.setdefault(concept, "/".join(shown).replace("_", " "))
            for word in {_folded(word) for column in columns for word in column}:
                known = words.setdefault(word.replace("_", ""), [])
                if concept not in known:
                    known.append(concept)
                if "_" in word:
                    words.setdefault(word, []).append(concept)
        for pair in str(table.content.get("opposites") or "").split():
            left, _, right = pair.partition("-")
            for concept, other in ((left, right), (right, left)):
                if concept not in names:
                    raise fault(table, ("opposites",), f"'{concept}' in '{pair}' is not a concept of the tables")
                opposite.setdefault(concept, set()).add(other)
    han = max((len(word) for word in words if word >= "\u3007"), default=1)
    phrase = max((word.count("_") + 1 for word in words), default=1)
    of_word = {word: tuple(concepts) for word, concepts in words.items()}
    return Meanings(of_word, {key: frozenset(value) for key, value in opposite.items()}, names, han, phrase)


def _folded(word: str) -> str:
    """A word of the table as names are folded; most are folded already."""
    return word if word.isascii() and word.islower() else fold(word)


@lru_cache(50_000)
def concepts_of(tokens: tuple[str, ...]) -> Units:
    """The meanings of a mark's words in order. A whole mark that is one known word is one unit."""
    table = meanings()
    whole = table.of_word.get("".join(tokens))
    if whole:
        return (whole,)
    found: list[tuple[str, ...]] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token[0] >= "\u3007":
            found += _cut_han(token, table)
            at += 1
            continue
        for length in range(min(table.longest_phrase, len(tokens) - at), 1, -1):
            known = table.of_word.get("_".join(tokens[at : at + length]))
            if known:
                found.append(known)
                at += length
                break
        else:
            known = table.of_word.get(token) or table.of_word.get(_singular(token))
            found.append(known or (UNKNOWN + token,))
            at += 1
    return tuple(found)


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") else stem_of_word(word)


@cache
def known_words() -> frozenset[str]:
    """Common Chinese words of two and three characters: what has a clear meaning, whatever it is."""
    found = []
    for line in read_lines("known_words"):
        first, *rest = line.split()
        found += [first + each for each in rest]
    return frozenset(found)


def _cut_han(text: str, table: Meanings) -> list[tuple[str, ...]]:
    """A Chinese run cut into the longest known words, from the left or from the right: whichever leaves fewer pieces.

    Where both leave as many, the cut from the right holds (平地球 is 平 and 地球): what a mark ends in is mostly its word.
    """
    forward, backward = _cut(text, table, False), _cut(text, table, True)
    return backward if len(backward) <= len(forward) else forward


def _cut(text: str, table: Meanings, backward: bool) -> list[tuple[str, ...]]:
    """One cut; characters between known words stay together as unknown."""
    found: list[tuple[str, ...]] = []
    words = known_words()
    unknown = ""
    left = text
    while left:
        for length in range(min(table.longest_han, len(left)), 0, -1):
            part = left[-length:] if backward else left[:length]
            known = table.of_word.get(part)
            if known is None and length > 1 and part in words:
                known = (WORD + part,)
            if known:
                if unknown:
                    found.append((UNKNOWN + unknown,))
                    unknown = ""
                found.append(known)
                break
        else:
            length = 1
            unknown = left[-1] + unknown if backward else unknown + left[0]
        left = left[:-length] if backward else left[length:]
    if unknown:
        found.append((UNKNOWN + unknown,))
    return found[::-1] if backward else found
