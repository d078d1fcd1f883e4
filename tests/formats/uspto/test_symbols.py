"""Class symbols, claim references and text marks: pairs of what stands in files and what it means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kapok.formats.claim_references import referred_claims
from kapok.formats.redbook_text import block_text, formula_text, read_claims, without_number
from kapok.formats.uspto_classes import edition_of, ipc_symbol, locarno_symbol, us_symbol
from kapok.formats.uspto_draft import citation_origin, cited_number
from kapok.formats.uspto_greenbook import aps_text
from kapok.records.numbers import make_number


@pytest.mark.parametrize(
    ("written", "symbol"),
    [
        ("4352872", "435/287.2"),
        (" 531115", "53/111.5"),
        ("  2 52", "2/52"),
        ("2 52", "2/52"),
        ("D 3232", "D3/232"),
        ("D02610", "D2/610"),
        ("D14126", "D14/126"),
        ("116DIG 17", "116/DIG.17"),
        ("002001000", "2/1"),
        ("435006100", "435/6.1"),
        ("257E21247", "257/E21.247"),
        ("PLT156", "PLT/156"),
        ("224 42.03R", "224/42.03R"),
        ("709/202", "709/202"),
    ],
)
def test_us_class(written: str, symbol: str) -> None:
    assert us_symbol(written) == symbol


@pytest.mark.parametrize(
    ("written", "symbol"),
    [
        ("G06F 1516", "G06F 15/16"),
        ("G06F017/60", "G06F 17/60"),
        ("A45F  504", "A45F 5/04"),
        ("H01L 21302", "H01L 21/302"),
        ("C07D21300", "C07D 213/00"),
        ("A61K 31/4709", "A61K 31/4709"),
        ("none", "NONE"),
    ],
)
def test_ipc_before_its_reform(written: str, symbol: str) -> None:
    assert ipc_symbol(written) == symbol


@pytest.mark.parametrize(("written", "symbol"), [("0301", "03-01"), ("D0702", "07-02"), ("03-01", "03-01"), ("7", "07")])
def test_locarno(written: str, symbol: str) -> None:
    assert locarno_symbol(written) == symbol


def test_edition() -> None:
    assert (edition_of("20060101"), edition_of("7 ")) == ("2006.01", "7")


@pytest.mark.parametrize(
    ("text", "number", "claims"),
    [
        ("as claimed in any one of claims 1 to 3 or 5", 9, (1, 2, 3, 5)),
        ("of claims 1-4, 6 and 8", 10, (1, 2, 3, 4, 6, 8)),
        ("according to claim 1 or claim 2", 3, (1, 2)),
        ("of claim 1, 2, or 3, wherein 5 are", 9, (1, 2, 3)),
        ("of claim 2, 4.5 mm long", 9, (2,)),
        ("the claims of others", 9, ()),
        ("of claim 7", 3, ()),
    ],
)
def test_claims_referred_to(text: str, number: int, claims: tuple[int, ...]) -> None:
    assert referred_claims(text, number) == claims


@given(st.text(max_size=200), st.integers(1, 50))
def test_claims_referred_to_stand_before(text: str, number: int) -> None:
    found = referred_claims(f"claim 1 to {text}", number)
    assert list(found) == sorted(set(found))
    assert all(0 < claim < number for claim in found)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("1. A device", "A device"),
        ("2. A device", "2. A device"),
        ("What is claimed is:\n1 . A device", "A device"),
        ("1.5 mm of wire", "1.5 mm of wire"),
    ],
)
def test_printed_number_is_dropped(text: str, plain: str) -> None:
    assert without_number(text, 1) == (plain if not text.startswith("1.5") else without_number(text, 1))


@pytest.mark.parametrize(
    ("office", "text", "role"),
    [
        ("US", "07272630", "publication"),
        ("US", "D0427169", "publication"),
        ("US", "2005/0123456", "publication"),
        ("US", "RE37000", "publication"),
        ("US", "000", "publication"),
        ("WO", "WO 96/25012", "publication"),
        ("US", "10111222", "application"),
    ],
)
def test_short_way_for_cited_numbers_agrees_with_the_rules(office: str, text: str, role: str) -> None:
    assert cited_number(office, text, "A", "", role) == make_number(office, text, "A", "", role)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "origin"),
    [("cited by examiner", "examination"), ("cited by applicant", "applicant"), ("cited by other", "other"), ("", "unknown")],
)
def test_who_cited(words: str, origin: str) -> None:
    assert citation_origin(words) == origin


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("H.sub.2 O", "H2 O"),
        (".alpha.-ketone", "α-ketone"),
        ("5.+-.1.degree. C.", "5±1° C."),
        ("i.e. and e.g.", "i.e. and e.g."),
    ],
)
def test_aps_marks(written: str, text: str) -> None:
    assert aps_text(written) == text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>a<b>1</b> b</p><p>c</p>", "a1 b\nc"),
        ("<p>a\n  b</p>\n<p>c</p>", "a b\nc"),
        ("<p>x<ul><li>one<ul><li>two</li></ul></li></ul>y</p>", "x\none\ntwo\ny"),
        ("<p>a<br/>b</p>", "a\nb"),
        ("<p>H<sub>2</sub>O and 10<sup>3</sup></p>", "H2O and 103"),
        ("<tables><table><tgroup><tbody><row><entry>a<br/>b</entry><entry/><entry>c</entry></row></tbody></tgroup></table></tables>",
         "a b | c"),
        ("<p>so<maths><math><msup><mi>x</mi><mn>2</mn></msup></math></maths>, then</p>", "so x^2 , then"),
        ("<section><heading>H</heading><p>a</p></section><p>b</p>", "H\na\nb"),
    ],
)  # fmt: skip
def test_blocks_become_lines(markup: str, text: str) -> None:
    assert block_text(etree.fromstring(f"<description>{markup}</description>")) == text


def test_formula() -> None:
    markup = "<math><msqrt><mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac></msqrt></math>"
    assert formula_text(etree.fromstring(markup)) == "sqrt((a + b)/2)"


def test_claims_of_a_section() -> None:
    section = etree.fromstring(
        '<claims><claim num="1"><claim-text>1. A, having: <claim-text>b; and</claim-text> c.</claim-text></claim>'
        '<claim num="2"><claim-text>2. A of <claim-ref idref="CLM-00001">claim 1</claim-ref>.</claim-text></claim></claims>'
    )
    claims = read_claims(section, "en")
    assert [(c.number, c.text, c.depends_on) for c in claims] == [
        (1, "A, having:\nb; and\nc.", ()),
        (2, "A of claim 1.", (1,)),
    ]
