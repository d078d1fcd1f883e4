"""Words of a query, with truncation, as patterns of the tokens that a text is cut into.

`*` any number of characters, `?` none or one, `#` exactly one. Text that writes no blanks is found by its characters: a
single Chinese character is any pair that contains it, and truncation at its edge changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from kapok.errors import QueryError
from kapok.search.normalise_text import RUN_SCRIPTS, TokenAt, tokens_with_positions

_STAND_INS = {"*": "ꞏ", "?": "ꟷ", "#": "ꟻ"}
"""Letters that no text uses: they pass through folding and cutting in the place of the truncation signs."""

_TO_LETTERS = str.maketrans(_STAND_INS)
_TO_REGEX = {"ꞏ": "*", "ꟷ": "?", "ꟻ": ""}
_LETTER = re.compile("[ꞏꟷꟻ]")
_ONLY_LETTERS = re.compile("[ꞏꟷꟻ]+")
_RUN = re.compile(f"[{RUN_SCRIPTS}]")
TRUNCATION = re.compile(r"[*?#]")


class TokenPattern(NamedTuple):
    """What one token must be: a `literal` token, or else a regular expression for the whole token."""

    text: str
    literal: bool


Sequence_ = tuple[TokenPattern, ...]
"""Patterns of consecutive tokens."""

ANY_TOKEN = TokenPattern(".*", False)


def regex_of(text: str, one: str = ".", signs: Mapping[str, str] | None = None) -> str:
    """A text with stand-in letters as a regular expression.

    `one` is the class of characters that a sign stands for; `signs` gives instead what `*`, `?` and "" (one) become.
    """
    return "".join(
        (signs[_TO_REGEX[each]] if signs else one + _TO_REGEX[each]) if each in _TO_REGEX else re.escape(each) for each in text
    )


def with_stand_ins(text: str) -> str:
    """The text with letters in the place of truncation signs."""
    return text.translate(_TO_LETTERS)


@lru_cache(maxsize=4096)
def patterns(words: tuple[str, ...]) -> tuple[Sequence_, ...]:
    """The token sequences of which one must occur for the words to stand next to each other; () if there is no word.

    Raises QueryError for `*` between two Chinese characters, which no index answers.
    """
    text = " ".join(words).translate(_TO_LETTERS)
    parts: list[list[Sequence_]] = []
    groups = _groups(tokens_with_positions(text))
    while len(groups) > 1 and _is_lone(groups[-1]):
        groups.pop()
    while len(groups) > 1 and _is_lone(groups[0]):
        groups.pop(0)
    for at, group in enumerate(groups):
        if len(group) == 1 and not _RUN.match(group[0].token):
            parts.append([(_word_pattern(group[0].token),)])
        else:
            parts.append(_run_patterns(group, at > 0, at < len(groups) - 1))
    found = [tuple(pattern for piece in pieces for pattern in piece) for pieces in product(*parts)]
    return tuple(sequence for sequence in found if sequence)


def _is_lone(group: list[TokenAt]) -> bool:
    """Whether it is a `*` that stands alone: at an edge it asks for nothing."""
    return len(group) == 1 and group[0].token.strip("ꞏ") == ""


def _word_pattern(token: str) -> TokenPattern:
    if not _LETTER.search(token):
        return TokenPattern(token, True)
    return TokenPattern(re.sub(r"(\.\*)+", ".*", regex_of(token)), False)


def _groups(found: Sequence[TokenAt]) -> list[list[TokenAt]]:
    """Tokens that belong together: the pairs of one run with the truncation signs that touch it; single words."""
    groups: list[list[TokenAt]] = []
    for token in found:
        last = groups[-1][-1] if groups else None
        is_run = _RUN.match(token.token) is not None
        if last is not None and token.start <= last.end:
            was_run = _RUN.match(last.token) is not None
            touches = token.start < last.end or token.start == last.end
            if touches and (
                (is_run and was_run and token.start < last.end)
                or (is_run and not was_run and _ONLY_LETTERS.fullmatch(last.token))
                or (was_run and not is_run and _ONLY_LETTERS.fullmatch(token.token))
            ):
                groups[-1].append(token)
                continue
        groups.append([token])
    return groups


def _run_patterns(group: Sequence[TokenAt], has_left: bool, has_right: bool) -> list[Sequence_]:
    """Sequences for a run of characters; `has_left` and `has_right`: whether words stand before and behind it."""
    characters = ""
    end = -1
    for token in group:
        if _RUN.match(token.token):
            characters += token.token if token.start >= end else token.token[1:]
        else:
            characters += token.token
        end = token.end
    stripped = characters.strip("ꞏꟷ")
    if "ꞏ" in stripped:
        raise QueryError(
            "'*' cannot stand between Chinese, Japanese or Korean characters",
            "these scripts write no blanks, so there is no word that it could fill",
            "Join the two parts with AND, or with prox",
        )
    optional = [at for at, character in enumerate(stripped) if character == "ꟷ"]
    found: list[Sequence_] = []
    for keep in product((False, True), repeat=len(optional)):
        dropped = {at for at, kept in zip(optional, keep, strict=True) if not kept}
        chosen = "".join(character for at, character in enumerate(stripped) if at not in dropped)
        found.append(_pairs(chosen.replace("ꟷ", "ꟻ"), has_left, has_right))
    return found


def _pairs(run: str, has_left: bool, has_right: bool) -> Sequence_:
    """The pairs of a run in which `ꟻ` stands for any character."""
    if len(run) > 1:
        return tuple(_word_pattern(run[at : at + 2]) for at in range(len(run) - 1))
    one = regex_of(run)
    if has_left and has_right:
        return (_word_pattern(run),)
    if has_left:
        return (TokenPattern(f"{one}.?", False),)
    if has_right:
        return (TokenPattern(f".?{one}", False),)
    return (TokenPattern(f"{one}.?|.{one}", False),)
