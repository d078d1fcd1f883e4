"""Jobs: once, again after a failure, anew when asked while running, never twice after a kill."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from kapok import clock
from kapok.errors import BackendError
from kapok.portal.jobs import queue
from kapok.portal.jobs.models import Job
from kapok.portal.jobs.queue import enqueue, handles, run_due
from tests.portal.people.conftest import BEGIN

done: list[Any] = []


@handles("test-inside")
def inside(payload: dict[str, Any]) -> None:
    done.append(payload)
    if payload.get("next"):
        enqueue("test-inside", "k", {})
    if payload.get("fails"):
        raise BackendError("The disk is full")


@handles("test-outside", outside=True)
def outside(payload: dict[str, Any]) -> None:
    done.append(payload)
    if payload.get("again"):
        enqueue("test-outside", "k", {"again": False})


@pytest.fixture(autouse=True)
def fresh(db: None) -> None:
    done.clear()


def test_a_job_runs_when_it_is_due_and_once() -> None:
    with clock.fixed(BEGIN):
        enqueue("test-inside", "k", {"n": 1}, BEGIN + timedelta(hours=1))
        assert run_due() == 0
    with clock.fixed(BEGIN + timedelta(hours=2)):
        assert run_due() == 1
        assert run_due() == 0
    assert done == [{"n": 1}]


def test_a_waiting_job_with_the_same_key_is_replaced() -> None:
    enqueue("test-inside", "k", {"n": 1})
    enqueue("test-inside", "k", {"n": 2})
    run_due()
    assert done == [{"n": 2}]


@pytest.mark.parametrize("kind", ["test-inside", "test-outside"])
def test_a_job_may_queue_its_successor(kind: str) -> None:
    enqueue(kind, "k", {"next": True, "again": True})
    run_due()
    assert len(done) == 2


def test_what_rolls_back_was_never_queued() -> None:
    with transaction.atomic():
        enqueue("test-inside", "k", {})
        transaction.set_rollback(True)
    assert run_due() == 0


def test_a_failure_is_kept_put_off_and_given_up_at_last() -> None:
    now = BEGIN
    with clock.fixed(now):
        enqueue("test-inside", "k", {"fails": True, "next": True})
    for _attempt in range(queue.MAX_ATTEMPTS):
        with clock.fixed(now):
            assert run_due() == 1
            job = Job.objects.get()
            assert "The disk is full" in job.error
            now = job.run_at
    assert job.failed_at is not None
    assert run_due() == 0
    assert Job.objects.count() == 1, "what a failed job queued is undone with it"


def test_a_job_of_an_unknown_kind_does_not_stop_the_others() -> None:
    enqueue("of-a-newer-version", "u", {})
    enqueue("test-inside", "k", {})
    run_due()
    assert done == [{}]
    assert "nothing here does jobs" in Job.objects.get(key="u").error


def test_a_leased_job_runs_again_after_a_kill() -> None:
    enqueue("test-outside", "k", {})
    Job.objects.update(leased_until=clock.now() + queue.LEASE, attempts=1)
    assert run_due() == 0, "another process has it"
    with clock.fixed(clock.now() + queue.LEASE + timedelta(seconds=1)):
        assert run_due() == 1


NURSERY = """
import os, signal, sys, time
from pathlib import Path
from kapok.portal.migrate import migrate
migrate(Path(sys.argv[1]))
from django.db import connection, transaction
from kapok.portal.cases.models import Counter
from kapok.portal.jobs.models import Job
from kapok.portal.jobs.queue import enqueue, handles, run_due

@handles("count")
def count(payload):
    row, _made = Counter.objects.select_for_update().get_or_create(series="counted")
    row.last += 1
    row.save()

with transaction.atomic():
    for number in range(100):
        enqueue("count", f"count/{number}", {})
connection.close()
for kill in range(20):
    child = os.fork()
    if child == 0:
        while True:
            run_due(1000)
    time.sleep(0.01 + 0.006 * (kill % 5))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
run_due(1000)
print(Job.objects.filter(done_at=None).count(), Job.objects.exclude(done_at=None).count(), Counter.objects.get().last)
"""


def test_kill_9_never_loses_nor_doubles_a_job(tmp_path: Path) -> None:
    """Twenty kills while 100 jobs are done: each is done exactly once. (It does not test the disk's own flushing.)"""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("KAPOK_", "DJANGO_"))}
    environment |= {"KAPOK_HOME": str(tmp_path), "KAPOK_SECRET_KEY": "x"}
    done = subprocess.run(
        [sys.executable, "-c", NURSERY, str(tmp_path)], env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["0", "100", "100"], done.stderr[-2000:]


def test_deadlines_fire_once_whoever_runs_them(walk: Any) -> None:
    from kapok.portal.cases.models import CaseEventRow
    from kapok.portal.cases.procedures import get_procedure
    from kapok.portal.cases.store import store
    from kapok.services.fire_deadlines import fire_deadlines

    walk.published()
    later = datetime.fromisoformat("2026-10-20T01:00:00+00:00")
    with clock.fixed(later):
        first = fire_deadlines(store, get_procedure("P01"), walk.key, later)
        second = fire_deadlines(store, get_procedure("P01"), walk.key, later)
        run_due()
    assert [acted.events[0].kind for acted in first] == ["no_objection"]
    assert second == []
    assert CaseEventRow.objects.filter(kind="no_objection").count() == 1
