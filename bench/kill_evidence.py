"""Kill a process that appends to the evidence log, over and over; nothing that was confirmed is lost, nothing stands twice.

`python -m bench.kill_evidence [ROUNDS]`. It kills the process (SIGKILL), not the machine: what fsync promises is not tested.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kapok.evidence.digest import digests
from kapok.evidence.entry import Draft
from kapok.evidence.ledger import Ledger
from kapok.services.checkpoint_log import checkpoint_log
from kapok.services.evidence_home import EvidenceHome
from kapok.services.verify_evidence import audit_log

CHECKPOINT_EVERY = 40


def drafts(batch: int) -> list[Draft]:
    """The same for the same number, so that a batch can be told to the log again."""
    size = 1 + batch * 7919 % 97
    return [Draft(f"kill/{batch}/{i}", "case_event", digests(f"{batch} {i}".encode())) for i in range(size)]


def append_for_ever(home: Path, begin: int) -> None:
    """Append batch after batch; each number is printed once the log has confirmed it."""
    with EvidenceHome(home).open_log(write=True) as log:
        batch = begin
        while True:
            log.append(drafts(batch))
            sys.stdout.write(f"{batch}\n")
            sys.stdout.flush()
            if batch % CHECKPOINT_EVERY == 0:
                checkpoint_log(home)
            batch += 1


def killed_once(home: Path, begin: int, seconds: float) -> int:
    """Start, kill after so long (counted from the first confirmation); returns the last batch that was confirmed."""
    command = [sys.executable, "-m", "bench.kill_evidence", "--append", str(home), str(begin)]
    root = Path(__file__).parents[1]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root)
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(seconds)
    os.kill(process.pid, signal.SIGKILL)
    rest, _ = process.communicate()
    confirmed = [int(line) for line in (first + rest).split("\n") if line.strip()]
    return confirmed[-1] if confirmed else begin - 1


def kill_rounds(home: Path, rounds: int, *, seed: int = 1) -> tuple[int, int]:
    """Kill so often, repeating the unconfirmed batch as a sequencer does; returns entries and how often a kill hit a batch
    that stood in the log although it was never confirmed. Raises AssertionError when anything is lost, doubled or altered.
    """
    chance, begin, unconfirmed = random.Random(seed), 0, 0
    for _ in range(rounds):
        confirmed = killed_once(home, begin, chance.random() * 0.15)
        with EvidenceHome(home).open_log() as log:
            expected = [draft for batch in range(confirmed + 1) for draft in drafts(batch)]
            size = log.size()
            following = drafts(confirmed + 1)
            assert size in (len(expected), len(expected) + len(following)), "a batch is there in part, lost or doubled"
            assert all(log.find(draft.id) == i for i, draft in enumerate(expected[-200:], start=max(len(expected) - 200, 0)))
            unconfirmed += size != len(expected)
        begin = confirmed + 1
    checkpoint_log(home)
    report = audit_log(home)
    assert report.ok, report
    with Ledger(EvidenceHome(home).log) as log:
        return log.size(), unconfirmed


if __name__ == "__main__":
    if sys.argv[1:2] == ["--append"]:
        append_for_ever(Path(sys.argv[2]), int(sys.argv[3]))
    many = int(sys.argv[1]) if sys.argv[1:] else 200
    with tempfile.TemporaryDirectory(prefix="kapok-kill-") as name:
        entries, hits = kill_rounds(Path(name), many)
    print(f"{many} kills: {entries:,} entries, none lost, none doubled, log consistent; {hits} batches stood unconfirmed")
