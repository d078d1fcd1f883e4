"""Original forms of document numbers: as offices print them and people type them.

`US 7,272,630 B2`, `US 2005/0004437 A1`, `D 571,528`, `RE 38,476`, `PP 12,345`, `10/123,456`, `PCT/EP2004/001234`,
`WO 2004/101738`, `ZL 2007 1 0001234.5`, `CN101551481B`, `特開2005-123456`, `特許第3456789号`, `10-2005-0012345`,
`TW I234567`, `DE 10 2004 012 345.6`, `EP 01 123 456.7`, `10300/DELNP/2012`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from kapok.codes.offices import is_office_code
from kapok.errors import InputError
from kapok.records.number_cn import format_cn_application, is_cn_application, verify_check_digit
from kapok.records.number_normal import NumberRole, ep_check_digit, normalise_number
from kapok.records.record import Number

_LABEL = re.compile(
    r"^(?:(?:U\.?S\.? )?PAT(?:ENT)?\.? ?(?:APPL?\.? ?)?(?:NO|NUMBER|NR)\.? ?|(?:NO|NR|SER|SERIAL NO)\.? "
    r"|(?:专利号|專利號|申请号|申請號|公开号|公告号|注册号|出願番号|登録番号|출원번호|등록번호)[::]?\s*)"
)
_ORDINAL = re.compile(r"第\s*([\x00-\x7f]+?)\s*[号號호]")
_OFFICE = re.compile(r"([A-Z]{2})(?:(?=[A-Z]{0,2}\d)|[\s.\-/]+(?=[A-Z]{0,4}[\s./-]*\d)|\s*(?=[^\x00-\x7f]))")
_KIND = re.compile(r"(.*\d)[\s.\-]*([A-Z]\d?)")
_ALIASES = {"U.S.": "US", "EUTM": "EM", "USPTO": "US"}

_Form = tuple[re.Pattern[str], str, NumberRole]


def _form(pattern: str, office: str, role: NumberRole = "publication") -> _Form:
    return re.compile(pattern), office, role


# Forms that show their office by themselves.
_FORMS: tuple[_Form, ...] = (
    _form(r"PCT[/ ]?[A-Z]{2}[/ ]?\d{2,4}[/ ]?\d{1,6}", "WO", "application"),
    _form(r"ZL[\s.]*[\d .]+[\dX]", "CN", "application"),
    _form(r"(?:19|20)\d{2} ?[12389] ?\d{7}\.[\dX]", "CN", "application"),
    _form(r"[明大昭平令]\D{0,2}\d{1,2}\D{1,2}\d{1,6}\D?", "JP"),
    _form(r"[特実意商再]\D{1,4}[\d\-]+号?(?:公報)?", "JP"),
    _form(r"特[開表公許]\D{1,4}\d{1,2}\D{1,2}\d{1,6}\D*", "JP"),
    _form(r"(?:19|20)\d{2}-\d{6}", "JP"),
    _form(r"(?:DES\.?|D|RE\.?|PP|PLANT|H|T|AI|RX) ?\d{1,3}(?:,\d{3})+", "US"),
    _form(r"(?:D|RE|PP|H) ?\d{5,7}", "US"),
    _form(r"\d{1,2},\d{3},\d{3}|\d{3},\d{3}", "US"),
    _form(r"\d{2}/\d{3},\d{3}", "US", "application"),
    _form(r"(?:0[5-9]|1\d|29|35|6[0-3]|7[0-9]|8[5-9]|9[05-9])/\d{6}", "US", "application"),
    _form(r"20\d{2}/\d{7}", "US"),
    _form(r"(?:19|20)\d{2}/\d{6}", "WO"),
    _form(r"(?:7[89]|[89]\d|0[0-3])/\d{5}|0[23]/\d{6}", "WO"),
    _form(r"[IMD]\d{6}", "TW"),
    _form(r"(?:10|20|30|40|41|45)-\d{4}-\d{7}|(?:10|20|30|40|41|45)-\d{7}(?:-\d{4})?", "KR"),
    _form(r"(?:10|11|12|20|21) (?:20\d{2}) \d{3} \d{3}(?:\.\d)?", "DE", "application"),
    _form(r"\d{2} \d{3} \d{3}\.\d", "EP", "application"),
    _form(r"\d{1,5}/[A-Z]{3,6}/(?:19|20)\d{2}", "IN", "application"),
    _form(r"\d{9}-\d{4}", "EM", "registration"),
    _form(r"(?:PDO|PGI|TSG|GI)-[A-Z]{2}-[A-Z]?\d{4,5}", "EM", "registration"),  # geographical indications of the EU
)


def clean_number_text(text: str) -> str:
    """`text` upper-cased, half width, with one kind of hyphen, single blanks and no label such as `专利号:` in front."""
    plain = unicodedata.normalize("NFKC", text).upper().strip()
    plain = re.sub(r"[‐‑‒–—−]", "-", re.sub(r"\s+", " ", plain))
    for alias, code in _ALIASES.items():
        if plain.startswith(alias):
            plain = code + plain[len(alias) :]
    plain = _LABEL.sub("", plain).strip()
    ordinal = _ORDINAL.fullmatch(plain)
    return ordinal[1] if ordinal else plain


def split_office(plain: str) -> tuple[str, str]:
    """The ST.3 code in front of a cleaned number and the rest; ("", text) where none stands there."""
    match = _OFFICE.match(plain)
    if match is None or not is_office_code(match[1]) or plain.startswith(("PP", "RE", "DES")):
        return "", plain
    return match[1], plain[match.end() :]


def split_kind(rest: str) -> tuple[str, str]:
    """Number and kind code of a number without its office: `7,272,630 B2` -> (`7,272,630`, `B2`).

    A check digit X of a Chinese application number is no kind.
    """
    match = _KIND.fullmatch(rest)
    if match is None or (match[2] == "X" and (verify_check_digit(rest) or rest.endswith(".X"))):
        return rest, ""
    return match[1], match[2]


def find_forms(rest: str) -> Iterator[tuple[str, NumberRole]]:
    """Each (office, role) whose printed form a cleaned number without office and kind has."""
    for pattern, office, role in _FORMS:
        if pattern.fullmatch(rest):
            yield office, role
    if re.fullmatch(r"\d{8}\.\d", rest):
        if ep_check_digit(rest[:8]) == rest[9]:
            yield "EP", "application"
        if verify_check_digit(rest):
            yield "CN", "application"
        if rest[:2] in ("10", "19"):
            yield "DE", "application"


def parse_original(text: str, office: str = "", role: NumberRole = "publication") -> Number:
    """The `Number` of a printed number; `office` says whose it is where the text does not.

    Raises `InputError` for text that is no number, or one whose office neither the text nor the caller shows.
    """
    plain = clean_number_text(text)
    if plain.startswith("ZL"):
        office, rest = "CN", plain
    else:
        found, rest = split_office(plain)
        office = found or office
    rest, kind = split_kind(rest)
    if not any(character.isdigit() for character in rest):
        raise InputError(f"'{text}' is not a number", "it has no digits", "Give a number such as EP1000000")
    if not office:
        form = next(find_forms(rest), None)
        if form is None:
            raise InputError(
                f"'{text}' does not show which office it is of",
                "several offices have numbers like it",
                "Put the office in front, for example US or CN",
            )
        office, role = form
    number = normalise_number(office, rest, role)
    if number.startswith("PCT") and len(number) == 15:
        office = "WO"
    return Number(office, number, kind)


def format_original(number: Number, role: NumberRole = "publication") -> str:
    """The number as its office prints it: `US 7,272,630 B2`, `CN 200710001234.8`, `EP 1 000 000 A1`.

    An unknown form is printed as it is stored. Reading it again with the same role gives the same number.
    """
    body = _print_body(number.office_code, number.number, role)
    if body.startswith("PCT/"):
        return body
    return " ".join(part for part in (number.office_code, body, number.kind_code) if part)


def _print_body(office: str, digits: str, role: NumberRole) -> str:
    if match := re.fullmatch(r"PCT([A-Z]{2})(\d{4})(\d{6})", digits):
        return f"PCT/{match[1]}{match[2]}/{match[3]}"
    if office == "US":
        return _print_us(digits, role)
    if office == "CN" and is_cn_application(digits) and role == "application":
        return format_cn_application(digits)
    if not digits.isdigit():
        return digits
    if office == "EP" and len(digits) == 8:
        return f"{digits[:2]} {digits[2:5]} {digits[5:]}.{ep_check_digit(digits)}"
    if office == "EP" and len(digits) == 7:
        return f"{digits[0]} {digits[1:4]} {digits[4:]}"
    if office == "WO" and len(digits) == 10:
        return f"{digits[:4]}/{digits[4:]}"
    if office == "JP" and len(digits) == 10:
        return f"{digits[:4]}-{digits[4:]}"
    if office == "KR" and len(digits) == 13:
        return f"{digits[:2]}-{digits[2:6]}-{digits[6:]}"
    if office == "KR" and len(digits) == 9:
        return f"{digits[:2]}-{digits[2:]}"
    if office == "DE" and len(digits) == 12:
        return f"{digits[:2]} {digits[2:6]} {digits[6:9]} {digits[9:]}"
    return digits


def _print_us(digits: str, role: NumberRole) -> str:
    match = re.fullmatch(r"([A-Z]*)(\d+)", digits)
    if match is None:
        return digits
    if not match[1] and len(digits) == 11:
        return f"{digits[:4]}/{digits[4:]}"
    if not match[1] and len(digits) == 8 and role == "application":
        return f"{digits[:2]}/{digits[2:5]},{digits[5:]}"
    return f"{match[1]} {int(match[2]):,}".strip() if match[2][0] != "0" else digits
