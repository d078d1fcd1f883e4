"""Walk a classification as far as it is loaded: a symbol, its parents, its children with exact counts."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from kapok.codes.classes import ancestors, normalise_symbol, title_of
from kapok.errors import InputError
from kapok.search.mapping_layout import SCHEME_LEVELS
from kapok.search.ports import Bucket, SearchRequest
from kapok.search.query import ClassSymbol, Everything, Node
from kapok.services.opened import backend_of

LEVELS: dict[str, tuple[str, ...]] = {
    "nice": ("nice",),
    **{scheme: tuple(f"{scheme}_{level}" for level in levels) for scheme, levels in SCHEME_LEVELS.items()},
}
"""Schemes that can be walked, with the counted field of each level from the top."""

MOST_CHILDREN = 1000


class ClassNode(Struct, frozen=True, kw_only=True):
    """One symbol: how many records carry it or one below it, its children (loaded ones only), its parents from the top."""

    scheme: str
    symbol: str
    title: str
    count: int
    children: list["ClassNode"] = []  # noqa: UP037 - the name is not bound yet
    parents: list["ClassNode"] = []  # noqa: UP037


def browse(home: Path, scheme: str, symbol: str = "", locale: str = "en") -> ClassNode:
    """The node of a symbol (empty: the top). Raises InputError, or BackendError when it cannot look."""
    if scheme not in LEVELS:
        raise InputError(f"There is no classification '{scheme}' to walk", "", "Take one of: " + ", ".join(LEVELS))
    symbol = normalise_symbol(scheme, symbol) if symbol else ""
    line = ancestors(scheme, symbol) if symbol else ()
    levels = LEVELS[scheme]
    below = levels[len(line)] if len(line) < len(levels) else ""
    return ClassNode(
        scheme=scheme,
        symbol=symbol,
        title=title_of(scheme, symbol, locale) if symbol else "",
        count=_count(home, _query(scheme, symbol)) if symbol else 0,
        children=[
            ClassNode(scheme=scheme, symbol=bucket.value, title=title_of(scheme, bucket.value, locale), count=bucket.count)
            for bucket in (_children(home, scheme, symbol, below) if below else [])
        ],
        parents=[
            ClassNode(
                scheme=scheme,
                symbol=parent,
                title=title_of(scheme, parent, locale),
                count=_count(home, _query(scheme, parent)),
            )
            for parent in line
            if parent != symbol
        ],
    )


def _query(scheme: str, symbol: str) -> Node:
    return ClassSymbol(scheme, symbol, "low") if symbol else Everything()


def _count(home: Path, query: Node) -> int:
    return backend_of(home).count(query)


def _children(home: Path, scheme: str, symbol: str, field: str) -> list[Bucket]:
    """Values of the next level among the records below `symbol`, in symbol order (a record may also carry other branches)."""
    request = SearchRequest(query=_query(scheme, symbol), limit=0, facets=(field,), facet_size=MOST_CHILDREN)
    buckets = backend_of(home).search(request).facets.get(field, [])
    return sorted((b for b in buckets if b.value.startswith(symbol)), key=lambda b: b.value)
