"""Class symbols of a record -> terms for the symbol itself and for every symbol above it, and the counted levels."""

from __future__ import annotations

from functools import lru_cache

from kapok.codes.classes import ancestors
from kapok.records.record import Mark, Record
from kapok.search.mapping_layout import SCHEME_LEVELS, class_term, class_tree_term
from kapok.search.ports import IndexDocument

_SCHEME_FIELD = {"ipc": "ipc", "cpc": "cpc", "nice": "nice", "vienna": "vienna", "locarno": "locarno"}
"""Scheme of a classification -> field; every other scheme is a national class."""
_AFTER_VIENNA = "usdesign"
"""Design search codes of marks at the USPTO: made after the Vienna categories, so figures are found by them in one field. The
same scheme holds the classes of US designs (D1 to D34 and D99), which have nothing to do with Vienna."""

_OTHER_VALUE = ("invention", "additional")


@lru_cache(maxsize=16_000)
def _terms(
    scheme: str, symbol: str, value: str, version: str, office_code: str
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The terms of one symbol and its counted levels (field, value)."""
    field = _SCHEME_FIELD.get(scheme, "national_class")
    if scheme == _AFTER_VIENNA and symbol[:1].isdigit():
        field = "vienna"
    fields = [field]
    kind, _, stated_level = value.partition(" ")  # `invention advanced`: OPS asks for the level of IPC8 too
    level = "core" if stated_level == "core" or version.lower().startswith("c") else "advanced"
    if kind in _OTHER_VALUE:
        if field == "cpc":
            fields.append(f"cpc_{kind}")
        elif field == "ipc":
            fields.append(f"ipc_{level}_{kind}")
    if field == "ipc":
        fields.append(f"ipc_{level}")
    elif field == "cpc" and kind == "combination":
        fields.append("cpc_combination")
    path = ancestors(scheme, symbol)
    terms: list[str] = []
    for name in fields:
        terms.append(class_term(name, symbol))
        terms += [class_tree_term(name, each) for each in path]
        if office_code:
            terms.append(class_term(name, symbol, office_code))
            terms += [class_tree_term(name, each, office_code) for each in path]
    levels: list[tuple[str, str]] = []
    if names := SCHEME_LEVELS.get(field):
        levels = [(f"{field}_{name}", each) for name, each in zip(names, path, strict=False)]
    elif field == "nice":
        levels = [("nice", path[0])]
    return tuple(terms), tuple(levels)


def add_classes(found: IndexDocument, record: Record) -> None:
    """Put the terms and counted levels of all classes of the record into the document."""
    classes = tuple([(each.scheme, each.symbol, each.value, each.version, each.office_code) for each in record.classifications])
    if isinstance(record, Mark) and record.goods_and_services:
        groups: dict[str, None] = {}
        for entry in record.goods_and_services:
            own = ("nice", f"{entry.nice_class:02}", "unknown", "", "")
            if entry.nice_class and own not in classes:
                classes = (*classes, own)
            groups.update(dict.fromkeys(entry.similar_groups))
        if groups:
            found["similar_group"] = list(groups)
    if classes:
        terms, levels = _joined(classes) if len(classes) < _FEW else _joined.__wrapped__(classes)
        found["class_symbol"] = terms
        found.update(levels)


_FEW = 4
"""Records with fewer classes than this often have the same ones."""


@lru_cache(maxsize=4_000)
def _joined(classes: tuple[tuple[str, str, str, str, str], ...]) -> tuple[str, dict[str, list[str]]]:
    """All terms, separated by blanks, and the values of each counted level."""
    terms: dict[str, None] = {}
    levels: dict[str, dict[str, None]] = {}
    for each in classes:
        own, counted = _terms(*each)
        terms.update(dict.fromkeys(own))
        for field, value in counted:
            levels.setdefault(field, {})[value] = None
    return " ".join(terms), {field: list(values) for field, values in levels.items()}
