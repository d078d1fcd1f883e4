"""The pages over the real services: the sample of all 15 categories."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.test import Client

from kapok.portal import gateway
from kapok.portal.gateway import ServicesGateway


def html(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.content[:2000])
    return str(response.content.decode())


def test_home_counts_the_sample(sample: Client) -> None:
    assert len(re.findall(r'<li class="card empty">', html(sample, "/"))) == 0, "the sample has records of every category"


@pytest.mark.parametrize("category", ["patent", "mark", "design", "geographical_indication", "data_asset", "judgment", "law"])
def test_every_category_can_be_searched_and_read(sample: Client, category: str) -> None:
    page = html(sample, f"/search?in={category}&lang=zh-Hans")
    key = re.search(r'href="(/records/[^"?]+)', page)
    assert key is not None
    assert category in key.group(1)
    html(sample, f"{key.group(1)}?lang=zh-Hans")
    answer = sample.get("/api" + key.group(1))
    assert answer.status_code == 200
    assert answer.json()["record"]["category"] == category


def test_facets_narrow_and_exports_agree_with_the_total(sample: Client) -> None:
    found = sample.get(
        "/api/search?in=patent&facets=ipc_section&facets=office_code&facets=year&facets=applicant&limit=0"
    ).json()
    for facet, buckets in found["facets"].items():
        bucket = buckets[0]
        narrowed = {"in": "patent", "f": f"{facet}:{bucket['value']}"}
        assert sample.get("/api/count", narrowed).json()["total"] == bucket["count"], facet
        exported = sample.get("/api/export", {**narrowed, "format": "jsonl"})
        assert len(b"".join(exported.streaming_content).splitlines()) == bucket["count"], facet


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "jsonl", "ris", "bibtex", "parquet"])
def test_every_export_format_answers(sample: Client, file_format: str) -> None:
    response = sample.get(f"/search/export?in=design&format={file_format}")
    assert response.status_code == 200
    assert len(b"".join(response.streaming_content)) > 500


@pytest.mark.parametrize("ending", ["ris", "bib"])
def test_a_record_can_be_cited(sample: Client, ending: str) -> None:
    key = sample.get("/api/search?in=patent&limit=1").json()["hits"][0]["key"]
    assert len(sample.get(f"/records/{key}/cite.{ending}").content) > 40


def test_explanations_come_in_the_language_of_the_page(sample: Client) -> None:
    page = html(sample, "/search?q=%E7%94%B5%E6%B1%A0&lang=zh-Hans")
    assert 'class="tree"' in page
    assert "任意" in page


def test_a_wrong_query_shows_its_place(sample: Client) -> None:
    response = sample.get("/search?q=ti%3D(a+and&language=cql")
    assert response.status_code == 400
    assert 'class="here"' in response.content.decode()


@pytest.mark.parametrize(
    "address", ["/classes/nice/", "/classes/ipc/", "/classes/ipc/H", "/subjects/", "/subjects/robots", "/sources"]
)
def test_catalogue_pages_hold_something(sample: Client, address: str) -> None:
    assert re.search(
        r'class="number">[1-9]|class="right number">[1-9]|<li class="hit">', html(sample, address).replace('"right"', '"right')
    )


def test_every_subject_database_finds_something(sample: Client) -> None:
    page = html(sample, "/subjects/")
    assert len(re.findall(r'<span class="number">[1-9]', page)) == 5


def test_an_empty_home_is_not_an_empty_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    library = ServicesGateway(tmp_path / "nothing")
    monkeypatch.setattr(gateway, "current", lambda: library)
    assert client.get("/search?q=a").status_code == 503
    assert client.get("/api/search?q=a").status_code == 503
    assert client.get("/healthz").status_code == 503


def test_the_server_starts_and_answers(sample_home: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("KAPOK_", "DJANGO_"))}
    code = f"from pathlib import Path; from kapok.portal.serve import serve; serve('127.0.0.1', {port}, Path({str(sample_home)!r}), 1)"
    server = subprocess.Popen(
        [sys.executable, "-c", code], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/search?limit=1", timeout=5) as answer:
                    assert answer.status == 200
                    assert b'"total":654' in answer.read()
                break
            except (urllib.error.URLError, ConnectionError):
                assert time.monotonic() < deadline, "the server does not answer"
                assert server.poll() is None, "the server ended"
                time.sleep(0.3)
        head = urllib.request.Request(f"http://127.0.0.1:{port}/", method="HEAD")
        with urllib.request.urlopen(head, timeout=5) as answer:
            assert answer.status == 200
            assert answer.read() == b""
    finally:
        server.terminate()
        server.wait(20)
