"""Compare two marks that are typed: the opinion that a search would give on the pair, whether or not a register holds them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from kapok.services.find_similar import SimilarAnswer, hit_of
from kapok.services.similar_question import read_goods
from kapok.services.use_own_words import use_own_words
from kapok.similarity import goods
from kapok.similarity.confusion import judge, with_goods
from kapok.similarity.name import name_of
from kapok.similarity.profile import get_profile


def compare_marks(
    one: str,
    other: str,
    *,
    office: str = "",
    classes: Sequence[str | int] = (),
    other_classes: Sequence[str | int] = (),
    locale: str = "en",
    home: Path | None = None,
) -> SimilarAnswer:
    """The opinion on a pair as an answer with one hit (`mark` is the second mark). Raises InputError for unusable marks.

    `classes` are those of the first mark, `other_classes` of the second (the same where none are given). With `home` its own
    tables of meanings count too.
    """
    if home is not None:
        use_own_words(home)
    profile = get_profile(office or "CN")
    first, second = name_of(one), name_of(other)
    opinion = judge(first, second, profile)
    listed, _ = read_goods(classes, "")
    others, _ = read_goods(other_classes or classes, "")
    if listed and others:
        opinion = with_goods(opinion, goods.score(listed, others), profile)
    hit = replace(hit_of(first, second, opinion, locale), classes=others.nice_classes)
    return SimilarAnswer(
        total=int(opinion.score >= profile.levels["similar"]),
        hits=[hit],
        office=profile.office,
        scored=1,
        classes=listed.nice_classes,
    )
