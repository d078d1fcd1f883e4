"""The guard language: what it understands, that unknown never passes, and that nothing else gets in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapok.errors import DefinitionError
from kapok.procedures.evaluate import Unknown, evaluate
from kapok.procedures.expressions import Call, Fact, facts_in, parse_expression

FACTS = {
    ("value", "scale"): Decimal(120), ("value", "kind"): "own", ("value", "clean"): True, ("value", "kinds"): ("own", "bought"),
    ("value", "day"): date(2026, 9, 18), ("today", ""): date(2026, 10, 10), ("figure", "least"): Decimal(2), ("role", ""): "agent",
}  # fmt: skip


class Table:
    def fact(self, fact: Fact) -> Any:
        return FACTS.get((fact.space, fact.name), Unknown(fact))

    def call(self, function: str, arguments: tuple[Any, ...], asked: Call) -> Any:
        return {
            "done": arguments == ("submit",),
            "officers": 2,
            "given": not isinstance(arguments[-1:] and arguments[-1], Unknown),
        }[function]


TRUE, FALSE, UNKNOWN = True, False, "unknown"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("value.clean == True", TRUE),
        ("value.clean", TRUE),
        ("not value.clean", FALSE),
        ("value.kind == 'own'", TRUE),
        ("value.kind in ['bought', 'public']", FALSE),
        ("value.kind not in ['bought', 'public']", TRUE),
        ("'own' in value.kinds", TRUE),
        ("value.scale >= 100 and value.scale < 1000", TRUE),
        ("0 < value.scale <= 120", TRUE),
        ("value.scale == 120.0", TRUE),
        ("value.day < today", TRUE),
        ("value.scale * 2 - 40 == 200", TRUE),
        ("officers() >= figure.least", TRUE),
        ("done('submit')", TRUE),
        ("not done('accept')", TRUE),
        ("role != 'agent' or done('submit')", TRUE),
        # what is not known never lets anyone pass
        ("value.missing == 'x'", UNKNOWN),
        ("value.missing != 'x'", UNKNOWN),
        ("not value.missing", UNKNOWN),
        ("value.missing or value.clean", TRUE),
        ("value.missing and value.clean", UNKNOWN),
        ("value.missing and not value.clean", FALSE),
        ("value.missing or not value.clean", UNKNOWN),
        ("given(value.missing)", FALSE),
        ("given(value.clean)", TRUE),
        # kinds that cannot be compared are not known either, never an accident
        ("value.kind < 5", UNKNOWN),
        ("value.day < 'x'", UNKNOWN),
        ("value.kind + 1 == 2", UNKNOWN),
        ("value.clean == 1", FALSE),
    ],
)
def test_answer(text: str, answer: object) -> None:
    found = evaluate(parse_expression(text), Table())
    assert (UNKNOWN if isinstance(found, Unknown) else found) == answer


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')", "value.__class__", "value.x.y", "().__class__.__bases__", "open('x')", "value['x']",
        "lambda: 1", "[x for x in value.kinds]", "f'{value.kind}'", "value.scale if value.clean else 1", "value.scale ** 9",
        "value.scale / 0", "value.scale @ 1", "done(action='submit')", "done(*['submit'])", "done(value.kind)", "done()",
        "certified()", "certified('a', 'b')", "given('x')", "unknown_thing", "True is True", "x := 1", "1; 2", "", "value.", "a b",
        "b'x' == b'x'", "1j == 1j", "None", "...", "{1: 2}", "{1, 2}", "await value.x", "value.scale & 1", "-value.scale == 1",
        "not " * 40 + "value.clean", "1 +" * 300 + "1", "\x00", "value.kind == 'a' " * 40,
    ],
)  # fmt: skip
def test_everything_else_is_refused(text: str) -> None:
    with pytest.raises(DefinitionError):
        parse_expression(text)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_and_never_fails_otherwise(text: str) -> None:
    try:
        tree = parse_expression(text)
    except DefinitionError:
        return
    if not facts_in(tree):
        evaluate(tree, Table())
