"""Every export format: the whole result, equal to the records when it is read again, harmless in a spreadsheet, valid when empty."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from kapok.errors import BackendError, InputError, QueryError
from kapok.lake.lake import Lake
from kapok.records.parties import Party
from kapok.records.provenance import Provenance
from kapok.records.record import AnyRecord, Patent, decode, encode
from kapok.records.text import Text
from kapok.services.export_records import EXPORT_FORMATS, export, export_to_file
from kapok.services.export_rows import COLUMNS, flat
from kapok.services.export_workbook import NOTES, cell_text
from kapok.services.load_source import load_source
from kapok.services.search_records import search

from .conftest import Writer

QUERIES = [
    "",
    "ti=battery",
    "category=mark and nice=9",
    "mark/CN/99000001".replace("mark/CN/", ""),
    "office=HK not status=in_force",
]
NOTHING = "ti=zygomorphic"


@pytest.fixture(scope="module")
def records(sample_home: Path) -> dict[str, AnyRecord]:
    """Every record of the sample by key, from the lake."""
    every = (decode(text) for batch in Lake(sample_home).stream() for text in batch)
    return {record.key: record for record in every}


def content(home: Path, query: str, fmt: str, **settings: str) -> bytes:
    return b"".join(export(home, query, fmt, **settings))


def csv_rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheet_rows(data: bytes) -> list[list[str]]:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    rows = [["" if value is None else value for value in row] for row in book.active.iter_rows(values_only=True)]
    book.close()
    return rows


def parquet_rows(data: bytes, tmp_path: Path) -> list[tuple[str, ...]]:
    file = tmp_path / "export.parquet"
    file.write_bytes(data)
    with duckdb.connect() as connection:
        result = connection.execute("SELECT * FROM read_parquet(?)", [str(file)])
        names = tuple(column[0] for column in result.description)
        return [names, *result.fetchall()]


def ris_entries(data: bytes) -> Iterator[dict[str, list[str]]]:
    for entry in data.decode("utf-8").split("ER  - \r\n\r\n"):
        fields: dict[str, list[str]] = {}
        for line in entry.splitlines():
            assert re.match(r"[A-Z][A-Z0-9]  - ", line), f"a line of a RIS file has a tag: {line!r}"
            fields.setdefault(line[:2], []).append(line[6:])
        if fields:
            yield fields


@pytest.mark.parametrize("query", QUERIES)
def test_jsonl_holds_the_whole_result_and_each_record_whole(
    sample_home: Path, records: dict[str, AnyRecord], query: str
) -> None:
    found = [decode(line) for line in content(sample_home, query, "jsonl").splitlines()]
    assert {record.key: record for record in found} == {record.key: records[record.key] for record in found}
    assert len({record.key for record in found}) == len(found) == search(sample_home, query, limit=0).total > 0
    listed = {hit.key for hit in search(sample_home, query, limit=1000).hits}
    assert listed == {record.key for record in found}


@pytest.mark.parametrize("query", QUERIES[1:3])
def test_csv_xlsx_and_parquet_say_what_the_records_say(
    sample_home: Path, records: dict[str, AnyRecord], query: str, tmp_path: Path
) -> None:
    keys = [decode(line).key for line in content(sample_home, query, "jsonl").splitlines()]
    expected = [flat(records[key]) for key in keys]
    assert csv_rows(content(sample_home, query, "csv")) == [list(COLUMNS), *(list(row) for row in expected)]
    assert sheet_rows(content(sample_home, query, "xlsx")) == [list(COLUMNS), *(list(row) for row in expected)]
    table = parquet_rows(content(sample_home, query, "parquet"), tmp_path)
    assert table[0] == (*COLUMNS, "record")
    assert [row[:-1] for row in table[1:]] == expected
    assert [decode(row[-1]) for row in table[1:]] == [records[key] for key in keys]


def test_flat_columns_hold_the_values_of_the_record(records: dict[str, AnyRecord]) -> None:
    row = dict(zip(COLUMNS, flat(records["patent/CN/99000004/B2"]), strict=True))
    record = records["patent/CN/99000004/B2"]
    assert row["key"] == "patent/CN/99000004/B2"
    assert row["title"] == record.titles[0].text
    assert row["applicants"] == next(party.name for party in record.parties if party.role == "applicant")
    assert (row["filing_date"], row["publication_date"]) == (record.filing_date, record.publication_date)
    assert row["ipc"] == record.classifications[0].symbol
    mark = records["mark/CN/99000001"]
    row = dict(zip(COLUMNS, flat(mark), strict=True))
    assert row["title"] == mark.mark_text  # type: ignore[union-attr]
    assert row["nice"].split("; ") == [str(c.symbol) for c in mark.classifications if c.scheme == "nice"]
    assert mark.goods_and_services[0].text in row["goods_and_services"]  # type: ignore[union-attr]


@pytest.mark.parametrize("query", QUERIES)
def test_ris_and_bibtex_name_every_record_once(sample_home: Path, records: dict[str, AnyRecord], query: str) -> None:
    keys = [decode(line).key for line in content(sample_home, query, "jsonl").splitlines()]
    entries = list(ris_entries(content(sample_home, query, "ris")))
    assert [entry["ID"] for entry in entries] == [[key] for key in keys]
    for entry, key in zip(entries, keys, strict=True):
        assert len(entry["TY"]) == 1
        assert entry.get("TI", [""])[0] == (records[key].titles[0].text if records[key].titles else "")
    bib = content(sample_home, query, "bibtex").decode("utf-8")
    assert re.findall(r"^@\w+\{([^,]+),$", bib, re.MULTILINE) == [key.replace("/", "-") for key in keys]
    assert bib.count("\n}\n") == len(keys)


def test_a_category_and_a_language_narrow_an_export(sample_home: Path) -> None:
    lines = content(sample_home, "battery", "jsonl", category="patent", language="plain").splitlines()
    assert len(lines) == search(sample_home, "battery", category="patent", language="plain", limit=0).total
    assert {decode(line).category for line in lines} == {"patent"}


DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://example.org","x")', "=cmd|' /C calc'!A0"]
ODD = [
    "a\nb",
    'say "hi"; a,b',
    "电池，電池",
    "{\\brace} 100% & $5 #1 _x_ }",
    "bell \x07 and _x0041_",
    "x" * 40_000,
    "ER  - \r\nTY  - JOUR",
]


@pytest.fixture(scope="module")
def odd_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Records whose titles, names and abstracts are what attackers and bad data put there."""
    folder = tmp_path_factory.mktemp("odd")
    file = folder / "odd.jsonl"
    file.write_bytes(
        b"".join(
            encode(
                Patent(
                    key=f"patent/CN/{n}/A",
                    category="patent",
                    office_code="CN",
                    number=str(n),
                    kind_code="A",
                    titles=(Text(text, "en"),),
                    abstracts=(Text(text, "en"),),
                    parties=(Party(text, "applicant"),),
                    provenance=Provenance(source="odd", format="kapok-jsonl"),
                )
            )
            + b"\n"
            for n, text in enumerate(DANGEROUS + ODD)
        )
    )
    assert load_source(folder / "home", [str(file)]).stored == len(DANGEROUS + ODD)
    return folder / "home"


