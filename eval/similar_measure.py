"""Search for similar marks, measured on the labelled set: recall by variation, and which hard negatives are called similar.

A pair is found when a mark that reads as the hidden one stands among the first hits. A hard negative fails when the opinion on
its two marks, of one class, reaches the level "similar".
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from eval.similar_home import make_home, register
from eval.similar_pair import Pair, normal
from eval.similar_set import negatives, positives
from eval.similar_tables import Half

BACKGROUND = 500_000
DEEP = 50
"""Hits asked for."""
ALIKE = frozenset({"identical", "confusingly_similar", "similar"})
"""Levels at or above "similar"."""
APART = ("Cantonese", "look-alike")
"""Variations that are named apart in the table."""

Results = dict[str, float]
Failure = tuple[Pair, str]
Find = Callable[[Pair], list[str]]
"""The marks of the first hits, best first."""
Judge = Callable[[Pair], str]
"""The level of the opinion on both marks."""


def similar_marks(half: Half, background: int, each: int, failures: Path | None = None) -> Results:
    """All figures of one half; the first `each` pairs of every variation. What failed of the tuning half goes to `failures`."""
    from eval.similar_ask import find_in, judge

    asked, near = first(positives(half), each), first(negatives(half), each)
    with tempfile.TemporaryDirectory(prefix="kapok-eval-similar-") as folder:
        home = Path(folder) / "home"
        started = time.perf_counter()
        make_home(home, register(positives(half), negatives(half), background))
        print(f"similar · {half}: {background} marks around the labelled ones, loaded in {time.perf_counter() - started:.0f} s")
        started = time.perf_counter()
        results, failed = recalls(asked, find_in(home))
        print(f"similar · {half}: {len(asked)} marks asked, {(time.perf_counter() - started) / len(asked) * 1000:.0f} ms each")
    shares, told = alike(near, judge)
    write_failures(half, failures, [*failed, *told])
    return {f"similar · {half} · {background} · {name}": value for name, value in (results | shares).items()}


def pairs_alone(half: Half, each: int, failures: Path | None = None) -> Results:
    """The opinion on each pair without any register: the share at or above "similar", by variation."""
    from eval.similar_ask import judge

    found, missed = alike(first(positives(half), each), judge)
    shares, told = alike(first(negatives(half), each), judge)
    write_failures(half, failures, [*((pair, level) for pair, level in missed if level not in ALIKE), *told])
    return {f"similar pairs · {half} · {name}": value for name, value in (found | shares).items()}


def first(pairs: Iterable[Pair], each: int) -> list[Pair]:
    """The first `each` pairs of every variation."""
    seen: dict[str, int] = {}
    kept = []
    for pair in pairs:
        seen[pair.variation] = seen.get(pair.variation, 0) + 1
        if seen[pair.variation] <= each:
            kept.append(pair)
    return kept


def recalls(asked: list[Pair], find: Find) -> tuple[Results, list[Failure]]:
    """recall@10 and recall@50 by variation, by language and over all; the pairs that were not among the first ten."""
    places: dict[str, list[int]] = {}
    failed: list[Failure] = []
    for pair in asked:
        hits = find(pair)
        wanted = normal(pair.target)
        place = next((at for at, hit in enumerate(hits) if normal(hit) == wanted), DEEP)
        for name in _groups(pair):
            places.setdefault(name, []).append(place)
        if place >= 10:
            failed.append((pair, f"place {place + 1}" if place < DEEP else f"not found; first: {', '.join(hits[:3])}"))
    results: Results = {}
    for name, found in places.items():
        results[f"{name} · recall@10"] = sum(place < 10 for place in found) / len(found)
        results[f"{name} · recall@50"] = sum(place < DEEP for place in found) / len(found)
    return results, failed


def alike(pairs: list[Pair], judge: Judge) -> tuple[Results, list[Failure]]:
    """The share of pairs whose opinion is at or above "similar", by kind and over all; each such pair with its level."""
    counted: dict[str, list[bool]] = {}
    told: list[Failure] = []
    whole = "not similar: all" if pairs and pairs[0].variation.startswith("not") else "all"
    for pair in pairs:
        level = judge(pair)
        for name in (pair.variation, whole):
            counted.setdefault(name, []).append(level in ALIKE)
        told.append((pair, level))
    results = {f"{name} · at or above similar": sum(found) / len(found) for name, found in counted.items()}
    if whole == "not similar: all":
        told = [each for each in told if each[1] in ALIKE]
    return results, told


def _groups(pair: Pair) -> Iterator[str]:
    yield f"named apart · {pair.variation}" if any(word in pair.variation for word in APART) else pair.variation
    yield f"all {pair.language}"
    yield "all"


def write_failures(half: Half, path: Path | None, failed: list[Failure]) -> None:
    """Keep the failing pairs of the tuning half for whoever tunes; those of the test half stay unseen."""
    if path is None or half == "test":
        return
    with path.open("w", encoding="utf-8") as handle:
        for pair, what in failed:
            handle.write(f"{pair.variation}\t{pair.language}\t{pair.query}\t{pair.target}\t{what}\n")
