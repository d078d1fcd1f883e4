"""The real files beside the checkout give exactly the records that their manifest states, and leave no element unread."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.formats.epo.reading import read_path, records_of, rejected_of

from kapok.formats.audit import Audit
from kapok.formats.container import list_files, open_file
from kapok.formats.registry import detect

# set: records in it, entries that are told but are no records (error answers)
COUNTS = {
    "ep-fulltext": (22, 0),
    "docdb": (13, 0),
    "ops": (83, 2),
    "epo-ops-xml": (106, 0),
    "epo-bdds-fulltext-es": (1, 0),
    "jpo-api-json": (9, 0),
    "cn-patent-google-html": (1, 0),
}

pytestmark = pytest.mark.shared


@pytest.mark.parametrize("name", COUNTS)
def test_real_set_gives_its_count(shared_data: Path, name: str) -> None:
    audit = Audit()
    found = read_path(shared_data / name, audit)
    records, told = COUNTS[name]
    assert len(records_of(found)) == records
    rejected = rejected_of(found)
    assert len(rejected) == told
    assert all(not each.is_record for each in rejected)
    assert dict(audit.unexpected) == {}


def _manifest(shared_data: Path, name: str) -> dict[str, str]:
    with (shared_data / "COLLECTION-MANIFEST.tsv").open(encoding="utf-8", newline="") as lines:
        return {row["file"]: row["records"] for row in csv.DictReader(lines, delimiter="\t") if row["set"] == name}


def test_every_register_answer_gives_its_register_documents(shared_data: Path) -> None:
    for file, stated in _manifest(shared_data, "epo-ops-xml").items():
        expected = int(stated.split("register-document=")[1].split(",")[0])
        assert len(records_of(read_path(shared_data / file))) == expected, file


@pytest.mark.parametrize(("file", "count"), [("patent_info.xml", 1), ("patent_search.xml", 3)])
def test_dpma_patents(shared_data: Path, file: str, count: int) -> None:
    audit = Audit()
    found = read_path(shared_data / "dpma-connect-xml" / file, audit)
    assert len(found) == len(records_of(found)) == count
    assert dict(audit.unexpected) == {}


def test_chinese_references_give_the_count_of_each_file(shared_data: Path) -> None:
    for file, stated in _manifest(shared_data, "cn-patent-references-gbt7714").items():
        found = read_path(shared_data / file)
        assert len(found) == len(records_of(found)) == int(stated), file


def test_answers_about_the_service_are_claimed_by_nobody(shared_data: Path) -> None:
    for file in list_files(str(shared_data / "epo-bdds-api-json")):
        for member in open_file(file):
            assert detect(member.head()) is None, member.name


def test_known_facts_of_a_real_european_specification(shared_data: Path) -> None:
    (record,) = records_of(read_path(shared_data / "ep-fulltext" / "v1-2-B2.xml"))
    assert record.key == "patent/EP/0430402/B2"
    assert record.right_id == "EP/90308718"
    assert next(party.name for party in record.parties if party.role == "opponent") == "Cytocell Ltd."
    assert [claim.number for claim in record.claims] == [1, 2, 3, 4] * 3  # type: ignore[attr-defined]
