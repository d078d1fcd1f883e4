"""Run the benchmark: `python -m bench [--full] [--only PART | --all] [--no-postgres]`. Prints; asserts nothing.

Without a part: loading and searching (reading, marks, patents), in under five minutes at a tenth of the size.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from bench import (
    bare_tantivy,
    cases,
    evidence,
    figures,
    kapok_side,
    loading,
    navigation,
    reading,
    similar,
    statistics,
    workloads,
)
from bench.kinds import Question, mark_questions, patent_questions
from bench.postgres_peer import PostgresPeer, binaries
from bench.sqlite_peer import SqlitePeer
from bench.timing import Times, measure
from kapok.records.record import Record, decode

SEARCH = ("reading", "marks", "patents")
PARTS = (*SEARCH, "evidence", "similar", "figures", "cases", "navigation", "statistics")
PER_KIND = "{kind:11} {hits:>9.0f}  {kapok:>15}  {bare:>15} {limit:>6}  {sqlite:>15} {vs_sqlite:>6}  {pg:>15} {vs_pg:>6}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="2.34 million marks and 300,000 patents")
    parser.add_argument("--scale", type=float, help="another share of the full size")
    parser.add_argument("--only", choices=PARTS, help="one part")
    parser.add_argument("--all", action="store_true", help="every part")
    parser.add_argument("--no-postgres", action="store_true")
    parser.add_argument("--growth", action="store_true", help="also load 0.1, 1 and 2.34 million marks and print a table")
    parser.add_argument("--oracle", type=int, help="similar: queries that are compared with scoring every mark")
    args = parser.parse_args()
    parts = (args.only,) if args.only else PARTS if args.all else SEARCH
    scale = args.scale or (1.0 if args.full else 0.1)
    started = time.perf_counter()
    if "evidence" in parts:
        evidence.main(scale)
    if "cases" in parts:
        cases.main(scale, postgres=not args.no_postgres)
    if "reading" in parts:
        print_reading()
    folder = Path(tempfile.mkdtemp(prefix="kapok-bench-"))
    measured: dict[int, loading.LoadFigures] = {}
    try:
        if "marks" in parts:
            count = int(workloads.FULL_MARKS * scale)
            measured[count] = workload("marks", folder, count, postgres=not args.no_postgres)
        if "patents" in parts:
            workload("patents", folder, int(workloads.FULL_PATENTS * scale), postgres=not args.no_postgres)
        if "similar" in parts:
            names = int(workloads.FULL_MARKS * args.scale) if args.scale else None
            similar.run(folder, full=args.full, growth=args.growth or args.full, count=names, oracle=args.oracle)
        if "statistics" in parts:
            statistics.run(folder, scale)
        if "figures" in parts:
            figures.run(folder, max(scale, 0.1) if args.scale else 1.0)
        if "navigation" in parts:
            navigation.run(folder, scale)
        if (args.growth or args.full) and "marks" in parts:
            growth(folder, measured)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"\nthe whole run took {time.perf_counter() - started:.0f} s")


def print_reading() -> None:
    read, bare, size = reading.reading_ratio()
    print(
        f"reading Red Book XML ({size / 1e6:.1f} MB of invented grants): {read:.2f} s CPU, bare lxml parse {bare:.2f} s: "
        f"{read / bare:.2f} times (bar 2.5)"
    )


def workload(name: str, folder: Path, count: int, *, postgres: bool) -> loading.LoadFigures:
    """One workload: generate, load everywhere, ask everything; returns what Kapok's load took."""
    file = folder / f"{name}.jsonl"
    make = workloads.marks if name == "marks" else workloads.patents
    seconds = timed(lambda: workloads.write(file, make(count)))
    print(f"\n== {name}: {count:,} records, {file.stat().st_size / 1e6:.0f} MB, generated in {seconds:.0f} s")
    home = folder / f"home-{name}"
    figures = loading.load(home, file)
    packed, _ = loading.ready_documents(file)
    bare = bare_tantivy.BareTantivy(folder / f"bare-{name}")
    bare_seconds = timed(partial(bare.build, loading.unpacked(packed)))
    del packed
    searchable = figures.searchable_seconds + figures.command_seconds - figures.seconds
    print(
        f"file to searchable: kapok {searchable:.1f} s ({count / searchable:,.0f}/s), "
        f"bare tantivy {bare_seconds:.1f} s for the same ready documents: {searchable / bare_seconds:.2f} times (bar 2.5); "
        f"the whole command, with the index of similar marks, {figures.command_seconds:.1f} s"
    )
    print(
        f"memory of the load: {figures.anonymous_mb:.0f} MB anonymous (bar 1,500), {figures.mapped_mb:.0f} MB mapped; "
        f"disk {figures.disk_mb:.0f} MB lake and index"
    )
    questions = (mark_questions if name == "marks" else patent_questions)(some_of(file, count))
    engines: dict[str, Any] = {"bare": bare}
    sqlite = SqlitePeer(folder / f"{name}.db")
    print(f"sqlite built in {timed(lambda: getattr(sqlite, f'build_{name}')(read(file))):.1f} s")
    engines["sqlite"] = sqlite
    peer = None
    if postgres and binaries():
        peer = PostgresPeer()
        print(f"postgres built in {timed(lambda: getattr(peer, f'build_{name}')(read(file))):.1f} s")
        engines["pg"] = peer
    elif postgres:
        print("postgres is not installed: left out (Debian: apt install postgresql)")
    try:
        ask(name, home, questions, engines)
    finally:
        if peer:
            peer.close()
    over_http(name, home, questions)
    return figures


