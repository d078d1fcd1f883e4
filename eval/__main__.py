"""Retrieval quality: `python -m eval [--only PART] [--keep]`. Prints every figure and what was gained or lost since.

Parts: `search` (words and numbers), `similar` (similar marks, a labelled set hidden among `--background` others), `figures` (
altered icons among some 23,000, fetched from npm) and `goods` (pairs of goods that an office judged).

The sample is always measured; real records where they lie beside the checkout. It judges nothing: the exit code is 0.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from eval.figures import figures
from eval.goods import goods
from eval.judgements import FOLDER, judgements
from eval.kept import FILE, differences, keep, read_kept
from eval.known_items import known_items
from eval.similar_measure import BACKGROUND, pairs_alone, similar_marks
from eval.similar_set import EACH
from kapok.services.load_source import load_source
from kapok.services.make_sample import make_sample

SHARED = Path(__file__).parents[2] / "shared" / "data"
REAL = (
    "uspto-grant-redbook/ipg080101.small.xml.gz",
    "ep-fulltext",
    "lens-jsonl/Coronavirus-SARS-diagnosis-patents.jsonl.gz",
    "kipris-patent-xml",
    "kipris-design-xml",
    "kipris-trademark-xml",
    "tipo-trademark-xml",
    "cn-patents",
    "gi-eambrosia",
    "marks-us-kr",
    "patentscope-csv",
)
"""Real sets that are searched together: offices, languages and categories side by side, as in an installation."""


def main() -> None:
    """Measure, print, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", action="store_true", help="keep these results as those to compare with")
    parser.add_argument("--only", choices=sorted(PARTS), help="measure one part alone")
    parser.add_argument("--half", choices=("tuning", "test"), default="test", help="similar: which half of the labelled set")
    parser.add_argument(
        "--background", type=int, default=BACKGROUND, help="similar: marks around the labelled ones; 0: pairs alone"
    )
    parser.add_argument("--each", type=int, default=EACH, help="similar: pairs asked of each variation")
    parser.add_argument("--failures", type=Path, help="similar: write the failing pairs of the tuning half to this file")
    arguments = parser.parse_args()
    started = time.perf_counter()
    before = read_kept()
    results: dict[str, float] = {}
    for name, part in PARTS.items():
        if arguments.only in (None, name):
            results |= part(arguments)
    print_table(results, before)
    changes = list(differences(results, before))
    print()
    for kind, name, old, now in changes:
        print(f"{kind}  {name}: {old:.3f} -> {now:.3f}")
    losses = sum(kind == "LOSS" for kind, *_ in changes)
    new = [name for name in results if name not in before]
    gains, seconds = len(changes) - losses, time.perf_counter() - started
    print(f"{len(results)} figures: {losses} lost, {gains} gained, {len(new)} new; {seconds:.0f} s")
    if losses:
        print(f"LOSS: retrieval became worse in {losses} places; if that is meant, keep it with 'python -m eval --keep'")
    if arguments.keep or not before:
        keep(results)
        print(f"kept in {FILE.parent.name}/{FILE.name}")


def measure_similar(arguments: argparse.Namespace) -> dict[str, float]:
    """The labelled set of similar marks, in a register or as pairs alone."""
    if arguments.background == 0:
        return pairs_alone(arguments.half, arguments.each, arguments.failures)
    return similar_marks(arguments.half, arguments.background, arguments.each, arguments.failures)


def measure_search(arguments: argparse.Namespace) -> dict[str, float]:
    """All figures of the search for words and numbers by name, from homes that are made for it."""
    results: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="kapok-eval-") as folder:
        home = Path(folder)
        make_sample(home / "sample")
        results |= known_items(home / "sample", "sample")
        sets = [SHARED / name for name in REAL if (SHARED / name).exists()]
        if sets:
            for place in sets:
                load_source(home / "real", [str(place)])
            results |= known_items(home / "real", "real")
        else:
            print("No real records lie beside the checkout: only the sample is measured.")
        if (SHARED / FOLDER).is_dir():
            results |= judgements(home / "nus", SHARED)
    return results


def print_table(results: dict[str, float], before: dict[str, float]) -> None:
    """One line for each thing measured, its figures side by side, with the kept ones behind where they differ."""
    lines: dict[str, list[str]] = {}
    for name, value in results.items():
        what, _, measure_name = name.rpartition(" · ")
        old = before.get(name)
        was = f" (was {old:.3f})" if old is not None and abs(old - value) > 0.0005 else ""
        lines.setdefault(what, []).append(f"{measure_name} {value:.3f}{was}")
    for what, told in lines.items():
        print(f"{what:72} {'   '.join(told)}")


def measure_figures(arguments: argparse.Namespace) -> dict[str, float]:
    """Altered icons and images of real marks among all of them."""
    return figures(SHARED)


def measure_goods(arguments: argparse.Namespace) -> dict[str, float]:
    """The degree of likeness of judged pairs of goods, and classes of typed goods."""
    return goods(SHARED)


PARTS = {"search": measure_search, "similar": measure_similar, "figures": measure_figures, "goods": measure_goods}


if __name__ == "__main__":
    main()
