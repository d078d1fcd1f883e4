"""In which capacities a person stands to a case: for themselves, for their company, for a principal, for the office.

Deny by default: a role of an office comes from a membership in the office that handles the case, a role of a party from being
named in the case (or beginning it), a role for another from a power of attorney that holds today.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kapok.portal.accounts.membership import ADMIN, MEMBER, memberships_of, principals_of
from kapok.portal.accounts.models import Organisation, Person
from kapok.portal.cases.models import Case
from kapok.procedures.events import Actor, Certificate
from kapok.procedures.model import Procedure
from kapok.procedures.state import CaseState

AGENT = "agent"
"""The role, where a procedure has it, of whoever acts by power of attorney."""


@dataclass(frozen=True)
class Standing:
    """One capacity: the actor as the engine knows it, how it is called, whether it opens the case's own page.

    `whole`: sees everything that is not secret; others (an objector) see what is public, what they stated, what is for them.
    """

    key: str
    name: str
    actor: Actor
    sees: bool
    reason: str
    whole: bool = True


def standings(person: Person, procedure: Procedure, case: Case | None = None, state: CaseState | None = None) -> list[Standing]:
    """Every capacity of a person towards a case, or towards one that is about to begin; those of the office first."""
    held: dict[str, tuple[Organisation, set[str]]] = {}
    for membership in memberships_of(person):
        held.setdefault(membership.organisation.key, (membership.organisation, set()))[1].add(membership.role)
    found = [*_offices(person, held, procedure, case, state)]
    for organisation, roles in held.values():
        if organisation.is_office or not roles & {ADMIN, MEMBER}:
            continue
        found.append(_party(person, organisation, procedure, state))
        if organisation.kind == Organisation.Kind.AGENCY:
            found += _for_principals(person, organisation, procedure, state)
    began = case is not None and case.person == person.key and not case.applicant  # for a company, that company began it
    found.append(_party(person, None, procedure, state, began=began))
    if state is not None and any(standing.sees and standing.whole for standing in found):
        return [standing for standing in found if standing.sees]  # who is inside a case does not act as anyone from outside
    return found


def _offices(
    person: Person,
    held: dict[str, tuple[Organisation, set[str]]],
    procedure: Procedure,
    case: Case | None,
    state: CaseState | None,
) -> Iterable[Standing]:
    """Memberships in the office of the case, and in other offices that the case names in one of their roles."""
    for organisation, roles in held.values():
        if not organisation.is_office:
            continue
        handles = case is None or case.office == organisation.key
        named = {role for role, parties in (state.parties if state else {}).items() if _names(parties, organisation.key)}
        granted = {
            role
            for role in roles
            if role in procedure.roles and procedure.roles[role].side in ("office", "outside") and (handles or role in named)
        }
        if handles or granted:
            actor = _actor(person, organisation, granted)
            yield Standing(organisation.key, organisation.name, actor, True, "a member of the office that handles the case")


def _party(
    person: Person, organisation: Organisation | None, procedure: Procedure, state: CaseState | None, began: bool = False
) -> Standing:
    """A person for themselves, or for a company: the roles in which the case names them, and those open to anyone."""
    key = organisation.key if organisation else ""
    mine = {role for role, parties in (state.parties if state else {}).items() if _names(parties, key or person.key)}
    roles = {role for role in mine if procedure.roles[role].side in ("party", "public")}
    if state is None:
        roles = {role for role, declared in procedure.roles.items() if declared.side == "party" and role != AGENT}
    roles |= {role for role, declared in procedure.roles.items() if declared.anyone}
    sees = bool(mine) or began
    reason = "the case names them" if mine else "they began the case" if began else "anyone may"
    whole = began or any(procedure.roles[role].side == "party" for role in mine)
    name = organisation.name if organisation else person.name
    return Standing(key, name, _actor(person, organisation, roles), sees, reason, whole)


def _for_principals(person: Person, agency: Organisation, procedure: Procedure, state: CaseState | None) -> Iterable[Standing]:
    """An agency for each principal whose power of attorney covers the procedure: the act is the principal's."""
    for principal in principals_of(agency, procedure.key):
        named = {role for role, parties in (state.parties if state else {}).items() if _names(parties, principal.key)}
        if state is not None and not named:
            continue
        roles = (
            {AGENT}
            if AGENT in procedure.roles
            else named or {role for role, declared in procedure.roles.items() if declared.side == "party"}
        )
        actor = _actor(person, principal, roles)
        name = f"{agency.name} → {principal.name}"
        yield Standing(f"{agency.key}.{principal.key}", name, actor, True, f"power of attorney of {principal.key}")


def _names(parties: Iterable[object], key: str) -> bool:
    """Whether one of the parties is this person or organisation."""
    return bool(key) and any(
        getattr(party, "organisation", "") == key
        or (not getattr(party, "organisation", "") and getattr(party, "person", "") == key)
        for party in parties
    )


def _actor(person: Person, organisation: Organisation | None, roles: set[str]) -> Actor:
    certificates = tuple(
        Certificate(each.kind, each.number, each.valid_from, each.valid_to)
        for each in (person.certificates.filter(organisation=organisation) if organisation and organisation.is_office else ())
    )
    relations = frozenset(person.relations.values_list("other", flat=True)) if organisation and organisation.is_office else ()
    return Actor(
        person=person.key,
        organisation=organisation.key if organisation else "",
        roles=frozenset(roles - {"system"}),
        certificates=certificates,
        relations=frozenset(relations),
        name=person.name,
        regions=frozenset({organisation.region} if organisation else ()),
    )


def offices_for(procedure: Procedure, region: str = "") -> list[Organisation]:
    """Offices where somebody holds a role of this procedure today; the nearest to a region first."""
    from kapok.portal.accounts.models import OFFICES, Membership
    from kapok.portal.accounts.regions import depth, is_within

    roles = [role for role, declared in procedure.roles.items() if declared.side == "office"]
    keys = Membership.objects.filter(role__in=roles, revoked_at=None).values_list("organisation_id", flat=True)
    offices = list(Organisation.objects.filter(pk__in=set(keys), kind__in=OFFICES, closed_at=None).order_by("name"))
    return sorted(offices, key=lambda each: (not (region and is_within(region, each.region)), -depth(each.region), each.name))
