"""One clause of a query (field, relation, value) as a node, the same for every language.

What a value must be depends on the kind of the field; what cannot be is a QueryError at the clause's position.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import msgspec
from msgspec import Struct

from kapok.codes.classes import normalise_symbol
from kapok.codes.languages import UNDETERMINED, parse_language
from kapok.codes.offices import is_office_code, offices
from kapok.errors import InputError
from kapok.records.numbers import number_variants
from kapok.search.fields import Field, bare, declared_values, find_value
from kapok.search.languages.canonical import Relation, make_and, make_or, make_within, make_words
from kapok.search.languages.complaint import complain
from kapok.search.languages.query_dates import parse_query_date, parse_range, split_range
from kapok.search.languages.words import TRUNCATION, split_fuzzy, split_words
from kapok.search.query import ClassSymbol, Compare, Fuzzy, Node, NumberIs, NumberList, StatusOn

_WORD_RELATIONS: dict[str, Relation] = {"=": "phrase", "==": "exact", "any": "any", "all": "all", "phrase": "phrase"}
_COMMA = re.compile(r",(?!\d{3}(?!\d))|[，、]")
_LISTED = ("class", "keyword", "number", "citation")
COMPARISONS = ("<", "<=", ">", ">=")


class Clause(Struct, frozen=True, kw_only=True):
    """What was written: a field, a relation and a value, with the 0-based place of the value.

    `relation`: = == < <= > >= any all phrase within. `listed`: the values of a list (comma or bracket list), else ().
    `scope`: same, low, high or "". `fuzzy`: edits, 0 for none. `on_day`: a day of legal status or "".
    """

    field: Field
    relation: str
    text: str
    position: int
    quoted: bool = False
    listed: tuple[str, ...] = ()
    scope: str = ""
    fuzzy: int = 0
    on_day: str = ""


def make_leaf(clause: Clause) -> Node:
    """The node of a clause. Raises QueryError where the value cannot be one of that field."""
    kind = clause.field.kind
    if clause.on_day and clause.field.key != "status":
        raise _refuse(clause, f"'{_name(clause)}' has no state on a day", "Only the legal status is asked for a day (/on=)")
    if clause.fuzzy and kind not in ("text", "name"):
        raise _refuse(clause, f"'{_name(clause)}' holds no words to search fuzzily", "Leave /fuzzy out")
    if clause.scope and kind != "class":
        raise _refuse(
            clause, f"'{_name(clause)}' is no classification", f"Leave /{clause.scope} out: it goes with class fields only"
        )
    if not clause.text.strip(' "“”\t\r\n') and not clause.listed:
        raise complain("The search term is empty", clause.position, expected=("a word or a text in quotation marks",))
    if not clause.quoted and not clause.listed and clause.relation == "=" and kind in _LISTED and "@" not in clause.text:
        texts = split_commas(clause.text)
        if len(texts) > 1:
            clause = msgspec.structs.replace(clause, listed=texts)
    return _MAKERS[kind](clause)


def split_commas(text: str) -> tuple[str, ...]:
    """The values of `CN,US` or `9,25`; the commas of `7,272,630` part nothing."""
    return tuple(part.strip() for part in _COMMA.split(text) if part.strip())


def _name(clause: Clause) -> str:
    return clause.field.cql[0]


def _refuse(clause: Clause, what: str, next_step: str, why: str = "") -> Exception:
    return complain(what, clause.position, why=why, next_step=next_step)


def _compared(clause: Clause) -> None:
    """Refuse relations of order on a field whose values have none."""
    if clause.relation in COMPARISONS or clause.relation == "within":
        raise _refuse(
            clause,
            f"'{_name(clause)}' cannot be compared by {clause.relation}",
            "Use = any all; < > within are for dates and years",
        )


def _text(clause: Clause) -> Node:
    _compared(clause)
    text, fuzzy = (clause.text, clause.fuzzy) if clause.quoted else split_fuzzy(clause.text)
    words = split_words(text)
    if not words:
        raise _refuse(clause, f"There is no word to search for in '{clause.text}'", "Give at least one letter or digit")
    fuzzy = fuzzy or clause.fuzzy
    if fuzzy:
        if len(words) > 1 or any(sign in words[0] for sign in TRUNCATION):
            raise _refuse(clause, "A fuzzy search takes one whole word", "Search each word by itself, without * ? #")
        return Fuzzy(clause.field.key, words[0], fuzzy)
    return make_words(clause.field.key, words, _WORD_RELATIONS[clause.relation])


def _number(clause: Clause) -> Node:
    _compared(clause)
    texts = tuple(filter(None, map(number_text, clause.listed or (clause.text,))))
    if not clause.listed and clause.relation in ("any", "all"):
        joined = texts[0] if texts else ""
        texts = tuple(joined.replace(",", " ").replace(";", " ").split())
    for text in texts:
        if not _may_be_number(text):
            raise _refuse(clause, f"'{text}' is no document number", "Write it like EP1000000, US 7,272,630 B2 or CN101551481B")
    if not texts:
        raise complain("The number is empty", clause.position, expected=("a document number",))
    key = clause.field.key
    if clause.relation == "all":
        return make_and(NumberIs(key, text) for text in texts)
    return NumberIs(key, texts[0]) if len(texts) == 1 else NumberList(key, texts)


def number_text(text: str) -> str:
    """A number as the tree keeps it: half width, capitals, single blanks, without quotes and punctuation at its ends."""
    plain = unicodedata.normalize("NFKC", text).upper()
    for quote in '"“”„\\':
        plain = plain.replace(quote, " ")
    return " ".join(plain.split()).strip(" ,;.")


def _may_be_number(text: str) -> bool:
    if len(text) == 2 and text.isalpha():
        return is_office_code(text)
    return any(character.isdigit() for character in text) and (
        len(text) < 60 or any(sign in text for sign in TRUNCATION) or bool(number_variants(text))
    )


def _date(clause: Clause) -> Node:
    return _ordered(clause, parse_query_date)


def _year(clause: Clause) -> Node:
    return _ordered(clause, _parse_year)


def _parse_year(text: str) -> str:
    partial = parse_query_date(text)
    if len(partial) != 4:
        raise InputError(f"'{text}' is not a year", "", "Write it with four digits; days are asked of a date field")
    return partial


def _ordered(clause: Clause, parse: Callable[[str], str]) -> Node:
    """A date or a year: compared, a period, or any of several."""
    key, relation = clause.field.key, clause.relation
    try:
        if clause.listed or relation == "any":
            texts = clause.listed or tuple(clause.text.replace(",", " ").split())
            return make_or([Compare(key, "=", parse(text)) for text in texts])
        words = clause.text.replace(",", " ").split()
        ends = split_range(clause.text) if relation in ("=", "within") else None
        if ends is None and len(words) == 2 and relation in ("=", "within"):
            ends = (words[0], words[1])
        if ends is not None:
            for end in filter(None, ends):
                parse(end)
            return make_within(key, *parse_range(*ends))
        if relation == "within":
            raise InputError(f"'{clause.text}' is not a period", "", 'Give two dates: within "2020 2024"')
        if relation in ("all", "phrase"):
            raise InputError(f"A date cannot be searched by '{relation}'", "", "Use = < <= > >= or within")
        return Compare(key, "=" if relation == "==" else relation, parse(clause.text))  # type: ignore[arg-type]
    except InputError as error:
        raise complain(
            f"{clause.field.names['en']}: {error.what}", clause.position, why=error.why, next_step=error.next_step
        ) from error


def _class(clause: Clause) -> Node:
    _compared(clause)
    if clause.relation in ("any", "all") and not clause.listed:
        texts: tuple[str, ...] = tuple(clause.text.replace(",", " ").split())
    else:
        texts = clause.listed or (clause.text,)
    symbols = [_symbol(clause, text) for text in texts]
    return make_and(symbols) if clause.relation == "all" else make_or(symbols)


def _symbol(clause: Clause, text: str) -> Node:
    plain, _, by = text.strip().partition("@")
    offices = tuple(each.strip().upper() for each in by.split(",") if each.strip())
    for office in offices:
        if not is_office_code(office):
            raise _refuse(clause, f"'{office}' is no office", "Name the offices by two letters: C08F@US,EP")
    scope = clause.scope
    for suffix in ("low", "high", "same"):
        if plain.lower().endswith(f"/{suffix}"):
            scope, plain = scope or suffix, plain[: -len(suffix) - 1]
    cut = plain.endswith("*")
    shown = plain.rstrip("*")
    plain = shown.rstrip("/") if cut else plain
    try:
        symbol = normalise_symbol(clause.field.scheme or "cpc", plain)
    except InputError as error:
        raise _refuse(clause, error.what, error.next_step, error.why) from error
    if cut and not shown.endswith("/") and symbol[-1:].isdigit() and " " in symbol:
        symbol += "*"
    return ClassSymbol(clause.field.key, symbol, scope or "same", offices)  # type: ignore[arg-type]


def _keyword(clause: Clause) -> Node:
    _compared(clause)
    texts = clause.listed
    if not texts:
        texts = tuple(clause.text.replace(",", " ").split()) if clause.relation in ("any", "all") else (clause.text,)
    values = tuple(_value(clause, text) for text in texts)
    if clause.on_day:
        return make_or([_status_on(clause, value) for value in values])
    key = clause.field.key
    if clause.relation == "all":
        return make_and(make_words(key, (value,), "exact") for value in values)
    return make_words(key, values, "any")


def _value(clause: Clause, text: str) -> str:
    """The value of a keyword field as the index holds it."""
    key = clause.field.key
    plain = " ".join(unicodedata.normalize("NFKC", text.replace('"', " ").replace("\\", " ")).split())
    if not plain:
        raise complain("The value is empty", clause.position, expected=("a value",))
    cut = any(sign in plain for sign in TRUNCATION)
    allowed = declared_values(key)
    if allowed and not cut:
        value = find_value(key, plain)
        if value is None:
            raise _refuse(clause, f"'{plain}' is no value of '{_name(clause)}'", "Take one of: " + ", ".join(allowed))
        return value
    if key in ("office_code", "applicant_country") and not cut:
        code = find_office(plain)
        if code is None:
            raise _refuse(clause, f"'{plain}' is no office or country", "Use a two-letter code such as CN, US, EP or WO")
        return code
    if key == "language" and not cut:
        tag = parse_language(plain)
        return plain if tag == UNDETERMINED else tag
    return plain.upper() if key in ("office_code", "applicant_country", "kind_code", "similar_group") else plain


def find_office(text: str) -> str | None:
    """The ST.3 code that a code or a name in one of four languages means, or None."""
    if is_office_code(text.upper()):
        return text.upper()
    wanted = bare(text)
    return next((code for code, each in offices().items() if wanted in map(bare, each.names.values())), None)


def _status_on(clause: Clause, status: str) -> Node:
    try:
        day = parse_query_date(clause.on_day)
    except InputError as error:
        raise _refuse(clause, error.what, error.next_step, error.why) from error
    if len(day) != 10 or status not in ("pending", "in_force", "not_in_force"):
        raise _refuse(
            clause,
            f"The status '{status}' on '{clause.on_day}' cannot be told",
            "Ask for in_force, not_in_force or pending on a whole day such as 2024-01-31",
        )
    return StatusOn(status, day)  # type: ignore[arg-type]


_MAKERS = {
    "text": _text,
    "name": _text,
    "number": _number,
    "citation": _number,
    "date": _date,
    "integer": _year,
    "class": _class,
    "keyword": _keyword,
}
