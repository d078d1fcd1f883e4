"""The query tree -> the query language of OpenSearch. One method per node; the conditions are those of every engine.

Ranking is BM25 on words with the same weights; all other conditions say yes or no. Totals are exact: truncated and fuzzy
words are expanded to every term (`constant_score`), or the cluster refuses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from kapok.errors import QueryError
from kapok.search import value_terms
from kapok.search.fields import fields
from kapok.search.mapping_layout import LONG_FIELDS, MARK_AND_TITLE, WEIGHTS, exact_form, exact_term
from kapok.search.opensearch_near import near, sequence_query
from kapok.search.opensearch_status import StatusDays
from kapok.search.opensearch_terms import Dsl, all_of, any_of, find, regexp, terms, without
from kapok.search.query import (
    And,
    AndNot,
    ClassSymbol,
    Compare,
    Everything,
    Fuzzy,
    Node,
    NumberIs,
    NumberList,
    Or,
    Proximity,
    StatusOn,
    Within,
    Words,
)
from kapok.search.real_fields import real_fields, start_term, word_leaves
from kapok.search.word_patterns import TRUNCATION, patterns, regex_of, with_stand_ins

_NO_TRUNCATION = str.maketrans("", "", "*?#")


class Compiler:
    """Compiles trees. After `compile`, `scored` says whether ranking distinguishes results."""

    def __init__(self, days: StatusDays) -> None:
        self.days = days
        self.scored = False
        self._weigh = False

    def compile(self, node: Node) -> Dsl:
        """The query of a tree. Raises QueryError for a condition that its field cannot have."""
        weights = {WEIGHTS.get(name, 1.0) for leaf in word_leaves(node) for name in real_fields(leaf.field)}
        self._weigh = len(weights) > 1
        return self.node(node)

    def node(self, node: Node) -> Dsl:
        """The query of any node."""
        method = _METHODS.get(type(node))
        if method is None:
            raise QueryError("This query cannot be run", f"the search engine has no meaning for {type(node).__name__}")
        return method(self, node)

    def words(self, node: Words) -> Dsl:
        """Words in text, name or keyword fields; other kinds read the words as their own values."""
        kind = fields()[node.field].kind if node.field in fields() else "text"
        if kind in ("date", "integer"):
            return self._each(node, lambda word: self.node(Compare(node.field, "=", word)))
        if kind == "class":
            return self._each(node, lambda word: self.node(ClassSymbol(node.field, word)))
        if kind == "number":
            return self._each(node, lambda word: self.node(NumberIs(node.field, word)))
        if kind == "citation":
            number = NumberIs(node.field, " ".join(node.words))
            return any_of([self.node(number), self._text_words(node, ("citation_text",))])
        if kind == "keyword":
            return self._each(node, lambda word: self.keyword(node.field, word))
        return self._text_words(node, real_fields(node.field))

    def keyword(self, field: str, value: str) -> Dsl:
        """A value of a keyword field. A legal status is the one of today."""
        if field == "status":
            return any_of([self.days.today(status) for status in value_terms.statuses(value)])
        return find(value_terms.keyword(field, value))

    def _each(self, node: Words, make: Callable[[str], Dsl]) -> Dsl:
        parts = [make(word) for word in node.words]
        return any_of(parts) if node.relation == "any" else all_of(parts)

    def _text_words(self, node: Words, names: Sequence[str]) -> Dsl:
        if node.relation == "exact":
            return _exact(names, " ".join(node.words))
        if node.relation == "phrase":
            return self._phrase(names, node.words)
        parts = [self._phrase(names, (word,)) for word in node.words if patterns((word,))]
        return any_of(parts) if node.relation == "any" or not parts else all_of(parts)

    def _phrase(self, names: Sequence[str], words: tuple[str, ...]) -> Dsl:
        found: list[Dsl] = []
        for name in names:
            for sequence in patterns(words):
                start = start_term(name, sequence)
                self.scored = self.scored or any(pattern.literal for pattern in sequence)
                boost = WEIGHTS.get(name, 1.0) if self._weigh else 1.0
                found.append(terms("mark_start", [start]) if start else sequence_query(name, sequence, boost))
        return any_of(found)

    def fuzzy(self, node: Fuzzy) -> Dsl:
        """One word with one or two edits (a swap of neighbours is one)."""
        if node.distance not in (1, 2):
            raise QueryError("This fuzzy search cannot be run", f"{node.distance} edits were asked for", "Ask for 1 or 2")
        form = {"fuzziness": node.distance, "transpositions": True, "rewrite": "constant_score"}
        return any_of(
            [
                all_of([{"fuzzy": {name: {"value": each.text, **form}}} for each in sequence])
                for sequence in patterns((node.word.translate(_NO_TRUNCATION),))
                for name in real_fields(node.field)
            ]
        )

    def conjunction(self, node: And) -> Dsl:
        """All parts."""
        return all_of([self.node(part) for part in node.parts])

    def proximity(self, node: Proximity) -> Dsl:
        """Words near each other; class symbols or numbers, which have no order, both."""
        self.scored = True
        return near(self.node, node)


def _exact(names: Sequence[str], text: str) -> Dsl:
    """The whole value of a field. Long texts are compared whole or not at all: truncation leaves them out."""
    prefixes = [*names, MARK_AND_TITLE] if {"mark", "title"} & set(names) else list(names)
    if not TRUNCATION.search(text):
        form = exact_form(text)
        return terms("exact", [exact_term(name, form) for name in prefixes])
    short = [name for name in prefixes if name not in LONG_FIELDS]
    if not short:
        raise value_terms.no_truncated_whole(names[0])
    pattern = regex_of(exact_form(with_stand_ins(text)))
    return any_of([regexp("exact", f"{re.escape(name)}:{pattern}") for name in short])


_METHODS: dict[type[Node], Callable[[Compiler, Any], Dsl]] = {
    Everything: lambda compiler, node: {"match_all": {}},
    Words: Compiler.words,
    Fuzzy: Compiler.fuzzy,
    Compare: lambda compiler, node: find([value_terms.compare(node)]),
    Within: lambda compiler, node: find([value_terms.within(node)]),
    ClassSymbol: lambda compiler, node: all_of(
        [find(each) for each in value_terms.class_symbol(node, real_fields(node.field))]
    ),
    NumberIs: lambda compiler, node: find(value_terms.number_is(node)),
    NumberList: lambda compiler, node: find(value_terms.number_list(node)),
    StatusOn: lambda compiler, node: compiler.days.on_day(node.status, value_terms.status_day(node)),
    Proximity: Compiler.proximity,
    And: Compiler.conjunction,
    Or: lambda compiler, node: any_of([compiler.node(part) for part in node.parts]),
    AndNot: lambda compiler, node: without(compiler.node(node.left), compiler.node(node.right)),
}
