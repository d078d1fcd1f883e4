"""Document numbers as tables write them: office, number, kind and day in one text, divided in one of four ways.

`plain` 10300/DELNP/2012 · `joined` US20090208610A1 · `spaced` US 2009/0022735 A1, FR 1051751 A 20100311 · `under`
WO_2008_155316_A1. What comes from DOCDB (The Lens) is brought to Kapok's normal form as `kapok.records.numbers` says.
"""

from __future__ import annotations

import re
from typing import Literal

from kapok.codes.offices import is_office_code
from kapok.errors import InputError
from kapok.formats.epo_numbers import application_number
from kapok.records.numbers import NumberRole, docdb_number, make_number
from kapok.records.record import Number

NumberForm = Literal["plain", "joined", "spaced", "under"]
_JOINED = re.compile(r"([A-Za-z]{2})[ -]?(\S.*)")
_KIND_BEHIND = re.compile(r"(.*\d)([A-Z]\d?)")
_KIND = re.compile(r"[A-Z]\d{0,2}")


def read_number(
    text: str, form: NumberForm, role: NumberRole, *, office_code: str = "", kind_code: str = "", day: str = ""
) -> Number:
    """The number that `text` writes in `form`; office and kind in the text go before those given.

    Raises `InputError` for a text that is not of that form or names an unknown office.
    """
    if form == "plain" and not office_code:  # an office nobody states has no normal form
        return Number("", "".join(text.split()).upper(), kind_code, day)
    if form == "plain" and role == "publication":
        plain = text.upper().removeprefix(office_code).strip()
        kind = _KIND_BEHIND.fullmatch(plain)
        if kind and kind_code in ("", kind[2]):  # `CN101000001A`: the kind may stand behind the number
            return make_number(office_code, kind[1], kind[2], day, role)
    if form == "plain":
        return make_number(office_code, text, kind_code, day, role)
    if form == "joined":
        return _joined(text, role, kind_code, day)
    parts = text.replace("_", " ").split() if form == "under" else text.split()
    return _divided(text, parts, role, kind_code, day)


def _joined(text: str, role: NumberRole, kind_code: str, day: str) -> Number:
    match = _JOINED.fullmatch(text.strip())
    office = match[1].upper() if match else ""
    if match is None or not is_office_code(office):
        raise InputError(f"'{text}' is not a number with its office in front", "", "Write it like US20090208610")
    rest = match[2]
    if kind := _KIND_BEHIND.fullmatch(rest):
        rest, kind_code = kind[1], kind[2]
    return make_number(office, rest, kind_code, day, role)


def _divided(text: str, parts: list[str], role: NumberRole, kind_code: str, day: str) -> Number:
    office = parts[0].upper() if parts else ""
    rest = parts[1:]
    if len(rest) > 1 and len(rest[-1]) == 8 and rest[-1].isdigit():
        own_day = f"{rest[-1][:4]}-{rest[-1][4:6]}-{rest[-1][6:]}"
        if _KIND.fullmatch(rest[-2]):
            day = own_day
            rest.pop()
    if len(rest) > 1 and _KIND.fullmatch(rest[-1]):
        kind_code = rest.pop()
    if not rest or not is_office_code(office):
        raise InputError(f"'{text}' is not a number with office and kind", "", "Write it like US 2009/0022735 A1")
    number = "/".join(rest) if office in ("WO", "US") and "/" not in rest[0] and len(rest) == 2 else "".join(rest)
    if kind_code == "W":
        number = re.sub(r"\D", "", number)
    if role == "application" and office == "US" and kind_code in ("F", "P"):
        return _us_docdb(number, kind_code, day)
    if role == "application":
        found = application_number(office, number, kind_code, day)
        if found is not None:
            return found
    return docdb_number(office, number, kind_code, day, role)


def _us_docdb(number: str, kind_code: str, day: str) -> Number:
    """A US design (F) or provisional (P) application of DOCDB; old ones are serial and two-digit year (`24404505`).

    Designs are series 29 since 1992, provisionals series 60 from 1995 to 2007 (MPEP 503); elsewhere the four-digit year
    stands in front of the serial, which no other number looks like.
    """
    if not number.isdigit() or not 3 <= len(number) <= 8:
        return docdb_number("US", number, kind_code, day, "application")
    serial = number[:-2].zfill(6)
    year = int(number[-2:]) + (1900 if number[-2:] >= "50" else 2000)
    if kind_code == "F" and year > 1992:
        return Number("US", "29" + serial, kind_code, day)
    if kind_code == "P" and 1995 <= year < 2007:
        return Number("US", "60" + serial, kind_code, day)
    return Number("US", f"{year}{serial}", kind_code, day)
