"""Administration that is handed on: inside an organisation, to the organisations below it, and never across."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from kapok import clock
from kapok.portal.accounts.models import Membership, Organisation, Verdict
from tests.portal.people.conftest import World


def page(world: World, who: str, key: str) -> int:
    return int(world.clients[who].get(f"/organisations/{key}").status_code)


def grant(world: World, who: str, key: str, **values: Any) -> int:
    today = clock.today().isoformat()
    sent = {"do": "member", "valid_from": today, "valid_to": "", **values}
    return int(world.clients[who].post(f"/organisations/{key}", sent).status_code)


def test_an_administrator_makes_another_for_a_time(world: World) -> None:
    centre = world.organisations["centre"].key
    assert page(world, "clerk", centre) == 403
    until = clock.today() + timedelta(days=7)
    assert grant(world, "registrar", centre, email="clerk@example.org", role="admin", valid_to=until.isoformat()) == 302
    assert page(world, "clerk", centre) == 200
    assert grant(world, "clerk", centre, email="public@example.org", role="examiner") == 302, "who administers may hand on"
    with clock.fixed(clock.now() + timedelta(days=8)):
        client = world.signed_in(world.people["clerk"])
        assert client.get(f"/organisations/{centre}").status_code == 403, "the week is over"
    kept = Verdict.objects.get(action="grant examiner", object=centre, allowed=True)
    assert kept.reason == f"granted by {world.people['clerk'].key}"


def test_who_administers_above_administers_below(world: World) -> None:
    branch = Organisation.objects.create(kind="centre", name="Branch", region="440300", parent=world.organisations["centre"])
    deeper = Organisation.objects.create(kind="centre", name="Desk", region="440300", parent=branch)
    assert (page(world, "registrar", branch.key), page(world, "registrar", deeper.key)) == (200, 200)
    assert "Branch" in world.clients["registrar"].get(f"/organisations/{world.organisations['centre'].key}").content.decode()
    assert grant(world, "registrar", branch.key, email="public@example.org", role="clerk") == 302
    assert [page(world, who, branch.key) for who in ("clerk", "foreign", "applicant")] == [404, 404, 404]
    Membership.objects.create(
        person=world.people["rival"], organisation=branch, role="admin", valid_from=date(2020, 1, 1), granted_by="test"
    )
    assert page(world, "rival", branch.key) == 200
    assert page(world, "rival", world.organisations["centre"].key) == 404, "not upwards"


def test_administering_below_opens_no_cases(world: World) -> None:
    branch = Organisation.objects.create(kind="centre", name="Branch", region="440300", parent=world.organisations["centre"])
    assert world.clients["registrar"].get(f"/worklists/{branch.key}").status_code == 404, "to see its cases takes a role there"


def test_a_company_gives_no_role_of_an_office(world: World) -> None:
    company = world.organisations["company"].key
    assert grant(world, "applicant", company, email="public@example.org", role="registrar") == 400
    assert not Membership.objects.filter(person=world.people["public"]).exists()


def test_memberships_of_others_are_out_of_reach(world: World) -> None:
    company = world.organisations["company"].key
    other = world.people["rival"].memberships.get(role="admin")
    sent = world.clients["applicant"].post(f"/organisations/{company}", {"do": "revoke", "id": str(other.pk)})
    assert sent.status_code == 404
    other.refresh_from_db()
    assert other.revoked_at is None


def test_a_circle_of_organisations_ends(world: World) -> None:
    one, two = world.organisations["centre"], world.organisations["elsewhere"]
    Organisation.objects.filter(pk=one.pk).update(parent=two)
    Organisation.objects.filter(pk=two.pk).update(parent=one)
    assert page(world, "rival", one.key) == 404
