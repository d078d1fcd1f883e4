"""Small PNG pictures for sample marks: plain shapes, drawn here so that no file has to be shipped (PNG: ISO/IEC 15948)."""

from __future__ import annotations

import struct
import zlib


def shape_png(number: int, size: int = 96) -> bytes:
    """A PNG of `size` pixels with one shape in one colour; `number` chooses both."""
    colours = ((198, 40, 40), (21, 101, 192), (46, 125, 50), (239, 108, 0), (106, 27, 154))
    colour = bytes(colours[number % len(colours)])
    white = b"\xff\xff\xff"
    half = size / 2
    rows = bytearray()
    for y in range(size):
        rows.append(0)
        for x in range(size):
            dx, dy = abs(x - half), abs(y - half)
            inside = (
                dx * dx + dy * dy < (half * 0.8) ** 2,
                dx + dy < half * 0.85,
                max(dx, dy) < half * 0.7,
                dx < (y / size) * half * 0.9,
            )[number % 4]
            hollow = dx * dx + dy * dy < (half * 0.3) ** 2
            rows += colour if inside and not hollow else white
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _part(b"IHDR", header) + _part(b"IDAT", zlib.compress(bytes(rows), 9)) + _part(b"IEND", b"")


def _part(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
