"""Walk a classification as far as it is loaded: a symbol, its parents, its children with exact counts."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from kapok.codes.classes import ancestors, title_of
from kapok.errors import InputError
from kapok.services.opened import backend_of

SCHEMES = ("nice", "ipc", "cpc", "locarno", "vienna")


class ClassNode(Struct, frozen=True, kw_only=True):
    """One symbol: how many records carry it or one below it, its children (loaded ones only), its parents from the top."""

    scheme: str
    symbol: str
    title: str
    count: int
    children: list[ClassNode] = []
    parents: list[ClassNode] = []


def browse(home: Path, scheme: str, symbol: str = "", locale: str = "en") -> ClassNode:
    """The node of a symbol (empty: the top). Raises InputError for an unknown scheme, BackendError when it cannot look."""
    if scheme not in SCHEMES:
        raise InputError(f"There is no classification '{scheme}'", "", "Take one of: " + ", ".join(SCHEMES))
    backend = backend_of(home)
    children = backend.class_children(scheme, symbol)
    line = ancestors(scheme, symbol) if symbol else ()
    return ClassNode(
        scheme=scheme,
        symbol=symbol,
        title=title_of(scheme, symbol, locale) if symbol else "",
        count=backend.class_count(scheme, symbol),
        children=[
            ClassNode(scheme=scheme, symbol=child, title=title_of(scheme, child, locale), count=count)
            for child, count in children
        ],
        parents=[
            ClassNode(
                scheme=scheme, symbol=parent, title=title_of(scheme, parent, locale), count=backend.class_count(scheme, parent)
            )
            for parent in line
            if parent != symbol
        ],
    )
