"""Speed of the search for figures at 200,000 pictures (and less): opening, asking, adding one, size on disk."""

from __future__ import annotations

import io
import time
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from bench.timing import measure
from kapok.similarity.figure_features import COLOURS, STEPS, Features, query_features_of
from kapok.similarity.figure_index import FigureIndex
from kapok.similarity.figure_learned import learned

FULL_PICTURES = 200_000
QUERIES = 100
BAR = 100
"""Milliseconds that the 95th percentile may take on two cores."""


def run(folder: Path, scale: float) -> None:
    """Print a table for a tenth, a half and all of the pictures."""
    print(f"\n== figures: an altered picture among {FULL_PICTURES:,} others (bar: p95 under {BAR} ms)")
    started = time.perf_counter()
    asked = [query_features_of(_picture(number)) for number in range(QUERIES)]
    print(f"measuring a picture that is asked about: {1000 * (time.perf_counter() - started) / QUERIES:.0f} ms, "
          f"{len(asked[0].roles)} views")  # fmt: skip
    for share in (0.1, 0.5, 1.0):
        count = int(FULL_PICTURES * share * scale)
        place = folder / f"figures-{count}"
        FigureIndex.build(_by_chance(count)).save(place)
        started = time.perf_counter()
        index = FigureIndex.open(place)
        opening = time.perf_counter() - started
        index.search(asked[0])
        times = measure([partial(_hits, index, features) for features in asked])
        started = time.perf_counter()
        index.add([("added", asked[0])])
        adding = time.perf_counter() - started
        size = sum(file.stat().st_size for file in place.rglob("*.npy"))
        print(
            f"{count:>9,} pictures  {size / 1e6:6.1f} MB  open {1000 * opening:5.1f} ms  add one {1000 * adding:5.1f} ms  "
            f"search p50 {times.p50:5.1f} ms  p95 {times.p95:5.1f} ms"
        )


def _hits(index: FigureIndex, features: Features) -> int:
    return len(index.search(features, 50))


def _by_chance(count: int) -> list[tuple[str, Features]]:
    """Features as of real pictures in number of views; their directions by chance."""
    chance, table = np.random.default_rng(3), learned()
    width = table.directions.shape[1]
    found = []
    for number in range(count):
        views = 1 + (number % 10 < 3)  # three in ten have a second view, as icons have
        rows = chance.normal(size=(views, width))
        rows = np.rint(STEPS * rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.int8)
        colours = chance.integers(0, 255 // COLOURS, COLOURS).astype(np.uint8)
        found.append((f"XX/{number:07}", Features(table.version, bytes(range(views)), rows.tobytes(), colours.tobytes())))
    return found


def _picture(number: int) -> bytes:
    chance = np.random.default_rng(number)
    picture = Image.new("RGB", (200, 200), "white")
    pen = ImageDraw.Draw(picture)
    for _ in range(4):
        x, y = (int(each) for each in chance.integers(30, 150, 2))
        size = int(chance.integers(15, 50))
        pen.regular_polygon((x, y, size), int(chance.integers(3, 9)), rotation=int(chance.integers(0, 90)), fill="black")
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()
