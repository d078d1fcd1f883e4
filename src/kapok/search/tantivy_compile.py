"""The query tree -> a tantivy query. One method per node; exact by construction, no estimate anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import tantivy
from tantivy import FieldType, Occur, Query

from kapok.codes.classes import ancestors, branch_of, normalise_symbol
from kapok.errors import InputError, QueryError
from kapok.records.dates import parse_date, to_day
from kapok.records.number_variants import number_variants
from kapok.search.fields import fields
from kapok.search.mapping_layout import (
    COUNTED_FIELDS,
    FACET_ALIASES,
    WEIGHTS,
    WHOLE_BY_CHECKSUM,
    class_term,
    class_tree_term,
    date_code,
    exact_form,
    exact_term,
    number_form,
    number_term,
    span_query_terms,
)
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
from kapok.search.tantivy_near import NearCompiler
from kapok.search.tantivy_schema import STATE_KEY, schema
from kapok.search.tantivy_terms import any_of, word_query
from kapok.search.word_patterns import TRUNCATION, Sequence_, patterns, regex_of, with_stand_ins

_NUMBER_FIELD = {
    "publication_number_epodoc": "publication_number",
    "application_number_epodoc": "application_number",
    "priority_number_epodoc": "priority_number",
}
"""EPODOC index names ask for the same numbers: every form is indexed."""

_WORDS_OF = {"citation": "citation_text"}


Verify = Callable[[Query, str, Sequence_, Sequence_, Proximity], list[str]]
"""Checks candidates on their stored text: (candidates, field, left tokens, right tokens, proximity) -> keys."""


class Compiler:
    """Compiles trees for one state of the index (`searcher`: terms that it does not know are left out at once).

    After `compile`, `scored` says whether ranking distinguishes results, `verify` is the hook by which candidates of a
    condition that positions cannot decide are checked on the stored text.
    """

    def __init__(self, searcher: tantivy.Searcher, verify: Verify) -> None:
        self.searcher = searcher
        self.verify = verify
        self.scored = False
        self.weigh = False
        self._near = NearCompiler(self)

    def compile(self, node: Node) -> Query:
        """The query of a tree. Raises QueryError for a condition that its field cannot have."""
        weights = {WEIGHTS.get(name, 1.0) for leaf in word_leaves(node) for name in real_fields(leaf.field)}
        self.weigh = len(weights) > 1
        return self.node(node)

    def node(self, node: Node) -> Query:
        """The query of any node."""
        method = _METHODS.get(type(node))
        if method is None:
            raise QueryError("This query cannot be run", f"the search engine has no meaning for {type(node).__name__}")
        return method(self, node)

    @staticmethod
    def fields_of(leaf: Words) -> tuple[str, ...]:
        """The index fields of a condition on words."""
        return real_fields(leaf.field)

    # --- words -------------------------------------------------------------------------------------------------------

    def words(self, node: Words) -> Query:
        """Words in text, name or keyword fields; other kinds read the words as their own values."""
        kind = fields()[node.field].kind if node.field in fields() else "text"
        if kind == "date":
            return self._each(node, lambda word: self.compare(Compare(node.field, "=", word)))
        if kind == "class":
            return self._each(node, lambda word: self.class_symbol(ClassSymbol(node.field, word)))
        if kind == "number":
            return self._each(node, lambda word: self.number_is(NumberIs(node.field, word)))
        if kind == "citation":
            return any_of(
                [self.number_is(NumberIs(node.field, " ".join(node.words))), self._text_words(node, ["citation_text"])]
            )
        if kind == "integer":
            return self._each(node, lambda word: self.compare(Compare(node.field, "=", word)))
        if kind == "keyword":
            return self._each(node, lambda word: self.keyword(node.field, word))
        return self._text_words(node, real_fields(node.field))

    def _each(self, node: Words, make: Callable[[str], Query]) -> Query:
        parts = [make(word) for word in node.words]
        return any_of(parts) if node.relation == "any" else all_of(parts)

    def _text_words(self, node: Words, names: Sequence[str]) -> Query:
        if node.relation == "exact":
            return self._exact(names, " ".join(node.words))
        if node.relation == "phrase":
            return self._phrase(names, node.words)
        parts = [self._phrase(names, (word,)) for word in node.words if patterns((word,))]
        if not parts:
            return Query.empty_query()
        return any_of(parts) if node.relation == "any" else all_of(parts)

    def _phrase(self, names: Sequence[str], words: tuple[str, ...]) -> Query:
        found: list[Query] = []
        for name in names:
            for sequence in patterns(words):
                query = word_query(self.searcher, name, sequence)
                if query is None:
                    continue
                if any(pattern.literal for pattern in sequence):
                    self.scored = True
                found.append(self.weighted(name, query))
        return any_of(found)

    def weighted(self, name: str, query: Query) -> Query:
        """The query with its field's weight, where fields of different weight take part."""
        return Query.boost_query(query, WEIGHTS.get(name, 1.0)) if self.weigh else query

    def _exact(self, names: Sequence[str], text: str) -> Query:
        """The whole value of a field. Long texts are compared whole or not at all: truncation leaves them out."""
        if not TRUNCATION.search(text):
            form = exact_form(text)
            return terms("exact", [exact_term(name, form) for name in names])
        short = [name for name in names if name not in WHOLE_BY_CHECKSUM]
        if not short:
            raise QueryError(
                f"A whole value of {names[0]} cannot be truncated", "its values are long texts", "Search for words or a phrase"
            )
        form = exact_form(with_stand_ins(text))
        return any_of([_regex("exact", f"{re.escape(name)}:{regex_of(form)}") for name in short])

    def fuzzy(self, node: Fuzzy) -> Query:
        """One word with one or two edits (a swap of neighbours is one)."""
        if node.distance not in (1, 2):
            raise QueryError("This fuzzy search cannot be run", f"{node.distance} edits were asked for", "Ask for 1 or 2")
        parts: list[Query] = []
        for sequence in patterns((node.word.translate(_NO_TRUNCATION),)):
            for name in real_fields(node.field):
                parts.append(all_of([Query.fuzzy_term_query(schema(), name, each.text, node.distance) for each in sequence]))
        return any_of(parts)

    # --- logic -------------------------------------------------------------------------------------------------------

    def everything(self, node: Everything) -> Query:
        """Every record (but not the notes that commits leave)."""
        return Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, _term("key", STATE_KEY))])

    def conjunction(self, node: And) -> Query:
        """All parts."""
        parts = [part for part in node.parts if not isinstance(part, Everything)]
        return all_of([self.node(part) for part in parts]) if parts else self.everything(Everything())

    def disjunction(self, node: Or) -> Query:
        """Any part."""
        return any_of([self.node(part) for part in node.parts])

    def without(self, node: AndNot) -> Query:
        """The left part without the right one."""
        return Query.boolean_query([(Occur.Must, self.node(node.left)), (Occur.MustNot, self.node(node.right))])

    def proximity(self, node: Proximity) -> Query:
        """Words near each other."""
        return self._near.proximity(node)


