"""Views of a picture: the whole, its parts, what stands on a filled tile; for a query also turned and as if cut at a side.

Each view is a square of `SIDE` pixels. What is kept has few views; the picture that is asked about has many, so that turning,
cutting and added words are met by some pair of views.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

from kapok.similarity.figure_gradients import SIDE, Floats
from kapok.similarity.figure_ground import Box, Sheet, box_of, only, parts, strength_of

View = tuple[int, Floats, Floats]
"""What it shows (a place in `ROLES`), the square (SIDE, SIDE, 3) in 0..1, how strongly its pixels stand off the ground."""
Views = tuple[list[int], Floats, Floats]
"""The same of several views, stacked."""
WHOLE, PART, TILE_ROLE, TURNED, CUT = range(5)

KEPT = 3
"""Most views of a picture that is kept."""
TURNS = (-12.0, -6.0, 6.0, 12.0)
"""Degrees by which the query is turned."""
CUTS = (0.1, 0.2)
"""Shares of the whole that may have been cut off at a side of the query."""
CORNER_CUT = 0.1
"""The share that may have been cut off at each of two neighbouring sides."""
FRAME = 0.06
"""Ground around what is drawn, as a share of its longer side."""
TILE = 0.72
"""Share of its box from which a figure counts as a filled tile."""


def kept_views(sheet: Sheet) -> Views:
    """The whole, its main part, and what stands on a tile: at most `KEPT` views."""
    found = [_view(WHOLE, sheet.picture, sheet.colour, sheet.box)]
    pieces = parts(sheet)
    if pieces:
        main = max(pieces, key=_prominence)
        found.append(_view(PART, only(sheet, main), sheet.colour, main))
    tile = _on_tile(sheet)
    if tile is not None:
        found.append(tile)
    return _stack(found[:KEPT])


def query_views(sheet: Sheet) -> Views:
    """As `kept_views`, with every part, turned, and with room where something may have been cut off."""
    found = [_view(WHOLE, sheet.picture, sheet.colour, sheet.box)]
    for piece in parts(sheet):
        found.append(_view(PART, only(sheet, piece), sheet.colour, piece))
    tile = _on_tile(sheet)
    if tile is not None:
        found.append(tile)
    for angle in TURNS:
        turned = sheet.picture.rotate(angle, Image.Resampling.BILINEAR, expand=True, fillcolor=sheet.colour)
        box = box_of(strength_of(turned, sheet.colour))
        if box is not None:
            found.append(_view(TURNED, turned, sheet.colour, box))
    left, top, right, bottom = sheet.box
    for cut in CUTS:
        wide, high = round((right - left) * cut), round((bottom - top) * cut)
        for box in ((left - wide, top, right, bottom), (left, top - high, right, bottom),
                    (left, top, right + wide, bottom), (left, top, right, bottom + high)):  # fmt: skip
            found.append(_view(CUT, sheet.picture, sheet.colour, box))
    wide, high = round((right - left) * CORNER_CUT), round((bottom - top) * CORNER_CUT)
    for x in (0, wide):
        for y in (0, high):
            corner = (left - x, top - y, right + wide - x, bottom + high - y)
            found.append(_view(CUT, sheet.picture, sheet.colour, corner))
    return _stack(found)


def _stack(found: list[View]) -> Views:
    roles, squares, strengths = zip(*found, strict=True)
    return list(roles), np.stack(squares), np.stack(strengths)


def _prominence(box: Box) -> float:
    """How much a part looks like the figure rather than words: large and compact."""
    width, height = box[2] - box[0], box[3] - box[1]
    return min(width, height) * float(np.sqrt(max(width, height)))


def _view(role: int, picture: Image.Image, colour: tuple[int, int, int], box: Box) -> View:
    """The square around `box`, with a frame of ground, and how strongly its pixels stand off the ground."""
    left, top, right, bottom = box
    half = max(right - left, bottom - top) * (0.5 + FRAME)
    x, y = (left + right) / 2, (top + bottom) / 2
    frame = (x - half, y - half, x + half, y + half)
    twice = (SIDE * 2, SIDE * 2)
    large = picture.transform(twice, Image.Transform.EXTENT, frame, Image.Resampling.BILINEAR, fillcolor=colour)
    square = large.resize((SIDE, SIDE), Image.Resampling.BOX)
    return role, np.asarray(square, dtype=np.float32) / np.float32(255), strength_of(square, colour)


def _on_tile(sheet: Sheet) -> View | None:
    """What stands on a filled square or disc, seen as if the tile were the sheet; None where there is no tile."""
    left, top, right, bottom = sheet.box
    inner = sheet.strength[top:bottom, left:right]
    if inner.mean() < TILE * 0.7:
        return None
    inset_x, inset_y = round((right - left) * 0.16), round((bottom - top) * 0.16)
    inside = sheet.picture.crop((left + inset_x, top + inset_y, right - inset_x, bottom - inset_y))
    if min(inside.size) < 12:
        return None
    pixels = np.asarray(inside)
    edge = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    colour = np.median(edge, axis=0)
    if np.abs(edge.astype(np.int16) - colour.astype(np.int16)).max(axis=1).mean() > 40:
        return None
    red, green, blue = (int(part) for part in colour)
    box = box_of(strength_of(inside, (red, green, blue)))
    if box is None:
        return None
    return _view(TILE_ROLE, inside, (red, green, blue), box)
