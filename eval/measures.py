"""The usual measures of a ranked list: reciprocal rank, recall and average precision, all from 0 to 1."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from statistics import fmean


def reciprocal_rank(ranked: Sequence[bool]) -> float:
    """1 divided by the place (from 1) of the first hit that is right; 0 where none is."""
    return next((1 / place for place, right in enumerate(ranked, start=1) if right), 0.0)


def recall(ranked: Sequence[str], relevant: Collection[str]) -> float:
    """The share of the relevant keys that the list holds."""
    return len(set(ranked) & set(relevant)) / len(relevant)


def average_precision(ranked: Sequence[str], relevant: Collection[str]) -> float:
    """The mean of the precision at the place of each relevant key; one that is not in the list counts 0."""
    found = 0
    total = 0.0
    for place, key in enumerate(ranked, start=1):
        if key in relevant:
            found += 1
            total += found / place
    return total / len(relevant)


def right_pairs(ranked: Sequence[str], relevant: Collection[str], not_relevant: Collection[str]) -> float:
    """Of all pairs of a relevant and a not relevant key, the share in which the relevant one stands higher (0.5: chance).

    Keys that the list lacks stand below all others, and beside each other.
    """
    place = {key: at for at, key in enumerate(ranked)}
    last = len(ranked)
    pairs = [(place.get(good, last), place.get(bad, last)) for good in relevant for bad in not_relevant]
    return fmean(1.0 if good < bad else 0.5 if good == bad else 0.0 for good, bad in pairs)
