"""Shapes drawn by chance: a stand-in for icons where npm or the network is missing. They are simpler than real figures."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator

from PIL import Image, ImageDraw

from eval.alterations import png

SIDE = 200


def shapes(count: int) -> Iterator[tuple[str, bytes]]:
    """(name, PNG) of so many figures, each of three to six parts: polygons, stars, rings, arcs, bars and holes."""
    for number in range(count):
        chance = random.Random(f"shape {number}")
        sheet = Image.new("RGB", (SIDE, SIDE), "white")
        pen = ImageDraw.Draw(sheet)
        for part in range(chance.randint(3, 6)):
            _part(pen, chance, "white" if part and chance.random() < 0.3 else "black")
        yield f"shape-{number:05}", png(sheet)


def _part(pen: ImageDraw.ImageDraw, chance: random.Random, colour: str) -> None:
    x, y, radius = chance.uniform(40, 160), chance.uniform(40, 160), chance.uniform(15, 60)
    box = (x - radius, y - radius * chance.uniform(0.5, 1), x + radius, y + radius * chance.uniform(0.5, 1))
    kind = chance.randrange(5)
    if kind == 0:
        pen.ellipse(box, outline=colour, width=chance.randint(4, 18))
    elif kind == 1:
        pen.pieslice(box, chance.uniform(0, 360), chance.uniform(400, 640), fill=colour)
    elif kind == 2:
        pen.rounded_rectangle(box, chance.uniform(0, 12), fill=colour)
    elif kind == 3:
        pen.arc(box, chance.uniform(0, 360), chance.uniform(400, 640), fill=colour, width=chance.randint(5, 16))
    else:
        points, turn, inner = chance.randint(3, 9), chance.uniform(0, 6.28), chance.uniform(0.35, 1)
        corners = []
        for step in range(2 * points):
            reach = radius * (inner if step % 2 else 1)
            angle = turn + math.pi * step / points
            corners.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
        pen.polygon(corners, fill=colour)
