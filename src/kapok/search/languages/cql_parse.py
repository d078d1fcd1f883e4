"""CQL text -> query tree: gives every clause of a chain its field and builds the tree from left to right."""

from __future__ import annotations

from typing import cast

import msgspec

from kapok.codes.offices import is_office_code
from kapok.search.fields import find_field
from kapok.search.languages.canonical import make_and, make_not, make_or
from kapok.search.languages.complaint import complain
from kapok.search.languages.cql_chain import Chain, Group, Indexed, Piece, read_chain
from kapok.search.languages.cql_clause import Shared, read_term, status_index, term_texts, with_modifiers
from kapok.search.languages.leaves import Clause, make_leaf
from kapok.search.languages.proximity import make_proximity, read_prox
from kapok.search.query import ClassSymbol, Everything, Node, Or, Proximity, Words

_RELATIONS = {"≤": "<=", "≥": ">=", "＜": "<", "＞": ">", "＝": "=", "exact": "==", "adj": "phrase"}
_ALL_RECORDS = "cql.allrecords"


def parse_cql(text: str) -> Node:
    """The canonical tree of a CQL text; an empty one asks for everything. Raises QueryError with the place."""
    chain = read_chain(text)
    return Everything() if chain is None else _read_chain(chain, Shared())


def _read_chain(chain: Chain, shared: Shared) -> Node:
    """Left to right: each connector joins what was read so far with the next clause."""
    if any(connector.kind == "COMMA" for connector, _ in chain.rest):
        return _read_list(chain, shared)
    if shared.field is not None and shared.field.kind == "class":
        offices = _offices(chain, shared)
        if offices is not None:
            return offices
    tree = _read(chain.first, shared)
    joined: list[Node] = [tree]
    last = ""
    for connector, clause in chain.rest:
        kind = connector.kind
        if kind == "PROX":
            tree = _near(_joined(last, joined), chain, clause, connector, shared)
            joined, last = [tree], ""
            continue
        if kind != last:
            joined, last = [_joined(last, joined)], kind
        joined.append(_read(clause, shared))
    return _joined(last, joined)


def _joined(connector: str, parts: list[Node]) -> Node:
    if connector == "OR":
        return make_or(parts)
    if connector == "NOT":
        return make_not(parts[0], make_or(parts[1:]))
    return make_and(parts) if len(parts) > 1 else parts[0]


def _near(left: Node, chain: Chain, clause: Piece | Group | Indexed, connector: Piece, shared: Shared) -> Node:
    """`left prox right`. Bare words on both sides that OPS would guess into different fields are both plain text."""
    form = read_prox(connector.text, connector.position)
    right = _read(clause, shared)
    if shared.field is None and isinstance(clause, Piece) and all(isinstance(each, Piece) for each in (chain.first,)):
        sides = (left, right)
        if all(isinstance(side, Words) for side in sides) and len({cast(Words, side).field for side in sides}) > 1:
            left, right = (msgspec.structs.replace(side, field="text") for side in sides)
    return make_proximity(left, right, form, connector.position)


def _read(clause: Piece | Group | Indexed, shared: Shared) -> Node:
    match clause:
        case Group(chain):
            return _read_chain(chain, shared)
        case Indexed():
            return _read_indexed(clause, shared)
        case _:
            return read_term(clause, shared)


def _read_indexed(clause: Indexed, shared: Shared) -> Node:
    index, relation = clause.index, clause.relation
    if shared.field is not None:
        raise complain(
            f"The field '{index.text}' stands in the brackets of another field, '{shared.field.cql[0]}'",
            index.position,
            next_step="Take it out of the brackets",
        )
    if index.text.lower() == _ALL_RECORDS:
        return Everything()
    word, _, _ = relation.text.partition("/")
    word = word.strip().lower()
    inside = with_modifiers(relation, Shared(relation=_RELATIONS.get(word, word)))
    if inside.relation == "<>":
        raise complain("'<>' cannot be searched", relation.position, next_step="Write … not field=value")
    field = find_field(index.text)
    if field is None:
        return status_index(clause, inside)
    inside = msgspec.structs.replace(inside, field=field)
    if isinstance(clause.value, Group):
        return _read_chain(clause.value.chain, inside)
    return read_term(clause.value, inside)


def _pieces(chain: Chain) -> list[Piece] | None:
    """The terms of a chain that is a list with commas and nothing else, or of one term; else None."""
    clauses = [chain.first, *(clause for _, clause in chain.rest)]
    if any(connector.kind != "COMMA" for connector, _ in chain.rest):
        return None
    found: list[Piece] = []
    for clause in clauses:
        if not isinstance(clause, Piece):
            return None
        found.append(clause)
    return found


def _read_list(chain: Chain, shared: Shared) -> Node:
    """`pn=(EP1, EP2)`, `office=(CN, US)`: any of the listed values."""
    pieces = _pieces(chain)
    place = next(connector.position for connector, _ in chain.rest if connector.kind == "COMMA")
    if pieces is None or shared.field is None or shared.field.kind in ("text", "name"):
        raise complain(
            "A comma cannot join these",
            place,
            why="commas list numbers, codes, dates or classes in the brackets of one field: pn=(EP1000000, EP1000001)",
            next_step="Write and or or between them",
        )
    texts = tuple(text for piece in pieces for text in term_texts(piece))
    return make_leaf(
        Clause(
            field=shared.field,
            relation="=" if shared.relation == "any" else shared.relation,
            text=texts[0] if texts else "",
            position=pieces[0].position,
            listed=texts,
            scope=shared.scope,
            on_day=shared.on_day,
        )
    )


def _offices(chain: Chain, shared: Shared) -> Node | None:
    """`cpc=(C08F prox/unit=sentence (US, EP))`: symbols that these offices gave. None for any other chain."""
    if not chain.rest or any(connector.kind != "PROX" for connector, _ in chain.rest):
        return None
    symbols: list[Node] = [_read(chain.first, shared)]
    offices: list[str] = []
    for connector, clause in chain.rest:
        form = read_prox(connector.text, connector.position)
        if form.unit != "sentence" or form.distance:
            raise complain(
                "Classes are joined by prox/unit=sentence only", connector.position, next_step="Write prox/unit=sentence"
            )
        pieces = _pieces(clause.chain) if isinstance(clause, Group) else [clause] if isinstance(clause, Piece) else None
        if pieces is None:
            symbols.append(_read(clause, shared))
            continue
        for piece in pieces:
            for text in term_texts(piece):
                if len(text) == 2 and text.isalpha() and is_office_code(text.upper()):
                    offices.append(text.upper())
                else:
                    symbols.append(read_term(Piece(text, piece.position), shared))
    tree = _given_by(symbols[0], tuple(dict.fromkeys(offices)))
    for symbol in symbols[1:]:
        tree = Proximity(tree, _given_by(symbol, tuple(dict.fromkeys(offices))), "sentence", 0)
    return tree


def _given_by(node: Node, offices: tuple[str, ...]) -> Node:
    match node:
        case ClassSymbol():
            return msgspec.structs.replace(node, offices=node.offices + offices) if offices else node
        case Or(parts):
            return make_or([_given_by(part, offices) for part in parts])
        case Proximity(left, right):
            return msgspec.structs.replace(node, left=_given_by(left, offices), right=_given_by(right, offices))
    return node
