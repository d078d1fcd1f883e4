"""The single values of trademark records: dates, classes, figurative codes, languages, kinds of sign and of right.

Every function takes the source's text and gives the normal form of `kapok.records.record`; what cannot be meant is an
`InputError` that the reader turns into a rejected record. ST.96 words stand in `mark_words.yaml`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from kapok.codes.declared import read_yaml
from kapok.errors import InputError
from kapok.records.dates import parse_date
from kapok.records.numbers import NumberRole, normalise_number

_NO_DATE = re.compile(r"[0\s./-]*")
_SQUEEZE = re.compile(r"[\s/_-]+")
_SPACES = re.compile(r"[ \t\r\n]+")
_VIENNA = re.compile(r"(\d{1,2})[./ -]?(\d{2})(?:[./ -]?(\d{2}))?|(\d{1,2})[./-](\d{1,2})(?:[./-](\d{1,2}))?")
_LOCARNO = re.compile(r"(\d{1,2})(?:\s*[./-]\s*(\d{1,2}))?")


@lru_cache(maxsize=65536)
def read_day(text: str | None) -> str:
    """The ISO date of a register date; "" for none (`0`, `00000000`, blank). A zone or time behind the day is cut off."""
    if not text or _NO_DATE.fullmatch(text):
        return ""
    return parse_date(text)


@lru_cache(maxsize=4096)
def read_nice_class(text: str | None) -> int:
    """The Nice class 1-45 of `009`, `9`, `Class 9`; 0 where the text is no Nice class (`A`, `B`, `200`: national classes)."""
    digits = re.sub(r"\D", "", text or "")
    number = int(digits) if digits and len(digits) < 5 else 0
    return number if 1 <= number <= 45 else 0


@lru_cache(maxsize=16384)
def read_vienna(text: str) -> str:
    """The Vienna code `26.04.18` of `260418`, `26.4.18`, `26-04`; the trimmed text itself where it has another form."""
    match = _VIENNA.fullmatch(text.strip())
    if match is None:
        return text.strip()
    parts = [part for part in match.groups() if part]
    return ".".join(f"{int(part):02}" for part in parts)


@lru_cache(maxsize=4096)
def read_locarno(text: str) -> str:
    """The Locarno class `06-01` of `06.01`, `6-1`, `06 - 01`, `14`; the trimmed text itself where it has another form."""
    match = _LOCARNO.fullmatch(text.strip())
    if match is None:
        return text.strip()
    return "-".join(f"{int(part):02}" for part in match.groups() if part)


@lru_cache(maxsize=1024)
def read_language(code: str | None) -> str:
    """The BCP 47 tag of a language code of any case (`DE` -> `de`); `und` for none."""
    tag = (code or "").strip()
    return tag.lower() if len(tag) in (2, 3) else tag or "und"


def squeeze(text: str | None) -> str:
    """The text without blanks at its ends, and with one blank where the file has several or breaks the line."""
    if not text:
        return ""
    text = text.strip()
    if "  " in text or "\n" in text or "\t" in text:
        return _SPACES.sub(" ", text)
    return text


def language_by_script(text: str, language: str) -> str:
    """`language` (Chinese, Japanese, Korean) if the text has a character of its scripts, else `und`."""
    return language if any(sign > "\u2e7f" for sign in text) else "und"


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = read_yaml("mark_words", "kapok.formats")
    return words


@lru_cache(maxsize=4096)
def read_feature(text: str | None) -> str:
    """The ST.96 word of a kind of sign (`Word`, `Combined` …); the office's own word where no ST.96 word is meant."""
    word = squeeze(text)
    found: str = _words()["features"].get(_SQUEEZE.sub("", word.lower()), word)
    return found


@lru_cache(maxsize=4096)
def read_category(text: str | None) -> str:
    """The ST.96 words of a kind of right; several (`Trademark, Service Mark`) are joined by a comma and a blank."""
    table: dict[str, str] = _words()["categories"]
    words = [squeeze(word) for word in (text or "").split(",")]
    return ", ".join(table.get(_SQUEEZE.sub("", word.lower()), word) for word in words if word)


@lru_cache(maxsize=4096)
def read_record_kind(kind: str) -> str:
    """The ST.61 category letter of a kind of register record (`Umschreibung`, `Opposition`); "" where it is not covered."""
    table: dict[str, str] = _words()["records"]
    word = _SQUEEZE.sub("", kind.lower())
    return next((letter for start, letter in table.items() if word.startswith(start)), "")


def feature_of_drawing(code: str) -> str:
    """The ST.96 word of a USPTO drawing code (its first digit counts); "" for none or an unknown one."""
    found: str = _words()["us_drawing_codes"].get(code[:1], "")
    return found


def read_number(office_code: str, text: str | None, role: NumberRole) -> str:
    """A register number in the normal form of `kapok.records.numbers`; "" for none or only zeros."""
    if not text:
        return ""
    if len(text) == _PLAIN_LENGTH.get(office_code) and text.isdigit() and role == "application":
        return text  # already normal, and there are millions of them
    return normalise_number(office_code, text, role) if text.strip(" 0") else ""


_PLAIN_LENGTH = {"EM": 9, "US": 8}


def category_of_korean_number(number: str) -> str:
    """The ST.96 words of the kind of right in a Korean application number; "" for an unknown code."""
    found: str = _words()["korean_rights"].get(number[:2], "")
    return found


def need(value: str, what: str) -> str:
    """`value`, or an `InputError` that says that the record has no `what`."""
    if not value:
        raise InputError(f"The record has no {what}", "it cannot be filed without one", "Ask the publisher for it")
    return value
