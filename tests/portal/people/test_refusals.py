"""What must not work: other people's cases, stale pages, forged forms, wrong files. No traceback, nothing half done, all audited."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kapok import clock
from kapok.portal.accounts.models import Verdict
from kapok.portal.cases.models import Case, CaseEventRow, Upload
from kapok.portal.cases.uploads import clean_name, media_type_of
from kapok.portal.jobs.queue import run_due
from tests.portal.people.conftest import BEGIN, PDF, SAMPLE, Walk, World, faults, upload


def events() -> int:
    return CaseEventRow.objects.count()


@pytest.mark.parametrize("who", ["rival", "foreign", "public", "agent"])
def test_a_case_of_others_looks_like_one_that_is_not_there(walk: Walk, world: World, who: str) -> None:
    walk.filed()
    client = world.clients[who]
    there, nowhere = client.get(f"/cases/{walk.key}"), client.get("/cases/k-nothing")
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert there.content.replace(walk.key.encode(), b"") == nowhere.content.replace(b"k-nothing", b"")
    document = Upload.objects.filter(case=walk.key).first()
    sha256 = Case.objects.get().rows.last() and "0" * 64
    assert client.get(f"/cases/{walk.key}/documents/{document.sha256 if document else sha256}").status_code == 404
    assert client.post(f"/cases/{walk.key}", {"do": "message", "text": "hello"}).status_code == 404
    kept = Verdict.objects.filter(person=world.people[who].key, object=walk.key, allowed=False)
    assert kept.exists(), "the refusal keeps its reason"


def test_worklist_and_organisation_of_others_are_hidden(world: World) -> None:
    centre = world.organisations["centre"].key
    for who in ("applicant", "foreign", "public"):
        assert world.clients[who].get(f"/worklists/{centre}").status_code == 404
        assert world.clients[who].get(f"/organisations/{centre}").status_code == 404


def test_a_stale_page_is_told_what_changed(walk: Walk) -> None:
    walk.filed()
    old = walk.hidden("clerk", "request_correction")
    walk.act("clerk", "verify_identity", identity_means="register")
    before = events()
    sent = walk.post("clerk", {**old, "missing": "Everything"})
    assert sent.status_code == 409
    assert b"Confirm the identity" in sent.content
    assert events() == before


def test_a_document_that_the_platform_made_meanwhile_makes_no_page_stale(walk: Walk) -> None:
    walk.filed().act("clerk", "request_correction", missing="The proof")
    old = walk.hidden("applicant", "resubmit")
    run_due()
    assert events() == int(old["expected"]) + 1, "the notice was attached"
    assert walk.post("applicant", {**old, "correction_note": "Here it is"}).status_code == 302


def test_a_command_sent_twice_is_done_once(walk: Walk) -> None:
    walk.filed()
    hidden = {**walk.hidden("clerk", "request_correction"), "missing": "The proof of the source"}
    assert walk.post("clerk", hidden).status_code == 302
    before = events()
    assert walk.post("clerk", hidden).status_code == 302, "the button was pressed twice"
    assert events() == before


@pytest.mark.parametrize(
    ("who", "change", "status"),
    [
        ("clerk", {"as": "o-somebody"}, 403),
        ("clerk", {"do": "no_such_action"}, 400),
        ("clerk", {"do": "issue"}, 403),
        ("clerk", {"do": "expire"}, 403),
        ("clerk", {"expected": "999"}, 409),
        ("clerk", {"missing": ""}, 400),
        ("clerk", {"missing": "x" * 9000}, 400),
        ("clerk", {"missing": "nul \x00 byte"}, 400),
        ("examiner", {}, 403),
        ("registrar", {}, 403),
        ("rival", {}, 403),
        ("foreign", {}, 403),
    ],
)
def test_forged_forms_do_nothing(walk: Walk, world: World, who: str, change: dict[str, str], status: int) -> None:
    walk.filed()
    form = {**walk.hidden("clerk", "request_correction"), "missing": "The proof", **change}
    before = events()
    sent = walk.post(who, form)
    assert sent.status_code == status, faults(sent)
    assert events() == before
    assert b"Traceback" not in sent.content


def test_without_a_form_token_nothing_is_accepted(walk: Walk, world: World) -> None:
    walk.filed()
    strict = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})
    strict.cookies = world.clients["clerk"].cookies
    form = {**walk.hidden("clerk", "verify_identity"), "identity_means": "register"}
    for extra in ({}, {"csrfmiddlewaretoken": "forged" * 8}):
        sent = strict.post(f"/cases/{walk.key}", {**form, **extra})
        assert sent.status_code == 403
        assert b"This form cannot be accepted" in sent.content


def test_who_is_not_signed_in_is_led_to_the_door(walk: Walk) -> None:
    walk.filed()
    stranger = Client(headers={"Accept-Language": "en"})
    seen = stranger.get(f"/cases/{walk.key}")
    assert seen.headers["Location"] == f"/accounts/login/?next=%2Fcases%2F{walk.key}"
    assert stranger.post(f"/cases/{walk.key}", {"do": "accept"}).status_code == 403
    assert stranger.delete(f"/cases/{walk.key}").status_code == 405


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("proof.pdf", b"", "empty"),
        ("proof.pdf", b"<html><script>alert(1)</script></html>", "of another kind"),
        ("proof.pdf", b"MZ\x90\x00" + b"\x00" * 64, "of another kind"),
        ("proof.pdf", b"PK\x03\x04" + b"\x00" * 200, "of another kind"),
    ],
)
def test_a_file_is_judged_by_its_content(walk: Walk, name: str, data: bytes, why: str) -> None:
    walk.begin().act("applicant", "deposit", sample_digest__file=upload("s.csv", SAMPLE), rules_digest="b" * 64)
    files = {"sample": upload("s.csv", SAMPLE), "identity_document": upload("i.pdf", PDF), "source_proof": upload(name, data)}
    form = {**walk.hidden("applicant", "submit"), "clean_public_part": "on", **files}
    sent = walk.post("applicant", form)
    assert sent.status_code == 400
    assert why in " ".join(map(str, faults(sent)))
    again = walk.post("applicant", {**{k: v for k, v in form.items() if k not in files}, "source_proof": upload("p.pdf", PDF)})
    assert again.status_code == 302, "what was right the first time need not be sent again"


def test_a_sample_that_was_swapped_after_the_deposit_is_refused(walk: Walk) -> None:
    walk.begin().act("applicant", "deposit", sample_digest__file=upload("s.csv", SAMPLE), rules_digest="b" * 64)
    form = {
        **walk.hidden("applicant", "submit"),
        "sample": upload("s.csv", SAMPLE + b"one more row\n"),
        "source_proof": upload("p.pdf", PDF),
        "identity_document": upload("i.pdf", PDF),
        "clean_public_part": "on",
    }
    sent = walk.post("applicant", form)
    assert sent.status_code == 403
    assert b"is not the one whose digest was deposited" in sent.content
    assert walk.state == "deposited"


def test_an_upload_is_bounded_while_it_arrives(walk: Walk, world: World, settings: Any) -> None:
    import dataclasses

    settings.KAPOK_CONFIG = dataclasses.replace(settings.KAPOK_CONFIG, max_upload_bytes=4096)
    walk.begin()
    sent = walk.post("applicant", {**walk.hidden("applicant", "deposit"), "sample_digest__file": upload("s.csv", b"x" * 5000)})
    assert sent.status_code == 413


def test_the_database_refuses_to_change_an_event(walk: Walk) -> None:
    from django.db import DatabaseError, transaction

    walk.begin()
    with pytest.raises(DatabaseError), transaction.atomic():
        CaseEventRow.objects.update(kind="other")
    with pytest.raises(DatabaseError), transaction.atomic():
        CaseEventRow.objects.all().delete()


def test_a_draft_belongs_to_who_wrote_it(walk: Walk, world: World) -> None:
    address = walk.draft()
    for who in ("rival", "clerk"):
        assert world.clients[who].get(address).status_code == 404
        assert world.clients[who].post(address, {"do": "discard"}).status_code == 404
    assert world.clients["applicant"].get(address).status_code == 200


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\tmp\\a.pdf", "a.pdf"),
        ("a\x00b\u202egpj.exe", "abgpj.exe"),
        ("", "file"),
        ("x" * 400 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_file_names_are_cleaned(sent: str, kept: str) -> None:
    assert clean_name(sent) == kept


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.7", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("端口,日期\n".encode(), "text/plain"),
        (b"<svg onload=x>", "application/octet-stream"),
        (b"<?xml version='1.0'?>", "application/octet-stream"),
        (b"\x00\x01\x02", "application/octet-stream"),
        ("文".encode() * 20000 + b"\xe6", "text/plain"),
    ],
)
def test_what_a_file_is(head: bytes, kind: str) -> None:
    assert media_type_of(head) == kind


@pytest.mark.parametrize(("seconds", "status"), [(0, 302), (5, 302), (59, 302), (61, 403), (86_400, 403)])
def test_a_clock_that_is_set_back_a_little_stops_nobody(walk: Walk, seconds: int, status: int) -> None:
    walk.filed()
    hidden = {**walk.hidden("clerk", "verify_identity"), "identity_means": "register"}
    with clock.fixed(BEGIN - timedelta(seconds=seconds)):
        assert walk.post("clerk", hidden).status_code == status
