"""Time calls: warm-up, repeats, p50 and p95; memory of a process."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

REPEATS = 3
CAP_SECONDS = 2.0
"""A kind that takes longer for one round is cut off: the number of calls is printed beside it."""


class Times(Struct, frozen=True):
    """Milliseconds: median and 95th percentile over `calls` calls; `hits` the mean total, to see that engines agree."""

    p50: float
    p95: float
    calls: int
    hits: float


def measure(calls: Sequence[Callable[[], int]]) -> Times:
    """Run each call once to warm up, then `REPEATS` rounds."""
    hits: list[int] = []
    started = time.perf_counter()
    for call in calls:
        hits.append(call())
        if time.perf_counter() - started > CAP_SECONDS:
            break
    usable = calls[: len(hits)]
    spent: list[float] = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        for call in usable:
            before = time.perf_counter()
            call()
            spent.append((time.perf_counter() - before) * 1000)
            if time.perf_counter() - started > CAP_SECONDS:
                break
    spent.sort()
    return Times(
        p50=spent[len(spent) // 2],
        p95=spent[min(len(spent) - 1, int(len(spent) * 0.95))],
        calls=len(usable),
        hits=sum(hits) / len(hits),
    )


def memory_mb(pid: int | str = "self") -> tuple[float, float]:
    """Anonymous and file-mapped resident memory in MB, from the kernel (0, 0 where it does not tell)."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0, 0.0
    values = {line.split(":")[0]: line.split()[1] for line in lines if line.startswith("Rss")}
    return int(values.get("RssAnon", 0)) / 1024, int(values.get("RssFile", 0)) / 1024
