"""Work that comes again: each kind waits as one job that queues its own successor, so a restart neither loses nor doubles it.

What a run has to remember for the next one (a fingerprint, a position) travels in the job's payload.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from kapok import clock
from kapok.portal.jobs.models import Job
from kapok.portal.jobs.queue import enqueue, handles

Work = Callable[[dict[str, Any]], dict[str, Any]]
"""Takes what the last run remembered, gives what the next one gets."""

_every: dict[str, timedelta] = {}


def recurs(kind: str, *, every: timedelta, outside: bool = False) -> Callable[[Work], Work]:
    """Declare work that is done again after so much time; `outside` as in `handles`. Failures are tried again."""

    def declare(work: Work) -> Work:
        _every[kind] = every

        @handles(kind, outside=outside)
        def again(payload: dict[str, Any]) -> None:
            kept = work(payload)
            enqueue(kind, _key(kind), kept, clock.now() + every)

        return work

    return declare


def queue_recurring() -> int:
    """Queue every kind of recurring work that does not wait yet, for now; returns how many."""
    waiting = set(Job.objects.filter(done_at=None, failed_at=None, key__in=map(_key, _every)).values_list("key", flat=True))
    missing = [kind for kind in _every if _key(kind) not in waiting]
    for kind in missing:
        enqueue(kind, _key(kind), {})
    return len(missing)


def _key(kind: str) -> str:
    return f"recurring/{kind}"
