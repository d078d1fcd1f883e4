"""P01 from the draft to the verified certificate and its later life, through the pages alone."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime

import pytest
from django.test import Client

from kapok import clock
from kapok.portal.cases.models import Case, CaseEventRow, Delivery, Outbox, RegisterEntry
from kapok.portal.cases.sequencer import sequence_outbox
from kapok.portal.jobs.queue import run_due
from tests.portal.people.conftest import PDF, Walk, World, upload

LATER = datetime.fromisoformat("2026-10-20T01:00:00+00:00")


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def verdict(client: Client, data: bytes) -> str:
    page = client.post("/verify", {"file": upload("c.pdf", data)}).content.decode()
    return re.findall(r'class="verdict ([a-z]+)"', page)[0]


def test_form_to_verified_certificate(walk: Walk, world: World) -> None:
    walk.filed()
    assert walk.state == "submitted"
    walk.act("clerk", "request_correction", missing="The proof of the source is not legible.")
    run_due()
    inbox = text(world.clients["applicant"], "/me/")
    receipt = re.findall(r'href="(/deliveries/[^"]+)"', inbox)[0]
    assert "Served 2026-09-18" in text(world.clients["applicant"], receipt)
    walk.act("applicant", "resubmit", correction_note="A better copy.", source_proof=upload("p2.pdf", PDF + b"2"))
    walk.act("clerk", "verify_identity", identity_means="register").act("clerk", "accept")
    walk.act("registrar", "assign", examiner_named=world.people["examiner"].key)
    walk.act("examiner", "pass_examination", is_rule_processed="on", source_is_lawful="on")
    run_due()
    anyone = Client(headers={"Accept-Language": "en"})
    notice = text(anyone, f"/notices/{walk.key}")
    assert "days left" in notice
    assert "Planning of port traffic" in notice
    assert "identity" not in notice.lower(), "only what the publication names is public"
    with clock.fixed(LATER):
        run_due()
        assert walk.state == "to_issue", "the notice ended by itself"
        walk.act("registrar", "issue")
        run_due()
        assert sequence_outbox() > 0
        entry = RegisterEntry.objects.get()
        assert re.fullmatch(r"202611\d{9}[0-9A-Z]", entry.registration_number)
        assert re.fullmatch(r"2026104400\d{7}", entry.certificate_number)
        assert entry.expires_on.isoformat() == "2029-10-20"
        page = text(anyone, f"/certificates/{entry.registration_number}")
        address = re.findall(r'href="(/notices/[^"]+/documents/[^"]+)"', page)[0]
        pdf = b"".join(anyone.get(address).streaming_content)
        assert pdf.startswith(b"%PDF-")
        assert verdict(anyone, pdf) == "genuine"
        middle = len(pdf) // 3
        assert verdict(anyone, pdf[:middle] + bytes([pdf[middle] ^ 1]) + pdf[middle + 1 :]) == "altered"
        assert verdict(anyone, PDF) == "unknown"
        for number in (entry.registration_number, entry.certificate_number, entry.registration_number.lower()):
            assert "Genuine and in force" in text(anyone, f"/verify/{number}")
        assert "Genuine and in force" in text(anyone, f"/verify?number={entry.registration_number}")
        proof = anyone.get(f"/certificates/{entry.registration_number}/proof")
        assert zipfile.ZipFile(io.BytesIO(proof.content)).testzip() is None
        assert entry.registration_number in text(anyone, "/certificates?q=集裝箱"), "traditional finds simplified"
        assert entry.title in text(anyone, "/certificates/feed")
        api = anyone.get("/api/certificates?q=集装箱").json()
        assert (api["total"], api["entries"][0]["holder"]) == (1, "Cotton Data Ltd")
        detail = anyone.get(f"/api/certificates/{entry.registration_number}").json()
        assert detail["sha256"] == address.rsplit("/", 1)[1]
        assert detail["log_index"] is not None


def test_the_events_and_the_log_agree(walk: Walk) -> None:
    walk.registered()
    sequence_outbox()
    rows = list(CaseEventRow.objects.filter(case_id=walk.key).order_by("sequence"))
    assert [row.sequence for row in rows] == list(range(1, len(rows) + 1))
    for row in rows:
        logged = Outbox.objects.get(reference=f"case/{walk.key}/{row.sequence}")
        assert logged.sha256 == row.digest
        assert logged.log_index is not None
    before = list(Outbox.objects.order_by("id").values_list("log_index", flat=True))
    Outbox.objects.update(log_index=None)
    while sequence_outbox():
        pass
    assert list(Outbox.objects.order_by("id").values_list("log_index", flat=True)) == before, "killed before the write-back"


@pytest.mark.parametrize(
    ("who", "action", "values", "status", "told"),
    [
        ("applicant", "cancel", {"reason": "No longer used."}, "cancelled", "Genuine, but cancelled"),
        ("registrar", "revoke", {"revocation_ground": "fraud", "reason": "False proof."}, "revoked", "Genuine, but revoked"),
    ],
)
def test_an_ended_certificate_is_told_as_ended(
    walk: Walk, who: str, action: str, values: dict[str, str], status: str, told: str
) -> None:
    walk.registered()
    with clock.fixed(LATER):
        walk.act(who, action, **values)
        entry = RegisterEntry.objects.get()
        assert entry.status == status
        page = text(Client(headers={"Accept-Language": "en"}), f"/verify/{entry.registration_number}")
    assert told in page


def test_a_certificate_expires_by_itself(walk: Walk) -> None:
    walk.registered()
    with clock.fixed(datetime.fromisoformat("2029-10-22T01:00:00+00:00")):
        run_due()
        entry = RegisterEntry.objects.get()
        assert (walk.state, entry.status) == ("expired", "expired")
        assert "Genuine, but expired" in text(Client(headers={"Accept-Language": "en"}), f"/verify/{entry.registration_number}")


def test_objection_and_counterstatement(walk: Walk, world: World) -> None:
    walk.published()
    run_due()
    client = world.clients["public"]
    page = text(client, f"/cases/{walk.key}/act/object")
    hidden = dict(re.findall(r'name="(do|as|expected|key)" value="([^"]*)"', page))
    person = world.people["public"].key
    sent = client.post(
        f"/cases/{walk.key}",
        {**hidden, "objector_party": person, "objection_grounds": "These are our measurements.", "objection_evidence": upload("e.txt", b"proof")},
    )  # fmt: skip
    assert sent.status_code == 302
    assert walk.state == "objection"
    run_due()
    mine = text(client, f"/cases/{walk.key}")
    assert "These are our measurements." in mine
    assert "i.pdf" not in mine, "an objector does not see the applicant's papers"
    walk.act("applicant", "counterstatement", statement="We measured ourselves.")
    walk.act("examiner", "reject_objection", objection_finding="Not made out.")
    assert walk.state == "to_issue"


def test_near_duplicates_are_shown_to_the_examiner(world: World) -> None:
    Walk(world).filed()
    changed = Walk(world, sample=b"changed header\n" + b"\n".join(Walk(world).sample.splitlines()[1:]))
    changed.filed().act("clerk", "verify_identity", identity_means="register").act("clerk", "accept")
    changed.act("registrar", "assign", examiner_named=world.people["examiner"].key)
    assert "28 rows in common" in text(world.clients["examiner"], f"/cases/{changed.key}")
    assert "rows in common" not in text(world.clients["applicant"], f"/cases/{changed.key}")
    sent = changed.post(
        "examiner", {**changed.hidden("examiner", "pass_examination"), "is_rule_processed": "on", "source_is_lawful": "on"}
    )
    assert sent.status_code == 403, "a near duplicate needs a finding"
    changed.act(
        "examiner", "pass_examination", is_rule_processed="on", source_is_lawful="on", duplicate_finding="Another period."
    )


def test_drafts_are_saved_and_resumed(walk: Walk, world: World) -> None:
    client = world.clients["applicant"]
    address = walk.draft()
    half = {**walk.values(), "asset_name": "", "scale": "not a number", "do": "save", "version": "1"}
    assert client.post(address, half).status_code == 400, "what is wrong is told at once"
    page = text(client, address)
    assert "not a number" in page, "and kept"
    assert client.post(address, {**walk.values(), "do": "save", "version": "2"}).status_code == 302
    assert "港口集装箱周转数据集" in text(client, "/me/")
    stale = client.post(address, {**walk.values(), "do": "save", "version": "2"})
    assert stale.status_code == 409, "another window saved in between"
    filed = client.post(address, {**walk.values(), "do": "file", "version": "3"})
    assert filed.status_code == 302
    again = client.post(address, {**walk.values(), "do": "file", "version": "4"})
    assert again.headers["Location"].split("?")[0] == filed.headers["Location"].split("?")[0]
    assert Case.objects.count() == 1, "handing in twice begins one case"


def test_worklist_shows_the_most_urgent_first(world: World) -> None:
    first, second = Walk(world), Walk(world)
    with clock.fixed(datetime.fromisoformat("2026-09-22T01:00:00+00:00")):
        second.filed()
    first.filed()
    page = text(world.clients["clerk"], f"/worklists/{world.organisations['centre'].key}")
    assert page.index(first.key) < page.index(second.key)
    assert "until 2026-09-24" in page
    with clock.fixed(datetime.fromisoformat("2026-09-29T01:00:00+00:00")):
        page = text(world.clients["clerk"], f"/worklists/{world.organisations['centre'].key}")
        assert "late since 2026-09-24" in page


def test_paper_is_served_when_its_return_is_recorded(walk: Walk, world: World) -> None:
    walk.filed()
    delivery = Delivery.objects.create(
        key="s-paper", case_id=walk.key, event=3, document="acceptance_notice", addressee="somebody", role="applicant", channel="paper"
    )  # fmt: skip
    address = f"/deliveries/{delivery.key}"
    assert world.clients["applicant"].get(address).status_code == 404
    assert world.clients["clerk"].post(address, {"result": "signed", "note": ""}).status_code == 400
    assert world.clients["clerk"].post(address, {"result": "signed", "note": "signed by the porter"}).status_code == 302
    delivery.refresh_from_db()
    assert delivery.served_at is not None
