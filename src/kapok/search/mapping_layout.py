"""What an index document is made of: the names of its fields and the small encodings that mapping and backends share.

A document is a dict of field name -> value or list of values. Texts are tokens already (`normalise_text.index_text`), so an
engine only splits them at blanks; a separator between two of them (`mapping_units`) is a token of a given length. Fields of
terms (`number`, `class_symbol`, `dates`, `mark_start`) are split at blanks too, `exact` and the counted fields are single
terms. Dates are also numbers `yyyymmdd`, with 00 for an unknown month or day, to sort by. No engine is named here.
"""

from __future__ import annotations

import re
import zlib
from functools import lru_cache
from hashlib import blake2b

from kapok.search.normalise_text import RUN_SCRIPTS, fold

TEXT_FIELDS = ("title", "mark", "abstract", "claims", "description", "goods", "product", "citation_text")
"""Fields of analysed words (with positions)."""

NAME_FIELDS = ("applicant", "inventor", "representative")
"""Party names: analysed words too."""

WORD_FIELDS = (*TEXT_FIELDS, *NAME_FIELDS)
"""All fields of analysed words."""

PROSE_FIELDS = ("title", "abstract", "claims", "description")
"""Fields whose sentences and paragraphs are indexed. In all others the whole field counts as one sentence."""

WEIGHTS = {
    "title": 3.0,
    "mark": 4.0,
    "abstract": 1.0,
    "claims": 0.7,
    "description": 0.3,
    "goods": 0.8,
    "product": 0.8,
    "applicant": 1.5,
    "inventor": 1.5,
    "representative": 0.5,
    "citation_text": 0.3,
}
"""How much a match in a field counts in ranking."""

DATE_FIELDS = ("publication_date", "filing_date", "priority_date", "registration_date", "expiry_date")

INTEGER_FIELDS = ("day", "year", "right", "family", "place", *DATE_FIELDS)

TERM_FIELDS = ("number", "class_symbol", "dates", "mark_start")
"""Fields of ready terms, separated by blanks."""

CLASS_LEVELS = ("section", "class", "subclass", "main_group")
SCHEME_LEVELS: dict[str, tuple[str, ...]] = {
    "ipc": CLASS_LEVELS,
    "cpc": CLASS_LEVELS,
    "locarno": ("class", "subclass"),
    "vienna": ("category", "division", "section"),
}
"""Classifications whose levels are counted, from the top: fields `ipc_section` … `vienna_section`."""

COUNTED_FIELDS = (
    "category",
    "office_code",
    "kind_code",
    "status",
    "source",
    "language",
    "applicant_country",
    "applicant_name",
    "mark_feature",
    "similar_group",
    "protection_type",
    "product_type",
    "origin_country",
    "nice",
    *(f"{scheme}_{level}" for scheme, levels in SCHEME_LEVELS.items() for level in levels),
)
"""Keyword fields that are searched, filtered and counted as facets."""

FACET_ALIASES = {
    "applicant": "applicant_name",
    "product": "product_type",
    "ipc": "ipc_subclass",
    "cpc": "cpc_subclass",
    "locarno": "locarno_class",
    "vienna": "vienna_category",
    "office": "office_code",
}
"""Facet and filter names that stand for a counted field."""

LONG_FIELDS = frozenset(("abstract", "claims", "description", "goods", "citation_text"))
"""Fields of long texts. Their text is kept in the index: for highlighting, and to compare whole values (`exact`) or phrases
in one sentence, of which they have no terms."""

MARK_AND_TITLE = "mark+title"
"""In `exact` terms: the field of a value that is both the mark and the title, as for nearly all marks."""

LONGEST_EXACT = 200
"""Characters of a whole value that are kept for `exact`; a longer value is kept by its start and a checksum."""

LONGEST_START = 6
"""Characters of a mark, or of a word of it, up to which its beginnings are terms of their own."""

_SEPARATORS = re.compile(r"[\W_]+")
_NOT_IN_NUMBERS = re.compile(r"[^0-9A-Z]+")
_RUN = re.compile(f"[{RUN_SCRIPTS}]")
_DIGITS = re.compile(r"\d+")


