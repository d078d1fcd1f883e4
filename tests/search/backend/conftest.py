from __future__ import annotations

from pathlib import Path

import pytest

from kapok.records.record import Record
from kapok.search.mapping import document
from kapok.search.tantivy_index import TantivyBackend

from .corpus import corpus


class Indexed:
    """A corpus and the backend that holds it."""

    def __init__(self, records: list[Record], backend: TantivyBackend) -> None:
        self.records = records
        self.backend = backend


def build(folder: Path, records: list[Record], commits: int = 1, *, together: bool = False) -> TantivyBackend:
    """An index of records, loaded in so many commits (each makes a segment).

    `together`: the publications of one right share its legal status, as a load works it out at its end.
    """
    members: dict[str, list[Record]] = {}
    for record in records:
        members.setdefault(record.right_id or record.key, []).append(record)
    backend = TantivyBackend(folder, create=True)
    writer = backend.writer()
    for number in range(commits):
        part = records[number::commits]
        writer.add(document(each, members[each.right_id or each.key] if together else ()) for each in part)
        writer.commit(number)
    writer.close()
    return backend


@pytest.fixture(scope="session", params=[(1, 1), (2, 3)], ids=["one segment", "three segments"])
def indexed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Indexed:
    """A random corpus and the backend that holds it."""
    seed, commits = request.param
    records = corpus(seed, 150)
    return Indexed(records, build(tmp_path_factory.mktemp("index"), records, commits))
