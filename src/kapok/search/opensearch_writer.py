"""The single writer of the index on a cluster.

A rebuild (`bulk`) writes a new index that nobody sees before its commit puts the name on it. Later loads write into the index
that is searched; the cluster shows them when it is told to, at the commit, and the sequence is noted after that. A cluster
has no rollback: what was sent before a `rollback` (or a killed process) may be seen with the next commit. It is the same
record again when the load is repeated, so the index is then right; until then it may be ahead of the lake
(`docs/operating.md`).
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

import msgspec

from kapok import clock
from kapok.errors import BackendError
from kapok.search.opensearch_connect import Cluster
from kapok.search.opensearch_mapping import SCHEMA, index_body, source_of
from kapok.search.ports import IndexDocument

BATCH_BYTES = 5_000_000
"""Bytes of one request that writes."""

_encode = msgspec.json.Encoder().encode


class OpenSearchWriter:
    """Implements `IndexWriter`."""

    def __init__(self, cluster: Cluster, name: str, *, bulk: bool = False) -> None:
        self._cluster = cluster
        self._name = name
        self._lines: list[bytes] = []
        self._bytes = 0
        self._day = clock.today().isoformat()
        self.committed_at = 0.0
        self._fresh = bulk
        self._index = f"{name}-{clock.now():%Y%m%d%H%M%S%f}" if bulk else name
        if bulk:
            cluster.ask("PUT", f"/{self._index}", index_body())

    def add(self, documents: Iterable[IndexDocument]) -> None:
        """Add documents; one with a key that exists replaces it."""
        for document in documents:
            self._put({"index": {"_id": document["key"]}}, source_of(document))

    def remove(self, keys: Iterable[str]) -> None:
        """Take documents out by key."""
        for key in keys:
            self._put({"delete": {"_id": key}})

    def _put(self, *lines: dict[str, Any]) -> None:
        for line in lines:
            self._lines.append(_encode(line))
            self._bytes += len(self._lines[-1])
        if self._bytes > BATCH_BYTES:
            self._send()

    def _send(self) -> None:
        if not self._lines:
            return
        body = b"\n".join([*self._lines, b""]).decode()
        self._lines, self._bytes = [], 0
        answer = self._cluster.ask("POST", f"/{self._index}/_bulk", body)
        if answer and answer.get("errors"):
            results = [next(iter(item.values())) for item in answer["items"]]
            wrong = next((each for each in results if "error" in each), None)
            if wrong is not None:
                raise BackendError(
                    "The search index could not be written",
                    f"{wrong['_id']}: {wrong['error'].get('reason', 'refused')}",
                    "Look at the log of the cluster, then run the command again",
                )

    def reached(self, share: float) -> None:
        """Nothing depends on it here: the cluster cuts and merges its segments by itself."""

    def commit(self, sequence: int) -> None:
        """Show everything added, then note the lake sequence and the days on which the documents were mapped."""
        self._send()
        self._cluster.ask("POST", f"/{self._index}/_refresh")
        first, last = self._day, clock.today().isoformat()
        if not self._fresh:
            known = next(iter((self._cluster.ask("GET", f"/{self._index}/_mapping") or {"": {}}).values()))
            before = known.get("mappings", {}).get("_meta", {}).get("mapped_days") or [first, last]
            first, last = min(first, before[0]), max(last, before[1])
        meta = {"schema": SCHEMA, "sequence": sequence, "mapped_days": [first, last], "committed_at": clock.now().isoformat()}
        self._cluster.ask("PUT", f"/{self._index}/_mapping", {"_meta": meta})
        if self._fresh:
            self._take_the_name()
        self.committed_at = time.monotonic()
        self._day = clock.today().isoformat()

    def _take_the_name(self) -> None:
        """Put the name on the new index and take the old ones away, in one step."""
        old = self._cluster.ask("GET", f"/_alias/{self._name}") or {}
        actions: list[dict[str, Any]] = [{"remove_index": {"index": index}} for index in old]
        actions.append({"add": {"index": self._index, "alias": self._name}})
        self._cluster.ask("POST", "/_aliases", {"actions": actions})
        self._fresh, self._index = False, self._name

    def rollback(self) -> None:
        """Forget what was not sent yet; an index that was never shown goes altogether, and a new one begins."""
        self._lines, self._bytes = [], 0
        if self._fresh:
            self._cluster.ask("DELETE", f"/{self._index}")
            self._cluster.ask("PUT", f"/{self._index}", index_body())

    def close(self) -> None:
        """Release the writer; what is not committed goes."""
        self._lines = []
        if self._fresh:
            self._cluster.ask("DELETE", f"/{self._index}")
