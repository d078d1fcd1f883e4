"""Kill the processes that work on cases, over and over, in the middle of mixed actions; then look whether all is whole.

`python -m bench.kill_cases [RUNS]` (1,000 by default). Each run forks two processes from one that holds nothing open: one
begins cases and acts on them, one runs jobs (timers, documents, service) and the sequencer of the evidence log. Each tells
what it has confirmed, both are killed (SIGKILL) at random instants, and the next run begins by repeating the command that was
not confirmed. Between two runs the clock goes on by days, so that deadlines fire among the kills.

After every run: each confirmed action is in its case, no command is there twice, every case folds, its row says what its events
say, its next timer is queued, every event has its digest in the outbox, the log holds exactly the outbox. It kills processes,
not the machine: what fsync promises is not tested.
"""

from __future__ import annotations

import os
import random
import re
import select
import signal
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from msgspec import Struct

from bench.case_world import DAY_0, WAY, World, do, make_world

MOST_ACTIONS = 9
"""A life ends in or soon after one of this many actions."""
LONGEST_WAIT = 0.06
"""Seconds until each of the two kills that follow."""
DAYS_A_RUN = 3
OPEN_CASES = 5
OTHERS = {
    "submitted": (("request_correction", "clerk"),),
    "correction": (("resubmit", "applicant"), ("withdraw", "applicant")),
    "deposited": (("withdraw", "applicant"),),
    "registered": (("cancel", "applicant"), ("change", "registrar")),
}
"""State -> what is done now and then beside the straight way."""


class Found(Struct):
    """What the runs met. `unconfirmed`: actions that were done although the kill came before anybody was told."""

    runs: int = 0
    actions: int = 0
    unconfirmed: int = 0
    repeated: int = 0
    timers: int = 0
    documents: int = 0
    cases: int = 0
    entries: int = 0


def act_for_ever(world: World, told: int, seed: int, again: str) -> None:
    """Act until killed; `again` is the line of the command that was never confirmed."""
    from kapok.errors import KapokError
    from kapok.portal.cases.models import Case

    chance = random.Random(seed)

    def one(case: str, action: str, who: str, key: str) -> None:
        os.write(told, f"try {case} {action} {who} {key}\n".encode())
        try:
            do(world, case, action, who, key)
        except KapokError as error:
            os.write(told, f"no {case} {action} {who} {key} {type(error).__name__}\n".encode())
        else:
            os.write(told, f"ok {case} {action} {who} {key}\n".encode())

    if again:
        one(*again.split())
    number = 0
    while True:
        number += 1
        key = f"c-{seed:08d}-{number:06d}-{os.getpid()}"
        rows = list(Case.objects.filter(closed=False).order_by("-opened_at", "key").values_list("key", "state", "events")[:40])
        busy = [row for row in rows if row[1] not in ("publicity", "registered")]
        if len(busy) < OPEN_CASES:
            one(f"k-{seed:08d}{number:06d}", "begin", "applicant", key)
            continue
        case, state, _events = chance.choice(rows)
        if state in OTHERS and chance.random() < 0.3:
            one(case, *chance.choice(OTHERS[state]), key)
        else:
            one(case, *chance.choice(next_steps(case)), key)


def next_steps(case: str) -> list[tuple[str, str]]:
    """The first actions of the straight way that a case has not had yet."""
    from kapok.portal.cases.models import CaseEventRow

    had = set(CaseEventRow.objects.filter(case_id=case).values_list("kind", flat=True))
    return [step for step in WAY if step[0] not in had][:1] or [WAY[-1]]


def work_for_ever(told: int) -> None:
    """Jobs and the sequencer, in small turns, until killed."""
    from kapok.errors import BackendError
    from kapok.portal.cases.sequencer import checkpoint, sequence_outbox
    from kapok.portal.jobs.queue import run_due

    turn = 0
    while True:
        turn += 1
        done = run_due(2) + sequence_outbox()
        os.write(told, f"jobs {done}\n".encode())
        if turn % 7 == 0:
            with suppress(BackendError):  # nothing is in the log yet
                checkpoint()
        if not done:
            time.sleep(0.005)


