"""Cut the items of JSON arrays out of an answer by their bytes, so that one broken item does not cost the others.

Registers' web services answer `{"trademarks": [ {…}, {…} ], …}`; the items are records. Cutting by braces gives each item its
byte position and works on an answer that breaks off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from kapok.errors import InputError
from kapok.formats.ports import Chunk, Rejected

MAX_ANSWER_BYTES = 256 * 1024 * 1024
"""An answer is read whole; services send pages of some hundred items."""

_BOM = b"\xef\xbb\xbf"
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\]]', re.DOTALL)


def read_answer(stream: BinaryIO, name: str) -> bytes:
    """The whole answer without a byte order mark; InputError where it is larger than any answer is."""
    parts: list[bytes] = []
    size = 0
    while block := stream.read(1 << 20):
        parts.append(block)
        size += len(block)
        if size > MAX_ANSWER_BYTES:
            raise InputError(
                f"{name} is larger than {MAX_ANSWER_BYTES >> 20} MB",
                "an answer of a register's web service is read whole and is never so large",
                "Split it into several files, or write one record a line",
            )
    return b"".join(parts).removeprefix(_BOM)


def split_items(data: bytes, keys: tuple[str, ...]) -> Iterator[Chunk | Rejected]:
    """One chunk for each object in the arrays called `keys`, wherever they stand; its data are the object's bytes.

    An object that does not end is `Rejected`; so is text between objects that is not JSON.
    """
    names = b"|".join(re.escape(key.encode()) for key in keys)
    array = re.compile(rb'"(?:' + names + rb')"\s*:\s*\[')
    index = position = 0
    while match := array.search(data, position):
        position = match.end()
        depth = 0
        begin = -1
        closed = False
        for token in _TOKEN.finditer(data, position):
            sign = token.group(0)
            if sign in (b"{", b"["):
                if depth == 0:
                    begin = token.start()
                depth += 1
            elif sign in (b"}", b"]"):
                if depth == 0:
                    position, closed = token.end(), True
                    break
                depth -= 1
                if depth == 0:
                    yield Chunk(index, begin, data[begin : token.end()])
                    index += 1
                    position = token.end()
        if not closed:
            if depth:
                place = f"record {index + 1}, byte {begin}"
                yield Rejected(place, "the record is not complete: the file breaks off or a brace is missing", data[begin:])
            else:
                yield Rejected("end of file", "the file breaks off between two records", is_record=False)
            return
