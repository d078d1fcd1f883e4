"""Terms of the plain box put together: from left to right, bare words beside each other in one node."""

from __future__ import annotations

from typing import cast

from msgspec import Struct

from kapok.errors import QueryError
from kapok.search.fields import Field
from kapok.search.languages.canonical import make_and, make_not, make_or, make_words
from kapok.search.languages.plain_scan import near_form
from kapok.search.languages.proximity import DISTANCES, ProxForm, Unit, make_proximity
from kapok.search.near_tree import fuzzy_in_prox
from kapok.search.query import Everything, Fuzzy, Node

DEFAULT_FIELD = "any"
"""The field that words without a field are searched in."""


class Operand(Struct):
    """A term with the operator in front of it; `words` while it is bare words that may join their neighbours."""

    operator: str
    node: Node | None = None
    words: list[str] = []
    near: str = ""


def place(operands: list[Operand], operand: Operand, operator: str, negated: bool, near: str) -> None:
    """Put an operand behind the others with what stands in front of it."""
    operand.near = "" if negated else near
    if negated:
        if not operands:
            operands.append(Operand("", Everything()))
        elif operator == "or":
            operand.node = make_not(Everything(), node_of(operand, DEFAULT_FIELD))
            operand.words, operand.operator = [], "or"
            operands.append(operand)
            return
        operand.operator = "not"
    else:
        operand.operator = operator or ("beside" if operands else "")
    operands.append(operand)


def node_of(operand: Operand, field: str) -> Node:
    """The node of an operand; bare words must all match in `field`."""
    return operand.node if operand.node is not None else make_words(field, tuple(operand.words), "all")


def merge(operands: list[Operand], field: Field, relation: str) -> list[tuple[str, Node]]:
    """Operands with their nodes: neighbours of NEAR joined, bare words beside each other in one node."""
    merged: list[Operand] = []
    for operand in operands:
        last = merged[-1] if merged else None
        if last is not None and operand.near:
            joined = _near(node_of(last, field.key), node_of(operand, field.key), operand.near)
            if joined is not None:
                merged[-1] = Operand(last.operator, joined)
                continue
            for side in (last.node, operand.node):
                if isinstance(side, Fuzzy):  # said, not turned into "and": whoever writes NEAR counts on it
                    raise fuzzy_in_prox(side.word)
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
    return [(operand.operator, node_of(operand, field.key)) for operand in merged]


def _near(left: Node, right: Node, text: str) -> Node | None:
    distance, unit, ordered = near_form(text)
    low, high = DISTANCES[unit]
    distance = min(max(distance, low), high)  # the plain box refuses nothing
    try:
        return make_proximity(left, right, ProxForm(cast(Unit, unit), distance, ordered), 0)
    except QueryError:
        return None


def join(parts: list[tuple[str, Node]]) -> Node | None:
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
