"""The real tabular sets: each gives the number of records that the collection states, by its own reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from kapok.formats.audit import Audit
from kapok.formats.container import list_files, open_file
from kapok.formats.ports import ReadContext, Rejected
from kapok.formats.registry import detect
from kapok.records.record import Record

pytestmark = pytest.mark.shared


class Count(NamedTuple):
    format: str
    read: int
    rejected: int
    unexpected: int
    keys: int


def count(path: Path) -> Iterator[tuple[str, Count | None]]:
    """What each member of a set gives: None where nobody claims it."""
    for file in list_files(str(path)):
        for member in open_file(file):
            reader = detect(member.head())
            name = member.name.rpartition("/")[2]
            if reader is None:
                yield name, None
                continue
            audit = Audit()
            context = ReadContext("test", member.name, "now", audit)
            keys: Counter[str] = Counter()
            rejected = 0
            for piece in reader.split(member.stream, member.name):
                for item in [piece] if isinstance(piece, Rejected) else reader.parse(piece, context):
                    if isinstance(item, Record):
                        keys[item.key] += 1
                    else:
                        rejected += 1
            read = keys.total() + rejected
            yield name, Count(reader.spec.name, read, rejected, audit.unexpected.total(), len(keys))


SETS = {
    "india-grants": {"2018_grants.csv": Count("table:in-patent-journal", 15697, 6, 0, 15512)},
    "patentscope-csv": {"pizza_medium.csv": Count("table:patentscope", 10000, 0, 0, 9996)},
    "cn-patents": {
        "sample_train.csv": Count("table:cn-patent-abstracts", 19, 0, 0, 19),
        "sample_val.csv": Count("table:cn-patent-abstracts", 19, 0, 0, 19),
    },
    "marks-us-kr": {"trademarks_us_trademarks.json": Count("table:us-marks-json", 1000, 0, 0, 1000)},
    "gi-eambrosia": {"eAmbrosia_API.json": Count("table:eambrosia", 641, 0, 0, 641)},
    "gi-india": {
        # 697 lines: a heading and 696 names
        "Total Registered GI details of GI Application in India.txt": Count("table:gi-india-list", 696, 0, 0, 696),
        "processedGIData.json": Count("table:gi-india-json", 696, 0, 0, 696),
    },
    "patent-database-exports": {
        "drone_drones_fulltext_families_5884.csv": Count("table:lens-csv", 5884, 0, 0, 5884),
        "ewaste.xlsx": Count("table:ewaste-families", 8867, 0, 0, 8867),
    },
    "lens-jsonl": {
        "Coronavirus-CPC-based-patents.jsonl": Count("lens-jsonl", 1470, 0, 0, 1470),
        "Coronavirus-MERS-diagnosis-patents.jsonl": Count("lens-jsonl", 18, 0, 0, 18),
        "Coronavirus-MERS-treatment.jsonl": Count("lens-jsonl", 110, 0, 0, 110),
        "Coronavirus-SARS-diagnosis-patents.jsonl": Count("lens-jsonl", 271, 0, 0, 271),
        "Coronavirus-SARS-treatment.jsonl": Count("lens-jsonl", 782, 0, 0, 782),
        # one application was corrected twice: two documents with one number and kind
        "Coronavirus-declared-patseq-organism.jsonl": Count("lens-jsonl", 762, 0, 0, 761),
    },
}


@pytest.mark.parametrize("name", SETS)
def test_set_gives_the_stated_number_of_records(shared_data: Path, name: str) -> None:
    assert dict(count(shared_data / name)) == SETS[name]


@pytest.mark.parametrize("name", ["wipo-statistics", "patentsview-inventor-disambiguation", "epo-legal-event-codes"])
def test_what_is_no_record_is_claimed_by_nobody(shared_data: Path, name: str) -> None:
    assert all(found is None for _, found in count(shared_data / name))
