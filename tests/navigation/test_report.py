"""The report on the table of conftest: every figure as an expert counts it, and as the search finds it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from kapok.errors import BackendError, InputError, NotFound, QueryError
from kapok.navigation.conditions import full
from kapok.navigation.declared import rules
from kapok.navigation.model import Count, NavigationReport
from kapok.records.record import Classification, encode
from kapok.services.load_source import load_source
from kapok.services.navigate import navigate
from kapok.services.search_records import search
from tests.navigation.conftest import patents


def counted(rows: tuple[Count, ...]) -> dict[str, int]:
    return {row.value: row.count for row in rows}


def test_publications_of_one_right_are_one_application(report: NavigationReport) -> None:
    assert (report.publications, report.applications) == (6, 5)
    assert report.query == "any_text=battery"
    assert report.data_date == "2022-01-01"
    assert [(each.name, each.publications) for each in report.sources] == [("table", 6)]


def test_trends(report: NavigationReport) -> None:
    assert {row.year: (row.count, row.applicants) for row in report.trends.filing} == {2019: (2, 2), 2020: (2, 2)}
    assert {row.year: row.count for row in report.trends.publication} == {2020: 2, 2021: 3, 2022: 1}
    # data to 2022-01-01: only what was filed before July 2020 is out, so 2019 is the last whole year
    assert report.trends.complete_through == 2019
    assert report.trends.publication_complete_through == 2021


def test_applicants_are_merged_and_every_merge_is_shown(report: NavigationReport) -> None:
    assert [(each.name, each.count) for each in report.applicants] == [("Lotus Technology", 3), ("Harbour Limited", 2)]
    assert {(each.written, each.rule) for each in report.merges} == {
        ("LOTUS TECHNOLOGY CO LTD", "company_form"), ("Lotus Technology GmbH", "company_form"),
        ("Lotus Technology Co., Ltd.", "company_form"), ("莲花技术有限公司", "stated_together"), ("Harbour Ltd", "company_form"),
    }  # fmt: skip


def test_pairs_inventors_countries_classes(report: NavigationReport) -> None:
    assert [(each.count, {each.one, each.other}) for each in report.pairs] == [(1, {"Lotus Technology", "Harbour Limited"})]
    assert counted(report.inventors) == {"Ann Sea": 2, "Li Wei": 2}
    assert counted(report.applicant_countries) == {"CN": 2, "GB": 2, "DE": 1}
    assert counted(report.offices) == {"US": 2, "CN": 1, "EP": 1, "JP": 1}
    assert counted(report.priority_countries) == {"GB": 2, "CN": 1}
    levels = {level: counted(rows) for level, rows in report.classes[0].levels.items()}
    assert levels == {
        "section": {"H": 4}, "class": {"H01": 3, "H02": 2}, "subclass": {"H01M": 3, "H02J": 2},
        "group": {"H01M 10": 2, "H02J 7": 2, "H01M 4": 1},
    }  # fmt: skip


def test_key_patents_tell_self_citations_apart(report: NavigationReport) -> None:
    [first, *_] = report.key_patents
    # cited by US 2 (Lotus and Harbour: the same applicant takes part), US 3 (Harbour) and EP 4 (Lotus under its Chinese name)
    assert (first.key, first.by_others, first.by_self) == ("patent/CN/101551481/A", 1, 2)
    assert first.self_names == ("Lotus Technology",)
    assert first.score == 1 * rules().key_patents.others + 2 * rules().key_patents.self


def test_what_was_left_out_is_said(report: NavigationReport) -> None:
    missing = {each.what: each.count for each in report.left_out}
    assert missing["no_filing_date"] == missing["no_applicant"] == missing["no_ipc"] == 1
    assert missing["no_cpc"] == 5
    assert missing["no_priority"] == 2
    assert missing["other_categories"] == 1, "the mark"


def test_every_figure_is_what_its_query_finds(home: Path, report: NavigationReport) -> None:
    figures = [(row.condition, row.count) for row in (*report.trends.filing, *report.trends.publication)]
    figures += [(row.condition, row.count) for each in report.classes for rows in each.levels.values() for row in rows]
    for rows in (report.applicant_countries, report.offices, report.priority_countries, report.inventors, report.status):
        figures += [(row.condition, row.count) for row in rows]
    figures += [(each.condition, each.count) for each in report.applicants]
    figures += [(each.condition, each.count) for each in report.pairs]
    assert report.white_spots
    figures += [
        (c.condition, c.count) for c in (*report.white_spots.classes.cells, *report.white_spots.years.cells) if c.condition
    ]
    assert len(figures) > 30
    assert all(condition for condition, _ in figures)
    for condition, count in figures:
        query = full(report.query, condition)
        assert search(home, query, language="cql", category="patent", group="right", limit=0).total == count, query
    for patent in report.key_patents:
        found = search(home, patent.citing, language="cql", category="patent", group="right", limit=0).total
        assert found == patent.by_others + patent.by_self


def test_years_narrow_the_query(home: Path) -> None:
    found = navigate(home, "battery", from_year=2020, to_year=2021)
    assert (found.applications, found.query) == (2, 'any_text=battery and ad within "2020 2021"')
    assert navigate(home, "battery", to_year=2019).applications == 2


def test_nothing_found_is_a_report_of_noughts(home: Path) -> None:
    found = navigate(home, "zeppelin")
    assert (found.applications, found.applicants, found.trends.filing, found.life_cycle) == (0, (), (), ())


@pytest.mark.parametrize(
    ("choices", "error", "words"),
    [
        ({}, InputError, "Nothing to report on"),
        ({"subject": "moonshine"}, NotFound, "no subject database 'moonshine'.*robots"),
        ({"text": "battery", "subject": "robots"}, InputError, "both were given"),
        ({"text": "battery", "from_year": 2021, "to_year": 2019}, InputError, "No year lies from 2021 to 2019"),
        ({"text": "battery", "from_year": 3}, InputError, "3 cannot be a year"),
        ({"text": "ti=(battery", "language": "cql"}, QueryError, "not closed"),
        ({"text": "battery", "most": 3}, InputError, "would count 6 publications"),
    ],
)
def test_bad_questions_are_told(home: Path, choices: dict[str, object], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        navigate(home, **choices)  # type: ignore[arg-type]


def test_without_data_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(BackendError, match="no data yet"):
        navigate(tmp_path, "battery")


def test_only_current_versions_count(tmp_path: Path) -> None:
    """A second load that corrects an applicant: the old version stays in the lake, but not in the report."""
    first = tmp_path / "first.jsonl"
    second = tmp_path / "second.jsonl"
    first.write_bytes(b"".join(encode(each) + b"\n" for each in patents()))
    second.write_bytes(encode(patents()[3]).replace(b"Harbour Limited", b"Quay Limited") + b"\n")
    home = tmp_path / "home"
    load_source(home, [str(first)])
    load_source(home, [str(second)])
    for query in ("battery", "cql.allRecords=1"):
        found = navigate(home, query)
        assert {each.name: each.count for each in found.applicants} == {
            "Lotus Technology": 3, "Harbour Ltd": 1, "Quay Limited": 1,
        }  # fmt: skip
        assert found.publications == 6
        assert {(each.by_others, each.by_self) for each in found.key_patents} == {(1, 2)}


def test_undated_applications_make_no_white_spot(tmp_path: Path) -> None:
    """Forty dated applications of one class, forty undated of another: no year is thin in the second."""
    records = [
        msgspec.structs.replace(
            patents()[2 + 3 * (number % 2)], key=f"patent/US/{number}/A1", number=str(number), right_id=f"US/{number}",
            publication_date="2022-01-01",
            classifications=(Classification("ipc", "H01M 10/05" if number % 2 == 0 else "A61K 9/00"),),
        )
        for number in range(80)
    ]  # fmt: skip
    file = tmp_path / "dated.jsonl"
    file.write_bytes(b"".join(encode(each) + b"\n" for each in records))
    load_source(tmp_path / "home", [str(file)])
    found = navigate(tmp_path / "home", "cql.allRecords=1").white_spots
    assert found
    assert {(cell.row, cell.count, cell.expected, cell.thin) for cell in found.years.cells} == {
        ("H01M", 40, 40.0, False), ("A61K", 0, 0.0, False),
    }  # fmt: skip
    assert [cell.thin for cell in found.classes.cells if cell.row == "A61K" and cell.column == "H01M"] == [True]
