"""Role by action: who gets which roles towards a case, in every procedure; nobody gets any towards a case of others."""

from __future__ import annotations

import msgspec
import pytest

from kapok import clock
from kapok.portal.accounts import administer
from kapok.portal.accounts.models import OfficerCertificate, Organisation, PowerOfAttorney
from kapok.portal.cases.act import OpenedCase
from kapok.portal.cases.actors import standings
from kapok.portal.cases.models import Case
from kapok.procedures.engine import available
from kapok.procedures.events import Actor
from kapok.procedures.registry import procedures
from kapok.procedures.state import CaseState, Party
from kapok.procedures.verdicts import role_of
from tests.portal.people.conftest import Walk, World

OFFICE_ROLES = [
    (key, role) for key, procedure in procedures().items() for role, declared in procedure.roles.items() if declared.side == "office"
]  # fmt: skip


def state_of(key: str, **parties: tuple[Party, ...]) -> CaseState:
    from kapok.procedures.fold import fold

    return msgspec.structs.replace(fold(procedures()[key], (), clock.now()), parties=dict(parties))


@pytest.mark.parametrize(("key", "role"), OFFICE_ROLES)
def test_an_office_role_holds_in_the_own_office_alone(world: World, key: str, role: str) -> None:
    officer = world.person("officer", "centre", (role,))
    procedure, state = procedures()[key], state_of(key)
    own = Case(key="k-1", procedure=key, office=world.organisations["centre"].key, person="p-x")
    other = Case(key="k-2", procedure=key, office=world.organisations["elsewhere"].key, person="p-x")
    held = {each for standing in standings(officer, procedure, own, state) for each in standing.actor.roles}
    anyone = {each for each, declared in procedure.roles.items() if declared.anyone}
    assert held - anyone == {role}
    outside = standings(officer, procedure, other, state)
    assert {each for standing in outside for each in standing.actor.roles} <= anyone
    assert not any(standing.sees for standing in outside)


@pytest.mark.parametrize("key", list(procedures()))
def test_nobody_acts_as_the_platform(world: World, key: str) -> None:
    for person in world.people.values():
        assert not any("system" in standing.actor.roles for standing in standings(person, procedures()[key]))


@pytest.mark.parametrize("key", list(procedures()))
def test_strangers_can_do_nothing_but_what_anyone_may(world: World, walk: Walk, key: str) -> None:
    procedure = procedures()[key]
    case = Case(key="k-1", procedure=key, office=world.organisations["centre"].key, person="p-x")
    state = state_of(key)
    anyone = {action for action, each in procedure.transitions.items() if any(procedure.roles[role].anyone for role in each.by)}
    for who in ("rival", "foreign", "public", "agent"):
        for standing in standings(world.people[who], procedure, case, state):
            allowed = {role for role in standing.actor.roles if not procedure.roles[role].anyone}
            assert allowed == set(), f"{who} gets {allowed}"
            assert not standing.sees
            assert anyone is not None


def test_what_each_person_may_do_in_a_filed_case(walk: Walk, world: World) -> None:
    walk.filed()
    wanted = {
        "applicant": {"withdraw"},
        "clerk": {"accept", "request_correction", "verify_identity"},
        "examiner": set(),
        "registrar": {"assign"},
    }
    for who, actions in wanted.items():
        opened = OpenedCase(world.people[who], walk.key)
        found = {
            verdict.action
            for standing in opened.standings
            for verdict in available(opened.procedure, opened.history, standing.actor, opened.now, outside=opened.outside())
            if verdict.allowed
        }
        assert found <= actions | {"accept"}, who
        assert found - {"accept"} == actions - {"accept"}, who


