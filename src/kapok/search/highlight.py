"""Marks what a query matched in the texts of a hit: HTML-escaped fragments with `<mark>` around each match.

Works on the stored text, folded as the index folds it, so it finds what the index found: other case, accents, width,
traditional for simplified characters, truncated words, Chinese substrings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from rapidfuzz.distance import OSA

from kapok.search.normalise_text import RUN_SCRIPTS, fold, tokens
from kapok.search.query import And, AndNot, Fuzzy, Node, Or, Proximity, Words
from kapok.search.real_fields import real_fields
from kapok.search.word_patterns import patterns, regex_of, with_stand_ins

_FRAGMENT = 220
"""Characters of one fragment, about."""

_MOST_FRAGMENTS = 3

_LETTER = f"[^\\W_{RUN_SCRIPTS}]"
_RUN = re.compile(f"[{RUN_SCRIPTS}]")
_BETWEEN = r"[\W_]+"
_ANY_WORD = re.compile(f"{_LETTER}+")
_SIGNS = {"*": f"{_LETTER}*", "?": f"{_LETTER}?", "": _LETTER}

Span = tuple[int, int]


class Piece(NamedTuple):
    """A word or phrase that is looked for: the letters it begins with, and the expression of all of it.

    `head` is "" where it begins with truncation. `whole_left` and `whole_right`: no letter may stand there.
    """

    head: str
    pattern: re.Pattern[str]
    is_literal: bool
    whole_left: bool
    whole_right: bool


class Like(NamedTuple):
    """A word that is looked for with up to `distance` edits."""

    word: str
    distance: int


Wanted = Piece | Like


class Highlighter:
    """Highlights for one query: which words are looked for in which field."""

    def __init__(self, node: Node) -> None:
        self._wanted: dict[str, list[Wanted]] = {}
        for leaf in _positive_leaves(node):
            for field in real_fields(leaf.field):
                wanted = self._wanted.setdefault(field, [])
                if isinstance(leaf, Fuzzy):
                    wanted += [Like(token, leaf.distance) for token in tokens(leaf.word)]
                else:
                    together = leaf.relation in ("phrase", "exact")
                    wanted += _pieces((" ".join(leaf.words),) if together else leaf.words)

    def fragments(self, summary: dict[str, Any], texts: dict[str, list[str]]) -> dict[str, list[str]]:
        """Field -> fragments, for the fields in which something of the query is found."""
        found: dict[str, list[str]] = {}
        for field, wanted in self._wanted.items():
            marked = [each for text in _values(field, summary, texts) for each in mark_matches(text, wanted)]
            if marked:
                found[field] = marked[:_MOST_FRAGMENTS]
        return found


def _positive_leaves(node: Node) -> Iterable[Words | Fuzzy]:
    """Conditions on words that a hit fulfils (not what it must not have)."""
    if isinstance(node, Words | Fuzzy):
        yield node
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from _positive_leaves(part)
    elif isinstance(node, Proximity):
        yield from _positive_leaves(node.left)
        yield from _positive_leaves(node.right)
    elif isinstance(node, AndNot):
        yield from _positive_leaves(node.left)


def _values(field: str, summary: dict[str, Any], texts: dict[str, list[str]]) -> list[str]:
    """The texts of a field of a hit, as they were."""
    if field in texts:
        return texts[field]
    if field == "title":
        titles = summary.get("titles")
        return list(titles.values()) if titles else [summary["mark"]] if summary.get("mark") else []
    if field == "mark":
        return [summary["mark"]] if summary.get("mark") else []
    if field in ("applicant", "inventor"):
        return list(summary.get(f"{field}s", ()))
    return []


@lru_cache(maxsize=256)
def _pieces(texts: tuple[str, ...]) -> tuple[Piece, ...]:
    """What to look for in a folded text, for words and phrases of a query."""
    return tuple(piece for text in texts if (piece := _piece(text)) is not None)


def _piece(text: str) -> Piece | None:
    """A word or phrase: whole words of scripts with blanks, plain characters of others."""
    if not patterns((text,)):
        return None
    words = [word for word in re.split(_BETWEEN, fold(with_stand_ins(text))) if word]
    if not words:
        return None
    expression = _BETWEEN.join(regex_of(word, signs=_SIGNS) for word in words)
    head = words[0] if regex_of(words[0]) == re.escape(words[0]) else ""
    return Piece(
        head,
        re.compile(expression),
        len(words) == 1 and bool(head),
        not _RUN.match(words[0]),
        not _RUN.match(words[-1][-1]),
    )


def find_wanted(folded: str, wanted: Sequence[Wanted]) -> list[Span]:
    """Where the words stand in a folded text, in order; overlapping places are joined."""
    found: list[Span] = []
    for each in wanted:
        found += _find_like(folded, each) if isinstance(each, Like) else _find_piece(folded, each)
    if len(found) < 2:
        return found
    found.sort()
    joined = [found[0]]
    for start, end in found[1:]:
        if start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _find_piece(folded: str, piece: Piece) -> Iterator[Span]:
    """The places of a piece."""
    for start in _starts(folded, piece):
        if piece.is_literal:
            end = start + len(piece.head)
        else:
            match = piece.pattern.match(folded, start)
            if match is None or match.end() == start:
                continue
            end = match.end()
        if piece.whole_left and start > 0 and _is_letter(folded[start - 1]):
            continue
        if piece.whole_right and end < len(folded) and _is_letter(folded[end]):
            continue
        yield start, end


def _find_like(folded: str, like: Like) -> list[Span]:
    """The places of words that are near enough to a word."""
    return [
        match.span()
        for match in _ANY_WORD.finditer(folded)
        if OSA.distance(match.group(), like.word, score_cutoff=like.distance) <= like.distance
    ]


def _starts(folded: str, piece: Piece) -> Iterator[int]:
    """Places where a piece may begin."""
    if not piece.head:
        yield from (match.start() for match in piece.pattern.finditer(folded))
        return
    at = folded.find(piece.head)
    while at >= 0:
        yield at
        at = folded.find(piece.head, at + 1)


def _is_letter(character: str) -> bool:
    return character.isalnum() and not (character > "\u0e00" and _RUN.match(character))


def mark_matches(text: str, wanted: Sequence[Wanted]) -> list[str]:
    """Fragments of `text` with the matches marked; [] without a match. A short text is one fragment, whole."""
    folded = text.lower() if text.isascii() else fold(text)
    if len(folded) == len(text):
        spans = find_wanted(folded, wanted)
    else:
        spans = _spans_by_character(text, wanted)
    if not spans:
        return []
    if len(text) <= _FRAGMENT * 3 // 2:
        return [_marked(text, 0, len(text), spans)]
    return [_marked(text, start, end, spans) for start, end in _windows(text, spans)]


def _spans_by_character(text: str, wanted: Sequence[Wanted]) -> list[Span]:
    """Spans in a text of which folding changes the length: character by character."""
    origin: list[int] = []
    folded: list[str] = []
    for at, character in enumerate(text):
        piece = fold(character)
        folded.append(piece)
        origin += [at] * len(piece)
    return [(origin[start], origin[end - 1] + 1) for start, end in find_wanted("".join(folded), wanted)]


def _windows(text: str, spans: list[Span]) -> list[Span]:
    """Up to three stretches of a long text around its first matches, cut at blanks where there are any."""
    windows: list[Span] = []
    for start, _ in spans:
        if windows and start < windows[-1][1]:
            continue
        if len(windows) == _MOST_FRAGMENTS:
            break
        low = max(start - _FRAGMENT // 3, windows[-1][1] if windows else 0)
        high = min(low + _FRAGMENT, len(text))
        if low > 0:
            blank = text.find(" ", low, start)
            low = blank + 1 if blank >= 0 else low
        if high < len(text):
            blank = text.rfind(" ", start + 1, high)
            high = blank if blank > start + _FRAGMENT // 3 else high
        windows.append((low, high))
    return windows


def _marked(text: str, low: int, high: int, spans: list[Span]) -> str:
    """`text[low:high]`, escaped, with marks; an ellipsis where the text goes on."""
    pieces = ["… " if low > 0 else ""]
    at = low
    for start, end in spans:
        if start < at or end > high:
            continue
        pieces.append(escape(text[at:start], quote=True))
        pieces.append(f"<mark>{escape(text[start:end], quote=True)}</mark>")
        at = end
    pieces.append(escape(text[at:high], quote=True))
    if high < len(text):
        pieces.append(" …")
    return "".join(pieces)
