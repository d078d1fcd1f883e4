"""The plane of figures: likeness of two pictures in shape and colour, and of their Vienna codes.

Shape is what counts: the best pair of views decides, so one figure found as a part of the other counts nearly as much as the
whole. Colours move the score a little. Codes alone never say "the same": many marks show one star.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from kapok.similarity.figure_features import Features, colour_likeness, features_of, query_features_of
from kapok.similarity.figure_learned import ROLES, learned, likeness
from kapok.similarity.plane import NOTHING, PlaneScore, Reason
from kapok.similarity.vienna import vienna_likeness

__all__ = ["Features", "features_of", "query_features_of", "score"]

SAME_SHAPE = 0.95
"""Likeness of shape from which two figures are called the same in shape."""
SIMILAR_SHAPE = 0.35
"""Below this nothing is said about the shape."""
SAME_COLOURS, OTHER_COLOURS = 0.8, 0.3


class _Match(NamedTuple):
    """The best pair of views: its likeness, and what the two views show."""

    likeness: float
    roles: tuple[str, str]


def score(a: Features | None, b: Features | None, vienna_a: Sequence[str] = (), vienna_b: Sequence[str] = ()) -> PlaneScore:
    """Likeness of figures 0 to 1 with reasons; `None` where a mark has no picture (its codes still count).

    Either side may have the features to keep or those to ask with. `InputError` for text that is no Vienna code.
    """
    codes, shared = vienna_likeness(vienna_a, vienna_b)
    by_codes = learned().codes_share * codes
    code_reason = (Reason("figure_vienna_shared", {"codes": ", ".join(shared)}),) if shared else ()
    if a is None or b is None:
        return PlaneScore(by_codes, code_reason) if code_reason else NOTHING
    match = _best(a, b)
    colours = colour_likeness(a.colours, b.colours)
    by_shape = match.likeness * (1 - learned().colour_share * (1 - colours))
    both = by_shape + (1 - by_shape) * 0.5 * by_codes  # codes support a shape, they do not replace it
    reasons = (*_shape_reasons(match), *(_colour_reasons(colours) if match.likeness >= SIMILAR_SHAPE else ()))
    if by_codes > by_shape:
        return PlaneScore(max(by_codes, both), (*code_reason, *reasons))
    return PlaneScore(both, (*reasons, *code_reason))


def _best(a: Features, b: Features) -> _Match:
    cosines = (a.rows() @ b.rows().T) * a.weights()[:, None] * b.weights()[None, :]
    first, second = np.unravel_index(int(cosines.argmax()), cosines.shape)
    return _Match(likeness(float(cosines[first, second])), (ROLES[a.roles[first]], ROLES[b.roles[second]]))


def _shape_reasons(match: _Match) -> tuple[Reason, ...]:
    if match.likeness < SIMILAR_SHAPE:
        return ()
    values = {"percent": f"{100 * match.likeness:.0f}"}
    if "part" in match.roles:
        return (Reason("figure_shared_part", values),)
    return (Reason("figure_same_shape" if match.likeness >= SAME_SHAPE else "figure_similar_shape", values),)


def _colour_reasons(colours: float) -> tuple[Reason, ...]:
    if colours >= SAME_COLOURS:
        return (Reason("figure_same_colours"),)
    return (Reason("figure_other_colours"),) if colours < OTHER_COLOURS else ()
