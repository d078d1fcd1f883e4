"""Each format on a small document of our own: `samples/<name>/` holds the document and `expected.json`, a table for each record.

To add a case: put a document in a new folder and write the table (path of a value -> value).
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.formats.marks.reading import HERE, head_of, read_file, records_of, table_of

from kapok.formats.audit import Audit
from kapok.formats.registry import detect
from kapok.records.record import decode, encode

FORMATS = {
    "st66-tsdr": "st66",
    "st66-dpma": "st66",
    "st66-euipo": "st66",
    "st66-parties": "st66-parties",
    "st96-1d3": "st96",
    "st96-tsdr": "st96",
    "st96-bulk": "st96",
    "uspto-tdxf": "uspto-tdxf",
    "uspto-tsdr": "uspto-tsdr",
    "euipo-mark-list": "euipo-json",
    "euipo-mark": "euipo-json",
    "euipo-designs": "euipo-json",
    "dpma-mark-hits": "dpma-marks",
    "dpma-design-hits": "dpma-marks",
    "dpma-design": "dpma-marks",
    "tipo-gazette": "tipo-marks",
    "tipo-applications": "tipo-marks",
    "kipris-patents": "kipris",
    "kipris-marks": "kipris",
    "kipris-goods": "kipris",
    "kipris-designs": "kipris",
    "iponz": "iponz-oppositions",
}
FOLDERS = sorted(path for path in (HERE / "samples").iterdir() if path.is_dir())


def document_in(folder: Path) -> Path:
    return next(path for path in folder.iterdir() if path.name != "expected.json")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_content_tells_the_format(folder: Path) -> None:
    reader = detect(head_of(document_in(folder)))
    assert reader is not None
    assert reader.spec.name == FORMATS[folder.name]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_records_hold_what_the_document_says(folder: Path) -> None:
    found = read_file(document_in(folder))
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    assert [table_of(record) for record in records_of(found)] == expected
    assert len(found) == len(expected)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_records_survive_json(folder: Path) -> None:
    for record in records_of(read_file(document_in(folder))):
        assert decode(encode(record)) == record


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_element_is_used_or_left_out_for_a_reason(folder: Path) -> None:
    audit = Audit()
    read_file(document_in(folder), audit)
    assert not audit.unexpected
    assert sum(audit.used.values()) > 5
    assert all(audit.reasons[path].strip() for path in audit.ignored)


def test_an_unknown_element_is_reported_as_unexpected(tmp_path: Path) -> None:
    document = document_in(HERE / "samples" / "st66-euipo").read_text("utf-8")
    changed = tmp_path / "changed.xml"
    changed.write_text(document.replace("<KindMark>", "<KindOfTea>green</KindOfTea><KindMark>", 1), "utf-8")
    audit = Audit()
    read_file(changed, audit)
    assert list(audit.unexpected) == ["TradeMark/KindOfTea"]


def test_us_marks_have_the_serial_number_as_key() -> None:
    keys = {
        record.key
        for name in ("st66-tsdr", "st96-1d3", "uspto-tdxf", "uspto-tsdr")
        for record in records_of(read_file(document_in(HERE / "samples" / name)))
    }
    assert keys >= {"mark/US/90000017", "mark/US/75000031", "mark/US/97000061", "mark/US/97000071"}


def test_positions_name_record_and_byte() -> None:
    document = document_in(HERE / "samples" / "st66-euipo")
    second = records_of(read_file(document))[1]
    assert second.provenance.position.startswith("record 2, byte ")
    offset = int(second.provenance.position.rsplit(" ", 1)[1])
    assert document.read_bytes()[offset:].startswith(b'<TradeMark operationCode="Delete">')
