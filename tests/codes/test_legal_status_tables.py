"""Event codes and status words of offices: the tables hold together and agree with the collected code lists."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import get_args

import openpyxl
import pytest

from kapok.codes.declared import read_rows
from kapok.codes.legal_status import (
    UNASSIGNED,
    Status,
    Verdict,
    effects,
    event_category,
    event_meanings,
    find_event_meaning,
    find_office_status,
    legal_categories,
    legal_word,
    legal_words,
)
from kapok.codes.offices import is_office_code

REASONS = {key for key, row in legal_words().items()} - set(get_args(Status))


def test_effects_are_statuses() -> None:
    assert set(effects().values()) <= set(get_args(Status))
    assert effects() == {
        "A": "pending",
        "B": "not_in_force",
        "C": "pending",
        "F": "in_force",
        "H": "not_in_force",
        "K": "in_force",
    }


def test_every_event_has_a_category_and_every_end_a_reason() -> None:
    for (office, _, code), meaning in event_meanings().items():
        assert is_office_code(office)
        assert meaning.category == UNASSIGNED or meaning.category in legal_categories(), code
        assert meaning.words
        if effects().get(meaning.category) == "not_in_force":
            assert meaning.reason in REASONS, code
        else:
            assert meaning.reason == "", code


def test_every_status_word_has_a_verdict_and_only_ends_have_reasons() -> None:
    for row in read_rows("office_statuses"):
        assert row["verdict"] in get_args(Verdict), row
        assert row["office"] == "*" or is_office_code(row["office"])
        assert row["reason"] in REASONS or row["reason"] == ""
        assert row["reason"] == "" or row["verdict"] == "not_in_force"


@pytest.mark.parametrize(
    ("office", "subject", "text", "verdict", "reason"),
    [
        ("US", "mark", "700", "in_force", ""),
        ("US", "mark", "602", "not_in_force", "abandoned"),
        ("US", "mark", "630", "pending", ""),
        ("US", "mark", "The registration has been renewed.", "in_force", ""),
        ("US", "mark", "Abandoned because no Statement of Use was filed", "not_in_force", "abandoned"),
        ("KR", "mark", "등록", "in_force", ""),
        ("KR", "patent", "소멸", "not_in_force", "lapsed"),
        ("KR", "patent", "공개", "pending", ""),
        ("EM", "mark", "REGISTERED", "in_force", ""),
        ("EM", "mark", "registration expired", "not_in_force", "expired"),
        ("EM", "design", "DESIGN_LAPSED", "not_in_force", "lapsed"),
        ("DE", "mark", "Marke eingetragen", "in_force", ""),
        ("DE", "mark", "akte-vernichtet", "not_in_force", ""),
        ("TW", "mark", "註冊", "in_force", ""),
        ("CN", "patent", "未缴年费专利权终止", "not_in_force", "lapsed"),
        ("EP", "patent", "No opposition filed within time limit", "in_force", ""),
        ("IN", "geographical_indication", "Registered", "in_force", ""),
        ("BR", "mark", "Registration expired", "not_in_force", "expired"),
    ],
)
def test_status_word(office: str, subject: str, text: str, verdict: str, reason: str) -> None:
    found = find_office_status(office, text, subject)
    assert found is not None
    assert (found.verdict, found.reason) == (verdict, reason)


@pytest.mark.parametrize("text", ["", "registro concedido", "not registered", "opposition rejected", "12345"])
def test_what_no_table_covers_is_not_guessed(text: str) -> None:
    assert find_office_status("BR", text) is None


def test_unassigned_is_not_unknown() -> None:
    assert event_category("CN", "CF01") == "H"
    assert event_category("CN", "QQ99") == UNASSIGNED == ""
    assert find_event_meaning("CN", "QQ99") is None
    assert find_event_meaning("US", "REIN", "mark") != find_event_meaning("US", "REIN", "patent")
    assert legal_word("in_force", "zh-Hant") == "有效"
    assert legal_word("nonsense") == "nonsense"


@pytest.mark.shared
def test_every_us_status_code_has_a_verdict_that_fits_live_and_dead(shared_data: Path) -> None:
    # where we differ on purpose: papers filed after registration leave a mark registered
    ours = {"740": "in_force"}
    with (shared_data / "uspto-tm-codes" / "status_codes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        code, sign = row["code"], row["live_dead_indicator"]
        found = find_office_status("US", code)
        if sign.startswith("Indifferent") and code not in ("715",):
            continue
        assert found is not None, row
        if code in ours:
            assert found.verdict == ours[code]
        elif sign.startswith("Dead"):
            assert found.verdict == "not_in_force", row
        elif sign == "Live/Registered":
            assert found.verdict == "in_force", row
        elif sign == "Live/Pending" and code not in ("410", "413", "414"):
            assert found.verdict == "pending", row


@pytest.mark.shared
def test_every_us_mark_event_of_ours_exists(shared_data: Path) -> None:
    with (shared_data / "uspto-tm-codes" / "event_codes.csv").open(encoding="utf-8", newline="") as file:
        known = {row["code"] for row in csv.DictReader(file)}
    assert {code for office, subject, code in event_meanings() if (office, subject) == ("US", "mark")} - known == set()


@pytest.mark.shared
def test_patent_events_agree_with_the_inpadoc_classes(shared_data: Path) -> None:
    path = shared_data / "epo-legal-event-codes" / "legal_code_descriptions_202417.xlsx"
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))[1:]
    classes = {(row[0].strip(), str(row[1]).strip()): str(row[8] or "").strip() for row in rows if row[0]}
    unknown, differing = [], []
    for (office, subject, code), meaning in event_meanings().items():
        if subject != "patent":
            continue
        if (office, code) not in classes:
            unknown.append((office, code))
        elif classes[office, code] not in ("", meaning.category, "Z") and meaning.category != "T":
            differing.append((office, code, classes[office, code], meaning.category))
    assert unknown == [("DE", "R000"), ("DE", "R004")], "DPMAregister alone has these two"
    # on purpose: a notice of grounds ends nothing; the certificate of a granted patent shows the grant
    assert [row[:2] for row in differing] == [("KR", "E902"), ("KR", "E90F"), ("TW", "GD4A")]
