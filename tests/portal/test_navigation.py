"""`/navigation/`: the form, the report, its files, its policy, what cannot be asked; and `/api/navigation`."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from kapok.portal.navigation.kept import Kept


def test_the_form_leads_to_the_subject_databases(sample: Client) -> None:
    page = sample.get("/navigation/?lang=pt").content.decode()
    assert "Navegação de patentes" in page
    assert 'href="/navigation/?subject=robots&amp;lang=pt"' in page
    assert "<script" not in page, "nothing to show, no script"


def test_a_report_as_a_page(sample: Client) -> None:
    response = sample.get("/navigation/?q=cql.allRecords%3D1&from=2010&lang=zh-Hans")
    page = response.content.decode()
    assert response.status_code == 200
    assert "申请与公开趋势" in page
    assert "GB/T 39551.3-2020 产业规划" in page
    assert "<svg" in page
    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    scripts = re.findall(r"<script[^>]*>", page)
    assert scripts
    assert all('src="/navigation/interactive.js?v=' in each for each in scripts), "no inline script"
    assert " style=" not in page.split('<div class="nav-report">')[1]
    again = sample.get("/navigation/?q=cql.allRecords%3D1&from=2010&lang=zh-Hans", HTTP_IF_NONE_MATCH=response.headers["ETag"])
    assert again.status_code == 304


def test_a_figure_of_the_page_opens_as_many_applications(sample: Client) -> None:
    page = sample.get("/navigation/?subject=robots&lang=en").content.decode()
    part = page.split('id="nav-applicants"')[1]
    address, shown = re.findall(r'<a href="(/search[^"]+)"[^>]*>([\d,]+)</a>', part)[0]
    found = sample.get("/api" + address.replace("&amp;", "&").replace("&lang=en", ""))
    assert found.json()["total"] == int(shown.replace(",", ""))


@pytest.mark.parametrize(("form", "start"), [("html", b"<!doctype html>"), ("xlsx", b"PK")])
def test_the_report_as_a_file(sample: Client, form: str, start: bytes) -> None:
    response = sample.get(f"/navigation/report.{form}?subject=robots&lang=en")
    assert response.status_code == 200
    assert response.content.startswith(start)
    assert response.headers["Content-Disposition"] == f'attachment; filename="navigation-en.{form}"'


def test_style_and_script(sample: Client) -> None:
    for name, kind in (("style.css", "text/css"), ("interactive.js", "text/javascript")):
        response = sample.get(f"/navigation/{name}")
        assert response.status_code == 200
        assert response.headers["Content-Type"].startswith(kind)
        assert "immutable" in response.headers["Cache-Control"]
    assert sample.get("/navigation/other.js").status_code == 404


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("subject=moonshine", 404, "no subject database"),
        ("q=battery&from=abcd", 400, "is not a year"),
        ("q=battery&from=2020&to=2010", 400, "No year lies from 2020 to 2010"),
        ("q=battery&subject=robots", 400, "A report is on a subject database or on a query"),
        ("q=ti%3D(battery&language=cql", 400, "not closed"),
        ("q=battery&language=klingon", 400, "cannot be used"),
        ("q=zeppelinwerft", 200, "This is a result, not a failure"),
    ],
)
def test_what_cannot_be_asked_is_told(sample: Client, query: str, status: int, words: str) -> None:
    response = sample.get(f"/navigation/?{query}&lang=en")
    assert response.status_code == status
    assert words in response.content.decode().replace("&#x27;", "'")


def test_a_fault_is_told_in_the_language_of_the_page(sample: Client) -> None:
    assert "没有专题数据库" in sample.get("/navigation/?subject=moonshine&lang=zh-Hans").content.decode()


def test_the_api(sample: Client) -> None:
    found = sample.get("/api/navigation?q=cql.allRecords%3D1").json()
    assert found["applications"] > 100
    assert found["offices"][0]["condition"].startswith("office=")
    assert sample.get("/api/navigation").status_code == 400
    assert sample.get("/api/navigation?subject=moonshine").status_code == 404
    assert sample.get("/api/navigation?q=a&from=99999").status_code == 422


def test_reports_are_kept_and_forgotten() -> None:
    made: list[str] = []

    def make(name: str) -> str:
        made.append(name)
        return name

    kept: Kept[str] = Kept(2)
    for name in ("a", "b", "a", "c", "a", "b"):
        assert kept.get((name,), lambda name=name: make(name)) == name  # type: ignore[misc]
    assert made == ["a", "b", "c", "b"], "b was asked for longest ago when c came"
