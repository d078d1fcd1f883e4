"""Pictures that people hand in: what kind they are is read from their bytes, and nothing is decoded before it is bounded.

A picture of a few kilobytes can claim a billion pixels, and a name can lie; so the kind comes from the first bytes, the
size in pixels from the header, and both are checked before Pillow unpacks anything.
"""

from __future__ import annotations

import io
import struct
import warnings

from PIL import Image, UnidentifiedImageError

from kapok.errors import InputError

MOST_BYTES = 10 * 1024 * 1024
"""The largest file that is taken: offices take marks of a few megabytes at most."""
MOST_PIXELS = 30_000_000
"""The most pixels a picture may have (a page of A4 at 600 dots per inch has 35 million; a mark has fewer)."""
LONGEST_SIDE = 20_000
FEWEST_PIXELS_A_SIDE = 8
"""Below this there is no shape to compare."""
WORKING_SIDE = 176
"""Longest side, in pixels, of what is given back: marks are compared at this size."""

KINDS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
"""The kinds that are taken, by Pillow's names."""

_OTHER = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"8BPS", "a Photoshop document"),
    (b"%!PS", "a PostScript document"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x00\x00\x01\x00", "an icon file (ICO)"),
)


def kind_of(data: bytes) -> str:
    """Which of `KINDS` the first bytes say; `InputError` where they say another or none."""
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return "PNG"
    if data[:3] == b"\xff\xd8\xff":
        return "JPEG"
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return "GIF"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[:2] == b"BM":
        return "BMP"
    if data[:4] in (b"II*\x00", b"MM\x00*"):
        return "TIFF"
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    found = next((words for mark, words in _OTHER if data.startswith(mark)), "")
    if head.startswith((b"<svg", b"<?xml")):
        found = "a drawing (SVG) or another XML file"
    elif data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
        found = "a HEIC or AVIF photograph"
    elif head.startswith((b"<!doctype", b"<html")):
        found = "a web page"
    why = f"it is {found}" if found else "its first bytes are those of no picture"
    raise InputError("The file is not a picture that can be compared", why, "Give a PNG, JPEG, GIF, WebP, BMP or TIFF file")


def decode_picture(data: bytes) -> Image.Image:
    """The picture in RGBA, its longest side at most `WORKING_SIDE`; of several frames the first.

    Raises `InputError`: empty, too large in bytes, no picture, too many or too few pixels, broken.
    """
    if not data:
        raise InputError("The picture is empty", "the file has no bytes", "Choose the file again")
    if len(data) > MOST_BYTES:
        raise InputError(
            "The picture is too large",
            f"it has {len(data) / 1048576:.1f} megabytes, {MOST_BYTES // 1048576} are taken",
            "Save it smaller: 1,000 pixels a side are plenty",
        )
    kind = kind_of(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(data), formats=[kind])
            _check_size(*picture.size)
            if kind == "JPEG":
                picture.draft("RGB", (2 * WORKING_SIDE, 2 * WORKING_SIDE))
            return _working_copy(picture)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, struct.error,
            IndexError, KeyError, TypeError, OverflowError, ZeroDivisionError, MemoryError) as error:  # fmt: skip
        # what Pillow's decoders raise on damaged files is not one family
        raise InputError(
            f"The {kind} picture is broken", "it cannot be decoded to its end", "Open it and save it again"
        ) from error
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None


def _too_many_pixels() -> InputError:
    return InputError(
        "The picture has too many pixels",
        f"more than {MOST_PIXELS // 1_000_000} million pixels or {LONGEST_SIDE:,} a side are not unpacked",
        "Save it smaller: 1,000 pixels a side are plenty",
    )


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise _too_many_pixels()
    if min(width, height) < FEWEST_PIXELS_A_SIDE:
        raise InputError(
            "The picture is too small",
            f"it has {width} x {height} pixels",
            f"Give one with at least {FEWEST_PIXELS_A_SIDE} pixels a side",
        )


def _working_copy(picture: Image.Image) -> Image.Image:
    """The first frame in RGBA, scaled down (never up) to the working side."""
    if picture.mode in ("I;16", "I;16B", "I", "F"):  # 16 bits a grey: Pillow would clip them, not scale them
        low, high = (float(each) for each in picture.getextrema())  # type: ignore[arg-type]
        step = 255 / (high - low) if high > low else 0.0
        picture = picture.convert("F").point(lambda value: value * step - low * step).convert("L")
    whole = picture.convert("RGBA")
    whole.thumbnail((WORKING_SIDE, WORKING_SIDE), Image.Resampling.BOX, reducing_gap=None)
    return whole
