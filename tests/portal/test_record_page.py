"""The record page: INID codes, status and why, timeline, citations, texts, pictures, provenance."""

from __future__ import annotations

import pytest
from django.test import Client

from kapok.codes.inid import STANDARD_OF_CATEGORY, inid_codes
from kapok.portal.library.images import sniff
from kapok.portal.library.record_codes import CODES, RELATION_CODES
from kapok.portal.library.record_rows import first_page
from kapok.portal.library.timeline import timeline
from kapok.records.record import AnyRecord
from tests.portal.sample_records import MARK, PATENT, RECORDS, png

PATENT_PAGE = "/records/patent/US/12345678/B2"
MARK_PAGE = "/records/mark/EM/019000001"


def test_rows_carry_the_codes_of_their_standard() -> None:
    codes = {row.label: row.code for row in first_page(PATENT)}
    assert codes["Applicant"] == "71"
    assert codes["Holder"] == "73"
    assert codes["Filing date"] == "22"
    assert codes["Priority"] == "30"
    mark = {row.label: row.code for row in first_page(MARK)}
    assert mark["Holder"] == "732"
    assert mark["Nice class"] == "511"
    assert mark["Vienna code"] == "531"


@pytest.mark.parametrize("category", CODES)
def test_every_code_is_one_of_the_standard(category: str) -> None:
    known = inid_codes(STANDARD_OF_CATEGORY[category])
    ours = {**CODES[category], **RELATION_CODES[category]}
    assert {name: code for name, code in ours.items() if code not in known} == {}


@pytest.mark.parametrize("record", RECORDS.values(), ids=lambda record: record.key)
def test_every_value_of_a_record_is_text(record: AnyRecord) -> None:
    for row in first_page(record):
        assert row.label
        assert all(value.text for value in row.values)


def test_status_says_why(client: Client) -> None:
    html = client.get(PATENT_PAGE).content.decode()
    assert '<span class="status big in_force">In force</span>' in html
    assert "Granted on 2026-06-30" in html
    assert "20 years from filing on 2024-03-11, plus 52 days of adjustment" in html
    assert "“Patented Case”" in html


def test_timeline_is_in_order_and_knows_the_future() -> None:
    moments = timeline(PATENT)
    assert [m.day for m in moments] == sorted(m.day for m in moments)
    assert moments[0].what == "Priority"
    assert moments[-1].future
    assert moments[-1].day == "2044-05-02"


def test_citations_go_both_ways(client: Client) -> None:
    html = client.get(PATENT_PAGE).content.decode()
    assert '<a href="/records/patent/CN/116543210/A">US 11223344 B2</a>' in html
    assert "Cited in the search" in html
    assert "Cited by" in html
    assert "Publications of the same right" in html


def test_texts_carry_their_language_and_long_ones_are_folded(client: Client) -> None:
    html = client.get(PATENT_PAGE).content.decode()
    assert '<p lang="zh-Hans">一种锂离子电池隔膜' in html
    assert 'id="claim-2"' in html
    assert html.index('<details><summary><h2 id="claims-heading">') < html.index("A separator for a battery, comprising")


def test_the_title_follows_the_language_of_the_page(client: Client) -> None:
    assert '<h1 lang="zh-Hans">具有陶瓷层' in client.get(PATENT_PAGE + "?lang=zh-Hans").content.decode()
    assert '<h1 lang="en">Battery separator' in client.get(PATENT_PAGE).content.decode()


def test_provenance_is_told(client: Client) -> None:
    html = client.get(PATENT_PAGE).content.decode()
    for words in ("uspto-grants", "week-12.zip!week-12.xml", "record 17, byte 48211", "bare ampersand", "20240311"):
        assert words in html


def test_goods_stand_by_class_with_their_groups(client: Client) -> None:
    html = client.get(MARK_PAGE).content.decode()
    assert '<span class="label">25</span>' in html
    assert "2507" in html
    assert 'lang="pt">Vestuário' in html


def test_goods_are_escaped(client: Client) -> None:
    html = client.get("/records/mark/US/76000001").content.decode()
    assert "harbours &amp; piers &lt;outdoor&gt;" in html


def test_a_picture_is_served_with_the_type_of_its_bytes(client: Client) -> None:
    response = client.get(MARK_PAGE + "/images/0")
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (png(2, 2), "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"II*\x00", "image/tiff"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", ""),
        (b"<html>", ""),
        (b"", ""),
    ],
)
def test_only_pictures_are_pictures(data: bytes, media_type: str) -> None:
    assert sniff(data) == media_type


def test_raw_source_is_plain_text(client: Client) -> None:
    response = client.get(PATENT_PAGE + "/raw")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert b"<us-patent-grant" in response.content


@pytest.mark.parametrize(
    ("ending", "media_type"), [("ris", "application/x-research-info-systems"), ("bib", "application/x-bibtex")]
)
def test_a_record_can_be_cited(client: Client, ending: str, media_type: str) -> None:
    response = client.get(f"{PATENT_PAGE}/cite.{ending}")
    assert response.headers["Content-Type"].startswith(media_type)
    assert f'filename="patent-US-12345678-B2.{ending}"' in response.headers["Content-Disposition"]
