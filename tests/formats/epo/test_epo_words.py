"""Small pieces that all EPO readers share, as tables of pairs that an expert can extend, and what must hold for any input."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kapok.formats.epo_citations import category_letters, citation_origin
from kapok.formats.epo_classes import class_symbol, compact_symbol, fixed_width, listed_symbols, old_ipc
from kapok.formats.epo_numbers import application_number, cited_number, core_date, side_date, us_series
from kapok.formats.epo_parties import read_parties
from kapok.formats.epo_text import depends_on, divide_claims, language_tag, plain_text, script_language
from kapok.formats.jpo import _answers
from kapok.formats.xml_root import root_name


@pytest.mark.parametrize(
    ("written", "symbol"),
    [
        ("A61K   9/16", "A61K 9/16"),
        ("F02M2700/1358", "F02M 2700/1358"),
        ("H04W84/20", "H04W 84/20"),
        ("C07C  29/44", "C07C 29/44"),
        ("B 60 L   7/26", "B60L 7/26"),
        ("A61K", "A61K"),
        ("370/315", "370/315"),
    ],
)
def test_class_symbol(written: str, symbol: str) -> None:
    assert class_symbol(written) == symbol


@pytest.mark.parametrize(
    ("written", "symbol"),
    [("H02K0016000000", "H02K 16/00"), ("A61K0031704800", "A61K 31/7048"), ("A01B0001020000", "A01B 1/02")],
)
def test_compact_symbol(written: str, symbol: str) -> None:
    assert compact_symbol(written) == symbol


@pytest.mark.parametrize(
    ("line", "symbol", "version", "value", "first"),
    [
        ("A61K   9/16        20060101A I20051008RMEP        ", "A61K 9/16", "20060101", "invention advanced", False),
        ("H04W  84/    20            A I                    ", "H04W 84/20", "", "invention advanced", False),
        ("F03D  17/    00            C I                    ", "F03D 17/00", "", "invention core", False),
        ("G06F  21/00        20130101CLN20200108RMEP        ", "G06F 21/00", "20130101", "additional core", False),
        ("C07K  14/47        20060101AFI20050713BHEP        ", "C07K 14/47", "20060101", "invention advanced", True),
    ],
)
def test_ipc_line_of_st8(line: str, symbol: str, version: str, value: str, first: bool) -> None:
    found = fixed_width(line, "ipc")
    assert found is not None
    assert (found.symbol, found.version, found.value, found.first) == (symbol, version, value, first)


def test_a_deleted_classification_is_none() -> None:
    assert fixed_width("G06F  99/00        20130101ALI20200108DMEP        ", "ipc") is None


@pytest.mark.parametrize(
    ("written", "symbol", "value"),
    [
        (" 7C 07C  29/44   A", "C07C 29/44", "invention"),
        ("2A 01N 43/08 -", "A01N 43/08", "additional"),
        ("// A01N43/08", "A01N 43/08", "additional"),
    ],
)
def test_old_ipc(written: str, symbol: str, value: str) -> None:
    found = old_ipc(written, "7", first=False)
    assert found is not None
    assert (found.symbol, found.value, found.version) == (symbol, value, "7")


def test_register_symbols_behind_two_slashes_are_additional() -> None:
    found = [(each.symbol, each.value) for each in listed_symbols("H04W84/20,;; A61K9/20,  // H04W88/04")]
    assert found == [("H04W 84/20", "invention"), ("A61K 9/20", "invention"), ("H04W 88/04", "additional")]


@pytest.mark.parametrize(
    ("written", "office", "number", "kind"),
    [
        ("WO-A-03/008444", "WO", "2003008444", "A"),
        ("US-A- 5 948 634", "US", "5948634", "A"),
        ("EP-A1- 3 109 871", "EP", "3109871", "A1"),
        ("WO-A1-2004/045320", "WO", "2004045320", "A1"),
        ("US-E- R E36 154", "US", "RE36154", "E"),
    ],
)
def test_numbers_as_european_specifications_cite_them(written: str, office: str, number: str, kind: str) -> None:
    found = cited_number(written)
    assert found is not None
    assert (found.office_code, found.number, found.kind_code) == (office, number, kind)


def test_literature_is_no_number() -> None:
    assert cited_number("LASSERRE C ET AL.: CANCER RESEARCH, vol. 52") is None


@pytest.mark.parametrize(
    ("office", "written", "kind", "day", "office_code", "number"),
    [
        ("EP", "01963450.0", "A", "2001-09-05", "EP", "01963450"),
        ("US", "8359798", "A", "1998-05-22", "US", "09083597"),
        ("US", "201113170129", "A", "2011-06-28", "US", "13170129"),
        ("US", "444669", "", "1989-12-01", "US", "07444669"),
        ("US", "331477", "P", "2001-11-16", "US", "60331477"),
        ("US", "331477", "", "2001-11-16", "US", "2001331477"),  # days from a change of series: not guessed
        ("IL", "2022050854", "W", "2022-08-05", "WO", "PCTIL2022050854"),
        ("DE", "10027360.2", "", "2000-06-02", "DE", "10027360"),
    ],
)
def test_application_numbers(office: str, written: str, kind: str, day: str, office_code: str, number: str) -> None:
    found = application_number(office, written, kind, day)
    assert found is not None
    assert (found.office_code, found.number) == (office_code, number)


@pytest.mark.parametrize(
    ("day", "series"), [("1998-05-22", "09"), ("1997-12-30", ""), ("1985-01-01", "06"), ("2006-06", ""), ("2012-01-01", "13")]
)
def test_us_series_is_certain_or_empty(day: str, series: str) -> None:
    assert us_series(day) == series


@pytest.mark.parametrize(
    ("phase", "cited_by", "origin"),
    [
        ("SEA", "", "search"),
        ("ISR", "", "search"),
        ("EXA", "", "examination"),
        ("OPP", "", "opposition"),
        ("APP", "", "applicant"),
        ("115", "", "other"),
        ("national-search-report", "examiner", "search"),
        ("undefined", "applicant", "applicant"),
        ("undefined", "", "unknown"),
        ("", "", "unknown"),
    ],
)
def test_who_cited(phase: str, cited_by: str, origin: str) -> None:
    assert citation_origin(phase, cited_by) == origin


def test_category_letters() -> None:
    assert category_letters(["XY", "A", "P,X"]) == ("X", "Y", "A", "P")


@pytest.mark.parametrize(
    ("text", "number", "claims"),
    [
        ("The process of claim 1, wherein", 2, (1,)),
        ("The apparatus of Claim 1, 2 or 3, wherein", 4, (1, 2, 3)),
        ("A method according to any one of claims 1 to 4", 6, (1, 2, 3, 4)),
        ("Device according to any one of the preceding claims", 3, (1, 2)),
        ("Vorrichtung nach Anspruch 1 oder Anspruch 2", 3, (1, 2)),
        ("Vorrichtung nach einem der vorangegangenen Ansprüche", 3, (1, 2)),
        ("Procédé selon la revendication 1 ou 2", 3, (1, 2)),
        ("El método de las reivindicaciones 1 o 2", 3, (1, 2)),
        ("根据权利要求1至3中任一项所述的方法", 4, (1, 2, 3)),
        ("A device comprising 3 parts", 5, ()),
        ("The process of claim 9", 2, ()),
    ],
)
def test_claims_refer_to_earlier_claims(text: str, number: int, claims: tuple[int, ...]) -> None:
    assert depends_on(text, number) == claims


def test_run_together_claims_are_divided_at_their_numbers() -> None:
    text = "REIVINDICACIONES\n1. Un té de\n2 partes.\n2. El té.\n4. no es una reivindicación"
    assert divide_claims(text) == ["1. Un té de\n2 partes.", "2. El té.\n4. no es una reivindicación"]


@pytest.mark.parametrize(
    ("code", "office", "tag"),
    [
        ("EN", "", "en"),
        ("zh", "CN", "zh-Hans"),
        ("zh", "TW", "zh-Hant"),
        ("ol", "JP", "ja"),
        ("", "EP", "und"),
        (None, "", "und"),
    ],
)
def test_language_tags(code: str | None, office: str, tag: str) -> None:
    assert language_tag(code, office) == tag


@pytest.mark.parametrize(
    ("name", "office", "tag"),
    [("木棉公司", "CN", "zh-Hans"), ("株式会社", "JP", "ja"), ("木棉", "US", "zh"), ("Kapok", "CN", "und")],
)
def test_script_of_a_name(name: str, office: str, tag: str) -> None:
    assert script_language(name, office) == tag


def test_block_text_keeps_lines_and_cells_apart() -> None:
    element = etree.fromstring(
        "<d><heading>A <b>B</b></heading><p>H<sub>2</sub>O,\n see <patcit><text>EP 1</text></patcit>.<br/>End</p>"
        "<row><entry>1</entry><entry>2</entry></row></d>"
    )
    assert plain_text(element) == "A B\nH2O, see EP 1.\nEnd\n1\t2"


def test_people_whose_lists_differ_in_length_are_not_mixed_up() -> None:
    element = etree.fromstring(
        "<parties><applicants>"
        "<applicant data-format='docdb'><applicant-name><name>ALPHA CO</name></applicant-name></applicant>"
        "<applicant data-format='docdb'><applicant-name><name>BETA CORP</name></applicant-name></applicant>"
        "<applicant data-format='original'><applicant-name><name>Beta Corporation</name></applicant-name></applicant>"
        "</applicants></parties>"
    )
    found = [(party.name, party.other_names) for party in read_parties(element, "US")]
    assert found == [("ALPHA CO", ()), ("Beta Corporation", ("BETA CORP",))]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<a/>", "a"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- <x> --><!DOCTYPE q [<!ENTITY e \"<y>\">]>\n<n:root a='1'>", "root"),
        (b"<!DOCTYPE exch:docs SYSTEM 'a.dtd'><exch:docs>", "docs"),
        (b"plain text <a>", ""),
    ],
)
def test_root_name(data: bytes, name: str) -> None:
    assert root_name(data) == name


@given(st.text(alphabet="ABCDEFGH0123456789/ \t", max_size=20))
def test_class_symbols_are_stable(text: str) -> None:
    once = class_symbol(text)
    assert class_symbol(once) == once


@given(st.text(max_size=300), st.integers(1, 50))
def test_no_claim_refers_to_itself_or_a_later_one(text: str, number: int) -> None:
    assert all(0 < claim < number for claim in depends_on(text, number))


@given(st.text(max_size=12))
def test_dates_are_iso_or_told(text: str) -> None:
    original: dict[str, str] = {}
    day = side_date(text, "x", original)
    if original:
        assert (day, original) == ("", {"x": text.strip()})
        with pytest.raises(ValueError, match="x: "):
            core_date(text, "x")
    else:
        assert core_date(text, "x") == day


@given(
    st.lists(
        st.dictionaries(
            st.text(max_size=5), st.text(max_size=9) | st.integers() | st.dictionaries(st.text(max_size=3), st.none())
        ),
        max_size=4,
    ),
    st.booleans(),
)
def test_json_answers_are_cut_where_they_end(answers: list[dict[str, object]], in_array: bool) -> None:
    pieces = [json.dumps(answer, ensure_ascii=False) for answer in answers]
    text = f"[{', '.join(pieces)}]" if in_array else "\n".join(pieces)
    data = text.encode()
    found = list(_answers(data))
    assert [json.loads(piece) for _, piece in found] == answers
    assert all(data[offset : offset + len(piece)] == piece for offset, piece in found)


@given(st.recursive(st.text(alphabet="ab \n<&", max_size=6), lambda inner: st.lists(inner, max_size=3), max_leaves=12))
def test_plain_text_has_no_marks_and_no_loose_blanks(tree: object) -> None:
    def build(node: object, parent: etree._Element) -> None:
        if isinstance(node, str):
            child = etree.SubElement(parent, "p")
            child.text = node
        else:
            child = etree.SubElement(parent, "entry")
            for inner in node:  # type: ignore[attr-defined]
                build(inner, child)

    root = etree.Element("description")
    build(tree, root)
    text = plain_text(root)
    assert "\U0010fffc" not in text
    assert "\U0010fffd" not in text
    assert all(line and line == line.strip() for line in text.split("\n")) or text == ""
