"""What every plane of likeness answers: a score from 0 to 1, and the rules that made it, with their values."""

from __future__ import annotations

import msgspec


class Reason(msgspec.Struct, frozen=True):
    """One rule that fired. Its sentence in four languages stands in `reasons.yaml` under `rule`, filled with `values`."""

    rule: str
    values: dict[str, str] = {}


class PlaneScore(msgspec.Struct, frozen=True):
    """Likeness on one plane: `score` 0 (nothing in common) to 1 (identical there); reasons, the weightiest first."""

    score: float
    reasons: tuple[Reason, ...] = ()


NOTHING = PlaneScore(0.0)
"""No likeness on this plane, and nothing to say about it."""
