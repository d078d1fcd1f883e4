"""Cutting XML streams into records: any layout, any block border, and what is wrong told with its place."""

from __future__ import annotations

import io
import re
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapok.errors import DamagedInput, InputError
from kapok.formats import xml_chunks
from kapok.formats.ports import Chunk, Rejected
from kapok.formats.xml_chunks import XmlFragment, check_prolog, split_elements
from kapok.formats.xml_parse import parse_fragment


def cut(data: bytes, *tags: str, nested: bool = False, max_bytes: int = 1 << 26) -> list[Chunk | Rejected]:
    return list(split_elements(io.BytesIO(data), "file.xml", tags or ("r",), nested=nested, max_bytes=max_bytes))


def pieces(data: bytes, *tags: str, nested: bool = False) -> list[bytes]:
    return [piece.data.data for piece in cut(data, *tags, nested=nested) if isinstance(piece, Chunk)]


def reasons(data: bytes, *tags: str, max_bytes: int = 1 << 26) -> list[tuple[str, str]]:
    found = cut(data, *tags, max_bytes=max_bytes)
    return [(piece.position, piece.reason) for piece in found if isinstance(piece, Rejected)]


@pytest.mark.parametrize(
    ("document", "records"),
    [
        (b"<all><r>1</r><r a='2'/></all>", [b"<r>1</r>", b"<r a='2'/>"]),
        (b"<?xml version='1.0'?><r>1</r><?xml version='1.0'?>\n<r>2</r>", [b"<r>1</r>", b"<r>2</r>"]),
        (b"<x:all xmlns:x='u'><x:r>1</x:r></x:all>", [b"<x:r>1</x:r>"]),
        (b"<r t='a>b'>1</r>", [b"<r t='a>b'>1</r>"]),
        (b'<r t="it\'s">1</r>', [b'<r t="it\'s">1</r>']),
        (b"<r t=\"a'>\" u='\">'>1</r>", [b"<r t=\"a'>\" u='\">'>1</r>"]),
        (b"<r><!-- </r> --><![CDATA[ </r> <r> ]]>1</r>", [b"<r><!-- </r> --><![CDATA[ </r> <r> ]]>1</r>"]),
        (b"<!-- <r>0</r> --><r>1</r>", [b"<r>1</r>"]),
        (b"<rr>0</rr><r>1</r><r.r/>", [b"<r>1</r>"]),
        (b"<r>1</r >", [b"<r>1</r >"]),
        (b"<r\n>1</r>", [b"<r\n>1</r>"]),
        (b"<r>! ? <?pi x?> a </r>", [b"<r>! ? <?pi x?> a </r>"]),
        (b"\xef\xbb\xbf<r>1</r>", [b"<r>1</r>"]),
        (b"", []),
        (b"no xml at all", []),
    ],
)
def test_records_are_cut_out(document: bytes, records: list[bytes]) -> None:
    assert pieces(document) == records
    assert reasons(document) == []


def test_several_names_and_nesting() -> None:
    document = b"<all><b>1</b><r><r>2</r><b>3</b></r><r>4</r></all>"
    assert pieces(document, "r", "b", nested=True) == [b"<b>1</b>", b"<r><r>2</r><b>3</b></r>", b"<r>4</r>"]


def test_positions_count_records_from_one_and_bytes_from_nought() -> None:
    found = cut(b"<all>\n<r>1</r>\n<r>2</all>")
    assert [(piece.index, piece.offset) for piece in found if isinstance(piece, Chunk)] == [(0, 6)]
    assert reasons(b"<all>\n<r>1</r>\n<r>2</all>")[0][0] == "record 2, byte 15"


def test_namespaces_of_the_root_go_with_each_record() -> None:
    document = b"<!-- <no a='1'> --><!DOCTYPE x [<!ELEMENT x ANY>]><x:all xmlns:x=\"u\" xmlns='v'><x:r>1</x:r></x:all>"
    (chunk,) = cut(document)
    assert isinstance(chunk, Chunk)
    assert chunk.data.namespaces == b"xmlns:x=\"u\" xmlns='v'"
    assert parse_fragment(chunk.data)[0].tag == "{u}r"


def test_each_document_states_its_encoding() -> None:
    first = "<?xml version='1.0' encoding='ISO-8859-1'?><r>é</r>".encode("latin-1")
    second = "<?xml version='1.0' encoding='UTF-8'?><r>é</r>".encode()
    chunks = [piece for piece in cut(first + second) if isinstance(piece, Chunk)]
    assert [chunk.data.encoding for chunk in chunks] == ["iso-8859-1", "utf-8"]
    assert [parse_fragment(chunk.data)[0].text for chunk in chunks] == ["é", "é"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_read(encoding: str) -> None:
    text = "<?xml version='1.0' encoding='UTF-16'?><all><r>木棉</r></all>"
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    (chunk,) = cut(mark + text.encode(encoding))
    assert isinstance(chunk, Chunk)
    assert parse_fragment(chunk.data)[0].text == "木棉"


@pytest.mark.parametrize(
    ("document", "cut_out", "position", "reason"),
    [
        (b"<r>1</r><r>2", 1, "record 2, byte 8", "the file is truncated"),
        (b"<r>1<r>2</r>", 1, "record 1, byte 0", "the next record begins"),
        (b"<r>1<?xml version='1.0'?><r>2</r>", 1, "record 1, byte 0", "a new document begins"),
        (b"<r>1</r>lost</r><r>2</r>", 2, "record 2, byte 12", "an end tag without its start tag"),
    ],
)
def test_broken_records_are_told_and_the_rest_is_cut(document: bytes, cut_out: int, position: str, reason: str) -> None:
    ((told, why),) = reasons(document)
    assert told == position
    assert reason in why
    assert len(pieces(document)) == cut_out


def test_comment_without_end_leaves_the_judgement_to_the_parser() -> None:
    (piece,) = pieces(b"<r>1<!-- </r>")
    with pytest.raises(ValueError, match="Comment not terminated"):
        parse_fragment(XmlFragment(piece))


def test_oversized_record_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_chunks, "READ_BYTES", 1000)
    monkeypatch.setattr(xml_chunks, "PROLOG_BYTES", 1000)
    document = b"<all><r>1</r><r>" + b"x" * 50_000 + b"</r><r>3</r></all>"
    found = cut(document, max_bytes=10_000)
    assert [type(piece).__name__ for piece in found] == ["Chunk", "Rejected", "Chunk"]
    assert "larger than" in reasons(document, max_bytes=10_000)[0][1]


