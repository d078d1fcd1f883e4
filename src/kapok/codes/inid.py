"""INID codes: the numbers in brackets that label bibliographic data, with labels of ours in four languages.

WIPO ST.9 for patents, ST.60 for marks, ST.80 for designs. A record page is laid out by them, in their order.
"""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from kapok.codes.declared import LANGUAGES, read_rows

STANDARD_OF_CATEGORY = {"patent": "ST.9", "mark": "ST.60", "design": "ST.80"}
"""Which standard labels the records of a category; other categories have none."""

PARTY_CODES = {
    "ST.9": {"applicant": "71", "inventor": "72", "holder": "73", "representative": "74"},
    "ST.60": {"applicant": "731", "holder": "732", "representative": "740"},
    "ST.80": {"applicant": "71", "designer": "72", "inventor": "72", "holder": "73", "representative": "74"},
}
"""Role of a party -> its INID code."""


class InidCode(Struct, frozen=True):
    """One code: `field` is the attribute of the record model that holds it ("" = none), `names` by language."""

    standard: str
    code: str
    field: str
    names: dict[str, str]


@cache
def inid_codes(standard: str) -> dict[str, InidCode]:
    """All codes of a standard (`ST.9`, `ST.60`, `ST.80`) by code, in order; empty for an unknown standard."""
    return {
        row["code"]: InidCode(standard, row["code"], row["field"], {language: row[language] for language in LANGUAGES})
        for row in read_rows("inid")
        if row["standard"] == standard
    }


def inid_label(category: str, code: str, language: str = "en") -> str:
    """The label of a code in records of a category; the code itself where it has none."""
    entry = inid_codes(STANDARD_OF_CATEGORY.get(category, "")).get(code)
    return entry.names.get(language, entry.names["en"]) if entry else code


def inid_of_field(category: str, field: str) -> str:
    """The first INID code of a record field in a category (`titles` of a patent -> `54`); "" where there is none."""
    codes = inid_codes(STANDARD_OF_CATEGORY.get(category, ""))
    return next((entry.code for entry in codes.values() if entry.field == field), "")
