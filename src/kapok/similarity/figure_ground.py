"""What is figure and what is ground in a picture: the sheet's colour, how strongly each pixel stands off it, the parts.

Everything is measured as distance from the sheet's colour, so a negative gives exactly what the positive gives.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from kapok.errors import InputError

Floats = NDArray[np.float32]
Box = tuple[int, int, int, int]
"""left, top, right, bottom in pixels, right and bottom exclusive."""

FAINTEST = 0.05
"""A picture in which no pixel stands off the sheet by more than this share of the scale shows nothing."""


class Sheet(NamedTuple):
    """A picture on its sheet: `picture` RGB, the sheet's `colour`, `strength` 0 to 1 a pixel, `box` of what is drawn."""

    picture: Image.Image
    colour: tuple[int, int, int]
    strength: Floats
    box: Box


def lay_out(picture: Image.Image) -> Sheet:
    """The picture (RGBA) on a sheet of its own ground colour; `InputError` where it shows one colour only."""
    opaque = _opaque(picture)
    colour = _sheet_colour(np.asarray(opaque))
    strength = strength_of(opaque, colour)
    box = box_of(strength)
    if box is None:
        raise InputError(
            "The picture shows nothing that could be compared", "it has one colour only", "Give the picture of the mark itself"
        )
    return Sheet(opaque, colour, strength, box)


def strength_of(sheet: Image.Image, colour: tuple[int, int, int]) -> Floats:
    """How strongly each pixel stands off `colour`, 0 to 1; all 0 where nothing does."""
    away = ImageChops.difference(sheet, Image.new("RGB", sheet.size, colour)).split()
    distance = np.asarray(ImageChops.lighter(ImageChops.lighter(away[0], away[1]), away[2]))
    counts = np.bincount(distance.ravel(), minlength=256)
    counts[: round(FAINTEST * 255) + 1] = 0
    standing = counts.cumsum()
    if standing[-1] < 12:
        return np.zeros(distance.shape, dtype=np.float32)
    top = float(np.searchsorted(standing, 0.9 * standing[-1]))
    steps = np.clip((np.arange(256) / top - 0.2) / 0.4, 0, 1).astype(np.float32)
    strength: Floats = steps[distance]
    return strength


def box_of(strength: Floats) -> Box | None:
    """The box of what is drawn, single stray pixels aside; None where nothing is."""
    drawn = strength > 0.5
    rows, columns = np.flatnonzero(drawn.sum(axis=1) > 1), np.flatnonzero(drawn.sum(axis=0) > 1)
    if rows.size == 0 or columns.size == 0:
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def parts(sheet: Sheet, least: float = 0.08) -> list[Box]:
    """The boxes on both sides of the widest empty strip across and down: a figure and its words, most often.

    Parts smaller than `least` of the drawn surface are left out. Empty where nothing parts the picture.
    """
    left, top, right, bottom = sheet.box
    drawn = sheet.strength[top:bottom, left:right] > 0.5
    surface = float(drawn.sum())
    found: list[Box] = []
    for axis in (1, 0):
        cut = _widest_gap(np.asarray(drawn.any(axis=axis)))
        if cut is None:
            continue
        start, end = cut
        halves = ((0, start), (end, drawn.shape[1 - axis]))
        for first, last in halves:
            piece = drawn[first:last] if axis == 1 else drawn[:, first:last]
            if piece.sum() < least * surface:
                continue
            rows, columns = np.flatnonzero(piece.any(axis=1)), np.flatnonzero(piece.any(axis=0))
            x, y = (left, top + first) if axis == 1 else (left + first, top)
            found.append((x + int(columns[0]), y + int(rows[0]), x + int(columns[-1]) + 1, y + int(rows[-1]) + 1))
    return found


def only(sheet: Sheet, box: Box) -> Image.Image:
    """The sheet with nothing but what stands in `box`."""
    alone = Image.new("RGB", sheet.picture.size, sheet.colour)
    alone.paste(sheet.picture.crop(box), box[:2])
    return alone


def _widest_gap(filled: NDArray[np.bool_]) -> tuple[int, int] | None:
    """Start and end of the widest run of empty lines, if it is at least 3 % of the whole."""
    best: tuple[int, int] | None = None
    start = None
    for at, full in enumerate(filled):
        if not full and start is None:
            start = at
        elif full and start is not None:
            if best is None or at - start > best[1] - best[0]:
                best = (start, at)
            start = None
    return best if best and best[1] - best[0] >= max(2, 0.03 * len(filled)) else None


def _opaque(picture: Image.Image) -> Image.Image:
    """What is transparent becomes white, or black under a mark that is itself nearly white."""
    alpha = np.asarray(picture)[..., 3]
    if alpha.min() >= 250:
        return picture.convert("RGB")
    visible = np.asarray(picture)[alpha > 128][:, :3]
    light = visible.size > 0 and float(visible.mean()) > 225
    ground = Image.new("RGBA", picture.size, "black" if light else "white")
    return Image.alpha_composite(ground, picture).convert("RGB")


def _sheet_colour(pixels: NDArray[np.uint8]) -> tuple[int, int, int]:
    """The colour that is most frequent along the edges."""
    edge = np.concatenate([pixels[:2].reshape(-1, 3), pixels[-2:].reshape(-1, 3), pixels[:, :2].reshape(-1, 3),
                           pixels[:, -2:].reshape(-1, 3)])  # fmt: skip
    coarse = (edge.astype(np.int32) + 16) >> 5
    bins = coarse[:, 0] * 81 + coarse[:, 1] * 9 + coarse[:, 2]
    most = np.bincount(bins).argmax()
    red, green, blue = np.median(edge[bins == most], axis=0)
    return int(red), int(green), int(blue)
