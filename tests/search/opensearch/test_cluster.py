"""Writing to a cluster, replacing, rebuilding, and every way in which it may fail to answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from kapok.errors import BackendError, InputError, KapokError, QueryError
from kapok.search.mapping import document
from kapok.search.opensearch_connect import connect, failure, read_address
from kapok.search.opensearch_index import OpenSearchBackend
from kapok.search.ports import SearchRequest
from kapok.search.query import Everything, NumberIs
from tests.search.backend.library import BATTERY_A1, GREEN_LEAF, HEART_VALVE, LIBRARY

from .cluster_in_memory import MemoryCluster


def keys(backend: OpenSearchBackend) -> set[str]:
    return set(backend.iterate_keys(Everything()))


@pytest.fixture
def cluster() -> MemoryCluster:
    return MemoryCluster()


@pytest.fixture
def backend(cluster: MemoryCluster) -> OpenSearchBackend:
    return OpenSearchBackend(cluster, "kapok", create=True)


def test_nothing_is_seen_before_the_commit(backend: OpenSearchBackend) -> None:
    assert (backend.sequence(), keys(backend)) == (-1, set())
    writer = backend.writer()
    writer.add([document(GREEN_LEAF)])
    assert keys(backend) == set()
    writer.commit(7)
    assert (backend.sequence(), keys(backend)) == (7, {GREEN_LEAF.key})
    writer.add([document(HEART_VALVE), document(GREEN_LEAF)])
    writer.remove([GREEN_LEAF.key, "mark/XX/none"])
    writer.commit(8)
    assert (backend.sequence(), keys(backend)) == (8, {HEART_VALVE.key})


def test_a_rebuild_takes_the_name_at_its_commit(backend: OpenSearchBackend, cluster: MemoryCluster) -> None:
    first = backend.writer()
    first.add([document(GREEN_LEAF)])
    first.commit(1)
    before = cluster.aliases["kapok"]
    writer = backend.writer(bulk=True)
    writer.add(document(record) for record in LIBRARY)
    assert keys(backend) == {GREEN_LEAF.key}
    writer.commit(2)
    writer.close()
    assert keys(backend) == {record.key for record in LIBRARY}
    assert before not in cluster.indices, "the old index is gone"
    assert len(cluster.indices) == 1


def test_a_rebuild_that_is_given_up_leaves_nothing(backend: OpenSearchBackend, cluster: MemoryCluster) -> None:
    writer = backend.writer(bulk=True)
    writer.add([document(GREEN_LEAF)])
    writer.rollback()
    writer.close()
    assert len(cluster.indices) == 1
    assert keys(backend) == set()


def test_a_record_is_found_by_its_number_and_shown(backend: OpenSearchBackend) -> None:
    writer = backend.writer()
    writer.add([document(BATTERY_A1)])
    writer.commit(1)
    hit = backend.search(SearchRequest(query=NumberIs("any_number", "CN 101551481 A"))).hits[0]
    assert (hit.key, hit.category, hit.group_size) == (BATTERY_A1.key, "patent", 1)
    assert hit.summary["office_code"] == "CN"


def test_many_documents_go_in_several_requests(
    backend: OpenSearchBackend, cluster: MemoryCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kapok.search.opensearch_writer.BATCH_BYTES", 2000)
    writer = backend.writer()
    writer.add(document(record) for record in LIBRARY)
    writer.commit(1)
    assert sum(path.endswith("/_bulk") for _, path, _ in cluster.asked) > 3
    assert len(keys(backend)) == len(LIBRARY)


class Refusing(MemoryCluster):
    """Answers one kind of request with something else."""

    def __init__(self, part: str, answer: Any) -> None:
        super().__init__()
        self.part, self.answer, self.armed = part, answer, False

    def ask(self, method: str, path: str, body: Any = None, parameters: Mapping[str, Any] | None = None) -> Any:
        return self.answer if self.armed and self.part in path else super().ask(method, path, body, parameters)


def write_and_search(backend: OpenSearchBackend) -> None:
    writer = backend.writer()
    writer.add([document(GREEN_LEAF)])
    writer.commit(1)
    backend.search(SearchRequest(query=Everything()))


REFUSED = {"errors": True, "items": [{"index": {"_id": "mark/EM/1", "error": {"reason": "disk is full"}}}]}


@pytest.mark.parametrize(
    ("part", "answer", "says"),
    [
        ("/_bulk", REFUSED, "mark/EM/1: disk is full"),
        ("/_search", None, "Run 'kapok reindex'"),
        ("/_search", {"hits": {}, "timed_out": True}, "a shard failed or was late"),
        ("/_search", {"hits": {}, "_shards": {"failed": 1}}, "a shard failed or was late"),
        ("/_mapping", {"kapok-1": {"mappings": {"_meta": {"schema": 0}}}}, "it has version 0"),
    ],
)
def test_what_a_cluster_refuses_is_told(part: str, answer: Any, says: str) -> None:
    cluster = Refusing(part, answer)
    backend = OpenSearchBackend(cluster, "kapok", create=True)
    cluster.armed = True
    with pytest.raises(BackendError) as caught:
        write_and_search(backend)
    assert says in str(caught.value)


def test_an_index_that_is_not_there_is_no_empty_answer(cluster: MemoryCluster) -> None:
    with pytest.raises(BackendError, match="kapok reindex"):
        OpenSearchBackend(cluster, "kapok")


@pytest.mark.parametrize(
    ("status", "text", "kind"),
    [
        (400, "too_many_clauses: maxClauseCount is set to 1024", QueryError),
        (503, "no master", BackendError),
        ("", "Connection refused", BackendError),
    ],
)
def test_failures_of_the_connection(status: object, text: str, kind: type[KapokError]) -> None:
    assert isinstance(failure(status, text), kind)


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("http://localhost:9200", ("http://localhost:9200", "kapok")),
        ("https://user:word@search.example:9200/ip-records", ("https://user:word@search.example:9200", "ip-records")),
    ],
)
def test_an_address_names_the_cluster_and_the_index(address: str, parts: tuple[str, str]) -> None:
    assert read_address(address) == parts


@pytest.mark.parametrize("address", ["localhost:9200", "ftp://host/x", "https:///x", "https://host/Big", "https://host/a/b"])
def test_an_address_that_is_none_is_told(address: str) -> None:
    with pytest.raises(InputError, match="KAPOK_SEARCH_URL"):
        read_address(address)


def test_without_its_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("kapok.search.opensearch_connect.import_module", missing)
    with pytest.raises(BackendError, match=r"kapok\[cluster\]"):
        connect("http://localhost:9200")
