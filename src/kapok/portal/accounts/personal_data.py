"""One's own data: take them along, or have them erased where the law allows.

Cases are official records and stay; they know people by opaque keys. Erasing empties name, address and sign-in data here; the
digests in the evidence log stay and say nothing about anybody.
"""

from __future__ import annotations

import secrets
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import transaction

from kapok import clock
from kapok.errors import NotAllowed
from kapok.portal.accounts.audit import keep_verdict
from kapok.portal.accounts.membership import is_officer
from kapok.portal.accounts.models import Person, Verdict
from kapok.portal.cases.models import Case, Draft, Message, Upload


def export_of(person: Person) -> dict[str, Any]:
    """Everything that is kept about a person, as plain data."""
    return {
        "person": {"key": person.key, "name": person.name, "email": person.email, "since": person.created_at},
        "memberships": [
            {
                "organisation": each.organisation.name,
                "role": each.role,
                "from": each.valid_from,
                "until": each.valid_to,
                "revoked_at": each.revoked_at,
            }
            for each in person.memberships.select_related("organisation")
        ],
        "certificates": list(person.certificates.values("kind", "number", "valid_from", "valid_to")),
        "second_factors": list(Authenticator.objects.filter(user=person).values("type", "created_at", "last_used_at")),
        "drafts": list(Draft.objects.filter(person=person.key).values("key", "procedure", "values", "saved_at")),
        "cases": list(
            Case.objects.filter(person=person.key).values("key", "procedure", "number", "title", "state", "opened_at")
        ),
        "files": list(Upload.objects.filter(person=person.key).values("name", "sha256", "size", "received_at", "case")),
        "messages": list(Message.objects.filter(person=person.key).values("case", "at", "text")),
        "verdicts": list(Verdict.objects.filter(person=person.key).values("at", "action", "object", "allowed", "reason")),
    }


def why_not_erasable(person: Person) -> str:
    """The reason why a person's data may not be erased now; "" when they may."""
    if is_officer(person):
        return "members of offices are named on the acts that they did"
    if Case.objects.filter(person=person.key, closed=False).exists():
        return "a case that you began is still open"
    return ""


@transaction.atomic
def erase(person: Person) -> None:
    """Erase name, address, sign-in data, drafts and memberships. Raises NotAllowed while that is not allowed."""
    if reason := why_not_erasable(person):
        raise NotAllowed("Your data cannot be erased now", reason, "End what stands in the way, then ask again")
    now = clock.now()
    Draft.objects.filter(person=person.key).delete()
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    person.memberships.filter(revoked_at=None).update(revoked_at=now, revoked_by=person.key)
    person.name, person.email = "", f"{secrets.token_hex(12)}@erased.invalid"
    person.is_active, person.erased_at = False, now
    person.set_unusable_password()
    person.save()
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()
    keep_verdict(person, "erase", person.key, allowed=True, reason="asked for by the person")