def exact_form(text: str) -> str:
    """A whole value as compared by `exact`: folded, every run of blanks and punctuation one blank."""
    return _SEPARATORS.sub(" ", fold(text)).strip()


def exact_term(field: str, form: str) -> str:
    """The term of a whole value of a field; `form` is its `exact_form`."""
    if len(form) > LONGEST_EXACT:
        return f"{field}:{form[:LONGEST_EXACT]}\x1f{blake2b(form.encode(), digest_size=8).hexdigest()}"
    return f"{field}:{form}"


def date_code(partial: str) -> int:
    """`2021-02-28` -> 20210228, `2021-02` -> 20210200, `2021` -> 20210000."""
    digits = partial.replace("-", "")
    return int(digits) * (1, 100, 10_000)[(8 - len(digits)) // 2]


def number_form(text: str) -> str:
    """A number without blanks and punctuation, in capitals (letters of other scripts stay)."""
    upper = text.upper()
    return _NOT_IN_NUMBERS.sub("", upper) if upper.isascii() else _SEPARATORS.sub("", fold(text).upper())


def number_terms(field: str, office_code: str, number: str, kind_code: str) -> list[str]:
    """The terms under which one document number is found: with and without office and kind; its office alone."""
    form = number if number.isalnum() and number.isascii() and number.isupper() | number.isdigit() else number_form(number)
    if not form:
        return []
    if not office_code:
        return [f"{field}:{form}", f"{field}:{form}/{kind_code}"] if kind_code else [f"{field}:{form}"]
    if not kind_code:
        return [f"{field}:{form}", f"{field}:{office_code}/{form}", f"{field}:{office_code}/"]
    return [
        f"{field}:{form}",
        f"{field}:{office_code}/{form}",
        f"{field}:{office_code}/",
        f"{field}:{form}/{kind_code}",
        f"{field}:{office_code}/{form}/{kind_code}",
    ]


def number_term(field: str, office_code: str, number: str, kind_code: str) -> str:
    """The one term that a reading of a number asks for; empty office or kind means any."""
    form = number_form(number)
    term = f"{office_code}/{form}" if office_code else form
    return f"{field}:{term}/{kind_code}" if kind_code else f"{field}:{term}"


def class_term(field: str, symbol: str, office_code: str = "") -> str:
    """The term of a symbol itself, or as given by one office."""
    term = f"{field}={'_'.join(symbol.split())}"
    return f"{term}@{office_code}" if office_code else term


def class_tree_term(field: str, symbol: str, office_code: str = "") -> str:
    """The term that a symbol and all below it share."""
    term = f"{field}<{'_'.join(symbol.split())}"
    return f"{term}@{office_code}" if office_code else term


def start_terms(value: str, words: str) -> set[str]:
    """The beginnings of a mark's words and of the whole mark (`=`), and its Chinese characters (`+`).

    `words` are the indexed words of `value`.
    """
    found: set[str] = set()
    if value.isascii():
        cut = words.split()
        form = " ".join(cut)
    else:
        cut = [word for word in words.split() if not _RUN.match(word)]
        form = exact_form(value)
        found.update([f"+{character}" for character in _RUN.findall(form)])
    for word in cut:
        found.update([word[:length] for length in range(1, min(len(word), LONGEST_START) + 1)])
    whole = "=" + form[:LONGEST_START].replace(" ", "_")
    found.update([whole[:length] for length in range(2, len(whole) + 1)])
    return found


def group_number(text: str) -> int:
    """A 62-bit number for a right or family (collapsing counts distinct numbers)."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") >> 2


def place(category: str, office_code: str, number: str) -> int:
    """A number that orders records by category, office and number; the backend walks whole results in this order."""
    digits = number if number.isdigit() else "".join(_DIGITS.findall(number))
    tail = int(digits[:18]) if digits and digits.isascii() else zlib.crc32(number.encode())
    return _place_of(category, office_code) | (tail & ((1 << 37) - 1))


@lru_cache(maxsize=10_000)
def _place_of(category: str, office_code: str) -> int:
    """The upper part of a place: three letters of the category, two of the office."""
    head = 0
    for letter in (category[:3] + "   ")[:3] + (office_code[:2].lower() + "  ")[:2]:
        head = head * 32 + (ord(letter) & 31)
    return head << 37
