"""Dates as bulk files write them -> ISO texts that may be partial (`2021`, `2021-02`, `2021-02-28`).

ISO 8601 and WIPO ST.2 (year, month, day). A date that cannot exist (31 June, month 13, year 0) is an `InputError`, never
repaired; what is unknown is left out (`20210200` -> `2021-02`). An order that the digits do not show (`03/04/2021`) must
be said by the caller. Partial dates sort as texts; comparisons that must be certain use the day helpers below.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Literal

from kapok.errors import InputError
from kapok.records.date_words import ERA_OFFSET, MINGUO_OFFSET, MONTH_NAMES, MONTH_OF_WORD

Order = Literal["", "ymd", "dmy", "mdy"]
"""The order of the parts where digits alone do not show it; "" = only forms that are not ambiguous."""

FIRST_YEAR = 1400
"""No right and no document of this field is older; a smaller year is a misread number."""

_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_TIME = re.compile(r"(?:[T ]\d{1,2}:\d{2}.*|Z|[+-]\d{2}:\d{2})$")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年년]\s*(\d{1,2})(?:\s*[-/.月월]\s*(\d{1,2})\s*[日일.]?|\s*[月월]?)?")
_YEAR_ALONE = re.compile(r"(\d{4})\s*[年년]?")
_ERA = re.compile(r"(明治|大正|昭和|平成|令和|[MTSHR])\s*(\d{1,2}|元)[-/.年]\s*(\d{1,2})[-/.月]\s*(\d{1,2})日?")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*([-/. ])\s*(\d{1,2})\s*\2\s*(\d{4})")
_DAY_MONTH_WORD = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th|er|\.|º)?[-/ ]*(?:de )?)?([^\W\d_]+)\.?,?[-/ ]*(?:de )?(\d{4})")
_MONTH_WORD_DAY = re.compile(r"([^\W\d_]+)\.?[- ]*(\d{1,2})(?:st|nd|rd|th)?,?[- ]+(\d{4})")
_MINGUO_PARTS = re.compile(
    r"(?:中華|中华)?(?:民國|民国)?\s*(\d{1,3})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|月)?"
)
_MINGUO_DIGITS = re.compile(r"(\d{2,3})(\d{2})(\d{2})")


def _refuse(text: str, why: str) -> InputError:
    return InputError(f"'{text}' is not a date", why, "Write it as YYYY-MM-DD, YYYYMMDD, or leave unknown parts out")


def _make(text: str, year: int, month: int, day: int) -> str:
    """The ISO partial date of numbers (0 = unknown), or `InputError` with what is impossible about them."""
    if year < FIRST_YEAR:
        raise _refuse(text, "there is no year 0" if year == 0 else f"the year {year} is too early to be meant")
    if month == 0:
        if day:
            raise _refuse(text, "it has a day but no month")
        return f"{year:04}"
    if month > 12:
        raise _refuse(text, f"there is no month {month}")
    if day == 0:
        return f"{year:04}-{month:02}"
    if day > _MONTH_DAYS[month - 1]:
        raise _refuse(text, f"{MONTH_NAMES[month - 1]} has no day {day}")
    if day == 29 and month == 2 and not _is_leap(year):
        raise _refuse(text, f"{year} is not a leap year, its February has 28 days")
    return f"{year:04}-{month:02}-{day:02}"


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


@lru_cache(maxsize=65536)  # a bulk file repeats the same few thousand days
def parse_date(text: str, order: Order = "") -> str:
    """The ISO partial date of a date in one of the usual forms.

    Without `order`: `20210228`, `20210200`, `202102`, `2021`, `2021-02-28` (also `/` and `.`, with a time or zone behind),
    `28.02.2021` (dots mean day first), `28 February 2021`, `28-FEB-2021`, `Feb. 28, 2021`, `2021年2月28日`, `2021년 2월 28일`,
    `令和3年2月28日`. With `order` also `28/02/2021` (`dmy`), `02/28/2021` (`mdy`) and their undivided forms.
    Raises `InputError` for anything else, an empty text included.
    """
    if len(text) == 8 and text.isascii() and text.isdigit() and order in ("", "ymd"):
        return _make(text, int(text[:4]), int(text[4:6]), int(text[6:]))
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        raise InputError("The date is empty", "no text was given", "Leave the field out where no date is known")
    plain = _TIME.sub("", plain).strip()
    if plain.isdigit():
        return _from_digits(text, plain, order)
    if match := _YEAR_FIRST.fullmatch(plain):
        return _make(text, int(match[1]), int(match[2]), int(match[3] or 0))
    if match := _YEAR_ALONE.fullmatch(plain):
        return _make(text, int(match[1]), 0, 0)
    if match := _ERA.fullmatch(plain):
        in_era = 1 if match[2] == "元" else int(match[2])
        return _make(text, ERA_OFFSET[match[1]] + in_era, int(match[3]), int(match[4]))
    if match := _YEAR_LAST.fullmatch(plain):
        return _from_year_last(text, match, order)
    return _from_words(text, plain)


def _from_digits(text: str, digits: str, order: Order) -> str:
    """Undivided digits: yyyymmdd, yyyymm, yyyy; with an order also ddmmyyyy and mmddyyyy."""
    if len(digits) == 8:
        if order == "dmy":
            return _make(text, int(digits[4:]), int(digits[2:4]), int(digits[:2]))
        if order == "mdy":
            return _make(text, int(digits[4:]), int(digits[:2]), int(digits[2:4]))
        return _make(text, int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    if len(digits) == 6 and 1700 <= int(digits[:4]) <= 2199:  # a six-digit yymmdd never passes this
        return _make(text, int(digits[:4]), int(digits[4:]), 0)
    if len(digits) == 4:
        return _make(text, int(digits), 0, 0)
    raise _refuse(text, f"{len(digits)} digits do not say year, month and day")


def _from_year_last(text: str, match: re.Match[str], order: Order) -> str:
    """`28.02.2021` is day first by custom; with `/` or `-` the order must be given."""
    first, mark, second, year = int(match[1]), match[2], int(match[3]), int(match[4])
    if order == "mdy":
        return _make(text, year, first, second)
    if order == "dmy" or (order == "" and mark == "."):
        return _make(text, year, second, first)
    raise _refuse(text, "it does not show whether the day or the month stands first")


def _from_words(text: str, plain: str) -> str:
    """`28 February 2021`, `28-FEB-2021`, `February 2021`, `February 28, 2021`, in five languages."""
    lower = plain.lower()
    if match := _MONTH_WORD_DAY.fullmatch(lower):
        word, day, year = match[1], int(match[2]), int(match[3])
    elif match := _DAY_MONTH_WORD.fullmatch(lower):
        word, day, year = match[2], int(match[1] or 0), int(match[3])
    else:
        raise _refuse(text, "its form is none of the known ones")
    if word not in MONTH_OF_WORD:
        raise _refuse(text, f"'{word}' is not the name of a month")
    return _make(text, year, MONTH_OF_WORD[word], day)


@lru_cache(maxsize=65536)
def parse_minguo(text: str) -> str:
    """The ISO partial date of a Minguo date (Taiwan): `111.03.16`, `1110316`, `民國111年3月16日` -> `2022-03-16`.

    Raises `InputError`; a four-digit year is refused, it is not a Minguo year.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    match = _MINGUO_PARTS.fullmatch(plain) or _MINGUO_DIGITS.fullmatch(plain)
    if match is None:
        raise InputError(
            f"'{text}' is not a Minguo date",
            "it has not the form year.month.day of the Minguo calendar",
            "Write it as 111.03.16 or 1110316",
        )
    if int(match[1]) == 0:
        raise _refuse(text, "the Minguo calendar begins with year 1 (1912)")
    return _make(text, int(match[1]) + MINGUO_OFFSET, int(match[2]), int(match[3] or 0))


