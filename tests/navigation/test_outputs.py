"""The report as HTML, XLSX, PDF and JSON, by the command line."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import openpyxl
import pytest
from typer.testing import CliRunner

from kapok.cli.main import app
from kapok.documents.pdf import chinese_font
from kapok.errors import BackendError, InputError
from kapok.navigation.model import NavigationReport
from kapok.navigation.page import search_address, whole_page
from kapok.navigation.sections import sections
from kapok.navigation.workbook import workbook
from kapok.services.print_navigation import render_navigation

LANGUAGES = ("zh-Hans", "zh-Hant", "en", "pt")


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(each) for each in arguments])
    return done.exit_code, done.output


class Outline(HTMLParser):
    """Which tags are open, which identities there are, where links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.attributes |= set(values)
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if tag == "a":
            self.links.append(str(values.get("href")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_stands_alone(report: NavigationReport, language: str) -> None:
    page = whole_page(report, language, "https://ip.example/").decode()
    outline = Outline()
    outline.feed(page)
    assert len(outline.ids) == len(set(outline.ids))
    inner = {link[1:] for link in outline.links if link.startswith("#")}
    assert inner <= set(outline.ids)
    assert len(inner) == 13
    assert all(link.startswith(("#", "https://ip.example/search?", "https://ip.example/records/")) for link in outline.links)
    assert "style" not in outline.attributes, "a strict policy would not let it work"
    assert not any(name.startswith("on") for name in outline.attributes)
    assert not re.search(r'(?:src|href)="(?!https://ip\.example|#)', page.replace('xlink:href="#', ""))
    assert "https://ip.example" + search_address("(any_text=battery) and ad=2019").replace("&", "&amp;") in page
    assert "NaN" not in page
    assert "None" not in page


def test_names_in_the_data_are_never_markup(report: NavigationReport) -> None:
    nasty = msgspec.structs.replace(report.applicants[0], name='<script>alert("x")</script> {year}')
    page = whole_page(msgspec.structs.replace(report, applicants=(nasty,), asked="<b>"), "en").decode()
    assert "<script>alert" not in page
    assert "<b>" not in page


def test_an_empty_report_has_all_its_parts(home: Path) -> None:
    from kapok.services.navigate import navigate

    empty = navigate(home, "zeppelin")
    parts = sections(empty, "en")
    assert len(parts) == 13
    assert "This is a result, not a failure" in " ".join(parts[0].paragraphs)
    assert b"nav-part" in whole_page(empty, "pt")
    assert workbook(empty, "zh-Hant")


def test_the_workbook_has_a_sheet_for_each_part_and_the_queries(report: NavigationReport) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(report, "en")), read_only=True)
    assert len(book.sheetnames) == 13
    rows = [list(row) for row in book["Applicants"].iter_rows(values_only=True)]
    head = next(row for row in rows if row[0] == "Applicant")
    assert head[-1] == "Query" or "Query" in head
    lotus = next(row for row in rows if row[0] == "Lotus Technology" and row[1] == 3)
    assert str(lotus[head.index("Query")]).startswith('(any_text=battery) and (pa=="lotus technology"')


def test_the_pdf(report: NavigationReport) -> None:
    try:
        chinese_font("zh-Hans")
    except BackendError:
        pytest.skip("no font with Chinese characters is installed")
    assert render_navigation(report, "pdf", "zh-Hans").startswith(b"%PDF-")


def test_an_unknown_form_or_language_is_told(report: NavigationReport) -> None:
    with pytest.raises(InputError, match="docx"):
        render_navigation(report, "docx", "en")
    with pytest.raises(InputError, match="'fr'"):
        render_navigation(report, "html", "fr")


def test_the_command(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    code, out = run("navigation", "battery", "--home", home, "--language", "pt", "-o", target, "--json")
    assert code == 0, out
    found = msgspec.json.decode(out.strip().splitlines()[-1])
    assert (found["applications"], found["applicants"][0]["count"]) == (5, 3)
    assert set(NavigationReport.__struct_fields__) == set(found), "the promised shape"
    assert "Tendências" in target.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Nothing to report on"),
        (("battery", "-o", "report.docx"), "none of .html, .pdf, .xlsx"),
        (("battery", "-o", "/nowhere/at/all/report.pdf"), "no folder"),
        (("battery", "--language", "fr", "-o", "report.html"), "no report in 'fr'"),
        (("--subject", "moonshine"), "no subject database"),
        (("battery", "--from", "2022", "--to", "2001"), "No year lies"),
        (("battery", "--from", "nonsense"), "from"),
    ],
)
def test_bad_commands_exit_with_2(home: Path, arguments: tuple[str, ...], words: str) -> None:
    code, out = run("navigation", *arguments, "--home", home)
    assert code == 2
    assert words in out
