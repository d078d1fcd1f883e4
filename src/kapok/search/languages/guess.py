"""Which field a bare CQL term means: the published rules of OPS (Reference Guide 1.3.20, section 4.2, rule 4).

In this order: two capital letters that are an office -> `num`; a date -> `pd`; a classification symbol -> `cl`; two to
four word characters and digits, or digits only -> `num`; letters only, the first a capital -> `ia`; anything else -> `txt`.
Two readings of ours: office codes count in capitals only (`in` and `it` are words more often than India and Italy),
and main groups may have one to four digits (OPS knows two), with or without a blank (`H01L 21/02`).
"""

from __future__ import annotations

import re

from kapok.codes.offices import is_office_code
from kapok.search.languages.query_dates import looks_like_date, split_range

_SYMBOL = re.compile(r"[a-hyA-HY](?:\d\d(?:[a-zA-Z](?:\s*\d{1,4}(?:/[\da-fA-F]{1,6})?)?)?)?")
_NUMBER = re.compile(r"\w{2,4}\d+[a-zA-Z]?\d?|\d+|(?:ZL|CN)?\d{8,12}\.[\dXx]")
_FALLBACK = "text"

TELLING = ("any_number", "publication_date", "class")
"""Guesses that tell a patent professional's term from a word."""


def guess_field(term: str) -> str:
    """The key of the field that an unquoted bare term is looked for in."""
    if len(term) == 2 and term.isupper() and is_office_code(term):
        return "any_number"
    ends = split_range(term)
    if looks_like_date(term) or (ends is not None and all(map(looks_like_date, ends))):
        return "publication_date"
    if term.isascii() and _SYMBOL.fullmatch(re.sub(r"/(?:low|high|same)$", "", term)):
        return "class"
    if term.isascii() and _NUMBER.fullmatch(term):
        return "any_number"
    if term.isalpha() and term[0].isupper():
        return "inventor_applicant"
    return _FALLBACK
