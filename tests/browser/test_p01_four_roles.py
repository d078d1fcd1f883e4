"""P01 in a real browser on the real server: applicant, examiner, registrar and the public, from form to verified certificate."""

from __future__ import annotations

import base64
import hmac
import json
import os
import re
import socket
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from playwright.sync_api import Error as PlaywrightError

from kapok.portal.database import SECONDS_TO_WAIT
from tests.browser.axe import AXE_FILE, faults

pytestmark = pytest.mark.browser
KAPOK = [sys.executable, "-m", "kapok.cli.main"]
WAIT = 2_000 * SECONDS_TO_WAIT
"""Milliseconds: on a busy disk a request may wait as long for the database as the platform lets it."""
LOCALES = {"zh-CN": "数据知识产权登记", "en": "Data IP registration"}
SAMPLE = "port,day,in,out\n" + "".join(f"CNSZX,2026-01-{day:02d},{day * 10},{day * 9}\n" for day in range(1, 29))


@dataclass
class Platform:
    """A server with demonstration accounts, as `kapok demo --json` prints them."""

    address: str
    home: Path
    accounts: list[dict[str, Any]]

    def account(self, role: str) -> dict[str, Any]:
        return next(each for each in self.accounts if each["role"] == role)


def start(home: Path, url: str = "") -> tuple[Platform, subprocess.Popen[bytes]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("KAPOK_", "DJANGO_"))}
    environment |= {"KAPOK_HOME": str(home)} | ({"KAPOK_DATABASE_URL": url} if url else {})
    demo = [*KAPOK, "demo", "--home", str(home), "--json"]
    told = subprocess.run(demo, env=environment, check=True, capture_output=True, text=True).stdout
    log = (home / "serve.log").open("wb")
    command = [*KAPOK, "serve", "--home", str(home), "--port", str(port), "--workers", "1"]
    server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    for _ in range(150):
        try:
            urllib.request.urlopen(f"{address}/robots.txt", timeout=2)
            break
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    return Platform(address, home, json.loads(told.splitlines()[-1])), server


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[Platform]:
    found, server = start(tmp_path)
    yield found
    server.terminate()
    server.wait(20)