def precision(partial: str) -> Literal["year", "month", "day"]:
    """How much of an ISO partial date is known."""
    return "day" if len(partial) == 10 else "month" if len(partial) == 7 else "year"


def first_day(partial: str) -> str:
    """The first day that an ISO partial date may mean: `2021-02` -> `2021-02-01`. "" stays ""."""
    length = len(partial)
    return partial if length in (10, 0) else f"{partial}-01" if length == 7 else f"{partial}-01-01"


def last_day(partial: str) -> str:
    """The last day that an ISO partial date may mean: `2021-02` -> `2021-02-28`. "" stays ""."""
    length = len(partial)
    if length in (10, 0):
        return partial
    if length == 4:
        return f"{partial}-12-31"
    year, month = int(partial[:4]), int(partial[5:])
    days = 28 if month == 2 and not _is_leap(year) else _MONTH_DAYS[month - 1]
    return f"{partial}-{days:02}"


def to_day(partial: str, end: bool = False) -> date:
    """The `datetime.date` of an ISO partial date: its first day, or its last with `end`."""
    return date.fromisoformat(last_day(partial) if end else first_day(partial))


def covers(partial: str, day: str) -> bool:
    """Whether the day `day` (ISO) may be meant by `partial`."""
    return first_day(partial) <= day <= last_day(partial)


def is_certainly_before(left: str, right: str) -> bool:
    """Whether every day of `left` lies before every day of `right` (both ISO partial dates)."""
    return last_day(left) < first_day(right)


def is_possibly_before(left: str, right: str) -> bool:
    """Whether some day of `left` lies before some day of `right` (both ISO partial dates)."""
    return first_day(left) < last_day(right)


def earliest(dates: Iterable[str]) -> str:
    """The earliest of ISO partial dates by their first day ("" entries are skipped); "" if there is none."""
    return min((each for each in dates if each), key=lambda each: (first_day(each), -len(each)), default="")


def latest(dates: Iterable[str]) -> str:
    """The latest of ISO partial dates by their last day ("" entries are skipped); "" if there is none."""
    return max((each for each in dates if each), key=lambda each: (last_day(each), len(each)), default="")


def year_of(partial: str) -> int:
    """The year of an ISO partial date; 0 for ""."""
    return int(partial[:4]) if partial else 0
