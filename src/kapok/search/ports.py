"""The whole contract between Kapok and a search engine, and the plain data that cross it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Literal, Protocol

from msgspec import Struct, field

from kapok.search.query import Node

Group = Literal["publication", "right", "family"]
IndexDocument = dict[str, Any]
"""What the mapping makes of one record: its `key`, and all its index fields as `json` text. Built in worker processes."""


class SearchRequest(Struct, frozen=True, kw_only=True):
    """One search. `sort`: `relevance` or a date field key with direction (`publication_date:desc`).

    `facets` are field keys; each returns up to `facet_size` values. `filters` are facet choices (field key -> value) that
    narrow the query. `group` collapses to one row per right or family and makes totals count those.
    """

    query: Node
    category: str = ""
    offset: int = 0
    limit: int = 20
    sort: str = "relevance"
    facets: tuple[str, ...] = ()
    facet_size: int = 10
    filters: tuple[tuple[str, str], ...] = ()
    group: Group = "publication"
    highlight: bool = False


class Hit(Struct, frozen=True, kw_only=True):
    """One row. `summary` holds what a result list shows (title, applicant, dates, office, status …), `highlights` maps a
    field key to HTML-escaped fragments with `<mark>` around matches. `group_size` counts publications behind a collapsed row.
    """

    key: str
    category: str
    title: str
    score: float
    summary: dict[str, Any] = {}
    highlights: dict[str, list[str]] = {}
    group_size: int = 1


class Bucket(Struct, frozen=True):
    """One facet value and how many results have it."""

    value: str
    count: int


class SearchResult(Struct, frozen=True, kw_only=True):
    """The page of hits, the exact total (of rows: publications, rights or families) and the facets asked for."""

    total: int
    hits: list[Hit]
    facets: dict[str, list[Bucket]] = field(default_factory=dict)
    seconds: float = 0.0


class IndexWriter(Protocol):
    """Adds and replaces documents; nothing is visible before `commit`, nothing remains after `rollback`."""

    committed_at: float
    """When what was committed last could be seen, as `time.monotonic` tells it; 0 before the first commit."""

    def add(self, documents: Iterable[IndexDocument]) -> None:
        """Add documents; one with a key that exists replaces it."""

    def remove(self, keys: Iterable[str]) -> None:
        """Take documents out by key."""

    def reached(self, share: float) -> None:
        """Be told now and then which share (0 to 1) of all that will be added has been added, as far as that is known."""

    def commit(self, sequence: int) -> None:
        """Make everything added visible at once and durably note the lake sequence it reflects.

        Where a new index takes the place of another it may still be on its way: all can be seen when `close` returns.
        """

    def rollback(self) -> None:
        """Forget everything since the last commit."""

    def close(self) -> None:
        """Release the writer (rolls back what is not committed)."""


class SearchBackend(Protocol):
    """A search engine. Raises BackendError when it cannot look; an empty result is a result."""

    def search(self, request: SearchRequest) -> SearchResult:
        """Run one search."""

    def count(self, query: Node, category: str = "") -> int:
        """The exact number of matching records."""

    def iterate_keys(self, query: Node, category: str = "", filters: tuple[tuple[str, str], ...] = ()) -> Iterator[str]:
        """Keys of the whole result, narrowed by facet choices, in relevance-free stable order, streamed (export)."""

    def category_counts(self) -> dict[str, int]:
        """Records per category."""

    def writer(self, *, bulk: bool = False) -> IndexWriter:
        """The single writer. `bulk` for a first load or rebuild (few segments)."""

    def sequence(self) -> int:
        """The lake sequence that the committed index reflects; -1 for an empty index."""

    def changed_at(self) -> datetime:
        """The instant of the last commit (UTC)."""
