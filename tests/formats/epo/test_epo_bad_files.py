"""One small bad file per error: what is bad is told with its place and reason, everything else is read."""

from __future__ import annotations

import pytest
from tests.formats.epo.reading import HERE, read_bytes, records_of, rejected_of

from kapok.errors import InputError

# file: records read, then (part of the position, part of the reason) of each rejection
CASES: dict[str, tuple[int, tuple[tuple[str, str], ...]]] = {
    "docdb_broken_xml.xml": (2, (("record 2, byte 715", "mismatch"),)),
    "docdb_wrong_date.xml": (2, (("record 2, byte 715", "publication date: '20101332' is not a date"),)),
    "docdb_truncated.xml": (1, (("record 2, byte 715", "truncated"),)),
    "docdb_bad_encoding.xml": (2, (("record 2, byte 715", "not utf-8"),)),
    "docdb_no_number.xml": (1, (("record 2", "no number"),)),
    "ops_broken_document.xml": (2, (("answer 1, record 2, byte 510", "mismatch"),)),
    "ops_truncated.xml": (1, (("answer 1, record 2, byte 510", "truncated"),)),
    "ops_wrong_date.xml": (1, (("answer 1, record 1", "publication date: '20109999'"),)),
    "ops_register_no_number.xml": (0, (("answer 1, record 1", "the query that it answers names none"),)),
    "ep_wrong_date.xml": (2, (("record 2, byte 461", "filing date: '20090231' is not a date"),)),
    "ep_next_begins.xml": (2, (("record 2, byte 461", "a new document begins"),)),
    "ep_truncated.xml": (1, (("record 2, byte 461", "truncated"),)),
    "fulltext_wrong_date.xml": (0, (("record 1", "publication date: '20241399'"),)),
    "dpma_no_number.xml": (1, (("record 1", "no number"),)),
    "jpo_truncated.json": (1, (("record 2, byte 165", "not JSON"),)),
    "jpo_wrong_date.json": (0, (("record 1", "filing date: '20201399'"),)),
    "google_truncated.html": (0, (("record 1", "truncated"),)),
    "google_no_number.html": (0, (("record 1", "not a publication number"),)),
    "gbt_bad_entries.txt": (2, (("line 2", "[J]"), ("line 3", "2015-02-30"), ("line 4", "does not read"))),
    "gbt_bad_encoding.txt": (1, (("line 2, byte 56", "not utf-8"),)),
    "cn_list_foreign.txt": (4, (("line 5", "US1387005"),)),
}
ANSWERS = {
    "ops_fault.xml": "OPS answered SERVER.EntityNotFound: No results found",
    "jpo_error.json": "the JPO answered 107",
}
REFUSED = {"docdb_entity_bomb.xml": "entity bomb", "docdb_external_entity.xml": "open another file"}


def test_every_bad_file_is_in_a_table() -> None:
    assert {path.name for path in (HERE / "bad").iterdir()} == {*CASES, *ANSWERS, *REFUSED}


@pytest.mark.parametrize("name", CASES)
def test_bad_records_are_told_and_the_rest_is_read(name: str) -> None:
    found = read_bytes((HERE / "bad" / name).read_bytes(), name)
    count, expected = CASES[name]
    assert len(records_of(found)) == count
    rejected = rejected_of(found)
    assert len(rejected) == len(expected)
    for told, (position, reason) in zip(rejected, expected, strict=True):
        assert position in told.position
        assert reason in told.reason
        assert told.raw, "the quarantine file needs the raw bytes"
        assert told.is_record


@pytest.mark.parametrize("name", ANSWERS)
def test_an_error_answer_is_told_and_never_counted_as_data(name: str) -> None:
    found = read_bytes((HERE / "bad" / name).read_bytes(), name)
    assert records_of(found) == []
    (told,) = rejected_of(found)
    assert not told.is_record
    assert ANSWERS[name] in told.reason


@pytest.mark.parametrize("name", REFUSED)
def test_dangerous_files_are_refused(name: str) -> None:
    with pytest.raises(InputError, match=REFUSED[name]):
        read_bytes((HERE / "bad" / name).read_bytes(), name)


def test_a_gb18030_list_of_references_is_read_as_such() -> None:
    text = "[1]叶雷. 茶杯[P]. 广东：CN204450001U,2015-07-08.\n"
    (record,) = records_of(read_bytes(text.encode("gb18030")))
    assert record.titles[0].text == "茶杯"
    assert record.attributes["region"] == "广东"
