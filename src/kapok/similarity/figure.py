"""The plane of figures: likeness of two pictures in shape and colour, and of their Vienna codes."""

from __future__ import annotations

from collections.abc import Sequence

from kapok.similarity.figure_features import Features, features_of, query_features_of
from kapok.similarity.plane import NOTHING, PlaneScore, Reason
from kapok.similarity.vienna import vienna_likeness

__all__ = ["Features", "features_of", "query_features_of", "score"]


def score(
    a: Features | None, b: Features | None, vienna_a: Sequence[str] = (), vienna_b: Sequence[str] = ()
) -> PlaneScore:
    """Likeness of figures 0 to 1 with reasons; `None` where a mark has no picture (its codes still count)."""
    codes, shared = vienna_likeness(vienna_a, vienna_b)
    if codes:
        return PlaneScore(0.6 * codes, (Reason("figure_vienna_shared", {"codes": ", ".join(shared)}),))
    return NOTHING
