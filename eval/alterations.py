"""Seven ways in which one figure becomes another that people take for the same: each a function of picture and chance.

They know nothing of how Kapok measures pictures. All give an RGB picture of another size than they got.
"""

from __future__ import annotations

import colorsys
import io
import random
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

Colour = tuple[int, int, int]
WORDS = ("KALUVO", "Merten", "TARIS", "Orvel & Co", "nuvia", "BELCANTO", "Fineza", "ZETTA", "Pomar", "LUMEK", "ostra", "DELIUM")
"""Invented names, added as an added word."""


def on_white(data: bytes) -> Image.Image:
    """A picture with what is transparent in white."""
    picture = Image.open(io.BytesIO(data)).convert("RGBA")
    ground = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(ground, picture).convert("RGB")


def png(picture: Image.Image) -> bytes:
    """The picture as a PNG file."""
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def scaled(picture: Image.Image, chance: random.Random) -> Image.Image:
    """To 30-180 %, somewhere on a larger sheet."""
    factor = chance.choice((chance.uniform(0.3, 0.7), chance.uniform(1.2, 1.8)))
    width, height = (max(24, round(side * factor)) for side in picture.size)
    small = picture.resize((width, height), Image.Resampling.LANCZOS)
    wide, high = round(width * chance.uniform(1.0, 1.6)), round(height * chance.uniform(1.0, 1.6))
    sheet = Image.new("RGB", (wide, high), ground(picture))
    sheet.paste(small, (chance.randint(0, wide - width), chance.randint(0, high - height)))
    return sheet


def turned(picture: Image.Image, chance: random.Random) -> Image.Image:
    """By 4 to 15 degrees either way."""
    angle = chance.choice((-1, 1)) * chance.uniform(4, 15)
    return picture.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=ground(picture))


def recoloured(picture: Image.Image, chance: random.Random) -> Image.Image:
    """Another colour for what is dark, another for the ground; where there are hues, all turned."""
    pixels = np.asarray(picture, dtype=np.float32) / 255
    saturation = pixels.max(axis=2) - pixels.min(axis=2)
    if (saturation > 0.2).mean() > 0.02:
        turned_hues = np.asarray(picture.convert("HSV")).copy()
        turned_hues[..., 0] = (turned_hues[..., 0].astype(np.int32) + chance.randint(50, 200)) % 256
        return Image.fromarray(turned_hues, "HSV").convert("RGB")
    hue = chance.random()
    dark = tuple(round(255 * part) for part in colorsys.hsv_to_rgb(hue, chance.uniform(0.6, 1), chance.uniform(0.3, 0.8)))
    light = tuple(round(255 * part) for part in colorsys.hsv_to_rgb((hue + 0.4) % 1, chance.uniform(0, 0.25), 1))
    return ImageOps.colorize(picture.convert("L"), dark, light)


def inverted(picture: Image.Image, chance: random.Random) -> Image.Image:
    """Light for dark and dark for light, with a margin of the new ground."""
    margin = chance.randint(4, 40)
    return ImageOps.expand(ImageOps.invert(picture), margin, fill=tuple(255 - part for part in ground(picture)))


def cropped(picture: Image.Image, chance: random.Random) -> Image.Image:
    """8 to 20 % of what is drawn cut off at one side, or up to 12 % at two."""
    left, top, right, bottom = _content(picture)
    sides = {"left": left, "top": top, "right": right, "bottom": bottom}
    width, height = right - left, bottom - top
    chosen = chance.sample(sorted(sides), chance.choice((1, 2)))
    for side in chosen:
        share = chance.uniform(0.08, 0.20 if len(chosen) == 1 else 0.12)
        cut = round(share * (width if side in ("left", "right") else height))
        sides[side] += cut if side in ("left", "top") else -cut
    cut_out = picture.crop((sides["left"], sides["top"], sides["right"], sides["bottom"]))
    return ImageOps.expand(cut_out, chance.randint(0, 30), fill=ground(picture))


def with_word(picture: Image.Image, chance: random.Random) -> Image.Image:
    """A word below, above or beside it, a fifth to two fifths as high as the figure."""
    drawn = picture.crop(_content(picture))
    size = round(drawn.height * chance.uniform(0.2, 0.4)) if drawn.height > 30 else 14
    font = ImageFont.load_default(max(12, size))
    word = chance.choice(WORDS)
    box = font.getbbox(word)
    word_width, word_height = round(box[2] - box[0]), round(box[3] - box[1])
    gap = round(chance.uniform(0.08, 0.2) * max(drawn.size))
    place = chance.choice(("below", "below", "above", "right", "left"))
    ink = chance.choice(("black", "#1d3c8f", "#b3261e", "#2e6b34")) if sum(ground(picture)) > 380 else "white"
    if place in ("below", "above"):
        size_of_sheet = (max(drawn.width, word_width), drawn.height + gap + word_height)
        figure_at = ((size_of_sheet[0] - drawn.width) // 2, 0 if place == "below" else word_height + gap)
        word_at = ((size_of_sheet[0] - word_width) // 2, drawn.height + gap if place == "below" else 0)
    else:
        size_of_sheet = (drawn.width + gap + word_width, max(drawn.height, word_height))
        figure_at = (0 if place == "right" else word_width + gap, (size_of_sheet[1] - drawn.height) // 2)
        word_at = (drawn.width + gap if place == "right" else 0, (size_of_sheet[1] - word_height) // 2)
    sheet = Image.new("RGB", size_of_sheet, ground(picture))
    sheet.paste(drawn, figure_at)
    ImageDraw.Draw(sheet).text((word_at[0] - box[0], word_at[1] - box[1]), word, fill=ink, font=font)
    return ImageOps.expand(sheet, chance.randint(3, 30), fill=ground(picture))


def worn(picture: Image.Image, chance: random.Random) -> Image.Image:
    """Stretched by up to 15 %, blurred, noisy, and kept as a poor JPEG: a copy of a copy."""
    width, height = picture.size
    stretched = picture.resize((round(width * chance.uniform(0.85, 1.15)), height), Image.Resampling.BICUBIC)
    blurred = stretched.filter(ImageFilter.GaussianBlur(chance.uniform(0.8, 2.0)))
    noise = np.random.default_rng(chance.getrandbits(32)).normal(0, chance.uniform(4, 12), (*blurred.size[::-1], 3))
    noisy = Image.fromarray(np.clip(np.asarray(blurred) + noise, 0, 255).astype(np.uint8))
    buffer = io.BytesIO()
    noisy.save(buffer, "JPEG", quality=chance.randint(25, 60))
    return Image.open(buffer).convert("RGB")


ALTERATIONS: dict[str, Callable[[Image.Image, random.Random], Image.Image]] = {
    "scaled": scaled,
    "turned": turned,
    "recoloured": recoloured,
    "inverted": inverted,
    "cropped": cropped,
    "word added": with_word,
    "worn copy": worn,
}


def ground(picture: Image.Image) -> Colour:
    """The colour of the first pixel of the sheet."""
    red, green, blue = picture.getpixel((0, 0))  # type: ignore[misc]
    return red, green, blue


def _content(picture: Image.Image) -> tuple[int, int, int, int]:
    """The box of what is not ground; the whole where all is."""
    difference = np.abs(np.asarray(picture, dtype=np.int16) - np.array(ground(picture))).max(axis=2) > 24
    rows, columns = np.flatnonzero(difference.any(axis=1)), np.flatnonzero(difference.any(axis=0))
    if len(rows) < 4 or len(columns) < 4:
        return 0, 0, *picture.size
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
