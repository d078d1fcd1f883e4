"""The default search engine: tantivy in a folder of this machine, behind the contract `SearchBackend`."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Order, Query

from kapok import clock
from kapok.errors import BackendError, QueryError
from kapok.search.highlight import Highlighter
from kapok.search.hit_rows import make_hit
from kapok.search.ports import Hit, SearchRequest, SearchResult
from kapok.search.query import Everything, Node
from kapok.search.tantivy_compile import Compiler
from kapok.search.tantivy_facets import count_facets
from kapok.search.tantivy_groups import count_groups, first_of_groups
from kapok.search.tantivy_rank import Ranked, count, ranked, sort_order
from kapok.search.tantivy_schema import open_index
from kapok.search.tantivy_shadow import shadow_of
from kapok.search.tantivy_snapshot import Snapshot
from kapok.search.tantivy_terms import all_of, any_term, integers
from kapok.search.tantivy_values import filter_query
from kapok.search.tantivy_writer import TantivyWriter

_SLICE = 50_000
"""Keys that a streamed result holds at a time (an aggregation of tantivy gives at most 65,000)."""

_MOST_BUCKETS = 60_000
_LAST_PLACE = (1 << 62) - 1


Row = tuple[float, Any, int]
"""Score, address and group size of a document of the page."""


class TantivyBackend:
    """A search engine in the folder `path`. With `create` an empty one is made where there is none."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self._path = Path(path)
        self._meta = self._path / "meta.json"
        self._shadow = None if create else shadow_of(self._path)
        self._index = open_index(self._shadow.path if self._shadow else self._path, create=create)
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] = (0, 0)
        self._snapshot: Snapshot | None = None
        with _told():
            self._index.config_reader(reload_policy="manual")
            self.snapshot()

    @property
    def segment_count(self) -> int:
        """Parts of the index; searches slow down with each, above four a rebuild is worth it."""
        return int(self.snapshot().searcher.num_segments)

    def snapshot(self) -> Snapshot:
        """The last committed state. Looked up once per commit, whichever process made it."""
        try:
            stat = self._meta.stat()
        except OSError as error:
            raise BackendError(
                "The search index cannot be read", str(error), "Run 'kapok reindex' to build it again from the lake"
            ) from error
        stamp = (stat.st_mtime_ns, stat.st_ino)
        snapshot = self._snapshot
        if snapshot is None or stamp != self._stamp:
            with self._lock:
                if self._snapshot is None or stamp != self._stamp:
                    if self._shadow:
                        self._shadow.follow()
                    self._index.reload()
                    self._snapshot = Snapshot(self._index.searcher())
                    self._stamp = stamp
                snapshot = self._snapshot
        return snapshot

    # --- searching ---------------------------------------------------------------------------------------------------

    def search(self, request: SearchRequest) -> SearchResult:
        """Run one search. Raises QueryError or InputError for an unusable question, BackendError when it cannot look."""
        started = time.perf_counter()
        with _told():
            snapshot = self.snapshot()
            searcher = snapshot.searcher
            newest = self._newest(snapshot, request)
            if newest is not None:
                query, total, rows = newest
            else:
                query, scored = self._compile(snapshot, request.query, request.category, request.filters)
                page = self._page if request.group == "publication" else self._grouped_page
                total, rows = page(searcher, query, scored, request)
            hits = self._hits(searcher, rows, request)
            facets = count_facets(snapshot, query, request.facets, request.facet_size) if request.facets else {}
        return SearchResult(total=total, hits=hits, facets=facets, seconds=time.perf_counter() - started)

    def _compile(
        self, snapshot: Snapshot, node: Node, category: str = "", filters: tuple[tuple[str, str], ...] = ()
    ) -> tuple[Query, bool]:
        """The query and whether its scores differ."""
        compiler = Compiler(snapshot)
        narrow = [filter_query(snapshot, *each) for each in filters]
        if category and (not snapshot.is_all(category) or isinstance(node, Everything)):
            narrow.append(filter_query(snapshot, "category", category))
        if isinstance(node, Everything) and narrow:
            return all_of(narrow), False
        query = compiler.compile(node)
        if narrow:
            parts = [(Occur.Must, query), *((Occur.Must, Query.const_score_query(each, 0.0)) for each in narrow)]
            query = Query.boolean_query(parts)
        return query, compiler.scored

    def _newest(self, snapshot: Snapshot, request: SearchRequest) -> tuple[Query, int, list[Row]] | None:
        """All records (of a category), the newest first, without reading all: the last years have enough for a page.

        None for any other search.
        """
        if not isinstance(request.query, Everything) or request.filters or request.group != "publication":
            return None
        total = snapshot.categories.get(request.category, 0) if request.category else snapshot.total
        years = snapshot.newest_years(request.category, request.offset + request.limit)
        if request.sort not in ("", "relevance") or not years:
            return None
        query = self._compile(snapshot, request.query, request.category)[0]
        recent = any_term(snapshot.searcher, "dates", [f"y{year}" for year in years])
        narrowed = all_of([recent, filter_query(snapshot, "category", request.category)]) if request.category else recent
        _, found = ranked(snapshot.searcher, narrowed, False, "", request.limit, request.offset) if request.limit else (0, [])
        return query, total, [(1.0, address, 1) for _, address in found]

    def _page(self, searcher: tantivy.Searcher, query: Query, scored: bool, request: SearchRequest) -> tuple[int, list[Row]]:
        if request.limit == 0:
            sort_order(request.sort)
            return count(searcher, query), []
        total, found = ranked(searcher, query, scored, request.sort, request.limit, request.offset)
        return total, [(score, address, 1) for score, address in found]

    def _grouped_page(
        self, searcher: tantivy.Searcher, query: Query, scored: bool, request: SearchRequest
    ) -> tuple[int, list[Row]]:
        field = request.group
        total = count(searcher, query)
        sort_order(request.sort)

        def walk(reach: int) -> list[Ranked]:
            return ranked(searcher, query, scored, request.sort, reach, 0)[1]

        found = first_of_groups(searcher, walk, field, request.offset, request.limit) if request.limit else []
        groups, sizes = count_groups(searcher, query, field, total, [number for _, _, number in found])
        return groups, [(score, address, sizes[number]) for score, address, number in found]

    def _hits(self, searcher: tantivy.Searcher, rows: list[Row], request: SearchRequest) -> list[Hit]:
        highlighter = Highlighter(request.query) if request.highlight else None
        day = clock.today().isoformat()
        found: list[Hit] = []
        for score, address, size in rows:
            stored: Any = searcher.doc(address)
            texts = stored.get_first("texts") if highlighter is not None else ""
            found.append(make_hit(stored.get_first("summary"), texts or "", score, size, day, highlighter))
        return found

    def count(self, query: Node, category: str = "") -> int:
        """The exact number of matching records."""
        with _told():
            snapshot = self.snapshot()
            if isinstance(query, Everything):
                return snapshot.categories.get(category, 0) if category else snapshot.total
            return count(snapshot.searcher, self._compile(snapshot, query, category)[0])

    def iterate_keys(self, query: Node, category: str = "", filters: tuple[tuple[str, str], ...] = ()) -> Iterator[str]:
        """Keys of the whole result, ordered by category, office and number, in constant memory."""
        with _told():
            snapshot = self.snapshot()
            compiled = self._compile(snapshot, query, category, filters)[0]
            yield from _keys_between(snapshot.searcher, compiled, 0, _LAST_PLACE)

    def category_counts(self) -> dict[str, int]:
        """Records per category."""
        with _told():
            return dict(self.snapshot().categories)

    def writer(self, *, bulk: bool = False) -> TantivyWriter:
        """The single writer. `bulk` for many documents (few segments); a whole new index: `TantivyFreshWriter`."""
        if self._shadow:
            raise BackendError(
                "The search index cannot be written",
                f"this user may read {self._path}, but not write to it",
                "Run the command as the user that owns the home, or give this user the right to write there",
            )
        with _told():
            return TantivyWriter(self._index, bulk=bulk, on_commit=self._reload)

    def _reload(self) -> None:
        self._stamp = (0, 0)

    def sequence(self) -> int:
        """The lake sequence that the committed index reflects; -1 for an empty index."""
        with _told():
            return self.snapshot().sequence()

    def changed_at(self) -> datetime:
        """The instant of the last commit (UTC)."""
        self.snapshot()
        return datetime.fromtimestamp(self._stamp[0] / 1e9, UTC)


