"""Offices and countries by their two-letter code (WIPO ST.3, which contains ISO 3166-1 for states)."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from kapok.codes.declared import LANGUAGES, read_rows
from kapok.errors import InputError


class Office(Struct, frozen=True):
    """One code: `kind` is state, organisation or former; `names` by language (en, zh-Hans, zh-Hant, pt)."""

    code: str
    kind: str
    names: dict[str, str]


@cache
def offices() -> dict[str, Office]:
    """All offices and countries, by code, in alphabetical order of the code."""
    return {
        row["code"]: Office(row["code"], row["kind"], {language: row[language] for language in LANGUAGES})
        for row in read_rows("offices")
    }


def is_office_code(code: str) -> bool:
    """Whether `code` is a known ST.3 code (upper case)."""
    return code in offices()


def parse_office_code(text: str) -> str:
    """The ST.3 code in `text` (blanks and case do not matter); `InputError` for an unknown one."""
    code = text.strip().upper()
    if code not in offices():
        raise InputError(
            f"'{text}' is not the code of an office",
            "WIPO ST.3 does not list it",
            "Use a two-letter code such as CN, US, EP or WO",
        )
    return code


def office_name(code: str, language: str = "en") -> str:
    """The name of an office or country in one of the four languages; the code itself where it is unknown."""
    office = offices().get(code)
    return office.names.get(language, office.names["en"]) if office else code
