"""Cells: events, registers and the lake counted by place and month; what came in a year and what is in force at its end."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kapok import clock
from kapok.errors import BackendError, InputError, NotFound
from kapok.records.provenance import Provenance
from kapok.records.record import Mark, encode
from kapok.services.compute_figures import figures_for
from kapok.services.drill_down import Sight, drill_down
from kapok.services.export_cases import export_entries
from kapok.services.gather_figures import gather
from kapok.services.keep_register import keep_register, kept_entries
from kapok.services.load_source import load_source
from kapok.services.make_sample_year import make_sample_year
from kapok.statistics.compute import cells_path, read_cells, refresh
from kapok.statistics.declared import counties, indicators
from kapok.statistics.public import public_cells, public_counties
from kapok.statistics.sources import Entry, EventRow, events_folder, write_events
from kapok.statistics.wanted import wanted


def filed(case: str, day: str, region: str, authority: str = "market_regulation") -> EventRow:
    return EventRow(case, 1, "P11", "approve_filing", "investigating", day, region, f"o-{region}", authority)


def cell(home: Path, key: str, region: str = "440000", month: int = 0, year: int = 2024) -> str:
    found = read_cells(home, year, ids=[key], region=region, month=month)
    return found[0].value if found else "-"


@pytest.fixture(scope="module")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated year, a quarter of the ordinary size."""
    home = tmp_path_factory.mktemp("year")
    with clock.fixed(datetime(2026, 2, 1, tzinfo=UTC)):
        make_sample_year(home, 2025, 0.25)
    return home


def test_every_register_indicator_is_computed() -> None:
    known = {key for key, each in indicators(2023).items() if each.producer.by in ("register", "records")}
    assert len(known) == 100
    assert known <= wanted(indicators(2023).values()).ids


def test_a_county_counts_in_its_city_and_the_offices_of_a_city_in_no_county(tmp_path: Path) -> None:
    rows = [filed("a", "2024-01-05", "440106"), filed("b", "2024-01-06", "440100"), filed("c", "2024-03-01", "440000")]
    write_events(events_folder(tmp_path, 2024), rows)
    found = {(each.region, each.month): each.value for each in read_cells(tmp_path, 2024, ids=["III-03"])}
    assert found == {
        ("440000", 0): "3", ("440000", 1): "2", ("440000", 3): "1", ("440100", 0): "2", ("440100", 1): "2",
        ("440106", 0): "1", ("440106", 1): "1",
    }  # fmt: skip


def test_offices_of_different_authorities_are_told_apart(tmp_path: Path) -> None:
    rows = [filed("a", "2024-01-05", "440100"), filed("b", "2024-01-05", "440100", "copyright")]
    write_events(events_folder(tmp_path, 2024), rows)
    assert (cell(tmp_path, "III-03"), cell(tmp_path, "III-23"), cell(tmp_path, "III-10")) == ("1", "1", "-")


STOCK = [  # since, until, what January, June, December and the year say
    ("2020-05-01", "", ("1", "1", "1", "1")),
    ("2024-03-15", "", ("-", "1", "1", "1")),
    ("2020-05-01", "2024-06-30", ("1", "-", "-", "0")),
    ("2020-05-01", "2024-07-01", ("1", "1", "-", "0")),
    ("2024-02-01", "2024-02-20", ("-", "-", "-", "0")),
    ("2020-05-01", "2023-12-31", ("-", "-", "-", "0")),
    ("2020-05-01", "2025-01-01", ("1", "1", "1", "1")),
]


@pytest.mark.parametrize(("since", "until", "told"), STOCK)
def test_a_stock_is_what_is_in_force_on_the_last_day(tmp_path: Path, since: str, until: str, told: tuple[str, ...]) -> None:
    name = indicators()["VII-24"].producer.list
    entry = Entry(register="agencies", list=name, number="1", name="A", since=since, until=until, region="440305")
    export_entries(tmp_path, [entry], "kept")
    assert tuple(cell(tmp_path, "VII-24", month=month) for month in (1, 6, 12, 0)) == told
    assert cell(tmp_path, "VII-24", "440300") == told[3].replace("0", "-")


