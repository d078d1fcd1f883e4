"""kill -9 while marks are loaded and indexed: the next start has every published mark in the index of similar marks, once."""

from __future__ import annotations

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
from kapok.services.find_similar import find_similar
from kapok.services.index_lake import prepare
from kapok.services.opened_names import names_of

from .test_similar import a_mark

MARKS = 6_000


@pytest.mark.parametrize("seed", range(2))
def test_a_killed_index_is_made_whole(tmp_path: Path, seed: int) -> None:
    home, file = tmp_path / "home", tmp_path / "marks.jsonl"
    file.write_bytes(b"".join(encode(a_mark(str(n), f"KAPOK {n:05d} VEX")) + b"\n" for n in range(MARKS)))
    command = [sys.executable, "-m", "kapok.cli.main", "load", str(file), "--home", str(home), "--json"]
    rng = random.Random(seed)
    for _ in range(2):
        process = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(1.0, 4.0))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if Layout(home).manifest.exists():
            prepare(home)
            lake = Lake(home)
            if lake.sequence() >= 0:
                assert len(names_of(home)) == lake.count_keys()["mark"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    assert len(names_of(home)) == MARKS
    assert find_similar(home, "KAPOK 00007 VEX").hits[0].key == "mark/CN/7"
