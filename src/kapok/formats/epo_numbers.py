"""Document numbers and dates as EPO formats write them (DOCDB, EPODOC, original) -> `Number` and ISO dates.

A date of the bibliographic core that cannot exist makes the record unreadable (`ValueError`); an odd date elsewhere (a
citation, an event) is left out and kept word for word in the provenance.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kapok.errors import InputError
from kapok.records.dates import parse_date
from kapok.records.number_forms import docdb_number, parse_epodoc
from kapok.records.number_normal import NumberRole, normalise_number
from kapok.records.numbers import right_id
from kapok.records.record import Number

_UNKNOWN_DATES = frozenset(("", "00000000", "00010101", "99999999"))

_US_SERIES = (
    # first day of each series code of US applications, MPEP 503; the weeks around a change are uncertain
    ("1948-01-01", "03"),
    ("1960-01-01", "04"),
    ("1970-01-01", "05"),
    ("1979-01-01", "06"),
    ("1987-01-01", "07"),
    ("1993-01-01", "08"),
    ("1997-12-30", "09"),
    ("2001-12-01", "10"),
    ("2004-12-01", "11"),
    ("2007-12-01", "12"),
    ("2010-12-01", "13"),
    ("2013-06-01", "14"),
)

_PROVISIONAL_60_ENDS = "2007-11"
"""Provisional applications had series 60 from June 1995 to late 2007."""


@lru_cache(maxsize=1 << 16)  # a bulk file repeats the same days
def known_date(text: str | None) -> str | None:
    """ISO date of a text; "" when the source does not know the day, None when the date is impossible."""
    plain = text.strip() if text else ""
    if plain in _UNKNOWN_DATES:
        return ""
    try:
        return parse_date(plain)
    except InputError:
        return None


def core_date(text: str | None, what: str) -> str:
    """ISO date of a bibliographic core date; "" when unknown, `ValueError` naming `what` when impossible."""
    day = known_date(text)
    if day is not None:
        return day
    try:
        return parse_date((text or "").strip())
    except InputError as error:
        raise ValueError(f"{what}: {error.what}, {error.why}") from None


def side_date(text: str | None, what: str, original: dict[str, str]) -> str:
    """ISO date of a minor date; an impossible one gives "" and is kept in `original` under `what`."""
    day = known_date(text)
    if day is None:
        original[what] = (text or "").strip()
        return ""
    return day


def publication_number(office: str, number: str, kind: str, day: str) -> Number:
    """A publication from the parts of a DOCDB `document-id`; `ValueError` when office or number is missing."""
    if not office or not number:
        raise ValueError(f"the publication has no {'number' if office else 'country'}")
    return Number(office, normalise_number(office, number), kind, day)


def application_number(office: str, number: str, kind: str, day: str) -> Number | None:
    """An application from the parts of a DOCDB `document-id`; None when it is empty.

    Kind W is a PCT application. DOCDB numbers old US applications as serial and two-digit year (`8359798` is serial
    083597 of 1998), European documents as the serial alone: they get the series code of their filing date where that is
    certain, else the four-digit year in its place.
    """
    if not office or not number:
        return None
    if office == "US" and number.isdigit() and len(number) <= 8:
        return _short_us_application(number, kind, day)
    return docdb_number(office, number, kind, day, "application")


def _short_us_application(number: str, kind: str, day: str) -> Number:
    """A US application without its series: `444669` of 1989 is 07/444,669, `331477` (kind P) of 2001 is 60/331,477."""
    if kind in ("A", "P") and len(number) >= 5 and number[-2:] == day[2:4]:
        number = number[:-2]  # DOCDB puts the year behind the serial
    elif len(number) > 6:
        return docdb_number("US", number, kind, day, "application")
    serial = number.zfill(6)
    if kind == "P":
        series = "60" if "1995-06" < day < _PROVISIONAL_60_ENDS else ""
    else:
        series = us_series(day)
    return Number("US", f"{series}{serial}" if series else f"{day[:4]}{serial}", kind, day)


def us_series(day: str) -> str:
    """Series code of a US application filed on `day` (ISO); "" within 60 days of a change and for partial dates."""
    if len(day) != 10:
        return ""
    month = int(day[:4]) * 12 + int(day[5:7])
    found = "02"
    for first, series in _US_SERIES:
        if abs(int(first[:4]) * 12 + int(first[5:7]) - month) <= 1 and first >= "1997":
            return ""
        if day >= first:
            found = series
    return found


def epodoc_number(text: str, kind: str, day: str, role: NumberRole) -> Number | None:
    """A number in EPODOC form (`EP20100167109`); None when it is not one."""
    try:
        number = parse_epodoc(text, role)
    except InputError:
        return None
    kind = kind or number.kind_code
    digits = number.number
    if number.office_code == "US" and role == "application" and len(digits) == 11 and digits[4] == "0":
        return _short_us_application(digits[5:], kind, day or digits[:4])  # year and seven digits: no series either
    return Number(number.office_code, digits, kind, day)


_CITED = re.compile(r"([A-Z]{2})\s*-\s*([A-Z]\d?)\s*-?\s*([A-Z]?(?: ?[A-Z])?\d[\d/ .,]*)")


def cited_number(text: str) -> Number | None:
    """A document as European specifications cite it: `WO-A-03/008444`, `US-A- 5 948 634`, `EP-A1- 3 109 871`."""
    match = _CITED.fullmatch(text.strip())
    if match is None:
        return None
    office, kind, digits = match.groups()
    number = digits.strip()
    if "/" not in number:
        number = re.sub(r"\W", "", number)
    return Number(office, normalise_number(office, number), kind)


def right_of(application: Number | None) -> str:
    """The right that an application founds: `EP/10167109`; "" without one."""
    return right_id(application)
