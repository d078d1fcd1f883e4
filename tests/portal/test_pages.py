"""Every page answers in every language, is valid enough to read, and says what it is for."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from django.test import Client

from kapok.errors import BackendError
from tests.portal.fake_library import FakeLibrary

LANGUAGES = ("zh-Hans", "zh-Hant", "en", "pt")
PAGES = (
    "/",
    "/search?q=battery",
    "/search?q=SOLAR&in=mark&page=3",
    "/search?q=nothing-has-this-word",
    "/search/form",
    "/search/form?in=mark",
    "/records/patent/US/12345678/B2",
    "/records/patent/CN/116543210/A",
    "/records/mark/EM/019000001",
    "/records/design/CN/306000001/S",
    "/records/geographical_indication/CN/GI0042",
    "/records/data_asset/CN/SJ-2026-000017",
    "/classes/",
    "/classes/nice/",
    "/classes/nice/09",
    "/subjects/",
    "/subjects/new_energy_vehicles",
    "/sources",
    "/about/query",
    "/about/api",
    "/about/accessibility",
)
VOID = {"meta", "link", "input", "img", "br", "hr"}


class Outline(HTMLParser):
    """Checks that tags close in order; gathers ids, headings, labels and links."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.landmarks: set[str] = set()
        self.faults: list[str] = []
        self.labelled: set[str] = set()
        self.fields: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if names.get("id"):
            self.ids.append(str(names["id"]))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag in ("header", "nav", "main", "footer", "aside"):
            self.landmarks.add(tag)
        if tag == "label":
            self.labelled.add(str(names.get("for")))
        if tag in ("input", "select", "textarea") and names.get("type") != "hidden":
            self.fields.append(names)
        if tag == "img" and "alt" not in names:
            self.faults.append("img without alt")
        if tag == "script" or "style" in names or any(name.startswith("on") for name in names):
            self.faults.append(f"inline script or style in <{tag}>")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_page_answers_in_every_language(client: Client, page: str, language: str) -> None:
    response = client.get(page, headers={"Accept-Language": language})
    assert response.status_code == 200
    assert response.headers["Content-Language"] == language
    html = response.content.decode()
    assert f'<html lang="{language}">' in html
    outline = Outline()
    outline.feed(html)
    assert not outline.faults
    assert not outline.open
    assert len(outline.ids) == len(set(outline.ids)), "an id stands twice"
    assert outline.landmarks >= {"header", "nav", "main", "footer"}
    assert outline.headings.count(1) == 1
    steps = zip(outline.headings, outline.headings[1:], strict=False)
    assert all(after - before <= 1 for before, after in steps), f"headings jump: {outline.headings}"
    for field in outline.fields:
        assert field.get("id") in outline.labelled or field.get("aria-label"), f"a field without a label: {field}"


@pytest.mark.parametrize("page", PAGES)
def test_head_answers_like_get_without_a_body(client: Client, page: str) -> None:
    response = client.head(page)
    assert response.status_code == 200
    assert response.content == b""


@pytest.mark.parametrize("page", ["/", "/search?q=x", "/records/mark/EM/019000001", "/sources"])
def test_other_methods_are_told_so(client: Client, page: str) -> None:
    response = client.post(page)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"


def test_home_has_all_categories_with_counts_and_dates(client: Client) -> None:
    html = client.get("/").content.decode()
    assert html.count('<li class="card') == 15
    assert ">131</span>" in html
    assert "2026-06-30" in html