def one_run(world: World, chance: random.Random, seed: int, now: datetime, again: str) -> list[str]:
    """Fork both, kill both, return the lines of the one that acts."""
    pipes, children = [], []
    for role in ("act", "work"):
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.close(read)
                _be(role, world, write, seed, now, again)
            except BaseException:
                traceback.print_exc()
                raise
            finally:
                os._exit(1)
        os.close(write)
        pipes.append(read)
        children.append(child)
    lines = _answers(pipes[0], chance.randrange(MOST_ACTIONS))
    chance.shuffle(children)
    for child in children:
        time.sleep(chance.random() * LONGEST_WAIT)
        os.kill(child, signal.SIGKILL)
    for child in children:
        _pid, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), f"a process ended by itself with {status}: see its words above"
    for read in pipes:
        rest = b""
        while piece := os.read(read, 65536):
            rest += piece
        os.close(read)
        if read == pipes[0]:
            lines += rest
    return lines.decode().splitlines()


def _be(role: str, world: World, told: int, seed: int, now: datetime, again: str) -> None:
    from kapok import clock

    with clock.fixed(now):
        if role == "act":
            act_for_ever(world, told, seed, again)
        else:
            work_for_ever(told)


def _answers(read: int, count: int) -> bytes:
    """Wait until so many actions were answered, so that a slow machine is killed as far in as a fast one."""
    lines = b""
    while len(re.findall(rb"(?m)^(?:ok|no) ", lines)) < count:
        ready, _, _ = select.select([read], [], [], 120)
        assert ready, "the process that acts says nothing for two minutes"
        piece = os.read(read, 65536)
        assert piece, "the process that acts ended by itself: see its words above"
        lines += piece
    return lines


def kill_runs(home: Path, runs: int, *, seed: int = 1) -> Found:
    """Run and kill so often; raises AssertionError with what is wrong."""
    from django.db import connections

    from bench.kill_cases_check import Known, check, finish
    from kapok import clock
    from kapok.portal.migrate import migrate

    migrate(home)
    world = make_world()
    chance, found, known, again = random.Random(seed), Found(), Known(), ""
    now = datetime.fromisoformat(DAY_0)
    with clock.fixed(now):
        _warm(home, world)
    for run in range(runs):
        connections.close_all()
        lines = one_run(world, chance, seed * 1000 + run, now, again)
        with clock.fixed(now):
            again = known.take(lines, found)
            check(home, known, found)
        now += timedelta(days=DAYS_A_RUN)
        found.runs += 1
    with clock.fixed(now + timedelta(days=1)):
        finish(home, known, found)
    connections.close_all()
    return found


def _warm(home: Path, world: World) -> None:
    """Cases that come up to their public notice, so that its end falls among the kills.

    The definitions, the keys and the fonts are there then before the first fork.
    """
    from kapok.portal.cases.sequencer import checkpoint, sequence_outbox
    from kapok.portal.jobs.queue import run_due

    for case in ("k-warm1", "k-warm2"):
        for action, who in WAY[:-1]:
            do(world, case, action, who, f"c-{case}-{action}-of-the-first-cases")
    while run_due() + sequence_outbox():
        checkpoint()


def main() -> None:
    """Run and print."""
    runs = int(sys.argv[1]) if sys.argv[1:] else 1000
    seed = int(sys.argv[2]) if sys.argv[2:] else 1
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="kapok-kill-") as name:
        found = kill_runs(Path(name), runs, seed=seed)
    print(
        f"{found.runs} runs killed in {time.perf_counter() - began:.0f} s: {found.actions:,} actions confirmed on "
        f"{found.cases:,} cases, {found.entries:,} log entries, {found.timers} timers fired, {found.documents} documents made; "
        f"none lost, none doubled, log consistent, deadlines intact; {found.unconfirmed} actions stood though unconfirmed, "
        f"{found.repeated} commands were repeated"
    )


if __name__ == "__main__":
    main()
