"""The search form with one input for each field: its inputs for a category, and the query (CQL) that they mean together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kapok.errors import QueryError
from kapok.portal import vocabulary
from kapok.portal.error_words import told
from kapok.portal.library.labels import value_label
from kapok.portal.sentences import sentences
from kapok.search.fields import Field, declared_values
from kapok.search.languages.canonical import make_and, make_not
from kapok.search.languages.cql_print import print_cql
from kapok.search.languages.leaves import Clause, make_leaf
from kapok.search.languages.number_lists import split_numbers
from kapok.search.query import Everything, Node, NumberList

MODES = ("all", "any", "phrase")
GENERAL = ("any", "applicant", "inventor", "publication_date", "filing_date", "office_code", "status")
"""Inputs for all categories together."""
EVERYWHERE = ("any", "full_text")
"""Inputs that stand before those of a category."""
ALWAYS = ("office_code", "status", "publication_date", "filing_date")
"""Inputs that every category has."""
NUMBERS = "numbers"
WITHOUT = "without"


@dataclass(frozen=True)
class FormInput:
    """One input of the form. `kind`: words, period, choice or text; `error` says why its value cannot be used."""

    key: str
    name: str
    kind: str
    value: str = ""
    mode: str = "all"
    low: str = ""
    high: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    error: str = ""


def inputs_of(category: str) -> list[Field]:
    """The fields that the form of a category asks for, in order."""
    fields = vocabulary.fields()
    if not category:
        keys: tuple[str, ...] = GENERAL
    else:
        keys = ("any", *vocabulary.categories()[category].fields, *ALWAYS)
    return [fields[key] for key in dict.fromkeys(keys) if key in fields]


def kind_of(field: Field) -> str:
    """How a field is asked for."""
    if field.kind in ("text", "name"):
        return "words"
    if field.kind in ("date", "integer"):
        return "period"
    return "choice" if declared_values(field.key) else "text"


def form_input(field: Field, values: Mapping[str, str], error: str = "") -> FormInput:
    """The input of a field with what was typed."""
    hints = {
        "class": _("with everything below it"),
        "number": _("in any usual form"),
        "date": _("2020, 2020-05 or 2020-05-31"),
    }
    hint = _("two letters, or the name") if field.key == "office_code" else hints.get(field.kind, "")
    mode = values.get(f"{field.key}.mode", "all")
    return FormInput(
        key=field.key,
        name=vocabulary.localised(field.names),
        kind=kind_of(field),
        value=values.get(field.key, ""),
        mode=mode if mode in MODES else "all",
        low=values.get(f"{field.key}.from", ""),
        high=values.get(f"{field.key}.to", ""),
        choices=tuple((value, value_label(field.key, value)) for value in declared_values(field.key)),
        hint=hint,
        error=error,
    )


def compose(category: str, values: Mapping[str, str], fields: Iterable[Field] | None = None) -> tuple[str, dict[str, str]]:
    """(CQL, errors by input). The CQL is "" when nothing was typed; errors are told in people's words.

    `fields` are the inputs, where they are not those of the category.
    """
    parts: list[Node] = []
    errors: dict[str, str] = {}
    for field in inputs_of(category) if fields is None else fields:
        try:
            parts += _field_nodes(field, values)
        except QueryError as error:
            what = error.what.removeprefix(f"{field.names['en']}: ")
            errors[field.key] = sentences(told(what), told(error.why), told(error.next_step))
    try:
        parts += _number_nodes(values.get(NUMBERS, ""))
        unwanted = _without(values.get(WITHOUT, ""))
    except QueryError as error:
        errors[NUMBERS] = sentences(told(error.what), told(error.next_step))
        unwanted = None
    if errors or not (parts or unwanted):
        return "", errors
    node = make_and(parts) if parts else Everything()
    return print_cql(make_not(node, unwanted) if unwanted else node), {}


def _field_nodes(field: Field, values: Mapping[str, str]) -> list[Node]:
    """What one input means: no node when it is empty."""
    if kind_of(field) == "period":
        low, high = values.get(f"{field.key}.from", "").strip(), values.get(f"{field.key}.to", "").strip()
        if not (low or high):
            return []
        relation, text = ("within", f"{low} {high}") if low and high else (">=", low) if low else ("<=", high)
        return [make_leaf(Clause(field=field, relation=relation, text=text, position=0))]
    text = values.get(field.key, "").strip()
    if not text:
        return []
    mode = values.get(f"{field.key}.mode", "all")
    relation = mode if kind_of(field) == "words" and mode in MODES else "="
    scope = "low" if field.kind == "class" else ""
    return [make_leaf(Clause(field=field, relation=relation, text=text, position=0, scope=scope))]


def _number_nodes(text: str) -> list[Node]:
    """A pasted list of numbers, or a single one."""
    if not text.strip():
        return []
    numbers = split_numbers(text)
    if len(numbers) > 1:
        return [NumberList("any_number", tuple(numbers))]
    field = vocabulary.fields()["any_number"]
    return [make_leaf(Clause(field=field, relation="any", text=" ".join(text.split()), position=0))]


def _without(text: str) -> Node | None:
    """Words that must not be there."""
    if not text.strip():
        return None
    return make_leaf(Clause(field=vocabulary.fields()["any"], relation="any", text=text, position=0))
