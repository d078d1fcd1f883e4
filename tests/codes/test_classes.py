"""Classification symbols: each usual writing with the one normal form, ancestors, titles."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapok.codes.classes import SchemeTree, ancestors, branch_of, normalise_symbol, sort_key, symbol_range, title_of
from kapok.codes.nice import nice_classes, nice_title
from kapok.codes.patent_symbols import long_form, parse_fixed_columns, parse_ipc_line, parse_patent_symbol
from kapok.errors import InputError

SYMBOLS = [
    ("ipc", "H01L21/02", "H01L 21/02"),
    ("ipc", "h01l 21/02", "H01L 21/02"),
    ("ipc", "H01L  21/02 20060101AFI", "H01L 21/02"),
    ("ipc", "H01L0021020000", "H01L 21/02"),
    ("ipc", "H01L 021/02", "H01L 21/02"),
    ("ipc", "H01L-021/02", "H01L 21/02"),
    ("ipc", "H01L 21:02", "H01L 21/02"),
    ("ipc", "H01L 21/02 (2006.01)", "H01L 21/02"),
    ("ipc", "A61K  31/7048      20060101ALI20051220RMJP        ", "A61K 31/7048"),
    ("ipc", "G06N0003045500", "G06N 3/0455"),
    ("ipc", "H01L 21/00", "H01L 21/00"),
    ("ipc", "H01L 21", "H01L 21"),
    ("ipc", "H01L0021", "H01L 21"),
    ("ipc", "H01L", "H01L"),
    ("ipc", "h01", "H01"),
    ("ipc", "H", "H"),
    ("cpc", "A61K2039/55555", "A61K 2039/55555"),
    ("cpc", "Y02E 60/10", "Y02E 60/10"),
    ("nice", "9", "09"),
    ("nice", "009", "09"),
    ("nice", "Class 42", "42"),
    ("nice", "第9类", "09"),
    ("vienna", "26.4.18", "26.04.18"),
    ("vienna", "260418", "26.04.18"),
    ("vienna", "A26.04.18", "26.04.18"),
    ("vienna", "2604", "26.04"),
    ("locarno", "14.03", "14-03"),
    ("locarno", "06 - 01", "06-01"),
    ("locarno", "1403", "14-03"),
    ("locarno", "LOC (10) Cl. 14-03", "14-03"),
    ("uspc", "257/9.001", "257/9.001"),
]

NOT_SYMBOLS = [
    ("ipc", "Q01"), ("ipc", ""), ("ipc", "H01L 21/2"), ("ipc", "foo"), ("nice", "46"), ("nice", "0"), ("nice", "x"),
    ("vienna", "x"), ("locarno", "J712"), ("unheard", "1"),
]  # fmt: skip


@pytest.mark.parametrize(("scheme", "text", "expected"), SYMBOLS)
def test_writing_has_one_normal_form(scheme: str, text: str, expected: str) -> None:
    assert normalise_symbol(scheme, text) == expected
    assert normalise_symbol(scheme, expected) == expected


@pytest.mark.parametrize(("scheme", "text"), NOT_SYMBOLS)
def test_other_text_is_refused(scheme: str, text: str) -> None:
    with pytest.raises(InputError):
        normalise_symbol(scheme, text)


@pytest.mark.parametrize(
    ("scheme", "symbol", "line"),
    [
        ("ipc", "H01L 21/02", ("H", "H01", "H01L", "H01L 21", "H01L 21/02")),
        ("ipc", "H01L 21/00", ("H", "H01", "H01L", "H01L 21", "H01L 21/00")),
        ("cpc", "H01", ("H", "H01")),
        ("ipc", "H", ("H",)),
        ("vienna", "26.04.18", ("26", "26.04", "26.04.18")),
        ("locarno", "14-03", ("14", "14-03")),
        ("nice", "09", ("09",)),
        ("uspc", "257/9.001", ("257", "257/9.001")),
        ("gbt4754", "C3921", ("C", "C39", "C392", "C3921")),
        ("fterm", "5F003AA01", ("5F003", "5F003AA01")),
    ],
)
def test_ancestors(scheme: str, symbol: str, line: tuple[str, ...]) -> None:
    assert ancestors(scheme, symbol) == line


def test_main_group_stands_for_its_subgroups() -> None:
    assert branch_of("ipc", "H01L 21/00") == "H01L 21"
    assert branch_of("ipc", "H01L 21/02") == "H01L 21/02"
    assert branch_of("ipc", "H01L 21/00") in ancestors("ipc", "H01L 21/027")
    low, high = symbol_range("ipc", "H01L 21/00")
    assert low <= sort_key("ipc", "H01L 21/00") < sort_key("ipc", "H01L 21/027") < high < sort_key("ipc", "H01L 23/00")


def test_tree_of_a_loaded_scheme_knows_the_dots() -> None:
    tree = SchemeTree(
        "ipc",
        [("H01L 21/00", 0), ("H01L 21/02", 1), ("H01L 21/027", 2), ("H01L 21/04", 2), ("H01L 21/06", 3), ("H01L 23/00", 0)],
    )
    assert tree.ancestors("H01L 21/06")[-3:] == ("H01L 21/02", "H01L 21/04", "H01L 21/06")
    assert tree.ancestors("H01L 21/06")[:4] == ("H", "H01", "H01L", "H01L 21")
    assert tree.children("H01L 21/00") == ("H01L 21/02",)
    assert tree.children("H01L 21/02") == ("H01L 21/027", "H01L 21/04")
    assert tree.ancestors("A01B 1/00") == ancestors("ipc", "A01B 1/00"), "what is not loaded has its plain line"


def test_line_of_st8_is_read_whole() -> None:
    line = parse_ipc_line("A61K   9/16        20060101AFI20051008RMEP        ")
    assert (line.symbol, line.version, line.level, line.first, line.value, line.office_code) == (
        "A61K 9/16", "2006.01", "A", True, "invention", "EP",
    )  # fmt: skip
    assert parse_ipc_line("G06F 17/30").value == "unknown"
    assert parse_ipc_line("G06F  17/30 20060101ALN").value == "additional"


@pytest.mark.parametrize(
    ("text", "symbol"),
    [("A01B 6300", "A01B 63/00"), ("F16K  302", "F16K 3/02"), ("C07D47104", "C07D 471/04"), ("H01L 21/02", "H01L 21/02")],
)
def test_fixed_columns_of_the_green_book(text: str, symbol: str) -> None:
    assert parse_fixed_columns(text) == symbol


symbols = st.builds(
    lambda section, number, letter, group, sub: f"{section}{number:02}{letter} {group}/{sub}",
    st.sampled_from("ABCDEFGHY"), st.integers(1, 99), st.sampled_from("BCDFGKLMNPQ"), st.integers(1, 9999),
    st.from_regex(r"\A[0-9]{2}([0-9]{0,3}[1-9])?\Z"),
)  # fmt: skip


@given(symbols)
def test_long_form_round_trips(symbol: str) -> None:
    assert parse_patent_symbol(long_form(symbol)) == parse_patent_symbol(symbol) == symbol
    assert sort_key("cpc", symbol).startswith(sort_key("cpc", ancestors("cpc", symbol)[-2]))


@given(st.text(max_size=40))
def test_any_text_is_a_symbol_or_an_input_error(text: str) -> None:
    try:
        symbol = parse_patent_symbol(text)
    except InputError:
        return
    assert parse_patent_symbol(symbol) == symbol
    assert ancestors("ipc", symbol)[-1] == symbol


def test_titles_in_four_languages() -> None:
    assert title_of("ipc", "H", "pt") == "Eletricidade"
    assert title_of("cpc", "H01", "zh-Hans") == "电气元件、半导体"
    assert title_of("ipc", "H01L 21/02") == ""
    assert title_of("locarno", "14", "zh-Hant").startswith("記錄")
    assert title_of("vienna", "26") == "Geometrical figures and solids"
    assert title_of("uspc", "257") == ""
    assert len(nice_classes()) == 45
    assert nice_title("Class 9", "pt").startswith("Eletrónica")
    assert nice_classes()["34"].is_goods
    assert not nice_classes()["35"].is_goods


@pytest.mark.shared
def test_every_collected_ipc_symbol_is_read(shared_data: Path) -> None:
    with gzip.open(shared_data / "ipc-titles" / "IPC_8.txt.gz", "rt", encoding="utf-8") as file:
        codes = [line.split("\t")[0].strip() for line in file if line.strip()]
    assert len(codes) == 8027
    codes.remove("B60G11107000")  # damaged in the collection
    for code in codes:
        assert parse_patent_symbol(code).replace(" ", "") == code


@pytest.mark.shared
def test_every_collected_vienna_code_is_read_and_its_category_has_a_title(shared_data: Path) -> None:
    lines = (shared_data / "vienna-codes" / "ViennaCodes.csv").read_text("utf-8").splitlines()[1:]
    for line in lines:
        code = line.split(",")[0].strip('"')
        symbol = normalise_symbol("vienna", code)
        assert symbol.replace(".", "") == code
        assert title_of("vienna", ancestors("vienna", symbol)[0]) or code > "30"  # Vienna ends with 29, the rest is local


@pytest.mark.shared
def test_every_collected_ipc_class_has_a_title(shared_data: Path) -> None:
    lines = (shared_data / "ipc-titles" / "IPC_3.txt").read_text("utf-8").splitlines()
    codes = {line.split("\t")[0].strip() for line in lines if line.strip()}
    assert {code for code in codes if not title_of("ipc", code) and not code.endswith("99")} == set()
