"""One clause of a query (field, relation, value) as a node, the same for every language.

What a value must be depends on the kind of the field; what cannot be is a QueryError at the clause's position.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import msgspec

from kapok.codes.offices import is_office_code
from kapok.errors import InputError
from kapok.records.numbers import number_variants
from kapok.search.languages.canonical import Relation, make_and, make_or, make_within, make_words
from kapok.search.languages.class_leaves import make_class
from kapok.search.languages.clause import Clause, refuse, refuse_order, split_commas
from kapok.search.languages.complaint import complain
from kapok.search.languages.keyword_leaves import make_keyword
from kapok.search.languages.query_dates import parse_query_date, parse_range, split_range
from kapok.search.languages.words import TRUNCATION, split_fuzzy, split_words
from kapok.search.query import Compare, Fuzzy, Node, NumberIs, NumberList

__all__ = ["Clause", "make_leaf", "number_text"]

_WORD_RELATIONS: dict[str, Relation] = {"=": "phrase", "==": "exact", "any": "any", "all": "all", "phrase": "phrase"}
_LISTED = ("class", "keyword", "number", "citation")


def make_leaf(clause: Clause) -> Node:
    """The node of a clause. Raises QueryError where the value cannot be one of that field."""
    kind = clause.field.kind
    if clause.on_day and clause.field.key != "status":
        raise refuse(clause, f"'{clause.name}' has no state on a day", "Only the legal status is asked for a day (/on=)")
    if clause.fuzzy and kind not in ("text", "name"):
        raise refuse(clause, f"'{clause.name}' holds no words to search fuzzily", "Leave /fuzzy out")
    if clause.scope and kind != "class":
        raise refuse(
            clause, f"'{clause.name}' is no classification", f"Leave /{clause.scope} out: it goes with class fields only"
        )
    if not clause.text.strip(' "“”\t\r\n') and not clause.listed:
        raise complain("The search term is empty", clause.position, expected=("a word or a text in quotation marks",))
    if not clause.quoted and not clause.listed and clause.relation == "=" and kind in _LISTED and "@" not in clause.text:
        texts = split_commas(clause.text)
        if len(texts) > 1:
            clause = msgspec.structs.replace(clause, listed=texts)
    return _MAKERS[kind](clause)


def _text(clause: Clause) -> Node:
    refuse_order(clause)
    text, fuzzy = (clause.text, clause.fuzzy) if clause.quoted else split_fuzzy(clause.text)
    words = split_words(text)
    if not words:
        raise refuse(clause, f"There is no word to search for in '{clause.text}'", "Give at least one letter or digit")
    fuzzy = fuzzy or clause.fuzzy
    if fuzzy:
        if len(words) > 1 or any(sign in words[0] for sign in TRUNCATION):
            raise refuse(clause, "A fuzzy search takes one whole word", "Search each word by itself, without * ? #")
        return Fuzzy(clause.field.key, words[0], fuzzy)
    return make_words(clause.field.key, words, _WORD_RELATIONS[clause.relation])


def _number(clause: Clause) -> Node:
    refuse_order(clause)
    texts = tuple(filter(None, map(number_text, clause.listed or (clause.text,))))
    if not clause.listed and clause.relation in ("any", "all"):
        joined = texts[0] if texts else ""
        texts = tuple(joined.replace(",", " ").replace(";", " ").split())
    for text in texts:
        if not _may_be_number(text):
            raise refuse(clause, f"'{text}' is no document number", "Write it like EP1000000, US 7,272,630 B2 or CN101551481B")
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


_MAKERS = {
    "text": _text,
    "name": _text,
    "number": _number,
    "citation": _number,
    "date": _date,
    "integer": _year,
    "class": make_class,
    "keyword": make_keyword,
}
