"""Security headers, caching, compression, static files."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from kapok import clock
from kapok.portal import gateway
from kapok.portal.assets import STATIC, static_address
from tests.portal.fake_library import FakeLibrary


@pytest.fixture
def library() -> Iterator[FakeLibrary]:
    held = gateway.current()
    assert isinstance(held, FakeLibrary)
    before = held.number
    yield held
    held.number = before


@pytest.mark.parametrize("address", ["/", "/search?q=a", "/nope", "/api/search?q=a", "/api/nope", "/healthz"])
def test_every_answer_is_locked_down(client: Client, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy, "no script runs at all"
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("address", ["/", "/search?q=a", "/records/mark/EM/019000001", "/api/search?q=a", "/api/sources"])
def test_public_answers_can_be_cached_and_asked_again(client: Client, library: FakeLibrary, address: str) -> None:
    first = client.get(address)
    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert set(first.headers["Vary"].split(", ")) >= {"Accept-Language", "Cookie"}
    tag = first.headers["ETag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == tag
    library.number += 1
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200, "new data, new answer"


@pytest.mark.parametrize("address", ["/", "/search?q=a", "/api/search?q=a"])
def test_public_answers_say_since_when_they_are_so(client: Client, library: FakeLibrary, address: str) -> None:
    with clock.fixed(datetime(2040, 1, 1, 12, tzinfo=UTC)):
        first = client.get(address)
        stated = first.headers["Last-Modified"]
        assert stated == "Sun, 01 Jan 2040 00:00:00 GMT", "the status is told for the day"
        assert client.get(address, headers={"If-Modified-Since": stated}).status_code == 304
        assert client.get(address, headers={"If-Modified-Since": "Sat, 31 Dec 2039 23:59:59 GMT"}).status_code == 200
        assert client.get(address, headers={"If-Modified-Since": "some day"}).status_code == 200
        stale = {"If-Modified-Since": stated, "If-None-Match": 'W/"another"'}
        assert client.get(address, headers=stale).status_code == 200, "the tag decides"
    with clock.fixed(datetime(2040, 1, 2, 0, 0, 1, tzinfo=UTC)):
        assert client.get(address, headers={"If-Modified-Since": stated}).status_code == 200


def test_the_tag_differs_by_language_and_address(client: Client) -> None:
    tags = {client.get(address).headers["ETag"] for address in ("/", "/?lang=pt", "/sources", "/search?q=a", "/search?q=b")}
    tags.add(client.get("/", headers={"Accept-Language": "zh-CN"}).headers["ETag"])
    assert len(tags) == 6


def test_an_unchanged_answer_costs_no_search(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    tag = client.get("/api/search?q=SOLAR").headers["ETag"]

    def fail(*_arguments: Any, **_choices: Any) -> None:
        raise AssertionError("searched")

    monkeypatch.setattr(FakeLibrary, "search", fail)
    assert client.get("/api/search?q=SOLAR", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("address", ["/nope", "/search?q=unreachable", "/search?q=(", "/healthz", "/api/search?limit=x"])
def test_errors_and_health_are_never_cached(client: Client, address: str) -> None:
    assert client.get(address).headers["Cache-Control"] == "no-store"


def test_pages_are_compressed(client: Client) -> None:
    response = client.get("/about/query", headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert b"</html>" in gzip.decompress(response.content)
    assert response.headers["ETag"].startswith('W/"')


def ask(path: str, method: str = "GET") -> tuple[str, dict[str, str], bytes]:
    """Ask the WSGI application as a server does."""
    from kapok.portal.wsgi import make_application

    told: list[Any] = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
    }
    body = b"".join(make_application()(environ, lambda status, headers, *_: told.extend([status, dict(headers)])))
    return told[0], told[1], body


def test_static_files_are_kept_for_a_year_and_change_address_with_their_content() -> None:
    address = static_address("kapok.css")
    assert address.startswith("/static/kapok.css?v=")
    status, headers, body = ask("/static/kapok.css")
    assert status == "200 OK"
    assert body == (STATIC / "kapok.css").read_bytes()
    assert "max-age=31536000" in headers["Cache-Control"]
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/static/../settings.py", "/static/%2e%2e/settings.py", "/static/nope.css"])
def test_static_files_stay_in_their_folder(path: str) -> None:
    assert ask(path)[0].startswith("404")


@pytest.mark.parametrize("address", ["/", "/api/search?q=a", "/search?q=a"])
def test_a_foreign_host_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["kapok.example"])
    assert client.get(address, headers={"Host": "kapok.example"}).status_code == 200
    refused = client.get(address, headers={"Host": "evil.example"})
    assert refused.status_code == 400
    assert b"evil.example/search" not in refused.content


@pytest.mark.parametrize(
    "address",
    [
        "/search?q=%00",
        "/search?q=%FF%FE",
        "/records/patent/US/%00",
        "/records/patent/%E2%80%AE/1",
        "/search?f=year:%00",
        "/classes/nice/%00",
    ],
)
def test_strange_bytes_do_no_harm(client: Client, address: str) -> None:
    client.raise_request_exception = False
    assert client.get(address).status_code in (200, 400, 404)
    assert client.get("/api" + address).status_code in (200, 400, 404, 422)


def test_a_misspelt_static_file_fails_at_once() -> None:
    with pytest.raises(KeyError):
        static_address("kapok.cs")


def test_pages_load_nothing_from_elsewhere(client: Client) -> None:
    html = client.get("/records/patent/US/12345678/B2").content.decode()
    assert 'src="http' not in html
    assert "@import" not in (STATIC / "kapok.css").read_text(encoding="utf-8")
    assert "url(" not in (STATIC / "kapok.css").read_text(encoding="utf-8")
