"""With KAPOK_SEARCH_URL set, the same services load, search, count and rebuild on a cluster (here: a model of one in memory)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.search.opensearch.cluster_in_memory import MemoryCluster

from kapok.services import opened_index
from kapok.services.browse_classes import browse
from kapok.services.export_records import export
from kapok.services.index_lake import reindex_home
from kapok.services.list_sources import category_counts
from kapok.services.make_sample import make_sample
from kapok.services.search_records import search


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryCluster]:
    made = MemoryCluster()
    monkeypatch.setenv("KAPOK_SEARCH_URL", "https://search.example:9200/records")
    monkeypatch.setattr("kapok.search.opensearch_connect.connect", lambda address: made)
    yield made
    opened_index._backends.clear()


def test_the_sample_on_a_cluster(cluster: MemoryCluster, tmp_path: Path, sample_home: Path) -> None:
    home = tmp_path / "home"
    make_sample(home)
    assert not (home / "index").exists()
    assert set(cluster.aliases) == {"records"}
    queries = [
        "ti=battery",
        "category=mark and nice=9",
        "茶",
        "ta=battery prox/unit=sentence ta=cell",
        "status=in_force",
        "office=HK",
    ]
    on_cluster = {query: search(home, query, limit=0, facets=("category",)) for query in queries}
    counts = category_counts(home)
    exported = list(export(home, "ti=battery", "csv"))
    node = browse(home, "locarno", "", "en")
    assert reindex_home(home) == sum(info.count for info in counts.values())
    assert search(home, queries[0], limit=0).total == on_cluster[queries[0]].total
    assert len(cluster.indices) == 1

    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("KAPOK_SEARCH_URL")
        for query in queries:
            here = search(sample_home, query, limit=0, facets=("category",))
            assert (on_cluster[query].total, on_cluster[query].facets) == (here.total, here.facets), query
        assert counts == category_counts(sample_home)
        assert exported == list(export(sample_home, "ti=battery", "csv"))
        assert node == browse(sample_home, "locarno", "", "en")