BOMB = b'<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]>'


def test_bomb_in_front_of_a_root_with_records_refuses_the_file() -> None:
    with pytest.raises(InputError, match="an entity bomb"):
        cut(BOMB + b"<all><r>&b;</r></all>")


def test_bomb_in_a_file_with_one_document_refuses_the_file() -> None:
    with pytest.raises(InputError, match="an entity bomb"):
        cut(BOMB + b"<r>&b;</r>")


@pytest.mark.parametrize("place", [0, 1, 2])
def test_bomb_in_one_of_many_documents_costs_that_document(place: int) -> None:
    documents = [b"<?xml version='1.0'?>\n<r>%d</r>\n" % number for number in range(3)]
    documents[place] = b"<?xml version='1.0'?>\n" + BOMB + b"<r>&b;</r>\n"
    found = cut(b"".join(documents))
    assert [isinstance(piece, Rejected) for piece in found] == [number == place for number in range(3)]
    ((position, reason),) = reasons(b"".join(documents))
    assert position.startswith(f"record {place + 1}, byte ")
    assert "entity bomb" in reason


@pytest.mark.parametrize(
    "prolog",
    [
        b"<!DOCTYPE r [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>",
        b'<!DOCTYPE r [<!ENTITY f PUBLIC "p" "http://example.org/x">]>',
    ],
)
def test_external_entities_are_refused(prolog: bytes) -> None:
    with pytest.raises(InputError, match="external entity 'f'"):
        check_prolog(prolog, "file.xml")


@pytest.mark.parametrize(
    "prolog",
    [
        b"<!DOCTYPE r SYSTEM 'r.dtd' []>",
        b"<!DOCTYPE r [<!ENTITY d1.TIF SYSTEM 'd1.TIF' NDATA TIF>]>",
        b"<!DOCTYPE r [<!ENTITY % parts '(a|b)'><!ELEMENT r ANY>]>",
        b'<!DOCTYPE r [<!ENTITY mdash "&#8212;">]>',
    ],
)
def test_harmless_prologs_pass(prolog: bytes) -> None:
    check_prolog(prolog, "file.xml")


class Dripping(io.RawIOBase):
    """A stream that gives a few bytes at a time and may break off."""

    def __init__(self, data: bytes, step: int, damaged: bool = False) -> None:
        self.rest, self.step, self.damaged = data, step, damaged

    def read(self, size: int = -1) -> bytes:
        part, self.rest = self.rest[: self.step], self.rest[self.step :]
        if not part and self.damaged:
            raise DamagedInput("file.xml is damaged", "", "")
        return part


def dripped(data: bytes, step: int, damaged: bool = False) -> BinaryIO:
    return Dripping(data, step, damaged)  # type: ignore[return-value]


def test_damaged_stream_gives_what_came_before() -> None:
    found: list[Chunk | Rejected] = []

    def collect() -> None:
        for piece in split_elements(dripped(b"<all><r>1</r><r>2</r><r>3", 4, damaged=True), "file.xml", ("r",)):
            found.append(piece)

    with pytest.raises(DamagedInput):
        collect()
    assert [type(piece).__name__ for piece in found] == ["Chunk", "Chunk", "Rejected"]


_TEXTS = st.text(alphabet="ab <>!?-[]&r/\"'x", max_size=12).map(lambda t: t.replace("<", "&lt;").replace("]]>", ""))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(_TEXTS, st.sampled_from(["", "<!-- </r> <r> -->", "<![CDATA[</r>]]>", "<?pi </r> ?>", "<q r='>'/>"])), max_size=8),
       st.integers(1, 40), st.booleans())  # fmt: skip
def test_block_borders_change_nothing(parts: list[tuple[str, str]], step: int, alone: bool) -> None:
    parts = [(text, "" if "<?pi" in extra else extra) for text, extra in parts]
    records = [f"<r n='{number}'>{text}{extra}</r>".encode() for number, (text, extra) in enumerate(parts)]
    document = (
        b"".join(b"<?xml version='1.0'?>\n" + r for r in records) if alone else b"<all>" + b"\n".join(records) + b"</all>"
    )
    saved = xml_chunks.READ_BYTES, xml_chunks.PROLOG_BYTES
    try:
        xml_chunks.READ_BYTES, xml_chunks.PROLOG_BYTES = step, step
        found = list(split_elements(dripped(document, max(step // 2, 1)), "file.xml", ("r",)))
    finally:
        xml_chunks.READ_BYTES, xml_chunks.PROLOG_BYTES = saved
    assert [piece.data.data for piece in found if isinstance(piece, Chunk)] == records
    assert len(found) == len(records)
    assert [piece.offset for piece in found if isinstance(piece, Chunk)] == [
        m.start() for m in re.finditer(rb"<r n='\d", document)
    ]


def test_fragment_is_plain_data() -> None:
    assert XmlFragment(b"<r/>") == XmlFragment(b"<r/>", b"", "utf-8")
