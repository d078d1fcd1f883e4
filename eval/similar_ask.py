"""How the labelled set asks Kapok: through its services only, as the command line does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from eval.similar_measure import DEEP
from eval.similar_pair import Pair
from kapok.errors import KapokError

OFFICE_OF = {"zh-Hans": "CN", "zh-Hant": "CN", "en": "EM", "pt-es": "EM"}
"""The view under which a mark of a language is judged, where the pair names none."""


def office_of(pair: Pair) -> str:
    """The office whose profile is asked for."""
    return pair.office or OFFICE_OF[pair.language]


def find_in(home: Path) -> Callable[[Pair], list[str]]:
    """Asks one home."""
    from kapok.services.find_similar import find_similar

    def find(pair: Pair) -> list[str]:
        try:
            answer = find_similar(home, pair.query, office=office_of(pair), limit=DEEP)
        except KapokError:
            return []
        return [hit.mark for hit in answer.hits]

    return find


def judge(pair: Pair) -> str:
    """The level of the opinion on both marks, in one class; "" where it cannot be had."""
    from kapok.services.compare_marks import compare_marks

    try:
        return str(compare_marks(pair.query, pair.target, office=office_of(pair)).hits[0].level)
    except KapokError:
        return ""
