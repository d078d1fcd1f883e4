"""What administrators do with their own organisation, and the operator with offices: each in one transaction, each audited."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from kapok import clock
from kapok.errors import InputError, NotFound
from kapok.portal.accounts.audit import keep_verdict, refuse
from kapok.portal.accounts.membership import ADMIN, roles_in
from kapok.portal.accounts.models import Membership, OfficerCertificate, Organisation, Person, PowerOfAttorney

OPERATOR = "operator"
"""Who acts on the command line of the machine itself."""


def require_admin(person: Person, organisation_key: str) -> Organisation:
    """The organisation when this person administers it, or one above it; NotFound for strangers, who may not learn of it."""
    organisation = Organisation.objects.filter(key=organisation_key, closed_at=None).first()
    if organisation is not None and (ADMIN in roles_in(person, organisation_key) or _administers_above(person, organisation)):
        return organisation
    if organisation is None or not roles_in(person, organisation_key):
        keep_verdict(person, "administer", organisation_key, allowed=False, reason="not a member of this organisation")
        raise NotFound("There is no such organisation among yours", "", "Choose one on your page")
    refuse(person, "administer", organisation_key, "only its administrators manage an organisation", "Ask one of them")


def _administers_above(person: Person, organisation: Organisation) -> bool:
    """Whether a person administers an organisation above this one today: a province its centres, a centre its branches."""
    above, seen = organisation.parent, {organisation.pk}
    while above is not None and above.pk not in seen:
        if above.closed_at is None and ADMIN in roles_in(person, above.key):
            return True
        seen.add(above.pk)
        above = above.parent
    return False


def register_organisation(founder: Person, facts: dict[str, Any]) -> Organisation:
    """A company or agency registers itself; whoever does it administers it. Raises InputError for a double number."""
    if facts["kind"] not in (Organisation.Kind.COMPANY, Organisation.Kind.AGENCY):
        refuse(founder, "register", facts["kind"], "offices are set up by whoever runs the platform")
    return make_organisation(founder, facts, founder.key)


def make_organisation(admin: Person, facts: dict[str, Any], granted_by: str = OPERATOR) -> Organisation:
    """An organisation with its first administrator."""
    try:
        with transaction.atomic():
            organisation = Organisation.objects.create(**facts)
            grant(organisation, admin, ADMIN, clock.today(), None, granted_by)
    except IntegrityError as error:
        raise InputError(
            "An organisation with this identifier is here already", "", "Ask its administrator to make you a member"
        ) from error
    keep_verdict(admin, "register", organisation.key, allowed=True, reason=f"{organisation.kind} made by {granted_by}")
    return organisation


def grant(organisation: Organisation, person: Person, role: str, begin: date, end: date | None, granted_by: str) -> Membership:
    """Make a person a member in a role. A living membership in that role gets the new days instead."""
    with transaction.atomic():
        membership, _made = Membership.objects.update_or_create(
            organisation=organisation,
            person=person,
            role=role,
            revoked_at=None,
            defaults={"valid_from": begin, "valid_to": end, "granted_by": granted_by},
        )
        keep_verdict(person, f"grant {role}", organisation.key, allowed=True, reason=f"granted by {granted_by}")
    return membership


def revoke(admin: Person, organisation: Organisation, membership_id: int) -> None:
    """End a membership now. The last administrator stays. Raises NotFound for one of another organisation."""
    with transaction.atomic():
        membership = (
            Membership.objects.select_for_update().filter(pk=membership_id, organisation=organisation, revoked_at=None).first()
        )
        if membership is None:
            raise NotFound("There is no such membership in this organisation", "", "Look at the list of members again")
        others = Membership.objects.filter(organisation=organisation, role=ADMIN, revoked_at=None).exclude(pk=membership_id)
        if membership.role == ADMIN and not others.exists():
            raise InputError("The last administrator cannot be removed", "", "Make another member administrator first")
        membership.revoked_at, membership.revoked_by = clock.now(), admin.key
        membership.save(update_fields=["revoked_at", "revoked_by"])
        keep_verdict(membership.person, f"revoke {membership.role}", organisation.key, allowed=True, reason=f"by {admin.key}")


def add_certificate(admin: Person, organisation: Organisation, facts: dict[str, Any]) -> OfficerCertificate:
    """Record an officer's certificate. Raises NotFound when the person is no member."""
    person = Person.objects.filter(key=facts.pop("member"), memberships__organisation=organisation).distinct().first()
    if person is None:
        raise NotFound("This person is no member of the organisation", "", "Make the person a member first")
    with transaction.atomic():
        certificate = OfficerCertificate.objects.create(person=person, organisation=organisation, **facts)
        keep_verdict(person, "certificate", organisation.key, allowed=True, reason=f"{certificate.number} by {admin.key}")
    return certificate


def give_power(admin: Person, principal: Organisation, facts: dict[str, Any]) -> PowerOfAttorney:
    """Let an agency act for the principal."""
    with transaction.atomic():
        power = PowerOfAttorney.objects.create(principal=principal, granted_by=admin.key, **facts)
        reason = f"to {power.agency.key} by {admin.key}"
        keep_verdict(admin, "power of attorney", principal.key, allowed=True, reason=reason)
    return power


def end_power(admin: Person, principal: Organisation, power_id: int) -> None:
    """End a power of attorney now. Raises NotFound for one of another organisation."""
    changed = PowerOfAttorney.objects.filter(pk=power_id, principal=principal, revoked_at=None).update(revoked_at=clock.now())
    if not changed:
        raise NotFound("There is no such power of attorney", "", "Look at the list again")
    keep_verdict(admin, "end power of attorney", principal.key, allowed=True, reason=f"power {power_id}")
