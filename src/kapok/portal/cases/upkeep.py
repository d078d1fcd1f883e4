"""What the platform does again and again by itself: timestamps renewed, entries from elsewhere ended, calendars taken in."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings

from kapok import clock
from kapok.portal.cases.models import Case, RegisterEntry
from kapok.portal.cases.procedures import get_procedure, procedures
from kapok.portal.cases.project import project
from kapok.portal.cases.register import queue_for_search
from kapok.portal.cases.store import store
from kapok.portal.jobs.queue import enqueue, handles
from kapok.portal.jobs.recurring import recurs
from kapok.procedures.clocks import local_day
from kapok.procedures.fold import fold
from kapok.services.checkpoint_log import renew_timestamps
from kapok.services.evidence_home import EvidenceHome
from kapok.timelimits.calendar import fingerprint

log = logging.getLogger("kapok.jobs")
PIECE = 200
"""Cases that are computed again in one transaction."""


@recurs("renew_timestamps", every=timedelta(days=7), outside=True)
def renew_old_timestamps(remembered: dict[str, Any]) -> dict[str, Any]:
    """Stamp again what has no timestamp or will outlive its own; an authority that is away is asked again in a week."""
    evidence = EvidenceHome(settings.KAPOK_CONFIG.home)
    if not evidence.log.exists() or evidence.authority() is None:
        return {}
    renewed, problems = renew_timestamps(settings.KAPOK_CONFIG.home)
    for problem in problems[:3]:
        log.warning("a timestamp could not be renewed: %s", problem)
    return {"renewed": renewed, "problems": len(problems)}


@recurs("expire_entries", every=timedelta(hours=6))
def expire_entries(remembered: dict[str, Any]) -> dict[str, Any]:
    """End register entries that were taken over from elsewhere: no case of this platform has a timer for them."""
    now, ended = clock.now(), 0
    for key, procedure in procedures().items():
        today = local_day(now, procedure.zone)
        over = RegisterEntry.objects.filter(
            procedure=key, case=None, status=RegisterEntry.Status.IN_FORCE, expires_on__lt=today
        )
        for entry in over.order_by("expires_on", "id")[:5000]:
            entry.status, entry.ended_on, entry.changed_at = RegisterEntry.Status.EXPIRED, entry.expires_on, now
            entry.save(update_fields=["status", "ended_on", "changed_at"])
            ended += 1
    if ended:
        queue_for_search(now)
    return {"ended": ended}


@recurs("calendars", every=timedelta(hours=1))
def take_in_calendars(remembered: dict[str, Any]) -> dict[str, Any]:
    """Compute every open case again when a calendar is new or has changed: provisional deadlines become those of the notice."""
    found = fingerprint()
    if remembered.get("fingerprint") != found:
        enqueue("compute_again", "compute_again", {"after": ""})
    return {"fingerprint": found}


@handles("compute_again")
def compute_again(payload: dict[str, Any]) -> None:
    """Write what lists show of the next open cases again from their events, and set their timers; then the next piece."""
    now = clock.now()
    keys = list(
        Case.objects.filter(closed=False, key__gt=str(payload["after"]))
        .exclude(state="")
        .order_by("key")
        .values_list("key", "procedure")[:PIECE]
    )
    for key, name in keys:
        procedure = get_procedure(name)
        project(key, procedure, fold(procedure, store.history(key), now), now)
    if len(keys) == PIECE:
        enqueue("compute_again", "compute_again", {"after": keys[-1][0]})
