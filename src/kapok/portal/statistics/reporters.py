"""Who may report for whom, who may ask: by role in an organisation that is bound to an authority. Deny by default."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from kapok.errors import NotAllowed, NotFound
from kapok.portal.accounts.audit import keep_verdict
from kapok.portal.accounts.membership import ADMIN, memberships_of
from kapok.portal.accounts.models import Organisation, Person
from kapok.portal.statistics.models import ReportingOffice
from kapok.statistics.declared import authorities
from kapok.statistics.sources import OPERATOR

REPORTER = "reporter"
"""Reports figures for the authority of the organisation."""
COMPILER = "compiler"
"""Compiles the white paper: sees every report, asks about figures; counts in an organisation of the operator only."""


def bind_office(organisation_key: str, authority: str) -> ReportingOffice:
    """Let an organisation report for an authority; doing it again changes nothing. NotFound for what is not there."""
    from kapok.portal.statistics.reminders import queue_next

    if authority not in authorities():
        raise NotFound(f"There is no authority '{authority[:40]}'", "", f"Take one of: {', '.join(authorities())}")
    organisation = Organisation.objects.filter(key=organisation_key, closed_at=None).first()
    if organisation is None or not organisation.is_office:
        raise NotFound("There is no such office", "only offices report figures", "Look at its page for its key")
    with transaction.atomic():
        office, _made = ReportingOffice.objects.get_or_create(organisation=organisation, authority=authority)
        queue_next()
    return office


def new_token(office: ReportingOffice) -> str:
    """A new secret for the office's own system; the one before is void. It is shown once and kept as a digest."""
    secret = secrets.token_urlsafe(32)
    office.token = hashlib.sha256(secret.encode()).hexdigest()
    office.save(update_fields=["token"])
    return secret


def office_of_token(secret: str) -> ReportingOffice | None:
    """The office whose system shows this secret."""
    if not secret:
        return None
    digest = hashlib.sha256(secret.encode()).hexdigest()
    found: ReportingOffice | None = ReportingOffice.objects.select_related("organisation").filter(token=digest).first()
    return found


def reports_for(person: Person) -> list[ReportingOffice]:
    """The bindings by which a person reports."""
    keys = {each.organisation_id for each in memberships_of(person) if each.role in (REPORTER, ADMIN)}
    found = ReportingOffice.objects.filter(organisation_id__in=keys, organisation__closed_at=None)
    return list(found.select_related("organisation").order_by("authority", "organisation__name"))


def is_compiler(person: Person) -> bool:
    """Whether a person compiles the paper."""
    keys = {each.organisation_id for each in memberships_of(person) if each.role == COMPILER}
    return bool(keys) and ReportingOffice.objects.filter(organisation_id__in=keys, authority=OPERATOR).exists()


def require_reporter(person: Person, authority: str, act: str) -> None:
    """Go on only for somebody who reports for the authority; the verdict is kept either way."""
    held = next((each for each in reports_for(person) if each.authority == authority), None)
    why = "a member of the office that reports for it" if held else "no member of an office that reports for it"
    organisation = held.organisation.key if held else ""
    thing = f"figures/{authority}"
    keep_verdict(person, act, thing, allowed=held is not None, reason=why, organisation=organisation)
    if held is None:
        raise NotAllowed(_("You do not report for this authority"), why, _("Ask the administrator of the office for the role"))


def require_compiler(person: Person, act: str, subject: str) -> None:
    """Go on only for somebody who compiles the paper; the verdict is kept either way."""
    allowed = is_compiler(person)
    why = "compiles the white paper" if allowed else "does not compile the white paper"
    keep_verdict(person, act, subject, allowed=allowed, reason=why)
    if not allowed:
        raise NotAllowed(_("You do not compile the white paper"), why, _("Ask the administrator of the office for the role"))
