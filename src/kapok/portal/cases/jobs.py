"""The jobs of cases: timers; documents, service and the register are declared in their own modules."""

from __future__ import annotations

from typing import Any

from kapok import clock
from kapok.portal.cases import deliver, papers, to_lake
from kapok.portal.cases.models import Case
from kapok.portal.cases.procedures import get_procedure
from kapok.portal.cases.store import store
from kapok.portal.jobs.queue import handles
from kapok.services.fire_deadlines import fire_deadlines

__all__ = ["deliver", "fire_timers", "papers", "to_lake"]


@handles("timers")
def fire_timers(payload: dict[str, Any]) -> None:
    """Do what the platform does by itself when a time limit of the case is over; the next one is queued by the projection."""
    key = str(payload["case"])
    case = Case.objects.get(pk=key)
    fire_deadlines(store, get_procedure(case.procedure), key, clock.now())
