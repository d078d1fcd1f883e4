"""The real files beside the checkout: how many records each set must yield (README and COLLECTION-MANIFEST there)."""

from __future__ import annotations

from pathlib import Path

import pytest

from kapok.formats.audit import Audit
from kapok.formats.container import list_files, open_file
from kapok.formats.ports import ReadContext, Rejected
from kapok.formats.registry import get_reader

# set, format, records, what is told but no record or has no number
COUNTS = [
    ("uspto-grant-redbook", "uspto-redbook", 370, 0),
    ("uspto-grant-redbook-design", "uspto-redbook", 26, 0),
    ("uspto-application-redbook", "uspto-redbook", 3, 0),
    ("uspto-application-redbook-with-images", "uspto-redbook", 1, 0),
    ("uspto-grant-bibliographic-ipgb", "uspto-redbook", 11, 0),
    ("uspto-fulltext/xml2004", "uspto-redbook", 2, 0),
    ("uspto-fulltext/xml2006", "uspto-redbook", 1, 0),
    ("uspto-fulltext/xml2014", "uspto-redbook", 2, 0),
    ("uspto-fulltext/xmlApp2004", "uspto-redbook", 2, 0),
    ("uspto-fulltext/by-version", "uspto-redbook", 6, 0),
    ("uspto-fulltext/by-version", "uspto-sgml", 2, 0),
    ("uspto-fulltext/by-version", "uspto-pap", 1, 0),
    ("uspto-fulltext/sgml", "uspto-sgml", 2, 0),
    ("uspto-fulltext/pap", "uspto-pap", 2, 0),
    ("uspto-application-pap", "uspto-pap", 1, 0),
    ("uspto-fulltext/greenbook", "uspto-greenbook", 2, 0),
    ("uspto-fulltext/xml4ip", "uspto-xml4ip", 13, 0),
    ("uspto-brs-text", "uspto-brs", 6, 0),
    ("uspto-assignment-xml", "uspto-assignment", 10, 0),
    ("uspto-odp-json", "uspto-odp", 150, 4),
    ("uspto-patent-center-json", "uspto-patent-center", 163, 0),
    ("patent-retrieval-nus", "nus-corpus", 2244, 0),
]


@pytest.mark.shared
@pytest.mark.parametrize(("folder", "name", "count", "told"), COUNTS)
def test_real_set_yields_its_records(shared_data: Path, folder: str, name: str, count: int, told: int) -> None:
    reader = get_reader(name)
    audit = Audit()
    keys: list[str] = []
    rejected: list[Rejected] = []
    for file in list_files(str(shared_data / folder)):
        for member in open_file(file):
            if not reader.detect(member.head()):
                continue
            context = ReadContext(source="", file=member.name, read_at="2026-01-01T00:00:00Z", audit=audit)
            for piece in reader.split(member.stream, member.name):
                for item in [piece] if isinstance(piece, Rejected) else reader.parse(piece, context):
                    if isinstance(item, Rejected):
                        rejected.append(item)
                    else:
                        keys.append(item.key)
    assert len(keys) == count
    assert len(rejected) == told, rejected
    assert not audit.unexpected, audit.unexpected.most_common(5)
