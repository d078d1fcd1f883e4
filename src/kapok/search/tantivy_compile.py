"""The query tree -> a tantivy query. One method per node; exact by construction, no estimate anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from tantivy import Occur, Query

from kapok.errors import QueryError
from kapok.search import tantivy_values as values
from kapok.search import value_terms
from kapok.search.fields import fields
from kapok.search.mapping_layout import LONG_FIELDS, LONGEST_START, MARK_AND_TITLE, WEIGHTS, exact_form, exact_term
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
from kapok.search.tantivy_near import NearCompiler
from kapok.search.tantivy_schema import STATE_KEY, schema
from kapok.search.tantivy_snapshot import Snapshot
from kapok.search.tantivy_terms import all_of, any_of, any_term, regex, term, word_query
from kapok.search.tantivy_verify import whole_values
from kapok.search.word_patterns import TRUNCATION, patterns, regex_of, with_stand_ins


class Compiler:
    """Compiles trees for one state of the index (terms that it does not know are left out at once).

    After `compile`, `scored` says whether ranking distinguishes results.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.searcher = snapshot.searcher
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
        if kind in ("date", "integer"):
            return self._each(node, lambda word: self.node(Compare(node.field, "=", word)))
        if kind == "class":
            return self._each(node, lambda word: self.node(ClassSymbol(node.field, word)))
        if kind == "number":
            return self._each(node, lambda word: self.node(NumberIs(node.field, word)))
        if kind == "citation":
            number = NumberIs(node.field, " ".join(node.words))
            return any_of([self.node(number), self._text_words(node, ["citation_text"])])
        if kind == "keyword":
            return self._each(node, lambda word: values.keyword(self.snapshot, node.field, word))
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
                start = start_term(name, sequence)
                query = term("mark_start", start) if start else word_query(self.searcher, name, sequence)
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
        short = [name for name in names if name not in LONG_FIELDS]
        prefixes = [*short, MARK_AND_TITLE] if {"mark", "title"} & set(short) else short
        if not TRUNCATION.search(text):
            form = exact_form(text)
            found = [any_term(self.searcher, "exact", [exact_term(name, form) for name in prefixes])]
            found += [self._exact_long(name, text, form) for name in names if name in LONG_FIELDS]
            return any_of(found)
        if not short:
            raise value_terms.no_truncated_whole(names[0])
        form = exact_form(with_stand_ins(text))
        pattern = regex_of(form)
        start = form[:-1].replace(" ", "_")
        if short == ["mark"] and pattern == re.escape(form[:-1]) + ".*" and 0 < len(start) <= LONGEST_START:
            return term("mark_start", f"={start}")
        return any_of([regex("exact", f"{re.escape(name)}:{pattern}") for name in prefixes])

    def _exact_long(self, name: str, text: str, form: str) -> Query:
        """A whole long text: those that hold its words next to each other are compared on what is stored."""
        candidates = [query for each in patterns((text,)) if (query := word_query(self.searcher, name, each)) is not None]
        keys = whole_values(self.searcher, any_of(candidates), name, form) if candidates else []
        return Query.term_set_query(schema(), "key", keys) if keys else Query.empty_query()

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
        return Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, term("key", STATE_KEY))])

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

    def class_symbol(self, node: ClassSymbol) -> Query:
        """A symbol of a classification."""
        return values.class_symbol(self.searcher, node, real_fields(node.field))

    def proximity(self, node: Proximity) -> Query:
        """Words near each other."""
        return self._near.proximity(node)


_NO_TRUNCATION = str.maketrans("", "", "*?#")
_METHODS: dict[type[Node], Callable[[Compiler, Any], Query]] = {
    Everything: Compiler.everything,
    Words: Compiler.words,
    Fuzzy: Compiler.fuzzy,
    Compare: lambda compiler, node: values.find(compiler.searcher, [value_terms.compare(node)]),
    Within: lambda compiler, node: values.find(compiler.searcher, [value_terms.within(node)]),
    ClassSymbol: Compiler.class_symbol,
    NumberIs: lambda compiler, node: values.find(compiler.searcher, value_terms.number_is(node)),
    NumberList: lambda compiler, node: values.find(compiler.searcher, value_terms.number_list(node)),
    StatusOn: lambda compiler, node: values.status_on(compiler.searcher, node),
    Proximity: Compiler.proximity,
    And: Compiler.conjunction,
    Or: Compiler.disjunction,
    AndNot: Compiler.without,
}
