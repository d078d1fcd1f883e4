"""Who gets which page: every address of people by every kind of person, objects of other organisations among them.

A new page of people needs a row here: `test_no_page_is_left_out` names the one that has none.
"""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import get_resolver

from kapok.portal.accounts.middleware import PEOPLE
from kapok.portal.accounts.models import Verdict
from kapok.portal.cases.models import Case, Delivery, Draft, Upload
from kapok.portal.jobs.queue import run_due
from tests.portal.people.conftest import Walk, World

WHO = ("anyone", "applicant", "colleague", "rival", "agent", "clerk", "examiner", "registrar", "foreign", "public")
EVERYONE = dict.fromkeys(WHO, 200) | {"anyone": 302}
"""Whoever is signed in; others are led to the sign-in page."""
NOBODY = dict.fromkeys(WHO, 404) | {"anyone": 302}


def only(*names: str) -> dict[str, int]:
    """The named ones see it; to all others it is not there."""
    return NOBODY | dict.fromkeys(names, 200)


OFFICE = ("clerk", "examiner", "registrar")
MATRIX: dict[str, dict[str, int]] = {
    "me/": EVERYONE,
    "me/data": EVERYONE,
    "me/data.json": EVERYONE,
    "organisations/new": EVERYONE,
    "organisations/{company}": only("applicant") | {"colleague": 403},
    "organisations/{centre}": only("registrar") | {"clerk": 403, "examiner": 403},
    "organisations/{elsewhere}": only("foreign"),
    "apply/": EVERYONE,
    "apply/P01": EVERYONE,
    "apply/P99": NOBODY,
    "drafts/{draft}": only("applicant"),
    "cases/{case}": only("applicant", "colleague", *OFFICE),
    "cases/{case}/act/accept": NOBODY | dict.fromkeys(("applicant", "colleague", *OFFICE), 302),
    "cases/{case}/documents/{sample}": only("applicant", "colleague", *OFFICE),
    "worklists/{centre}": only(*OFFICE),
    "worklists/{elsewhere}": only("foreign"),
    "worklists/{company}": NOBODY,
    "deliveries/{delivery}": only("applicant", "colleague", *OFFICE),
}
"""Address -> status for each. A colleague is a member of the applicant's company who does not administer it."""
OTHERS = {"reports", "indicators"}
"""First words of addresses of people that other tests watch over."""


@pytest.fixture
def places(world: World, walk: Walk) -> dict[str, str]:
    world.person("colleague", "company", ("member",))
    draft = walk.draft().split("/")[-1]
    walk.filed().act("clerk", "request_correction", missing="The proof of the source is not legible.")
    run_due()
    named = {name: organisation.key for name, organisation in world.organisations.items()}
    sample = Upload.objects.filter(kind="sample").values_list("sha256", flat=True)[0]
    delivery = Delivery.objects.filter(case_id=walk.key).values_list("key", flat=True)[0]
    return {**named, "case": walk.key, "draft": draft, "sample": sample, "delivery": delivery}


def test_every_page_by_every_person(world: World, places: dict[str, str]) -> None:
    clients = {**world.clients, "anyone": Client(headers={"Accept-Language": "en"})}
    faults = []
    for address, wanted in MATRIX.items():
        for who in WHO:
            answer = clients[who].get("/" + address.format(**places))
            if answer.status_code != wanted[who]:
                faults.append((address, who, answer.status_code, wanted[who]))
            elif answer.status_code == 302 and who == "anyone":
                assert answer.headers["Location"].startswith("/accounts/login/")
    assert faults == []


def test_every_page_by_sending_a_form(world: World, places: dict[str, str]) -> None:
    """What cannot be seen cannot be sent to either, and sending changes nothing."""
    before = (Case.objects.get(pk=places["case"]).events, Draft.objects.count())
    faults = []
    for address, wanted in MATRIX.items():
        for who in WHO[1:]:
            if wanted[who] in (200, 302):
                continue
            answer = world.clients[who].post("/" + address.format(**places), {"do": "withdraw", "as": "", "text": "x"})
            if answer.status_code not in (400, 403, 404, 405):
                faults.append((address, who, answer.status_code))
    assert faults == []
    assert (Case.objects.get(pk=places["case"]).events, Draft.objects.count()) == before


def test_refusals_keep_their_reason(world: World, places: dict[str, str]) -> None:
    for address in ("cases/{case}", "worklists/{centre}", "organisations/{centre}", "deliveries/{delivery}", "drafts/{draft}"):
        before = Verdict.objects.filter(allowed=False).count()
        world.clients["rival"].get("/" + address.format(**places))
        kept = Verdict.objects.filter(allowed=False).order_by("-id")
        assert kept.count() == before + 1, address
        assert (kept[0].person, bool(kept[0].reason)) == (world.people["rival"].key, True)


def test_an_officer_without_a_second_factor_gets_none_of_them(world: World, places: dict[str, str]) -> None:
    client = world.signed_in(world.people["clerk"], second_factor=False)
    for address, wanted in MATRIX.items():
        if wanted["clerk"] == 200:
            answer = client.get("/" + address.format(**places))
            assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/accounts/2fa/"), address


def test_no_page_is_left_out() -> None:
    known = {shape(address) for address in MATRIX}
    for pattern in get_resolver().url_patterns:
        route = str(pattern.pattern)
        first = route.split("/", maxsplit=1)[0]
        if first in PEOPLE and first not in OTHERS and not hasattr(pattern, "url_patterns"):
            assert shape(route) in known, f"{route} has no row in MATRIX"


def shape(address: str) -> str:
    """`cases/{case}` and `cases/<slug:key>` alike."""
    words = address.replace("P01", "<p>").replace("P99", "<p>").replace("accept", "<a>").split("/")
    return "/".join("*" if word[:1] in ("<", "{") else word for word in words)
