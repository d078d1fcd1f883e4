"""What a bare term of the plain box is: a number, a class, a date, a fuzzy word, or just a word.

Only what cannot well be a word is taken for something else; quotation marks always make words of it.
"""

from __future__ import annotations

import re

from kapok.codes.offices import is_office_code
from kapok.errors import InputError
from kapok.records.numbers import is_printed_form, number_variants
from kapok.search.fields import get_field
from kapok.search.languages.canonical import make_or, make_within, make_words
from kapok.search.languages.leaves import Clause, make_leaf, number_text
from kapok.search.languages.query_dates import looks_like_date, parse_query_date, parse_range, split_range
from kapok.search.languages.words import split_fuzzy, split_words
from kapok.search.mapping_periods import LAST_YEAR
from kapok.search.query import Compare, Everything, Node, NumberIs

EVERYTHING = ("*", "*:*")
CLASS = re.compile(r"[A-HY]\d\d[A-Z](?:\s?\d{1,4}(?:/\d{2,6}|/?\*)?)?(?:/(?:low|high|same))?(?=[\s()（）\[\],;，；、@]|$)")
"""A patent class as people write one, in capitals: H01L, H01L21/02, H01L 21/02, with OPS's /low."""

NUMBER_WITH_BLANKS = re.compile(
    r"(?:[A-Z]{2}|ZL|PCT/[A-Z]{2})[ -]?\d[\d./,-]*(?: \d{3,}[\d./,-]*)*(?: ?[A-Z]\d?)?(?=[\s()（）\[\],;，；、@]|$)"
)
_OFFICE_NUMBER = re.compile(r"(?:ZL|CN)?\d{8,12}\.[\dXx]|\d{2}/\d{3},\d{3}|\d{4}/\d{7}|PCT/?[A-Z]{2}\S+", re.IGNORECASE)
_LETTERS_NUMBER = re.compile(r"([A-Z]{2})(?:[A-Z]{1,2}|-)?(\d[\d,./-]*)([A-Z]\d?)?", re.IGNORECASE)
_PIECE = re.compile(r"[^\W_](?:[\w./,\-]*[^\W_])?|G ?\d{2} \d{2} \d{3}(?:\.\d)?")
_KIND_BEHIND = re.compile(r"(?<=\d|X) [A-Z]\d?$")
_LONGEST_NUMBER = 60
_DIGITS = re.compile(r"\d{5,}|\d{1,3}(?:,\d{3})+")
_DAY = re.compile(r"\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[/.]\d\d?[/.]\d{4}")


def is_bare_number(text: str) -> bool:
    """Whether a bare term, alone among others, is a document number: an office's letters in front or an office's form."""
    if text.isascii():
        if _OFFICE_NUMBER.fullmatch(text):
            return bool(number_variants(text))
        match = _LETTERS_NUMBER.fullmatch(text)
        if match is None or not is_office_code(match[1].upper()):
            return False
        digits = sum(character.isdigit() for character in match[2])
        return digits >= (4 if match[1].isupper() else 6) and bool(number_variants(text))
    digits = sum(character.isdigit() for character in text)
    return digits >= 6 and digits * 2 > len(text) and bool(number_variants(text))


def is_digits(text: str) -> bool:
    """Whether a term has digits only, enough for a document number (which it is when the box holds nothing else)."""
    return _DIGITS.fullmatch(text) is not None


def read_alone(text: str) -> Node | None:
    """The node of a box that holds one number or one date and nothing else; None for any other text."""
    if any(mark in text for mark in '"“”„「」『』'):
        return None  # what is quoted is words
    if not any(character.isdigit() for character in text):
        return None
    plain = number_text(text)
    number = NumberIs("any_number", plain)
    if len(plain) == 8 and looks_like_date(plain) and int(plain[:4]) <= LAST_YEAR:
        return make_or([Compare("publication_date", "=", parse_query_date(plain)), number])
    ends = split_range(plain)
    if ends is not None and all(map(looks_like_date, ends)):
        return None
    if is_digits(plain) or (NUMBER_WITH_BLANKS.fullmatch(plain) and is_office_code(plain[:2])):
        return number if number_variants(text.strip()) or len(plain) == 8 else None
    if is_printed_form(plain):
        return number
    return make_or([number, make_words("any", split_words(text), "all")]) if may_be_number(text) else None


def may_be_number(text: str) -> bool:
    """Whether a text standing alone may be a number that no office of ours prints: `IPR2021-01599`, `EM PGI-LU-0063`.

    One piece with at least four digits (six in small letters: `iso9001` is a word), or with any behind the code of an office; a
    kind may follow. Not a day, not a class.
    """
    plain = number_text(text)
    has_office = text.strip()[:2].isupper() and is_office_code(plain[:2]) and plain[2:3] in (" ", ".")
    body = _KIND_BEHIND.sub("", plain[3:] if has_office else plain)
    if _PIECE.fullmatch(body) is None or ".." in body or CLASS.fullmatch(plain) or looks_like_date(body):
        return False
    digits = sum(character.isdigit() for character in body)
    enough = digits >= (4 if text == text.upper() else 6) or (has_office and digits > 0)
    return enough and len(body) <= _LONGEST_NUMBER


def read_bare(text: str, position: int) -> Node | None:
    """The node of a bare term that is no mere word; None for a word."""
    if text.isalpha():
        return None
    if text in EVERYTHING:
        return Everything()
    ends = split_range(text)
    if ends is not None and all(map(looks_like_date, ends)):
        years = all(len(end) == 4 for end in ends)
        try:
            return make_within("year" if years else "publication_date", *parse_range(*ends))
        except InputError:
            return None
    if _DAY.fullmatch(text) and looks_like_date(text):
        return Compare("publication_date", "=", parse_query_date(text))
    trimmed = text.rstrip(",;.")
    if CLASS.fullmatch(trimmed):
        return make_leaf(Clause(field=get_field("class"), relation="=", text=trimmed, position=position))
    if is_bare_number(trimmed):
        return NumberIs("any_number", number_text(trimmed))
    if split_fuzzy(text)[1] and len(split_words(split_fuzzy(text)[0])) == 1 and not set("*?#") & set(text):
        return make_leaf(Clause(field=get_field("any"), relation="=", text=text, position=position))
    return None
