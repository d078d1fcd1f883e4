"""From the fields of a query to those of an index: which ones a virtual field searches, which beginnings are terms."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from kapok.search.fields import fields
from kapok.search.mapping_layout import LONGEST_START
from kapok.search.query import And, AndNot, Fuzzy, Node, Or, Proximity, Words
from kapok.search.word_patterns import Sequence_

_WORDS_OF = {"citation": "citation_text"}


@lru_cache(maxsize=256)
def real_fields(field: str) -> tuple[str, ...]:
    """The fields that a (virtual) field searches, as the index names them."""
    declared = fields().get(field)
    if declared is not None and declared.over:
        return tuple(dict.fromkeys(name for part in declared.over for name in real_fields(part)))
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


def start_term(name: str, sequence: Sequence_) -> str:
    """The term of `mark_start` for how a word of a mark begins, or for one of its Chinese characters; "" for all else."""
    if name != "mark" or len(sequence) != 1 or sequence[0].literal:
        return ""
    pattern = sequence[0].text
    start = pattern.removesuffix(".*")
    if start != pattern and start.isalnum() and len(start) <= LONGEST_START:
        return start
    if len(pattern) == 6 and pattern[1:5] == ".?|." and pattern[0] == pattern[5]:
        return f"+{pattern[0]}"
    return ""
