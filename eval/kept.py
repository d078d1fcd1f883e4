"""The results that were kept (`eval/results.json`), and what became better or worse since."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

FILE = Path(__file__).with_name("results.json")
NOTICEABLE = 0.005
"""Differences below this are noise of rounding."""

Results = dict[str, float]


def read_kept() -> Results:
    """What was kept; empty when nothing was."""
    if not FILE.exists():
        return {}
    return {name: float(value) for name, value in json.loads(FILE.read_text("utf-8")).items()}


def keep(results: Results) -> None:
    """Keep results for later runs to compare with; those that were not measured this time stay."""
    together = {**read_kept(), **{name: round(value, 4) for name, value in results.items()}}
    FILE.write_text(json.dumps(dict(sorted(together.items())), ensure_ascii=False, indent=0) + "\n", "utf-8")


def differences(results: Results, before: Results) -> Iterator[tuple[str, str, float, float]]:
    """(GAIN or LOSS, name, kept, now) for what changed noticeably, losses first, the largest change first."""
    changed = [(name, before[name], now) for name, now in results.items() if abs(now - before.get(name, now)) > NOTICEABLE]
    for name, old, now in sorted(changed, key=lambda each: each[2] - each[1]):
        yield ("GAIN" if now > old else "LOSS", name, old, now)
