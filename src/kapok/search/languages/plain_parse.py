"""The plain box -> query tree. Reads any text; only a known field with a value that cannot be is a QueryError.

Left to right, brackets first, as in CQL: words beside each other must all match (in `any`), `OR`, `AND`, `NOT` or a minus
join terms, `NEAR/3` and its kin join their two neighbours.
"""

from __future__ import annotations

from typing import cast

from kapok.search.fields import Field, get_field
from kapok.search.languages.canonical import make_words, nothing
from kapok.search.languages.leaves import Clause, make_leaf, number_text
from kapok.search.languages.number_lists import split_numbers
from kapok.search.languages.plain_join import DEFAULT_FIELD, Operand, join, merge, place
from kapok.search.languages.plain_scan import Scanner, Sign
from kapok.search.languages.plain_terms import read_alone, read_bare
from kapok.search.languages.words import TRUNCATION, split_fuzzy, split_words
from kapok.search.query import Everything, Fuzzy, Node, NumberList

DEEPEST = 50
"""Brackets in brackets that count; deeper ones are passed over."""


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
                place(operands, operand, operator, negated, near)
            operator, negated, near = "", False, ""
        return join(merge(operands, field, relation))

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
