"""Reports of authorities: signed, questioned, corrected; swapped columns and swapped figures are found."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kapok import clock
from kapok.errors import InputError, NotAllowed
from kapok.evidence.canonical import canonical_bytes
from kapok.evidence.signer import is_signed, read_certificates
from kapok.services.ask_authority import answer_question, ask_question, open_questions, overview, versions_of
from kapok.services.report_figures import take_report
from kapok.statistics.sources import EventRow, events_folder, write_events

HEAD = "id,year,value,unit\n"


@pytest.fixture(autouse=True)
def spring() -> Iterator[None]:
    """A day on which 2024 is due and not late."""
    with clock.fixed(datetime(2025, 3, 1, tzinfo=UTC)):
        yield


def report(home: Path, text: str, authority: str = "courts") -> object:
    return take_report(home, text.encode(), "r.csv", authority, "p-1")


SWAPPED = [
    ("id,value,year,unit\nII-01,2024,91000,cases\nII-02,2024,95000,cases\n", "'year' and 'value'"),
    ("id,year,unit,value\nII-01,2024,91000,cases\nII-02,2024,95000,cases\n", "'value' and 'unit'"),
    ("unit,year,value,id\nII-01,2024,91000,cases\nII-02,2024,95000,cases\n", "'id' and 'unit'"),
    ("id,year,value,unit,region\nII-01,440000,91000,cases,2024\nII-02,440000,95000,cases,2024\n", "'year' and 'region'"),
]


@pytest.mark.parametrize(("text", "told"), SWAPPED)
def test_two_swapped_columns_are_found(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InputError, match=f"the columns {told} are swapped"):
        report(tmp_path, text)
    assert not (tmp_path / "statistics" / "reports.jsonl").exists()


def test_two_swapped_figures_are_flagged(tmp_path: Path) -> None:
    done = report(tmp_path, HEAD + "II-05,2024,426,cases\nII-08,2024,14000,cases\nII-06,2024,14300,cases\n")
    flagged = {each.id: each.why for each in done.flagged if "exchanged" in each.why}  # type: ignore[attr-defined]
    assert set(flagged) == {"II-05", "II-08"}
    assert "II-08" in flagged["II-05"]


def test_a_count_that_kapok_makes_itself_is_flagged(tmp_path: Path) -> None:
    row = EventRow("a", 1, "P11", "approve_filing", "investigating", "2024-02-01", "440100", "o")
    write_events(events_folder(tmp_path, 2024), [row])
    done = report(tmp_path, HEAD + "III-03,2024,4000,cases\n", "market_regulation")
    assert any("Kapok itself counts 1" in each.why for each in done.flagged)  # type: ignore[attr-defined]


WRONG_FILES = [
    (b"PK\x03\x04\x00\x00id,year", "no text|not UTF-8"),
    (b"id,year,value\nII-01,2024,1\n", "no column 'unit'"),
    (b"id,year,value,unit,colour\n", "unknown column 'colour'"),
    (b"id,year,value,unit,unit\n", "names a column twice"),
    (b"id,year,value,unit\nII-01,2024,91,000,cases\n", "more cells than columns"),
    ("id,year,value,unit,reason\nII-01,2024,1,cases,更正\n".encode("gb18030"), "line 2 is not UTF-8"),
    ("id,year,value,unit\nII-01,2024,1,cases\n".encode("utf-16"), "not UTF-8|no text"),
]


@pytest.mark.parametrize(("data", "told"), WRONG_FILES)
def test_a_file_that_is_no_such_table_is_told(tmp_path: Path, data: bytes, told: str) -> None:
    with pytest.raises(InputError, match=told):
        take_report(tmp_path, data, "r.csv", "courts")


def test_what_was_taken_is_signed(tmp_path: Path) -> None:
    done = report(tmp_path, HEAD + "II-01,2024,90000,cases\nII-02,2024,-1,cases\n")
    [path] = (tmp_path / "statistics" / "received").glob("*.json")
    signed = json.loads(path.read_text("utf-8"))
    [certificate, *_] = read_certificates(signed["certificates"].encode())
    body, signature = canonical_bytes(signed["statement"]), base64.b64decode(signed["signature"])
    assert is_signed(certificate, body, signature)
    assert not is_signed(certificate, body + b" ", signature)
    assert (signed["statement"]["person"], len(signed["statement"]["figures"])) == ("p-1", 1)
    assert done.log_index is not None  # type: ignore[attr-defined]


def test_a_question_is_closed_by_an_answer_or_a_correction(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="was not reported"):
        ask_question(tmp_path, "II-01", 2024, "", "A", "Is this right?")
    report(tmp_path, HEAD + "II-01,2024,90000,cases\nII-02,2024,90000,cases\n")
    for key in ("II-01", "II-02"):
        ask_question(tmp_path, key, 2024, "", "A", "Is this right?")
    assert set(open_questions(tmp_path, 2024)) == {("II-01", "440000"), ("II-02", "440000")}
    answer_question(tmp_path, "II-01", 2024, "", "B", "Yes, it is.")
    with pytest.raises(NotAllowed, match="Nobody asks"):
        answer_question(tmp_path, "II-01", 2024, "", "B", "Yes, it is.")
    with clock.fixed(datetime(2025, 3, 2, tzinfo=UTC)):
        report(tmp_path, "id,year,value,unit,reason\nII-02,2024,91000,cases,a digit was wrong\n")
    assert open_questions(tmp_path, 2024) == {}
    assert [each.figure.value for each in versions_of(tmp_path, "II-02", 2024)] == ["90000", "91000"]


def test_the_overview_says_who_owes_what(tmp_path: Path) -> None:
    [before] = overview(tmp_path, 2024, "courts")
    report(tmp_path, HEAD + "II-01,2024,90000,cases\n")
    [after] = overview(tmp_path, 2024, "courts")
    assert (before.reported, after.reported, after.due_by) == (0, 1, "2025-03-31")
    assert set(before.missing) - set(after.missing) == {"II-01"}
    assert sum(each.due for each in overview(tmp_path, 2024)) == 228
