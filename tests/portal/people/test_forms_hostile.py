"""Hostile input to every form of every procedure, through the pages: never a 5xx, never a traceback, nothing half done.

Two ways. First, every action's form alone (`ActionForm`, then the engine), with values of the wrong type, size and script: it
either refuses with words or gives values that the event's canonical form can hold. Then whole requests against cases of P01
and against the drafts of every procedure that can be begun: hidden fields forged, commands repeated and reordered, pages of
other people, files that are not what they say.
"""

from __future__ import annotations

import io
import random
import zipfile
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.datastructures import MultiValueDict

from kapok.errors import KapokError
from kapok.evidence.canonical import statement
from kapok.portal.accounts.models import Membership
from kapok.portal.cases.action_form import FROM_FILE, ActionForm
from kapok.portal.cases.form_fields import Choices
from kapok.portal.cases.models import Case, CaseEventRow, Draft, IssuedDocument, Outbox, Upload
from kapok.portal.jobs.models import Job
from kapok.procedures.engine import decide
from kapok.procedures.events import Actor, Command
from kapok.procedures.model import Procedure, form_of
from kapok.procedures.registry import procedures
from kapok.services.act_on_case import keep
from tests.portal.people.conftest import PDF, SAMPLE, Walk, World, upload

NOW = datetime(2026, 9, 18, 1, tzinfo=UTC)
SALT = "0" * 32

ODD = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\u202egpj.exe",
    "\ud800",
    "²",
    "٣",
    "-1",
    "1e400",
    "NaN",
    "Infinity",
    "9" * 5000,
    "0x10",
    "1,5",
    "2026-02-30",
    "0000-00-00",
    "99999-01-01",
    "9999-12-31",
    "0001-01-01",
    "{{7*7}}",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "../../etc/passwd",
    "%s%n",
    "港" * 3000,
    "𠮷野家",
    "עברית ‏",
    "e\u0301" * 500,
    "\r\nSet-Cookie: a=b",
    "a; b; c",
    ";",
    "p-nobody",
    "o-nobody",
    "p-" + "f" * 300,
    "on",
    "null",
    "[]",
    "{}",
)
"""Values that have broken forms before."""


class Sender:
    """Draws what is sent; the same for the same seed, so that a failure can be looked at again."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def odd(self) -> str:
        """A value that a client can send: half a surrogate pair cannot be."""
        if self.chance.random() < 0.7:
            return self.chance.choice(ODD).encode("utf-8", "replace").decode()
        points = (self.chance.choice((0x7F, 0x2FF, 0xD7FF, 0x10FFFF)) for _ in range(self.chance.randrange(40)))
        text = "".join(chr(self.chance.randrange(point)) for point in points)
        return text.encode("utf-8", "replace").decode()

    def file(self) -> SimpleUploadedFile:
        """A file that is not what its name says."""
        return upload(*self.chance.choice(FILES))

    def fields(self, procedure: Procedure, action: str) -> dict[str, Any]:
        """Every field of an action's form."""
        form: dict[str, Any] = {}
        for each in form_of(procedure, action):
            form[each.key] = self.file() if "file" in each.field.type else self.odd()
            if each.field.type == "digest" and self.chance.random() < 0.5:
                form[each.key + FROM_FILE] = self.file()
        return form


