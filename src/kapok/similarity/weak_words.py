"""Weak words: colours, sizes, 阁 or 世家, company forms, generic goods, places, articles. Declared in `weak_words.yaml`.

`core_of` takes them off a mark: what is left is what the public keeps in mind. It never takes everything.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from kapok.search.normalise_text import fold
from kapok.similarity.declared import check_keys, fault, read_table
from kapok.similarity.meaning_table import known_words

_ROUNDS = 3
"""Weak words taken off one end of a Chinese mark at most: 广东 + 红 + 太阳 + 世家 + 集团."""


class _Weak(NamedTuple):
    """The declared words, ready for use: `latin` word -> group, patterns at the two ends of a Chinese text, groups of `han`."""

    latin: dict[str, str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    han: dict[str, str]
    notes_after: re.Pattern[str]
    notes: frozenset[str]
    in_brackets: frozenset[str]


_BRACKETS = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")


@cache
def _weak() -> _Weak:
    table = read_table("weak_words")
    check_keys(table, (), {"source", "date", "groups", "notes"})
    check_keys(table, ("notes",), {"han", "latin", "in_brackets"})
    notes_han, notes_latin = (table.content["notes"][script].split() for script in ("han", "latin"))
    in_brackets = frozenset(table.content["notes"]["in_brackets"].split())
    notes = "|".join(sorted(notes_han, key=len, reverse=True))
    latin: dict[str, str] = {}
    han: dict[str, str] = {}
    ends: dict[str, list[str]] = {"before": [], "after": []}
    for group, entry in table.content["groups"].items():
        check_keys(table, ("groups", group), {"place", "han", "latin"})
        if entry["place"] not in ("before", "after", "both"):
            raise fault(table, ("groups", group, "place"), "a place is 'before', 'after' or 'both'")
        for word in fold(entry["latin"]).split():
            latin.setdefault(word, group)
        for word in entry["han"].split():
            han.setdefault(word, group)
            for end in ("before", "after") if entry["place"] == "both" else (entry["place"],):
                ends[end].append(word)
    one_of = {end: "|".join(sorted(words, key=len, reverse=True)) for end, words in ends.items()}
    before, after = re.compile(f"(?:{one_of['before']})"), re.compile(f"(?:{one_of['after']})$")
    return _Weak(latin, before, after, han, re.compile(f"(?:{notes})$"), frozenset(notes_latin), in_brackets)


def group_of(word: str) -> str | None:
    """The group of a weak word (`colour`, `size`, `house` …), None for another word."""
    weak = _weak()
    return weak.latin.get(word) or weak.han.get(word)


def without_bracketed_notes(text: str) -> str:
    """`text` without brackets that hold only a register's note (彩色, `black/white`); the text itself where nothing else is."""
    words = _weak().in_brackets

    def kept(match: re.Match[str]) -> str:
        held = re.findall(r"\w+", fold(match.group(1)))
        return " " if held and all(word in words for word in held) else match.group()

    return _BRACKETS.sub(kept, text).strip() or text


def without_notes(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """The tokens without what a register writes after the words of a mark (及图, `& device`). Something is always left."""
    weak = _weak()
    last = tokens[-1]
    if last[0] >= "\u3007":
        left = weak.notes_after.sub("", last)
        if left == last or not (left or len(tokens) > 1):
            return tokens
        return (*tokens[:-1], left) if left else tokens[:-1]
    if last not in weak.notes or len(tokens) < 2:
        return tokens
    end = len(tokens) - 1
    if tokens[end - 1] in ("and", "with") and end > 1:
        end -= 1
    return tokens[:end]


def core_of(tokens: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(what is left of the tokens without weak words, the weak words taken off in order). Something is always left."""
    weak = _weak()
    left: list[str] = []
    taken: list[str] = []
    for token in tokens:
        if token in weak.latin:
            taken.append(token)
        elif len(token) > 1 and token[0] >= "\u3007":
            core, off = _strip_han(token, weak, alone=len(tokens) == 1)
            taken += off
            if core:
                left.append(core)
        else:
            left.append(token)
    if not left:
        return tokens, ()
    return tuple(left), tuple(taken)


def _strip_han(token: str, weak: _Weak, alone: bool) -> tuple[str, list[str]]:
    """A Chinese run without weak words at its ends; two characters stay, or one where a long word was taken off.

    A run that is only a weak word (牌酱油 after a Latin word) vanishes unless it stands alone.
    """
    if not alone and (token in weak.han or (token[:1] == "牌" and token[1:] in weak.han)):
        return "", [token]
    taken: list[str] = []
    for pattern, front in ((weak.after, False), (weak.before, True)):
        for _ in range(_ROUNDS):
            found = pattern.match(token) if front else pattern.search(token)
            if not found:
                break
            word = found.group()
            if not front and len(word) == 1 and token[-2:] in known_words():
                break  # 书店 and 花园 are words of their own: their end was not added to 书 and 花
            left = len(token) - len(word)
            if left < 1 or (left < 2 and len(word) < 2):
                break
            token = token[len(word) :] if front else token[: -len(word)]
            taken.append(word)
    return token, taken