def code_of(secret: str) -> str:
    """The six digits that an authenticator app shows now for a secret (RFC 6238)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1")
    place = digest[-1] & 15
    number = int.from_bytes(digest[place : place + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


class Visitor:
    """One role at a phone or a desk."""

    def __init__(self, browser: Browser, platform: Platform, locale: str, role: str, width: int) -> None:
        self.platform = platform
        self.context: BrowserContext = browser.new_context(
            locale=locale, viewport={"width": width, "height": 844}, bypass_csp=AXE_FILE.is_file()
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(WAIT)
        if role:
            self.sign_in(platform.account(role))

    def open(self, path: str) -> Page:
        self.page.goto(self.platform.address + path)
        return self.page

    def sign_in(self, account: dict[str, Any]) -> None:
        page = self.open("/me/")
        page.fill("input[name=login]", account["email"])
        page.fill("input[name=password]", account["password"])
        page.click("form.fields-form button[type=submit]")
        if account["totp"]:
            page.fill("input[name=code]", code_of(account["totp"]))
            page.click("form.fields-form button[type=submit]")
        page.wait_for_url("**/me/")

    def act(self, case: str, action: str, **values: Any) -> None:
        page = self.open(f"/cases/{case}")
        form = page.locator(f"#act-{action}")
        form.locator("summary").first.click()
        self.fill(form, values)
        form.locator("button[type=submit]").click()
        self.done()

    def done(self) -> None:
        """The action was done; else the failure shows what the page and the server said."""
        try:
            self.page.wait_for_url("**told=done")
        except PlaywrightError as error:
            log = (self.platform.home / "serve.log").read_text(encoding="utf-8", errors="replace")
            raise AssertionError(f"{self.page.url}\n{self.page.inner_text('main')[:1500]}\n{log[-3000:]}") from error

    def fill(self, form: Any, values: dict[str, Any]) -> None:
        for name, value in values.items():
            box = form.locator(f"[name={name}]").first
            if isinstance(value, dict):
                box.set_input_files(value)
            elif value is True:
                box.check()
            elif box.evaluate("element => element.tagName") == "SELECT":
                box.select_option(**({"label": value} if name == "examiner_named" else {"value": value}))
            else:
                box.fill(value)


def accessible(page: Page) -> None:
    """axe-core finds nothing on the page, where it is installed; the page fits its width."""
    page.wait_for_load_state()
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= seen, f"{page.url} is wider than the screen"
    if AXE_FILE.is_file():
        assert faults(page, contrast=True, more=()) == [], page.url


def file(name: str, text: str, kind: str = "text/csv") -> dict[str, Any]:
    return {"name": name, "mimeType": kind, "buffer": text.encode()}


def width_of(page: Page) -> int:
    page.wait_for_load_state()
    return int(page.evaluate("document.documentElement.scrollWidth"))


def walk(browser: Browser, platform: Platform, locale: str) -> None:
    applicant = Visitor(browser, platform, locale, "applicant", 390)
    for path in ("/me/", "/apply/", "/apply/P01", "/me/data", "/organisations/new", "/accounts/password/change/"):
        accessible(applicant.open(path))
    page = applicant.open("/apply/P01")
    expect(page.locator("h1")).to_have_text(LOCALES[locale])
    page.click("form.fields-form button[type=submit]")
    form = page.locator("form.fields-form")
    applicant.fill(
        form,
        {
            "asset_name": "港口集装箱周转数据集",
            "industry": "G55",
            "source_kind": "own",
            "processing_rules": "清洗、去重、按日聚合。",
            "structure": "port,day,containers_in,containers_out",
            "scale": "120000",
            "update_frequency": "daily",
            "scenario": "港口调度",
        },
    )
    assert width_of(page) == 390, "the form fits the phone"
    accessible(page)
    page.click("button[value=file]")
    page.wait_for_url("**/cases/**")
    case = page.url.split("/cases/")[1].split("?")[0]
    applicant.act(case, "deposit", sample_digest__file=file("s.csv", SAMPLE), rules_digest="a" * 64)
    proof = file("p.pdf", "%PDF-1.4\n", "application/pdf")
    applicant.act(
        case, "submit", sample=file("s.csv", SAMPLE), source_proof=proof, identity_document=proof, clean_public_part=True
    )
    examiner = Visitor(browser, platform, locale, "examiner", 390)
    examiner.open("/me/")
    examiner.page.click("a[href*='/worklists/']")
    accessible(examiner.page)
    examiner.page.click(f"a[href*='{case}']")
    examiner.page.wait_for_url("**/cases/**")
    assert width_of(examiner.page) == 390, "so does the case"
    examiner.page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
    accessible(examiner.page)
    examiner.act(case, "verify_identity", identity_means="register")
    examiner.act(case, "accept")
    registrar = Visitor(browser, platform, locale, "registrar", 1280)
    registrar.act(case, "assign", examiner_named="李明")
    examiner.act(case, "pass_examination", is_rule_processed=True, source_is_lawful=True)
    public = Visitor(browser, platform, locale, "public", 390)
    public.open("/notices")
    public.page.click(f"a[href*='{case}']")
    accessible(public.page)
    public.page.click("a[href*='/act/object']")
    accessible(public.page)
    public.fill(
        public.page.locator("form.fields-form"),
        {"objection_grounds": "这是我方的测量数据。", "objection_evidence": file("e.txt", "evidence", "text/plain")},
    )
    public.page.click("form.fields-form button[type=submit]")
    public.done()
    applicant.act(case, "counterstatement", statement="数据由我方自行采集。")
    examiner.act(case, "reject_objection", objection_finding="异议不成立。")
    registrar.act(case, "issue")
    anyone = Visitor(browser, platform, locale, "", 390)
    for _ in range(60):
        anyone.open("/certificates")
        anyone.page.locator("ul.links a").first.click()
        if anyone.page.locator("a[href*='/documents/']").count():
            break
        time.sleep(0.5)
    link = anyone.page.locator("a[href*='/documents/']").get_attribute("href")
    answer = anyone.context.request.get(platform.address + str(link))
    pdf = answer.body()
    assert pdf.startswith(b"%PDF-"), (
        answer.status,
        link,
        re.sub(r"(?s)<[^>]*>|\s+", " ", pdf.decode(errors="replace").partition("<h1")[2])[:300],
    )
    number = anyone.page.url.rsplit("/", 1)[1]
    accessible(anyone.page)
    for path in ("/certificates", "/notices", "/verify", "/accounts/login/", "/accounts/signup/"):
        accessible(Visitor(browser, platform, locale, "", 390).open(path))
    for data, verdict in ((pdf, "genuine"), (pdf.replace(b"/Title", b"/Titel", 1), "altered"), (b"%PDF-1.4\n", "unknown")):
        anyone.open("/verify")
        anyone.page.set_input_files("input[name=file]", {"name": "c.pdf", "mimeType": "application/pdf", "buffer": data})
        anyone.page.click("form[method=post] button[type=submit]")
        expect(anyone.page.locator(f".verdict.{verdict}")).to_be_visible()
        accessible(anyone.page)
    anyone.open(f"/verify/{number}")
    expect(anyone.page.locator(".verdict.genuine")).to_be_visible()
    assert not anyone.context.cookies(), "whoever checks a certificate gets no cookie"
    applicant.act(case, "cancel", reason="不再使用。")
    anyone.open(f"/verify/{number}")
    expect(anyone.page.locator(".verdict.ended")).to_be_visible()
    assert re.fullmatch(r"\d{15}[0-9A-Z]", number)


@pytest.mark.parametrize("locale", list(LOCALES))
def test_from_form_to_verified_certificate(browser: Browser, platform: Platform, locale: str) -> None:
    walk(browser, platform, locale)


@pytest.mark.postgres
def test_the_same_on_postgresql(browser: Browser, tmp_path: Path) -> None:
    from tests.portal.people.test_on_postgres import private_server

    with private_server() as url:
        found, server = start(tmp_path, url)
        try:
            walk(browser, found, "en")
        finally:
            server.terminate()
            server.wait(20)