def ask(name: str, home: Path, questions: list[Question], engines: dict[str, Any]) -> None:
    """Every kind through every engine; ratios beside."""
    print("p50 / p95 in ms, exact total and 20 rows each; limit = kapok p95 / (1.5 * bare p95 + 1); xN = peer p95 / kapok p95")
    print(
        f"{'kind':11} {'hits':>9}  {'kapok':>15}  {'bare tantivy':>15} {'limit':>6}  {'sqlite':>15} {'':>6}  {'postgres':>15}"
    )
    by_kind: dict[str, list[Question]] = {}
    for question in questions:
        by_kind.setdefault(question.kind, []).append(question)
    for kind, asked in by_kind.items():
        own = measure([kapok_side.call(home, name, question) for question in asked])
        others: dict[str, Times] = {}
        for engine, peer in engines.items():
            calls: list[Callable[[], int]] = [call for question in asked if (call := peer.call(name, question))]
            if calls:
                others[engine] = measure(calls)
        bare = others["bare"]
        flag = "" if abs(bare.hits - own.hits) <= 0.01 * max(bare.hits, 1) else f"   (bare finds {bare.hits:.0f})"
        print(
            PER_KIND.format(
                kind=kind,
                hits=own.hits,
                kapok=show(own),
                bare=show(bare),
                limit=f"{own.p95 / (1.5 * bare.p95 + 1):.2f}",
                sqlite=show(others.get("sqlite")),
                vs_sqlite=times(others.get("sqlite"), own),
                pg=show(others.get("pg")),
                vs_pg=times(others.get("pg"), own),
            )
            + flag,
            flush=True,
        )


def over_http(name: str, home: Path, questions: list[Question]) -> None:
    """The same questions through the API with two clients."""
    with kapok_side.server(home) as base:
        by_kind: dict[str, list[Question]] = {}
        for question in questions:
            by_kind.setdefault(question.kind, []).append(question)
        print("over HTTP, two clients, p50 / p95 ms: ", end="")
        parts = []
        for kind, asked in by_kind.items():
            spent = kapok_side.over_http(base, name, asked)
            parts.append(f"{kind} {spent[len(spent) // 2]:.1f} / {spent[int(len(spent) * 0.95)]:.1f}")
        print(" · ".join(parts))


def growth(folder: Path, measured: dict[int, loading.LoadFigures]) -> None:
    """Loading at three sizes; what is `measured` already is not loaded again."""
    print("\n== growth: marks, `kapok load`\n   records   seconds  records/s  disk MB  anonymous MB")
    for count in (100_000, 1_000_000, workloads.FULL_MARKS):
        file, home = folder / "growth.jsonl", folder / "growth"
        figures = measured.get(count)
        if figures is None:
            workloads.write(file, workloads.marks(count))
            figures = loading.load(home, file)
            shutil.rmtree(home)
        print(
            f"{count:>10,} {figures.command_seconds:>9.1f} {count / figures.command_seconds:>10,.0f} "
            f"{figures.disk_mb:>8.0f} {figures.anonymous_mb:>13.0f}",
            flush=True,
        )


def some_of(file: Path, count: int, wanted: int = 20_000) -> list[Record]:
    """About `wanted` of the `count` records, drawn: every n-th would meet the languages of a workload in step."""
    rng = random.Random(3)
    return [each for each in read(file) if rng.random() * count < wanted]


def read(file: Path) -> Iterator[Record]:
    with file.open("rb") as handle:
        for line in handle:
            yield decode(line)


def timed(call: Callable[[], object]) -> float:
    before = time.perf_counter()
    call()
    return time.perf_counter() - before


def show(times_: Times | None) -> str:
    if times_ is None:
        return "-"
    cut = "" if times_.calls >= 55 else f" n{times_.calls}"
    return f"{times_.p50:.2f} / {times_.p95:.2f}{cut}"


def times(peer: Times | None, own: Times) -> str:
    return "" if peer is None else f"x{peer.p95 / own.p95:.1f}"


if __name__ == "__main__":
    main()
