"""Contours of a view as a vector: which way edges run in each part of it (histograms of oriented gradients), and its mass.

Edges are counted without their sign and their strength is damped, so light on dark, dark on light and other colours give
nearly the same. numpy alone; all views of a picture at once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

SIDE = 64
"""Side in pixels of the square that every view is brought to."""
CELLS = 7
DIRECTIONS = 8
MASS_CELLS = 8
LENGTH = CELLS * CELLS * DIRECTIONS + MASS_CELLS * MASS_CELLS
"""Numbers in the raw vector of a view."""
MASS_WEIGHT = 0.6


def _windows(cells: int) -> Floats:
    """Overlapping triangular windows: row i says how much each of the SIDE pixels counts in cell i; each row sums to 1."""
    centres = (np.arange(cells) + 0.5) * SIDE / cells
    width = SIDE / cells * 1.25
    weights = np.clip(1 - np.abs(np.arange(SIDE) + 0.5 - centres[:, None]) / width, 0, None)
    windows: Floats = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
    return windows


_EDGE_WINDOWS = _windows(CELLS)
_MASS_WINDOWS = _windows(MASS_CELLS)


def contours(views: Floats, strengths: Floats) -> Floats:
    """Raw vectors (n, LENGTH), each of length 1, from views (n, SIDE, SIDE, 3) in 0..1 and strengths (n, SIDE, SIDE)."""
    count = len(views)
    across = np.zeros_like(views)
    down = np.zeros_like(views)
    across[:, :, 1:-1] = views[:, :, 2:] - views[:, :, :-2]
    down[:, 1:-1] = views[:, 2:] - views[:, :-2]
    size = across * across + down * down
    channel = size.argmax(axis=3)[..., None]
    across, down, size = (np.take_along_axis(each, channel, axis=3)[..., 0] for each in (across, down, size))
    damped = np.sqrt(np.sqrt(size))  # the square root of the edge's strength
    damped[damped < 0.22] = 0  # noise of a poor copy
    turn = (np.arctan2(down, across) / np.pi * DIRECTIONS) % DIRECTIONS
    lower = np.floor(turn).astype(np.int8) % DIRECTIONS
    upper_share = (turn - np.floor(turn)).astype(np.float32)
    low, high = damped * (1 - upper_share), damped * upper_share
    layers = np.stack([np.where(lower == direction, low, 0) + np.where(lower == (direction - 1) % DIRECTIONS, high, 0)
                       for direction in range(DIRECTIONS)], axis=1)  # fmt: skip
    edges = np.sqrt((_EDGE_WINDOWS @ layers @ _EDGE_WINDOWS.T).reshape(count, -1)).astype(np.float32)
    mass: Floats = (_MASS_WINDOWS @ strengths @ _MASS_WINDOWS.T).reshape(count, -1).astype(np.float32)
    both = np.hstack([_unit(edges), MASS_WEIGHT * _unit(mass)]) / np.float32(np.sqrt(1 + MASS_WEIGHT**2))
    return both.astype(np.float32)


def _unit(rows: Floats) -> Floats:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Floats = (rows / np.maximum(length, 1e-6)).astype(np.float32)
    return unit
