"""The navigation report in a real browser: axe, contrast, size of targets, its script, and everything without the script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from kapok.navigation.page import whole_page
from kapok.portal import gateway
from kapok.portal.gateway import ServicesGateway
from kapok.services.navigate import navigate
from tests.browser.axe import faults, require_axe
from tests.browser.test_browser import CONTRAST, OPEN_ALL, TARGETS

pytestmark = pytest.mark.browser
REPORT = "/navigation/?q=cql.allRecords%3D1&from=2008"
PAGES = ("/navigation/", REPORT, "/navigation/?subject=moonshine", "/navigation/?q=zeppelinwerft")


@pytest.fixture
def sample(sample_home: Path, site: str, monkeypatch: pytest.MonkeyPatch) -> str:
    library = ServicesGateway(sample_home)
    monkeypatch.setattr(gateway, "current", lambda: library)
    return site


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844}, bypass_csp=True)
    yield context.new_page()
    context.close()


def test_axe_finds_nothing(phone: Page, sample: str) -> None:
    require_axe()
    found = []
    for address in PAGES:
        phone.goto(sample + address)
        phone.evaluate(OPEN_ALL)
        found += [(address, *fault) for fault in faults(phone)]
    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_width_and_targets(browser: Browser, sample: str, scheme: Any) -> None:
    context = browser.new_context(locale="en", viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page = context.new_page()
    for address in PAGES:
        page.goto(sample + address)
        page.evaluate(OPEN_ALL)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
        assert page.evaluate(CONTRAST) == [], (address, scheme)
        assert page.evaluate(TARGETS) == [], address
    context.close()


def test_the_script_runs_under_the_policy(browser: Browser, sample: str) -> None:
    """Sorting, filtering, the value under the pointer and its row; nothing is refused, nothing asked of another place."""
    context = browser.new_context(locale="en", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    told: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(sample + REPORT)
    _use(page)
    assert told == []
    assert all(url.startswith(sample) for url in asked)
    context.close()


def test_the_file_works_offline(browser: Browser, sample_home: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(whole_page(navigate(sample_home, "cql.allRecords=1", from_year=2008), "en", "http://127.0.0.1:8000"))
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto(path.as_uri())
    _use(page)
    assert told == []
    context.close()


def _use(page: Page) -> None:
    part = page.locator("#nav-trends")
    table = part.locator("table").first
    table.evaluate("t => t.closest('details').open = true")
    years = table.locator("tbody tr th")
    first = years.first.inner_text()
    table.locator("thead button").first.click()
    assert years.first.inner_text() != first, "sorted the other way"
    assert table.locator("thead th").first.get_attribute("aria-sort") == "descending"
    part.locator(".nav-filter input").first.fill("2012")
    assert table.locator("tbody tr:visible").count() >= 1
    assert all("2012" in row for row in table.locator("tbody tr:visible").all_inner_texts())
    part.locator(".nav-filter input").first.fill("")
    bar = part.locator('.nav-draw [aria-label^="2012"]').first
    bar.hover()
    assert page.locator(".nav-tip").inner_text().startswith("2012: ")
    assert table.locator("tr.nav-on").count() == 1


def test_without_a_script_everything_is_there(browser: Browser, sample: str) -> None:
    context = browser.new_context(locale="en", java_script_enabled=False)
    page = context.new_page()
    page.goto(sample + "/navigation/")
    page.select_option("#subject", "robots")
    page.click("text=Make the report")
    assert page.locator(".nav-part").count() == 13
    assert page.locator(".nav-draw svg").count() > 5
    figure = page.locator("#nav-applicants table a").first
    count = figure.inner_text()
    figure.evaluate("a => a.closest('details').open = true")
    figure.click()
    assert count in page.locator(".results-head, main").first.inner_text()
    context.close()
