"""CQL text -> chains of clauses with their places, by the grammar `cql.lark`. What a clause means comes later."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedToken
from msgspec import Struct

from kapok.errors import QueryError
from kapok.search.fields import fields
from kapok.search.languages.complaint import complain

DEEPEST = 50
"""Brackets in brackets that are read."""

_IN_WORDS = {
    "INDEX": "a field with a relation (ti=…)",
    "WORD": "a word",
    "QUOTED": "a text in quotation marks",
    "CLASS_WITH_BLANK": "a classification symbol",
    "LPAR": "(",
    "RPAR": ")",
    "AND": "and",
    "OR": "or",
    "NOT": "not",
    "PROX": "prox/…",
    "RELATION": "a relation such as =",
    "WORD_RELATION": "any, all or within",
    "$END": "the end of the query",
}
_NOT_TOLD = {"COMMA", "CLASS_WITH_BLANK"}


class Piece(Struct, frozen=True):
    """A token of the query and its 0-based place."""

    text: str
    position: int
    kind: str = "WORD"


class Group(Struct, frozen=True):
    """A bracket: its chain and the place of its opening."""

    chain: Chain
    position: int


class Indexed(Struct, frozen=True):
    """`index relation value`; the value is a term or a bracket that shares the index."""

    index: Piece
    relation: Piece
    value: Piece | Group


class Chain(Struct):
    """First clause, then (connector, clause) pairs in reading order; a connector without text is an unwritten `and`."""

    first: Piece | Group | Indexed
    rest: list[tuple[Piece, Piece | Group | Indexed]]


class _ToChains(Transformer[Token, Any]):
    """Builds chains while the parser reduces, so that a long query makes no deep tree."""

    def start(self, children: list[Any]) -> Chain | None:
        return children[0] if children else None

    def chain(self, children: list[Any]) -> Chain:
        if len(children) == 1:
            return Chain(children[0], [])
        children[0].rest.append((children[1], children[2]))
        return children[0]  # type: ignore[no-any-return]

    def juxtaposed(self, children: list[Any]) -> Chain:
        chain, clause = children
        chain.rest.append((Piece("", _place(clause), "AND"), clause))
        return chain  # type: ignore[no-any-return]

    def connector(self, children: list[Token]) -> Piece:
        return _piece(children[0])

    def index(self, children: list[Any]) -> Indexed:
        return Indexed(_piece(children[0]), _piece(children[1]), children[2])

    def group(self, children: list[Any]) -> Group:
        return Group(children[1], children[0].start_pos)

    def term(self, children: list[Token]) -> Piece:
        return _piece(children[0])


def _piece(token: Token) -> Piece:
    return Piece(str(token), token.start_pos or 0, token.type)


def _place(clause: Piece | Group | Indexed) -> int:
    return clause.index.position if isinstance(clause, Indexed) else clause.position


@cache
def _parser() -> Lark:
    grammar = (files("kapok.search.languages") / "cql.lark").read_text("utf-8")
    names = sorted({name for field in fields().values() for name in field.aliases() if re.fullmatch(r"\w+", name)})
    alternatives = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    grammar = grammar.replace("%NAMES%", f"(?:{alternatives})")
    return Lark(grammar, parser="lalr", lexer="contextual", transformer=_ToChains(), maybe_placeholders=False)


def read_chain(text: str) -> Chain | None:
    """The chain of a CQL text, None for an empty one. Raises QueryError at the place that cannot be read."""
    _check_depth(text)
    try:
        return _parser().parse(text)  # type: ignore[return-value]
    except UnexpectedToken as error:
        raise _unexpected(text, error.token, error.accepts or error.expected) from error
    except UnexpectedCharacters as error:
        raise _unreadable(text, error.pos_in_stream or 0, error.allowed or set()) from error


def _check_depth(text: str) -> None:
    depth = 0
    for position, character in enumerate(text):
        depth += (character in "(（") - (character in ")）")
        if depth > DEEPEST:
            raise complain(
                f"More than {DEEPEST} brackets are open", position, next_step="Write the query with fewer nested brackets"
            )


def _expected(names: set[str]) -> tuple[str, ...]:
    order = list(_IN_WORDS)
    return tuple(_IN_WORDS[name] for name in order if name in names and name not in _NOT_TOLD)


def _unexpected(text: str, token: Token, names: set[str]) -> QueryError:
    expected = _expected(set(names))
    if token.type == "$END":
        opened = _last_open(text)
        if "RPAR" in names and opened >= 0:
            why = f"The bracket opened at character {opened + 1} is not closed"
            return complain("The query ends too early", len(text), why=why, next_step="Add )", expected=(")",))
        return complain("The query ends too early", len(text), expected=expected)
    place = token.start_pos or 0
    if token.type == "RPAR" and _last_open(text[:place]) < 0:
        return complain(f"The bracket '{token}' was never opened", place, next_step="Remove it, or open one before")
    return complain(f"'{token}' cannot stand here", place, expected=expected)


def _last_open(text: str) -> int:
    """The place of the last bracket that is open at the end of `text`, outside quotation marks; -1 for none."""
    waiting: list[int] = []
    for match in re.finditer(r'"(?:[^"\\]|\\.)*"|[“”„][^“”„]*[“”„]|[()（）]', text, re.DOTALL):
        if match.group() in ("(", "（"):
            waiting.append(match.start())
        elif match.group() in (")", "）") and waiting:
            waiting.pop()
    return waiting[-1] if waiting else -1


def _unreadable(text: str, place: int, names: set[str]) -> QueryError:
    character = text[place : place + 1]
    if character in '"“”„':
        return complain("The quotation mark is never closed", place, next_step='Close the text with "')
    return complain(f"'{character}' cannot stand here", place, expected=_expected(set(names)))
