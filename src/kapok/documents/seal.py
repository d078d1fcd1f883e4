"""The picture of an official seal as SVG: a red ring, a star, the organisation's name along the arc.

An office configures the picture of its own seal. Where none is configured, a drawn one stands in its place and says that it is
a sample; the legal weight lies in the signature of the file, never in the picture.
"""

from __future__ import annotations

import math
from html import escape

RED = "#c8102e"
SIZE = 420
"""Millimetres times ten: a seal of 42 mm."""
MOST_SIGNS = 60
_SAMPLE = {"en": "SAMPLE", "zh-Hans": "样章", "zh-Hant": "樣章", "pt": "AMOSTRA"}


def draw_seal(organisation: str, font: str, *, language: str = "zh-Hans", is_sample: bool = True) -> str:
    """The seal as SVG. `font` is a family that has the signs of the name; a name beyond 60 signs is cut."""
    name = organisation[:MOST_SIGNS] or "Kapok"
    middle = SIZE / 2
    signs = "".join(_along_arc(name, middle, font))
    sample = _SAMPLE.get(language, _SAMPLE["en"])
    label = (
        f'<text x="{middle}" y="{middle + 118}" font-family="{escape(font)}" font-size="44" font-weight="bold" '
        f'text-anchor="middle" fill="{RED}">{sample}</text>'
        if is_sample
        else ""
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" width="{SIZE}" height="{SIZE}">'
        f'<circle cx="{middle}" cy="{middle}" r="{middle - 10}" fill="none" stroke="{RED}" stroke-width="10"/>'
        f'<polygon points="{_star(middle, middle, 58)}" fill="{RED}"/>{signs}{label}</svg>'
    )


def _along_arc(name: str, middle: float, font: str) -> list[str]:
    """Each sign by itself, turned to stand on the arc: no renderer's text on a path is needed."""
    widths = [1.0 if ord(sign) > 0x2E7F else 0.62 for sign in name]
    radius, total = middle - 68, sum(widths)
    step = min(32.0, 290.0 / max(total, 1.0))  # degrees for one full width, so that the name leaves the foot free
    size = min(52.0, math.radians(step) * radius * 1.02)
    angle = -step * total / 2
    made = []
    for sign, width in zip(name, widths, strict=True):
        at = angle + step * width / 2
        angle += step * width
        made.append(
            f'<text x="{middle}" y="{middle - radius:.1f}" transform="rotate({at:.2f} {middle} {middle})" '
            f'font-family="{escape(font)}" font-size="{size:.1f}" text-anchor="middle" fill="{RED}">{escape(sign)}</text>'
        )
    return made


def _star(x: float, y: float, radius: float) -> str:
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.382
        turn = math.radians(36 * corner - 90)
        points.append(f"{x + reach * math.cos(turn):.2f},{y + reach * math.sin(turn):.2f}")
    return " ".join(points)
