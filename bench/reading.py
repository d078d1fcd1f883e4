"""Reading Red Book XML against a bare lxml parse of the same bytes, in CPU seconds; memory of reading a large file."""

from __future__ import annotations

import io
import time
from pathlib import Path

from lxml import etree

from bench.redbook_words import weekly_file
from kapok.formats.ports import ReadContext, Rejected
from kapok.formats.registry import get_reader


def reading_ratio(documents: int = 300) -> tuple[float, float, int]:
    """CPU seconds of split and parse into records, CPU seconds of the bare parse, bytes."""
    data = weekly_file(documents)
    reader = get_reader("uspto-redbook")
    context = ReadContext("bench", "weekly.xml", "2026-01-01T00:00:00+00:00")

    def read() -> None:
        count = 0
        for chunk in reader.split(io.BytesIO(data), "weekly.xml"):
            assert not isinstance(chunk, Rejected)
            count += sum(1 for item in reader.parse(chunk, context) if not isinstance(item, Rejected))
        assert count == documents, count

    pieces = [b"<?xml" + piece for piece in data.split(b"<?xml")[1:]]

    def bare() -> None:
        for piece in pieces:
            etree.fromstring(piece)

    return _best(read), _best(bare), len(data)


def _best(call: object) -> float:
    """The least CPU time of five runs: the others were disturbed."""
    found = []
    for _ in range(5):
        before = time.process_time()
        call()  # type: ignore[operator]
        found.append(time.process_time() - before)
    return min(found)


def shared_redbook(folder: Path) -> bytes:
    """Real weekly extracts where they lie beside the checkout, else nothing."""
    import gzip

    found = b""
    for file in sorted(folder.glob("uspto-grant-redbook/ipg*.xml.gz")):
        found += gzip.decompress(file.read_bytes())
    return found
