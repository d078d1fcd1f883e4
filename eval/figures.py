"""Figures: does an altered icon bring back the icon it was made from, and do real marks bring back themselves?

1,001 queries, 143 of each of seven alterations, among all icons of the measured collections (over 20,000). And the
images of New Zealand oppositions (where they lie beside the checkout): each altered in the same ways, put among the icons.
"""

from __future__ import annotations

import base64
import json
import random
import time
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from multiprocessing import Pool
from pathlib import Path
from statistics import fmean, median

from eval.alterations import ALTERATIONS, on_white, png
from eval.icons import icons
from eval.shapes import shapes
from kapok.errors import InputError
from kapok.similarity.figure_features import Features, features_of, query_features_of
from kapok.similarity.figure_index import FigureIndex

QUERIES = 1001
STAND_INS = 20_000
DEPTH = 1000
"""How deep a list is looked at for the rank."""
SEED = "figures 1"
OPPOSITIONS = "iponz-oppositions/iponz-oppositions.zip"

Results = dict[str, float]
Item = tuple[str, bytes]


def figures(shared: Path) -> Results:
    """Recall at 1, 10 and 50 by alteration, and the time of a search in milliseconds."""
    items = icons()
    name = "figures · icons"
    if items:
        print(f"figures: {len(items):,} openly licensed icons from npm")
    else:
        items, name = list(shapes(STAND_INS)), "figures · drawn shapes"
        print(f"figures: npm or the network is missing: {len(items):,} shapes drawn by chance stand in for icons")
    with Pool() as pool:
        kept = pool.map(_kept, items, chunksize=64)
        index = FigureIndex.build((key, features) for (key, _), features in zip(items, kept, strict=True) if features)
        print(f"figures: {sum(features is None for features in kept)} of {len(items):,} show nothing that could be compared")
        chance = random.Random(SEED)
        chosen = [items[chance.randrange(len(items))] for _ in range(QUERIES)]
        results = _measure(name, _asked(pool, chosen), index)
        marks = oppositions(shared / OPPOSITIONS)
        if marks:
            own = [(key, features) for key, features in pool.map(_named, marks) if features]
            index.add(own)
            print(f"figures: {len(own)} of {len(marks)} images of oppositions added to the icons")
            results |= _measure("figures · opposition images", _asked(pool, marks * len(ALTERATIONS)), index)
            results |= _neighbours(dict(own))
    return results


def _asked(pool: object, items: list[Item]) -> list[tuple[str, str, Features | None]]:
    """(alteration, key, features to ask with) of items, the alterations in turn."""
    names = list(ALTERATIONS)
    step = max(1, len(items) // len(names))
    tasks = [(names[min(place // step, len(names) - 1)], key, data) for place, (key, data) in enumerate(items)]
    return pool.map(_altered, tasks, chunksize=16)  # type: ignore[attr-defined, no-any-return]


def _measure(name: str, asked: Iterable[tuple[str, str, Features | None]], index: FigureIndex) -> Results:
    ranks: dict[str, list[int]] = defaultdict(list)
    times = []
    for alteration, key, features in asked:
        if features is None:
            ranks[alteration].append(DEPTH)
            continue
        started = time.perf_counter()
        found = [hit for hit, _ in index.search(features, 10)]
        times.append(time.perf_counter() - started)
        if key not in found:
            found = [hit for hit, _ in index.search(features, DEPTH)]
        ranks[alteration].append(found.index(key) if key in found else DEPTH)
    everything = [rank for group in ranks.values() for rank in group]
    results: Results = {}
    for group, members in [*ranks.items(), ("all seven", everything)]:
        for depth in (1, 10, 50):
            results[f"{name} · {group} · recall@{depth}"] = fmean(rank < depth for rank in members)
    worst = sorted(times)[int(0.95 * len(times))]
    print(f"{name}: {len(everything):,} queries among {len(index):,}; search {1000 * median(times):.0f} ms, "
          f"p95 {1000 * worst:.0f} ms; median rank {median(everything) + 1:.0f}")  # fmt: skip
    return results


def _neighbours(own: dict[str, Features]) -> Results:
    """Among real marks of different decisions, how often the nearest other is called similar (score 0.62 and more)."""
    index = FigureIndex.build(own.items())
    nearest = [next((score for key, score in index.search(features, 5) if key != mine), 0.0) for mine, features in own.items()]
    return {"figures · opposition images · others · mean nearest score": fmean(nearest)}


def _kept(item: Item) -> Features | None:
    try:
        return features_of(item[1])
    except InputError:
        return None


def _named(item: Item) -> tuple[str, Features | None]:
    return item[0], _kept(item)


def _altered(task: tuple[str, str, bytes]) -> tuple[str, str, Features | None]:
    alteration, key, data = task
    chance = random.Random(f"{SEED} {alteration} {key}")
    try:
        return alteration, key, query_features_of(png(ALTERATIONS[alteration](on_white(data), chance)))
    except InputError:
        return alteration, key, None


def oppositions(path: Path) -> list[Item]:
    """The images of the decisions, each once; empty where they do not lie beside the checkout."""
    if not path.exists():
        return []
    found: dict[bytes, str] = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            text = _image_text(json.loads(archive.read(name)))
            if text:
                found.setdefault(base64.b64decode(text.rpartition(",")[2]), name)
    return [(f"iponz/{name}", data) for data, name in found.items()]


def _image_text(value: object) -> str:
    """The longest text under a key that speaks of an image, anywhere in a decision."""
    texts: list[str] = []

    def walk(node: object, key: str) -> None:
        if isinstance(node, dict):
            for name, child in node.items():
                walk(child, name)
        elif isinstance(node, list):
            for child in node:
                walk(child, key)
        elif isinstance(node, str) and "image" in key.lower():
            texts.append(node)

    walk(value, "")
    return max(texts, key=len, default="")
