"""The closed language of guards: comparisons, `and or not`, sums, and facts by name. It runs no code and reaches no object.

A text is parsed by Python's own parser and then translated, node by node, into the few nodes below; whatever is not listed
there (attributes of values, indexing, lambdas, names with underscores, formatted texts) is refused when the definition is read.
Facts are `value.x`, `before.x`, `figure.x`, `outside.x`, `limb.x`, the plain names of `PLAIN`, and the calls of `FUNCTIONS`.
"""

from __future__ import annotations

import ast
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from kapok.errors import DefinitionError

MAX_LENGTH = 600
"""Characters of one expression; it also bounds the depth of what the parser sees."""

NAMESPACES = ("value", "before", "figure", "outside", "limb")
PLAIN = ("today", "role", "state")
FUNCTIONS: dict[str, tuple[str, ...]] = {
    "given": ("fact",),
    "done": ("action",),
    "count": ("action",),
    "acted": ("action",),
    "acted_as": ("role",),
    "present": ("role",),
    "document": ("document",),
    "digest_of": ("document",),
    "issued": ("document",),
    "served": ("document",),
    "served_on": ("document",),
    "paid": ("fee",),
    "running": ("limit",),
    "over": ("limit",),
    "certified": ("text", "fact?"),
    "officers": (),
    "related": (),
    "recused": (),
    "in_region": ("fact",),
    "length": ("fact",),
    "days_since": ("fact",),
    "years_since": ("fact",),
    "in_time": ("limit", "fact"),
    "same_organisation": ("role",),
    "published": ("publication",),
}
"""Function -> what each argument names: a fact (an expression), or the key of something that the procedure declares."""

_COMPARE: dict[type[ast.cmpop], str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip
_ARITHMETIC: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}


class Constant(Struct, frozen=True):
    """A text, number, truth value, or list of them."""

    value: str | int | Decimal | bool | tuple[str | int | Decimal, ...]


class Fact(Struct, frozen=True):
    """A fact by name: `value.scale` is ("value", "scale"), `today` is ("today", "")."""

    space: str
    name: str = ""


class Call(Struct, frozen=True):
    """A question to the case: `done('submit')`."""

    function: str
    arguments: tuple[Node, ...]


class Not(Struct, frozen=True):
    """The opposite."""

    inner: Node


class Both(Struct, frozen=True):
    """All parts (`every`) or at least one."""

    every: bool
    parts: tuple[Node, ...]


class Compare(Struct, frozen=True):
    """`left operator right`."""

    operator: str
    left: Node
    right: Node


class Arithmetic(Struct, frozen=True):
    """A sum, difference or product of numbers."""

    operator: str
    left: Node
    right: Node


Node = Constant | Fact | Call | Not | Both | Compare | Arithmetic


@lru_cache(maxsize=4096)
def parse_expression(text: str) -> Node:
    """The tree of an expression; `DefinitionError` says what is not part of the language."""
    if len(text) > MAX_LENGTH:
        raise _refuse(text[:40] + "…", f"it is longer than {MAX_LENGTH} characters")
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise _refuse(text, f"it does not parse ({getattr(error, 'msg', '') or type(error).__name__})") from None
    return _translate(tree.body, text, 0)


def _refuse(text: str, why: str) -> DefinitionError:
    return DefinitionError(f"The condition '{text}' cannot be used", why, "See the guard language in procedures-how-to-add.md")


