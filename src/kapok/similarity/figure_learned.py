"""What was learned about figures: the projection that keeps what alterations leave and drops what they change, and the scale.

`tables/figure.yaml` declares roles, the scale and where the projection comes from; the numbers are in
`tables/figure_projection.csv` (made by `python -m eval.learn_figures`): a row for each number measured, the mean in
ten-thousandths and then the directions in thousandths.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from typing import NamedTuple

import numpy as np

from kapok.similarity.declared import check_keys, fault, read_table
from kapok.similarity.figure_gradients import LENGTH, Floats

ROLES = ("whole", "part", "tile", "turned", "cut")
"""What a view shows: the whole, a part of it, what stands on a tile, the whole turned, the whole as if cut at a side."""
MEAN_UNIT, DIRECTION_UNIT = 10_000, 1_000
_KEYS = {"source", "date", "command", "learned_on", "version", "roles", "scale", "colour_share", "codes_share"}


class Learned(NamedTuple):
    """The declared numbers. `mean` (LENGTH,) and `directions` (LENGTH, DIMENSIONS) project raw vectors.

    `roles` by place in ROLES; `scale_from`, `scale_to` turn a cosine into likeness 0 to 1; `colour_share`, `codes_share`: what
    colours and codes weigh.
    """

    version: int
    mean: Floats
    directions: Floats
    roles: Floats
    scale_from: Floats
    scale_to: Floats
    colour_share: float
    codes_share: float


@cache
def learned() -> Learned:
    """The declared numbers; `DefinitionError` naming the line of what is wrong."""
    table = read_table("figure")
    check_keys(table, (), _KEYS)
    content = table.content
    missing = _KEYS - set(content)
    if missing:
        raise fault(table, (), f"it lacks {', '.join(sorted(missing))}")
    roles = [_number(table, ("roles", role), content["roles"].get(role)) for role in ROLES]
    steps = [step.split() for step in content["scale"]]
    if any(len(step) != 2 for step in steps):
        raise fault(table, ("scale",), "a step of the scale is a cosine and a likeness")
    scale = [[_number(table, ("scale",), part) for part in step] for step in steps]
    with as_file(files("kapok.similarity") / "tables" / "figure_projection.csv") as path:
        numbers = np.loadtxt(path, delimiter=",", dtype=np.float32)
    mean: Floats = (numbers[:, 0] / MEAN_UNIT).astype(np.float32)
    directions: Floats = (numbers[:, 1:] / DIRECTION_UNIT).astype(np.float32)
    if len(mean) != LENGTH:
        raise fault(table, (), "the projection fits other vectors than are measured", "Run the command that the table names")
    return Learned(
        int(content["version"]),
        mean,
        directions,
        np.array(roles, dtype=np.float32),
        np.array([step[0] for step in scale], dtype=np.float32),
        np.array([step[1] for step in scale], dtype=np.float32),
        _number(table, ("colour_share",), content["colour_share"]),
        _number(table, ("codes_share",), content["codes_share"]),
    )


def _number(table: object, path: tuple[str | int, ...], text: object) -> float:
    try:
        value = float(str(text))
    except ValueError:
        value = float("nan")
    if not 0 <= value <= 1:
        raise fault(table, path, f"'{text}' is no number from 0 to 1")  # type: ignore[arg-type]
    return value


def project(raw: Floats) -> Floats:
    """Raw vectors (n, LENGTH) to (n, DIMENSIONS), each of length 1."""
    table = learned()
    rows = (raw - table.mean) @ table.directions
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Floats = (rows / np.maximum(length, 1e-6)).astype(np.float32)
    return scaled


def likeness(cosine: float) -> float:
    """A cosine of two views on the scale from 0 (nothing in common) to 1 (the same)."""
    table = learned()
    return float(np.interp(cosine, table.scale_from, table.scale_to))
