"""Accounts: sign-up with a code by mail, lock-out, second factor of officers, cookies, headers; public pages know nothing of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from kapok.errors import InputError
from kapok.portal.accounts.identifiers import compute_check_character, parse_identifier
from kapok.portal.accounts.models import Person, Verdict
from kapok.portal.accounts.regions import is_within, regions
from kapok.portal.database import databases
from kapok.portal.vocabulary import localised
from tests.portal.people.conftest import PASSWORD, Walk, World

PUBLIC = ("/", "/search?q=battery", "/sources", "/about/query", "/classes/", "/healthz", "/robots.txt", "/api/search?q=a")


@pytest.fixture(autouse=True)
def quick(db: None, settings: Any) -> None:
    cache.clear()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.mark.parametrize("address", PUBLIC)
def test_public_pages_need_no_session_and_no_database(world: World, address: str) -> None:
    client = world.clients["applicant"]
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert len(queries) == 0, "somebody who is signed in gets the same page as anyone"
    assert not response.cookies
    anyone = Client(headers={"Accept-Language": "en"}).get(address)
    assert anyone.content == response.content or address == "/healthz"


def test_pages_of_people_are_kept_by_nobody(world: World) -> None:
    for address in ("/me/", "/apply/", "/accounts/login/", "/organisations/new"):
        assert world.clients["applicant"].get(address).headers["Cache-Control"] == "no-store, private"


def test_scripts_run_on_account_pages_alone(world: World) -> None:
    client = world.clients["applicant"]
    assert "script-src 'self'" in client.get("/accounts/2fa/").headers["Content-Security-Policy"]
    for address in ("/me/", "/apply/", "/certificates"):
        policy = client.get(address).headers["Content-Security-Policy"]
        assert "script-src" not in policy
        assert "unsafe" not in policy


def test_sign_up_with_a_code_by_mail(db: None) -> None:
    client = Client(headers={"Accept-Language": "pt"})
    form = {"name": "Ana Silva", "email": "ana@example.org", "password1": PASSWORD, "password2": PASSWORD}
    sent = client.post("/accounts/signup/", form)
    assert sent.headers["Location"] == "/accounts/confirm-email/"
    assert client.get("/me/").status_code == 302, "not before the address is proven"
    code = re.findall(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", str(mail.outbox[-1].body))[0]
    assert client.post("/accounts/confirm-email/", {"code": "AAAA-AAAA"}).status_code == 200
    assert client.post("/accounts/confirm-email/", {"code": code}).status_code == 302
    page = client.get("/me/").content.decode()
    assert "Ana Silva" in page
    assert "Os meus processos" in page
    cookie = client.cookies["kapok_session"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert Person.objects.get().language == "pt"


@pytest.mark.parametrize(
    ("language", "words"), [("zh-CN", "登录失败次数过多"), ("zh-TW", "登入失敗次數過多"), ("pt", "Demasiadas tentativas")]
)
def test_too_many_wrong_passwords_lock_out_in_every_language(world: World, language: str, words: str) -> None:
    person = world.people["public"]
    person.set_password(PASSWORD)
    person.save()
    client = Client(headers={"Accept-Language": language})
    statuses = [client.post("/accounts/login/", {"login": person.email, "password": "wrong"}).status_code for _ in range(5)]
    assert statuses[:4] == [200] * 4
    locked = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert locked.status_code == 429
    assert words in locked.content.decode()
    assert int(locked.headers["Retry-After"]) == 900
    assert client.get("/me/").status_code == 302


def test_an_officer_needs_a_second_factor(world: World) -> None:
    person = world.people["clerk"]
    client = world.signed_in(person, second_factor=False)
    for address in ("/me/", "/apply/", f"/worklists/{world.organisations['centre'].key}"):
        seen = client.get(address)
        assert seen.headers["Location"].startswith("/accounts/2fa/"), address
    assert b"you need a second factor" in client.get("/accounts/2fa/?officer=1").content
    assert world.signed_in(world.people["applicant"], second_factor=False).get("/me/").status_code == 200


def test_a_code_is_taken_once(world: World) -> None:
    from allauth.mfa.adapter import get_adapter

    person = world.people["clerk"]
    person.set_password(PASSWORD)
    person.save()
    secret = generate_totp_secret()
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(secret)})
    *_earlier, counter, _later = yield_hotp_counters_from_time()
    code = format_hotp_value(hotp_value(secret, counter))
    answers = []
    for _ in range(2):
        client = Client(headers={"Accept-Language": "en"})
        first = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
        assert first.headers["Location"] == "/accounts/2fa/authenticate/"
        assert client.get("/me/").status_code == 302, "a password alone opens nothing"
        answers.append(client.post("/accounts/2fa/authenticate/", {"code": code}).status_code)
    assert answers == [302, 200], "the second time the code is refused"


def test_own_data_are_taken_along_and_erased(walk: Walk, world: World) -> None:
    walk.begin()
    client, person = world.clients["applicant"], world.people["applicant"]
    taken = client.get("/me/data.json").json()
    assert taken["person"]["email"] == person.email
    assert taken["cases"][0]["title"] == "港口集装箱周转数据集"
    assert client.post("/me/data", {"do": "erase", "sure": "yes"}).status_code == 403, "a case is open"
    walk.act("applicant", "withdraw")
    assert client.post("/me/data", {"do": "erase"}).status_code == 200, "not without saying so"
    assert client.post("/me/data", {"do": "erase", "sure": "yes"}).headers["Location"] == "/"
    person.refresh_from_db()
    assert (person.name, person.is_active) == ("", False)
    assert client.get("/me/").status_code == 302, "every session is over"
    assert b"(erased)" in world.clients["registrar"].get(f"/cases/{walk.key}").content or walk.state == "withdrawn"


def test_a_company_registers_itself_once(world: World) -> None:
    client = world.clients["public"]
    form = {"kind": "company", "name": "Nova Lda", "number": "9135 0100 M000100Y43", "region": "820000"}
    made = client.post("/organisations/new", form)
    assert made.status_code == 302
    page = client.get(made.headers["Location"]).content.decode()
    assert "91350100M000100Y43" in page
    assert b"here already" in world.clients["rival"].post("/organisations/new", form).content
    assert client.post("/organisations/new", {**form, "kind": "authority"}).status_code == 400
    place = made.headers["Location"].split("?")[0]
    member = {"do": "member", "email": "rival@example.org", "role": "member", "valid_from": "2026-01-01"}
    assert client.post(place, member).status_code == 302
    assert Verdict.objects.filter(action="grant member", allowed=True).exists()
    assert world.clients["rival"].post(place, member).status_code == 403, "a member is no administrator"
    assert client.post(place, {**member, "email": "nobody@example.org"}).status_code == 400
    assert client.post(place, {**member, "role": "registrar"}).status_code == 400, "a company has no registrar"


@pytest.mark.parametrize("number", ["91350100M000100Y43", "9144 0300 MA5E XAMP 0C"])
def test_identifiers_of_gb_32100(number: str) -> None:
    value = "".join(number.split())
    assert compute_check_character(value[:17]) == value[17]
    assert parse_identifier(number.lower()) == value


@pytest.mark.parametrize(
    ("number", "why"), [("91350100M000100Y44", "mistyped"), ("9135", "4 characters"), ("91350100M000100O43", "character O")]
)
def test_wrong_identifiers_say_what_is_wrong(number: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        parse_identifier(number)


def test_regions_are_a_tree() -> None:
    assert is_within("440300", "440000")
    assert is_within("440499", "100000")
    assert not is_within("440000", "440300")
    assert not is_within("999999", "100000")
    assert len(regions()) == 26 + 122


@pytest.mark.parametrize(
    ("language", "name"), [("zh-hans", "广东省"), ("zh-hant", "廣東省"), ("en", "Guangdong"), ("pt", "Guangdong")]
)
def test_regions_are_told_in_the_language_of_the_page(language: str, name: str) -> None:
    with translation.override(language):
        assert localised(regions()["440000"].names) == name


@pytest.mark.parametrize(
    ("url", "engine", "name"),
    [
        ("", "sqlite3", "platform.sqlite3"),
        ("postgresql://u:p%40ss@db.example:5433/kapok", "postgresql", "kapok"),
        ("postgres:///kapok?host=/run/pg", "postgresql", "kapok"),
    ],
)
def test_one_setting_names_the_database(url: str, engine: str, name: str, tmp_path: Any) -> None:
    made = databases(url, tmp_path)["default"]
    assert made["ENGINE"].endswith(engine)
    assert made["NAME"].endswith(name)
    if engine == "sqlite3":
        assert "synchronous=FULL" in made["OPTIONS"]["init_command"]
        assert made["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize("url", ["mysql://x/y", "postgresql://host"])
def test_another_database_is_refused_with_what_to_do(url: str, tmp_path: Any) -> None:
    with pytest.raises(InputError):
        databases(url, tmp_path)


@pytest.mark.parametrize(
    ("address", "sent", "most"),
    [
        ("/accounts/signup/", {"email": "nobody"}, 20),
        ("/accounts/password/reset/", {"email": "applicant@example.org"}, 20),
    ],
)
def test_who_asks_too_often_is_told_to_wait(world: World, address: str, sent: dict[str, str], most: int) -> None:
    client = Client(headers={"Accept-Language": "en"})
    answers = [client.post(address, sent).status_code for _ in range(most + 2)]
    assert 429 in answers
    assert set(answers[:3]) <= {200, 302, 400, 429}
    assert Client().get("/accounts/login/").status_code == 200, "others and other pages go on"
