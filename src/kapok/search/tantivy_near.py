"""Proximity: words at most so many words, sentences or paragraphs from each other, with exact totals.

Two single words are one phrase query with slop: the words at offsets (0, 0) and slop n stand at most n apart; ordered, the
offset is the middle of 1 … n and the slop half its width. Longer expressions are all exact phrases with 1 … n - 1 words
between. Sentences and paragraphs have positions of their own (`mapping_units`), where the same two rules hold. Phrases
inside one sentence cannot be decided from positions alone: candidates are checked on the stored text. The two
sides never share a word. Names, marks and goods are lists: there both units mean anywhere in the field, in any order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tantivy import Occur, Query

from kapok.search.mapping_layout import PROSE_FIELDS
from kapok.search.mapping_units import PARAGRAPH_GAP, SENTENCE_GAP
from kapok.search.near_tree import check_distance, no_common_field, spread_out, words_of
from kapok.search.query import And, ClassSymbol, NumberIs, NumberList, Proximity
from kapok.search.tantivy_schema import schema
from kapok.search.tantivy_terms import all_of, any_of, offsets_query, word_query
from kapok.search.tantivy_verify import near_in_text
from kapok.search.word_patterns import Sequence_, patterns

if TYPE_CHECKING:
    from kapok.search.tantivy_compile import Compiler

_ANYWHERE = (1 << 24) - 1
"""A distance that no text reaches (odd)."""


class NearCompiler:
    """Compiles `Proximity` for a `Compiler`."""

    def __init__(self, compiler: Compiler) -> None:
        self._compiler = compiler

    def proximity(self, node: Proximity) -> Query:
        """A proximity of words; of class symbols or numbers, which have no order, both conditions together."""
        check_distance(node)
        for side in (node.left, node.right):
            if isinstance(side, ClassSymbol | NumberIs | NumberList):
                return self._compiler.node(And((node.left, node.right)))
        spread = spread_out(node)
        if spread is not None:
            return self._compiler.node(spread)
        left, right = words_of(node)
        names = [name for name in self._compiler.fields_of(left) if name in self._compiler.fields_of(right)]
        if not names:
            raise no_common_field(left, right)
        self._compiler.scored = True
        return any_of(
            [
                self._compiler.weighted(name, query)
                for name in names
                for one in patterns(left.words)
                for other in patterns(right.words)
                if (query := self._pair(name, one, other, node)) is not None
            ]
        )

    def _pair(self, name: str, one: Sequence_, other: Sequence_, node: Proximity) -> Query | None:
        searcher = self._compiler.searcher
        left, right = word_query(searcher, name, one), word_query(searcher, name, other)
        if left is None or right is None:
            return None
        if node.unit == "word":
            return _near(name, one, other, node.distance, node.ordered)
        if name not in PROSE_FIELDS:
            return Query.boolean_query([(Occur.Must, left), (Occur.Must, right)])
        return self._in_units(name, one, other, node)

    def _in_units(self, name: str, one: Sequence_, other: Sequence_, node: Proximity) -> Query | None:
        """Within sentences or paragraphs of a prose field. A text with one sentence needs only both, in order if asked."""
        searcher = self._compiler.searcher
        both = [(Occur.Must, query) for each in (one, other) if (query := word_query(searcher, name, each)) is not None]
        disjoint = all(each.literal for each in (*one, *other)) and not set(one) & set(other)
        many, unplaced = (Query.term_query(schema(), "many_units", flag, "basic") for flag in (name, f"{name}!"))
        alone = [(Occur.MustNot, many), (Occur.MustNot, unplaced)]
        reach = (node.distance + 1) * (SENTENCE_GAP if node.unit == "sentence" else PARAGRAPH_GAP) - 1
        certain: list[Query] = []
        read: list[Query] = []
        if len(one) == 1 and len(other) == 1:
            certain.append(_near(f"{name}_unit", one, other, reach, node.ordered))
            near = both if disjoint and not node.ordered else [(Occur.Must, _near(name, one, other, _ANYWHERE, node.ordered))]
            certain.append(Query.boolean_query([*near, *alone]))
        else:
            # phrases: where their first words are near enough, the text is read
            read.append(all_of([many, _near(f"{name}_unit", one[:1], other[:1], reach, ordered=False)]))
            if disjoint and not node.ordered:
                certain.append(Query.boolean_query([*both, *alone]))
            else:
                read.append(Query.boolean_query([(Occur.Must, Query.all_query()), *alone]))
        if searcher.doc_freq("many_units", f"{name}!"):
            read.append(unplaced)
        if read:
            candidates = Query.boolean_query([*both, (Occur.Must, any_of(read))])
            keys = near_in_text(searcher, candidates, name, one, other, node)
            if keys:
                certain.append(Query.term_set_query(schema(), "key", keys))
        return any_of(certain)


def _near(name: str, one: Sequence_, other: Sequence_, distance: int, ordered: bool) -> Query:
    """Two token sequences with at most `distance` from the end of one to the start of the other."""
    if len(one) == 1 and len(other) == 1:
        left, right = one[0], other[0]
        if not ordered and left.literal and right.literal and left != right:
            return offsets_query(name, [(0, left), (0, right)], distance)
        found = [offsets_query(name, [(0, left), (middle, right)], slop) for middle, slop in _windows(distance)]
        if not ordered and left != right:
            found += [offsets_query(name, [(0, right), (middle, left)], slop) for middle, slop in _windows(distance)]
        return any_of(found)
    pairs = [(one, other)] if ordered or one == other else [(one, other), (other, one)]
    return any_of(
        [
            offsets_query(name, [*enumerate(left), *enumerate(right, len(left) - 1 + gap)], 0)
            for left, right in pairs
            for gap in range(1, distance + 1)
        ]
    )


def _windows(distance: int) -> list[tuple[int, int]]:
    """(offset, slop) pairs that together cover exactly the differences 1 … distance."""
    if distance % 2:
        return [((distance + 1) // 2, (distance - 1) // 2)]
    return [(distance // 2, distance // 2 - 1), (distance // 2 + 1, distance // 2 - 1)]
