"""Each shipped mapping and line format: a small file of invented records, and the records that it must give.

To add one: put `samples/<format>.<kind>` there, run `python -m pytest tests/formats/tables/test_samples.py` and look at what it
prints; when every value is right, save it as `samples/<format>.expected.json`.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from tests.formats.tables.conftest import SAMPLES, Outcome, make_workbook, read_stream

from kapok.formats.registry import readers
from kapok.records.record import decode, encode

FILES = sorted(path for path in SAMPLES.iterdir() if not path.name.endswith(".expected.json"))
FORMATS = {"lens-export": "lens-jsonl", "lens-api": "lens-jsonl", "kapok": "kapok-jsonl"}


def read_sample(path: Path) -> Outcome:
    data = path.read_bytes()
    if path.name.endswith(".xlsx.csv"):
        data = make_workbook(data.decode())
    return read_stream(io.BytesIO(data), path.name)


def as_plain(outcome: Outcome) -> dict[str, Any]:
    """What a sample gives, without what is the same for all records."""
    records = []
    for record in outcome.records:
        plain = json.loads(encode(record))
        for name in ("source", "format", "file", "read_at"):
            plain["provenance"].pop(name, None)
        records.append(plain)
    return {
        "records": records,
        "rejected": [f"{each.position}: {each.reason}" for each in outcome.rejected],
        "unexpected": sorted(outcome.audit.unexpected),
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_sample_gives_the_expected_records(path: Path) -> None:
    outcome = read_sample(path)
    name = path.name.split(".")[0]
    assert outcome.reader.spec.name == FORMATS.get(name, f"table:{name}")
    expected = path.parent / f"{name}.expected.json"
    found = as_plain(outcome)
    assert expected.exists(), json.dumps(found, ensure_ascii=False, indent=1)
    assert found == json.loads(expected.read_text("utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_record_of_a_sample_survives_encoding_and_names_its_source(path: Path) -> None:
    outcome = read_sample(path)
    for record in outcome.records:
        assert decode(encode(record)) == record
        if outcome.reader.spec.name != "kapok-jsonl":  # which keeps the provenance that it finds
            assert record.provenance.file == path.name
        assert record.provenance.position
        assert record.key.startswith(f"{record.category}/{record.office_code}/")


def test_every_table_format_has_a_sample() -> None:
    sampled = {FORMATS.get(path.name.split(".")[0], f"table:{path.name.split('.')[0]}") for path in FILES}
    tables = {name for name in readers() if name.startswith("table:")} | {"lens-jsonl", "kapok-jsonl"}
    assert sampled == tables
