"""DOCDB and EPODOC forms of document numbers, read and printed.

DOCDB: `EP.1000000.A1` (office, number, kind; a date may follow). EPODOC: `EP1000000`, `WO2004101738`, `US2005004437`.
Both shorten what offices print (US publications lose a digit, PCT ones their century): reading gives Kapok's normal
form (`kapok.records.number_normal`), printing gives theirs again.
"""

from __future__ import annotations

import re

from kapok.codes.offices import is_office_code
from kapok.errors import InputError
from kapok.records.dates import parse_date
from kapok.records.number_normal import NumberRole, normalise_number, pct_number
from kapok.records.record import Number

_DOCDB = re.compile(r"([A-Z]{2})\.([A-Z0-9]+)(?:\.([A-Z]\d{0,2}))?(?:\.(\d{8}))?")
_EPODOC = re.compile(r"([A-Z]{2})([A-Z]{0,2}\d[A-Z0-9]*?)([A-Z]\d?)?")
_EPODOC_PCT = re.compile(r"WO(\d{4})([A-Z]{2})(\d{1,6})(W)?")
_PCT_NORMAL = re.compile(r"PCT([A-Z]{2})(\d{4})(\d{6})")

_LAST_FIVE_DIGIT_2002 = 51230
"""WO publications have six digits since 2002-07-04 (WO 02/051231 was the first)."""


def _refuse(text: str, form: str, example: str) -> InputError:
    return InputError(f"'{text}' is not a number in {form} form", f"it does not look like {example}", "Correct it")


def parse_docdb(text: str) -> Number:
    """Read `EP.1000000.A1` or `EP.1000000.A1.20000517`; kind W is a PCT application (`US.2004012345.W`).

    Raises `InputError` for another form or an unknown office.
    """
    match = _DOCDB.fullmatch(text.strip().upper())
    if match is None or not is_office_code(match[1]):
        raise _refuse(text, "DOCDB", "EP.1000000.A1")
    office, number, kind = match[1], match[2], match[3] or ""
    day = parse_date(match[4]) if match[4] else ""
    return docdb_number(office, number, kind, day)


def docdb_number(office: str, number: str, kind: str = "", day: str = "", role: NumberRole = "publication") -> Number:
    """The parts of a DOCDB `document-id` as a `Number` in normal form. Kind W becomes the PCT application it is."""
    if kind == "W" and number.isdigit() and len(number) >= 7:
        if len(number) >= 9:
            return Number("WO", pct_number(office, number[:4], number[4:]), "W", day)
        return Number("WO", pct_number(office, number[:2], number[2:]), "W", day)
    return Number(office, normalise_number(office, number, role), kind, day)


def format_docdb(number: Number) -> str:
    """`EP.1000000.A1`; the kind is left out where it is unknown."""
    if number.kind_code == "W" and (match := _PCT_NORMAL.fullmatch(number.number)):
        return f"{match[1]}.{match[2]}{match[3]}.W"
    parts = (number.office_code, docdb_digits(number), number.kind_code)
    return ".".join(part for part in parts if part)


def docdb_digits(number: Number) -> str:
    """The number part as DOCDB and EPODOC write it: `US 20050004437` -> `2005004437`, `WO 1999012345` -> `9912345`."""
    digits = number.number
    if number.office_code == "US" and len(digits) == 11 and digits.isdigit() and digits[4] == "0":
        return digits[:4] + digits[5:]
    if number.office_code == "WO" and len(digits) == 10 and digits.isdigit() and digits < "2004":
        year, serial = digits[2:4], int(digits[4:])
        wide = digits >= "2003" or (digits >= "2002" and serial > _LAST_FIVE_DIGIT_2002)
        if wide or serial < 100_000:
            return f"{year}{serial:06}" if wide else f"{year}{serial:05}"
    return digits


def parse_epodoc(text: str, role: NumberRole = "publication") -> Number:
    """Read `EP1000000`, `WO2004101738`, `US2005004437`, `US2005004437A1`, `JPH10123456`, `WO2022IL50854` (application).

    Raises `InputError` for another form or an unknown office.
    """
    plain = re.sub(r"\s+", "", text.upper())
    if match := _EPODOC_PCT.fullmatch(plain):
        return Number("WO", pct_number(match[2], match[1], match[3]), match[4] or "")
    match = _EPODOC.fullmatch(plain)
    if match is None or not is_office_code(match[1]):
        raise _refuse(text, "EPODOC", "EP1000000")
    digits = match[2]
    if role == "application" and match[1] in ("AU", "CA") and len(digits) == 11 and digits[:2] in ("19", "20"):
        digits = digits[:4] + digits[5:] if match[1] == "AU" else digits[4:]  # the year is EPODOC's own in front of CA
    return Number(match[1], normalise_number(match[1], digits, role), match[3] or "")


def format_epodoc(number: Number) -> str:
    """The EPODOC form of a publication (`US2005004437`) or PCT application (`WO2022IL50854`), without its kind."""
    if match := _PCT_NORMAL.fullmatch(number.number):
        return f"WO{match[2]}{match[1]}{int(match[3]):05}"
    return number.office_code + docdb_digits(number)


def format_epodoc_application(number: Number) -> str:
    """The EPODOC form of an application: `EP20010963450`, `JP20050123456`, `KR20050012345`, `DE200410012345`.

    A US application needs its filing year (`number.date`) for it; without one its digits stand as they are.
    """
    digits, office = number.number, number.office_code
    if _PCT_NORMAL.fullmatch(digits) or not digits.isdigit():
        return format_epodoc(number)
    if office == "EP" and len(digits) == 8:
        century = "19" if digits[:2] >= "77" else "20"
        return f"EP{century}{digits[:2]}0{digits[2:]}"
    if office == "JP" and len(digits) == 10:
        return f"JP{digits[:4]}0{digits[4:]}"
    if office == "KR" and len(digits) == 13:
        return f"KR{digits[2:]}"
    if office == "DE" and len(digits) == 12:
        return f"DE{digits[2:6]}{digits[:2]}{digits[6:]}"
    if office == "CN" and len(digits) == 12 and digits[5] == "0":
        return f"CN{digits[:5]}{digits[6:]}"
    if office == "US" and len(digits) == 8 and len(number.date) >= 4:
        return f"US{number.date[:4]}{digits}"
    return office + digits
