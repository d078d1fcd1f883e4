"""Verdicts on who may do what, kept with their reasons. A refusal is kept even where what was asked is undone."""

from __future__ import annotations

import logging
from typing import NoReturn

from kapok.errors import NotAllowed
from kapok.portal.accounts.models import Person, Verdict

log = logging.getLogger("kapok.verdicts")


def keep_verdict(person: Person | None, action: str, thing: str, *, allowed: bool, reason: str, organisation: str = "") -> None:
    """Keep one verdict in the table and in the log."""
    key = person.key if person is not None else ""
    Verdict.objects.create(
        person=key, organisation=organisation, action=action[:80], object=thing[:120], allowed=allowed, reason=reason[:2000]
    )
    log.info("%s %s %s on %s: %s", "allowed" if allowed else "refused", key or "anyone", action, thing, reason)


def refuse(person: Person | None, action: str, thing: str, why: str, next_step: str = "", what: str = "") -> NoReturn:
    """Keep a refusal and raise NotAllowed with its reason. Not for use inside a transaction: that would undo what is kept."""
    keep_verdict(person, action, thing, allowed=False, reason=why)
    raise NotAllowed(what or "You may not do this", why, next_step)
