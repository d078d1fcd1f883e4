"""Proximity before an engine sees it: what may be asked, and logic inside it taken apart."""

from __future__ import annotations

from kapok.errors import QueryError
from kapok.search.mapping_units import FARTHEST
from kapok.search.query import And, Fuzzy, Node, Or, Proximity, Words
from kapok.search.word_patterns import ANY_TOKEN, patterns


def check_distance(node: Proximity) -> None:
    """Raises QueryError for a distance that no engine answers."""
    low = 1 if node.unit == "word" else 0
    if not low <= node.distance <= FARTHEST[node.unit]:
        raise QueryError(
            f"The distance {node.distance} cannot be searched",
            f"with unit={node.unit} it goes from {low} to {FARTHEST[node.unit]}",
            "Choose a distance in that range",
        )


def words_of(node: Proximity) -> tuple[Words, Words]:
    """Both sides of a proximity without logic in it. Raises QueryError where they are not words or phrases."""
    for side in (node.left, node.right):
        if isinstance(side, Fuzzy):
            raise fuzzy_in_prox(side.word)
        if not isinstance(side, Words):
            raise QueryError(
                "This prox cannot be run", "both sides must be words or phrases of one field", "Write prox between words"
            )
        if (ANY_TOKEN,) in patterns(side.words):
            raise QueryError("This prox cannot be run", "'*' alone is no word", "Write letters with the '*'")
    assert isinstance(node.left, Words)
    assert isinstance(node.right, Words)
    return node.left, node.right


def fuzzy_in_prox(word: str) -> QueryError:
    """What is said of a fuzzy word on a side of prox."""
    return QueryError(
        f"The fuzzy word '{word}' cannot stand in prox",
        "prox asks where a word stands, and a fuzzy word may be any of many words",
        f"Write the spellings as a list, (this or that), truncate it ({word[:4]}*), or ask for it beside the prox with and",
    )


def no_common_field(left: Words, right: Words) -> QueryError:
    """What is said of sides in different fields."""
    return QueryError(
        "This prox cannot be run",
        f"its sides are in different fields ({left.field}, {right.field})",
        "Use the same field on both sides",
    )


def spread_out(node: Proximity) -> Node | None:
    """The same condition without logic inside it; None if there is none.

    `(a or b) prox c` is `(a prox c) or (b prox c)`; `(a and b) prox c` and `all` words ask for both. In a chain
    `a prox b prox c` the third word must be near one of the first two.
    """
    for left in (True, False):
        side = node.left if left else node.right
        parts: tuple[Node, ...] = ()
        join: type[And | Or] = And
        if isinstance(side, And | Or):
            parts, join = side.parts, type(side)
        elif isinstance(side, Words) and side.relation in ("all", "any") and len(side.words) > 1:
            parts = tuple(Words(side.field, (word,)) for word in side.words)
            join = And if side.relation == "all" else Or
        elif isinstance(side, Proximity):
            return And((side, _with_side(node, Or((side.left, side.right)), left)))
        if parts:
            return join(tuple(_with_side(node, part, left) for part in parts))
    return None


def _with_side(node: Proximity, side: Node, left: bool) -> Proximity:
    """The proximity with another left or right side."""
    return Proximity(side if left else node.left, node.right if left else side, node.unit, node.distance, node.ordered)
