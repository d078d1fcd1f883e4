"""A small world: an applicant's company, a centre with clerk, examiner and registrar, another centre, a member of the public."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kapok import clock
from kapok.portal.accounts.membership import ADMIN, MEMBER
from kapok.portal.accounts.models import Membership, Organisation, Person
from kapok.portal.accounts.second_factor import ADDED
from kapok.portal.cases import found_pages
from kapok.portal.jobs.queue import run_due

BEGIN = datetime.fromisoformat("2026-09-18T01:00:00+00:00")
SAMPLE = b"port,day,in,out\n" + b"".join(b"CNSZX,2026-01-%02d,%d,%d\n" % (day, day * 10, day * 9) for day in range(1, 29))
PDF = b"%PDF-1.4\n% a proof\n"
PASSWORD = "a-long-and-odd-passphrase-7"


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@dataclass
class World:
    """Who is there. `clients` are signed in."""

    people: dict[str, Person] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)

    def person(self, name: str, organisation: str = "", roles: tuple[str, ...] = ()) -> Person:
        made = Person.objects.create(email=f"{name}@example.org", name=name.capitalize(), password="!", language="en")
        EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
        for role in roles:
            Membership.objects.create(
                person=made,
                organisation=self.organisations[organisation],
                role=role,
                valid_from=date(2020, 1, 1),
                granted_by="test",
            )
        self.people[name] = made
        self.clients[name] = self.signed_in(made)
        return made

    def signed_in(self, person: Person, *, second_factor: bool = True) -> Client:
        client = Client(headers={"Accept-Language": "en"})
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        if second_factor:
            session = client.session
            session[ADDED] = True
            session.save()
        return client


@pytest.fixture
def world(db: None, tmp_path: Any, settings: Any) -> Iterator[World]:
    import dataclasses

    settings.KAPOK_CONFIG = dataclasses.replace(settings.KAPOK_CONFIG, home=tmp_path)
    found_pages.forget()  # the database of the test before this one is gone
    with clock.fixed(BEGIN):
        yield populated()


def populated() -> World:
    """The world with everybody in it."""
    made = World()
    for key, kind, name, region in (
        ("company", "company", "Cotton Data Ltd", "440300"),
        ("rival", "company", "Rival Data Ltd", "440100"),
        ("agency", "agency", "Agents & Co", "440100"),
        ("centre", "centre", "Provincial Centre", "440000"),
        ("elsewhere", "centre", "Another Centre", "440100"),
    ):
        made.organisations[key] = Organisation.objects.create(kind=kind, name=name, region=region)
    made.person("applicant", "company", (ADMIN, MEMBER))
    made.person("rival", "rival", (ADMIN, MEMBER))
    made.person("agent", "agency", (ADMIN, MEMBER))
    made.person("clerk", "centre", ("clerk",))
    made.person("examiner", "centre", ("examiner",))
    made.person("registrar", "centre", ("registrar", ADMIN))
    made.person("foreign", "elsewhere", ("clerk", "examiner", "registrar", ADMIN))
    made.person("public")
    return made


class Walk:
    """One case of P01 walked through its pages."""

    def __init__(self, world: World, sample: bytes = SAMPLE) -> None:
        self.world, self.sample, self.key = world, sample, ""

    def values(self) -> dict[str, str]:
        return {
            "applicant_party": self.world.organisations["company"].key,
            "asset_name": "港口集装箱周转数据集",
            "industry": "G55",
            "source_kind": "own",
            "processing_rules": "Cleaned, deduplicated, aggregated by day.",
            "structure": "port,day,containers_in,containers_out",
            "scale": "120000",
            "update_frequency": "daily",
            "scenario": "Planning of port traffic",
        }

    def draft(self, who: str = "applicant") -> str:
        client = self.world.clients[who]
        page = client.get("/apply/P01").content.decode()
        capacity = re.findall(r'name="as" value="([^"]*)"', page)[0]
        sent = client.post("/apply/P01", {"as": capacity, "office": self.world.organisations["centre"].key})
        assert sent.status_code == 302, sent.content
        return str(sent.headers["Location"])

    def begin(self) -> Walk:
        address = self.draft()
        sent = self.world.clients["applicant"].post(address, {**self.values(), "do": "file", "version": "1"})
        assert sent.status_code == 302, faults(sent)
        self.key = sent.headers["Location"].split("/")[2].split("?")[0]
        return self

    def hidden(self, who: str, action: str) -> dict[str, str]:
        page = self.world.clients[who].get(f"/cases/{self.key}").content.decode()
        assert f'id="act-{action}"' in page, f"{action} is not offered: {re.findall(r'id=.act-([a-z_]+)', page)}"
        part = page.split(f'id="act-{action}"')[1].split("</form>")[0]
        return dict(re.findall(r'name="(do|as|expected|key)" value="([^"]*)"', part))

    def post(self, who: str, values: dict[str, Any]) -> Any:
        return self.world.clients[who].post(f"/cases/{self.key}", values)

    def act(self, who: str, action: str, **values: Any) -> Walk:
        sent = self.post(who, {**self.hidden(who, action), **values})
        assert sent.status_code == 302, faults(sent)
        return self

    def filed(self) -> Walk:
        self.begin()
        self.act("applicant", "deposit", sample_digest__file=upload("s.csv", self.sample), rules_digest="a" * 64)
        return self.act(
            "applicant",
            "submit",
            sample=upload("s.csv", self.sample),
            source_proof=upload("p.pdf", PDF),
            identity_document=upload("i.pdf", PDF),
            clean_public_part="on",
        )

    def published(self) -> Walk:
        self.filed().act("clerk", "verify_identity", identity_means="register").act("clerk", "accept")
        self.act("registrar", "assign", examiner_named=self.world.people["examiner"].key)
        return self.act("examiner", "pass_examination", is_rule_processed="on", source_is_lawful="on")

    def registered(self) -> Walk:
        self.published()
        with clock.fixed(datetime.fromisoformat("2026-10-20T01:00:00+00:00")):
            run_due()
            self.act("registrar", "issue")
            run_due()
        return self

    @property
    def state(self) -> str:
        from kapok.portal.cases.models import Case

        return str(Case.objects.get(pk=self.key).state)


def faults(response: Any) -> list[str]:
    """What a page complains about."""
    text = response.content.decode()
    return [response.status_code, *re.findall(r'class="(?:field-error|told bad)"[^>]*>(.*?)</(?:div|p)>', text, re.DOTALL)]


@pytest.fixture
def walk(world: World) -> Walk:
    return Walk(world)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