def test_a_flow_counts_the_year_and_quantities_tags_holders_and_cities_are_counted_as_declared(tmp_path: Path) -> None:
    def entries(key: str, rows: list[tuple[str, str, str, str, tuple[str, ...]]]) -> list[Entry]:
        producer = indicators()[key].producer
        return [
            Entry(
                register=producer.register, list=producer.list, number=str(n), name="x", since=since, holder=holder,
                region=region, quantity=quantity, tags=tags,
            )
            for n, (since, holder, region, quantity, tags) in enumerate(rows)
        ]  # fmt: skip

    export_entries(
        tmp_path,
        [
            *entries("VIII-17", [("2024-01-05", "", "440100", "3", ()), ("2024-02-05", "", "440100", "2", ()),
                                 ("2023-12-31", "", "440100", "9", ())]),
            *entries("V-10", [("2024-05-01", "", "440300", "1", ("gold",)), ("2024-05-01", "", "440300", "1", ())]),
            *entries("VI-10", [("2024-05-01", "U1", "440100", "1", ()), ("2024-05-01", "U1", "440100", "1", ())]),
            *entries("V-30", [("2019-05-01", "", "440106", "1", ()), ("2020-05-01", "", "440103", "1", ()),
                              ("2021-05-01", "", "440300", "1", ()), ("2021-05-01", "", "440000", "1", ())]),
        ],
        "kept",
    )  # fmt: skip
    told = {key: cell(tmp_path, key) for key in ("VIII-17", "VIII-18", "V-10", "V-12", "VI-10", "VI-09", "V-30", "V-31")}
    assert told == {
        "VIII-17": "2", "VIII-18": "5", "V-10": "2", "V-12": "1", "VI-10": "2", "VI-09": "1", "V-30": "4", "V-31": "2",
    }  # fmt: skip


def test_records_of_the_lake_are_counted_once_each(tmp_path: Path) -> None:
    def mark(number: str, office: str, day: str, title: str) -> bytes:
        return encode(
            Mark(
                key=f"mark/{office}/{number}", category="mark", office_code=office, number=number, mark_text=title,
                registration_date=day, provenance=Provenance(source="test", format="kapok-jsonl"),
            )
        )  # fmt: skip

    first = [mark("1", "EM", "2020-05-01", "A"), mark("2", "CN", "2024-03", "B"), mark("3", "CN", "2024", "C"),
             mark("4", "EM", "", "D"), mark("5", "EM", "2025-01-01", "E")]  # fmt: skip
    for name, rows in (
        ("a", first),
        ("b", [mark("1", "EM", "2020-05-01", "A, named anew"), mark("2", "CN", "2024-06-30", "B")]),
    ):
        file = tmp_path / f"{name}.jsonl"
        file.write_bytes(b"\n".join(rows) + b"\n")
        load_source(tmp_path, [str(file)], format_name="kapok-jsonl", source="test")
    assert [cell(tmp_path, "VII-10", month=month) for month in (1, 5, 6, 12, 0)] == ["2", "2", "3", "4", "4"]
    assert (cell(tmp_path, "VII-11"), cell(tmp_path, "VII-10", year=2025), cell(tmp_path, "VII-10", year=2019)) == (
        "2",
        "5",
        "1",
    )
    assert cell(tmp_path, "VII-09") == "-"
    assert cell(tmp_path, "VII-24") == "-"


def test_cells_are_kept_until_a_source_changes(tmp_path: Path) -> None:
    write_events(events_folder(tmp_path, 2023), [filed("a", "2023-01-05", "440100")])
    write_events(events_folder(tmp_path, 2024), [filed("b", "2024-01-05", "440100")])
    refresh(tmp_path, 2023)
    made = cells_path(tmp_path, 2023).stat().st_mtime_ns
    refresh(tmp_path, 2024)
    write_events(events_folder(tmp_path, 2024), [filed("b", "2024-01-05", "440100"), filed("c", "2024-01-06", "440100")])
    assert cell(tmp_path, "III-03") == "2"
    refresh(tmp_path, 2023)
    assert cells_path(tmp_path, 2023).stat().st_mtime_ns == made


def test_a_damaged_export_is_told_and_leaves_no_cells(tmp_path: Path) -> None:
    folder = events_folder(tmp_path, 2024)
    folder.mkdir(parents=True)
    (folder / "events.parquet").write_bytes(b"PAR1 no parquet")
    with pytest.raises(BackendError, match="cannot be computed"):
        read_cells(tmp_path, 2024)
    assert not cells_path(tmp_path, 2024).exists()
    write_events(folder, [filed("a", "2024-01-05", "440100")])
    assert cell(tmp_path, "III-03") == "1"


def test_a_generated_year_is_whole_and_adds_up(sample_home: Path) -> None:
    found = gather(sample_home, 2025)
    missing = [key for key, each in indicators(2025).items() if each.kind == "figure" and key not in found.figures]
    assert missing == ["VII-13"]
    assert [each.check for each in found.findings if each.status == "fails"] == []
    origins = {each.origin for each in found.figures.values()}
    assert origins == {"events", "register", "report"}
    cells = {(each.region, each.month): int(each.value) for each in read_cells(sample_home, 2025, ids=["III-03"])}
    months = sum(value for (place, month), value in cells.items() if place == "440000" and month)
    assert months == cells["440000", 0]
    for city in ("440100", "440300"):
        inside = sum(
            value for (place, month), value in cells.items() if place in counties() and place[:4] == city[:4] and not month
        )
        assert 0 < inside <= cells[city, 0]


