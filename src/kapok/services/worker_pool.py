"""The processes that parse and map records beside the one that writes."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context

from kapok.errors import BackendError
from kapok.services.parse_batch import end_with_parent

WORKERS = 2
_CLOSED = "handle is closed"
"""What the pool's own pipe says when a worker is killed while it starts."""


@contextmanager
def worker_pool() -> Iterator[ProcessPoolExecutor]:
    """Worker processes for the block. Raises BackendError when one of them is killed (by a system out of memory)."""
    others = set(active_children())
    try:
        with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn"), initializer=end_with_parent) as pool:
            try:
                _start(pool)
                yield pool
            except (BrokenProcessPool, OSError):
                # a worker that starts while another is found dead is never told to end, and the pool would wait for it
                for worker in set(active_children()) - others:
                    worker.terminate()
                raise
    except (BrokenProcessPool, OSError) as error:
        if isinstance(error, OSError) and str(error) != _CLOSED:
            raise
        raise BackendError(
            "A worker process ended suddenly",
            "the system may have run out of memory",
            "Run the same command again: it goes on from what was committed",
        ) from None


def _start(pool: ProcessPoolExecutor) -> None:
    """Start all workers with Ctrl-C held back, which they inherit: it is meant for the process that hands them work."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        for _ in range(WORKERS):
            pool.submit(os.getpid)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
