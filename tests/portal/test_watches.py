"""Watches as pages and feed: make one, see what came, delete it; the address is the permission."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.test import Client

from kapok.portal import gateway
from kapok.portal.gateway import ServicesGateway
from kapok.records.provenance import Provenance
from kapok.records.record import Patent, encode
from kapok.records.text import Text
from kapok.services import keep_watch
from kapok.services.load_source import load_source

ATOM = "{http://www.w3.org/2005/Atom}"


def a_patent(number: int, title: str) -> Patent:
    return Patent(
        key=f"patent/CN/{number}/A",
        category="patent",
        office_code="CN",
        number=str(number),
        kind_code="A",
        titles=(Text(title, "en"),),
        provenance=Provenance(source="test", format="kapok-jsonl"),
    )


class Library:
    """A home, a client of its pages, and a way to load more."""

    def __init__(self, home: Path, client: Client) -> None:
        self.home, self.client, self.number = home, client, 100

    def load(self, *titles: str) -> None:
        path = self.home.with_name("more.jsonl")
        path.write_bytes(b"".join(encode(a_patent(self.number + n, title)) + b"\n" for n, title in enumerate(titles)))
        self.number += len(titles)
        load_source(self.home, [str(path)])

    def keep(self, **posted: str) -> str:
        answer = self.client.post("/watches/", posted)
        assert answer.status_code == 302, answer.content.decode()
        return str(answer["Location"]).split("?")[0]


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: Client) -> Library:
    made = Library(tmp_path / "home", client)
    made.load("Rotary pump")
    services = ServicesGateway(made.home)
    monkeypatch.setattr(gateway, "current", lambda: services)
    return made


def entries(library: Library, address: str) -> list[tuple[str, str]]:
    answer = library.client.get(f"{address}.atom")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)
    assert feed.tag == f"{ATOM}feed"
    return [(e.findtext(f"{ATOM}title") or "", e.findtext(f"{ATOM}id") or "") for e in feed.iter(f"{ATOM}entry")]


def test_a_watch_from_the_form_to_its_end(library: Library) -> None:
    address = library.keep(kind="query", q="ti=pump", name="Pumps")
    assert re.fullmatch(r"/watches/[A-Za-z0-9_-]{22}", address)
    assert entries(library, address) == []
    library.load("Gear <b>pump</b>", "Valve")
    (title, identifier) = entries(library, address)[0]
    assert title.startswith("Gear <b>pump</b> (CN 101")
    assert address in identifier
    page = library.client.get(f"{address}?lang=en").content.decode()
    assert "Gear &lt;b&gt;pump" in page
    assert "<b>pump</b>" not in page
    assert library.client.get(f"{address}/delete").status_code == 405
    assert library.client.post(f"{address}/delete").status_code == 302
    for gone in (address, f"{address}.atom"):
        assert library.client.get(gone).status_code == 404


def test_identifiers_of_entries_stay_and_differ(library: Library) -> None:
    address = library.keep(kind="query", q="pump")
    library.load("Pump one", "Pump two")
    first = entries(library, address)
    library.load("Pump three")
    second = entries(library, address)
    assert set(first) < set(second)
    assert len({identifier for _, identifier in second}) == 3


@pytest.mark.parametrize(
    "posted",
    [
        {"kind": "query", "q": ""},
        {"kind": "query", "q": "ti=(pump", "language": "cql"},
        {"kind": "holder", "holder": " "},
        {"kind": "mark", "mark": ""},
        {"kind": "mark", "mark": "帕尔斯", "class": "99"},
        {"kind": "mark", "mark": "帕尔斯", "office": "ZZ"},
        {"kind": "tea", "q": "pump"},
        {"kind": "query", "q": "x" * 5000},
        {"kind": "query", "q": "pump", "in": "tea"},
    ],
)
def test_what_cannot_be_watched_is_told_beside_the_form(library: Library, posted: dict[str, str]) -> None:
    answer = library.client.post("/watches/", posted)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert 'name="mark"' in page


def test_answers_are_private(library: Library) -> None:
    address = library.keep(kind="holder", holder="Conch")
    for path in (address, f"{address}.atom", "/watches/"):
        answer = library.client.get(path)
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "no-referrer"
    assert address not in library.client.get("/watches/").content.decode()


def test_one_address_keeps_a_bounded_number(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keep_watch, "MOST_PER_CALLER", 1)
    first = {"kind": "query", "q": "pump"}
    assert library.client.post("/watches/", first, REMOTE_ADDR="203.0.113.9").status_code == 302
    refused = library.client.post("/watches/", first, REMOTE_ADDR="203.0.113.9")
    assert refused.status_code == 403
    assert 'role="alert"' in refused.content.decode()
    assert library.client.post("/watches/", first, REMOTE_ADDR="203.0.113.10").status_code == 302


@pytest.mark.parametrize(
    "headers", [{"HTTP_ORIGIN": "https://elsewhere.example"}, {"HTTP_SEC_FETCH_SITE": "cross-site"}, {"HTTP_ORIGIN": "x"}]
)
def test_a_form_of_another_site_is_refused(library: Library, headers: dict[str, str]) -> None:
    address = library.keep(kind="query", q="pump")
    assert library.client.post("/watches/", {"kind": "query", "q": "pump"}, **headers).status_code == 403
    assert library.client.post(f"{address}/delete", **headers).status_code == 403
    assert library.client.post(f"{address}/delete", HTTP_ORIGIN="http://testserver").status_code == 302


def test_the_form_is_filled_by_its_address_and_sets_no_cookie(library: Library) -> None:
    answer = library.client.get("/watches/?q=pump&in=mark")
    assert 'value="pump"' in answer.content.decode()
    assert not answer.cookies


@pytest.mark.parametrize("address", ["/watches/short", "/watches/" + "A" * 22, "/watches/..%2F..%2Fetc.atom"])
def test_an_unknown_watch_is_not_found(library: Library, address: str) -> None:
    assert library.client.get(address).status_code == 404


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant", "pt"])
def test_pages_in_four_languages(library: Library, language: str) -> None:
    assert f'lang="{language}"' in library.client.get(f"/watches/?lang={language}").content.decode()
