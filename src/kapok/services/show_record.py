"""One record with everything around it: its right and status, family, citations both ways, history, and its source text."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from kapok import clock
from kapok.records.legal_status import StatusVerdict, legal_history, legal_status_on
from kapok.records.numbers import normalise_number
from kapok.records.record import AnyRecord, Citation, Number, Patent, make_key
from kapok.search.ports import Hit, SearchRequest
from kapok.search.query import Node, NumberIs, Words
from kapok.services.opened import backend_of, lake_of


class RecordView(Struct, frozen=True, kw_only=True):
    """What a record page needs. `right`: all publications of its right (itself included), `cited` with the key if loaded."""

    record: AnyRecord
    right: list[AnyRecord]
    status: StatusVerdict
    history: object
    family: list[Hit]
    citing: list[Hit]
    citing_total: int
    cited: list[tuple[Citation, str | None]]
    versions: int


def record_json(home: Path, key: str) -> AnyRecord:
    """The current record alone. Raises NotFound."""
    return lake_of(home).get(key)


def record_versions(home: Path, key: str) -> list[AnyRecord]:
    """All versions of a record, the current one first. Raises NotFound."""
    lake = lake_of(home)
    versions = lake.versions(key)
    if not versions:
        lake.get(key)  # raises NotFound with its words
    return [lake.read(version) for version in versions]


def show(home: Path, key: str) -> RecordView:
    """The record and what stands in relation to it. Raises NotFound, or BackendError when it cannot look."""
    lake = lake_of(home)
    versions = lake.versions(key)
    record = lake.get(key)
    right = lake.read_many(lake.right_keys(versions[0].right_id))
    if record.key not in {other.key for other in right}:
        right = [record]
    family = _family(home, record)
    citing, citing_total = _citing(home, record)
    return RecordView(
        record=record,
        right=right,
        status=legal_status_on(right, clock.today().isoformat()),
        history=legal_history(right),
        family=family,
        citing=citing,
        citing_total=citing_total,
        cited=[(citation, _loaded_key(home, citation.number)) for citation in record.citations[:200]]
        + [(citation, None) for citation in record.citations[200:]],
        versions=len(versions),
    )


def _family(home: Path, record: AnyRecord) -> list[Hit]:
    if not isinstance(record, Patent) or not record.family_id:
        return []
    request = SearchRequest(query=Words("family_id", (record.family_id,), "exact"), limit=50, sort="publication_date:asc")
    return [hit for hit in backend_of(home).search(request).hits if hit.key != record.key]


def _citing(home: Path, record: AnyRecord) -> tuple[list[Hit], int]:
    if not record.number:
        return [], 0
    query: Node = NumberIs("citation", f"{record.office_code}{record.number}")
    result = backend_of(home).search(SearchRequest(query=query, limit=50, sort="publication_date:desc"))
    return [hit for hit in result.hits if hit.key != record.key], result.total


def _loaded_key(home: Path, number: Number | None) -> str | None:
    """The key under which a cited document is loaded, if it is."""
    if number is None or not number.number:
        return None
    lake = lake_of(home)
    plain = normalise_number(number.office_code, number.number)
    for category in ("patent", "design"):
        key = make_key(category, number.office_code, plain, number.kind_code)
        if lake.versions(key):
            return key
    return None
