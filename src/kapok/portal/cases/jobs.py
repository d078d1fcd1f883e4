"""The jobs of cases: timers; documents, service and the register are declared in their own modules."""

from __future__ import annotations

from typing import Any

from kapok import clock
from kapok.portal.cases import deliver, papers, to_lake, upkeep
from kapok.portal.cases.models import Case
from kapok.portal.cases.procedures import get_procedure
from kapok.portal.cases.project import queue_timers
from kapok.portal.cases.store import store
from kapok.portal.jobs.queue import handles
from kapok.procedures.fold import fold
from kapok.procedures.versions import version_named
from kapok.services.fire_deadlines import fire_deadlines

__all__ = ["deliver", "fire_timers", "papers", "to_lake", "upkeep"]


@handles("timers")
def fire_timers(payload: dict[str, Any]) -> None:
    """Do what the platform does by itself when a time limit of the case is over; the next one is queued by the projection."""
    key = str(payload["case"])
    case = Case.objects.get(pk=key)
    procedure, now = get_procedure(case.procedure), clock.now()
    fire_deadlines(store, procedure, key, now)
    state = fold(procedure, store.history(key), now)
    queue_timers(key, version_named(procedure, state.version) or procedure, state, now)
