"""Checking what a form holds against its declared fields: every field that is wrong is named, with why, in four languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from kapok.procedures.evaluate import evaluate
from kapok.procedures.events import Actor, Command, Document
from kapok.procedures.expressions import parse_expression
from kapok.procedures.facts import ActFacts
from kapok.procedures.messages import message
from kapok.procedures.model import Field, FormField, Procedure, form_of
from kapok.procedures.state import Party
from kapok.procedures.words import Words, joined

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control characters, lone surrogates, and the marks that turn the direction of text (they make a name read as another)."""

MAX_TEXT = 20_000
MAX_LIST = 200
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""Days outside are slips of the pen; clocks that start on them could not be computed."""
_FILES = ("file", "files")


def check_form(procedure: Procedure, command: Command, facts: ActFacts) -> dict[str, Words]:
    """Field key -> what is wrong with it; empty for a form that can be taken."""
    problems: dict[str, Words] = {}
    form = form_of(procedure, command.action)
    known = {each.key for each in form if each.field.type not in _FILES}
    for key in command.values:
        if key not in known:
            problems[str(key)] = message("f_unknown")
    for each in form:
        field = each.field
        required = each.required or (field.required_if != "" and evaluate(parse_expression(field.required_if), facts) is True)
        found = (
            _check_files(each, command.documents, required)
            if field.type in _FILES
            else _check_value(each, command, required, facts)
        )
        if found:
            problems[each.key] = joined(found)
    kinds = {each.field.document or each.key for each in form if each.field.type in _FILES}
    kinds |= set(procedure.transitions[command.action].issues)
    for document in command.documents:
        if document.kind not in kinds:
            problems[document.kind] = message("f_unknown")
    return problems


def _check_files(form: FormField, documents: Sequence[Document], required: bool) -> list[Words]:
    field = form.field
    mine = [document for document in documents if document.kind == (field.document or form.key)]
    if not mine:
        return [message("f_file")] if required else []
    problems = []
    most = 1 if field.type == "file" else int(field.max or MAX_LIST)
    if len(mine) > most:
        problems.append(message("f_files_max", bound=most))
    if field.min is not None and len(mine) < field.min:
        problems.append(message("f_min", bound=str(field.min)))
    for document in mine:
        if not re.fullmatch(r"[0-9a-f]{64}", document.sha256):
            problems.append(message("f_digest"))
        if field.media_types and document.media_type not in field.media_types:
            problems.append(message("f_media", bound=", ".join(field.media_types)))
        if field.max_bytes and not 0 < document.size <= field.max_bytes:
            problems.append(message("f_size", bound=field.max_bytes))
    return problems


def _check_value(form: FormField, command: Command, required: bool, facts: ActFacts) -> list[Words]:
    value = command.values.get(form.key)
    if value is None or value == "" or value == [] or value == {}:
        return [message("f_required")] if required else []
    return _CHECKS[form.field.type](form.field, value, facts)


def _text(field: Field, value: Any, facts: ActFacts) -> list[Words]:
    if not isinstance(value, str):
        return [message("f_text")]
    problems = []
    if _CONTROL.search(value):
        problems.append(message("f_control"))
    if len(value.strip()) < max(field.min_length, 1):
        problems.append(message("f_short", bound=max(field.min_length, 1)))
    if len(value) > (field.max_length or MAX_TEXT):
        problems.append(message("f_long", bound=field.max_length or MAX_TEXT))
    if field.pattern and not re.fullmatch(field.pattern, value):
        problems.append(message("f_pattern"))
    return problems


def _number(field: Field, value: Any, facts: ActFacts) -> list[Words]:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str) or len(str(value)) > 40:
        return [message("f_number")]
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return [message("f_number")]
    if not number.is_finite():
        return [message("f_number")]
    if field.min is not None and number < field.min:
        return [message("f_min", bound=str(field.min))]
    if field.max is not None and number > field.max:
        return [message("f_max", bound=str(field.max))]
    return []


def _date(field: Field, value: Any, facts: ActFacts) -> list[Words]:
    day = _day(value)
    if day is None:
        return [message("f_date")]
    problems = []
    latest, earliest = _bound(field.not_after, facts), _bound(field.not_before, facts)
    if latest is not None and day > latest:
        problems.append(message("f_after", bound=latest.isoformat()))
    if earliest is not None and day < earliest:
        problems.append(message("f_before", bound=earliest.isoformat()))
    return problems


def _day(value: Any) -> date | None:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return None
    return value if type(value) is date and FIRST_DAY <= value <= LAST_DAY else None


def _bound(bound: str, facts: ActFacts) -> date | None:
    if bound == "today":
        return facts.day
    if not bound:
        return None
    values = facts.command.values if facts.command is not None else {}
    return _day(values.get(bound, facts.state.values.get(bound)))


def _choice(field: Field, value: Any, facts: ActFacts) -> list[Words]:
    return [] if isinstance(value, str) and value in field.choices else [message("f_choice")]


def _choices(field: Field, value: Any, facts: ActFacts) -> list[Words]:
    if not isinstance(value, list | tuple) or len(value) > MAX_LIST or len(set(map(str, value))) != len(value):
        return [message("f_choice")]
    if any(_choice(field, each, facts) for each in value):
        return [message("f_choice")]
    return _count(field, value)


def _boolean(field: Field, value: Any, facts: ActFacts) -> list[Words]:
    return [] if isinstance(value, bool) else [message("f_boolean")]


def _party(field: Field, value: Any, facts: ActFacts) -> list[Words]:
    known = set(Party.__struct_fields__)
    if not isinstance(value, dict) or set(value) - known or not all(isinstance(each, str) for each in value.values()):
        return [message("f_party")]
    if value.get("kind", "") not in ("", "person", "organisation"):
        return [message("f_party")]
    name = value.get("name", "")
    if not (name.strip() or value.get("person") or value.get("organisation")) or len(name) > 300 or _CONTROL.search(name):
        return [message("f_party")]
    return []


def _parties(field: Field, value: Any, facts: ActFacts) -> list[Words]:
    if not isinstance(value, list | tuple) or len(value) > MAX_LIST or any(_party(field, each, facts) for each in value):
        return [message("f_party")]
    return _count(field, value)


def _officers(field: Field, value: Any, facts: ActFacts) -> list[Words]:
    if problems := _parties(field, value, facts):
        return problems
    others = {actor.person for actor in (facts.command.together_with if facts.command is not None else ())}
    named = {str(each.get("person", "")) for each in value} - {facts.actor.person}
    return [] if named == others else [message("f_officers")]


def _count(field: Field, value: Sequence[Any]) -> list[Words]:
    if field.min is not None and len(value) < field.min:
        return [message("f_min", bound=str(field.min))]
    if field.max is not None and len(value) > field.max:
        return [message("f_max", bound=str(field.max))]
    return []


def _region(field: Field, value: Any, facts: ActFacts) -> list[Words]:
    return [] if isinstance(value, str) and re.fullmatch(r"[0-9]{6}", value) else [message("f_region")]


def _digest(field: Field, value: Any, facts: ActFacts) -> list[Words]:
    return [] if isinstance(value, str) and re.fullmatch(r"[0-9a-f]{64}", value) else [message("f_digest")]


_CHECKS = {
    "text": _text, "long_text": _text, "number": _number, "date": _date, "choice": _choice, "choices": _choices,
    "boolean": _boolean, "party": _party, "parties": _parties, "officer": _party, "officers": _officers, "region": _region,
    "digest": _digest,
}  # fmt: skip


_SHAPES = ("text", "control", "number", "date", "choice", "boolean", "party", "region", "digest", "media")


def is_misshapen(problem: Words) -> bool:
    """Whether a value is of no kind that its field can hold, rather than missing or out of bounds."""
    return any(message(f"f_{shape}", bound="").en.rstrip(": ") in problem.en for shape in _SHAPES)


def record_of(actors: Sequence[Actor]) -> list[dict[str, Any]]:
    """Those who acted beside the actor, as the event keeps them."""
    return [
        {
            "person": actor.person,
            "organisation": actor.organisation,
            "certificates": [f"{each.kind} {each.number}" for each in actor.certificates],
        }
        for actor in actors
    ]
