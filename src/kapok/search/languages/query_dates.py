"""Dates as queries write them: the nine forms of OPS, Chinese dates, and ranges.

OPS (Reference Guide 1.3.20, section 4.2): yyyy, yyyyMM, yyyyMMdd, yyyy-MM, yyyy-MM-dd, MM/yyyy, dd/MM/yyyy, MM.yyyy,
dd.MM.yyyy. Day before month, always. The answer is an ISO date of the same precision.
"""

from __future__ import annotations

import re

from kapok.errors import InputError
from kapok.records.dates import first_day, last_day, parse_date

FORMS = "2020, 202005, 20200531, 2020-05, 2020-05-31, 05/2020, 31/05/2020, 05.2020, 31.05.2020"
"""One example per form, for messages."""

_MONTH_YEAR = re.compile(r"(\d{1,2})\s*[/.]\s*(\d{4})")
_RANGE = re.compile(r"(.*?)\s*(?:\.{2,}|…+|～|~|至|到|:)\s*(.*)")
_YEARS = re.compile(r"(\d{4})\s*[-–—]\s*(\d{4})")
_OPS_FORM = re.compile(
    r"(?:1[89]|2\d)\d\d(?:(?:0[1-9]|1[0-2])(?:[0-3]\d)?|-(?:0[1-9]|1[0-2])(?:-[0-3]\d)?)?"
    r"|(?:[0-3]\d([/.]))?(?:0[1-9]|1[0-2])[/.](?:1[89]|2\d)\d\d"
)


def parse_query_date(text: str) -> str:
    """The ISO partial date of a date in a query; `InputError` that lists the forms for anything else."""
    plain = text.strip()
    match = _MONTH_YEAR.fullmatch(plain)
    try:
        if match:
            return parse_date(f"{match[2]}-{match[1]}")
        return parse_date(plain, "" if plain.isdigit() else "dmy")
    except InputError as error:
        raise InputError(f"'{text}' is not a date", error.why, f"Write it like {FORMS}") from error


def looks_like_date(text: str) -> bool:
    """Whether a bare term has one of the nine forms with a year from 1800 to 2999, and is a day that exists."""
    if not text.isascii() or _OPS_FORM.fullmatch(text) is None:
        return False
    try:
        parse_query_date(text)
    except InputError:
        return False
    return True


def split_range(text: str) -> tuple[str, str] | None:
    """The two ends of `2020..2024`, `2020～2024`, `2020至2024`, `20070101:20070115`, `2020-2024`; an end may be "".

    None where the text is no range.
    """
    plain = text.strip()
    if match := _YEARS.fullmatch(plain) or _RANGE.fullmatch(plain):
        low, high = match[1].strip(), match[2].strip()
        return (low, high) if low or high else None
    return None


def parse_range(low: str, high: str) -> tuple[str, str]:
    """Both ends as ISO partial dates ("" stays open); `InputError` for a bad date or an end before the beginning."""
    start, end = (parse_query_date(part) if part else "" for part in (low, high))
    if start and end and last_day(end) < first_day(start):
        raise InputError(f"The range from {low} to {high} is empty", "it ends before it begins", "Give the earlier date first")
    return start, end
