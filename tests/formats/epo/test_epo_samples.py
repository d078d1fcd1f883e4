"""Each format and version on a small document of our own: `samples/<name>/` holds the document and `expected.json`.

To add a case: put a document `sample.*` in a new folder, name its format here, and write its records as JSON.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.formats.epo.reading import HERE, read_bytes, records_of, table_of

from kapok.formats.audit import Audit
from kapok.formats.ports import Head
from kapok.formats.registry import detect
from kapok.records.record import decode, encode

FORMATS = {
    "ep-1.0-a1": "ep-fulltext",
    "ep-1.1-a1": "ep-fulltext",
    "ep-1.2-b2": "ep-fulltext",
    "ep-1.3-a2": "ep-fulltext",
    "ep-1.4-b1": "ep-fulltext",
    "ep-1.5-a3": "ep-fulltext",
    "ep-1.5.1-b3": "ep-fulltext",
    "docdb-prefixed": "docdb",
    "docdb-plain": "docdb",
    "ops-biblio": "ops",
    "ops-abstract": "ops",
    "ops-fulltext": "ops",
    "ops-family": "ops",
    "ops-family-legal": "ops",
    "ops-search": "ops",
    "ops-equivalents": "ops",
    "ops-register": "ops",
    "ops-register-events": "ops",
    "ops-inquiry": "ops",
    "bulk-fulltext": "epo-fulltext",
    "dpma-info": "dpma-patent",
    "dpma-hits": "dpma-patent",
    "jpo-patent": "jpo",
    "jpo-design": "jpo",
    "jpo-mark": "jpo",
    "google-page": "google-patents-html",
    "gbt7714": "cn-gbt7714",
    "cn-file-list": "cn-gbt7714",
    "cn-number-list": "cn-gbt7714",
}


def sample_of(name: str) -> Path:
    return next(path for path in (HERE / "samples" / name).iterdir() if path.stem == "sample")


def test_every_folder_has_its_format() -> None:
    assert {path.name for path in (HERE / "samples").iterdir()} == set(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
def test_content_decides_the_format(name: str) -> None:
    reader = detect(Head(sample_of(name).read_bytes()[: 1 << 16], "x"))
    assert reader is not None
    assert reader.spec.name == FORMATS[name]


@pytest.mark.parametrize("name", FORMATS)
def test_sample_gives_the_expected_records(name: str) -> None:
    audit = Audit()
    found = read_bytes(sample_of(name).read_bytes(), sample_of(name).name, audit)
    records = records_of(found)
    assert len(records) == len(found), "something was rejected"
    expected = json.loads((HERE / "samples" / name / "expected.json").read_text("utf-8"))
    assert [table_of(record) for record in records] == expected
    assert not audit.unexpected, "an element is neither used nor ignored for a reason"
    assert all(decode(encode(record)) == record for record in records)


@pytest.mark.parametrize("name", FORMATS)
def test_provenance_says_where_and_when(name: str) -> None:
    for record in records_of(read_bytes(sample_of(name).read_bytes(), "file.xml")):
        said = record.provenance
        assert (said.source, said.file, said.read_at) == ("test", "file.xml", "2026-01-02T03:04:05+00:00")
        assert said.format == FORMATS[name]
        assert "byte" in said.position


def test_unknown_elements_are_reported_not_dropped_in_silence() -> None:
    data = sample_of("docdb-plain").read_bytes().replace(b"</abstract>", b"</abstract><novelty>x</novelty>", 1)
    audit = Audit()
    read_bytes(data, "x.xml", audit)
    assert audit.unexpected == {"exchange-document/novelty": 1}


def test_partial_answers_of_one_publication_share_its_key() -> None:
    names = ("ops-biblio", "ops-abstract", "ops-fulltext", "ops-family-legal")
    parts = {
        record.attributes.get("partial", "whole")
        for name in names
        for record in records_of(read_bytes(sample_of(name).read_bytes()))
        if record.key == "patent/EP/2400999/A1"
    }
    assert parts == {"whole", "abstract", "claims", "family, legal"}