@contextmanager
def _told() -> Iterator[None]:
    """Turn what tantivy raises into BackendError: the search could not be made, which is not an empty result."""
    try:
        yield
    except (ValueError, OSError, RuntimeError) as error:
        if "max expansions" in str(error):
            raise QueryError(
                "Too many different words fit this truncation inside a phrase or prox",
                "the index takes up to 16,384",
                "Write more letters before the '*'",
            ) from error
        raise BackendError(
            "The search index could not be asked", str(error), "Run 'kapok reindex' to build it again from the lake"
        ) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the engine gave up inside, on damaged files
            raise
        raise BackendError(
            "The search index is damaged", str(error), "Run 'kapok reindex' to build it again from the lake"
        ) from error


def _keys_between(searcher: tantivy.Searcher, query: Query, low: int, high: int) -> Iterator[str]:
    """Keys of documents with a place from `low` to `high`, in slices that fit into one aggregation."""
    part = Query.boolean_query([(Occur.Must, query), (Occur.Must, integers("place", low, high))])
    size = count(searcher, part)
    if size == 0:
        return
    if size > _SLICE and low < high:
        middle = (low + high) // 2
        yield from _keys_between(searcher, query, low, middle)
        yield from _keys_between(searcher, query, middle + 1, high)
        return
    if size > _MOST_BUCKETS:  # so many records with one number: slower, but whole
        hits: Any = searcher.search(part, size, count=False, order_by_field="key", order=Order.Asc).hits
        yield from (key for key, _ in hits)
        return
    terms = {"field": "key", "size": 65_000, "segment_size": 65_000, "order": {"_key": "asc"}}
    for each in searcher.aggregate(part, {"keys": {"terms": terms}})["keys"]["buckets"]:
        yield each["key"]
