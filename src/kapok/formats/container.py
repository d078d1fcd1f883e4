"""Open what a user points at: a file, a folder, a ZIP (also inside a ZIP), gzip, standard input; safely and streaming.

Each `Member` is one decompressed byte stream with a display name (`week.zip!ipg080101.xml`). Paths that climb out of an
archive, archives nested deeper than three and streams that inflate beyond reason are refused with an `InputError`.
"""

from __future__ import annotations

import gzip
import io
import os
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, NamedTuple, cast

from kapok.errors import DamagedInput, InputError
from kapok.formats.ports import Head

HEAD_BYTES = 1 << 16
MAX_RATIO = 400
"""A stream may inflate to this many times its packed size (real weekly files reach 20, repetitive tables 100)."""
FREE_BYTES = 64 * 1024 * 1024
"""Streams up to this size are never counted as bombs."""
MAX_DEPTH = 3


class Member:
    """One byte stream to read. `name` is shown to people, `packed_size` its bytes on disk (0 if unknown)."""

    def __init__(self, name: str, stream: BinaryIO, packed_size: int) -> None:
        self.name = name
        self.position: Callable[[], int] = lambda: 0  # bytes consumed of the file on disk, for progress
        self.packed_size = packed_size
        self.stream = _Guarded(stream, name, packed_size)

    def head(self) -> Head:
        """The first 64 KiB without moving the stream."""
        return Head(self.stream.peek_head(), self.name)


class _Guarded(io.RawIOBase):
    """A forward-only stream that counts, can show its head, and refuses to inflate without bound."""

    def __init__(self, inner: BinaryIO, name: str, packed_size: int) -> None:
        # read1 hands out what is there: of a stream that breaks off, `read` would lose up to a whole block
        self._read: Callable[[int], bytes] = getattr(inner, "read1", inner.read)
        self._name = name
        self._limit = max(packed_size * MAX_RATIO, FREE_BYTES) if packed_size else None
        self._head = b""
        self.count = 0

    def peek_head(self) -> bytes:
        while len(self._head) < HEAD_BYTES:
            block = self._fetch(HEAD_BYTES - len(self._head))
            if not block:
                break
            self._head += block
        return self._head

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if size is None or size < 0:
            parts = [self._head]
            self._head = b""
            while block := self._fetch(1 << 20):
                parts.append(block)
            return b"".join(parts)
        if self._head:
            data, self._head = self._head[:size], self._head[size:]
            return data
        return self._fetch(size)

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _fetch(self, size: int) -> bytes:
        try:
            block = self._read(size)
        except (EOFError, OSError, zlib.error, zipfile.BadZipFile) as error:
            raise DamagedInput(
                f"{self._name} is damaged after {self.count} bytes",
                str(error),
                "Fetch the file again; what was read before this place has been kept",
            ) from None
        self.count += len(block)
        if self._limit is not None and self.count > self._limit:
            raise InputError(
                f"{self._name} is refused: it inflates to more than {MAX_RATIO} times its size",
                "this is how ZIP bombs look",
                "Unpack it by hand and look at it; load the unpacked file if it is genuine",
            )
        return block


class InputFile(NamedTuple):
    """A file on disk (or standard input, `path` None) with the name shown to people and its size in bytes."""

    path: Path | None
    name: str
    size: int


def list_files(path: str) -> list[InputFile]:
    """The files behind `path`: itself, a folder's (in name order, hidden ones left out), or standard input (`-`)."""
    if path == "-":
        return [InputFile(None, "standard input", 0)]
    root = Path(path)
    if root.is_dir():
        files = sorted(p for p in root.rglob("*") if p.is_file() and not _hidden(p.relative_to(root)))
        top = root.resolve().name
        return [InputFile(f, _shown(f"{top}/{f.relative_to(root).as_posix()}"), f.stat().st_size) for f in files]
    if not root.exists():
        raise InputError(f"There is no file or folder '{path}'", "", "Check the path")
    return [InputFile(root, _shown(root.name), root.stat().st_size)]


def _shown(name: str) -> str:
    """A file's name as text: bytes that are no UTF-8 (names made on other systems) are shown as �."""
    return os.fsencode(name).decode("utf-8", "replace")


def open_file(file: InputFile) -> Iterator[Member]:
    """The members of one file. Raises InputError when it is refused, DamagedInput when it breaks off."""
    if file.path is None:
        with tempfile.SpooledTemporaryFile(max_size=FREE_BYTES) as spool:
            yield from _open_stdin(spool)
        return
    yield from _open_file(file.path, file.name)


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _open_stdin(spool: IO[bytes]) -> Iterator[Member]:
    if sys.stdin is None:
        raise InputError("Nothing can be read from standard input", "it is closed", "Name a file, or pipe one in")
    source = sys.stdin.buffer
    start = source.read(4)
    if start[:2] == b"PK":  # a ZIP's directory stands at its end: it must be kept whole
        spool.write(start)
        while block := source.read(1 << 20):
            spool.write(block)
        size = spool.tell()
        spool.seek(0)
        yield from _unpack(cast(BinaryIO, spool), "standard input", size, 0)
        return
    joined = io.BufferedReader(_Joined(start, source))
    yield from _unpack(cast(BinaryIO, joined), "standard input", 0, 0)