_NO_TRUNCATION = str.maketrans("", "", "*?#")
_METHODS: dict[type[Node], Callable[[Compiler, Any], Query]] = {
    Everything: Compiler.everything,
    Words: Compiler.words,
    Fuzzy: Compiler.fuzzy,
    Compare: Compiler.compare,
    Within: Compiler.within,
    ClassSymbol: Compiler.class_symbol,
    NumberIs: Compiler.number_is,
    NumberList: Compiler.number_list,
    StatusOn: Compiler.status_on,
    Proximity: Compiler.proximity,
    And: Compiler.conjunction,
    Or: Compiler.disjunction,
    AndNot: Compiler.without,
}


def real_fields(field: str) -> tuple[str, ...]:
    """The fields that a (virtual) field searches, as the index names them."""
    declared = fields().get(field)
    if declared is not None and declared.over:
        return tuple(_WORDS_OF.get(name, name) for part in declared.over for name in real_fields(part))
    return (_WORDS_OF.get(field, field),)


def word_leaves(node: Node) -> Iterable[Words | Fuzzy]:
    """Every condition on words in a tree."""
    if isinstance(node, Words | Fuzzy):
        yield node
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from word_leaves(part)
    elif isinstance(node, AndNot | Proximity):
        yield from word_leaves(node.left)
        yield from word_leaves(node.right)
