"""A writer of native files, and what it writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from kapok.records.provenance import Provenance
from kapok.records.record import LegalEvent, Number, Patent, Record, encode, make_key
from kapok.records.text import Text

Writer = Callable[[str, Iterable[Record]], Path]


@pytest.fixture
def native(tmp_path: Path) -> Writer:
    """Write records as a file in Kapok's own format."""

    def write(name: str, records: Iterable[Record]) -> Path:
        path = tmp_path / name
        path.write_bytes(b"".join(encode(record) + b"\n" for record in records))
        return path

    return write


def a_patent(number: str, title: str, *, kind: str = "A1", right: str = "", event: LegalEvent | None = None) -> Patent:
    return Patent(
        key=make_key("patent", "CN", number, kind),
        category="patent",
        office_code="CN",
        number=number,
        kind_code=kind,
        right_id=right,
        language="en",
        titles=(Text(title, "en"),),
        application=Number("CN", right.removeprefix("CN/")) if right else None,
        filing_date="2015-01-05",
        publication_date="2016-07-07" if kind.startswith("A") else "2018-03-06",
        grant_date="" if kind.startswith("A") else "2018-03-06",
        legal_events=(event,) if event else (),
        provenance=Provenance(source="test", format="kapok-jsonl"),
    )
