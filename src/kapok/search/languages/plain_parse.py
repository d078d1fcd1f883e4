"""The plain box -> query tree. Reads any text; only a known field with a value that cannot be is a QueryError.

Left to right, brackets first, as in CQL: words beside each other must all match (in `any`), `OR`, `AND`, `NOT` or a minus
join terms, `NEAR/3` and its kin join their two neighbours.
"""

from __future__ import annotations

from typing import cast

from msgspec import Struct

from kapok.errors import QueryError
from kapok.search.fields import Field, get_field
from kapok.search.languages.canonical import make_and, make_not, make_or, make_words, nothing
from kapok.search.languages.leaves import Clause, make_leaf, number_text
from kapok.search.languages.number_lists import split_numbers
from kapok.search.languages.plain_scan import Scanner, Sign, near_form
from kapok.search.languages.plain_terms import read_alone, read_bare
from kapok.search.languages.proximity import ProxForm, Unit, make_proximity
from kapok.search.languages.words import TRUNCATION, split_fuzzy, split_words
from kapok.search.query import Everything, Fuzzy, Node, NumberList

DEFAULT_FIELD = "any"
DEEPEST = 50
"""Brackets in brackets that count; deeper ones are passed over."""


class Operand(Struct):
    """A term with the operator in front of it; `words` while it is bare words that may join their neighbours."""

    operator: str
    node: Node | None = None
    words: list[str] = []
    near: str = ""


def parse_plain(text: str) -> Node:
    """The canonical tree of a text in the plain box; an empty one asks for everything."""
    if not text.strip():
        return Everything()
    numbers = list(dict.fromkeys(filter(None, map(number_text, split_numbers(text)))))
    if len(numbers) > 1:
        return NumberList("any_number", tuple(numbers))
    alone = read_alone(text)
    if alone is not None:
        return alone
    tree = _Reader(_balanced(Scanner(text).scan())).read(get_field(DEFAULT_FIELD), "=")
    return nothing() if tree is None else tree


def _balanced(signs: list[Sign]) -> list[Sign]:
    """The signs without brackets that have no partner or lie too deep."""
    partner: dict[int, int] = {}
    waiting: list[int] = []
    for at, sign in enumerate(signs):
        if sign.kind == "open":
            waiting.append(at)
        elif sign.kind == "close" and waiting:
            depth = len(waiting)
            opening = waiting.pop()
            if depth <= DEEPEST:
                partner[opening] = at
    kept = set(partner) | set(partner.values())
    return [sign for at, sign in enumerate(signs) if sign.kind not in ("open", "close") or at in kept]


class _Reader:
    """Reads a list of signs with balanced brackets."""

    def __init__(self, signs: list[Sign]) -> None:
        self.signs = signs
        self.at = 0
        self.boolean = any(
            sign.kind in ("open", "phrase", "near", "field", "list")
            or sign.field is not None
            or (sign.kind in ("and", "or", "not") and (not sign.soft or sign.kind != "not"))
            or (sign.kind == "word" and any(mark in sign.text for mark in "*#"))
            for sign in signs
        )

    def read(self, field: Field, relation: str) -> Node | None:
        """The tree up to the closing bracket or the end; None where there is nothing to search for."""
        operands: list[Operand] = []
        operator, negated, near = "", False, ""
        while self.at < len(self.signs) and self.signs[self.at].kind != "close":
            sign = self.signs[self.at]
            if self._is_operator(sign, bool(operands)):
                self.at += 1
                if sign.kind == "not":
                    negated = True
                elif sign.kind == "near":
                    near = sign.text
                else:
                    operator = sign.kind
                continue
            operand = self._operand(sign, field, relation)
            if operand is not None:
                _place(operands, operand, operator, negated, near)
            operator, negated, near = "", False, ""
        return _join(_merge(operands, field, relation))

    def _is_operator(self, sign: Sign, has_left: bool) -> bool:
        if sign.kind == "not" and not sign.soft:
            return self._has_right()
        if sign.kind not in ("and", "or", "not", "near"):
            return False
        if sign.soft and sign.kind == "not" and not self.boolean:
            return False
        return has_left and self._has_right()

    def _has_right(self) -> bool:
        after = self.signs[self.at + 1] if self.at + 1 < len(self.signs) else None
        return after is not None and after.kind != "close" and after.kind not in ("and", "or", "near")

    def _operand(self, sign: Sign, field: Field, relation: str) -> Operand | None:
        self.at += 1
        if sign.kind == "open":
            return self._bracket(field, relation)
        if sign.kind == "field":
            self.at += 1  # its opening bracket
            return self._bracket(cast(Field, sign.field), sign.relation)
        if sign.kind == "list":
            return _list(sign, sign.field or field)
        if sign.field is not None:
            return _valued(sign, sign.field, sign.relation)
        if field.key != DEFAULT_FIELD:
            return _valued(sign, field, relation)
        if sign.kind == "word" and (node := read_bare(sign.text, sign.position)) is not None:
            return Operand("", node)
        return _words(sign, field, relation)

    def _bracket(self, field: Field, relation: str) -> Operand | None:
        node = self.read(field, relation)
        self.at += 1  # the closing bracket
        return None if node is None else Operand("", node)