def _translate(node: ast.expr, text: str, depth: int) -> Node:
    if depth > 30:
        raise _refuse(text, "it is nested too deeply")
    deeper = depth + 1
    if isinstance(node, ast.BoolOp):
        return Both(isinstance(node.op, ast.And), tuple(_translate(part, text, deeper) for part in node.values))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return Not(_translate(node.operand, text, deeper))
    if isinstance(node, ast.Compare):
        return _comparison(node, text, deeper)
    if isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
        left, right = _translate(node.left, text, deeper), _translate(node.right, text, deeper)
        return Arithmetic(_ARITHMETIC[type(node.op)], left, right)
    if isinstance(node, ast.Name):
        if node.id in PLAIN:
            return Fact(node.id)
        raise _refuse(text, f"'{node.id}' is no fact; facts are {', '.join(PLAIN)}, {', '.join(f'{n}.…' for n in NAMESPACES)}")
    if isinstance(node, ast.Attribute):
        if isinstance(node.value, ast.Name) and node.value.id in NAMESPACES and not node.attr.startswith("_"):
            return Fact(node.value.id, node.attr)
        raise _refuse(text, f"'.{node.attr}' is not the fact of a known kind ({', '.join(NAMESPACES)})")
    if isinstance(node, ast.Call):
        return _call(node, text, deeper)
    return Constant(_constant(node, text))


def _comparison(node: ast.Compare, text: str, depth: int) -> Node:
    parts: list[Node] = []
    left = node.left
    for operator, right in zip(node.ops, node.comparators, strict=True):
        if type(operator) not in _COMPARE:
            raise _refuse(text, "'is' is not part of the language; write == or given(…)")
        sign = _COMPARE[type(operator)]
        parts.append(Compare(sign, _translate(left, text, depth), _translate(right, text, depth)))
        left = right
    return parts[0] if len(parts) == 1 else Both(True, tuple(parts))


def _call(node: ast.Call, text: str, depth: int) -> Node:
    if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS or node.keywords:
        raise _refuse(text, f"only these can be asked: {', '.join(FUNCTIONS)}")
    shape = FUNCTIONS[node.func.id]
    least = sum(not each.endswith("?") for each in shape)
    if not least <= len(node.args) <= len(shape):
        raise _refuse(text, f"{node.func.id} takes {least if least == len(shape) else f'{least} to {len(shape)}'} arguments")
    arguments = tuple(_translate(argument, text, depth) for argument in node.args)
    for kind, argument in zip(shape, arguments, strict=False):
        if kind.rstrip("?") == "fact":
            if isinstance(argument, Constant):
                raise _refuse(text, f"{node.func.id} takes a fact such as value.…")
        elif not (isinstance(argument, Constant) and isinstance(argument.value, str)):
            raise _refuse(text, f"{node.func.id} takes the key of a {kind} in quotes")
    return Call(node.func.id, arguments)


def _constant(node: ast.expr, text: str) -> str | int | Decimal | bool | tuple[str | int | Decimal, ...]:
    if isinstance(node, ast.Constant):
        if isinstance(node.value, bool | int | str):
            return node.value
        if isinstance(node.value, float):
            return Decimal(repr(node.value))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _constant(node.operand, text)
        if isinstance(inner, int | Decimal) and not isinstance(inner, bool):
            return -inner
    if isinstance(node, ast.List | ast.Tuple):
        values = [_constant(each, text) for each in node.elts]
        if all(isinstance(value, str | int | Decimal) and not isinstance(value, bool) for value in values):
            return tuple(value for value in values if not isinstance(value, tuple))
    raise _refuse(text, f"{type(node).__name__} is not part of the language")


def facts_in(node: Node) -> list[Fact | Call]:
    """Every fact and call in an expression, in reading order."""
    if isinstance(node, Fact):
        return [node]
    if isinstance(node, Call):
        return [node, *(fact for argument in node.arguments for fact in facts_in(argument))]
    if isinstance(node, Not):
        return facts_in(node.inner)
    if isinstance(node, Both):
        return [fact for part in node.parts for fact in facts_in(part)]
    if isinstance(node, Compare | Arithmetic):
        return [*facts_in(node.left), *facts_in(node.right)]
    return []


def constants_in(node: Node) -> list[Constant]:
    """Every constant that is compared or reckoned with (keys in calls are none)."""
    if isinstance(node, Constant):
        return [node]
    if isinstance(node, Not):
        return constants_in(node.inner)
    if isinstance(node, Both):
        return [each for part in node.parts for each in constants_in(part)]
    if isinstance(node, Compare | Arithmetic):
        return [*constants_in(node.left), *constants_in(node.right)]
    return []
