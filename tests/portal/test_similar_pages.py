"""The page of similar marks: what it asks, what it shows, what it says to what cannot be asked."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.portal.sample_records import png

UNUSABLE = [
    ("", "No mark was given"),
    ("   ", "No mark was given"),
    ("……!!", "has nothing that can be read"),
    ("😀🎉", "has nothing that can be read"),
    ("a" * 10_000, "too long to be compared"),
    ("ab\x00cd", "cannot be read"),
]


def told(response: object) -> str:
    text = response.content.decode()  # type: ignore[attr-defined]
    found = re.search(r'role="alert">(.*?)</div>', text, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found.group(1)) if found else ""


def test_the_form_works_without_a_script(client: Client) -> None:
    page = client.get("/similar/").content.decode()
    assert '<form class="similar-form" action="/similar/" method="post" enctype="multipart/form-data">' in page
    assert "<script" not in page
    assert page.count('name="class"') == 45


def test_a_hit_shows_planes_reasons_and_letters(client: Client) -> None:
    page = client.get("/similar/?mark=SOLARIS&lang=en").content.decode()
    assert 'class="similar-hit' in page
    assert "<meter" in page
    assert 'class="al same"' in page
    assert re.search(r"/records/mark/[^\"]+", page)


@pytest.mark.parametrize(("mark", "said"), UNUSABLE)
def test_what_cannot_be_compared_is_told_beside_the_form(client: Client, mark: str, said: str) -> None:
    response = client.get("/similar/", {"mark": mark, "lang": "en"})
    assert response.status_code == 400
    assert said in told(response)
    assert 'class="similar-hit' not in response.content.decode()


@pytest.mark.parametrize("mark", ["مرحبا", "NIKE 耐克", "木棉 Kapok カポック", "Ёлка"])
def test_other_and_mixed_scripts_are_answered(client: Client, mark: str) -> None:
    assert client.get("/similar/", {"mark": mark}).status_code == 200


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"mark": "kapok", "class": "46"}, "There is no class '46'"),
        ({"mark": "kapok", "class": "4" * 5000}, "There is no class '444"),
        ({"mark": "kapok", "class": "abc"}, "There is no class 'abc'"),
        ({"mark": "kapok", "office": "FR"}, "There is no profile for the office 'FR'"),
    ],
)
def test_a_choice_that_does_not_exist_is_told(client: Client, fields: dict[str, str], said: str) -> None:
    response = client.get("/similar/", {**fields, "lang": "en"})
    assert response.status_code == 400
    assert said in told(response).replace("&#x27;", "'")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"plain text", "not a picture"),
        (b"%PDF-1.7 ...", "not a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture"),
        (png()[:60], "broken"),
    ],
)
def test_an_upload_that_is_no_picture_is_told(client: Client, data: bytes, said: str) -> None:
    response = client.post("/similar/?lang=en", {"mark": "", "image": SimpleUploadedFile("logo.png", data)})
    assert response.status_code == 400
    assert said in told(response)


def test_a_giant_upload_is_refused(client: Client) -> None:
    response = client.post("/similar/?lang=en", {"image": SimpleUploadedFile("logo.png", png() + b"\0" * 11_000_000)})
    assert response.status_code == 400
    assert "too large" in told(response)


def test_a_picture_alone_is_a_question(client: Client) -> None:
    response = client.post("/similar/", {"mark": "", "image": SimpleUploadedFile("logo.png", png())})
    assert response.status_code == 200


def test_the_report_tells_what_was_and_was_not_searched(client: Client) -> None:
    page = client.get("/similar/report?mark=SOLARIS&class=25&lang=en").content.decode()
    for heading in ("Steps taken", "What was searched", "What was not searched", "Rules and where they come from"):
        assert heading in page
    assert "Trademark Law of the People" in page


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant", "pt"])
def test_the_report_is_a_pdf_too(client: Client, language: str) -> None:
    from kapok.documents.pdf import chinese_font
    from kapok.errors import BackendError

    try:
        chinese_font(language)
    except BackendError:
        pytest.skip("no Chinese font on this machine")
    response = client.get("/similar/report", {"mark": "木棉 SOLARIS", "format": "pdf", "lang": language})
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")


def test_a_report_without_a_mark_is_refused(client: Client) -> None:
    assert client.get("/similar/report").status_code == 400


def test_an_index_that_is_gone_is_not_an_empty_answer(client: Client) -> None:
    assert client.get("/similar/?mark=unreachable").status_code == 503
    assert client.get("/api/similar?mark=unreachable").status_code == 503


@pytest.mark.parametrize(("mark", "said"), UNUSABLE)
def test_the_api_tells_it_as_a_problem(client: Client, mark: str, said: str) -> None:
    response = client.get("/api/similar", {"mark": mark})
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert said in response.json()["what"]


def test_the_api_has_the_shape_of_the_command_line(client: Client) -> None:
    body = client.get("/api/similar?mark=SOLARIS&limit=3").json()
    assert {"total", "hits"} <= set(body)
    for hit in body["hits"]:
        assert set(hit["planes"]) == {"shape", "glyph", "sound", "meaning", "figure", "goods"}
        assert hit["level"] in ("identical", "confusingly_similar", "similar", "remote")
    pair = client.get("/api/compare?mark1=NIKE&mark2=耐克&office=EU").json()
    assert pair["office"] == "EM"
    assert len(pair["hits"]) == 1


@pytest.mark.parametrize("query", ["mark=kapok&class=0", "mark=kapok&class=x", "mark=kapok&office=FR", "mark=kapok&limit=0"])
def test_the_api_names_a_parameter_that_cannot_be(client: Client, query: str) -> None:
    response = client.get(f"/api/similar?{query}")
    assert response.status_code == 422
    assert response.json()["errors"]


def test_registers_and_a_status_leave_other_marks_out_and_stay_chosen(client: Client) -> None:
    page = client.get("/similar/?mark=KAPOK&register=EM&status=in_force").content.decode()
    assert 'value="EM" checked' in page
    assert 'value="in_force" selected' in page
    assert "register=EM" in page.partition("Link to this search")[0].rpartition("<a href=")[2]


@pytest.mark.parametrize(
    ("choice", "said"), [("register=ZZZ", "not the code of an office"), ("status=alive", "no legal status")]
)
def test_a_register_or_status_that_does_not_exist_is_told(client: Client, choice: str, said: str) -> None:
    answer = client.get(f"/similar/?mark=KAPOK&{choice}")
    assert answer.status_code == 400
    assert said in answer.content.decode()
