"""Learn what alterations change in a figure: `python -m eval.learn_figures`. Writes `tables/figure_projection.csv`.

Linear discriminant analysis on icons that the evaluation does not measure: the spread between each icon and its alterations
is what shall not count, the spread between icons what shall. The first directions are shipped, in thousandths.
"""

from __future__ import annotations

import random
from multiprocessing import Pool
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.alterations import ALTERATIONS, on_white, png
from eval.icons import LEARNED, icons
from kapok.errors import InputError
from kapok.similarity.figure_gradients import LENGTH, contours
from kapok.similarity.figure_ground import lay_out
from kapok.similarity.figure_learned import DIRECTION_UNIT, MEAN_UNIT
from kapok.similarity.figure_views import kept_views, query_views
from kapok.similarity.picture import decode_picture

FILE = Path(__file__).parents[1] / "src" / "kapok" / "similarity" / "tables" / "figure_projection.csv"
ALTERED = 2100
DIMENSIONS = 64
SAME_VIEW = 0.5
"""Pairs of views less alike than this show different things; they say nothing about alterations."""
SEED = 20261123
STYLES = ("-thin", "-light", "-duotone", "-bold")
"""Styles of one icon in a collection: one is enough to learn from."""

Doubles = NDArray[np.float64]


def main() -> None:
    """Learn and write."""
    items = [item for item in icons(LEARNED) if not item[0].endswith(STYLES)]
    if not items:
        raise SystemExit("Without icons nothing can be learned: npm and the network are needed")
    chance = random.Random(SEED)
    names = list(ALTERATIONS)
    chosen = [(chance.randrange(len(items)), names[turn % len(names)]) for turn in range(ALTERED)]
    with Pool(2) as pool:
        kept = pool.map(_kept, [data for _, data in items], chunksize=64)
        asked = pool.map(_asked, [(place, name, items[place][1]) for place, name in chosen], chunksize=16)
    steps = []
    for (place, _), views in zip(chosen, asked, strict=True):
        if len(views) and len(kept[place]):
            alike = views @ kept[place].T
            first, second = np.unravel_index(int(alike.argmax()), alike.shape)
            if alike[first, second] > SAME_VIEW:
                steps.append(views[first] - kept[place][second])
    mean, directions = discriminants(np.concatenate(kept), np.array(steps))
    rows = np.rint(np.column_stack([mean * MEAN_UNIT, directions * DIRECTION_UNIT]))
    np.savetxt(FILE, rows, fmt="%d", delimiter=",")
    print(f"{len(items):,} icons, {len(steps):,} alterations, {DIMENSIONS} directions: {FILE.name}")


def discriminants(views: Doubles, steps: Doubles) -> tuple[Doubles, Doubles]:
    """Mean (LENGTH,) and directions (LENGTH, DIMENSIONS) in which views differ most for how little alterations move them."""
    mean = views.mean(axis=0)
    within = steps.T @ steps / len(steps)
    within += np.eye(LENGTH) * np.trace(within) / LENGTH * 0.5  # few alterations, many numbers: not all of it is meant
    between = np.cov(views.T)
    undo = np.linalg.inv(np.linalg.cholesky(within))
    _, axes = np.linalg.eigh(undo @ between @ undo.T)
    directions = undo.T @ axes[:, ::-1][:, :DIMENSIONS]
    return mean, directions / np.abs(directions).max()


def _kept(data: bytes) -> Doubles:
    return _raw(data, for_query=False)


def _asked(item: tuple[int, str, bytes]) -> Doubles:
    place, name, data = item
    return _raw(png(ALTERATIONS[name](on_white(data), random.Random(f"{SEED} {place} {name}"))), for_query=True)


def _raw(data: bytes, *, for_query: bool) -> Doubles:
    try:
        sheet = lay_out(decode_picture(data))
    except InputError:
        return np.zeros((0, LENGTH))
    _, squares, strengths = query_views(sheet) if for_query else kept_views(sheet)
    return contours(squares, strengths).astype(np.float64)


if __name__ == "__main__":
    main()
