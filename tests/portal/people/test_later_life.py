"""A registered data asset afterwards, and an agent who does it all for the company: through the pages alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from kapok import clock
from kapok.portal.accounts import administer
from kapok.portal.accounts.models import PowerOfAttorney
from kapok.portal.cases.models import Case, RegisterEntry
from kapok.portal.jobs.queue import run_due
from kapok.services.search_records import search
from tests.portal.people.conftest import PDF, SAMPLE, Walk, World, faults, upload

LATER = datetime.fromisoformat("2026-10-20T01:00:00+00:00")


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return str(answer.content.decode())


def anyone() -> Client:
    return Client(headers={"Accept-Language": "en"})


def api(number: str) -> dict[str, Any]:
    found: dict[str, Any] = anyone().get(f"/api/certificates/{number}").json()
    return found


@pytest.mark.parametrize(
    ("action", "values", "name", "fact"),
    [
        ("change", {"change_content": "The holder moved to Zhuhai."}, "Record a change", "The holder moved to Zhuhai."),
        ("license_note", {"note_party": "Harbour Ltd", "note_until": "2027-12-31"}, "Record a licence", "Harbour Ltd"),
        ("pledge_note", {"note_party": "Bank of Cotton", "note_until": "2028-01-31"}, "Record a pledge", "Bank of Cotton"),
    ],
)
def test_what_is_noted_is_public(walk: Walk, action: str, values: dict[str, str], name: str, fact: str) -> None:
    walk.registered()
    with clock.fixed(LATER):
        files = {} if action == "change" else {"note_proof": upload("contract.pdf", PDF)}
        walk.act("registrar", action, **values, **files)
        entry = RegisterEntry.objects.get()
        assert entry.status == "in_force"
        shown = page(anyone(), f"/certificates/{entry.registration_number}")
        assert name in shown
        assert fact in shown
        assert "contract.pdf" not in shown, "the contract stays with the office"
        assert [note["action"] for note in api(entry.registration_number)["notes"]] == [action]
        assert fact in str(api(entry.registration_number)["facts"])


def test_a_note_needs_its_contract_and_its_officer(walk: Walk) -> None:
    walk.registered()
    with clock.fixed(LATER):
        sent = walk.post(
            "registrar", {**walk.hidden("registrar", "pledge_note"), "note_party": "Bank", "note_until": "2028-01-31"}
        )
        assert sent.status_code == 400
        forged = {**walk.hidden("registrar", "change"), "change_content": "Mine now."}
        assert walk.post("applicant", {**forged, "as": walk.world.organisations["company"].key}).status_code == 403
        assert walk.post("examiner", forged).status_code == 403, "an examiner records nothing"
        assert RegisterEntry.objects.get().notes == []


def test_renewal_in_its_window_alone(walk: Walk) -> None:
    walk.registered()
    with clock.fixed(LATER):
        shown = page(walk.world.clients["registrar"], f"/cases/{walk.key}")
        assert 'id="act-renew"' not in shown, "three years before the end"
    with clock.fixed(datetime.fromisoformat("2029-06-01T01:00:00+00:00")):
        walk.act("registrar", "renew")
        entry = RegisterEntry.objects.get()
        assert entry.expires_on == date(2032, 10, 20)
        assert [note["action"] for note in entry.notes] == ["renew"]
    with clock.fixed(datetime.fromisoformat("2029-11-01T01:00:00+00:00")):
        run_due()
        assert walk.state == "registered", "the old end passed without effect"
        assert "Genuine and in force" in page(anyone(), f"/verify/{entry.registration_number}")
    with clock.fixed(datetime.fromisoformat("2032-10-22T01:00:00+00:00")):
        run_due()
        assert RegisterEntry.objects.get().status == "expired"


def test_the_source_licence_shortens_the_certificate(world: World) -> None:
    walk = Walk(world)
    values = walk.values
    walk.values = lambda: {**values(), "source_kind": "authorised", "source_licence_end": "2027-06-30"}  # type: ignore[method-assign]
    walk.registered()
    assert RegisterEntry.objects.get().expires_on == date(2027, 6, 30)
    with clock.fixed(datetime.fromisoformat("2027-07-01T01:00:00+00:00")):
        run_due()
        assert RegisterEntry.objects.get().status == "expired"


def test_a_registered_asset_is_found_by_the_search(walk: Walk, tmp_path: Any) -> None:
    walk.registered()
    with clock.fixed(LATER + timedelta(minutes=5)):
        run_due()
    entry = RegisterEntry.objects.get()
    found = search(tmp_path, "集装箱", category="data_asset")
    assert (found.total, [hit.key for hit in found.hits]) == (1, [f"data_asset/CN/{entry.registration_number}"])


def give_power(world: World, **changes: Any) -> PowerOfAttorney:
    facts = {"agency": world.organisations["agency"], "procedures": ["P01"], "valid_from": clock.today(), "valid_to": None}
    return administer.give_power(world.people["applicant"], world.organisations["company"], {**facts, **changes})


def agent_begins(world: World) -> Walk:
    walk = Walk(world)
    client, company = world.clients["agent"], world.organisations["company"]
    choices = page(client, "/apply/P01")
    capacity = f"begin:{world.organisations['agency'].key}.{company.key}"
    assert f'value="{capacity}"' in choices, "the agency may begin for its principal"
    sent = client.post("/apply/P01", {"as": capacity, "office": world.organisations["centre"].key})
    assert sent.status_code == 302
    address = sent.headers["Location"]
    values = {**walk.values(), "do": "file", "version": "1", "power_of_attorney": upload("power.pdf", PDF)}
    filed = client.post(address, values)
    assert filed.status_code == 302, faults(filed)
    walk.key = filed.headers["Location"].split("/")[2].split("?")[0]
    return walk


def test_an_agent_begins_and_acts_for_the_company(world: World) -> None:
    power = give_power(world)
    walk = agent_begins(world)
    case = Case.objects.get(pk=walk.key)
    assert case.applicant == world.organisations["company"].key, "the case is the principal's"
    walk.act("agent", "deposit", sample_digest__file=upload("s.csv", SAMPLE), rules_digest="a" * 64)
    walk.act(
        "agent",
        "submit",
        sample=upload("s.csv", SAMPLE),
        source_proof=upload("p.pdf", PDF),
        identity_document=upload("i.pdf", PDF),
        power_of_attorney=upload("power.pdf", PDF),
        clean_public_part="on",
    )
    assert walk.state == "submitted"
    assert walk.key in page(world.clients["agent"], "/me/"), "what an agency does for others is on its people's page"
    shown = page(world.clients["applicant"], f"/cases/{walk.key}")
    assert "Agent" in shown, "the company sees who acted for it"
    walk.act("clerk", "request_correction", missing="The proof of the source is not legible.")
    administer.end_power(world.people["applicant"], world.organisations["company"], power.pk)
    assert world.clients["agent"].get(f"/cases/{walk.key}").status_code == 404, "the power was taken back"
    assert walk.key not in page(world.clients["agent"], "/me/")
    walk.act("applicant", "resubmit", correction_note="A better copy.", source_proof=upload("p2.pdf", PDF + b"2"))


def test_without_a_power_nobody_begins_for_another(world: World) -> None:
    client, company = world.clients["agent"], world.organisations["company"]
    capacity = f"begin:{world.organisations['agency'].key}.{company.key}"
    assert capacity not in page(client, "/apply/P01")
    sent = client.post("/apply/P01", {"as": capacity, "office": world.organisations["centre"].key})
    assert sent.status_code == 400
    give_power(world, valid_from=clock.today() + timedelta(days=1))
    assert capacity not in page(client, "/apply/P01"), "from tomorrow on"
    give_power(world, procedures=["P10"])
    assert capacity not in page(client, "/apply/P01"), "for another procedure"
