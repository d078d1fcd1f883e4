"""The small queries that every condition is made of: terms, ranges, tokens next to each other, joined."""

from __future__ import annotations

from collections.abc import Sequence

import tantivy
from tantivy import FieldType, Occur, Query

from kapok.search.tantivy_schema import schema
from kapok.search.word_patterns import ANY_TOKEN, TokenPattern

_MOST_IN_UNION = 64
"""More terms than this are looked up together in the dictionary instead of being merged one by one."""


def all_of(parts: Sequence[Query]) -> Query:
    """A query that needs all parts."""
    return parts[0] if len(parts) == 1 else Query.boolean_query([(Occur.Must, part) for part in parts])


def any_of(parts: Sequence[Query]) -> Query:
    """A query that needs one of the parts; without parts it matches nothing."""
    if not parts:
        return Query.empty_query()
    return parts[0] if len(parts) == 1 else Query.boolean_query([(Occur.Should, part) for part in parts])


def term(field: str, value: str) -> Query:
    """Documents with a term; all count the same."""
    return Query.const_score_query(Query.term_query(schema(), field, value, "basic"), 1.0)


def any_term(searcher: tantivy.Searcher, field: str, values: Sequence[str]) -> Query:
    """Documents with any of many terms; all count the same."""
    unique = list(dict.fromkeys(values))
    if len(unique) > _MOST_IN_UNION:
        return Query.term_set_query(schema(), field, unique)
    known = [value for value in unique if searcher.doc_freq(field, value)]
    if len(known) < 2:
        return term(field, known[0]) if known else Query.empty_query()
    union = Query.boolean_query([(Occur.Should, Query.term_query(schema(), field, value, "basic")) for value in known])
    return Query.const_score_query(union, 1.0)


def regex(field: str, pattern: str) -> Query:
    """Documents with a term that the pattern fits as a whole."""
    return Query.regex_query(schema(), field, pattern)


def integers(field: str, low: int, high: int) -> Query:
    """A range of an integer field, bounds included."""
    return Query.range_query(schema(), field, FieldType.Integer, low, high)


def word_query(searcher: tantivy.Searcher, field: str, sequence: Sequence[TokenPattern]) -> Query | None:
    """Tokens next to each other in a field; None where the field has not one of the words at all."""
    if any(pattern.literal and not searcher.doc_freq(field, pattern.text) for pattern in sequence):
        return None
    if len(sequence) == 1:
        return one_token(field, sequence[0])
    return offsets_query(field, list(enumerate(sequence)), 0)


def one_token(field: str, pattern: TokenPattern) -> Query:
    """One token: scored if literal, else every token that fits counts the same."""
    if pattern.literal:
        return Query.term_query(schema(), field, pattern.text, "freq")
    return regex(field, pattern.text)


def offsets_query(field: str, placed: Sequence[tuple[int, TokenPattern]], slop: int) -> Query:
    """Tokens at given distances from each other; with two of them `slop` is how far the difference may be off."""
    placed = [(at, pattern) for at, pattern in placed if pattern != ANY_TOKEN]
    if len(placed) == 1:
        return one_token(field, placed[0][1])
    first = placed[0][0]
    words: list[str | tuple[int, str]] = [(at - first, pattern.text) for at, pattern in placed]
    if all(pattern.literal for _, pattern in placed):
        return Query.phrase_query(schema(), field, words, slop)
    return Query.regex_phrase_query(schema(), field, words, slop)
