"""The words of a query to mark in a found record, by the fields they were searched in."""

from __future__ import annotations

from kapok.search.fields import get_field, searched_keys
from kapok.search.query import And, AndNot, Fuzzy, Node, Or, Proximity, Words


def terms_for_highlight(node: Node) -> dict[str, list[str]]:
    """Field key -> terms to mark, each once, in order; virtual fields give those that they search.

    A term is a word (with truncation signs as typed), a phrase (words parted by single blanks) or a fuzzy word with its
    distance (`batery~1`). What a record must not have (the right side of `not`) is not marked; numbers, dates, classes
    and codes neither.
    """
    found: dict[str, list[str]] = {}
    _collect(node, found)
    return found


def _collect(node: Node, found: dict[str, list[str]]) -> None:
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                _collect(part, found)
        case AndNot(left, _):
            _collect(left, found)
        case Proximity(left, right):
            _collect(left, found)
            _collect(right, found)
        case Fuzzy(field, word, distance):
            _note(found, field, [f"{word}~{distance}"])
        case Words(field, words, relation) if get_field(field).kind in ("text", "name"):
            _note(found, field, [" ".join(words)] if relation in ("phrase", "exact") else list(words))


def _note(found: dict[str, list[str]], field: str, terms: list[str]) -> None:
    for key in searched_keys(field):
        marked = found.setdefault(key, [])
        marked += [term for term in terms if term not in marked]
