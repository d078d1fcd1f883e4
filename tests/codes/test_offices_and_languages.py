"""Offices (ST.3), languages, categories and INID labels: the tables are complete in four languages."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import pytest

from kapok.codes.categories import categories, get_category
from kapok.codes.declared import LANGUAGES, read_rows
from kapok.codes.inid import PARTY_CODES, inid_codes, inid_label, inid_of_field
from kapok.codes.kinds import find_kind, is_grant_kind, kind_name
from kapok.codes.languages import choose_language, parse_language, primary_language
from kapok.codes.offices import is_office_code, office_name, offices, parse_office_code
from kapok.errors import DefinitionError, InputError
from kapok.records.record import Design, Mark, Patent

TABLES = [
    "offices",
    "inid",
    "nice_titles",
    "ipc_titles",
    "vienna_titles",
    "locarno_titles",
    "legal_categories",
    "legal_words",
    "kind_words",
]


@pytest.mark.parametrize("table", TABLES)
def test_every_name_is_there_in_four_languages(table: str) -> None:
    for row in read_rows(table):
        assert all(row[language] for language in LANGUAGES), row


def test_names_of_offices() -> None:
    assert office_name("CN", "zh-Hans") == "中国"
    assert office_name("EP", "pt") == "Instituto Europeu de Patentes"
    assert office_name("ZZ") == "ZZ"
    assert parse_office_code(" us ") == "US"
    with pytest.raises(InputError):
        parse_office_code("ZZ")
    assert not is_office_code("us")


@pytest.mark.shared
def test_every_collected_st3_code_is_known(shared_data: Path) -> None:
    with (shared_data / "wipo-st3-codes" / "WIPO_ST_3.csv").open(encoding="utf-8", newline="") as file:
        codes = {row["Code"] for row in csv.DictReader(file)}
    assert len(codes) > 200
    assert codes - set(offices()) == set()


def test_broken_table_names_its_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "bad.csv").write_text("# source\na,b\n1,2\n3\n", "utf-8")
    monkeypatch.setattr("kapok.codes.declared.files", lambda package: tmp_path)
    read_rows.cache_clear()
    with pytest.raises(DefinitionError, match="row 3"):
        read_rows("bad")
    read_rows.cache_clear()


@pytest.mark.parametrize(
    ("text", "office", "tag"),
    [
        ("EN", "", "en"), ("eng", "", "en"), ("zh", "CN", "zh-Hans"), ("zh", "TW", "zh-Hant"), ("zh", "", "zh"),
        ("zh-CN", "TW", "zh-Hans"), ("zh_Hant_HK", "", "zh-Hant"), ("chs", "", "zh-Hans"), ("Deutsch", "", "de"),
        ("jp", "", "ja"), ("", "", "und"), ("klingon", "", "und"), ("中文", "CN", "zh-Hans"), ("pt-BR", "", "pt"),
    ],
)  # fmt: skip
def test_language_is_read(text: str, office: str, tag: str) -> None:
    assert parse_language(text, office) == tag


def test_language_is_chosen() -> None:
    assert choose_language(("de", "zh-Hans"), "zh-Hant") == "zh-Hans"
    assert choose_language(("de", "en"), "pt") == "en"
    assert choose_language(("de",), "pt") == "de"
    assert choose_language((), "pt") is None
    assert primary_language("zh-Hant") == "zh"


def test_the_15_categories() -> None:
    keys = [category.key for category in categories()]
    assert len(keys) == len(set(keys)) == 15
    assert keys[:3] == ["patent", "mark", "design"]
    assert get_category("mark").names["pt"] == "Marcas"
    with pytest.raises(InputError, match="patent"):
        get_category("patents")


@pytest.mark.parametrize(
    ("category", "code", "language", "label"),
    [
        ("patent", "54", "en", "Title"), ("patent", "54", "zh-Hans", "名称"), ("mark", "540", "pt", "Reprodução da marca"),
        ("design", "72", "zh-Hant", "設計人"), ("patent", "999", "en", "999"), ("law", "54", "en", "54"),
    ],
)  # fmt: skip
def test_inid_label(category: str, code: str, language: str, label: str) -> None:
    assert inid_label(category, code, language) == label


def test_inid_fields_exist_in_the_record_model() -> None:
    for standard, record in (("ST.9", Patent), ("ST.60", Mark), ("ST.80", Design)):
        fields = {code.field for code in inid_codes(standard).values()} - {""}
        assert fields - set(record.__struct_fields__) == set()
        assert set(PARTY_CODES[standard].values()) <= set(inid_codes(standard))
    assert inid_of_field("patent", "titles") == "54"
    assert inid_of_field("patent", "mark_text") == ""


@pytest.mark.parametrize(
    ("office", "code", "day", "right", "stage"),
    [
        ("US", "A", "1976-01-06", "invention", "grant"),
        ("US", "A1", "2003-10-16", "invention", "application"),
        ("US", "B1", "1995-01-03", "invention", "amended"),  # reexamination certificate then
        ("US", "B1", "2003-01-07", "invention", "grant"),
        ("US", "S1", "2009-01-06", "design", "grant"),
        ("US", "E1", "2009-01-06", "reissue", "grant"),
        ("US", "P2", "2009-01-06", "plant", "grant"),
        ("US", "H1", "2004-01-06", "statutory_invention_registration", "other"),
        ("CN", "B", "1992-11-25", "invention", "examined"),
        ("CN", "C", "2008-11-26", "invention", "grant"),
        ("CN", "B", "2012-11-28", "invention", "grant"),
        ("CN", "Y", "2008-11-26", "utility_model", "grant"),
        ("CN", "U", "2012-11-28", "utility_model", "grant"),
        ("CN", "S", "2012-11-28", "design", "grant"),
        ("TW", "A", "2002-01-01", "invention", "grant"),
        ("TW", "A", "2010-01-01", "invention", "application"),
        ("JP", "B2", "1990-01-01", "invention", "examined"),
        ("JP", "B2", "2005-01-01", "invention", "grant"),
        ("JP", "U", "1990-01-01", "utility_model", "application"),
        ("JP", "U", "2000-01-01", "utility_model", "grant"),
        ("DE", "C2", "1990-01-01", "invention", "grant"),
        ("DE", "B4", "2010-01-01", "invention", "grant"),
        ("DE", "U1", "2010-01-01", "utility_model", "grant"),
        ("DE", "T2", "1990-01-01", "invention", "translation"),
        ("EP", "A3", "1990-01-01", "invention", "search_report"),
        ("EP", "B1", "", "invention", "grant"),
        ("XX", "B", "2000-01-01", "invention", "grant"),
        ("XX", "B7", "2000-01-01", "invention", "grant"),  # by its letter
        ("US", "A", "", "invention", "grant"),  # the newest meaning that the office gave it
    ],
)
def test_kind_is_read_by_office_and_period(office: str, code: str, day: str, right: str, stage: str) -> None:
    kind = find_kind(office, code, day)
    assert kind is not None
    assert (kind.right, kind.stage) == (right, stage)


def test_periods_of_a_kind_do_not_overlap() -> None:
    periods: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in read_rows("kinds"):
        periods.setdefault((row["office"], row["code"]), []).append((row["from"] or "0001", row["until"] or "9999"))
    for key, spans in periods.items():
        for before, after in pairwise(sorted(spans)):
            assert before[1] < after[0], key


def test_kind_has_a_name_and_unknown_ones_have_none() -> None:
    kind = find_kind("CN", "B", "2012-11-28")
    assert kind is not None
    assert kind_name(kind, "zh-Hans") == "发明专利，授权公告"
    assert kind_name(kind) == "Patent, granted"
    assert find_kind("CN", "Q", "2012-11-28") is None
    assert is_grant_kind("EP", "B2")
    assert not is_grant_kind("EP", "A1")
