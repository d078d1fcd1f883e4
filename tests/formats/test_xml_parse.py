"""Parsing one record: repairs without loss, everything else an error in plain words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kapok.formats.sgml_repair import sgml_to_xml
from kapok.formats.xml_chunks import XmlFragment
from kapok.formats.xml_parse import known_entities, parse_fragment, repair


def parsed(data: bytes, namespaces: bytes = b"", encoding: str = "utf-8") -> tuple[str, tuple[str, ...]]:
    root, repairs = parse_fragment(XmlFragment(data, namespaces, encoding))
    return etree.tostring(root, encoding="unicode"), repairs


@pytest.mark.parametrize(
    ("data", "result", "repairs"),
    [
        ("<r>a &amp; b</r>", "<r>a &amp; b</r>", ()),
        ("<r>R & D, A&B</r>", "<r>R &amp; D, A&amp;B</r>", ("bare ampersand",)),
        ("<r>a &mdash; b</r>", "<r>a — b</r>", ("known entity",)),
        ("<r>&agr;&b.beta;&PHgr;</r>", "<r>αβΦ</r>", ("known entity",)),
        ("<r>&mdash; & <![CDATA[A & &mdash;]]></r>", "<r>— &amp; A &amp; &amp;mdash;</r>", ("bare ampersand", "known entity")),
        ("<r a='x&y'/>", '<r a="x&amp;y"/>', ("bare ampersand",)),
        ("<r><!-- gone --><?gone?>stays</r>", "<r>stays</r>", ()),
    ],
)
def test_repairs(data: str, result: str, repairs: tuple[str, ...]) -> None:
    text, named = parsed(data.encode())
    assert text == result
    assert set(named) == set(repairs)


def test_unbound_prefix_is_bound() -> None:
    root, repairs = parse_fragment(XmlFragment(b"<x:r><x:a y:b='1'/></x:r>", b"xmlns:x='u'"))
    assert repairs == ("unbound prefix y",)
    assert root.tag == "{u}r"


@pytest.mark.parametrize(
    ("data", "encoding", "reason"),
    [
        (b"<r><a></r>", "utf-8", "Opening and ending tag mismatch"),
        (b"<r>&lol9;</r>", "utf-8", "Entity 'lol9' not defined"),
        ("<r>é</r>".encode("latin-1"), "utf-8", "the bytes are not utf-8"),
        (b"<r>x</r>", "klingon", "the bytes are not klingon"),
        (b"<a>" * 400 + b"</a>" * 400, "utf-8", "Excessive depth"),
        (b"<r>" + b"x" * 11_000_000 + b"</r>", "utf-8", "Text node too long"),
        (b"", "utf-8", "empty"),
    ],
)
def test_what_cannot_be_repaired_is_told(data: bytes, encoding: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_fragment(XmlFragment(data, b"", encoding))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "iso-8859-1", "latin-1", "windows-1252", "gb18030", "big5", "shift_jis", "euc-kr"]
)
def test_encodings_of_offices(encoding: str) -> None:
    text = "é" if encoding in ("iso-8859-1", "latin-1", "windows-1252", "utf-8") else "一"
    root, repairs = parse_fragment(XmlFragment(f"<r>{text}</r>".encode(encoding), b"", encoding))
    assert (root.text, repairs) == (text, ())


def test_no_entity_is_ever_expanded() -> None:
    with pytest.raises(ValueError, match="not defined"):
        parse_fragment(XmlFragment(b"<r>&a;</r>"))


def test_one_bad_record_does_not_spoil_the_parser() -> None:
    for _ in range(3):
        with pytest.raises(ValueError, match="mismatch"):
            parse_fragment(XmlFragment(b"<r><a></r>"))
        assert parsed(b"<r>good</r>")[0] == "<r>good</r>"


@given(st.text(alphabet="ab&;#<>x1 \"'", max_size=40))
def test_repair_leaves_good_xml_alone(text: str) -> None:
    good = text.replace("&", "&amp;").replace("<", "&lt;")
    assert repair(f"<r>{good}</r>") == (f"<r>{good}</r>", "", ())


@given(st.text(alphabet="ab&; x", max_size=40))
def test_bare_ampersands_are_never_lost(text: str) -> None:
    if any(f"&{name};" in text for name in ("a", "b", "ab", "x")):
        return
    fixed, _, _ = repair(f"<r>{text}</r>")
    try:
        root = etree.fromstring(fixed)
    except etree.XMLSyntaxError:  # an entity that nobody knows stays an error
        assert "&" in text
        return
    assert (root.text or "") == text


def test_entity_table() -> None:
    entities = known_entities()
    assert (entities["alpha"], entities["agr"], entities["b.omega"], entities["ndash"]) == ("α", "α", "ω", "–")
    assert not {"amp", "lt", "gt", "quot", "apos"} & set(entities)


@pytest.mark.parametrize(
    ("sgml", "xml", "repairs"),
    [
        ("<A><E><B>x</B></A>", "<A><E/><B>x</B></A>", {"empty element without slash"}),
        ("<A><E></E></A>", "<A><E/></A>", {"empty element without slash"}),
        ("<A><P>x<P>y</A>", "<A><P>x</P><P>y</P></A>", {"omitted end tag"}),
        ("<A X=1 Y='2'>&mdash; & &nosign;</A>", '<A X="1" Y="2">&#8212; &amp; &amp;nosign;</A>',
         {"attribute value without quotes", "known entity", "bare ampersand", "unknown entity kept as text"}),
        ("<A><!-- c -->a < b</A>", "<A>a &lt; b</A>", set()),
    ],
)  # fmt: skip
def test_sgml_becomes_xml(sgml: str, xml: str, repairs: set[str]) -> None:
    text, named = sgml_to_xml(sgml, frozenset("E"), frozenset("P"))
    assert text == xml
    assert set(named) == repairs
    etree.fromstring(text)


@pytest.mark.parametrize(
    ("sgml", "reason"), [("<A><B></A>", "</A> does not fit"), ("<A>", "never closed"), ("</A>", "nothing is open")]
)
def test_sgml_that_does_not_fit_is_told(sgml: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        sgml_to_xml(sgml, frozenset("E"), frozenset("P"))
