"""JSON lines: blocks lose no line; Kapok's own records come back as they were; Lens lines have their oddities."""

from __future__ import annotations

import io
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.tables.conftest import Outcome

from kapok.formats.lens_values import uspc_symbol
from kapok.formats.line_blocks import LineBlock, numbered_lines, split_lines
from kapok.formats.number_texts import read_number
from kapok.formats.ports import Chunk, ReadContext, Rejected
from kapok.formats.registry import get_reader
from kapok.records.parties import Party
from kapok.records.provenance import Provenance
from kapok.records.record import Classification, GeneralRecord, Image, Mark, Number, Patent, Record, encode
from kapok.records.text import Claim, GoodsAndServices, Text

Read = Callable[..., Outcome]
WORD = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
TEXTS = st.lists(st.builds(Text, WORD, st.sampled_from(["en", "zh-Hans", "und"])), max_size=2).map(tuple)
PROVENANCE = st.builds(
    Provenance, source=WORD, format=WORD, file=WORD, original=st.dictionaries(WORD, WORD, max_size=2), repairs=st.just(("a",))
)
COMMON = {
    "office_code": st.sampled_from(["CN", "US"]),
    "number": WORD,
    "titles": TEXTS,
    "parties": st.lists(st.builds(Party, WORD, st.sampled_from(["holder", "inventor"]), address=WORD), max_size=2).map(tuple),
    "application": st.none() | st.builds(Number, st.just("CN"), WORD),
    "classifications": st.just((Classification("nice", "09", first=True),)),
    "images": st.lists(st.builds(Image, data=st.binary(max_size=5)), max_size=1).map(tuple),
    "attributes": st.dictionaries(WORD, WORD, max_size=2),
    "provenance": PROVENANCE,
}
RECORDS: st.SearchStrategy[Record] = st.one_of(
    st.builds(
        Mark, key=WORD.map("mark/CN/".__add__), category=st.just("mark"), mark_text=WORD,
        goods_and_services=st.just((GoodsAndServices(9, "灯", terms=("灯",)),)), **COMMON,
    ),
    st.builds(
        Patent, key=WORD.map("patent/CN/".__add__), category=st.just("patent"), claims=st.just((Claim(1, "a", depends_on=(2,)),)),
        term_adjustment_days=st.integers(0, 9), **COMMON,
    ),
    st.builds(GeneralRecord, key=WORD.map("law/CN/".__add__), category=st.just("law"), texts=TEXTS, **COMMON),
)  # fmt: skip


@given(st.lists(RECORDS, min_size=1, max_size=6), st.integers(1, 300))
@settings(max_examples=80, deadline=None)
def test_own_records_come_back_as_they_were(records: list[Record], size: int) -> None:
    data = b"".join(encode(record) + b"\n" for record in records)
    reader = get_reader("kapok-jsonl")
    context = ReadContext("other source", "other file", "now")
    pieces = list(split_lines(io.BytesIO(data), block_bytes=size))
    found = [item for piece in pieces if isinstance(piece, Chunk) for item in reader.parse(piece, context)]
    assert found == records
    assert [encode(record) for record in found if isinstance(record, Record)] == data.splitlines()[
        : len(records)
    ] or b"\\u" in data


@given(st.binary(max_size=400), st.integers(1, 60))
@settings(max_examples=120, deadline=None)
def test_blocks_of_lines_lose_nothing(data: bytes, size: int) -> None:
    blocks = [piece for piece in split_lines(io.BytesIO(data), block_bytes=size) if isinstance(piece, Chunk)]
    assert b"".join(block.data.data for block in blocks) == data.removeprefix(b"\xef\xbb\xbf")
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    expected = [(number, line.strip()) for number, line in enumerate(lines, 1) if line.strip()]
    assert [pair for block in blocks for pair in numbered_lines(block.data)] == expected


def test_line_without_end_is_rejected_and_the_rest_read() -> None:
    data = b'{"a":1}\n' + b"x" * 5000 + b'\n{"b":2}\n'
    pieces = list(split_lines(io.BytesIO(data), block_bytes=100, max_line_bytes=1000))
    rejected = [piece for piece in pieces if isinstance(piece, Rejected)]
    assert [piece.position for piece in rejected] == ["line 2"]
    lines = [pair for piece in pieces if isinstance(piece, Chunk) for pair in numbered_lines(piece.data)]
    assert lines == [(1, b'{"a":1}'), (3, b'{"b":2}')]
    assert isinstance(pieces[0], Chunk)
    assert isinstance(pieces[0].data, LineBlock)


def test_numbers_in_the_four_forms() -> None:
    def read(text: str, form: str, role: str = "publication", office_code: str = "") -> str:
        number = read_number(text, form, role, office_code=office_code)  # type: ignore[arg-type]
        return " ".join(part for part in (number.office_code, number.number, number.kind_code, number.date) if part)

    assert read("WO_2008_155316_A1", "under") == "WO 2008155316 A1"
    assert read("WO_2006_088493_A8_20070809", "under") == "WO 2006088493 A8 2007-08-09"
    assert read("US 2009/0022735 A1", "spaced") == "US 20090022735 A1"
    assert read("BE 905621 A1", "spaced") == "BE 905621 A1"
    assert read("FR 1051751 A 20100311", "spaced", "application") == "FR 1051751 A 2010-03-11"
    assert read("AU 2013 203507 A 20130410", "spaced", "application") == "AU 2013203507 A 2013-04-10"
    assert read("US 2006/0046241 W", "spaced", "application") == "WO PCTUS2006046241 W"
    assert read("IB 2008002918 W", "spaced", "application") == "WO PCTIB2008002918 W"
    assert read("US 24404505 F", "spaced", "application") == "US 29244045 F"
    assert read("US 53168603 P 20031223", "spaced", "application") == "US 60531686 P 2003-12-23"
    assert read("CN117151122A", "joined") == "CN 117151122 A"
    assert read("kr1020040047096", "joined") == "KR 1020040047096"
    assert read("mxPA/a/2005/012345", "joined") == "MX PAA2005012345"
    assert read("10300/DELNP/2012", "plain", "application", "IN") == "IN 10300DELNP2012"
    assert read("CN101000001A", "plain", "publication", "CN") == "CN 101000001 A"


def test_padding_of_us_classes_is_left_out() -> None:
    assert [uspc_symbol(text) for text in ("435/5.000", "435/5", "424/204.100", "536/23.72", "D26/38", "1/1.A")] == [
        "435/5", "435/5", "424/204.1", "536/23.72", "D26/38", "1/1.A",
    ]  # fmt: skip


def test_lens_key_that_is_null_counts_as_absent(read_text: Read) -> None:
    line = '{"publicationKey": "US_7272630_B2", "lensId": "1", "title": null, "owners": null, "seqCount": null}'
    record = read_text(line, "lens.jsonl").record
    assert record.key == "patent/US/7272630/B2"
    assert record.titles == ()
