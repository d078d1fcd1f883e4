"""kill -9 at any moment of a load: what was committed stays, a repeated command ends with everything, once."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kapok.lake.lake import Lake
from kapok.lake.layout import Layout
from kapok.records.record import encode
from kapok.services.index_lake import prepare
from kapok.services.search_records import search

from .conftest import a_patent

RECORDS = 12_000


def command(home: Path, file: Path) -> list[str]:
    return [sys.executable, "-m", "kapok.cli.main", "load", str(file), "--home", str(home), "--json"]


def consistent(home: Path) -> int:
    """Everything that is published is searchable, once; nothing else is. Returns the number of records."""
    if not Layout(home).manifest.exists():
        return 0
    prepare(home)
    lake = Lake(home)
    published = lake.count_keys().get("patent", 0)
    if lake.sequence() < 0:
        return 0
    assert search(home, "").total == published
    assert sum(len(batch) for batch in lake.stream()) == published
    return published


@pytest.mark.parametrize("seed", range(3))
def test_a_killed_load_is_resumed_without_loss_or_doubles(tmp_path: Path, seed: int) -> None:
    home, file = tmp_path / "home", tmp_path / "many.jsonl"
    file.write_bytes(b"".join(encode(a_patent(str(n), f"Rotary pump {n} " + "x" * 300)) + b"\n" for n in range(RECORDS)))
    rng = random.Random(seed)
    for _ in range(3):
        process = subprocess.Popen(
            command(home, file), start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(rng.uniform(0.5, 3.0))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert consistent(home) in (0, RECORDS)
    last = subprocess.run(command(home, file), capture_output=True, text=True, check=False)
    assert last.returncode == 0, last.stderr
    report = json.loads(last.stdout.strip().splitlines()[-1])
    assert report["read"] == RECORDS
    assert consistent(home) == RECORDS