def test_nothing_in_a_csv_starts_a_formula(odd_home: Path) -> None:
    rows = {row[0]: row for row in csv_rows(content(odd_home, "", "csv"))[1:]}
    for n, text in enumerate(DANGEROUS):
        row = dict(zip(COLUMNS, rows[f"patent/CN/{n}/A"], strict=True))
        assert (row["title"], row["applicants"], row["abstract"]) == ("'" + text,) * 3
    for n, text in enumerate(ODD, start=len(DANGEROUS)):
        assert rows[f"patent/CN/{n}/A"][COLUMNS.index("title")] == text
    assert [cell for row in rows.values() for cell in row if cell[:1] in set("=+-@\t\r")] == []


def test_every_cell_of_a_workbook_is_a_text(odd_home: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content(odd_home, "", "xlsx")))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.hyperlink for cell in cells if cell.hyperlink] == []
    titles = {row[0].value: row[COLUMNS.index("title")].value for row in book.active.iter_rows(min_row=2)}
    for n, text in enumerate(DANGEROUS + ODD):
        shown = text if len(text) < 40_000 else text[:32_766] + "…"
        assert unescape(titles[f"patent/CN/{n}/A"]) == shown  # signs that XML lacks are written _xHHHH_


def test_a_cut_cell_is_marked_counted_and_told(odd_home: Path, tmp_path: Path) -> None:
    cut = {"title": 1, "applicants": 1, "abstract": 1}
    file = tmp_path / "odd.xlsx"
    assert export_to_file(odd_home, "", file).cut_cells == cut
    book = openpyxl.load_workbook(file)
    notes = [list(row) for row in book[NOTES].iter_rows(values_only=True)]
    assert notes[0] == ["column", "cells cut"]
    assert dict(notes[1:4]) == cut
    assert "3 cells hold only the first 32,767 characters" in str(notes[-1][0])
    assert export_to_file(odd_home, "", tmp_path / "odd.csv").cut_cells == {}
    assert NOTES not in openpyxl.load_workbook(io.BytesIO(content(odd_home, "number=1", "xlsx"))).sheetnames


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("x" * 32_767, "x" * 32_767),
        ("x" * 32_768, "x" * 32_766 + "…"),
        ("电" * 32_767, "电" * 32_767),
        ("𠮷" * 16_383, "𠮷" * 16_383),
        ("𠮷" * 16_384, "𠮷" * 16_383 + "…"),
        ("x" + "𠮷" * 16_383, "x" + "𠮷" * 16_383),
        ("x" * 32_000 + "𠮷" * 10_000, "x" * 32_000 + "𠮷" * 383 + "…"),
    ],
)
def test_a_cell_holds_what_excel_holds(text: str, shown: str) -> None:
    """The limit counts UTF-16 code units: a sign beyond the basic plane takes two."""
    assert cell_text(text) == shown
    assert len(shown.encode("utf-16-le")) // 2 <= 32_767


