"""The one form of a tree among those that mean the same, so that printing and reading again gives an equal tree.

Nested `And`s and `Or`s are flat, one-part ones are their part, `Everything` adds nothing to an `And`, a chain of `not`
has one left side, a relation between words is dropped where there is one word, a half-open `Within` is a `Compare`.
Both readers build their trees with `make_and`, `make_or`, `make_not`; `canonical` brings any other tree to that form.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from kapok.search.fields import get_field
from kapok.search.query import (
    And,
    AndNot,
    Compare,
    Everything,
    Node,
    NumberIs,
    NumberList,
    Or,
    Proximity,
    Within,
    Words,
)

Relation = Literal["all", "any", "phrase", "exact"]


def make_and(parts: Iterable[Node]) -> Node:
    """All of the parts, flat."""
    flat: list[Node] = []
    for part in parts:
        flat += part.parts if isinstance(part, And) else [part]
    flat = [part for part in flat if not isinstance(part, Everything)]
    if not flat:
        return Everything()
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def make_or(parts: Iterable[Node]) -> Node:
    """Any of the parts, flat."""
    flat: list[Node] = []
    for part in parts:
        flat += part.parts if isinstance(part, Or) else [part]
    if any(isinstance(part, Everything) for part in flat):
        return Everything()
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def make_not(left: Node, right: Node) -> Node:
    """`left` without `right`; `a not b not c` is `a not (b or c)`."""
    if isinstance(left, AndNot):
        return AndNot(left.left, make_or((left.right, right)))
    return AndNot(left, right)


def nothing() -> Node:
    """The tree that matches no record (a text of punctuation only)."""
    return AndNot(Everything(), Everything())


def make_words(field: str, words: tuple[str, ...], relation: Relation) -> Node:
    """Words of a text, name or keyword field, the relation in its one form."""
    if relation != "exact" and len(words) == 1:
        relation = "exact" if get_field(field).kind == "keyword" else "all"
    return Words(field, words, relation)


def make_within(field: str, low: str, high: str) -> Node:
    """A period; open at one end it is a comparison."""
    if low and high:
        return Within(field, low, high)
    return Compare(field, ">=", low) if low else Compare(field, "<=", high)


def compact_symbol(field: str, symbol: str) -> str:
    """A class symbol as people type it: `H01L21/02` for IPC and CPC, as it is in other schemes."""
    return symbol.replace(" ", "") if get_field(field).scheme in ("", "ipc", "cpc") else symbol


MOST_TERMS = 2_000
"""Words, dates, symbols … of one query; the numbers of a list count as one term."""


def count_terms(node: Node) -> int:
    """How many single conditions a tree has."""
    match node:
        case And(parts) | Or(parts):
            return sum(map(count_terms, parts))
        case AndNot(left, right) | Proximity(left, right):
            return count_terms(left) + count_terms(right)
        case Words(_, words):
            return len(words)
    return 1


def canonical(node: Node) -> Node:
    """The canonical tree that means the same as `node`."""
    match node:
        case And(parts):
            return make_and(canonical(part) for part in parts)
        case Or(parts):
            return make_or([canonical(part) for part in parts])
        case AndNot(left, right):
            return make_not(canonical(left), canonical(right))
        case Proximity(left, right):
            return msgspec.structs.replace(node, left=canonical(left), right=canonical(right))
        case Words(field, words, relation):
            return make_words(field, words, relation)
        case Within(field, low, high):
            return make_within(field, low, high)
        case NumberList(field, (text,)):
            return NumberIs(field, text)
        case _:
            return node
