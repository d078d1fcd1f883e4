"""Evaluating a guard against facts, in three values: true, false, not known. What is not known never lets anyone pass.

`Unknown` carries the fact that is missing; `pending` = the form of the very act that is asked about will supply it. Logic is
Kleene's: `false and unknown` is false, `true or unknown` is true, everything else with an unknown part is unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from msgspec import Struct

from kapok.procedures.expressions import Arithmetic, Both, Call, Compare, Constant, Fact, Node, Not


class Unknown(Struct, frozen=True):
    """No answer: which fact is missing, and whether the form will supply it."""

    missing: Fact | Call
    pending: bool = False


class Facts(Protocol):
    """What expressions are asked against. Answers are texts, numbers, days, truth values, tuples of them, or `Unknown`."""

    def fact(self, fact: Fact) -> Any:
        """The value of a fact by name."""

    def call(self, function: str, arguments: tuple[Any, ...], asked: Call) -> Any:
        """The answer to a call with evaluated arguments."""


def evaluate(node: Node, facts: Facts) -> Any:
    """The value of an expression, or `Unknown`. Never raises for facts of a wrong type: they compare as not known."""
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, Fact):
        return facts.fact(node)
    if isinstance(node, Call):
        arguments = tuple(evaluate(argument, facts) for argument in node.arguments)
        for value in arguments:
            if isinstance(value, Unknown) and node.function != "given":
                return value
        return facts.call(node.function, arguments, node)
    if isinstance(node, Not):
        inner = evaluate(node.inner, facts)
        return inner if isinstance(inner, Unknown) else not inner
    if isinstance(node, Both):
        return _both(node, facts)
    left, right = evaluate(node.left, facts), evaluate(node.right, facts)
    for value in (left, right):
        if isinstance(value, Unknown):
            return value
    return _arithmetic(node, left, right) if isinstance(node, Arithmetic) else _compare(node, left, right)


def _both(node: Both, facts: Facts) -> Any:
    unknown: Unknown | None = None
    for part in node.parts:
        value = evaluate(part, facts)
        if isinstance(value, Unknown):
            if unknown is None or unknown.pending:  # what the form cannot cure weighs more
                unknown = value
        elif bool(value) is not node.every:
            return not node.every
    return unknown if unknown is not None else node.every


def _arithmetic(node: Arithmetic, left: Any, right: Any) -> Any:
    if not (_is_number(left) and _is_number(right)):
        return Unknown(_first_fact(node))
    left, right = Decimal(left), Decimal(right)
    return left + right if node.operator == "+" else left - right if node.operator == "-" else left * right


_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def _compare(node: Compare, left: Any, right: Any) -> Any:
    if node.operator in ("in", "not in"):
        if not isinstance(right, tuple | frozenset | list):
            return Unknown(_first_fact(node))
        inside = any(_equal(left, each) for each in right)
        return inside if node.operator == "in" else not inside
    if node.operator == "==":
        return _equal(left, right)
    if node.operator == "!=":
        return not _equal(left, right)
    comparable = (_is_number(left) and _is_number(right)) or (type(left) is type(right) and isinstance(left, date | str))
    return _ORDER[node.operator](left, right) if comparable else Unknown(_first_fact(node))


def _equal(left: Any, right: Any) -> bool:
    if _is_number(left) and _is_number(right):
        return Decimal(left) == Decimal(right)
    return type(left) is type(right) and bool(left == right)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _first_fact(node: Node) -> Fact | Call:
    from kapok.procedures.expressions import facts_in

    found = facts_in(node)
    return found[0] if found else Fact("today")
