"""One small invented document per version of each USPTO format, and what must be read from it.

To add one: put `name.xml` into `documents/`, the records that an expert expects into `name.expected.json`.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kapok.formats.audit import Audit
from kapok.formats.container import list_files, open_file
from kapok.formats.ports import ReadContext, Rejected
from kapok.formats.registry import detect
from kapok.records.record import Record, decode, encode

DOCUMENTS = Path(__file__).parent / "documents"
FORMATS = {
    "redbook_40_grant.xml": "uspto-redbook",
    "redbook_42_design.xml": "uspto-redbook",
    "redbook_44_application.xml": "uspto-redbook",
    "redbook_45_grants.xml": "uspto-redbook",
    "patdoc_24.sgm": "uspto-sgml",
    "patdoc_25.xml": "uspto-sgml",
    "pap_16.xml": "uspto-pap",
    "greenbook.txt": "uspto-greenbook",
    "brs.txt": "uspto-brs",
    "odp_wrapper.json": "uspto-odp",
    "odp_decisions.json": "uspto-odp",
    "ppubs.json": "uspto-patent-center",
    "peds.json": "uspto-patent-center",
    "ptab.json": "uspto-patent-center",
    "assignment.xml": "uspto-assignment",
    "xml4ip.xml": "uspto-xml4ip",
    "nus.xml": "nus-corpus",
}


def read_all(path: Path, audit: Audit | None = None) -> tuple[str, list[Record], list[Rejected]]:
    """The format found by content, the records and what was rejected."""
    name = ""
    records: list[Record] = []
    rejected: list[Rejected] = []
    for file in list_files(str(path)):
        for member in open_file(file):
            reader = detect(member.head())
            assert reader is not None, f"nobody recognises {member.name}"
            name = reader.spec.name
            context = ReadContext(source="", file=member.name, read_at="2026-01-01T00:00:00Z", audit=audit)
            for piece in reader.split(member.stream, member.name):
                for item in [piece] if isinstance(piece, Rejected) else reader.parse(piece, context):
                    if isinstance(item, Rejected):
                        rejected.append(item)
                    else:
                        records.append(item)
    return name, records, rejected


def test_every_document_is_listed() -> None:
    assert {path.name for path in DOCUMENTS.iterdir() if not path.name.endswith(".expected.json")} == set(FORMATS)


@pytest.mark.parametrize("file", FORMATS)
def test_document_is_read_as_expected(file: str) -> None:
    name, records, rejected = read_all(DOCUMENTS / file)
    assert (name, rejected) == (FORMATS[file], [])
    expected = json.loads((DOCUMENTS / file).with_suffix(".expected.json").read_text("utf-8"))
    assert [json.loads(encode(record)) for record in records] == expected


@pytest.mark.parametrize("file", FORMATS)
def test_every_element_is_used_or_ignored_for_a_reason(file: str) -> None:
    audit = Audit()
    read_all(DOCUMENTS / file, audit)
    assert not audit.unexpected
    assert audit.used
    assert all(audit.reasons[path].strip() for path in audit.ignored)


@pytest.mark.parametrize("file", FORMATS)
def test_reading_with_audit_changes_nothing(file: str) -> None:
    assert read_all(DOCUMENTS / file, Audit())[1] == read_all(DOCUMENTS / file)[1]


@pytest.mark.parametrize("file", FORMATS)
def test_records_survive_storage(file: str) -> None:
    for record in read_all(DOCUMENTS / file)[1]:
        assert decode(encode(record)) == record


def test_weekly_file_gives_positions_and_passes_over_sequence_listings() -> None:
    _, records, _ = read_all(DOCUMENTS / "redbook_45_grants.xml")
    data = (DOCUMENTS / "redbook_45_grants.xml").read_bytes()
    second = data.index(b"<us-patent-grant", data.index(b"</sequence-cwu>"))
    assert [record.provenance.position for record in records] == ["record 1, byte 114", f"record 2, byte {second}"]


def test_unknown_element_is_told(tmp_path: Path) -> None:
    text = (DOCUMENTS / "redbook_42_design.xml").read_text("utf-8")
    file = tmp_path / "new.xml"
    file.write_text(text.replace("<number-of-claims>", "<us-invented><part>1</part></us-invented><number-of-claims>"), "utf-8")
    audit = Audit()
    _, records, _ = read_all(file, audit)
    front = "us-patent-grant/us-bibliographic-data-grant"
    assert dict(audit.unexpected) == {f"{front}/us-invented": 1, f"{front}/us-invented/part": 1}
    assert len(records) == 1
