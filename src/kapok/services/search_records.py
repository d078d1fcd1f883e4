"""Search: a query text in either language becomes a tree, the backend answers, the answer says how it was understood."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, get_args

import msgspec
from msgspec import Struct

from kapok.codes.categories import categories
from kapok.errors import InputError
from kapok.search.languages import parse_query, print_query
from kapok.search.ports import Bucket, Group, Hit, SearchRequest
from kapok.search.query import Node
from kapok.services.opened_index import backend_of

Language = Literal["auto", "cql", "plain"]
MAX_LIMIT = 1000
MAX_QUERY_CHARACTERS = 100_000
"""A pasted list of 500 numbers is about 10,000 characters; far longer texts are mistakes or attacks."""


class SearchAnswer(Struct, frozen=True, kw_only=True):
    """The answer to a search. `query` is the canonical CQL of what was understood, `total` exact."""

    total: int
    query: str
    hits: list[Hit]
    facets: dict[str, list[Bucket]] = {}
    seconds: float = 0.0


def read_query(text: str, language: str = "auto") -> Node:
    """The tree of a query text. Raises QueryError, or InputError for an unknown language or an oversized text."""
    if language not in ("auto", "cql", "plain"):
        raise InputError(f"There is no query language '{language}'", "", "Take auto, cql or plain")
    if len(text) > MAX_QUERY_CHARACTERS:
        raise InputError(
            f"The query has {len(text)} characters",
            f"at most {MAX_QUERY_CHARACTERS} are read",
            "Split it into several searches",
        )
    return parse_query(text, language)


def check_category(category: str) -> None:
    """Raises InputError for a category that does not exist; "" stands for all."""
    known = [each.key for each in categories()]
    if category and category not in known:
        raise InputError(f"There is no category '{category}'", "", "Take one of: " + ", ".join(known))


def search(
    home: Path,
    text: str,
    *,
    language: str = "auto",
    category: str = "",
    offset: int = 0,
    limit: int = 20,
    sort: str = "relevance",
    facets: Sequence[str] = (),
    filters: Sequence[tuple[str, str]] = (),
    group: Group = "publication",
    highlight: bool = True,
    facet_size: int = 10,
) -> SearchAnswer:
    """Run one search in a home. Raises QueryError / InputError for an unusable question, BackendError when it cannot look."""
    check_category(category)
    if limit < 0 or limit > MAX_LIMIT or offset < 0:
        raise InputError(
            f"Cannot show {limit} rows from {offset}", f"a page has 0 to {MAX_LIMIT} rows", "Ask for a smaller page, or export"
        )
    if group not in get_args(Group):
        raise InputError(f"Results cannot be grouped by '{group}'", "", "Take one of: " + ", ".join(get_args(Group)))
    node = read_query(text, language)
    result = backend_of(home).search(
        SearchRequest(
            query=node,
            category=category,
            offset=offset,
            limit=limit,
            sort=sort,
            facets=tuple(facets),
            facet_size=facet_size,
            filters=tuple(filters),
            group=group,
            highlight=highlight,
        )
    )
    return SearchAnswer(
        total=result.total,
        query=print_query(node, "cql"),
        hits=result.hits,
        facets=result.facets,
        seconds=result.seconds,
    )


def as_json(answer: SearchAnswer) -> bytes:
    """The promised JSON of a search: total, query, hits (key, category, title, score, …), facets."""
    return msgspec.json.encode(answer)
