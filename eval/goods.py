"""Goods: the degree 0 to 3 of pairs that an office judged, learned and tested on different terms.

Terms are dealt into five parts; each part is tested by a model that saw no pair with a term of that part. Three sampled pairs
for each judged one are assumed to be of degree 0. Repeated with other deals, because degree 3 is rare.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean
from typing import Any

from eval.learn_goods import FILE, fit, judged_pairs, with_negatives
from kapok.similarity.goods_list import classes_for
from kapok.similarity.goods_model import DEGREES, macro_f1
from kapok.similarity.goods_pair import Term, facts_of

PARTS = 5
DEALS = 4
TAXONOMY = "euipo-goods-similarity/taxo_jsontree_20250627.json.gz"

Results = dict[str, float]


def goods(shared: Path) -> Results:
    """Macro-F1 of the model and of two simple answers; how often typed goods find their class."""
    results: Results = {}
    if (shared / FILE).exists():
        results |= _degrees(shared)
    else:
        print("goods: no judged pairs lie beside the checkout: degrees are not measured")
    if (shared / TAXONOMY).exists():
        results |= _classes(shared / TAXONOMY)
    return results


def _degrees(shared: Path) -> Results:
    pairs = judged_pairs(shared)
    terms = sorted({term for pair in pairs for term in pair})
    reached: dict[str, list[float]] = {}
    by_degree: list[list[float]] = [[] for _ in range(DEGREES)]
    for deal in range(DEALS):
        judged: list[int] = []
        found: dict[str, list[int]] = {"model": [], "same Nice class": [], "majority": []}
        shuffled = terms[:]
        random.Random(f"deal {deal}").shuffle(shuffled)
        for part in range(PARTS):
            tested = set(shuffled[part::PARTS])
            model = fit(with_negatives(pairs, set(terms) - tested, random.Random(f"learn {deal} {part}")))
            for a, b, degree in with_negatives(pairs, tested, random.Random(f"test {deal} {part}")):
                judged.append(degree)
                found["model"].append(int(model.likelihoods(facts_of(a), facts_of(b)).argmax()))
                found["same Nice class"].append(2 if a[0] == b[0] else 0)
                found["majority"].append(0)
        for name, answers in found.items():
            reached.setdefault(name, []).append(macro_f1(judged, answers))
        for degree in range(DEGREES):
            by_degree[degree].append(_f1(judged, found["model"], degree))
        print(f"goods: deal {deal + 1}: {len(judged):,} pairs tested, " + ", ".join(
            f"{name} {values[-1]:.3f}" for name, values in reached.items()))  # fmt: skip
    results = {f"goods · degrees 0-3 · {name} · macro-F1": fmean(values) for name, values in reached.items()}
    model_reached = results["goods · degrees 0-3 · model · macro-F1"]
    simple = max(value for name, value in results.items() if "model" not in name)
    results["goods · degrees 0-3 · model above the better simple answer · macro-F1"] = model_reached - simple
    for degree in range(DEGREES):
        results[f"goods · degree {degree}{' (assumed)' if degree == 0 else ''} · F1"] = fmean(by_degree[degree])
    return results


def _f1(judged: list[int], found: list[int], degree: int) -> float:
    both = sum(a == b == degree for a, b in zip(judged, found, strict=True))
    return 2 * both / max(1, judged.count(degree) + found.count(degree))


def _classes(path: Path) -> Results:
    """How often the class of a taxonomy's node is the first, or among the first three, of its title typed as goods."""
    with gzip.open(path, "rt", encoding="utf-8") as text:
        nodes = list(dict.fromkeys(_nodes(json.load(text))))
    first = third = 0
    for nice_class, title in nodes:
        ranked = [symbol for symbol, _ in classes_for(title, 3)]
        first += ranked[:1] == [nice_class]
        third += nice_class in ranked
    print(f"goods: {len(nodes):,} titles of the office's taxonomy typed as goods")
    return {
        "goods · class of typed goods · first": first / len(nodes),
        "goods · class of typed goods · first three": third / len(nodes),
    }


def _nodes(nodes: Any) -> Iterator[Term]:
    for node in nodes if isinstance(nodes, list) else [nodes]:
        title = node["title"].partition("~")[0].strip()
        if node.get("classNumber") and not title.startswith("Class "):
            yield f"{int(node['classNumber']):02}", title
        yield from _nodes(node.get("children", []))
