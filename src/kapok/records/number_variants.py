"""All readings of a number that somebody typed or pasted: what search looks for.

A reading is a `Number` in normal form. `office_code` "" means any office; `kind_code` "" means any kind.
The first reading is the most likely one. Text that is no number gives an empty list.
"""

from __future__ import annotations

import re

from kapok.records.number_cn import is_cn_application, verify_check_digit
from kapok.records.number_forms import docdb_number
from kapok.records.number_normal import NumberRole, ep_check_digit, normalise_number
from kapok.records.number_original import clean_number_text, find_forms, split_kind, split_office
from kapok.records.record import Number

_DATE = re.compile(r"\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?")
_WORD_THEN_FEW = re.compile(r"[a-z]{2}\s[\d\s]{3,5}")
_ALLOWED = re.compile(r"[A-Z]{0,6}[\s./-]*[A-Z]{0,4}[A-Z\d\s.,/\-]*")
_DOCDB = re.compile(r"([A-Z]{2})\.([A-Z]{0,2}\d+)\.([A-Z]\d?)(?:\.\d{8})?")
_MOST_CHARACTERS = 40
_FEWEST_DIGITS = 5
"""Plain digits: fewer are a year or a quantity. With an office in front three are enough."""


def number_variants(text: str) -> list[Number]:
    """Every (office, number, kind) that `text` may mean, most likely first, without doubles; [] for other text."""
    plain = clean_number_text(text)
    digit_count = sum(character.isdigit() for character in plain)
    if len(plain) > _MOST_CHARACTERS or digit_count < 3 or _DATE.fullmatch(plain):
        return []
    if _WORD_THEN_FEW.fullmatch(text.strip()):  # "in 2020", "no 1234": words, not India and Norway
        return []
    if match := _DOCDB.fullmatch(plain):
        return _unique([docdb_number(match[1], match[2], match[3])])
    office, rest = ("CN", plain) if plain.startswith("ZL") else split_office(plain)
    if not _is_number_like(plain, rest, office):
        return []
    body, kind = split_kind(rest)
    if office:
        found = _readings(office, body, kind)
        if len(kind) == 1:  # the letter may belong to the number: SG 11201502189U
            found += _readings(office, rest, "")
        return _unique(found)
    found = [reading for each, role in find_forms(body) for reading in _expand(each, _normal(each, body, role), kind)]
    if digit_count >= _FEWEST_DIGITS and (digits := re.sub(r"[\s,./]", "", body)) and digits[0].isdigit():
        found += _plain_digits(digits, kind)
    return _unique(found)


def is_printed_form(text: str) -> bool:
    """Whether a text standing alone is a number as an office prints it: its code in capitals in front, or a form of its own.

    `US D656472 S1`, `RE39123`, `10-2023-0003252`, `86/805,109`, `I234567`; what has the look of a word with digits is none.
    """
    if not number_variants(text):
        return False
    office, rest = split_office(clean_number_text(text))
    if next(find_forms(split_kind(rest)[0]), None) is not None:
        return True
    return bool(office) and text.strip()[:2].isupper() and sum(character.isdigit() for character in rest) >= _FEWEST_DIGITS


def _is_number_like(plain: str, rest: str, office: str) -> bool:
    """Words with digits (`covid19`, `iphone 14`) are no numbers: letters stand in front, as a kind, or between slashes."""
    if not plain.isascii():
        return next(find_forms(plain), None) is not None or bool(office)
    if _ALLOWED.fullmatch(plain) is None:
        return False
    letters = sum(character.isalpha() for character in rest)
    return letters <= (4 if office else 3) or next(find_forms(rest), None) is not None


def _normal(office: str, body: str, role: NumberRole) -> Number:
    number = normalise_number(office, body, role)
    return Number("WO" if number.startswith("PCT") and len(number) == 15 else office, number)


def _readings(office: str, body: str, kind: str) -> list[Number]:
    """Readings with a known office: as publication, application and, where it differs, registration."""
    published = _normal(office, body, "publication")
    found = [published]
    applied = _normal(office, body, "application")
    if applied.number != published.number.zfill(8):  # nobody means 07/272,630 by US 7272630
        found.append(applied)
    if office in ("WO", "KR", "TW"):
        found.append(_normal(office, body, "registration"))
    return [reading for each in found for reading in _expand(office, each, kind)]


def _expand(office: str, number: Number, kind: str) -> list[Number]:
    """A reading and the other normal forms under which sources bring the same Korean or PCT number."""
    forms = [number.number]
    if office == "KR" and number.number.isdigit():
        if len(number.number) == 13 and number.number[2:4] in ("19", "20"):
            forms.append(number.number[2:])  # DOCDB leaves the kind of right out
        elif len(number.number) == 11:
            forms += [f"10{number.number}", f"20{number.number}"]
    return [Number(number.office_code, form, kind) for form in forms]


def _plain_digits(digits: str, kind: str) -> list[Number]:
    """Digits without an office: any office, and the normal forms that single offices make of them."""
    found = [Number("", digits, kind)]
    if verify_check_digit(digits):
        found.append(Number("CN", normalise_number("CN", digits, "application"), kind))
    if not digits.isdigit():
        return found
    if digits.startswith("0") and len(digits) <= 8:
        found.append(Number("", digits.lstrip("0"), kind))
    if len(digits) == 9 and ep_check_digit(digits[:8]) == digits[8]:
        found.append(Number("EP", digits[:8], kind))
    if len(digits) < 9:
        found.append(Number("EM", digits.zfill(9), kind))
    if len(digits) < 7:
        found.append(Number("EP", digits.zfill(7), kind))
    for office in ("US", "KR", "TW"):
        if not is_cn_application(digits):
            found.append(Number(office, normalise_number(office, digits), kind))
    return [each for each in found if each.office_code == "" or each.number != digits]


def _unique(readings: list[Number]) -> list[Number]:
    return list(dict.fromkeys(reading for reading in readings if reading.number))
