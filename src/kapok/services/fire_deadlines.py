"""Deadlines that are over: what the platform does by itself then, each once, in the order in which they ended."""

from __future__ import annotations

from datetime import datetime

from kapok.procedures.engine import SYSTEM, due
from kapok.procedures.model import Procedure
from kapok.services.act_on_case import Acted, act_on_case
from kapok.services.ports_cases import CaseStore

MOST_AT_ONCE = 50
"""Timers of one case that may fire one after the other; more is a definition that runs in a circle."""


def fire_deadlines(store: CaseStore, procedure: Procedure, case: str, now: datetime) -> list[Acted]:
    """Fire every timer of a case that is over at `now`; none when there is nothing to do. Twice is harmless."""
    done: list[Acted] = []
    with store.transaction():
        for _round in range(MOST_AT_ONCE):
            commands = due(procedure, store.history(case), now)
            if not commands:
                break
            done.append(act_on_case(store, procedure, case, commands[0], SYSTEM, now))
    return done
