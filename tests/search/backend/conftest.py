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


@pytest.fixture(scope="session", params=["one segment", "three segments", "long texts"])
def indexed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Indexed:
    """A random corpus and the backend that holds it; `long texts`: every text counts as too long for positions of units."""
    seed, commits = {"one segment": (1, 1), "three segments": (2, 3), "long texts": (3, 2)}[request.param]
    records = corpus(seed, 150)
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "long texts":
            patch.setattr("kapok.search.mapping_units.MOST_PARAGRAPHS", 1)
            patch.setattr("kapok.search.mapping_units.LONGEST_SENTENCE", 2)
        backend = build(tmp_path_factory.mktemp("index"), records, commits)
    return Indexed(records, backend)
