"""Query tree -> text for the plain box that reads back as the same tree."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kapok.search.fields import get_field
from kapok.search.languages.auto import WORD_RELATIONS
from kapok.search.languages.canonical import canonical, compact_symbol
from kapok.search.languages.guess import TELLING, guess_field
from kapok.search.languages.plain_join import DEFAULT_FIELD
from kapok.search.languages.plain_scan import is_operator
from kapok.search.languages.plain_terms import read_alone, read_bare
from kapok.search.languages.words import split_fuzzy
from kapok.search.query import (
    And,
    AndNot,
    ClassSymbol,
    Compare,
    Everything,
    Fuzzy,
    Node,
    NumberIs,
    NumberList,
    Or,
    Proximity,
    StatusOn,
    Within,
    Words,
)

_CONTINUES = re.compile(r"\d|[A-Z]\d?$")
"""What may be the rest of a number or class in front of it (`EP 1000000 A1`, `H01L 21/02`)."""

_PLAIN_SIGNS = frozenset("-_.*?#/'+&%$^’·")


def print_plain(node: Node) -> str:
    """The canonical plain text of a tree."""
    return _print(canonical(node))


def _print(node: Node) -> str:
    match node:
        case Everything():
            return "*"
        case And(parts):
            return _beside(parts)
        case Or(parts):
            return " OR ".join(map(_operand, parts))
        case AndNot(left, right):
            before = "" if isinstance(left, Everything) else _print(left) if isinstance(left, And) else _operand(left)
            without = right.parts if isinstance(right, Or) else (right,)
            return " ".join(filter(None, [before, *(f"-{_operand(each)}" for each in without)]))
        case Proximity():
            return f"{_operand(node.left)} {_near(node)} {_operand(node.right)}"
    return _leaf(node)


def _beside(parts: Iterable[Node]) -> str:
    """Terms beside each other; `AND` keeps two groups of bare words apart."""
    text, bare_before = "", False
    for part in parts:
        bare = _is_bare_words(part)
        whole = bare or (text == "" and isinstance(part, AndNot))  # left to right: what comes first needs no brackets
        text += (" AND " if bare and bare_before else " " if text else "") + (_print(part) if whole else _operand(part))
        bare_before = bare
    return text


def _operand(node: Node) -> str:
    """A part of a larger expression: in brackets unless it is one term."""
    text = _print(node)
    several = _is_bare_words(node) and isinstance(node, Words) and len(node.words) > 1
    return f"({text})" if several or isinstance(node, And | Or | AndNot | Proximity) else text


def _is_bare_words(node: Node) -> bool:
    return isinstance(node, Words) and node.field == DEFAULT_FIELD and node.relation == "all"


def _near(node: Proximity) -> str:
    unit = {"word": "", "sentence": "s", "paragraph": "p"}[node.unit]
    distance = str(node.distance) if node.distance or not unit else ""
    return f"{'ADJ' if node.ordered else 'NEAR'}/{distance}{unit}"


def _leaf(node: Node) -> str:
    match node:
        case Words():
            return _words(node)
        case Fuzzy(field, word, distance):
            return f"{_prefix(field)}{_value(word) if _prefix(field) else _bare(word)}~{'' if distance == 1 else distance}"
        case Compare(field, operator, value):
            return f"{_name(field)}:{'' if operator == '=' else operator}{value}"
        case Within(field, low, high):
            return f"{_name(field)}:{low}..{high}"
        case ClassSymbol(field, symbol, scope, offices):
            suffix = "" if scope == "same" else f"/{scope}"
            by = f"@{','.join(offices)}" if offices else ""
            return f"{_name(field)}:{_value(compact_symbol(field, symbol) + suffix + by, '@,')}"
        case NumberIs(field, text):
            return f"{_name(field)}:{_value(text)}"
        case NumberList(field, texts):
            return f"{_name(field)}:[{_list(texts)}]"
        case StatusOn(status, day):
            return f"status:{status}@{day}"
    raise TypeError(f"no plain text for {type(node).__name__}")


def _words(node: Words) -> str:
    prefix = _prefix(node.field)
    if get_field(node.field).kind == "keyword":
        if node.relation == "exact" and len(node.words) == 1:
            return f"{prefix}{_value(node.words[0])}"
        return f"{prefix}[{_list(node.words)}]"
    match node.relation:
        case "any":
            return f"{prefix}[{_list(node.words)}]"
        case "phrase":
            return f'{prefix}"{" ".join(node.words)}"'
        case "exact":
            return f'{_name(node.field)}:="{" ".join(node.words)}"'
    if not prefix:
        text = " ".join(map(_bare, node.words))
        return text if read_alone(text) is None else " ".join(f'"{word}"' for word in node.words)
    if len(node.words) == 1:
        return prefix + _value(node.words[0])
    return f"{prefix}({' '.join(map(_value, node.words))})"


def _name(field: str) -> str:
    """The name printed for a field: its first index name of at least two letters (one letter and a colon is prose)."""
    return next((name for name in get_field(field).cql if len(name) > 1), field)


def _prefix(field: str) -> str:
    return "" if field == DEFAULT_FIELD else f"{_name(field)}:"


def _value(text: str, also: str = "") -> str:
    """A value behind a field: bare where nothing in it is read as syntax, else in quotation marks."""
    safe = all(character.isalnum() or character in _PLAIN_SIGNS or character in also for character in text)
    read_otherwise = is_operator(text) or text.lower() in WORD_RELATIONS or split_fuzzy(text)[1] != 0
    plain = safe and text[:1] not in "-'" and not read_otherwise
    return text if plain else f'"{text}"'


def _bare(word: str) -> str:
    """A word without a field: in quotation marks where it would be taken for a number, a class, an operator …"""
    safe = (
        _value(word) == word
        and not _CONTINUES.match(word)
        and read_bare(word, 0) is None
        and read_alone(word) is None
        and guess_field(word) not in TELLING
    )
    return word if safe else f'"{word}"'


def _list(texts: Iterable[str]) -> str:
    return ", ".join(map(_value, texts))
