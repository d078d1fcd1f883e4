"""Queue jobs and run what is due: each at least once, and exactly once where all that a job does is in the database.

A job in the transaction (`outside=False`) does its work and is marked done in one commit, so a kill undoes both or neither.
A job outside (mail, files) is leased first; after a kill it runs again when the lease is over, and has to recognise what
it did before.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from kapok import clock
from kapok.errors import KapokError
from kapok.portal.jobs.models import Job

log = logging.getLogger("kapok.jobs")
LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 12
"""After these a job is given up and told in the log; waits double from 10 seconds to an hour in between."""


@dataclass(frozen=True)
class Handler:
    """What does the work of one kind of job."""

    run: Callable[[dict[str, Any]], None]
    outside: bool


_handlers: dict[str, Handler] = {}

# Every action queues or drops jobs: these go past the query builder, in words that SQLite and PostgreSQL share.
_HELD = "key = %s AND done_at IS NULL AND failed_at IS NULL"
_ENQUEUE = (
    "INSERT INTO jobs_job (kind, key, payload, run_at, queued_at, version, attempts, error)"
    " VALUES (%s, %s, %s, %s, %s, 1, 0, '')"
    " ON CONFLICT (key) WHERE done_at IS NULL AND failed_at IS NULL DO UPDATE"
    " SET kind = excluded.kind, payload = excluded.payload, run_at = excluded.run_at, version = jobs_job.version + 1"
)
_CANCEL = f"DELETE FROM jobs_job WHERE {_HELD}"
_IS_WAITING = f"SELECT 1 FROM jobs_job WHERE {_HELD} AND run_at <= %s"


def handles(
    kind: str, *, outside: bool = False
) -> Callable[[Callable[[dict[str, Any]], None]], Callable[[dict[str, Any]], None]]:
    """Declare the function that does the jobs of a kind."""

    def declare(function: Callable[[dict[str, Any]], None]) -> Callable[[dict[str, Any]], None]:
        _handlers[kind] = Handler(function, outside)
        return function

    return declare


def enqueue(kind: str, key: str, payload: dict[str, Any], run_at: datetime | None = None) -> None:
    """Queue a job in the running transaction. A waiting job with this key gets the new payload and time instead."""
    now = clock.now()
    adapt = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(_ENQUEUE, [kind, key, json.dumps(payload), adapt(run_at or now), adapt(now)])


def cancel(key: str, *, later_than: datetime | None = None) -> None:
    """Drop a waiting job; with `later_than` only one that is due after that instant."""
    after = " AND run_at > %s" if later_than is not None else ""
    adapted = [connection.ops.adapt_datetimefield_value(later_than)] if later_than is not None else []
    with connection.cursor() as cursor:
        cursor.execute(_CANCEL + after, [key, *adapted])


def is_waiting(key: str, due_by: datetime) -> bool:
    """Whether a job with this key waits that is due by an instant."""
    with connection.cursor() as cursor:
        cursor.execute(_IS_WAITING, [key, connection.ops.adapt_datetimefield_value(due_by)])
        return cursor.fetchone() is not None


def run_due(limit: int = 100) -> int:
    """Run up to `limit` jobs that are due; returns how many were run."""
    count = 0
    while count < limit and _run_next():
        count += 1
    return count


def _waiting() -> QuerySet[Job]:
    return Job.objects.filter(done_at=None, failed_at=None)


def _run_next() -> bool:
    """Run one job that is due, False when there is none."""
    if not _due().exists():
        return False  # seen without a transaction: SQLite's would keep everybody else from writing
    try:
        with transaction.atomic():
            job = _claim()
            if job is None:
                return False
            handler = _handlers.get(job.kind)
            job.attempts += 1
            if handler is None or handler.outside:
                job.leased_until = clock.now() + LEASE
                job.save(update_fields=["attempts", "leased_until"])
            else:
                _work(handler, job)
                return True
    except _Failed as failed:
        _put_off(failed.job, failed.reason)
        return True
    if handler is None:
        _put_off(job, f"nothing here does jobs of the kind {job.kind}")
        return True
    try:
        _work(handler, job)
    except _Failed as failed:
        _put_off(failed.job, failed.reason)
    return True


def _due() -> QuerySet[Job]:
    now = clock.now()
    return _waiting().filter(Q(leased_until=None) | Q(leased_until__lt=now), run_at__lte=now)


def _claim() -> Job | None:
    """The longest due job that nobody has; in PostgreSQL others pass over the row, in SQLite they wait for the transaction."""
    ready = _due().order_by("run_at", "id")
    if connection.features.has_select_for_update_skip_locked:
        ready = ready.select_for_update(skip_locked=True)
    return ready.first()


class _Failed(Exception):
    """A job that could not be done: rolls its transaction back, then the job is put off."""

    def __init__(self, job: Job, reason: str) -> None:
        super().__init__(reason)
        self.job = job
        self.reason = reason


def _work(handler: Handler, job: Job) -> None:
    """Do the work and mark it done: before the work where both are one commit, so that the work may queue its successor."""
    try:
        if handler.outside:
            handler.run(job.payload)
            _finish(job)
        else:
            with transaction.atomic():
                _finish(job)
                handler.run(job.payload)
    except Exception as error:  # whatever went wrong is kept as the job's reason and tried again
        if not isinstance(error, KapokError):
            log.exception("job %s (%s) failed", job.pk, job.kind)
        raise _Failed(job, str(error) or type(error).__name__) from error


def _finish(job: Job) -> None:
    """Mark a job done, or free it to run again when it was queued anew while it ran."""
    now = clock.now()
    done = Job.objects.filter(pk=job.pk, version=job.version).update(
        done_at=now, attempts=job.attempts, leased_until=None, error=""
    )
    if not done:
        Job.objects.filter(pk=job.pk).update(attempts=0, leased_until=None, error="")


def _put_off(job: Job, reason: str) -> None:
    """Try again later, or give up."""
    gives_up = job.attempts >= MAX_ATTEMPTS
    wait = timedelta(seconds=min(3600, 10 * 2 ** min(job.attempts, 9)))
    Job.objects.filter(pk=job.pk).update(
        attempts=job.attempts,
        leased_until=None,
        run_at=clock.now() + wait,
        failed_at=clock.now() if gives_up else None,
        error=reason[:2000],
    )
    (log.error if gives_up else log.warning)(
        "job %s (%s) %s: %s", job.pk, job.kind, "given up" if gives_up else "put off", reason
    )
