"""Opening what a user points at: files, folders, ZIP, gzip, standard input; and what is refused."""

from __future__ import annotations

import gzip
import io
import os
import struct
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest

from kapok.errors import DamagedInput, InputError
from kapok.formats import container
from kapok.formats.container import list_files, open_file

TEXT = b"<a>" + b"some text\n" * 50 + b"</a>"


def contents(path: Path | str) -> dict[str, bytes]:
    return {member.name: member.stream.read() for file in list_files(str(path)) for member in open_file(file)}


def zipped(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_plain_file(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_bytes(TEXT)
    assert contents(file) == {"a.xml": TEXT}


def test_head_does_not_move_the_stream(tmp_path: Path) -> None:
    data = os.urandom(100_000)
    file = tmp_path / "a.bin"
    file.write_bytes(data)
    for member in open_file(list_files(str(file))[0]):
        head = member.head()
        assert (head.data, head.name) == (data[:65536], "a.bin")
        assert member.head().data == head.data
        assert member.stream.read() == data


def test_gzip_and_empty_file(tmp_path: Path) -> None:
    (tmp_path / "a.xml.gz").write_bytes(gzip.compress(TEXT))
    (tmp_path / "b.xml").write_bytes(b"")
    assert contents(tmp_path / "a.xml.gz") == {"a.xml": TEXT}
    assert contents(tmp_path / "b.xml") == {"b.xml": b""}


def test_zip_in_zip_with_gzip_inside(tmp_path: Path) -> None:
    inner = zipped({"week/b.xml": TEXT, "c.xml.gz": gzip.compress(b"<c/>")})
    file = tmp_path / "outer.zip"
    file.write_bytes(zipped({"inner.zip": inner, "empty/": b"", "a.xml": b"<a/>"}))
    assert contents(file) == {
        "outer.zip!inner.zip!week/b.xml": TEXT,
        "outer.zip!inner.zip!c.xml": b"<c/>",
        "outer.zip!a.xml": b"<a/>",
    }


def test_folder_in_order_without_hidden_files(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    (folder / "x").mkdir(parents=True)
    (folder / ".git").mkdir()
    for name in ("b.xml", "x/a.xml", ".hidden", ".git/config"):
        (folder / name).write_bytes(b"<a/>")
    assert list(contents(folder)) == ["set/b.xml", "set/x/a.xml"]


def test_missing_path() -> None:
    with pytest.raises(InputError, match="There is no file or folder"):
        list_files("/no/such/file.xml")


@pytest.mark.parametrize("packed", [TEXT, gzip.compress(TEXT), zipped({"a.xml": TEXT})], ids=["plain", "gzip", "zip"])
def test_standard_input(packed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    class Piped:  # gives a few bytes at a time and cannot seek
        buffer: Any

    class Pipe(io.RawIOBase):
        def __init__(self, data: bytes) -> None:
            self.rest = data

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            part, self.rest = self.rest[: min(7, len(buffer))], self.rest[min(7, len(buffer)) :]
            buffer[: len(part)] = part
            return len(part)

    stdin = Piped()
    stdin.buffer = io.BufferedReader(Pipe(packed))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert list(contents("-").values()) == [TEXT]


@pytest.mark.parametrize(
    "name", ["../evil.xml", "/etc/evil.xml", "a/../../evil.xml", "..\\evil.xml", "C:/evil.xml", "\\evil.xml"]
)
def test_path_tricks_are_refused(tmp_path: Path, name: str) -> None:
    file = tmp_path / "tricky.zip"
    info = zipfile.ZipInfo("placeholder.xml")
    info.filename = name
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("good.xml", b"<a/>")
        archive.writestr(info, b"<a/>")
    with pytest.raises(InputError, match="points outside the archive"):
        contents(file)


def test_archives_too_deep_are_refused(tmp_path: Path) -> None:
    data = TEXT
    for level in range(5):
        data = zipped({f"level{level}.zip" if level else "a.xml": data}, zipfile.ZIP_STORED)
    file = tmp_path / "deep.zip"
    file.write_bytes(data)
    with pytest.raises(InputError, match="archives inside archives"):
        contents(file)


def test_zip_that_declares_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "FREE_BYTES", 1 << 16)
    file = tmp_path / "bomb.zip"
    file.write_bytes(zipped({"a.xml": b"\0" * (1 << 22)}))
    with pytest.raises(InputError, match=r"is refused: \d+ packed bytes claim to hold"):
        contents(file)


def test_gzip_bomb_is_refused_while_it_inflates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "FREE_BYTES", 1 << 16)
    file = tmp_path / "bomb.gz"
    file.write_bytes(gzip.compress(b"\0" * (1 << 22), 9))
    with pytest.raises(InputError, match="inflates to more than"):
        contents(file)


def test_zip_that_lies_about_sizes_cannot_inflate_beyond_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "FREE_BYTES", 1 << 16)
    data = zipped({"a.xml": b"\0" * (1 << 22)})
    lie = data.replace(struct.pack("<I", 1 << 22), struct.pack("<I", 1000))
    file = tmp_path / "liar.zip"
    file.write_bytes(lie)
    with pytest.raises(InputError):  # what is beyond the declared size fails its checksum
        contents(file)


@pytest.mark.parametrize("keep", [0.3, 0.7, 0.99])
def test_truncated_gzip_keeps_what_came_before(tmp_path: Path, keep: float) -> None:
    lines = b"".join(b"line %d %d\n" % (number, zlib.crc32(b"%d" % number)) for number in range(20_000))
    packed = gzip.compress(lines)
    file = tmp_path / "cut.txt.gz"
    file.write_bytes(packed[: int(len(packed) * keep)])
    blocks: list[bytes] = []

    def collect() -> None:
        for member in open_file(list_files(str(file))[0]):
            while block := member.stream.read(4096):
                blocks.append(block)

    with pytest.raises(DamagedInput, match="is damaged after"):
        collect()
    read = b"".join(blocks)
    assert lines.startswith(read)
    assert len(read) > len(lines) * (keep - 0.25)


def test_truncated_zip_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "cut.zip"
    file.write_bytes(zipped({"a.xml": TEXT})[:-30])
    with pytest.raises(InputError, match="not a readable ZIP file"):
        contents(file)


def test_damaged_member_is_told(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.xml": os.urandom(5000)}, zipfile.ZIP_STORED))
    data[2000] ^= 0xFF
    file = tmp_path / "flipped.zip"
    file.write_bytes(bytes(data))
    with pytest.raises(InputError, match=r"a\.xml is damaged"):
        contents(file)


def test_encrypted_member_is_refused(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.xml": TEXT}))
    for signature, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(signature) + flags] |= 1
    file = tmp_path / "secret.zip"
    file.write_bytes(bytes(data))
    with pytest.raises(InputError, match="is encrypted"):
        contents(file)


def test_refusals_say_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "cut.zip"
    file.write_bytes(b"PK\x03\x04 nonsense")
    with pytest.raises(InputError) as caught:
        contents(file)
    assert caught.value.what
    assert caught.value.next_step
