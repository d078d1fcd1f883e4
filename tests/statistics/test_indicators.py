"""Indicators, checks, reports, the paper: small examples of each rule."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kapok import clock
from kapok.errors import DefinitionError, InputError
from kapok.services.gather_figures import gather, waive
from kapok.services.publish_whitepaper import prepare, publish, verify
from kapok.services.report_figures import report_figures
from kapok.statistics.amounts import render_amount
from kapok.statistics.compute import compute_events
from kapok.statistics.declared import cities, indicators, read_indicators
from kapok.statistics.drill import counted_cases
from kapok.statistics.outline import chapters, read_chapter
from kapok.statistics.sources import EventRow, events_folder, write_events
from kapok.statistics.store import reported_figures

HEAD = 'section: "X"\nversion: "1"\nin_force_from: "2023-01-01"\nindicators:\n  X-1:\n    kind: figure\n'
BODY = (
    "    names: {en: a, zh-Hans: a, zh-Hant: a, pt: a}\n    measure: flow\n    period: year\n    qualifier: exact\n"
    '    rounding: "1"\n'
)


def test_every_row_is_declared_and_what_is_no_figure_is_kept_apart() -> None:
    known = indicators(2023)
    assert len(known) == 281 + 2
    assert {known[key].kind for key in ("II-26", "V-11", "II-12", "III-03")} == {"label", "ordinal", "list_size", "figure"}
    assert len(cities()) == 21


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("    colour: red\n    unit: cases\n    producer: {by: report, authority: courts}\n", "line 12"),
        ("    unit: apples\n    producer: {by: report, authority: courts}\n", "closed list"),
        ("    unit: cases\n    producer: {by: none}\n", "a figure has a producer"),
        ("    unit: cases\n    producer: {by: report, authority: nobody}\n", "no authority"),
    ],
)
def test_a_wrong_declaration_is_told_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(HEAD + BODY + line, "utf-8")
    with pytest.raises(DefinitionError, match=told):
        read_indicators(file)


def test_the_checks_say_what_the_reference_found(tmp_path: Path) -> None:
    found = gather(tmp_path, 2023)
    by_check = {each.check: each for each in found.findings}
    assert by_check["patent_disputes"].status == by_check["copyright_registrations"].status == "holds"
    assert by_check["mediation_rate"].status == "fails"
    assert "58.2 %" in by_check["mediation_rate"].working
    assert by_check["arrested"].status == "told"
    assert by_check["data_ip_counters"].status == "fails"
    assert set(found.withheld) == {"II-04", "VII-13"}
    waive(tmp_path, "mediation_rate", 2023, "A. Chan", "The base are first-instance civil cases")
    assert set(gather(tmp_path, 2023).withheld) == {"VII-13"}
    with pytest.raises(InputError):
        waive(tmp_path, "mediation_rate", 2023, "", "no person is named here")


def test_events_are_counted_by_region_and_month_down_to_the_cases(tmp_path: Path) -> None:
    def event(case: str, day: str, region: str) -> EventRow:
        return EventRow(case, 1, "P11", "approve_filing", "investigation", day, region, "office")

    rows = [event("a", "2024-01-05", "440100"), event("b", "2024-01-09", "440300"), event("c", "2024-02-01", "440100")]
    write_events(events_folder(tmp_path, 2024), rows)
    cells = {(each.region, each.month): each.value for each in compute_events(tmp_path, 2024) if each.id == "III-03"}
    assert cells == {
        ("440000", 0): "3", ("440000", 1): "2", ("440000", 2): "1", ("440100", 0): "2", ("440300", 0): "1",
        ("440100", 1): "1", ("440100", 2): "1", ("440300", 1): "1",
    }  # fmt: skip
    assert [each.case_key for each in counted_cases(tmp_path, 2024, "III-03", "440100")] == ["a", "c"]
    assert gather(tmp_path, 2024, "440300").figures["III-03"].value == "1"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("II-01,2024,-3,cases", "negative"),
        ("II-01,2031,3,cases", "future"),
        ("II-01,2024,3,tons", "unit"),
        ("II-01,3500,2024,cases", "future"),
        ("II-01,3,2024,cases", "no year"),
        ("III-03,2024,3,cases", "is reported by"),
        ("II-01,2024,１２,cases", "no number"),
        ("II-04,2024,120,percent", "whole"),
    ],
)
def test_a_bad_row_is_refused_with_its_reason(tmp_path: Path, row: str, why: str) -> None:
    file = tmp_path / "r.csv"
    file.write_text(f"id,year,value,unit\n{row}\nII-02,2024,90000,cases\n", "utf-8")
    with clock.fixed(datetime(2025, 2, 1, tzinfo=UTC)):
        done = report_figures(tmp_path, file, "courts")
    assert (done.taken, [told.row for told in done.refused]) == (1, [2])
    assert why in done.refused[0].why


def test_corrections_need_a_reason_and_overwrite_nothing(tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    with clock.fixed(datetime(2025, 6, 1, tzinfo=UTC)):
        file.write_text("id,year,value,unit,reason\nII-01,2024,9000,cases,\nII-01,2024,9000,cases,\n", "utf-8")
        first = report_figures(tmp_path, file, "courts")
        assert "twice" in first.refused[0].why
        assert any("late" in told.why for told in first.flagged)
        assert any("jump" in told.why for told in first.flagged)
        file.write_text("id,year,value,unit,reason\nII-01,2024,90000,cases,\n", "utf-8")
        assert "needs a reason" in report_figures(tmp_path, file, "courts").refused[0].why
        file.write_text("id,year,value,unit,reason\nII-01,2024,90000,cases,a digit was lost\n", "utf-8")
        assert report_figures(tmp_path, file, "courts").taken == 1
    assert reported_figures(tmp_path, 2024)["II-01", "440000"].version == 2
    assert (tmp_path / "statistics" / "reports.jsonl").read_bytes().count(b"\n") == 2


def test_a_wrong_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    file.write_bytes("id,year,value,unit,reason\nII-01,2024,1,cases,更正\n".encode("gb18030"))
    with pytest.raises(InputError, match="line 2 is not UTF-8"):
        report_figures(tmp_path, file, "courts")


def test_a_digit_typed_by_hand_fails(tmp_path: Path) -> None:
    assert len(chapters()) == 9
    words = "{en: 'About 7 cases', zh-Hans: 案, zh-Hant: 案, pt: caso}"
    file = tmp_path / "c.yaml"
    file.write_text(f'key: a\nsection: "I"\ntitle: {{en: a, zh-Hans: a, zh-Hant: a, pt: a}}\ntext: {words}\n', "utf-8")
    with pytest.raises(DefinitionError, match="typed by hand"):
        read_chapter(file)


def test_figures_read_as_each_language_writes_them() -> None:
    assert render_amount("25000", "over", "en") == "more than 25,000"
    assert render_amount("25000", "over", "zh-Hans") == "超过25,000"
    assert render_amount("1379.9", "exact", "pt") == "1\u00a0379,9"


def test_a_printed_paper_verifies_and_an_erratum_is_a_version(tmp_path: Path) -> None:
    target = tmp_path / "out" / "wp.html"
    publish(tmp_path, 2023, "en", target)
    assert all(holds for _, holds, _ in verify(tmp_path, target))
    assert "9,686" in target.read_text("utf-8")
    target.write_text(target.read_text("utf-8").replace("9,686", "9,687"), "utf-8")
    assert not all(holds for _, holds, _ in verify(tmp_path, target))
    assert publish(tmp_path, 2023, "zh-Hant", target, "a figure was reported again")["version"] == 2
    assert prepare(tmp_path, 2023).figures["III-18"].value == "9686"