def _words(sign: Sign, field: Field, relation: str) -> Operand | None:
    words = split_words(sign.text)
    if not words:
        return None
    if sign.fuzzy and len(words) == 1 and not set(TRUNCATION) & set(words[0]):
        return Operand("", Fuzzy(field.key, words[0], sign.fuzzy))
    if sign.kind == "phrase" and len(words) > 1:
        return Operand("", make_words(field.key, words, "phrase" if relation == "=" else "exact"))
    if relation == "==":
        return Operand("", make_words(field.key, words, "exact"))
    return Operand("", None, list(words))


def _valued(sign: Sign, field: Field, relation: str) -> Operand | None:
    """A term of a named field: `field:value`, or a term in `field:( … )`."""
    quoted = sign.kind == "phrase"
    if field.kind in ("text", "name") and relation in ("=", "=="):
        if sign.fuzzy and len(split_words(sign.text)) == 1:
            return _words(sign, field, relation)
        if sign.field is None and (quoted or not split_fuzzy(sign.text)[1]):
            return _words(sign, field, relation)
        if not split_words(sign.text):
            return None
    if relation == "=" and not quoted and field.kind in ("text", "name"):
        relation = "all"
    node = make_leaf(
        Clause(field=field, relation=relation, text=sign.text, position=sign.position, quoted=quoted, on_day=sign.on_day)
    )
    return Operand("", node)


def _list(sign: Sign, field: Field) -> Operand | None:
    """`[a b]`: any of the values."""
    if field.kind in ("text", "name"):
        words = tuple(word for item in sign.items for word in split_words(item))
        return Operand("", make_words(field.key, words, "any")) if words else None
    if not sign.items:
        return None
    return Operand(
        "", make_leaf(Clause(field=field, relation="=", text=sign.items[0], position=sign.position, listed=sign.items))
    )


def _place(operands: list[Operand], operand: Operand, operator: str, negated: bool, near: str) -> None:
    """Put an operand behind the others with what stands in front of it."""
    operand.near = "" if negated else near
    if negated:
        if not operands:
            operands.append(Operand("", Everything()))
        elif operator == "or":
            operand.node = make_not(Everything(), _node(operand, DEFAULT_FIELD))
            operand.words, operand.operator = [], "or"
            operands.append(operand)
            return
        operand.operator = "not"
    else:
        operand.operator = operator or ("beside" if operands else "")
    operands.append(operand)


def _node(operand: Operand, field: str) -> Node:
    return operand.node if operand.node is not None else make_words(field, tuple(operand.words), "all")


def _merge(operands: list[Operand], field: Field, relation: str) -> list[tuple[str, Node]]:
    """Operands with their nodes: neighbours of NEAR joined, bare words beside each other in one node."""
    merged: list[Operand] = []
    for operand in operands:
        last = merged[-1] if merged else None
        if last is not None and operand.near:
            joined = _near(_node(last, field.key), _node(operand, field.key), operand.near)
            if joined is not None:
                merged[-1] = Operand(last.operator, joined)
                continue
            operand.operator = "and"
        if (
            last is not None
            and operand.operator == "beside"
            and operand.node is None
            and last.node is None
            and last.operator in ("", "beside", "and")
            and not operand.near
        ):
            last.words += operand.words
            continue
        merged.append(operand)
    return [(operand.operator, _node(operand, field.key)) for operand in merged]


def _near(left: Node, right: Node, text: str) -> Node | None:
    distance, unit, ordered = near_form(text)
    try:
        return make_proximity(left, right, ProxForm(cast(Unit, unit), distance, ordered), 0)
    except QueryError:
        return None


def _join(parts: list[tuple[str, Node]]) -> Node | None:
    """Left to right; a term beside another is joined by and."""
    if not parts:
        return None
    tree = parts[0][1]
    run, nodes = "", [tree]
    for operator, node in parts[1:]:
        kind = "and" if operator in ("", "beside") else operator
        if kind != run:
            nodes, run = [_combine(run, nodes)], kind
        nodes.append(node)
    return _combine(run, nodes)


def _combine(kind: str, nodes: list[Node]) -> Node:
    if len(nodes) == 1:
        return nodes[0]
    if kind == "or":
        return make_or(nodes)
    if kind == "not":
        return make_not(nodes[0], make_or(nodes[1:]))
    return make_and(nodes)
