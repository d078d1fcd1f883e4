"""Why a guard is not fulfilled, in words: the parts of its expression that are false or not known, and what they would need."""

from __future__ import annotations

from datetime import date
from typing import Any

from kapok.procedures.evaluate import Unknown, evaluate
from kapok.procedures.expressions import Arithmetic, Both, Call, Compare, Constant, Fact, Node, Not
from kapok.procedures.facts import ActFacts
from kapok.procedures.messages import has_message, message
from kapok.procedures.model import Procedure
from kapok.procedures.words import Words, joined, same

_OPERATORS = {"==": "op_eq", "!=": "op_ne", "<": "op_lt", "<=": "op_le", ">": "op_gt", ">=": "op_ge", "in": "op_in",
              "not in": "op_not_in"}  # fmt: skip
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<", "in": "not in", "not in": "in"}


def why_not(node: Node, facts: ActFacts, wanted: bool = True) -> list[Words]:
    """What keeps an expression from being `wanted`: one sentence for each part; empty where nothing does."""
    value = evaluate(node, facts)
    if not isinstance(value, Unknown) and bool(value) is wanted:
        return []
    if isinstance(node, Not):
        return why_not(node.inner, facts, not wanted)
    if isinstance(node, Both):
        reasons = [why_not(part, facts, wanted) for part in node.parts]
        if node.every is wanted:
            return [words for each in reasons for words in each]
        flat = [joined(each, message("and").en, message("and").zh_hans) for each in reasons if each]
        return [_either(flat)] if flat else []
    if isinstance(value, Unknown):
        return [message("unknown", fact=fact_words(value.missing, facts.procedure))]
    if isinstance(node, Compare):
        operator = node.operator if wanted else _OPPOSITE[node.operator]
        return [_comparison(node, operator, facts)]
    return [_told(node, facts, not wanted)]


def _either(parts: list[Words]) -> Words:
    either = message("or")
    return Words(*(getattr(either, field).join(getattr(part, field) for part in parts) for field in Words.__struct_fields__))


def _comparison(node: Compare, operator: str, facts: ActFacts) -> Words:
    name = node_words(node.left, facts)
    needed = node_words(node.right, facts)
    bound = evaluate(node.right, facts)
    if isinstance(node.right, Fact) and node.right.space not in ("figure", "today") and not isinstance(bound, Unknown):
        actual_bound = value_words(bound, node.right, facts.procedure)
        needed = Words(*(f"{getattr(needed, f)} ({getattr(actual_bound, f)})" for f in Words.__struct_fields__))
    sentence = message("must_be", fact=name, operator=message(_OPERATORS[operator]), value=needed)
    actual = evaluate(node.left, facts)
    if isinstance(node.left, Constant) or isinstance(actual, Unknown):
        return sentence
    now = message("is_now", fact=name, value=value_words(actual, node.left, facts.procedure))
    return joined([now, sentence])


def _told(node: Node, facts: ActFacts, state: bool) -> Words:
    """A question that is answered yes or no, told as it stands (`state`)."""
    words = node_words(node, facts)
    if isinstance(node, Call):
        key = node.function if state else f"not_{node.function}"
        key = "not_running_now" if key == "not_running" else key
        if has_message(key):
            return message(key, **_arguments(node, facts.procedure))
    return message("is_now", fact=words, value=message("yes" if state else "no"))


def node_words(node: Node, facts: ActFacts) -> Words:
    """An expression in words."""
    if isinstance(node, Constant):
        return value_words(node.value, None, facts.procedure)
    if isinstance(node, Fact) and node.space == "figure":
        figure = facts.procedure.figures[node.name]
        unit = f" {figure.unit}" if figure.unit else ""
        return Words(*(f"{getattr(figure.name, field)} ({figure.value}{unit})" for field in Words.__struct_fields__))
    if isinstance(node, Fact | Call):
        return fact_words(node, facts.procedure)
    if isinstance(node, Arithmetic):
        left, right = node_words(node.left, facts), node_words(node.right, facts)
        return Words(*(f"{getattr(left, f)} {node.operator} {getattr(right, f)}" for f in Words.__struct_fields__))
    return same("…")


def fact_words(fact: Fact | Call, procedure: Procedure) -> Words:
    """A fact or question by the names that the definition gives in four languages."""
    if isinstance(fact, Call):
        return message(fact.function, **_arguments(fact, procedure))
    if fact.space in ("value", "before"):
        return procedure.fields[fact.name].name
    if fact.space == "outside":
        return procedure.outside[fact.name].name
    if fact.space == "figure":
        return procedure.figures[fact.name].name
    if fact.space == "limb":
        return procedure.limbs[fact.name].name
    return message({"today": "today", "role": "the_role", "state": "the_state"}[fact.space])


def _arguments(call: Call, procedure: Procedure) -> dict[str, Words]:
    named = {}
    for place, argument in enumerate(call.arguments):
        if isinstance(argument, Constant):
            named[str(place)] = key_words(str(argument.value), call.function, procedure)
        elif isinstance(argument, Fact | Call):
            named[str(place)] = fact_words(argument, procedure)
    return named


def key_words(key: str, function: str, procedure: Procedure) -> Words:
    """The name of what a call's key stands for."""
    tables: list[Any] = [
        procedure.transitions, procedure.documents, procedure.time_limits, procedure.fees, procedure.roles,
        procedure.publications,
    ]  # fmt: skip
    wanted = {
        "done": 0, "count": 0, "acted": 0, "document": 1, "digest_of": 1, "issued": 1, "served": 1, "served_on": 1,
        "running": 2, "over": 2, "in_time": 2, "paid": 3, "acted_as": 4, "present": 4, "same_organisation": 4, "published": 5,
    }.get(function)  # fmt: skip
    if wanted is None or key not in tables[wanted]:
        return same(key)
    name: Words = tables[wanted][key].name
    return name


def value_words(value: Any, node: Node | None, procedure: Procedure) -> Words:
    """A value in words: choices by their labels, yes and no, lists."""
    if isinstance(value, bool):
        return message("yes" if value else "no")
    if isinstance(value, tuple | frozenset | list):
        return _either([value_words(each, node, procedure) for each in value]) if value else same("-")
    if isinstance(value, date):
        return same(value.isoformat())
    if isinstance(node, Fact) and node.space in ("value", "before"):
        choices = procedure.fields[node.name].choices
        if str(value) in choices:
            return choices[str(value)]
    if isinstance(value, str):
        for table in (procedure.roles, procedure.states):
            if value in table:
                return table[value].name
        for field in procedure.fields.values():
            if value in field.choices:
                return field.choices[value]
    return same(str(value))
