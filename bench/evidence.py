"""The evidence log: root of n leaves against a bare loop of the same hash calls, one proof, bytes per entry."""

from __future__ import annotations

import hashlib
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from kapok.evidence.digest import digests
from kapok.evidence.entry import Draft
from kapok.evidence.ledger import Ledger
from kapok.evidence.merkle import leaf_hashes, root_from_inclusion
from kapok.evidence.tree import Growth

FULL = 10_000_000
PIECE = 65_536
LEAF_BYTES = 200
SINGLE_APPENDS = 500


def main(scale: float) -> None:
    """Print all figures; `scale` 1 means ten million leaves."""
    count = max(int(FULL * scale), PIECE)
    print(f"\n== evidence log: {count:,} leaves of {LEAF_BYTES} bytes")
    for name in ("sha256", "sm3"):
        bare = bare_loop(count, name)
        own, root = tree_of(count, name)
        print(
            f"{name:6}: root {root[:16]}… in {own:.1f} s CPU; bare loop of the same {2 * count - 1:,} hash calls {bare:.1f} s: "
            f"{own / bare:.2f} times (bar 2)"
        )
    with tempfile.TemporaryDirectory(prefix="kapok-bench-") as folder:
        ledger_figures(Path(folder) / "log.sqlite", count)


def pieces(count: int) -> Iterator[list[bytes]]:
    """The leaves, in pieces, so that the memory stays small; the same ones for both sides, and not part of any time."""
    for begin in range(0, count, PIECE):
        yield [i.to_bytes(8, "big") * (LEAF_BYTES // 8) for i in range(begin, min(begin + PIECE, count))]


def bare_loop(count: int, name: str) -> float:
    """CPU seconds of n leaf hashes and n - 1 node hashes, called one after the other with nothing around them."""
    start = hashlib.sha256 if name == "sha256" else hashlib.new("sm3").copy
    spent = 0.0
    for leaves in pieces(count):
        before = time.process_time()
        if name == "sha256":
            for leaf in leaves:
                hashlib.sha256(b"\x00" + leaf).digest()
        else:
            for leaf in leaves:
                hashing = start()
                hashing.update(b"\x00" + leaf)
                hashing.digest()
        spent += time.process_time() - before
    left, right = bytes(32), bytes(range(32))
    before = time.process_time()
    if name == "sha256":
        for _ in range(count - 1):
            hashlib.sha256(b"\x01" + left + right).digest()
    else:
        for _ in range(count - 1):
            hashing = start()
            hashing.update(b"\x01" + left + right)
            hashing.digest()
    return spent + time.process_time() - before


def tree_of(count: int, name: str) -> tuple[float, str]:
    """CPU seconds and root of the tree as the log grows it, tiles made and dropped."""
    growth = Growth(algorithms=(name,))
    spent = 0.0
    for leaves in pieces(count):
        before = time.process_time()
        growth.extend({name: leaf_hashes(leaves, name)})
        spent += time.process_time() - before
    before = time.process_time()
    root = growth.root(name)
    return spent + time.process_time() - before, root.hex()


def ledger_figures(path: Path, count: int) -> None:
    """A log on disk: bulk append, single durable appends, proofs cold and warm, size."""
    same = digests(b"content")
    before, cpu = time.perf_counter(), time.process_time()
    with Ledger(path, origin="bench", write=True) as ledger:
        for begin in range(0, count, PIECE):
            end = min(begin + PIECE, count)
            ledger.append([Draft(f"case/P01-{i >> 4:08d}/{i & 15}", "case_event", same) for i in range(begin, end)])
        seconds = time.perf_counter() - before
        print(
            f"appended (both trees, unique ids, one durable commit per {PIECE:,}): {count / seconds:,.0f} entries/s, "
            f"{time.process_time() - cpu:.0f} s CPU"
        )
        before = time.perf_counter()
        for i in range(SINGLE_APPENDS):
            ledger.append([Draft(f"single/{i}", "case_event", same)])
        print(f"one durable commit for each entry: {(time.perf_counter() - before) / SINGLE_APPENDS * 1000:.2f} ms")
    size = sum(part.stat().st_size for part in path.parent.glob(path.name + "*"))
    print(f"size on disk: {size / 1e6:,.0f} MB, {size / count:.0f} bytes an entry, entry text and both trees")
    before = time.perf_counter()
    with Ledger(path) as ledger:
        total = ledger.size()
        ledger.inclusion_proof(count // 3, total)
        cold = (time.perf_counter() - before) * 1000
        chance, spent, cpu_spent = random.Random(1), [], []
        root = ledger.root("sha256")
        for _ in range(1000):
            index = chance.randrange(total)
            before, cpu = time.perf_counter(), time.process_time()
            proof = ledger.inclusion_proof(index, total)
            spent.append((time.perf_counter() - before) * 1000)
            cpu_spent.append((time.process_time() - cpu) * 1000)
            [leaf] = leaf_hashes([ledger.leaf(index)])
            assert root_from_inclusion(leaf, index, total, proof) == root
        spent.sort()
    print(
        f"proof of one entry among {total:,}: p50 {spent[500]:.2f} ms, p95 {spent[950]:.2f} ms, worst {spent[-1]:.2f} (bar 5), "
        f"CPU p95 {sorted(cpu_spent)[950]:.2f}, "
        f"opening and first proof {cold:.1f} ms"
    )
