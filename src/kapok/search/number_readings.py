"""Further readings of a number that somebody typed: what an index may hold it as beside the normal forms of its office.

`kapok.records.number_variants` reads what offices print. Sources and people also bring numbers with the letters of a kind or a
series on either side, EPODOC's and DOCDB's short forms, and numbers of offices without a rule of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kapok.codes.offices import is_office_code
from kapok.records.number_normal import pct_number
from kapok.records.number_variants import number_variants
from kapok.search.mapping_layout import number_form

Reading = tuple[str, str, str]
"""Office, number in the form of the index, kind; "" for any office or kind."""

WITHOUT_KIND = frozenset(("application_number", "registration_number", "priority_number"))
"""Numbers that are indexed without a kind: DOCDB's kinds of applications (A, W, T …) are not part of them."""

_TRAILING_KIND = re.compile(r"(.*[\dX][A-Z]?)[\s.\-]+([A-Z]\d?)")
_ATTACHED_KINDS = (re.compile(r"(.*\d)([A-Z]\d?)"), re.compile(r"(.*\d[A-Z])([A-Z]\d?)"))
_GERMAN_MODEL = re.compile(r"G ?(\d{2}) ?(\d{2}) ?(\d{3})(?:\.\d)?")
_US_SERIAL = re.compile(r"(\d)/(\d{3}),(\d{3})")
_PCT = re.compile(r"(?:WO[\s./\-]*)?PCT[\s./\-]*([A-Z]{2})[\s/]?(\d{4})[\s/]?0*(\d{1,6})(?:[\s.]?W)?")
_PCT_EPODOC = re.compile(r"WO(\d{4})([A-Z]{2})0*(\d{1,6})W?|([A-Z]{2})[\s/]?((?:19|20)\d{2})/0*(\d{1,6})")
_KOREAN_RIGHTS = ("10", "20", "30", "40", "41", "42", "43", "44", "45", "46")
"""Patents, utility models, designs, marks of all kinds: the first two digits of a Korean application."""


def readings(text: str) -> list[Reading]:
    """Every reading of a text that is taken for a number, in a fixed order, without doubles."""
    plain = " ".join(text.upper().split())
    found: set[Reading] = {(each.office_code, number_form(each.number), each.kind_code) for each in number_variants(text)}
    found.add(("", number_form(plain), ""))
    found.update(_as_written(plain))
    found.update(_pct(plain))
    for office, number, kind in list(found):
        found.update((office, other, kind) for other in _other_forms(office, number))
    return sorted(reading for reading in found if reading[1])


def _as_written(plain: str) -> Iterator[Reading]:
    """Office in front, kind behind, whatever stands between: `SG 11201502189U A`, `EM PGI-LU-0063`, `MXPA05012345A`."""
    parts = [("", plain)]
    if len(plain) > 4 and is_office_code(plain[:2]):
        parts.append((plain[:2], plain[2:].lstrip(" .-/")))
    for office, rest in parts:
        if office:
            yield office, number_form(rest), ""
        for pattern in (_TRAILING_KIND, *_ATTACHED_KINDS):
            if match := pattern.fullmatch(rest):
                yield office, number_form(match[1]), match[2]
        if match := _TRAILING_KIND.fullmatch(rest):  # a check digit before the kind: CN 200680009068.X A
            yield from ((each.office_code, number_form(each.number), match[2]) for each in number_variants(office + match[1]))
    if match := _GERMAN_MODEL.fullmatch(plain):
        yield "DE", "".join(match.groups()), ""
    if match := _US_SERIAL.fullmatch(plain):
        yield "US", "0" + "".join(match.groups()), ""
    if re.fullmatch(r"\d{8}\.\d", plain):  # a check digit that does not verify
        yield "", plain[:8], ""


def _pct(plain: str) -> Iterator[Reading]:
    """PCT applications as EPODOC and registers write them: `WO2004US18406`, `WO PCTUS2014057534 W`, `IL2022/050854`."""
    if match := _PCT.fullmatch(plain):
        yield "WO", pct_number(match[1], match[2], match[3]), ""
    elif match := _PCT_EPODOC.fullmatch(plain):
        year, office, serial = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
        if is_office_code(office):
            yield "WO", pct_number(office, year, serial), ""


def _other_forms(office: str, number: str) -> Iterator[str]:
    """Forms of one office that sources bring side by side."""
    if not number.isdigit():
        if office == "DE" and number[1:].isdigit():  # utility models with their G
            yield number[1:]
        return
    if office == "KR" and len(number) == 11 and number[:2] in ("19", "20"):  # EPODOC leaves the kind of right out
        yield from (right + number for right in _KOREAN_RIGHTS)
    elif office in ("", "KR") and len(number) == 13 and number.endswith("0000"):
        yield number[:9]
    if office in ("", "US") and len(number) == 12 and number[:2] in ("19", "20"):  # DOCDB puts the year before the serial
        yield number[4:]
    if office == "DE" and len(number) == 12 and number[:2] in ("19", "20") and number[4:6] in ("50", "60"):
        yield number[4:6] + number[:4] + number[6:]  # European patents in force in Germany
