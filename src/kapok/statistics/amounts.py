"""Figures as people read them: digits grouped as the language groups them, the qualifier in words, and back from a text."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from kapok.errors import InputError

_QUALIFIERS = {
    "over": {"en": "more than {}", "zh-Hans": "超过{}", "zh-Hant": "超過{}", "pt": "mais de {}"},
    "nearly": {"en": "nearly {}", "zh-Hans": "近{}", "zh-Hant": "近{}", "pt": "quase {}"},
}
_GROUPS = {"pt": ("\u00a0", ","), "en": (",", "."), "zh-Hans": (",", "."), "zh-Hant": (",", ".")}


def parse_amount(text: str) -> Decimal:
    """A plain decimal number (`1379.9`, `-3`); InputError for anything else, full-width digits and groups included."""
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
        raise InputError(f"'{text[:40]}' is no number", "digits with a point for decimals are expected", "Write it as 1234.5")
    try:
        return Decimal(text)
    except InvalidOperation:
        raise InputError(f"'{text[:40]}' is no number", "", "Write it as 1234.5") from None


def rounded(value: Decimal, step: Decimal) -> Decimal:
    """The value to the nearest multiple of `step`, halves away from zero."""
    return (value / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step


def plain(value: Decimal) -> str:
    """A number as the decimal text that files carry: no exponent, no needless zeros."""
    text = format(value.normalize(), "f")
    return "0" if text in ("-0", "") else text


def render_amount(value: str, qualifier: str, language: str) -> str:
    """A figure in a language: `91,000`, `91 000`, `more than 25,000`. A text that is no number stays as it is."""
    try:
        number = parse_amount(value)
    except InputError:
        return value
    group, point = _GROUPS.get(language, _GROUPS["en"])
    whole, _, decimals = plain(abs(number)).partition(".")
    grouped = f"{int(whole):,}".replace(",", group)
    shown = ("\u2212" if number < 0 else "") + grouped + (point + decimals if decimals else "")
    pattern = _QUALIFIERS.get(qualifier, {}).get(language, "{}")
    return pattern.format(shown)
