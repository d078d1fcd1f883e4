"""Cutting records that hold comments (EP full text has one a page): the same records whatever the comments say."""

from __future__ import annotations

import io
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from kapok.formats.ports import Chunk
from kapok.formats.xml_chunks import split_elements

_PIECES = st.sampled_from([
    b"<!-- EPO <DP n=\"1\"> -->",
    b"<!-- </doc> -->",
    b"<!-- <doc> -->",
    b"<![CDATA[</doc><doc>]]>",
    b"<p>doc ! ? docs</p>",
    b"<docs/>",
    b"text! <b>bold</b>",
    b"x" * 300,
])  # fmt: skip


@given(st.lists(st.lists(_PIECES, max_size=6), min_size=1, max_size=5))
def test_comments_never_end_or_begin_a_record(records: list[list[bytes]]) -> None:
    documents = [b"<doc n='1'>" + b"".join(pieces) + b"</doc>" for pieces in records]
    data = b"<?xml version='1.0'?><all>" + b"\n".join(documents) + b"</all>"
    found = [chunk for chunk in split_elements(io.BytesIO(data), "test", ("doc",)) if isinstance(chunk, Chunk)]
    assert [chunk.data.data for chunk in found] == documents
    assert [data[chunk.offset : chunk.offset + len(chunk.data.data)] for chunk in found] == documents


def test_a_record_longer_than_a_block_keeps_its_comments() -> None:
    document = b"<doc>" + b"<!-- </doc> -->" + b"<p>" + b"a" * 700_000 + b"</p><!-- ! -->" * 50 + b"</doc>"
    data = b"<?xml version='1.0'?><all>" + document * 3 + b"</all>"
    found = list(split_elements(io.BytesIO(data), "test", ("doc",)))
    assert [cast(Chunk, chunk).data.data for chunk in found] == [document] * 3
