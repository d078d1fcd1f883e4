"""The process that runs jobs: beside the server, started by it, or alone by `kapok jobs run`.

Several may run at once; a job is done by one of them. A process that was started by a server ends with it.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from kapok.errors import KapokError
from kapok.portal.migrate import set_up

log = logging.getLogger("kapok.jobs")
PAUSE = 0.4
"""Seconds between two looks at an empty queue."""
CHECKPOINT_EVERY = 60.0
"""Seconds between two checkpoints of the evidence log, when something came in."""
CHILD = "KAPOK_JOBS_OF"
"""Environment variable that holds the process id of the server that started this process."""


def start_beside_server() -> subprocess.Popen[bytes]:
    """Start the process of jobs; it ends when this process has ended, even by kill -9."""
    environment = {**os.environ, CHILD: str(os.getpid())}
    return subprocess.Popen([sys.executable, "-m", "kapok.portal.jobs.run"], env=environment, start_new_session=True)


def run_jobs(home: Path | None = None, *, once: bool = False) -> int:
    """Run jobs until stopped, or with `once` until nothing is due; returns how many were run."""
    set_up(home)
    from kapok.portal.cases.sequencer import checkpoint, sequence_outbox
    from kapok.portal.jobs.queue import run_due
    from kapok.portal.jobs.recurring import queue_recurring

    stop = _Stop()
    parent = int(os.environ.get(CHILD, "0"))
    count, last_checkpoint = 0, time.monotonic()
    _told(queue_recurring)
    while True:
        done = _told(run_due) + _told(sequence_outbox)
        count += done
        if once and not done:
            _told(checkpoint)
            return count
        if stop.asked or (parent and os.getppid() != parent):
            return count
        if time.monotonic() - last_checkpoint > CHECKPOINT_EVERY:
            _told(checkpoint)
            _told(queue_recurring)
            last_checkpoint = time.monotonic()
        if not done:
            time.sleep(PAUSE)


def _told(work: Callable[[], int]) -> int:
    """Do a piece of work; what stands in its way now (a busy database, a full disk) is told and tried again later."""
    from django.db import DatabaseError, close_old_connections

    try:
        return work()
    except (KapokError, DatabaseError, OSError) as error:
        log.warning("jobs wait: %s", error)
        close_old_connections()
        return 0


class _Stop:
    """Remembers that the process was asked to end, so that the running job is finished first."""

    def __init__(self) -> None:
        self.asked = False
        for name in (signal.SIGTERM, signal.SIGINT):
            try:
                signal.signal(name, self._ask)
            except ValueError:
                return  # not the main thread: whoever runs us ends us

    def _ask(self, _signal: int, _frame: FrameType | None) -> None:
        self.asked = True


if __name__ == "__main__":
    run_jobs()
