"""Small pictures that the tests draw themselves: a few marks, and what may be done to them."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFont, ImageOps

Colour = str | tuple[int, int, int]
SIDE = 160


def sheet(colour: Colour = "white") -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("RGB", (SIDE, SIDE), colour)
    return picture, ImageDraw.Draw(picture)


def star() -> Image.Image:
    picture, pen = sheet()
    pen.polygon([(80, 18), (96, 62), (142, 64), (106, 93), (119, 139), (80, 112), (41, 139), (54, 93), (18, 64), (64, 62)],
                fill="black")  # fmt: skip
    return picture


def house() -> Image.Image:
    picture, pen = sheet()
    pen.polygon([(80, 20), (142, 74), (18, 74)], fill="#224488")
    pen.rectangle((34, 74, 126, 140), fill="#cc4422")
    pen.rectangle((68, 96, 92, 140), fill="white")
    return picture


def ring() -> Image.Image:
    picture, pen = sheet()
    pen.ellipse((22, 22, 138, 138), outline="black", width=18)
    pen.rectangle((74, 40, 86, 120), fill="black")
    return picture


def bolt() -> Image.Image:
    picture, pen = sheet()
    pen.polygon([(92, 14), (40, 90), (74, 90), (62, 146), (120, 66), (86, 66)], fill="#117733")
    return picture


def fish() -> Image.Image:
    picture, pen = sheet()
    pen.ellipse((20, 52, 118, 108), fill="black")
    pen.polygon([(104, 80), (146, 46), (146, 114)], fill="black")
    pen.ellipse((38, 68, 48, 78), fill="white")
    return picture


def stairs() -> Image.Image:
    picture, pen = sheet()
    for step in range(5):
        pen.rectangle((20 + step * 24, 120 - step * 22, 44 + step * 24, 140), fill="black")
    return picture


MARKS: dict[str, Callable[[], Image.Image]] = {
    "star": star, "house": house, "ring": ring, "bolt": bolt, "fish": fish, "stairs": stairs,
}  # fmt: skip


def smaller(picture: Image.Image) -> Image.Image:
    return ImageOps.expand(picture.resize((70, 70), Image.Resampling.LANCZOS), (10, 40, 60, 5), fill="white")


def turned(picture: Image.Image) -> Image.Image:
    return picture.rotate(11, Image.Resampling.BICUBIC, expand=True, fillcolor="white")


def recoloured(picture: Image.Image) -> Image.Image:
    return ImageOps.colorize(picture.convert("L"), "#7a1fa2", "#fff3c4")


def inverted(picture: Image.Image) -> Image.Image:
    return ImageOps.invert(picture)


def cropped(picture: Image.Image) -> Image.Image:
    return picture.crop((0, 0, SIDE, 120))


def with_word(picture: Image.Image) -> Image.Image:
    wide = ImageOps.expand(picture, (10, 0, 10, 50), fill="white")
    ImageDraw.Draw(wide).text((20, 165), "LUMEKA", fill="black", font=ImageFont.load_default(30))
    return wide


def poor_copy(picture: Image.Image) -> Image.Image:
    buffer = io.BytesIO()
    picture.resize((180, 160)).save(buffer, "JPEG", quality=20)
    return Image.open(buffer).convert("RGB")


def on_transparent(picture: Image.Image) -> Image.Image:
    mask = ImageOps.invert(picture.convert("L")).point(lambda value: 255 if value > 20 else 0)
    clear = picture.convert("RGBA")
    clear.putalpha(mask)
    return clear


ALTERATIONS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "smaller": smaller, "turned": turned, "recoloured": recoloured, "inverted": inverted, "cropped": cropped,
    "with a word": with_word, "poor copy": poor_copy, "on transparent ground": on_transparent,
}  # fmt: skip


def encoded(picture: Image.Image, kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind)
    return buffer.getvalue()
