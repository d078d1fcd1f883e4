"""Broken tables: each costs only what is broken, and says where and why.

To add a case put a small file into `bad/` and a line into one of the tables here.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.formats.tables.conftest import HERE, Outcome, make_workbook

from kapok.errors import InputError
from kapok.formats.container import HEAD_BYTES
from kapok.formats.ports import Head
from kapok.formats.registry import detect

BAD = HERE / "bad"
Read = Callable[..., Outcome]

ROWS = [
    # file, format, keys read, what is told of the rejected ones
    ("bad-encoding.csv", "simple-marks", ["86000001", "86000003"], ["row 3: its bytes are not utf-8 or gb18030"]),
    (
        "unclosed-quote.csv",
        "simple-marks",
        ["86000001", "86000003", "86000004", "86000005"],
        ["row 3: a quoted field is never closed"],
    ),
    (
        "unclosed-at-end.csv",
        "simple-marks",
        ["86000001", "86000003", "86000004"],
        ["row 3: a quoted field is never closed"],
    ),
    (
        "short-row.csv",
        "simple-marks",
        ["86000001", "86000003"],
        ["row 3: it has 2 cells, the heading has 3", "row 5: it has 5 cells, the heading has 3"],
    ),
    (
        "no-identity.csv",
        "simple-marks",
        ["86000003"],
        ["row 2: it has no number or name by which it could be known", "row 3: it has no office by which it could be known"],
    ),
    (
        "truncated.json",
        "us-marks-json",
        ["86000001"],
        ["record 2: the record has no end (the file is truncated)"],
    ),
    (
        "broken-object.json",
        "us-marks-json",
        ["86000001", "86000003"],
        [
            "record 2: it is not JSON: Expecting value",
            "record 4: it is not an object",
            "record 5: it holds half of a surrogate pair",
        ],
    ),
]


@pytest.mark.parametrize(("name", "format", "numbers", "told"), ROWS, ids=[row[0] for row in ROWS])
def test_bad_rows_are_told_and_the_others_are_read(
    read_text: Read, name: str, format: str, numbers: list[str], told: list[str]
) -> None:
    outcome = read_text((BAD / name).read_bytes(), name, format=f"table:{format}")
    assert sorted(record.number for record in outcome.records) == numbers
    assert sorted(f"{each.position}: {each.reason}" for each in outcome.rejected) == sorted(told)
    assert all(each.raw for each in outcome.rejected), "nothing for the quarantine file"


FILES = [
    ("missing-column.csv", "table:simple-marks", "needed: application_number, registration_number; found: office_code"),
    ("wrong-delimiter.csv", "table:simple-marks", "Check the delimiter"),
    ("duplicate-heading.csv", "table:simple-marks", "has the column 'mark_text' twice"),
    ("no-array.json", "table:us-marks-json", "the document is not a list"),
]


@pytest.mark.parametrize(("name", "format", "told"), FILES, ids=[row[0] for row in FILES])
def test_unusable_table_is_refused_with_a_reason(read_text: Read, name: str, format: str, told: str) -> None:
    with pytest.raises(InputError, match=re.escape(told)):
        read_text((BAD / name).read_bytes(), name, format=format)


@pytest.mark.parametrize(
    ("data", "format"),
    [(b"", "table:simple-marks"), (b"\n\n", "table:simple-marks"), (b"<xml/>", "table:simple-marks"), (b"\x00\x01", "table")],
)
def test_what_is_no_table_is_refused(read_text: Read, data: bytes, format: str) -> None:
    with pytest.raises(InputError):
        read_text(data, "thing", format=format)


def test_unknown_table_is_not_claimed_by_anyone() -> None:
    for data in (
        b"mention_id,unique_id\nUS7152514-3,a\n",
        b"type,office,year,count\nRegion,Africa,1980,93\n",
        b'{"some": "object"}\n',
        b"[1, 2, 3]",
        b"just a text\nof two lines\n",
        b"",
        make_workbook("Authority,Event-code\nAR,FA\n")[:HEAD_BYTES],
    ):
        assert detect(Head(data, "thing")) is None


def test_huge_cell_is_told(read_text: Read) -> None:
    limit = csv.field_size_limit(1000)
    try:
        text = "office_code,application_number,mark_text\nUS,1,KAPOK\nUS,2," + "X" * 2000 + "\nUS,3,KITE\n"
        outcome = read_text(text, format="table:simple-marks")
    finally:
        csv.field_size_limit(limit)
    assert [record.number for record in outcome.records] == ["00000001", "00000003"]
    assert outcome.rejected[0].position == "row 3"
    assert "too large" in outcome.rejected[0].reason


def test_formula_counts_with_its_stored_value_or_is_told(read_text: Read) -> None:
    book = make_workbook(
        "office_code,application_number,mark_text\nUS,86000001,KAPOK\nUS,86000002,KITE\n",
        formulas={"C2": '="KAP"&"OK"', "B3": "=1+1"},
    )
    outcome = read_text(book, "marks.xlsx", format="table:simple-marks")
    assert outcome.record.mark_text == ""
    assert outcome.record.provenance.repairs == ("formula without a stored value left out",)
    assert outcome.record.provenance.original == {"formula without a stored value left out": 'C2 ="KAP"&"OK"'}
    assert [each.position for each in outcome.rejected] == ["sheet Records, row 3"], "its number was a formula"


def test_damaged_workbook_is_refused(read_text: Read) -> None:
    book = make_workbook("office_code,application_number,mark_text\nUS,86000001,KAPOK\n")
    for data in (book[: len(book) // 2], book[:40] + b"\x00" * 30 + book[70:]):
        with pytest.raises(InputError, match="workbook that cannot be read"):
            read_text(data, "marks.xlsx", format="table:simple-marks")


def test_workbook_with_a_document_type_is_refused(read_text: Read, tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "b">]><workbook>&a;</workbook>')
    with pytest.raises(InputError, match="document type declaration"):
        read_text(path.read_bytes(), "bomb.xlsx", format="table")


def test_second_sheet_of_another_kind_is_told_and_not_counted(read_text: Read) -> None:
    import io

    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["office_code", "application_number", "mark_text"])
    book.active.append(["US", 86000001, "KAPOK"])
    notes = book.create_sheet("Notes")
    notes.append(["made by", "somebody"])
    out = io.BytesIO()
    book.save(out)
    outcome = read_text(out.getvalue(), "marks.xlsx", format="table")
    assert outcome.record.key == "mark/US/86000001"
    assert [(each.position, each.is_record) for each in outcome.rejected] == [("sheet Notes", False)]