def test_generating_a_year_again_changes_nothing_and_never_goes_among_real_figures(sample_home: Path) -> None:
    before = {key: each.value for key, each in gather(sample_home, 2025).figures.items()}
    again = make_sample_year(sample_home, 2025, 0.25)
    assert {key: each.value for key, each in gather(sample_home, 2025).figures.items()} == before
    assert again.cases > 4000
    with pytest.raises(Exception, match="real figures"):
        make_sample_year(sample_home, 2023)


def test_the_public_sees_no_small_count(sample_home: Path) -> None:
    shown = public_cells(sample_home, 2025, "III-11")
    assert None in shown.values()
    assert not [value for place, value in shown.items() if value is not None and 0 < int(value) < 5 and place != ("440000", 0)]
    told = {each.id: each.value for each in figures_for(sample_home, 2025, "441400", public=True)}
    whole = {each.id: each.value for each in figures_for(sample_home, 2025, "441400")}
    assert any(whole[key] and not told[key] for key in told)
    parts = public_counties(sample_home, 2025, "III-03", "440300")
    assert not [value for value in parts.values() if value is not None and 0 < int(value) < 5]


def test_a_figure_leads_to_the_very_cases_that_the_reader_may_open(tmp_path: Path) -> None:
    rows = [filed(f"case-{n}", f"2024-0{n % 9 + 1}-05", "440100") for n in range(9)]
    write_events(events_folder(tmp_path, 2024), rows)

    def sights(keys: object) -> dict[str, Sight]:
        return {key: Sight(key == "case-3", "it is published", f"/notices/{key}") for key in keys}  # type: ignore[attr-defined]

    found = drill_down(tmp_path, "III-03", 2024, "440100", sights=sights)
    assert ([each.case_key for each in found.cases], found.closed, found.value) == (["case-3"], 8, "9")
    small = drill_down(tmp_path, "III-03", 2024, "440100", 3, sights=sights)
    assert (small.value, small.cases, small.closed) == (None, (), 0)
    assert drill_down(tmp_path, "III-03", 2024, "440100", 3, sights=sights, insider=True).value == "1"
    assert drill_down(tmp_path, "II-01", 2024).by == ""
    assert drill_down(tmp_path, "VII-11", 2024).query == "office = EM"
    with pytest.raises(InputError, match="no month"):
        drill_down(tmp_path, "III-03", 2024, month=13)
    with pytest.raises(NotFound):
        drill_down(tmp_path, "III-03", 2024, "110000")


HEAD = "list,number,name,since,until,region,reason\n"
BAD_ENTRIES = [
    ("agency_lists,1,A,2020-01-01,,,", "no list"),
    ("{list},1,A,01/02/2020,,,", "no day"),
    ("{list},1,A,2031-01-01,,,", "future"),
    ("{list},1,A,2020-01-01,2019-01-01,,", "swapped"),
    ("{list},,A,2020-01-01,,,", "number and a name"),
    ("{list},1,A,2020-01-01,,110000,", "no region"),
]


@pytest.mark.parametrize(("row", "why"), BAD_ENTRIES)
def test_a_bad_entry_is_refused_with_its_reason(tmp_path: Path, row: str, why: str) -> None:
    name = indicators()["VII-24"].producer.list
    file = tmp_path / "agencies.csv"
    file.write_text(HEAD + row.format(list=name) + f"\n{name},9,Good,2020-01-01,,440100,\n", "utf-8")
    done = keep_register(tmp_path, "agencies", file)
    assert (done.taken, [each.row for each in done.refused]) == (1, [2])
    assert why in done.refused[0].why


def test_an_entry_is_corrected_with_a_reason_and_nothing_is_overwritten(tmp_path: Path) -> None:
    name = indicators()["VII-24"].producer.list
    file = tmp_path / "agencies.csv"
    file.write_text(HEAD + f"{name},1,A,2020-01-01,,440100,\n", "utf-8")
    assert keep_register(tmp_path, "agencies", file).taken == 1
    assert cell(tmp_path, "VII-24", year=2024) == "1"
    file.write_text(HEAD + f"{name},1,A,2020-01-01,2023-05-01,440100,\n", "utf-8")
    assert "needs a reason" in keep_register(tmp_path, "agencies", file).refused[0].why
    file.write_text(HEAD + f"{name},1,A,2020-01-01,2023-05-01,440100,it closed\n", "utf-8")
    assert keep_register(tmp_path, "agencies", file).taken == 1
    assert cell(tmp_path, "VII-24", year=2024) == "0"
    assert kept_entries(tmp_path)["agencies", name, "1"].until == "2023-05-01"
    assert (tmp_path / "statistics" / "registers.jsonl").read_bytes().count(b"\n") == 2
    with pytest.raises(NotFound, match="kept here"):
        keep_register(tmp_path, "gi_products", file)
