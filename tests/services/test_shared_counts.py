"""Every set of real records loads, and `read` is the number that an independent count of the raw bytes gave."""

from __future__ import annotations

from pathlib import Path

import pytest

from kapok.services.load_source import load_source

pytestmark = pytest.mark.shared

SETS: list[tuple[str, int]] = [
    # folder or file                                   records
    ("uspto-fulltext/greenbook", 2),
    ("uspto-fulltext/sgml", 2),
    ("uspto-fulltext/pap", 2),
    ("uspto-fulltext/xml2004", 2),
    ("uspto-fulltext/xml2006", 1),
    ("uspto-fulltext/xml2014", 2),
    ("uspto-fulltext/xmlApp2004", 2),
    ("uspto-fulltext/xml4ip", 13),  # one package, in which lie 13 papers of five applications
    ("uspto-fulltext/by-version", 9),
    ("uspto-grant-redbook", 370),
    ("uspto-grant-redbook-design", 26),
    ("uspto-application-pap", 1),
    ("uspto-application-redbook", 3),
    ("uspto-application-redbook-with-images", 1),
    ("uspto-grant-bibliographic-ipgb", 11),
    ("uspto-brs-text", 6),
    ("uspto-assignment-xml", 10),
    ("patent-retrieval-nus/corpus.zip", 2244),
    ("ep-fulltext", 22),
    ("docdb", 13),
    ("epo-bdds-fulltext-es", 1),
    ("dpma-connect-xml", 12),
    ("cn-patent-google-html", 1),
    ("cn-patent-references-gbt7714", 172089),
    ("uspto-tsdr", 3),
    ("uspto-tsdr-st66-st96", 6),
    ("uspto-trademark-daily-tdxf", 11),
    ("tipo-trademark-xml", 2460),
    ("kipris-patent-xml", 1232),
    ("kipris-design-xml", 184),
    ("kipris-trademark-xml", 461),
    ("iponz-oppositions", 153),
    ("lens-jsonl/Coronavirus-CPC-based-patents.jsonl.gz", 1470),
    ("lens-jsonl", 1470 + 18 + 110 + 271 + 782 + 762),
    ("india-grants", 15697),
    ("patentscope-csv", 10000),
    ("cn-patents", 38),
    ("marks-us-kr", 1000),
    ("gi-eambrosia", 641),
    ("gi-india/processedGIData.json.gz", 696),
    ("patent-database-exports", 5884 + 8867),
]


@pytest.mark.parametrize(("place", "records"), SETS)
def test_read_equals_the_independent_count(shared_data: Path, tmp_path: Path, place: str, records: int) -> None:
    report = load_source(tmp_path, [str(shared_data / place)])
    assert report.read == records
    assert report.read == report.stored + report.unchanged + report.rejected
    assert report.status == "published"


@pytest.mark.parametrize("name", ["ops", "euipo-api-json", "uspto-odp-json", "epo-bdds-fulltext-es"])
def test_loading_again_changes_nothing(shared_data: Path, tmp_path: Path, name: str) -> None:
    """The sets in which one record comes in several files, whole and in parts."""
    first, again = (load_source(tmp_path / "home", [str(shared_data / name)]) for _ in range(2))
    assert (first.read, again.stored) == (again.read, 0)
