"""What only a browser can tell: the keyboard, the width of a phone, targets, contrast, no script, no foreign address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import faults, require_axe

pytestmark = pytest.mark.browser
LANGUAGES = ("zh-CN", "zh-TW", "en", "pt-PT")
PAGES = (
    "/",
    "/search?q=battery&f=office_code:US",
    "/search?q=SOLAR&in=mark&page=3",
    "/search?q=zzzz&f=year:2012",
    "/search?q=(solar+cell",
    "/search?q=unreachable",
    "/search/form?in=mark",
    "/records/patent/US/12345678/B2",
    "/records/mark/EM/019000001",
    "/records/data_asset/CN/SJ-2026-000017",
    "/classes/",
    "/classes/nice/",
    "/subjects/",
    "/subjects/new_energy_vehicles",
    "/sources",
    "/about/query",
    "/about/api",
    "/about/accessibility",
    "/nothing-here",
)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en", viewport={"width": 390, "height": 844}, has_touch=True)
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en", viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def test_search_and_read_with_the_keyboard_alone(desk: Page, site: str) -> None:
    desk.goto(site)
    assert desk.evaluate("document.activeElement.id") == "q", "the box has the focus at once"
    desk.keyboard.type("battery")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/search?q=battery**")
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.className") == "skip", "the first Tab offers to skip"
    desk.keyboard.press("Enter")
    for _ in range(60):
        desk.keyboard.press("Tab")
        if desk.evaluate("document.activeElement.closest('.hit h3') !== null"):
            break
    style = desk.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert style == "solid", "the focus is seen"
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/records/patent/**")
    assert "Battery separator" in desk.title()


def test_facets_open_on_the_phone_and_stand_open_on_the_desk(phone: Page, desk: Page, site: str) -> None:
    phone.goto(f"{site}/search?q=SOLAR")
    first = phone.locator(".facet a").first
    assert not first.is_visible()
    phone.locator(".facets > summary").tap()
    assert first.is_visible()
    first.tap()
    phone.wait_for_url("**f=**")
    desk.goto(f"{site}/search?q=SOLAR")
    assert desk.locator(".facet a").first.is_visible()
    assert not desk.locator(".facets > summary").is_visible()


def test_the_language_switch_is_remembered(phone: Page, site: str) -> None:
    phone.goto(f"{site}/sources")
    phone.locator(".languages > summary").tap()
    phone.get_by_role("link", name="Português").tap()
    phone.wait_for_url("**/sources")
    assert phone.locator("h1").inner_text() == "Fontes e atualidade"
    phone.goto(site)
    assert phone.locator("html").get_attribute("lang") == "pt"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_fits_a_phone_in_every_language(browser: Browser, site: str, language: str) -> None:
    context = browser.new_context(locale=language)
    page = context.new_page()
    wide = []
    for address in PAGES:
        page.goto(site + address)
        for width in (390, 320):
            page.set_viewport_size({"width": width, "height": 844})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append((address, width))
    context.close()
    assert not wide, "these pages scroll sideways"


TARGETS = """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, summary, textarea')]
  .filter(e => e.checkVisibility({opacityProperty: true, visibilityProperty: true}) && !e.closest('.visually-hidden, .skip')
    && !['p', 'dd', 'li'].some(t => e.closest(t) && getComputedStyle(e).display === 'inline'))
  .map(e => [e.outerHTML.slice(0, 90), Math.round(e.getBoundingClientRect().height)])
  .filter(([_, height]) => height > 0 && height < 24)"""


def test_targets_are_large_enough_for_a_thumb(phone: Page, site: str) -> None:
    """At least 24 px everywhere (WCAG 2.2, 2.5.8); what one presses most is 44 px high."""
    for address in PAGES:
        phone.goto(site + address)
        assert phone.evaluate(TARGETS) == [], address
    phone.goto(f"{site}/search?q=SOLAR&in=mark&page=3")
    for selector in (
        ".box input",
        ".box button",
        ".box select",
        ".sections a",
        ".languages summary",
        ".pager a",
        ".menu > summary",
    ):
        boxes = [box.bounding_box() for box in phone.locator(selector).all()]
        assert boxes, selector
        assert all(box and box["height"] >= 43.5 for box in boxes), selector


OPEN_ALL = "document.querySelectorAll('details:not(.menu, .languages)').forEach(d => d.open = true)"
"""Folded texts are looked at too; menus are not, because they would lie over the page."""

CONTRAST = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const parse = c => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = c; canvas.fillRect(0, 0, 1, 1);
    const d = canvas.getImageData(0, 0, 1, 1).data; return [d[0], d[1], d[2], d[3] / 255]; };
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const ground = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c[3] > .99) return c; }
    return parse('Canvas'); };
  const faults = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !e.checkVisibility() || e.closest('.visually-hidden, .skip')) continue;
    const style = getComputedStyle(e), a = light(parse(style.color)), b = light(ground(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    const large = parseFloat(style.fontSize) >= 24;
    if (ratio < (large ? 3 : 4.5)) faults.add(e.tagName + '.' + e.className + ' ' + ratio.toFixed(2) + ' ' + walker.currentNode.data.trim().slice(0, 30));
  }
  return [...faults];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast_in_the_light_and_in_the_dark(browser: Browser, site: str, scheme: Any) -> None:
    context = browser.new_context(locale="en", viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    for address in PAGES:
        page.goto(site + address)
        page.evaluate(OPEN_ALL)
        assert page.evaluate(CONTRAST) == [], f"{address} ({scheme})"
    context.close()


def test_axe_finds_nothing(browser: Browser, site: str) -> None:
    require_axe()
    context = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844}, bypass_csp=True)
    page = context.new_page()
    found = []
    for address in PAGES:
        page.goto(site + address)
        page.evaluate(OPEN_ALL)
        found += [(address, *fault) for fault in faults(page)]
    context.close()
    assert found == []


def test_pages_ask_no_other_address_and_run_no_script(desk: Page, site: str) -> None:
    asked: list[str] = []
    told: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    desk.on("console", lambda message: told.append(message.text))
    for address in PAGES:
        desk.goto(site + address)
    assert all(url.startswith(site) for url in asked)
    assert not any(url.endswith(".js") for url in asked)
    assert not [text for text in told if "Content Security Policy" in text or "Content-Security-Policy" in text]


def test_everything_works_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(locale="en", java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    page.fill("#q", "SOLAR")
    page.click(".box button")
    assert page.locator(".hit").count() == 20
    page.click("text=Next")
    assert "page=2" in page.url
    page.click("text=How was this understood?")
    assert page.locator(".explain-body").is_visible()
    context.close()


def test_icons_and_pictures_are_drawn(desk: Page, site: str) -> None:
    desk.goto(f"{site}/records/mark/EM/019000001")
    assert desk.locator(".pictures img").first.evaluate("e => e.naturalWidth") == 120
    desk.goto(site)
    boxes = [icon.evaluate("e => e.getBBox().width") for icon in desk.locator(".card .icon").all()]
    assert len(boxes) == 15
    assert all(width > 0 for width in boxes), "an icon of the sprite is missing"


def test_a_printed_record_is_whole(desk: Page, site: str) -> None:
    desk.goto(f"{site}/records/patent/US/12345678/B2")
    desk.emulate_media(media="print")
    assert not desk.locator(".search").first.is_visible()
    assert desk.locator("#claim-1").is_visible(), "folded texts are printed"
