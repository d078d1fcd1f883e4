"""Bad input: what is wrong is told with its place and reason, everything else is read. One small file per error."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.formats.uspto.test_documents import read_all

BAD = Path(__file__).parent / "bad"

# file, records that are read all the same, part of the position, part of the reason
CASES = [
    ("redbook_broken_tag.xml", 1, "record 1, byte 114", "Opening and ending tag mismatch: invention-title"),
    ("redbook_wrong_date.xml", 1, "record 1, byte 114", "filing date is wrong: '20110431'"),
    ("redbook_wrong_priority.xml", 1, "record 1, byte 114", "priority date is wrong: '20101320'"),
    ("redbook_truncated.xml", 1, "record 2, byte ", "the file is truncated"),
    ("redbook_new_document_begins.xml", 1, "record 1, byte 114", "a new document begins"),
    ("redbook_bad_encoding.xml", 1, "record 1, byte 114", "the bytes are not utf-8"),
    ("redbook_no_number.xml", 1, "record 1, byte 114", "it states no publication number"),
    ("redbook_no_front_page.xml", 1, "record 1, byte 0", "it has no front page"),
    ("redbook_entity_in_second.xml", 1, "record 2, byte ", "(an entity bomb)"),
    ("patdoc_wrong_end_tag.sgm", 0, "record 1, byte 178", "the end tag </B541> does not fit"),
    ("patdoc_xml_not_wellformed.xml", 0, "record 1, byte 186", "Opening and ending tag mismatch: CITED-BY-EXAMINER"),
    ("greenbook_truncated.txt", 1, "record 2, byte 1198", "it breaks off before its claims"),
    ("greenbook_wrong_date.txt", 1, "record 1, byte 36", "issue date is wrong: '19761313'"),
    ("greenbook_cut_claims.txt", 0, "record 1, byte 36", "it states 2 claims but ends after 1"),
    ("brs_truncated.txt", 0, "record 1, byte 63", "it states 2 claims but ends after 1"),
    ("nus_no_number.xml", 0, "record 1, byte 23", "it states no patent number"),
    ("assignment_wrong_date.xml", 0, "record 1, byte 156", "recording date is wrong: '2006-19-14'"),
]


def test_every_bad_file_is_listed() -> None:
    assert {path.name for path in BAD.iterdir()} == {case[0] for case in CASES} | {"odp_broken.json"}


@pytest.mark.parametrize(("file", "read", "position", "reason"), CASES)
def test_bad_record_is_told_and_the_rest_is_read(file: str, read: int, position: str, reason: str) -> None:
    _, records, rejected = read_all(BAD / file)
    assert len(records) == read
    assert len(rejected) == 1
    assert rejected[0].position.startswith(position)
    assert reason in rejected[0].reason
    assert rejected[0].raw


def test_broken_json_answer_keeps_its_good_entries() -> None:
    _, records, rejected = read_all(BAD / "odp_broken.json")
    assert [record.key for record in records] == ["patent/US/AP17248002"]
    assert [entry.position for entry in rejected] == ["record 1, byte 30", "record 3, byte 161"]
    assert "'2021-02-30' is not a date" in rejected[0].reason
    assert "breaks off" in rejected[1].reason


def test_code_tables_are_told_but_are_no_records(tmp_path: Path) -> None:
    file = tmp_path / "codes.json"
    file.write_text('{"count": 1, "statusCodeBag": [{"applicationStatusCode": 150}]}', "utf-8")
    _, records, rejected = read_all(file)
    assert (records, [entry.is_record for entry in rejected]) == ([], [False])
