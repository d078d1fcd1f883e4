"""One CQL clause: the field it is in, its relation with modifiers, its term."""

from __future__ import annotations

import re

import msgspec
from msgspec import Struct

from kapok.errors import QueryError
from kapok.search.fields import Field, find_value, get_field, suggest_fields
from kapok.search.languages.clause import split_commas
from kapok.search.languages.complaint import complain
from kapok.search.languages.cql_chain import Group, Indexed, Piece
from kapok.search.languages.guess import guess_field
from kapok.search.languages.leaves import Clause, make_leaf
from kapok.search.languages.number_lists import split_numbers
from kapok.search.query import Node

RESERVED = ("and", "or", "not", "prox")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MODIFIER = re.compile(r"/\s*([A-Za-z]+)(?:\s*[=＝]\s*([\w.\-]+))?")


class Shared(Struct, frozen=True):
    """Index, relation and modifiers that a bracket's clauses share; `field` None outside any index."""

    field: Field | None = None
    relation: str = "="
    scope: str = ""
    fuzzy: int = 0
    on_day: str = ""


def status_index(clause: Indexed, inside: Shared) -> Node:
    """`inforce=2024-01-01` and 有效=2024-01-01: a status as the index, its day as the value."""
    status = find_value("status", clause.index.text)
    if status is None or isinstance(clause.value, Group):
        raise unknown_field(clause.index.text, clause.index.position)
    day = clause.value.text.strip('"“”„')
    return make_leaf(Clause(field=get_field("status"), relation="=", text=status, position=clause.value.position, on_day=day))


def unknown_field(name: str, position: int) -> QueryError:
    """The error for a field name that nobody knows, with the names it may be a slip for."""
    close = suggest_fields(name)
    return complain(
        f"There is no field '{name}'",
        position,
        next_step="docs/query-languages.md lists the fields",
        expected=tuple(close),
    )


def with_modifiers(relation: Piece, shared: Shared) -> Shared:
    """The relation's modifiers: /low /high /same, /fuzzy or /fuzzy=2, /on=2024-01-01."""
    for match in _MODIFIER.finditer(relation.text):
        name, value = match[1].lower(), match[2] or ""
        if name in ("low", "high", "same") and not value:
            shared = msgspec.structs.replace(shared, scope=name)
        elif name == "fuzzy" and value in ("", "1", "2"):
            shared = msgspec.structs.replace(shared, fuzzy=int(value or 1))
        elif name == "on" and value:
            shared = msgspec.structs.replace(shared, on_day=value)
        else:
            raise complain(
                f"A relation has no modifier '{match.group().strip()}'",
                relation.position + match.start(),
                expected=("/low, /high or /same on a class", "/fuzzy or /fuzzy=2 on words", "/on=2024-01-31 on status"),
            )
    return shared


def read_term(term: Piece, shared: Shared) -> Node:
    """The node of a term: in the field it shares, or in the one that OPS guesses for a bare term."""
    quoted = term.kind == "QUOTED"
    text = _ESCAPED.sub(r" \1", term.text[1:-1]) if quoted else term.text
    if (not quoted and text.lower() in RESERVED) or (not quoted and text.lower().startswith("prox/")):
        raise _reserved(term)
    field = shared.field
    if field is None:
        field = get_field("text" if quoted else guess_field(text))
    listed: tuple[str, ...] = ()
    if shared.relation == "any" and field.kind in ("number", "citation"):
        listed = tuple(split_numbers(text))
    return make_leaf(
        Clause(
            field=field,
            relation=shared.relation,
            text=text,
            position=term.position,
            quoted=quoted,
            listed=listed,
            scope=shared.scope,
            fuzzy=shared.fuzzy,
            on_day=shared.on_day,
        )
    )


def _reserved(term: Piece) -> QueryError:
    word = term.text.lower()
    if word == "not":
        return complain(
            "not needs something in front of it",
            term.position,
            why="it means 'and not', so a query or bracket cannot begin with it",
            next_step="Write what to search first, or: cql.allRecords=1 not …",
            expected=("a word", "a field with a relation (ti=…)"),
        )
    return complain(
        f"'{term.text}' stands where something to search for must stand",
        term.position,
        next_step=f'Write "{word}" in quotation marks to search for the word itself',
        expected=("a word", "a field with a relation (ti=…)"),
    )


def term_texts(piece: Piece) -> list[str]:
    """The values of a term in a list: `US,EP` written without a blank are two."""
    if piece.kind == "QUOTED":
        return [_ESCAPED.sub(r" \1", piece.text[1:-1])]
    return list(split_commas(piece.text))