def bomb() -> bytes:
    """Ten megabytes of nothing in ten kilobytes, under the name of an office document."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\x00" * 10_000_000)
    return packed.getvalue()


FILES = (
    ("empty.pdf", b""),
    ("page.pdf", b"<html><script>alert(1)</script>"),
    ("half.pdf", b"%PDF-1.7\n1 0 obj <<"),
    ("wrong.pdf", b"%PDF-" + bytes(range(256)) * 20),
    ("bomb.docx", bomb()),
    ("cut.zip", bomb()[:900]),
    ("nested.zip", b"PK\x03\x04" * 500),
    ("\u202egnp.exe", b"MZ" + b"\x00" * 90),
    ("../../x" * 60, b"a,b\n1,2\n"),
    ("bad.csv", b"\xff\xfe\x00a"),
    ("lines.csv", b"\n" * 5000),
    ("wide.csv", b",".join([b"x"] * 20000)),
)


@pytest.mark.parametrize("key", sorted(procedures()))
def test_every_form_refuses_or_gives_what_an_event_can_hold(db: None, key: str) -> None:
    procedure, sender = procedures()[key], Sender(len(key))
    actor = Actor("p-1", "o-1", frozenset(procedure.roles))
    for action in procedure.transitions:
        asked = form_of(procedure, action)
        for _ in range(2):
            sent = MultiValueDict({each.key: [sender.odd()] for each in asked if sender.chance.random() < 0.8})
            form = ActionForm(procedure, action, Choices(), data=sent, files=MultiValueDict(), bundle="")
            if not form.is_valid():
                assert form.errors
                continue
            values = form.values()
            statement("case_event/1", values, SALT)
            command = Command(action, values, form.documents(), key="c-0123456789abcdef")
            try:
                events = decide(procedure, [], command, actor, NOW, case="k-1")
            except KapokError:
                continue
            assert all(keep(event).body for event in events)


def kept() -> tuple[int, ...]:
    """How many rows there are of what an action writes."""
    return tuple(model.objects.count() for model in (Case, CaseEventRow, Outbox, IssuedDocument, Job))


def fine(response: Any) -> None:
    """No 5xx, no traceback, no word of the machine."""
    assert response.status_code < 500, response.content[-2000:]
    if not response.streaming:
        assert b"Traceback" not in response.content
        assert b"site-packages" not in response.content


@pytest.fixture
def submitted(walk: Walk) -> Walk:
    return walk.filed()


@pytest.mark.parametrize("seed", [1, 2])
def test_forged_requests_to_a_case_change_nothing(submitted: Walk, seed: int) -> None:
    """Of people who have nothing to do in the case now: whatever they send, nothing happens."""
    world, before, sender = submitted.world, kept(), Sender(seed)
    procedure = procedures()["P01"]
    for _ in range(15):
        who = sender.chance.choice(["rival", "foreign", "public", "agent", "examiner", "registrar"])
        action = sender.chance.choice([*procedure.transitions, "attach_issued", "", "\x00"])
        form: dict[str, Any] = {
            "do": action,
            "as": sender.chance.choice([*standing_keys(world), sender.odd()]),
            "expected": sender.chance.choice([sender.odd(), str(sender.chance.randrange(-5, 12)), "9" * 20]),
            "key": sender.odd(),
            "drop": [sender.odd(), sender.odd()],
        }
        fine(submitted.post(who, form | (sender.fields(procedure, action) if action in procedure.transitions else {})))
        assert kept() == before, (who, action)


def standing_keys(world: World) -> list[str]:
    return ["", *(each.key for each in world.organisations.values()), *(each.key for each in world.people.values())]


ODD_NUMBERS = ("²", "٣", "9" * 5000, "-1", "1e3", "99999999999999999999999", "\x00", " 4 ")


@pytest.mark.parametrize("name", ["expected", "drop"])
def test_odd_numbers_in_hidden_fields(submitted: Walk, name: str) -> None:
    form = {**submitted.hidden("clerk", "request_correction"), "missing": ""}
    before = kept()
    for odd_number in ODD_NUMBERS:
        fine(submitted.post("clerk", {**form, name: odd_number}))
        fine(submitted.post("examiner", {**form, "missing": "The proof", name: odd_number}))
    assert kept() == before


def test_odd_files_in_the_forms_of_p01(walk: Walk) -> None:
    walk.begin().act("applicant", "deposit", sample_digest__file=upload("s.csv", SAMPLE), rules_digest="a" * 64)
    form = walk.hidden("applicant", "submit")
    before = kept()
    for name, data in FILES:
        files = {"sample": upload(name, data), "source_proof": upload(name, data), "identity_document": upload(name, data)}
        sent = walk.post("applicant", {**form, **files, "clean_public_part": "on"})
        fine(sent)
        assert sent.status_code in (400, 403), name
        assert kept() == before, name
    assert walk.world.clients["applicant"].get(f"/cases/{walk.key}").status_code == 200


def test_files_of_a_refused_stranger_are_not_in_the_case(submitted: Walk) -> None:
    form = {**submitted.hidden("clerk", "request_correction"), "do": "resubmit", "as": ""}
    for who in ("rival", "foreign", "public", "agent"):
        fine(submitted.post(who, {**form, "source_proof": upload("p.pdf", PDF)}))
        assert not Upload.objects.filter(case=submitted.key, person=submitted.world.people[who].key).exists()


def test_repeated_and_reordered_commands_of_a_whole_way(submitted: Walk) -> None:
    """Every command of the way, sent again after each later one, changes nothing."""
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("clerk", "verify_identity", {"identity_means": "register"}),
        ("clerk", "accept", {}),
        ("registrar", "assign", {"examiner_named": submitted.world.people["examiner"].key}),
        ("examiner", "pass_examination", {"is_rule_processed": "on", "source_is_lawful": "on"}),
    ]
    sent: list[tuple[str, dict[str, Any]]] = []
    for who, action, values in steps:
        form = {**submitted.hidden(who, action), **values}
        assert submitted.post(who, form).status_code == 302
        sent.append((who, form))
        before = kept()
        for again_who, again in reversed(sent):
            fine(submitted.post(again_who, again))
            fine(submitted.post(again_who, {**again, "key": f"{again['key'][:-1]}z"}))
            fine(submitted.post("applicant", again))
        assert kept() == before


@pytest.mark.parametrize("seed", [1, 2])
def test_hostile_drafts_of_every_procedure(world: World, seed: int) -> None:
    client, person, sender = world.clients["applicant"], world.people["applicant"], Sender(seed)
    for key, procedure in procedures().items():
        action = sender.chance.choice([action for action, each in procedure.transitions.items() if each.begins])
        draft = Draft.objects.create(
            key=f"d-{key}",
            procedure=key,
            person=person.key,
            applicant=world.organisations["company"].key,
            agency=world.organisations["company"].key,
            case=world.organisations["centre"].key,
            action=action,
        )
        address, before = f"/drafts/{draft.key}", kept()
        for asked, version in (("save", "1"), ("file", "2"), ("file", "²"), ("²", "7")):
            form = {**sender.fields(procedure, action), "do": asked, "version": version, "drop": sender.odd()}
            sent = client.post(address, form)
            fine(sent)
            assert sent.status_code == 302 or kept() == before, "a case that was not begun left something behind"
        fine(client.get(address))
        assert world.clients["rival"].post(address, form).status_code == 404


PUBLIC = (
    "/notices?page={}",
    "/certificates?q={}&page={}",
    "/certificates?status={}",
    "/certificates/feed?q={}",
    "/verify?number={}",
    "/api/certificates?q={}",
)


def test_public_pages_take_anything(world: World) -> None:
    client = Client(headers={"Accept-Language": "en"})
    for value in ODD:
        sent = quote(value, safe="", errors="replace")
        for address in PUBLIC if len(value) < 4000 else PUBLIC[-2:]:
            fine(client.get(address.replace("{}", sent)))


def test_the_public_check_takes_any_file(world: World) -> None:
    client = Client(headers={"Accept-Language": "en"})
    for name, data in FILES:
        sent = client.post("/verify", {"file": SimpleUploadedFile(name[:100], data)})
        fine(sent)
        assert b"verdict genuine" not in sent.content


def test_worklists_take_anything(world: World) -> None:
    for query in ("page=²", "page=-1", f"page={'9' * 30}", "q=%00", "q=%ff", "procedure=%00", "state=%00", "closed=²"):
        fine(world.clients["clerk"].get(f"/worklists/{world.organisations['centre'].key}?{query}"))


def test_a_capacity_that_ended_is_refused_at_once(submitted: Walk) -> None:
    form = {**submitted.hidden("clerk", "request_correction"), "missing": "The proof"}
    Membership.objects.filter(person=submitted.world.people["clerk"]).update(revoked_at=NOW)
    before = kept()
    sent = submitted.post("clerk", form)
    assert sent.status_code in (403, 404)
    assert kept() == before