@pytest.mark.django_db
def test_no_link_of_ours_is_broken(client: Client) -> None:
    """Every address that a page links to answers, and not with an error."""
    seen: set[str] = set()
    todo = [
        "/",
        "/search?q=battery",
        "/records/patent/US/12345678/B2",
        "/classes/nice/",
        "/subjects/",
        "/sources",
        "/about/query",
    ]
    for page in todo:
        html = client.get(page).content.decode()
        for address in re.findall(r'(?:href|src|action)="(/[^"#]*)', html):
            seen.add(address.replace("&amp;", "&"))
    seen = {address for address in seen if not address.startswith("/static/")}
    broken = [address for address in sorted(seen) if client.get(address).status_code not in (200, 302)]
    assert not broken


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/nothing-here", 404, "There is no page at this address"),
        ("/records/mark/XX/0", 404, "There is no record"),
        ("/records/mark/EM/019000001/images/7", 404, "no picture"),
        ("/records/patent/CN/116543210/A/raw", 404, "cannot be shown"),
        ("/classes/fruit/", 404, "no classification"),
        ("/subjects/fruit", 404, "no subject database"),
        ("/search?sort=colour", 400, "the choices are relevance"),
        ("/search?page=0", 400, "whole number"),
        ("/search?page=１", 400, "whole number"),
        ("/search?in=fruit", 400, "patent, mark"),
        ("/search?f=colour:red", 400, "field:value"),
        ("/search/export?q=x&format=pdf", 400, "csv, xlsx"),
        ("/language/klingon", 400, "zh-Hans"),
        ("/search?q=unreachable", 503, "could not look"),
    ],
)
def test_error_pages_say_what_to_do(client: Client, address: str, status: int, words: str) -> None:
    response = client.get(address)
    assert response.status_code == status
    html = response.content.decode()
    assert words in html.replace("The choices", "the choices")
    assert 'action="/search"' in html, "the way on is a search"
    assert "Traceback" not in html


def test_a_defect_is_told_without_its_traceback(client: Client) -> None:
    client.raise_request_exception = False
    response = client.get("/search?q=defect")
    assert response.status_code == 500
    assert "This page could not be made" in response.content.decode()
    assert "RuntimeError" not in response.content.decode()


def test_robots_health_icon_and_browser_search(client: Client) -> None:
    assert "Disallow: /api/" in client.get("/robots.txt").content.decode()
    health = client.get("/healthz")
    assert health.status_code == 200
    assert b"sequence 7" in health.content
    assert client.get("/favicon.ico").headers["Location"].startswith("/static/kapok.svg")
    assert "searchTerms" in client.get("/opensearch.xml").content.decode()


def test_query_help_shows_every_field(client: Client) -> None:
    from kapok.search.fields import fields

    html = client.get("/about/query").content.decode()
    for field in fields().values():
        assert f'id="field-{field.key}"' in html
        assert all(f"<code>{name}</code>" in html for name in field.cql)


def test_api_help_shows_every_operation(client: Client) -> None:
    html = client.get("/about/api").content.decode()
    for path in client.get("/api/openapi.json").json()["paths"]:
        assert f"<code>{path}</code>" in html


@pytest.mark.parametrize(
    ("why", "shown"),
    [
        ("no lake in /srv/data/kapok", False),
        ("/srv/kapok/index holds no index", False),
        ("[Errno 13] Permission denied: '/var/lib/kapok/index/meta.json'", False),
        ("process 812 holds manifest.sqlite", False),
        ("C:\\kapok holds no index", False),
        ("it has version 2, this program needs 3", True),
        ("see /about/api", True),
        ("the answer came and/or went", True),
    ],
)
@pytest.mark.parametrize("address", ["/search?q=a", "/api/search?q=a", "/healthz"])
def test_a_server_that_cannot_look_names_none_of_its_folders(
    client: Client, monkeypatch: pytest.MonkeyPatch, address: str, why: str, shown: bool
) -> None:
    def fail(*_arguments: object, **_choices: object) -> int:
        raise BackendError("The search index cannot be opened", why, "Ask whoever runs this platform")

    monkeypatch.setattr(FakeLibrary, "search", fail)
    monkeypatch.setattr(FakeLibrary, "sequence", fail)
    response = client.get(address)
    text = unescape(response.content.decode())
    assert response.status_code == 503
    assert "The search index cannot be opened" in text
    assert ("srv" not in text and "/var" not in text and "sqlite" not in text and "C:" not in text) or shown
    assert not shown or why[1:] in text
