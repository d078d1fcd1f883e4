"""Pictures that people hand in: each bad one gets one clear message, and nothing is unpacked before it is bounded."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kapok.errors import InputError
from kapok.similarity.figure import features_of
from kapok.similarity.picture import MOST_BYTES, WORKING_SIDE, decode_picture
from tests.similarity.pictures import MARKS, encoded

GOOD = encoded(MARKS["star"]())


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose heading claims so many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    heading = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", heading) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


BAD = {
    "nothing": (b"", "is empty"),
    "text": (b"just some words, no picture at all", "first bytes are those of no picture"),
    "a PDF": (b"%PDF-1.7\n1 0 obj", "PDF document"),
    "a drawing": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "drawing"),
    "a drawing without declaration": (b'<svg width="200000" height="200000"/>', "drawing"),
    "a web page": (b"<!DOCTYPE html><html></html>", "web page"),
    "a ZIP": (b"PK\x03\x04" + b"\0" * 40, "ZIP archive"),
    "a program": (b"MZ\x90\0" + b"\0" * 60, "program"),
    "an HEIC photograph": (b"\0\0\0\x18ftypheic" + b"\0" * 40, "HEIC"),
    "too many bytes": (GOOD + b"\0" * MOST_BYTES, "too large"),
    "too many pixels": (png_that_claims(40_000, 40_000), "too many pixels"),
    "too long a side": (png_that_claims(25_000, 20), "too many pixels"),
    "too few pixels": (encoded(Image.new("RGB", (4, 4), "red")), "too small"),
    "a PNG cut off": (GOOD[:200], "is broken"),
    "only a heading": (GOOD[:8], "is broken"),
    "a JPEG cut off": (encoded(MARKS["house"](), "JPEG")[:300], "is broken"),
    "a GIF of noise": (b"GIF89a" + bytes(range(200)), "broken|too small|too many"),
    "a WebP of noise": (b"RIFF\x20\0\0\0WEBPVP8 " + bytes(60), "is broken"),
    "a BMP of noise": (b"BM" + bytes(100), "is broken"),
    "a TIFF of noise": (b"II*\0" + bytes(100), "is broken"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_picture_gets_one_clear_message(name: str) -> None:
    data, message = BAD[name]
    with pytest.raises(InputError, match=message) as caught:
        features_of(data)
    assert caught.value.what
    assert "Traceback" not in str(caught.value)


@pytest.mark.parametrize("colour", ["white", "black", (12, 200, 90)])
def test_a_picture_of_one_colour_shows_nothing(colour: str | tuple[int, int, int]) -> None:
    with pytest.raises(InputError, match="nothing that could be compared"):
        features_of(encoded(Image.new("RGB", (80, 60), colour)))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF"])
def test_every_kind_is_read_by_its_bytes(kind: str) -> None:
    picture = decode_picture(encoded(MARKS["house"](), kind))
    assert (picture.mode, max(picture.size)) == ("RGBA", 160)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGBA", "CMYK", "I;16", "I", "F"])
def test_every_mode_of_colour_is_read(mode: str) -> None:
    drawn = MARKS["star"]()
    picture = drawn.convert("L").convert("I").point(lambda value: value * 200).convert("I;16") if mode == "I;16" else (
        drawn.convert("P").convert("PA") if mode == "PA" else drawn.convert("L").convert(mode) if mode in "IF" else drawn.convert(mode))  # fmt: skip
    kind = "TIFF" if mode in ("CMYK", "I", "F", "PA", "LA") else "PNG"
    try:
        data = encoded(picture, kind)
    except (OSError, KeyError):
        pytest.skip(f"Pillow writes no {kind} of mode {mode}")
    assert features_of(data).roles


def test_a_large_picture_is_brought_to_working_size() -> None:
    assert max(decode_picture(encoded(MARKS["ring"]().resize((1800, 900)), "JPEG")).size) == WORKING_SIDE


def test_only_the_first_frame_counts() -> None:
    frames, buffer = [MARKS["star"](), MARKS["house"]()], io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    assert features_of(buffer.getvalue()).roles == features_of(encoded(MARKS["star"](), "GIF")).roles


def read_or_refused(data: bytes) -> str:
    """What a person would be told, or "read"."""
    try:
        features_of(data)
    except InputError as error:
        return error.what
    return "read"


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"BM", b"II*\0", GOOD[:60]]),
)
def test_no_bytes_crash_the_reading(noise: bytes, beginning: bytes) -> None:
    assert read_or_refused(beginning + noise)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255))
def test_a_damaged_picture_is_refused_or_read(place: int, value: int) -> None:
    assert read_or_refused(GOOD[:place] + bytes([value]) + GOOD[place + 1 :])
