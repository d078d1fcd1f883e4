"""Marks what a query matched in the texts of a hit: HTML-escaped fragments with `<mark>` around each match.

Works on the stored text, folded as the index folds it, so it finds what the index found: other case, accents, width,
traditional for simplified characters, truncated words, Chinese substrings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Any

from kapok.search.normalise_text import RUN_SCRIPTS, fold
from kapok.search.query import And, AndNot, Fuzzy, Node, Or, Proximity, Words
from kapok.search.tantivy_compile import real_fields
from kapok.search.word_patterns import patterns, regex_of, with_stand_ins

_FRAGMENT = 220
"""Characters of one fragment, about."""

_MOST_FRAGMENTS = 3

_LETTER = f"[^\\W_{RUN_SCRIPTS}]"
_RUN = re.compile(f"[{RUN_SCRIPTS}]")
_WORD_REGEX = {".*": f"{_LETTER}*", ".?": f"{_LETTER}?", ".": _LETTER}

Finder = re.Pattern[str]


class Highlighter:
    """Highlights for one query: which words are looked for in which field."""

    def __init__(self, node: Node) -> None:
        wanted: dict[str, dict[str, None]] = {}
        for leaf in _positive_leaves(node):
            words = (leaf.word,) if isinstance(leaf, Fuzzy) else leaf.words
            together = isinstance(leaf, Words) and leaf.relation in ("phrase", "exact")
            for text in (" ".join(words),) if together else words:
                for field in real_fields(leaf.field):
                    wanted.setdefault(field, {})[text] = None
        self._finders = {field: finder for field, texts in wanted.items() if (finder := _finder(tuple(texts)))}

    def fragments(self, summary: dict[str, Any], texts: dict[str, list[str]]) -> dict[str, list[str]]:
        """Field -> fragments, for the fields in which something of the query is found."""
        found: dict[str, list[str]] = {}
        for field, finder in self._finders.items():
            marked = [piece for text in _values(field, summary, texts) for piece in mark_matches(text, finder)]
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
def _finder(texts: tuple[str, ...]) -> Finder | None:
    """One expression that finds any of the words or phrases in a folded text."""
    pieces = [piece for text in texts if (piece := _piece(text))]
    return re.compile("|".join(sorted(pieces, key=len, reverse=True))) if pieces else None


def _piece(text: str) -> str:
    """The expression of a word or phrase: whole words of scripts with blanks, plain characters of others."""
    if not patterns((text,)):
        return ""
    folded = fold(with_stand_ins(text))
    words = [word for word in re.split(r"[\W_]+", folded) if word]
    found: list[str] = []
    for word in words:
        inner = re.sub(r"\.\*|\.\?|(?<!\\)\.", lambda match: _WORD_REGEX[match.group()], regex_of(word))
        before = "" if _RUN.match(word) else f"(?<!{_LETTER})"
        behind = "" if _RUN.match(word[-1]) else f"(?!{_LETTER})"
        found.append(before + inner + behind)
    return r"[\W_]+".join(found)


def mark_matches(text: str, finder: Finder) -> list[str]:
    """Fragments of `text` with the matches marked; [] without a match. A short text is one fragment, whole."""
    folded = text.lower() if text.isascii() else fold(text)
    if len(folded) == len(text):
        spans = [match.span() for match in finder.finditer(folded) if match.end() > match.start()]
    else:
        spans = _spans_by_character(text, finder)
    if not spans:
        return []
    if len(text) <= _FRAGMENT * 3 // 2:
        return [_marked(text, 0, len(text), spans)]
    return [_marked(text, start, end, spans) for start, end in _windows(text, spans)]


def _spans_by_character(text: str, finder: Finder) -> list[tuple[int, int]]:
    """Spans in a text of which folding changes the length: character by character."""
    origin: list[int] = []
    pieces: list[str] = []
    for at, character in enumerate(text):
        piece = fold(character)
        pieces.append(piece)
        origin += [at] * len(piece)
    origin.append(len(text))
    return [
        (origin[match.start()], origin[match.end() - 1] + 1)
        for match in finder.finditer("".join(pieces))
        if match.end() > match.start()
    ]


def _windows(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Up to three stretches of a long text around its first matches, cut at blanks where there are any."""
    windows: list[tuple[int, int]] = []
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


def _marked(text: str, low: int, high: int, spans: list[tuple[int, int]]) -> str:
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
