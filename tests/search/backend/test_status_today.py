"""The legal status without a day is that of the day of asking, however long ago the records were indexed."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kapok import clock
from kapok.records.legal_status import legal_history
from kapok.records.provenance import Provenance
from kapok.records.record import Mark, Number, Record
from kapok.search.mapping import document
from kapok.search.mapping_periods import STATUS_LETTERS
from kapok.search.ports import SearchRequest
from kapok.search.query import Everything, Words
from kapok.search.tantivy_index import TantivyBackend

from .corpus import corpus

FIRST_LOAD, SECOND_LOAD = "2020-06-01", "2021-05-17"
DAYS = ["2021-05-17", "2021-05-18", "2021-12-30", "2021-12-31", "2022-01-01", "2022-01-02", "2029-06-01", "2045-03-01"]
"""Days of asking: that of the last load, the next one, days on which something happens, after terms have run out."""

STATUSES = (*STATUS_LETTERS, "unknown")


def noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)


def status_of(record: Record, day: str) -> str:
    """The oracle: the interval that the day lies in; "" where nothing is known yet."""
    intervals = legal_history([record]).intervals
    return next((each.status for each in intervals if each.from_day <= day <= each.to_day), "")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Record], TantivyBackend]:
    """Two loads, nearly a year apart."""
    records = corpus(11, 240)
    backend = TantivyBackend(tmp_path_factory.mktemp("status") / "index", create=True)
    for number, day in enumerate((FIRST_LOAD, SECOND_LOAD)):
        with clock.fixed(noon(day)):
            writer = backend.writer()
            writer.add(document(record) for record in records[number::2])
            writer.commit(number)
            writer.close()
    return records, backend


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("status", STATUSES)
def test_condition_and_filter_are_those_of_the_day_of_asking(
    loaded: tuple[list[Record], TantivyBackend], status: str, day: str
) -> None:
    records, backend = loaded
    expected = {record.key for record in records if status_of(record, day) == status}
    with clock.fixed(noon(day)):
        assert set(backend.iterate_keys(Words("status", (status,), "any"))) == expected
        assert set(backend.iterate_keys(Everything(), filters=(("status", status),))) == expected


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("query", [Everything(), Words("office_code", ("US",), "any")])
def test_facet_and_rows_are_those_of_the_day_of_asking(
    loaded: tuple[list[Record], TantivyBackend], query: Words | Everything, day: str
) -> None:
    records, backend = loaded
    among = [record for record in records if isinstance(query, Everything) or record.office_code == "US"]
    statuses = {record.key: status for record in among if (status := status_of(record, day))}
    with clock.fixed(noon(day)):
        result = backend.search(SearchRequest(query=query, facets=("status",), limit=240))
    assert {bucket.value: bucket.count for bucket in result.facets["status"]} == Counter(statuses.values())
    assert {hit.key: hit.summary["status"] for hit in result.hits if "status" in hit.summary} == statuses


def test_the_corpus_has_rights_that_change_in_every_way(loaded: tuple[list[Record], TantivyBackend]) -> None:
    """The tests above say something only while rights change between the days, some of them back to what they were."""
    records, _ = loaded
    moves = {
        (status_of(record, one), status_of(record, other))
        for record in records
        for one, other in zip([FIRST_LOAD, *DAYS], DAYS, strict=False)
    }
    assert {
        ("pending", "in_force"),
        ("in_force", "not_in_force"),
        ("not_in_force", "in_force"),
        ("in_force", "unknown"),
    } <= moves
    assert any(
        sum(each.status == "in_force" and each.from_day > SECOND_LOAD for each in legal_history([record]).intervals) > 1
        or Counter(each.status for each in legal_history([record]).intervals).most_common(1)[0][1] > 1
        for record in records
        if legal_history([record]).intervals
    )


def test_a_mark_runs_out_at_midnight(tmp_path: Path) -> None:
    """One mark, indexed years before its last day: in force on that day, no longer on the next."""
    mark = Mark(
        key="mark/EM/018000009",
        category="mark",
        office_code="EM",
        number="018000009",
        mark_text="Paper Kite",
        filing_date="2018-12-01",
        registration=Number("EM", "018000009"),
        registration_date="2019-05-17",
        expiry_date="2028-12-01",
        provenance=Provenance("invented", "test"),
    )
    backend = TantivyBackend(tmp_path / "index", create=True)
    with clock.fixed(noon("2026-11-23")):
        writer = backend.writer()
        writer.add([document(mark)])
        writer.commit(0)
        writer.close()
    in_force = Words("status", ("in_force",), "any")
    counted = {}
    for instant in ("2026-11-23T12:00:00+00:00", "2028-12-01T23:59:59+00:00", "2028-12-02T00:00:00+00:00"):
        with clock.fixed(datetime.fromisoformat(instant)):
            result = backend.search(SearchRequest(query=in_force, facets=("status",)))
            everything = backend.search(SearchRequest(query=Everything(), facets=("status",)))
            counted[instant] = (result.total, everything.facets["status"][0].value, everything.hits[0].summary["status"])
    assert list(counted.values()) == [
        (1, "in_force", "in_force"),
        (1, "in_force", "in_force"),
        (0, "not_in_force", "not_in_force"),
    ]


def test_a_truncated_status_is_asked_of_the_same_day(loaded: tuple[list[Record], TantivyBackend]) -> None:
    records, backend = loaded
    with clock.fixed(noon("2029-06-01")):
        found = set(backend.iterate_keys(Words("status", ("*in_force",), "any")))
    assert found == {record.key for record in records if status_of(record, "2029-06-01") in ("in_force", "not_in_force")}
