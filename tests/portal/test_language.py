"""Which language a page comes in, and that only an explicit choice sets a cookie."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("zh-CN,zh;q=0.9", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK,en;q=0.5", "zh-Hant"),
        ("zh-MO", "zh-Hant"),
        ("zh", "zh-Hans"),
        ("pt-BR", "pt"),
        ("pt-PT", "pt"),
        ("de,fr;q=0.5", "en"),
        ("de,zh-Hant;q=0.5", "zh-Hant"),
        ("*", "en"),
        ("", "en"),
    ],
)
def test_the_browsers_wish_is_heard(client: Client, wish: str, language: str) -> None:
    assert client.get("/", headers={"Accept-Language": wish}).headers["Content-Language"] == language


def test_lang_in_the_address_wins_and_is_carried_along_without_a_cookie(client: Client) -> None:
    response = client.get("/?lang=pt", headers={"Accept-Language": "zh-CN"})
    assert response.headers["Content-Language"] == "pt"
    assert not response.cookies
    assert 'href="/sources?lang=pt"' in response.content.decode()
    assert 'href="/search?q=&amp;in=mark&amp;lang=pt"' in response.content.decode()


def test_an_unknown_lang_is_ignored(client: Client) -> None:
    assert client.get("/?lang=xx").headers["Content-Language"] == "en"


def test_the_switch_sets_the_only_cookie_and_returns(client: Client) -> None:
    response = client.get("/language/zh-Hant?next=/search%3Fq%3Da")
    assert response.status_code == 302
    assert response.headers["Location"] == "/search?q=a"
    assert response.cookies["kapok_language"]["httponly"]
    assert response.headers["Cache-Control"] == "no-store"
    assert client.get("/", headers={"Accept-Language": "en"}).headers["Content-Language"] == "zh-Hant"
    assert client.get("/?lang=en").headers["Content-Language"] == "en"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"])
def test_the_switch_leads_nowhere_else(client: Client, target: str) -> None:
    assert client.get("/language/en", {"next": target}).headers["Location"] == "/"


@pytest.mark.parametrize("address", ["/", "/search?q=a", "/records/mark/EM/019000001", "/api/search?q=a"])
def test_public_answers_set_no_cookie(client: Client, address: str) -> None:
    assert not client.get(address).cookies


def test_every_page_names_its_other_languages(client: Client) -> None:
    html = client.get("/search?q=a").content.decode()
    for tag in ("zh-Hans", "zh-Hant", "en", "pt"):
        assert f'hreflang="{tag}" href="http://testserver/search?q=a&amp;lang={tag}"' in html
