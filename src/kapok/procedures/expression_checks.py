"""Checking an expression when the definition is read: its names exist, what it compares can be compared, numbers are cited."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kapok.procedures.expressions import (
    FUNCTIONS,
    Arithmetic,
    Both,
    Call,
    Compare,
    Constant,
    Fact,
    Node,
    Not,
    constants_in,
    facts_in,
    parse_expression,
)
from kapok.procedures.model import Procedure

_CLOCKS = ("running", "over")
_TYPES = {
    "number": "number", "date": "date", "boolean": "boolean", "choices": "list", "parties": "list", "officers": "list",
    "files": "list",
}  # fmt: skip
_ANSWERS = {
    "count": "number", "officers": "number", "length": "number", "days_since": "number", "years_since": "number",
    "served_on": "date", "digest_of": "text",
}  # fmt: skip


def check_expression(text: str, procedure: Procedure, clocks: bool = True) -> str:
    """What is wrong with an expression in a procedure, "" for nothing. Raises `DefinitionError` if it does not parse.

    Without `clocks`, what running clocks say may not be asked: it would change when a calendar is published.
    """
    node = parse_expression(text)
    for fact in facts_in(node):
        problem = _name(fact, procedure) if isinstance(fact, Fact) else _call(fact, procedure, clocks)
        if problem:
            return f"the condition '{text}': {problem}"
    for constant in constants_in(node):
        values = constant.value if isinstance(constant.value, tuple) else (constant.value,)
        for value in values:
            if isinstance(value, int | Decimal) and not isinstance(value, bool) and value not in (0, 1, 2):
                return f"the condition '{text}': the number {value} must be a figure with its source"
    kind = _kind(node, procedure)
    if kind.startswith("!"):
        return f"the condition '{text}': {kind[1:]}"
    return "" if kind in ("boolean", "any") else f"the condition '{text}' is not yes or no"


def _name(fact: Fact, procedure: Procedure) -> str:
    if not fact.name:
        return ""
    tables: dict[str, Any] = {
        "value": procedure.fields, "before": procedure.fields, "figure": procedure.figures, "outside": procedure.outside,
        "limb": procedure.limbs,
    }  # fmt: skip
    return "" if fact.name in tables[fact.space] else f"'{fact.space}.{fact.name}' is not declared"


def _call(call: Call, procedure: Procedure, clocks: bool) -> str:
    if call.function in _CLOCKS and not clocks:
        return f"'{call.function}' may not be asked here"
    tables: dict[str, Any] = {
        "action": procedure.transitions, "role": procedure.roles, "document": procedure.documents, "fee": procedure.fees,
        "limit": procedure.time_limits, "publication": procedure.publications,
    }  # fmt: skip
    for kind, argument in zip(FUNCTIONS[call.function], call.arguments, strict=False):
        table = tables.get(kind)
        if table is not None and isinstance(argument, Constant) and argument.value not in table:
            return f"the {kind} '{argument.value}' is not declared"
    return ""


def _kind(node: Node, procedure: Procedure) -> str:
    """text, number, date, boolean, list, any; a complaint begins with "!"."""
    if isinstance(node, Constant):
        if isinstance(node.value, bool):
            return "boolean"
        return "text" if isinstance(node.value, str) else "list" if isinstance(node.value, tuple) else "number"
    if isinstance(node, Fact):
        if node.space in ("value", "before"):
            return _TYPES.get(procedure.fields[node.name].type, "text")
        if node.space == "outside":
            return procedure.outside[node.name].type
        return {"figure": "number", "today": "date"}.get(node.space, "text")
    if isinstance(node, Call):
        return _ANSWERS.get(node.function, "boolean")
    if isinstance(node, Not):
        inner = _kind(node.inner, procedure)
        return inner if inner.startswith("!") or inner == "boolean" else "!'not' needs a yes or no"
    if isinstance(node, Both):
        for part in node.parts:
            inner = _kind(part, procedure)
            if inner != "boolean":
                return inner if inner.startswith("!") else "!'and' and 'or' join yes and no alone"
        return "boolean"
    left, right = _kind(node.left, procedure), _kind(node.right, procedure)
    for side in (left, right):
        if side.startswith("!"):
            return side
    if isinstance(node, Arithmetic):
        return "number" if left == right == "number" else "!only numbers can be reckoned with"
    return _compared(node, left, right)


def _compared(node: Compare, left: str, right: str) -> str:
    if node.operator in ("in", "not in"):
        return "boolean" if right == "list" else "!'in' needs a list"
    if left != right:
        return f"!a {left} is compared with a {right}"
    if node.operator not in ("==", "!=") and left in ("boolean", "list"):
        return f"!a {left} is neither more nor less"
    return "boolean"
