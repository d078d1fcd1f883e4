"""A passkey in a real browser: an officer sets one up as second factor, and signs in with nothing else afterwards.

Chromium's own virtual authenticator holds the key (WebAuthn's automation over the DevTools protocol); everything else is real.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.test_p01_four_roles import Platform, Visitor, start

pytestmark = pytest.mark.browser


def authenticator(context: BrowserContext, page: Page) -> tuple[object, str]:
    """A key store of this machine that says yes to every question."""
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, str(made["authenticatorId"])


def test_a_passkey_signs_in(browser: Browser, tmp_path: Path) -> None:
    platform, server = start(tmp_path)
    try:
        _walk(browser, Platform(platform.address.replace("127.0.0.1", "localhost"), platform.home, platform.accounts))
    finally:
        server.terminate()
        server.wait(20)


def _walk(browser: Browser, platform: Platform) -> None:
    clerk = Visitor(browser, platform, "en", "examiner", 390)
    session, number = authenticator(clerk.context, clerk.page)
    page = clerk.open("/accounts/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        page.fill("input[name=password]", platform.account("examiner")["password"])
        page.click("form.fields-form button[type=submit]")
        page.wait_for_url("**/webauthn/add/**")
    page.fill("input[name=name]", "This phone")
    if page.locator("input[name=passwordless]").count():
        page.check("input[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(re.compile(r"/accounts/2fa/(?!webauthn/add)"))
    kept = session.send("WebAuthn.getCredentials", {"authenticatorId": number})  # type: ignore[attr-defined]
    assert len(kept["credentials"]) == 1
    clerk.open("/accounts/2fa/webauthn/")
    expect(clerk.page.locator("body")).to_contain_text("This phone")
    clerk.context.clear_cookies()
    page = clerk.open("/me/")
    assert "/accounts/login/" in page.url
    page.click("#passkey_login")
    page.wait_for_url("**/me/")
    expect(page.locator("a[href*='/worklists/']").first).to_be_visible()
    clerk.context.clear_cookies()
    session.send("WebAuthn.clearCredentials", {"authenticatorId": number})  # type: ignore[attr-defined]
    page = clerk.open("/accounts/login/")
    page.click("#passkey_login")
    page.wait_for_timeout(1500)
    assert "/accounts/login" in page.url, "without the key nobody comes in"
