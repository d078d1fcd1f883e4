"""kill -9 in the middle of actions, jobs and the sequencer, twenty times: nothing lost, nothing doubled, deadlines intact.

It kills processes, not the machine: what fsync promises is not tested. `python -m bench.kill_cases` does it a thousand times.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUNS = 10
"""Each kills two processes: the one that acts, and the one that runs jobs and the sequencer."""


@pytest.mark.parametrize("seed", [1])
def test_nothing_is_lost_or_doubled_by_kills(tmp_path: Path, seed: int) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("KAPOK_", "DJANGO_"))}
    environment |= {"KAPOK_HOME": str(tmp_path), "KAPOK_SECRET_KEY": "only-for-tests", "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-m", "bench.kill_cases", str(RUNS), str(seed)]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    told = re.search(r"(\d+) runs killed .*?: ([\d,]+) actions confirmed on ([\d,]+) cases", done.stdout)
    assert told, done.stdout
    assert int(told[1]) == RUNS
    assert int(told[2].replace(",", "")) >= RUNS, "too little was done for the kills to meet anything"
