"""The learned degree of likeness of two goods or services: 0 not similar, 1 low, 2 average, 3 high.

A multinomial logistic model over `FEATURES` and over how often pairs of such classes and such kinds were judged to be of each
degree (the kinds' counts lean on the classes', those on all). Weights and counts are declared tables, made by
`python -m eval.learn_goods`; terms, judgements and texts are not shipped, only the counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from kapok.codes.declared import read_rows
from kapok.errors import DefinitionError
from kapok.similarity.goods_pair import FEATURES, TermFacts, features_of_pair

Doubles = NDArray[np.float64]

DEGREES = 4
LEAN = 2.0
"""How many judged pairs the wider count is worth beside the narrower one."""
COLUMNS = (*FEATURES, *(f"{level} {what}" for level in ("classes", "kinds") for what in ("0", "1", "2", "3", "known")))
"""Everything the model weighs, in order."""
Judged = tuple[TermFacts, TermFacts, int]
"""Two terms in the order of (class, text) and the degree that was judged."""


class GoodsModel(Struct, frozen=True):
    """`counts` of judged pairs by degree, by ("classes" | "kinds" | "all", a, b); `mean`, `spread`, `weights` by column."""

    counts: dict[tuple[str, str, str], tuple[float, ...]]
    mean: Doubles
    spread: Doubles
    weights: Doubles
    """(columns + 1, DEGREES): the last row is the intercept, moved so that each degree is found as often as it should."""

    def likelihoods(self, a: TermFacts, b: TermFacts) -> Doubles:
        """Likelihood of each degree."""
        row = (np.array(columns_of(self.counts, a, b)) - self.mean) / self.spread
        likelihoods: Doubles = softmax(row[None, :] @ self.weights[:-1] + self.weights[-1])[0]
        return likelihoods


def class_key(a: TermFacts, b: TermFacts) -> tuple[str, str, str]:
    """The place of the counts of two classes."""
    low, high = sorted((a.nice_class, b.nice_class))
    return "classes", low, high


def kind_key(a: TermFacts, b: TermFacts) -> tuple[str, str, str]:
    """The place of the counts of two kinds; a term of no known kind stands for its class."""
    low, high = sorted((a.main_kind or f"class {a.nice_class}", b.main_kind or f"class {b.nice_class}"))
    return "kinds", low, high


def whole_key(a: TermFacts, b: TermFacts) -> tuple[str, str, str]:
    """The place of the counts of all pairs in one class, or all in two."""
    return "all", "same class" if a.nice_class == b.nice_class else "two classes", ""


def count(judged: Iterable[Judged]) -> dict[tuple[str, str, str], tuple[float, ...]]:
    """The counts of judged pairs by degree, at all three levels."""
    counts: dict[tuple[str, str, str], list[float]] = {}
    for a, b, degree in judged:
        for key in (class_key(a, b), kind_key(a, b), whole_key(a, b)):
            counts.setdefault(key, [0.0] * DEGREES)[degree] += 1
    return {key: tuple(values) for key, values in counts.items()}


def columns_of(
    counts: dict[tuple[str, str, str], tuple[float, ...]], a: TermFacts, b: TermFacts, own: int | None = None
) -> list[float]:
    """The numbers of `COLUMNS`; with `own` (the pair's degree) its own judgement is left out of the counts: for learning."""
    nothing = (0.0,) * DEGREES
    alike, unlike = (np.array(counts.get(("all", name, ""), nothing)) for name in ("same class", "two classes"))
    usual = (alike + unlike + 1) / (alike + unlike + 1).sum()
    expected = np.array(counts.get(whole_key(a, b), nothing)) + 1
    expected = expected / expected.sum()
    numbers = features_of_pair(a, b)
    for key in (class_key(a, b), kind_key(a, b)):
        here = np.array(counts.get(key, nothing))
        if own is not None:
            here[own] = max(0.0, here[own] - 1)
        expected = (here + LEAN * expected) / (here.sum() + LEAN)
        numbers.extend(np.log(expected / usual))
        numbers.append(float(np.log1p(here.sum())))
    return numbers


def softmax(rows: Doubles) -> Doubles:
    """Rows of likelihoods that sum to 1."""
    powers = np.exp(rows - rows.max(axis=1, keepdims=True))
    likelihoods: Doubles = powers / powers.sum(axis=1, keepdims=True)
    return likelihoods


def macro_f1(judged: Sequence[int], found: Sequence[int]) -> float:
    """The mean over the degrees of F1: the harmonic mean of precision and recall of a degree."""
    truth, answer = np.array(judged), np.array(found)
    scores = []
    for degree in range(DEGREES):
        both = int(((truth == degree) & (answer == degree)).sum())
        scores.append(2 * both / max(1, int((truth == degree).sum() + (answer == degree).sum())))
    return float(np.mean(scores))


@cache
def goods_model() -> GoodsModel:
    """The shipped model; `DefinitionError` where its tables do not fit what is measured."""
    rows = {row["column"]: row for row in read_rows("goods_weights", "kapok.similarity")}
    if tuple(rows) != (*COLUMNS, "intercept"):
        raise DefinitionError(
            "The table goods_weights.csv cannot be used",
            "its columns are not those that are measured",
            "Run 'python -m eval.learn_goods' to learn them again",
        )
    counts = {
        (row["level"], row["a"], row["b"]): tuple(float(row[f"degree{degree}"]) for degree in range(DEGREES))
        for row in read_rows("goods_counts", "kapok.similarity")
    }
    mean, spread = (np.array([float(row[name]) for row in rows.values()])[:-1] for name in ("mean", "spread"))
    weights = np.array([[float(row[f"degree{degree}"]) for degree in range(DEGREES)] for row in rows.values()])
    return GoodsModel(counts, mean, spread, weights)
