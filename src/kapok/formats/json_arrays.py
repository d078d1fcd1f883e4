"""The objects of a JSON array, one after another: streaming, constant memory (the largest object), ECMA-404.

The array is the whole document or stands at a declared path (`result.items`) of an object. An object that is broken is told
with its bytes; reading goes on at the next one.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from msgspec import Struct

from kapok.errors import InputError

BLOCK_BYTES = 1 << 18
MAX_OBJECT_CHARACTERS = 64 * 1024 * 1024
_SPACE = re.compile(r"[ \t\r\n]*")
_NEXT_OBJECT = re.compile(r"\}\s*,\s*(?=\{)")
_LONE_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_decoder = json.JSONDecoder(strict=False)  # control characters inside texts are plain faults of writers, not ambiguous


class Item(Struct):
    """One object of the array: its place from 1, its content."""

    number: int
    content: Any


class BrokenItem(Struct):
    """An object that cannot be read, and why; `raw` its text."""

    number: int
    reason: str
    raw: str = ""


class _Text:
    """A window on the text of a stream that grows at its end and is cut at its beginning."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._utf8 = codecs.getincrementaldecoder("utf-8-sig")(errors="surrogateescape")
        self.text = ""
        self.at = 0
        self.begin = 0  # of the last value
        self.ended = False

    def grow(self) -> bool:
        """Read on; False at the end of the stream. What lies before `at` is forgotten."""
        if self.ended:
            return False
        block = self._stream.read(max(BLOCK_BYTES, len(self.text) - self.at))
        self.ended = not block
        self.text = self.text[self.at :] + self._utf8.decode(block, final=self.ended)
        self.at = 0
        return not self.ended

    def peek(self) -> str:
        """The next character that is no space; "" at the end."""
        while True:
            match = _SPACE.match(self.text, self.at)
            self.at = match.end() if match else self.at
            if self.at < len(self.text):
                return self.text[self.at]
            if not self.grow() and self.at >= len(self.text):
                return ""

    def value(self) -> Any:
        """The JSON value at `at`; raises `json.JSONDecodeError` for a broken one, `EOFError` for one cut off.

        `ValueError` for a value whose text could not be stored; `at` then stands behind it, `begin` before it.
        """
        while True:
            try:
                value, end = _decoder.raw_decode(self.text, self.at)
            except json.JSONDecodeError as error:
                open_text = error.msg.startswith("Unterminated string")
                if (open_text or error.pos >= len(self.text) - 16) and len(self.text) - self.at < MAX_OBJECT_CHARACTERS:
                    if not self.ended:
                        self.grow()
                        continue
                    if open_text or error.pos >= len(self.text.rstrip()):
                        raise EOFError from None
                raise
            if end == len(self.text) and self.text[self.at] not in '{["' and self.grow():
                continue  # a number may go on
            self.begin, self.at = self.at, end
            _check_text(self.text[self.begin : end])
            return value

    def piece(self, begin: int, end: int | None = None) -> str:
        """At most a million characters of the window, for the quarantine."""
        return self.text[begin : min(end if end is not None else len(self.text), begin + 1_000_000)]


def _check_text(raw: str) -> None:
    """Raise ValueError where the text is not UTF-8 or has half a surrogate pair, which no record could store."""
    if raw.isascii() and not _LONE_SURROGATE.search(raw):
        return
    try:
        raw.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("its bytes are not UTF-8") from None
    for match in re.finditer(r'"(?:[^"\\]|\\.)*"', raw):
        if "\\u" in match[0]:
            try:
                json.loads(match[0], strict=False).encode("utf-8")
            except UnicodeEncodeError:
                raise ValueError("it holds half of a surrogate pair") from None


def read_items(stream: BinaryIO, records_at: str = "") -> Iterator[Item | BrokenItem]:
    """The items of the array at `records_at` (names joined by dots; "" = the document itself).

    Raises `InputError` when there is no array at that place.
    """
    text = _Text(stream)
    _find_array(text, [name for name in records_at.split(".") if name])
    text.at += 1
    number = 0
    while True:
        sign = text.peek()
        if sign == "]":
            return
        if sign == ",":
            text.at += 1
            continue
        number += 1
        if not sign:
            yield BrokenItem(number, "the array has no end (the file is truncated)")
            return
        try:
            yield Item(number, text.value())
        except EOFError:
            yield BrokenItem(number, "the record has no end (the file is truncated)", text.piece(text.at))
            return
        except json.JSONDecodeError as error:
            begin = text.at
            following = _NEXT_OBJECT.search(text.text, error.pos)
            raw = text.piece(begin, following.start() + 1 if following else None)
            found = _skip(text, error.pos)
            yield BrokenItem(number, f"it is not JSON: {error.msg}", raw)
            if not found:
                return
        except ValueError as error:
            yield BrokenItem(number, str(error), text.piece(text.begin, text.at))


def _skip(text: _Text, position: int) -> bool:
    """Move to the next object behind a broken one; False when there is none."""
    text.at = position
    while True:
        match = _NEXT_OBJECT.search(text.text, text.at)
        if match:
            text.at = match.end()
            return True
        text.at = max(len(text.text) - 64, text.at)
        if not text.grow():
            return False


def _find_array(text: _Text, path: list[str]) -> None:
    """Move to the `[` of the array."""
    where = "the document"
    for name in path:
        if text.peek() != "{":
            raise _no_array(where, "is not an object")
        text.at += 1
        while True:
            sign = text.peek()
            if sign == ",":
                text.at += 1
                continue
            if sign != '"':
                raise _no_array(where, f"has no key '{name}'")
            try:
                key = text.value()
                if text.peek() != ":":
                    raise _no_array(where, "is not JSON")
                text.at += 1
                text.peek()
                if key == name:
                    break
                text.value()
            except (ValueError, EOFError) as error:
                raise _no_array(where, f"is not JSON: {error}") from None
        where = f"'{name}'"
    if text.peek() != "[":
        raise _no_array(where, "is not a list")


def _no_array(where: str, why: str) -> InputError:
    return InputError("The JSON holds no list of records where the mapping says", f"{where} {why}", "Check 'records_at'")
