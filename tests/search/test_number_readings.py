"""A number in the plain box finds the record, in whatever form a source, a register or a letter writes it."""

from __future__ import annotations

import pytest

from kapok.records.provenance import Provenance
from kapok.records.record import GeneralRecord, GeographicalIndication, Mark, Number, Patent, Record
from kapok.search import value_terms
from kapok.search.languages import parse_query
from kapok.search.mapping import index_fields
from kapok.search.query import Node, NumberIs, NumberList, Or, Words

HERE = Provenance("invented", "test")


def patent(office: str, number: str, kind: str = "", application: Number | None = None) -> Patent:
    return Patent(
        key=f"patent/{office}/{number}/{kind or 'X'}",
        category="patent",
        office_code=office,
        number=number,
        kind_code=kind,
        application=application,
        provenance=HERE,
    )


def other(kind: type[Mark] | type[GeneralRecord] | type[GeographicalIndication], office: str, number: str) -> Record:
    return kind(key=f"x/{office}/{number}", category="x", office_code=office, number=number, provenance=HERE)


FORMS: list[tuple[Record, list[str]]] = [
    (patent("MX", "PA05012345", "A"), ["MXPA05012345", "MXPA05012345A", "MX PA05012345 A", "PA05012345", "MX.PA05012345.A"]),
    (patent("MX", "A2010008180"), ["MX A2010008180", "MXA2010008180", "A2010008180"]),
    (patent("SG", "11201502189U", "A"), ["SG 11201502189U A", "SG11201502189UA", "SG11201502189U", "11201502189U"]),
    (patent("HU", "T59644", "A"), ["HU T59644 A", "HUT59644A", "T59644"]),
    (patent("BR", "PI0510148", "A"), ["PI0510148", "BR PI0510148 A", "BRPI0510148"]),
    (
        patent("IN", "300049", "", Number("IN", "3123DEL2013")),
        ["3123DEL2013", "3123/DEL/2013", "IN3123DEL2013", "IN 3123DEL2013"],
    ),
    (patent("GB", "190814366", "A", Number("GB", "190814366D")), ["GB190814366DA", "GB 190814366D A", "GB190814366"]),
    (patent("AP", "1206", "A"), ["AP.1206.A", "AP 1206 A"]),
    (
        patent("WO", "2015048340", "A2", Number("WO", "PCTUS2014057534")),
        [
            "PCT/US2014/057534",
            "WO PCTUS2014057534",
            "WOPCTUS2014057534W",
            "WO.PCTUS2014057534.W",
            "WO2014US57534",
            "US2014/057534",
        ],
    ),
    (
        patent("US", "7462479", "B2", Number("US", "11865957")),
        ["US 11/865,957", "US11865957A", "US.11865957.A", "201011865957"],
    ),
    (patent("US", "3932709", "A", Number("US", "05449155")), ["5/449,155", "US05449155", "US 05449155 A"]),
    (patent("EP", "1308615", "A1", Number("EP", "03077602")), ["EP03077602A", "EP 03 077 602.5 A", "03077602.9"]),
    (
        patent("CN", "101146518", "B", Number("CN", "200680009068")),
        ["CN200680009068A", "CN 200680009068.X", "CN 200680009068.X A", "CN.200680009068.A"],
    ),
    (patent("DE", "602005014635", "D1"), ["DE602005014635", "DE200560014635"]),
    (patent("DE", "8303227"), ["G 83 03 227.4", "G8303227", "DE8303227"]),
    (patent("KR", "101925860", "B1", Number("KR", "3020070008011")), ["1019258600000", "KR20070008011", "30-2007-0008011"]),
    (other(GeographicalIndication, "EM", "PGI-LU-0063"), ["PGI-LU-0063", "EM PGI-LU-0063"]),
    (other(GeographicalIndication, "IN", "16-Madurai_Sungudi"), ["IN 16-Madurai_Sungudi"]),
    (other(GeneralRecord, "US", "IPR2021-01599"), ["IPR2021-01599", "US IPR2021-01599"]),
    (other(GeneralRecord, "US", "018247-0405"), ["018247-0405", "US 018247-0405"]),
    (other(Mark, "DE", "M9000603"), ["M9000603", "DE M9000603"]),
    (patent("FI", "20051225", "A"), ["20051225", "FI20051225A"]),
    (patent("US", "D756842", "S1", Number("US", "29500128")), ["29500128", "29/500,128"]),
]


def condition(node: Node) -> value_terms.Condition:
    """What a tree asks of numbers."""
    if isinstance(node, Or):
        return [part for each in node.parts for part in condition(each)]
    if isinstance(node, NumberList):
        return value_terms.number_list(node)
    return value_terms.number_is(node) if isinstance(node, NumberIs) else []


@pytest.mark.parametrize(("record", "text"), [(record, text) for record, texts in FORMS for text in texts])
def test_the_plain_box_finds_the_record(record: Record, text: str) -> None:
    terms = set(str(index_fields(record)["number"]).split())
    asked = {value for part in condition(parse_query(text)) if isinstance(part, value_terms.Terms) for value in part.values}
    assert terms & asked, f"read as {parse_query(text)}"


@pytest.mark.parametrize(
    "text", ["covid19", "iphone 14", "iso9001", "H01L21/02", "2020-05-01", "2020..2024", "E=mc2", "mp3", "5G"]
)
def test_what_is_no_number_asks_for_none(text: str) -> None:
    assert condition(parse_query(text)) == []


def test_one_letter_behind_a_publication_is_its_kind() -> None:
    """Only numbers that are indexed without a kind lose it: `EP1000000A` is no `EP1000000B1`."""
    granted = patent("EP", "1000000", "B1")
    terms = set(str(index_fields(granted)["number"]).split())
    asked = value_terms.number_is(NumberIs("publication_number", "EP1000000A"))
    assert not terms & {value for part in asked if isinstance(part, value_terms.Terms) for value in part.values}


def test_a_piece_that_may_be_a_number_is_looked_for_as_words_too() -> None:
    assert parse_query("IPR2021-01599", "plain") == Or(
        (NumberIs("any_number", "IPR2021-01599"), Words("any", ("IPR2021-01599",), "all"))
    )
