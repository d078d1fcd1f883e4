"""The printed paper: every number is quoted and resolves; the same digits again; a definition changes nothing published."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from kapok import clock
from kapok.services import publish_whitepaper as service
from kapok.services.make_sample_year import make_sample_year
from kapok.services.publish_whitepaper import edition_of, paper_of, publish, verify
from kapok.services.report_figures import take_report
from kapok.statistics import declared
from kapok.statistics.outline import chapters
from kapok.statistics.paper import build_paper
from kapok.statistics.render import render_html, render_pdf
from kapok.statistics.working import tell_working

LANGUAGES = ("zh-Hans", "zh-Hant", "en", "pt")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a small generated year beside the shipped one."""
    folder = tmp_path_factory.mktemp("paper")
    with clock.fixed(datetime(2026, 2, 1, tzinfo=UTC)):
        make_sample_year(folder, 2025, 0.2)
    return folder


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("year", [2023, 2025])
def test_every_number_of_the_text_is_a_quoted_figure_that_resolves(home: Path, year: int, language: str) -> None:
    paper = paper_of(edition_of(home, year), language)
    assert paper.sample is (year == 2025)
    defined = {key for key, _, _ in paper.annex}
    for part in paper.chapters:
        for text, key in part.text:
            assert key or not re.search(r"\d", text), f"{part.key}: {text}"
            assert not key or key in defined
            assert not (key and text.startswith("[")) or key in ("II-04", "VII-13")
        assert {row.id for row in part.rows} <= defined
        assert all(row.shown for row in part.rows)


def test_every_link_of_the_page_leads_to_a_definition(home: Path) -> None:
    html = render_html(paper_of(edition_of(home, 2025), "en")).decode()
    links, places = set(re.findall(r'href="#([^"]+)"', html)), set(re.findall(r'id="([^"]+)"', html))
    assert len(links) > 200
    assert links <= places
    assert "Generated data" in html
    assert html.count("<figure") >= 9
    assert html.count("<table") > html.count("<figure")


def test_cities_are_tiles_also_where_they_were_reported(tmp_path: Path) -> None:
    rows = "".join(f"III-03,2023,{n},cases,{code},by city\n" for n, code in enumerate(declared.cities(), 30))
    with clock.fixed(datetime(2024, 2, 1, tzinfo=UTC)):
        take_report(tmp_path, f"id,year,value,unit,region,reason\n{rows}".encode(), "r.csv", "market_regulation")
        part = next(each for each in paper_of(edition_of(tmp_path, 2023), "en").chapters if each.key == "administrative")
    assert part.tiles is not None
    assert [told for _, _, told, _ in part.tiles.cities] == [str(n) for n in range(30, 51)]


def test_the_pdf_is_tagged_and_says_its_language(home: Path) -> None:
    paper = paper_of(edition_of(home, 2023), "zh-Hans")
    short = msgspec.structs.replace(paper, chapters=paper.chapters[:1], annex=paper.annex[:3])
    data = render_pdf(short)
    assert b"/StructTreeRoot" in data or b"/MarkInfo" in data
    assert b"pdfuaid" in data
    assert b"/Alt" in data or b"/Lang" in data


def test_the_paper_of_a_generated_year_verifies_and_new_events_ask_for_an_erratum(home: Path, tmp_path: Path) -> None:
    from kapok.services.sample.year import generate_events

    target = tmp_path / "p.html"
    publish(home, 2025, "pt", target)
    steps = verify(home, target)
    assert [step for step, holds, _ in steps if not holds] == []
    assert ("recomputed", True, "the same digits") in steps
    generate_events(home, 2025, 0.1)
    [recomputed] = [each for each in verify(home, target) if each[0] == "recomputed"]
    assert not recomputed[1]
    assert "III-03" in recomputed[2]
    generate_events(home, 2025, 0.2)
    assert all(holds for _, holds, _ in verify(home, target))


def test_a_changed_definition_never_alters_a_published_figure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out" / "p.html"
    publish(tmp_path, 2023, "en", target)
    before = {key: each.value for key, each in edition_of(tmp_path, 2023).figures.items()}
    known = declared.all_versions()
    newer = msgspec.structs.replace(
        known["III-18"][0], version="2", in_force_from=date(2023, 6, 1), changed="only rulings", rounding="1000"
    )
    changed = {**known, "III-18": (*known["III-18"], newer)}
    monkeypatch.setattr(declared, "all_versions", lambda *_: changed)
    assert declared.indicators(2023)["III-18"].version == "2"
    assert {key: each.value for key, each in edition_of(tmp_path, 2023).figures.items()} == before
    assert edition_of(tmp_path, 2023).figures["III-18"].definition_version == "1"
    assert service.editions(tmp_path, 2023)[0].definitions == edition_of(tmp_path, 2023).definitions
    publish(tmp_path, 2023, "en", target)
    assert "9,686" in target.read_text("utf-8")
    assert all(holds for _, holds, _ in verify(tmp_path, target))


def test_a_withheld_figure_is_printed_nowhere(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, 2023)
    paper = build_paper(2023, "en", edition.figures, edition.withheld, [])
    html = render_html(paper).decode()
    assert "57.4" not in html
    assert html.count("[withheld]") >= 2
    assert {each.section for each in chapters()} == {"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"}


WORKINGS = [
    ("57.4 % fits none: 5 / 9 = 58.2 % (II-01), 57.7 to 58.8 % within its rounding; a base from 91384 to 93286 would fit (about 9)",
     ("91384至93286", "57.7 至 58.8")),
    ("no figure for V-07", ("V-07无数字",)),
    ("II-15: 1156 persons, II-31: 4870 persons; never added", ("不得相加",)),
    ("1344 + 8342 = 9686", ("1344 + 8342 = 9686",)),
    ("1 + 2 = 3, but III-18 is 4", ("而III-18为4",)),
    ("35 of 619", ("35，总体619",)),
    ("VII-13 prints 96 for 2 counters; no figure for VII-13-received", ("代表2个计数",)),
]  # fmt: skip


@pytest.mark.parametrize(("working", "told"), WORKINGS)
def test_a_working_is_told_in_the_language_of_the_paper(working: str, told: tuple[str, ...]) -> None:
    assert tell_working(working, "en") == working
    assert all(piece in tell_working(working, "zh-Hans") for piece in told)
