"""Patterns of consecutive tokens -> tantivy queries on one field."""

from __future__ import annotations

from collections.abc import Sequence

import tantivy
from tantivy import Occur, Query

from kapok.search.tantivy_schema import schema
from kapok.search.word_patterns import ANY_TOKEN, TokenPattern


def any_of(parts: Sequence[Query]) -> Query:
    """A query that needs one of the parts; without parts it matches nothing."""
    if not parts:
        return Query.empty_query()
    return parts[0] if len(parts) == 1 else Query.boolean_query([(Occur.Should, part) for part in parts])


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
    return Query.regex_query(schema(), field, pattern.text)


def offsets_query(field: str, placed: Sequence[tuple[int, TokenPattern]], slop: int) -> Query:
    """Tokens at given distances from each other; with two of them `slop` is how far the difference may be off."""
    placed = [(at, pattern) for at, pattern in placed if pattern != ANY_TOKEN]
    if len(placed) == 1:
        return one_token(field, placed[0][1])
    first = placed[0][0]
    if all(pattern.literal for _, pattern in placed):
        return Query.phrase_query(schema(), field, [(at - first, pattern.text) for at, pattern in placed], slop)
    return Query.regex_phrase_query(schema(), field, [(at - first, pattern.text) for at, pattern in placed], slop)
