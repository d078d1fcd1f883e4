"""Query tree -> CQL text that reads back as the same tree."""

from __future__ import annotations

from collections.abc import Iterable

from kapok.search.fields import get_field
from kapok.search.languages.canonical import canonical, compact_symbol
from kapok.search.languages.cql_clause import RESERVED
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

_PLAIN_SIGNS = frozenset("-_.*?#/'+&:;%@$~^|’·")
"""Signs that an unquoted term may hold beside letters and digits."""


def print_cql(node: Node) -> str:
    """The canonical CQL of a tree."""
    return _print(canonical(node))


def _print(node: Node) -> str:
    match node:
        case Everything():
            return "cql.allRecords=1"
        case And(parts):
            return " and ".join(map(_operand, parts))
        case Or(parts):
            return " or ".join(map(_operand, parts))
        case AndNot(left, right):
            return f"{_operand(left)} not {_operand(right)}"
        case Proximity():
            return f"{_operand(node.left)} {_prox(node)} {_operand(node.right)}"
    return _leaf(node)


def _operand(node: Node) -> str:
    """A part of a larger expression: in brackets unless it is one clause."""
    text = _print(node)
    return f"({text})" if isinstance(node, And | Or | AndNot | Proximity) else text


def _prox(node: Proximity) -> str:
    if node.unit == "word":
        text = f"prox/distance<={node.distance}"
    else:
        text = f"prox/unit={node.unit}" + (f"/distance<={node.distance}" if node.distance else "")
    return text + ("/ordered=true" if node.ordered else "")


def _leaf(node: Node) -> str:
    match node:
        case Words():
            return _words(node)
        case Fuzzy(field, word, distance):
            return f"{_index(field)}=/fuzzy{'=2' if distance == 2 else ''} {term(word)}"
        case Compare(field, operator, value):
            return f"{_index(field)}{operator}{value}"
        case Within(field, low, high):
            return f'{_index(field)} within "{low} {high}"'
        case ClassSymbol(field, symbol, scope, offices):
            text = term(compact_symbol(field, symbol))
            if offices:
                text = f"({text} prox/unit=sentence ({_list(offices)}))"
            return f"{_index(field)}={'' if scope == 'same' else f'/{scope} '}{text}"
        case NumberIs(field, text):
            return f"{_index(field)}={term(text)}"
        case NumberList(field, texts):
            return f"{_index(field)}=({_list(texts)})"
        case StatusOn(status, day):
            return f"status=/on={day} {status}"
    raise TypeError(f"no CQL for {type(node).__name__}")


def _words(node: Words) -> str:
    index = _index(node.field)
    if get_field(node.field).kind == "keyword":
        if node.relation == "exact" and len(node.words) == 1:
            return f"{index}={term(node.words[0])}"
        return f"{index}=({_list(node.words)})"
    if len(node.words) == 1:
        return f"{index}{'==' if node.relation == 'exact' else '='}{term(node.words[0])}"
    relation = {"phrase": "=", "exact": "=="}.get(node.relation, f" {node.relation} ")
    return f'{index}{relation}"{" ".join(node.words)}"'


def _index(field: str) -> str:
    return get_field(field).cql[0]


def _list(texts: Iterable[str]) -> str:
    return ", ".join(term(text, listed=True) for text in texts)


def term(text: str, listed: bool = False) -> str:
    """A value as it may stand in a query: bare where nothing in it is read as syntax, else in quotation marks."""
    bare = (
        text != ""
        and all(character.isalnum() or character in _PLAIN_SIGNS for character in text)
        and text.lower() not in RESERVED
        and not text.lower().startswith("prox/")
        and split_fuzzy(text)[1] == 0
    )
    return text if bare else f'"{text}"'
