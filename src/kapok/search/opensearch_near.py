"""Words next to and near each other as span queries: the same distances as on one machine, from positions alone.

Two spans in order lie `d` apart with a slop of `d - 1`; without order either may be first, so that no word is used twice.
Sentences and paragraphs have fields of their own (`opensearch_mapping`) in which a distance in positions tells units.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from kapok.search.mapping_layout import PROSE_FIELDS
from kapok.search.mapping_units import PARAGRAPH_GAP
from kapok.search.near_tree import check_distance, no_common_field, spread_out, words_of
from kapok.search.opensearch_mapping import BREAK, SENTENCE_GAP
from kapok.search.opensearch_terms import Dsl, all_of, any_of, regexp
from kapok.search.query import And, ClassSymbol, Node, NumberIs, NumberList, Proximity
from kapok.search.real_fields import real_fields
from kapok.search.word_patterns import ANY_TOKEN, TokenPattern, patterns

_UNITS = ("_unit", "_paragraph")
_DOT = re.compile(r"\\.|\.", re.DOTALL)


def sequence_query(name: str, sequence: Sequence[TokenPattern], boost: float = 1.0) -> Dsl:
    """Tokens next to each other in a field: a term, an expression, a phrase, or spans where truncation is in it."""
    weight = {} if boost == 1.0 else {"boost": boost}
    if len(sequence) == 1 and sequence[0].literal:
        return {"term": {name: {"value": sequence[0].text, **weight}}}
    if len(sequence) == 1:
        return regexp(name, sequence[0].text)
    if all(pattern.literal for pattern in sequence):
        return {"match_phrase": {name: {"query": " ".join(pattern.text for pattern in sequence), **weight}}}
    return _span(name, sequence)


def near(compile_node: Callable[[Node], Dsl], node: Proximity) -> Dsl:
    """A proximity of words; of class symbols or numbers, which have no order, both conditions together."""
    check_distance(node)
    if any(isinstance(side, ClassSymbol | NumberIs | NumberList) for side in (node.left, node.right)):
        return compile_node(And((node.left, node.right)))
    spread = spread_out(node)
    if spread is not None:
        return compile_node(spread)
    left, right = words_of(node)
    names = [name for name in real_fields(left.field) if name in real_fields(right.field)]
    if not names:
        raise no_common_field(left, right)
    return any_of(
        [_pair(name, one, other, node) for name in names for one in patterns(left.words) for other in patterns(right.words)]
    )


def _pair(name: str, one: Sequence[TokenPattern], other: Sequence[TokenPattern], node: Proximity) -> Dsl:
    """Two token sequences near each other in one field."""
    if node.unit == "word":
        return _within(name, one, other, node.distance - 1, node.ordered)
    if name not in PROSE_FIELDS:  # a list of names or goods counts as one sentence, in any order
        return all_of([sequence_query(name, one), sequence_query(name, other)])
    field, gap = (f"{name}_unit", SENTENCE_GAP) if node.unit == "sentence" else (f"{name}_paragraph", PARAGRAPH_GAP)
    return _within(field, one, other, (node.distance + 1) * gap - 1, node.ordered)


def _within(name: str, one: Sequence[TokenPattern], other: Sequence[TokenPattern], slop: int, ordered: bool) -> Dsl:
    left, right = _span(name, one), _span(name, other)
    found = [{"span_near": {"clauses": [left, right], "slop": slop, "in_order": True}}]
    if not ordered and left != right:
        found.append({"span_near": {"clauses": [right, left], "slop": slop, "in_order": True}})
    return any_of(found)


def _span(name: str, sequence: Sequence[TokenPattern]) -> Dsl:
    """Tokens next to each other as one span; a lone `*` between two words is any one token."""
    clauses = [_token(name, pattern) for pattern in sequence]
    return clauses[0] if len(clauses) == 1 else {"span_near": {"clauses": clauses, "slop": 0, "in_order": True}}


def _token(name: str, pattern: TokenPattern) -> Dsl:
    if pattern == ANY_TOKEN:
        return {"span_gap": {name: 1}}
    if pattern.literal:
        return {"span_term": {name: pattern.text}}
    # a sign of truncation stands for anything but what parts sentences and paragraphs
    expression = _DOT.sub(lambda dot: dot[0] if len(dot[0]) > 1 else f"[^{BREAK}]", pattern.text)
    return {"span_multi": {"match": regexp(name, expression if name.endswith(_UNITS) else pattern.text)}}