class _Joined(io.RawIOBase):
    """A few bytes already read, then the rest of a stream."""

    def __init__(self, start: bytes, rest: BinaryIO) -> None:
        self._start = start
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._start[: len(buffer)] or self._rest.read(len(buffer))
        self._start = self._start[len(data) :] if self._start else b""
        buffer[: len(data)] = data
        return len(data)


def _open_file(file: Path, name: str) -> Iterator[Member]:
    try:
        stream = file.open("rb")
    except OSError as error:
        raise InputError(f"{name} cannot be opened", str(error), "Check the file's permissions") from None
    with stream:
        for member in _unpack(stream, name, file.stat().st_size, 0):
            member.position = stream.tell
            yield member


def _unpack(stream: BinaryIO, name: str, size: int, depth: int) -> Iterator[Member]:
    """The member itself, or those of the archive it is."""
    buffered: Any = stream if hasattr(stream, "peek") else io.BufferedReader(cast(io.RawIOBase, stream))
    start = buffered.peek(4)[:4]
    if start[:4] == b"PK\x03\x04" or start[:4] == b"PK\x05\x06":
        if depth >= MAX_DEPTH:
            raise InputError(
                f"{name} is refused: archives inside archives deeper than {MAX_DEPTH}",
                "real deliveries stop at two",
                "Unpack it by hand and load the inner files",
            )
        with _seekable(buffered) as whole:
            yield from _unzip(whole, name, size, depth)
    elif start[:2] == b"\x1f\x8b":
        inner = cast(BinaryIO, gzip.GzipFile(fileobj=buffered))  # no reader around it: that would lose data at a break
        yield from _unpack_inner(inner, name.removesuffix(".gz"), size, depth)
    else:
        yield Member(name, buffered, size)


def _unpack_inner(inner: BinaryIO, name: str, size: int, depth: int) -> Iterator[Member]:
    try:
        start = cast(io.BufferedReader, inner).peek(4)[:4]
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"{name} is damaged", str(error), "Fetch the file again") from None
    if start[:2] in (b"PK", b"\x1f\x8b"):
        if depth >= MAX_DEPTH:
            raise InputError(f"{name} is refused: archives inside archives deeper than {MAX_DEPTH}", "", "Unpack it by hand")
        yield from _unpack(inner, name, size, depth + 1)
    else:
        yield Member(name, inner, size)


def _unzip(stream: BinaryIO, name: str, size: int, depth: int) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(stream)
    except zipfile.BadZipFile as error:
        raise InputError(f"{name} is not a readable ZIP file", str(error), "Fetch the file again") from None
    with archive:
        names = archive.namelist()
        if "[Content_Types].xml" in names and any(entry.startswith("xl/") for entry in names):
            stream.seek(0)  # a workbook: its reader opens the ZIP itself
            check_ratio(archive, name, size)
            yield Member(name, stream, 0)
            return
        check_ratio(archive, name, size)
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        for entry in entries:
            parts = Path(entry.filename.replace("\\", "/")).parts
            if entry.filename.startswith(("/", "\\")) or ".." in parts or (parts and ":" in parts[0]):
                raise InputError(
                    f"{name} is refused: its member '{entry.filename}' points outside the archive",
                    "a genuine delivery has plain relative names",
                    "Fetch the file again from its publisher",
                )
            if entry.flag_bits & 1:
                raise InputError(f"{name}: member '{entry.filename}' is encrypted", "", "Decrypt the archive first")
        for entry in entries:
            try:
                with archive.open(entry) as inner:
                    yield from _unpack(cast(BinaryIO, inner), f"{name}!{entry.filename}", entry.compress_size, depth + 1)
            except (zipfile.BadZipFile, RuntimeError, ValueError) as error:  # RuntimeError: an unknown compression method
                raise InputError(f"{name}!{entry.filename} is damaged", str(error), "Fetch the file again") from None


def check_ratio(archive: zipfile.ZipFile, name: str, size: int) -> None:
    """Refuse an archive whose declared contents are beyond reason for its size."""
    declared = sum(entry.file_size for entry in archive.infolist())
    packed = sum(entry.compress_size for entry in archive.infolist()) or size
    if declared > max(packed * MAX_RATIO, FREE_BYTES):
        raise InputError(
            f"{name} is refused: {packed} packed bytes claim to hold {declared}",
            "this is how ZIP bombs look",
            "Unpack it by hand and look at it; load the unpacked file if it is genuine",
        )


@contextmanager
def _seekable(stream: BinaryIO) -> Iterator[BinaryIO]:
    """The stream itself if it can seek, else a copy of it in a temporary file (an inner ZIP)."""
    if stream.seekable():
        yield stream
        return
    with tempfile.SpooledTemporaryFile(max_size=FREE_BYTES) as spool:
        while block := stream.read(1 << 20):
            spool.write(block)
        spool.seek(0)
        yield cast(BinaryIO, spool)
