"""One writer at a time, by an operating-system lock that a killed process cannot leave behind."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kapok.errors import BackendError


@contextmanager
def write_lock(path: Path) -> Iterator[None]:
    """Hold the lock file for the block. Raises BackendError at once when another process holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            owner = handle.read().strip() or "unknown"
            raise BackendError(
                "Another process is writing to this home",
                f"process {owner} holds {path.name}",
                "Wait until its load or reindex has ended, then run the command again",
            ) from None
        handle.seek(0)
        handle.truncate()
        handle.write(str(os.getpid()))
        handle.flush()
        yield