def test_an_agent_acts_while_the_power_holds(world: World) -> None:
    company, agency = world.organisations["company"], world.organisations["agency"]
    procedure, agent = procedures()["P01"], world.people["agent"]

    def principals() -> set[str]:
        return {standing.actor.organisation for standing in standings(agent, procedure)} - {agency.key, ""}

    assert principals() == set()
    today = clock.today()
    power = administer.give_power(world.people["applicant"], company, {"agency": agency, "procedures": ["P01"], "valid_from": today, "valid_to": today})  # fmt: skip
    assert principals() == {company.key}
    PowerOfAttorney.objects.update(procedures=["P10"])
    assert principals() == set(), "the power is for another procedure"
    PowerOfAttorney.objects.update(procedures=[], valid_to=today.replace(day=1))
    assert principals() == set(), "the power has ended"
    PowerOfAttorney.objects.update(valid_to=None)
    administer.end_power(world.people["applicant"], company, power.pk)
    assert principals() == set(), "the power was taken back"


def test_a_membership_ends_on_its_day(world: World) -> None:
    clerk = world.people["clerk"]
    case = Case(key="k-1", procedure="P01", office=world.organisations["centre"].key, person="p-x")
    assert any(standing.sees for standing in standings(clerk, procedures()["P01"], case, state_of("P01")))
    clerk.memberships.update(valid_to=clock.today().replace(day=1))
    assert not any(standing.sees for standing in standings(clerk, procedures()["P01"], case, state_of("P01")))


def test_certificates_go_with_the_office_that_issued_them(world: World) -> None:
    clerk = world.people["clerk"]
    OfficerCertificate.objects.create(person=clerk, organisation=world.organisations["elsewhere"], kind="enforcement", number="1", valid_from=clock.today())  # fmt: skip
    case = Case(key="k-1", procedure="P01", office=world.organisations["centre"].key, person="p-x")
    [first, *_] = standings(clerk, procedures()["P01"], case, state_of("P01"))
    assert first.actor.certificates == ()


def test_the_last_administrator_stays(world: World) -> None:
    from kapok.errors import InputError, NotFound

    company: Organisation = world.organisations["company"]
    admin = world.people["applicant"]
    membership = admin.memberships.get(role="admin")
    with pytest.raises(InputError):
        administer.revoke(admin, company, membership.pk)
    with pytest.raises(NotFound):
        administer.revoke(admin, company, world.people["rival"].memberships.get(role="admin").pk)


@pytest.mark.parametrize("key", list(procedures()))
def test_role_by_action(key: str) -> None:
    """Every action by every role: only those that the definition names come past the door, everybody else hears why."""
    procedure, state = procedures()[key], state_of(key)
    for action, transition in procedure.transitions.items():
        for role, declared in procedure.roles.items():
            if declared.anyone or role == "system":
                continue
            named = msgspec.structs.replace(state, parties={role: (Party(person="p-1", organisation="o-1"),)})
            actor = Actor("p-1", "o-1", frozenset({role}))
            held, refused = role_of(procedure, named, transition, actor)
            if role in transition.by:
                anyone = [each for each in transition.by if procedure.roles[each].anyone]
                assert held in (role, *anyone), f"{role} may {action}"
                assert refused is None
            elif not any(procedure.roles[each].anyone for each in transition.by):
                assert held == ""
                assert refused is not None
                assert refused[0] == "role", f"{role} may not {action}"
            if role in transition.by and declared.bound and not transition.begins and transition.binds.get(role) != "actor":
                stranger = Actor("p-2", "o-2", frozenset({role}))
                held, refused = role_of(procedure, named, transition, stranger)
                others = [each for each in transition.by if procedure.roles[each].anyone]
                assert held in ("", *others), f"another {role} is not the one whom the case names"


def test_a_recused_officer_does_nothing() -> None:
    procedure = procedures()["P01"]
    state = msgspec.structs.replace(state_of("P01"), recused=frozenset({"p-1"}))
    for transition in procedure.transitions.values():
        actor = Actor("p-1", "o-1", frozenset(procedure.roles))
        held, refused = role_of(procedure, state, transition, actor)
        assert (held, refused is not None and refused[0]) == ("", "barred")
