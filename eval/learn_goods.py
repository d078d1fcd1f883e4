"""Learn the degrees of likeness of goods: `python -m eval.learn_goods`. Writes the tables `goods_weights` and `goods_counts`.

From pairs that an office judged (degrees 1 to 3), with three sampled pairs assumed to be of degree 0 for each. Weights by
Newton-free gradient descent on a convex loss, so that every run gives the same numbers.
"""

from __future__ import annotations

import csv
import gzip
import random
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kapok import clock
from kapok.similarity.goods_model import COLUMNS, DEGREES, GoodsModel, Judged, columns_of, count, macro_f1, softmax
from kapok.similarity.goods_pair import Term, facts_of

SHARED = Path(__file__).parents[2] / "shared" / "data"
TABLES = Path(__file__).parents[1] / "src" / "kapok" / "similarity" / "tables"
FILE = "goods-similarity/ST_Dataset_main_fields_similarity_int.csv.gz"
NEGATIVES = 3
"""Sampled pairs for each judged one: nobody judged them, they are assumed to be of degree 0."""
PULL = 3.0
"""Strength of the pull of all weights towards 0 (L2)."""
STEPS = 600
Doubles = NDArray[np.float64]
Pairs = dict[tuple[Term, Term], int]


def judged_pairs(shared: Path) -> Pairs:
    """Degree by pair of (class, term), the two in order; a pair that stands twice counts as its last."""
    pairs: Pairs = {}
    with gzip.open(shared / FILE, "rt", encoding="utf-8-sig") as lines:
        for row in csv.DictReader(lines):
            ends = sorted((row[f"Class {side}"].strip().zfill(2), row[f"Term {side}"].strip()) for side in "12")
            pairs[ends[0], ends[1]] = int(row["Similarity"])
    return pairs


def with_negatives(pairs: Pairs, terms: set[Term], chance: random.Random) -> list[tuple[Term, Term, int]]:
    """The judged pairs between `terms`, and three times as many that nobody judged, assumed to be of degree 0."""
    inside = [(a, b, degree) for (a, b), degree in sorted(pairs.items()) if a in terms and b in terms]
    order = sorted(terms)
    sampled: set[tuple[Term, Term]] = set()
    while len(sampled) < NEGATIVES * len(inside):
        a, b = sorted((chance.choice(order), chance.choice(order)))
        if a != b and (a, b) not in pairs:
            sampled.add((a, b))
    return inside + [(a, b, 0) for a, b in sorted(sampled)]


def fit(examples: list[tuple[Term, Term, int]]) -> GoodsModel:
    """The model learned from pairs of terms with their degree."""
    judged: list[Judged] = [(facts_of(a), facts_of(b), degree) for a, b, degree in examples]
    counts = count(judged)
    rows = np.array([columns_of(counts, a, b, own=degree) for a, b, degree in judged])
    degrees = np.array([degree for *_, degree in judged])
    mean, spread = rows.mean(axis=0), rows.std(axis=0)
    spread[spread < 1e-9] = 1
    columns = np.hstack([(rows - mean) / spread, np.ones((len(rows), 1))])
    weights = _descend(columns, np.eye(DEGREES)[degrees])
    weights[-1] += _offsets(columns @ weights, degrees)
    return GoodsModel(counts, mean, spread, weights)


def _descend(columns: Doubles, wanted: Doubles) -> Doubles:
    """Softmax weights of least loss, by accelerated gradient descent (convex: one answer)."""
    weights = ahead = np.zeros((columns.shape[1], wanted.shape[1]))
    pull = np.full((columns.shape[1], 1), PULL)
    pull[-1] = 0
    step = 1 / (0.5 * float(np.linalg.eigvalsh(columns.T @ columns)[-1]) + PULL)
    for turn in range(STEPS):
        slope = columns.T @ (softmax(columns @ ahead) - wanted) + pull * ahead
        moved = ahead - step * slope
        ahead = moved + turn / (turn + 3) * (moved - weights)
        weights = moved
    return weights


def _offsets(scores: Doubles, degrees: NDArray[np.int64]) -> Doubles:
    """What is added to each degree so that the mean F1 on the learning pairs is best: rare degrees must not be drowned."""
    offsets, best = np.zeros(DEGREES), macro_f1(list(degrees), list(scores.argmax(axis=1)))
    for _ in range(3):
        for degree in range(DEGREES):
            for change in (-0.6, -0.4, -0.2, 0.2, 0.4, 0.6):
                tried = offsets.copy()
                tried[degree] += change
                reached = macro_f1(list(degrees), list((scores + tried).argmax(axis=1)))
                if reached > best + 1e-4:
                    best, offsets = reached, tried
    return offsets


def main() -> None:
    """Learn from all judged pairs and write the tables."""
    pairs = judged_pairs(SHARED)
    terms = {term for pair in pairs for term in pair}
    examples = with_negatives(pairs, terms, random.Random("learn goods"))
    model = fit(examples)
    told = f"# {{}} Learned {clock.today()} by 'python -m eval.learn_goods'\n"
    told += f"# from {len(pairs):,} pairs of goods judged by an office "
    told += f"and {NEGATIVES} sampled pairs for each that are assumed not to be similar. Do not edit: learn again.\n"
    names = [f"degree{degree}" for degree in range(DEGREES)]
    with (TABLES / "goods_weights.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(told.format("Weights of the likeness of goods: by column, for each degree 0 to 3."))
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["column", "mean", "spread", *names])
        means, spreads = [*model.mean, 0.0], [*model.spread, 1.0]
        for name, mean, spread, row in zip((*COLUMNS, "intercept"), means, spreads, model.weights, strict=True):
            writer.writerow([name, *(f"{value:.5g}" for value in (mean, spread, *row))])
    with (TABLES / "goods_counts.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(told.format("How often pairs of two classes or kinds were of each degree 0 to 3."))
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["level", "a", "b", *names])
        for key, values in sorted(model.counts.items()):
            if key[0] == "all" or any(values[1:]) or sum(values) > 1:
                writer.writerow([*key, *(f"{value:g}" for value in values)])
    print(f"{len(examples):,} pairs, {len(model.counts):,} counts, {len(COLUMNS)} columns: goods_weights.csv, goods_counts.csv")


if __name__ == "__main__":
    main()
