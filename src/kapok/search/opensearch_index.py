"""The search engine of a cluster: OpenSearch behind the contract `SearchBackend`.

The name asked for is an alias; behind it stands one index, which a rebuild replaces at its commit. What the last commit
reflects is noted in the mapping of the index (`_meta`). A total is never an estimate, and a result is walked to its end.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from kapok import clock
from kapok.errors import BackendError, InputError
from kapok.search.highlight import Highlighter
from kapok.search.hit_rows import make_hit
from kapok.search.mapping_layout import COUNTED_FIELDS, DATE_FIELDS, FACET_ALIASES
from kapok.search.opensearch_compile import Compiler
from kapok.search.opensearch_connect import Cluster
from kapok.search.opensearch_facets import add_facets, count_groups, group_sizes, read_facets
from kapok.search.opensearch_mapping import SCHEMA
from kapok.search.opensearch_status import StatusDays
from kapok.search.opensearch_terms import Dsl, nothing, terms
from kapok.search.opensearch_writer import OpenSearchWriter
from kapok.search.ports import Hit, IndexWriter, SearchRequest, SearchResult
from kapok.search.query import Node
from kapok.search.value_terms import STATUSES

WINDOW = 10_000
"""Rows from the first that one request gives (`index.max_result_window`); what lies deeper is walked to."""

_STRIDE = 5_000
_KEEP = "5m"
_BY_KEY = [{"place": "asc"}, {"key": "asc"}]


class OpenSearchBackend:
    """A search engine on a cluster, under the name `name`. With `create` an empty index is made where there is none."""

    def __init__(self, cluster: Cluster, name: str, *, create: bool = False) -> None:
        self._cluster = cluster
        self._name = name
        self._meta()
        if create and not self._there:
            OpenSearchWriter(cluster, name, bulk=True).commit(-1)
        elif not create and not self._there:
            raise BackendError(
                "The search index is not there", f"the cluster has no '{name}'", "Run 'kapok reindex' to build it"
            )

    def _meta(self) -> dict[str, Any]:
        """What the last commit noted. Raises BackendError for an index of another schema."""
        answer = self._cluster.ask("GET", f"/{self._name}/_mapping")
        self._there = answer is not None
        found: dict[str, Any] = next(iter(answer.values()))["mappings"].get("_meta", {}) if answer else {}
        if self._there and found.get("schema") != SCHEMA:
            raise BackendError(
                "The search index cannot be used",
                f"it has version {found.get('schema', 'unknown')}, this program needs {SCHEMA}",
                "Run 'kapok reindex' to build it again from the lake",
            )
        return found

    def _days(self) -> StatusDays:
        now = clock.today()
        first, last = (date.fromisoformat(day) for day in self._meta().get("mapped_days") or (now.isoformat(),) * 2)
        return StatusDays(now, first, last)

    # --- searching ---------------------------------------------------------------------------------------------------

    def search(self, request: SearchRequest) -> SearchResult:
        """Run one search. Raises QueryError or InputError for an unusable question, BackendError when it cannot look."""
        started = time.perf_counter()
        days = self._days()
        query, scored = self._compile(days, request.query, request.category, request.filters)
        body: dict[str, Any] = {
            "query": query,
            "size": request.limit,
            "track_total_hits": True,
            "sort": sort_by(request.sort, scored),
            "_source": ["summary", "texts"] if request.highlight else ["summary"],
        }
        if request.group != "publication":
            body["collapse"] = {"field": request.group}
            body["docvalue_fields"] = [request.group]
        add_facets(body, request.facets, request.facet_size, days)
        answer = self._page(body, request.offset)
        total = int(answer["hits"]["total"]["value"])
        sizes: dict[int, int] = {}
        if request.group != "publication":
            total = count_groups(self._search, query, request.group)
            numbers = [int(hit["fields"][request.group][0]) for hit in answer["hits"]["hits"]]
            sizes = group_sizes(self._search, query, request.group, numbers)
        facets = read_facets(self._search, query, answer.get("aggregations", {}), request.facets, request.facet_size, days)
        return SearchResult(
            total=total,
            hits=self._hits(answer["hits"]["hits"], request, sizes),
            facets=facets,
            seconds=time.perf_counter() - started,
        )

    def _search(self, body: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] | None = self._cluster.ask("POST", f"/{self._name}/_search", body)
        if found is None:
            raise BackendError("The search index is not there", f"the cluster has no '{self._name}'", "Run 'kapok reindex'")
        if found.get("timed_out") or found.get("_shards", {}).get("failed"):
            raise BackendError("The search cluster gave a part of the answer only", "a shard failed or was late", "Try again")
        return found

    def _page(self, body: dict[str, Any], offset: int) -> dict[str, Any]:
        """One page: by its place near the beginning, else walked to from row to row."""
        if offset + body["size"] <= WINDOW:
            return self._search({**body, "from": offset})
        if "collapse" in body:
            raise InputError(
                f"Rows beyond {WINDOW:,} cannot be shown one for each right or family",
                "a cluster walks through single publications only",
                "Narrow the search, show single publications, or export the result",
            )
        light = {key: body[key] for key in ("query", "sort")}
        after: list[Any] | None = None
        while offset:
            step: dict[str, Any] = {**light, "size": min(offset, WINDOW), "track_total_hits": False, "_source": False}
            hits = self._search({**step, "search_after": after} if after else step)["hits"]["hits"]
            if not hits:
                return self._search({**body, "size": 0})
            offset -= len(hits)
            after = hits[-1]["sort"]
        return self._search({**body, "search_after": after})

    def _compile(
        self, days: StatusDays, node: Node, category: str = "", filters: tuple[tuple[str, str], ...] = ()
    ) -> tuple[Dsl, bool]:
        """The query and whether its scores differ."""
        compiler = Compiler(days)
        query = compiler.compile(node)
        narrow = [_filter(days, *each) for each in (*filters, *([("category", category)] if category else []))]
        return {"bool": {"must": [query], "filter": narrow}} if narrow else query, compiler.scored

    def _hits(self, found: list[dict[str, Any]], request: SearchRequest, sizes: dict[int, int]) -> list[Hit]:
        highlighter = Highlighter(request.query) if request.highlight else None
        day = clock.today().isoformat()
        hits: list[Hit] = []
        for each in found:
            source = each["_source"]
            size = sizes[int(each["fields"][request.group][0])] if sizes else 1
            hits.append(make_hit(source["summary"], source.get("texts", ""), each["_score"] or 0.0, size, day, highlighter))
        return hits

    def count(self, query: Node, category: str = "") -> int:
        """The exact number of matching records."""
        body = {"query": self._compile(self._days(), query, category)[0], "size": 0, "track_total_hits": True}
        return int(self._search(body)["hits"]["total"]["value"])

    def iterate_keys(self, query: Node, category: str = "", filters: tuple[tuple[str, str], ...] = ()) -> Iterator[str]:
        """Keys of the whole result as it stands at the beginning, ordered by category, office and number."""
        compiled = self._compile(self._days(), query, category, filters)[0]
        opened = self._cluster.ask("POST", f"/{self._name}/_search/point_in_time", parameters={"keep_alive": _KEEP})
        point = opened["pit_id"]
        try:
            after: list[Any] | None = None
            while True:
                body: dict[str, Any] = {"query": compiled, "size": _STRIDE, "sort": _BY_KEY, "_source": False}
                body |= {"pit": {"id": point, "keep_alive": _KEEP}, "track_total_hits": False}
                answer = self._cluster.ask("POST", "/_search", {**body, "search_after": after} if after else body)
                hits = answer["hits"]["hits"]
                yield from (hit["_id"] for hit in hits)
                if len(hits) < _STRIDE:
                    return
                after = hits[-1]["sort"]
        finally:
            self._cluster.ask("DELETE", "/_search/point_in_time", {"pit_id": [point]})

    def category_counts(self) -> dict[str, int]:
        """Records per category."""
        aggregations = {"category": {"terms": {"field": "category", "size": 100}}}
        answer = self._search({"size": 0, "aggs": aggregations})
        return {each["key"]: int(each["doc_count"]) for each in answer["aggregations"]["category"]["buckets"]}

    def writer(self, *, bulk: bool = False) -> IndexWriter:
        """The single writer. `bulk` makes a new index, which takes the place of the old one at its commit."""
        return OpenSearchWriter(self._cluster, self._name, bulk=bulk)

    def sequence(self) -> int:
        """The lake sequence that the committed index reflects; -1 for an empty index."""
        return int(self._meta().get("sequence", -1))

    def changed_at(self) -> datetime:
        """The instant of the last commit (UTC)."""
        return datetime.fromisoformat(self._meta()["committed_at"])


def sort_by(sort: str, scored: bool) -> list[dict[str, Any]]:
    """By score with the newest first among equal ones, or by a date. Raises InputError for anything else."""
    newest: dict[str, Any] = {"day": {"order": "desc", "missing": "_last"}}
    if sort in ("", "relevance"):
        return [{"_score": {"order": "desc"}}, newest, {"key": "asc"}] if scored else [newest, {"key": "asc"}]
    field, _, direction = sort.partition(":")
    if field not in (*DATE_FIELDS, "day", "year") or direction not in ("", "asc", "desc"):
        raise InputError(
            f"Results cannot be sorted by '{sort}'",
            "that is no date, or the direction is not asc or desc",
            "Take relevance, or " + ", ".join(DATE_FIELDS) + " with :asc or :desc",
        )
    return [{field: {"order": direction or "desc", "missing": "_last"}}, {"key": "asc"}]


def _filter(days: StatusDays, field: str, value: str) -> Dsl:
    """A facet choice as a query. Raises InputError for a field that is not counted."""
    name = FACET_ALIASES.get(field, field)
    if name == "status":
        return days.today(value) if value in STATUSES else nothing()
    if name == "year":
        return terms("dates", [f"y{value}"])
    if name not in COUNTED_FIELDS:
        raise InputError(f"Results cannot be narrowed by '{field}'", "it is not a counted field", "Use one of the facets")
    return terms(name, [value])
