"""Chinese application numbers (ZC 0006): year, type digit, serial, check digit.

Since 2003-10-01: 4-digit year + type + 7-digit serial (12 digits); before: 2-digit year + type + 5-digit serial (8).
Types: 1 invention, 2 utility model, 3 design, 8 invention by PCT, 9 utility model by PCT. The check digit is the sum of
digits times the weights 2 3 4 5 6 7 8 9 (again from 2 behind the eighth), modulo 11, with X for 10. The normal form of
Kapok leaves it out, because it can be computed; a wrong one is kept, so that it never points at another right.
"""

from __future__ import annotations

import re
from operator import mul
from typing import Literal

from kapok.errors import InputError

ApplicationType = Literal["invention", "utility_model", "design", "pct_invention", "pct_utility_model"]
"""What the type digit of a Chinese application number says."""

_TYPES: dict[str, ApplicationType] = {
    "1": "invention",
    "2": "utility_model",
    "3": "design",
    "8": "pct_invention",
    "9": "pct_utility_model",
}
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_LONG = re.compile(r"((?:19|20)\d\d)([12389])(\d{7})", re.ASCII)
_SHORT = re.compile(r"(8[5-9]|9\d|0[0-3])([12389])(\d{5})", re.ASCII)


def is_cn_application(body: str) -> bool:
    """Whether `body` (12 or 8 digits, no check digit) has the form of a Chinese application number."""
    return bool((_LONG if len(body) == 12 else _SHORT).fullmatch(body))


def check_digit(body: str) -> str:
    """The check digit (`0`-`9`, `X`) of a Chinese application number of 12 or 8 digits.

    Raises `InputError` if `body` has another form.
    """
    if not is_cn_application(body):
        raise InputError(
            f"'{body}' is not a Chinese application number",
            "it has not year, type digit (1 2 3 8 9) and serial in 12 or, before October 2003, 8 digits",
            "Write it like 200710001234",
        )
    return _sum_digit(body)


def _sum_digit(body: str) -> str:
    return "0123456789X"[sum(map(mul, map(int, body), _WEIGHTS)) % 11]


def verify_check_digit(text: str) -> bool:
    """Whether a Chinese application number ends in its right check digit (`200710001234.5`, `ZL 2007 1 0001234.5`).

    A number without a check digit, or none at all, gives `False`.
    """
    digits = re.sub(r"[^0-9X]", "", text.upper().removeprefix("CN").removeprefix("ZL"))
    return is_cn_application(digits[:-1]) and _sum_digit(digits[:-1]) == digits[-1]


def strip_check_digit(digits: str) -> str:
    """`digits` without its last character where that is the right check digit of a Chinese application number."""
    if len(digits) in (13, 9) and is_cn_application(digits[:-1]) and _sum_digit(digits[:-1]) == digits[-1]:
        return digits[:-1]
    return digits


def cn_application_type(body: str) -> ApplicationType | None:
    """What was applied for; `None` where `body` is not a Chinese application number."""
    if not is_cn_application(body):
        return None
    return _TYPES[body[4] if len(body) == 12 else body[2]]


def format_cn_application(body: str) -> str:
    """`200710001234` -> `200710001234.8`: with the check digit, as the office prints it."""
    return f"{body}.{check_digit(body)}"
