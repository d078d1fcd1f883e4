"""The normal form of a document number, office by office: THE form in record keys, right ids and the index.

Upper case, no blanks, commas, slashes or dots; leading zeros dropped where the office prints none and added where it
prints them; check digits left out where they verify (China, EPO) or are marked by a dot (Germany, United Kingdom).
Two spellings of one number give one normal form; where that cannot be known, the digits stay as they are.
WIPO ST.6, ST.10/C, ST.13; Chinese ZC 0006 and ZC 0007.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Literal

from kapok.records.date_words import ERA_LETTER
from kapok.records.number_cn import is_cn_application, strip_check_digit

NumberRole = Literal["publication", "application", "registration"]
"""What the number is of. It matters where one office writes the same digits for different things."""

_JUNK = re.compile(r"[\s,/.'’·]+")
_PCT = re.compile(r"PCT[/ ]?([A-Z]{2})[/ ]?(\d{4}|\d{2})[/ ]?(\d{1,6})")
_DOT_CHECK = re.compile(r"[.\-](\d|X)$")
_US_PREFIXED = re.compile(r"(DES|D|PLANT|PP|REEXAM|REX|RE|RX|AI|H|T|X)0*(\d+)")
_US_SERIAL = re.compile(r"(D|\d{1,2})/(\d{1,3}),?(\d{3})")
_US_PUBLISHED = re.compile(r"(20\d\d)/(\d{1,7})")
_WO_SLASH = re.compile(r"(\d{4}|\d{2})[/ ]0*(\d{1,6})")
_JP_SERIAL = re.compile(r"(\d{4})[-\s]0*(\d{1,6})")
_JP_ERA = re.compile(r"(明治|大正|昭和|平成|令和|明|大|昭|平|令|[MTSHR])\s*(\d{1,2}|元)[-\s年]?(?:第)?0*(\d{1,6})")
_JP_WORDS = re.compile(
    r"^(?:特許出願公開|特許出願|特許公報|特許公開|特許|実用新案登録|実用新案|意匠登録|意匠|商標登録|商標|特開|特願|特公|特表"
    r"|再公表|再表|実開|実願|実公|実登|意願|意登|商願|商登|国際公開)?第?|号(?:公報)?$"
)
_KR_PARTS = re.compile(r"(\d{2})[-\s](\d{4})[-\s](\d{1,7})")
_KR_REGISTERED = re.compile(r"(\d{2})[-\s](\d{7})(?:[-\s](\d{4}))?")
_UNPADDED = frozenset(("GB", "FR", "CA", "CH", "AT", "BE", "SE", "NL", "RU", "SU", "DD", "DK", "NO", "FI", "IT", "NZ"))


def normalise_number(office: str, text: str, role: NumberRole = "publication") -> str:
    """The normal form of number `text` of `office` (ST.3 code); the code in front of the number may be there or not.

    `role` says what it numbers: a US application keeps its leading zero (`07123456`), a US patent never has one.
    Nothing is refused: what has no known form is only upper-cased and freed of blanks, commas, slashes and dots.
    """
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    plain = plain.strip().upper()
    if plain.startswith(office) and len(plain) > 2 and (plain[2].isdigit() or plain[2] in " -./"):
        plain = plain[2:].lstrip(" -./")
    if plain.startswith("PCT"):
        match = _PCT.fullmatch(plain)
        if match:
            return pct_number(match[1], match[2], match[3])
    rule = _RULES.get(office)
    if rule is not None:
        return rule(plain, role)
    plain = _JUNK.sub("", plain) if not plain.isalnum() else plain
    return plain.lstrip("0") or plain if office in _UNPADDED and plain.isdigit() else plain


def pct_number(receiving_office: str, year: str, serial: str) -> str:
    """The normal form of a PCT application: `PCT`, receiving office, 4-digit year, 6-digit serial (office is WO)."""
    return f"PCT{receiving_office}{_full_year(year)}{int(serial):06}"


def _full_year(year: str) -> str:
    """A PCT year of two digits is one of 1978-2003, when the office wrote it so."""
    return year if len(year) == 4 else ("19" if int(year) >= 78 else "20") + year


def _us(text: str, role: NumberRole) -> str:
    if "/" in text:
        if match := _US_SERIAL.fullmatch(text.replace(" ", "")):
            series = "29" if match[1] == "D" else match[1]  # D/123456 was the design series before it was written 29
            return f"{int(series):02}{int(match[2] + match[3]):06}"
        if match := _US_PUBLISHED.fullmatch(text):
            return match[1] + match[2].zfill(7)
    digits = _JUNK.sub("", text).replace("-", "")
    if digits.isdigit():
        if role == "application":
            return digits[4:] if len(digits) == 12 and digits[:2] in ("19", "20") else digits.zfill(8)
        if role == "publication":
            if len(digits) == 12 and digits[:2] in ("19", "20"):  # DOCDB application: year, series, serial
                return digits[4:]
            if len(digits) == 10 and digits[:2] == "20":  # DOCDB publication: year and six digits
                return f"{digits[:4]}0{digits[4:]}"
        return digits.lstrip("0") or digits
    if match := _US_PREFIXED.fullmatch(digits):
        return {"DES": "D", "PLANT": "PP", "REEXAM": "RX", "REX": "RX"}.get(match[1], match[1]) + match[2]
    return digits


def _ep(text: str, role: NumberRole) -> str:
    dotted = _DOT_CHECK.search(text)
    digits = _JUNK.sub("", text[: dotted.start()] if dotted else text).replace("-", "")
    if not digits.isdigit():
        return digits
    if dotted or role == "application":
        digits = digits.zfill(8)
    if len(digits) == 11 and digits[:2] in ("19", "20"):  # EPODOC application: year and seven digits
        return digits[2:4] + digits[5:]
    if len(digits) == 9 and ep_check_digit(digits[:8]) == digits[8]:
        return digits[:8]
    return digits.zfill(7) if len(digits) < 8 else digits


def ep_check_digit(digits: str) -> str:
    """The check digit of a European application number of 8 digits (weights 1 and 2 in turn, digits summed, mod 10)."""
    total = sum(sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(digits))
    return str(-total % 10)


def _wo(text: str, role: NumberRole) -> str:
    if match := _WO_SLASH.fullmatch(text):
        return _full_year(match[1]) + match[2].zfill(6)
    digits = _JUNK.sub("", text)
    if not digits.isdigit():
        return digits
    if role == "registration":  # Madrid and Hague registers
        return digits.lstrip("0") or digits
    if len(digits) in (7, 8) and (digits[:2] >= "78" or digits[:2] <= "03"):
        return _full_year(digits[:2]) + digits[2:].zfill(6)
    if len(digits) == 9 and digits[:2] in ("19", "20"):
        return f"{digits[:4]}0{digits[4:]}"
    return digits


def _cn(text: str, role: NumberRole) -> str:
    text = text.removeprefix("ZL").strip()
    digits = _JUNK.sub("", text).replace("-", "")
    if role == "registration":
        return digits
    stripped = strip_check_digit(digits)
    if role == "application" and len(stripped) == 11 and is_cn_application(f"{stripped[:5]}0{stripped[5:]}"):
        return f"{stripped[:5]}0{stripped[5:]}"  # EPODOC leaves out the first digit of the serial
    return stripped


def _jp(text: str, role: NumberRole) -> str:
    text = _JP_WORDS.sub("", text.removeprefix("JP")).strip()
    if match := _JP_SERIAL.fullmatch(text):
        return match[1] + match[2].zfill(6)
    if match := _JP_ERA.fullmatch(text):
        year = 1 if match[2] == "元" else int(match[2])
        return f"{ERA_LETTER.get(match[1], match[1])}{year:02}{int(match[3])}"
    digits = _JUNK.sub("", text)
    if digits.isdigit() and len(digits) == 11 and digits[:2] in ("19", "20") and digits[4] == "0":
        return digits[:4] + digits[5:]  # EPODOC: year and seven digits
    return digits.lstrip("0") or digits if digits.isdigit() and role != "application" else digits


def _kr(text: str, role: NumberRole) -> str:
    if match := _KR_PARTS.fullmatch(text):
        return match[1] + match[2] + match[3].zfill(7)
    if match := _KR_REGISTERED.fullmatch(text):
        return match[1] + match[2] + ("" if match[3] in (None, "0000") else match[3])
    digits = _JUNK.sub("", text).replace("-", "")
    if len(digits) == 13 and digits.isdigit() and digits.endswith("0000"):
        year_like = digits[2:4] in ("19", "20")
        if role == "registration" or not year_like:  # right, seven digits, 0000 for an undivided registration
            return digits[:9]
    return digits


def _tw(text: str, role: NumberRole) -> str:
    digits = _JUNK.sub("", text).replace("-", "")
    if len(digits) == 8 and digits.isdigit() and digits[:2] >= "60" and role != "registration":
        return "0" + digits  # Minguo years before 100 in the three-digit form that the office prints since 2011
    return digits


def _de(text: str, role: NumberRole) -> str:
    dotted = re.search(r"\.\d(?=$|-)", text)
    if dotted:
        text = text[: dotted.start()] + text[dotted.end() :]
    digits = _JUNK.sub("", text)
    if digits.isdigit():
        epodoc = len(digits) == 12 and digits[:2] in ("19", "20") and digits[4:6] in ("10", "11", "20", "21")
        if epodoc and digits[2:4] not in ("19", "20"):  # "20 2011 012345" is the office's own form
            return digits[4:6] + digits[:4] + digits[6:]  # year, kind of right, serial
        return digits.lstrip("0") or digits
    return re.sub(r"^([PGMURHW])0*(\d)", r"\1\2", digits) if role != "application" else digits


def _em(text: str, role: NumberRole) -> str:
    digits = _JUNK.sub("", text)
    main, mark, rest = digits.partition("-")
    return main.zfill(9) + mark + rest.zfill(4 if mark else 0) if main.isdigit() and len(main) <= 9 else digits


def _gb(text: str, role: NumberRole) -> str:
    dotted = re.search(r"\.\d$", text)
    digits = _JUNK.sub("", text[: dotted.start()] if dotted else text)
    return digits.lstrip("0") or digits if digits.isdigit() and role != "application" else digits


_RULES: dict[str, Callable[[str, NumberRole], str]] = {
    "US": _us, "EP": _ep, "WO": _wo, "IB": _wo, "CN": _cn, "JP": _jp, "KR": _kr, "TW": _tw, "DE": _de, "EM": _em, "GB": _gb,
}  # fmt: skip
