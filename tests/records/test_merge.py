"""Joining records that carry only a part of a publication."""

from __future__ import annotations

import pytest

from kapok.records.merge import merge_partial
from kapok.records.provenance import Provenance
from kapok.records.record import Mark, Patent, encode
from kapok.records.text import Claim, Text

ORIGIN = Provenance(source="test", format="none")


def patent(**fields: object) -> Patent:
    base = {"key": "patent/EP/1000000/A1", "category": "patent", "office_code": "EP", "number": "1000000", "provenance": ORIGIN}
    return Patent(**{**base, **fields})  # type: ignore[arg-type]


def test_a_part_adds_what_is_missing_and_erases_nothing() -> None:
    known = patent(titles=(Text("Pump", "en"),), abstracts=(Text("A pump.", "en"),), filing_date="1999-01-01")
    part = patent(claims=(Claim(1, "A pump."),), abstracts=(Text("Une pompe.", "fr"),), attributes={"partial": "claims"})
    merged = merge_partial(known, part)
    assert merged.titles == known.titles
    assert [text.language for text in merged.abstracts] == ["en", "fr"]
    assert merged.claims == part.claims
    assert merged.filing_date == "1999-01-01"
    assert merged.attributes == {}


def test_parts_of_different_kinds_add_up() -> None:
    first = patent(abstracts=(Text("A pump.", "en"),), attributes={"partial": "abstract"})
    second = patent(claims=(Claim(1, "A pump."),), attributes={"partial": "claims"})
    merged = merge_partial(first, second)
    assert merged.attributes["partial"] == "abstract, claims"
    assert (merged.abstracts, merged.claims) == (first.abstracts, second.claims)


@pytest.mark.parametrize(
    ("known_part", "new_part", "status"),
    [("list item", "list item", "Registered"), ("", "list item", "Filed"), ("search result", "list item", "Filed")],
)
def test_the_same_kind_again_updates_single_values(known_part: str, new_part: str, status: str) -> None:
    base = {"key": "mark/EM/1", "category": "mark", "office_code": "EM", "number": "1", "provenance": ORIGIN}
    known = Mark(**base, office_status_text="Filed", attributes={"partial": known_part} if known_part else {})  # type: ignore[arg-type]
    part = Mark(**base, office_status_text="Registered", attributes={"partial": new_part})  # type: ignore[arg-type]
    assert merge_partial(known, part).office_status_text == status


def test_records_that_do_not_belong_together_are_left_alone() -> None:
    known, other = patent(filing_date="1999"), patent(key="patent/EP/2/A1", filing_date="2000")
    assert merge_partial(known, other) is known


@pytest.mark.parametrize(
    ("known", "part"),
    [
        ({"partial": "list item", "b": "1", "a": "2"}, {"a": "2", "b": "1", "partial": "list item"}),
        ({"b": "1", "partial": "description, claims"}, {"partial": "claims"}),
        ({"b": "1", "a": "2"}, {"a": "2", "partial": "list item"}),
    ],
)
def test_a_part_that_is_known_already_changes_no_byte(known: dict[str, str], part: dict[str, str]) -> None:
    whole = patent(filing_date="1999", attributes=known)
    assert encode(merge_partial(whole, patent(filing_date="1999", attributes=part))) == encode(whole)
