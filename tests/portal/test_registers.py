"""The register of EU trade marks over a small home: bulk ST.66, its parties, an answer of the search API."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.test import Client

from kapok.catalogue.register import read_register
from kapok.errors import DefinitionError
from kapok.portal import gateway
from kapok.portal.gateway import ServicesGateway
from kapok.services.load_source import load_source

SAMPLES = Path(__file__).parents[1] / "formats" / "marks" / "samples"
DESIGNATION = {
    "applicationNumber": "W01570001",
    "markKind": "INDIVIDUAL",
    "markFeature": "WORD",
    "markBasis": "INTERNATIONAL_TRADEMARK",
    "wordMarkSpecification": {"verbalElement": "ANDORINHA"},
    "applicants": [{"identifier": "9", "name": "Andorinha SA", "office": "WO"}],
    "applicationDate": "2020-10-01",
    "registrationDate": "2020-10-01",
    "expiryDate": "2030-10-01",
    "status": "APPLICATION_PUBLISHED",
    "niceClasses": [25, 35],
    "publications": [{"bulletinNumber": "2025/030", "publicationDate": "2025-02-21", "publicationSection": "M.1"}],
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("eu-register")
    designation = folder / "designation.json"
    designation.write_text(json.dumps({"trademarks": [DESIGNATION]}), "utf-8")
    samples = [next(p for p in (SAMPLES / name).iterdir() if p.name != "expected.json") for name in FOLDERS]
    load_source(folder / "home", [str(path) for path in (*samples, designation)])
    return folder / "home"


FOLDERS = ("st66-euipo", "st66-parties", "euipo-mark")


@pytest.fixture
def library(home: Path, monkeypatch: pytest.MonkeyPatch, client: Client) -> Client:
    services = ServicesGateway(home)
    monkeypatch.setattr(gateway, "current", lambda: services)
    return client


def found(client: Client, **asked: str) -> list[str]:
    answer = client.get("/api/registers/em/marks", asked)
    assert answer.status_code == 200, answer.content
    return sorted(hit["number"] for hit in answer.json()["hits"])


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({"number": "018000021"}, ["018000021"]),
        ({"number": "EM 018000021"}, ["018000021"]),
        ({"number": "W01570001"}, ["W01570001"]),
        ({"mark": "schwalbe"}, ["018000091"]),
        ({"holder": "Schwalbe GmbH"}, ["018000091"]),
        ({"holder": "Águas do Vale"}, ["018000021"]),
        ({"representative": "Inês Rocha"}, ["018000021"]),
        ({"class": "25"}, ["018000091", "W01570001"]),
        ({"class": "25", "status": "in_force"}, ["018000091"]),
        ({"filed_from": "2019", "filed_to": "2019-12"}, ["018000091"]),
        ({"published_from": "2025-02-01"}, ["W01570001"]),
        ({"registered_to": "2019"}, ["018000091"]),
        ({"expires_from": "2030-01-01", "expires_to": "2030-06-30"}, ["018000021"]),
        ({"mark": "schwalbe", "class": "9"}, []),
    ],
)
def test_the_register_is_asked_by(library: Client, asked: dict[str, str], numbers: list[str]) -> None:
    assert found(library, **asked) == numbers


def test_a_wrong_day_is_told_and_never_answers_with_the_whole_register(library: Client) -> None:
    answer = library.get("/api/registers/em/marks", {"filed_from": "yesterday"})
    assert answer.status_code == 400
    page = library.get("/registers/em/marks?go=1&filing_date.from=yesterday")
    assert page.status_code == 400
    assert 'id="e-filing_date"' in page.content.decode()
    assert 'class="hits"' not in page.content.decode()


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Registered"), ("zh-Hans", "已注册"), ("zh-Hant", "已註冊"), ("pt", "Registada")]
)
def test_status_of_the_office_is_told_in_the_language_of_the_page(library: Client, language: str, words: str) -> None:
    page = library.get("/registers/em/marks", {"go": "1", "mark": "schwalbe", "lang": language}).content.decode()
    assert f'<span class="tag">{words}</span>' in page
    record = library.get("/records/mark/EM/018000091", {"lang": language}).content.decode()
    assert words in record


def test_the_record_shows_its_periods_with_their_working(library: Client) -> None:
    page = library.get("/records/mark/EM/018000021?lang=en").content.decode()
    for words in ("Art. 46(1)", "Art. 52", "Art. 53(3)", "10 years from the filing date (2020-01-07): ends on 2030-01-07"):
        assert words in page
    assert re.search(r"Seniority.*?412345", page, re.DOTALL)
    assert re.search(r"Transformed from.*?1100021", page, re.DOTALL)


def test_a_designation_has_the_periods_of_its_route(library: Client) -> None:
    body = library.get("/api/registers/em/marks/W01570001?lang=en").json()
    periods = {each["kind"]: each for each in body["periods"]}
    assert (periods["opposition"]["first_day"], periods["opposition"]["last_day"]) == ("2025-03-21", "2025-06-23")
    assert "Madrid Protocol" in periods["term"]["citation"]
    assert "Madrid registration" in library.get("/records/mark/EM/W01570001?lang=en").content.decode()


def test_a_number_leads_to_its_record(library: Client) -> None:
    assert library.get("/registers/em/marks/018000021")["Location"] == "/records/mark/EM/018000021"
    missing = library.get("/registers/em/marks/018999999")
    assert missing.status_code == 404
    assert "018999999" in missing.content.decode()


@pytest.mark.parametrize(
    ("address", "status"), [("/registers/eu/marks", 301), ("/registers/xx/marks", 404), ("/registers/em/tea", 404)]
)
def test_other_names_of_a_register(library: Client, address: str, status: int) -> None:
    assert library.get(address).status_code == status


def test_the_form_alone_lists_nothing(library: Client) -> None:
    page = library.get("/registers/em/marks").content.decode()
    assert '<li class="hit">' not in page
    assert "3 records" in page or "4 records" in page
    assert "/registers/em/marks" in library.get("/registers/").content.decode()


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("office: EM", "office: QQQ", 7, "no office code"),
        ("category: mark", "category: tea", 8, "none of the 15"),
        ("inquire_by: [any_number,", "inquire_by: [tea,", 13, "no query field 'tea'"),
        ("words: [ACCEPTED]", "words: [REFUSED]", 0, "declared twice"),
        ("aliases: [eu, euipo]", "nicknames: [eu]", 0, "nicknames"),
        ("key: em", "key: other", 5, "the file is"),
    ],
)
def test_a_wrong_register_file_is_named_with_its_line(tmp_path: Path, old: str, new: str, line: int, told: str) -> None:
    from kapok.catalogue.register import FOLDER

    text = (FOLDER / "em.yaml").read_text("utf-8")
    assert old in text
    wrong = tmp_path / "em.yaml"
    wrong.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(DefinitionError) as error:
        read_register(wrong)
    assert told in str(error.value)
    assert "em.yaml, line" in str(error.value)
    if line:
        assert abs(int(re.search(r"line (\d+)", str(error.value)).group(1)) - line) <= 3  # type: ignore[union-attr]


@pytest.mark.shared
def test_real_answers_of_the_search_api_can_be_inquired(shared_data: Path, tmp_path: Path) -> None:
    from kapok.catalogue.register import office_status_name
    from kapok.lake.lake import Lake
    from kapok.records.record import Mark
    from kapok.services.mark_periods import mark_periods

    report = load_source(tmp_path / "home", [str(shared_data / "euipo-api-json" / "tm_list_size10.json")])
    assert report.read == 10
    lake = Lake(tmp_path / "home")
    mark = lake.get("mark/EM/000274084")
    lake.close()
    assert isinstance(mark, Mark)
    assert office_status_name("EM", "mark", mark.office_status_text, "zh-Hans") == "已届满失效"
    found = {period.kind: period for period in mark_periods(mark, today="2026-11-23")}
    assert (found["term"].last_day, found["term"].state) == ("2006-06-19", "past")
    assert (found["opposition"].first_day, found["opposition"].last_day) == ("1998-07-20", "1998-10-20")
    assert (found["late_renewal"].first_day, found["late_renewal"].last_day) == ("2006-07-01", "2006-12-30")
