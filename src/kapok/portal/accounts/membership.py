"""Who belongs where on a day: the memberships that hold, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from kapok import clock
from kapok.portal.accounts.models import OFFICES, Membership, Organisation, Person, PowerOfAttorney

ADMIN = "admin"
"""The role that manages the members of its own organisation and acts for a company."""
MEMBER = "member"
"""The role of somebody who files for a company or an agency."""


def _on(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day)) & Q(revoked_at=None)


def memberships_of(person: Person, day: date | None = None) -> QuerySet[Membership]:
    """The memberships of a person that hold on a day (today by default), in open organisations."""
    held = Membership.objects.filter(_on(day or clock.today()), person=person, organisation__closed_at=None)
    return held.select_related("organisation").order_by("organisation__name", "role")


def is_officer(person: Person) -> bool:
    """Whether a person is a member of an office today."""
    return memberships_of(person).filter(organisation__kind__in=OFFICES).exists()


def roles_in(person: Person, organisation_key: str, day: date | None = None) -> frozenset[str]:
    """The roles that a person holds in one organisation."""
    return frozenset(memberships_of(person, day).filter(organisation__key=organisation_key).values_list("role", flat=True))


def organisations_of(person: Person) -> list[Organisation]:
    """The organisations of a person, each once, by name."""
    found = {membership.organisation.key: membership.organisation for membership in memberships_of(person)}
    return list(found.values())


def power_between(agency_keys: Iterable[str], principal_key: str, procedure: str) -> PowerOfAttorney | None:
    """A power of attorney that holds today and covers a procedure, or None."""
    powers = PowerOfAttorney.objects.filter(
        _on(clock.today()), agency__key__in=list(agency_keys), principal__key=principal_key
    ).select_related("agency", "principal")
    return next((power for power in powers if not power.procedures or procedure in power.procedures), None)


def powers_of(agency: Organisation) -> QuerySet[PowerOfAttorney]:
    """The powers of attorney that an agency holds today, with their principals."""
    return PowerOfAttorney.objects.filter(_on(clock.today()), agency=agency).select_related("principal")


def principals_of(agency: Organisation, procedure: str = "") -> list[Organisation]:
    """Whom an agency may act for today (in a procedure), each once."""
    powers = [each for each in powers_of(agency) if not procedure or not each.procedures or procedure in each.procedures]
    return list({power.principal.pk: power.principal for power in powers}.values())