def test_a_reference_cannot_forge_another(odd_home: Path) -> None:
    entries = list(ris_entries(content(odd_home, "", "ris")))
    assert len(entries) == len(DANGEROUS + ODD)
    bib = content(odd_home, "", "bibtex").decode("utf-8")
    assert len(re.findall(r"^@", bib, re.MULTILINE)) == len(DANGEROUS + ODD)
    for entry in bib.split("\n}\n")[:-1]:
        bare = re.sub(r"\\[{}]", "", entry)
        assert bare.count("{") == bare.count("}") + 1, "braces are balanced, the entry's own closing one cut off"


@pytest.mark.parametrize("fmt", EXPORT_FORMATS)
def test_an_empty_result_is_a_valid_empty_file(sample_home: Path, tmp_path: Path, fmt: str) -> None:
    data = content(sample_home, NOTHING, fmt)
    if fmt == "csv":
        assert csv_rows(data) == [list(COLUMNS)]
    elif fmt == "xlsx":
        assert sheet_rows(data) == [list(COLUMNS)]
    elif fmt == "parquet":
        assert parquet_rows(data, tmp_path) == [(*COLUMNS, "record")]
    else:
        assert data == b""


def test_an_export_loads_back_without_a_change(sample_home: Path, records: dict[str, AnyRecord], tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    assert export_to_file(sample_home, "", file).records == len(records)
    again = load_source(sample_home, [str(file)])
    assert (again.read, again.stored, again.unchanged, again.rejected) == (len(records), 0, len(records), 0)
    fresh = tmp_path / "home"
    assert load_source(fresh, [str(file)]).stored == len(records)
    assert content(fresh, "", "jsonl") == file.read_bytes()


def test_odd_records_load_back_too(odd_home: Path, tmp_path: Path) -> None:
    file = tmp_path / "odd.ndjson"
    export_to_file(odd_home, "", file)
    again = load_source(odd_home, [str(file)])
    assert (again.stored, again.rejected) == (0, 0)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl", "ndjson", "ris", "bib", "parquet", "CSV"])
def test_the_ending_of_the_name_says_the_format(sample_home: Path, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"result.{ending}"
    assert export_to_file(sample_home, "ti=battery", file).records == search(sample_home, "ti=battery", limit=0).total
    fmt = {"ndjson": "jsonl", "bib": "bibtex"}.get(ending.lower(), ending.lower())
    if fmt not in ("xlsx", "parquet"):  # those carry the time they were made
        assert file.read_bytes() == content(sample_home, "ti=battery", fmt)
    assert list(tmp_path.iterdir()) == [file]


def test_what_cannot_be_exported_is_told_before_the_first_byte(sample_home: Path, tmp_path: Path) -> None:
    for query, fmt, category, error in [
        ("battery", "doc", "", InputError),
        ("ti=(", "csv", "", QueryError),
        ("battery", "csv", "inventions", InputError),
    ]:
        with pytest.raises(error):
            export(sample_home, query, fmt, category=category)
    with pytest.raises(BackendError):
        export(tmp_path / "nowhere", "battery", "csv")
    kept = tmp_path / "kept.csv"
    kept.write_text("kept", encoding="utf-8")
    with pytest.raises(QueryError):
        export_to_file(sample_home, "ti=(", kept)
    assert kept.read_text(encoding="utf-8") == "kept"


def test_a_long_result_is_streamed(tmp_path: Path, native: Writer) -> None:
    """Several batches of every kind: nothing is lost or doubled at their borders."""
    from .conftest import a_patent

    file = native("many.jsonl", (a_patent(str(n), f"Rotary pump {n}") for n in range(1, 4201)))
    load_source(tmp_path / "home", [str(file)])
    for fmt, rows in (("csv", csv_rows), ("xlsx", sheet_rows)):
        keys = [row[0] for row in rows(content(tmp_path / "home", "ti=pump", fmt))[1:]]
        assert len(keys) == len(set(keys)) == 4200
