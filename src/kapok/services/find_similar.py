"""Find marks that are similar to one: candidates from the index, an opinion on each, goods, the best with their reasons."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Unpack

from msgspec import Struct
from msgspec.structs import replace

from kapok.records.record import Mark
from kapok.services.index_names import class_bits, classes_of_bits
from kapok.services.load_similar_groups import opened_similar_groups
from kapok.services.opened import lake_of
from kapok.services.opened_names import names_of
from kapok.services.similar_figures import similar_figures
from kapok.services.similar_question import Asked, SimilarQuestion, read_question
from kapok.services.use_own_words import use_own_words
from kapok.similarity import goods
from kapok.similarity.aligned import aligned
from kapok.similarity.confusion import judge_of, with_goods
from kapok.similarity.goods_list import GoodsList, parse_goods
from kapok.similarity.name import Name
from kapok.similarity.name_index import Wanted
from kapok.similarity.opinion import AlignedPart, Opinion
from kapok.similarity.plane import PlaneScore
from kapok.similarity.profile import Profile
from kapok.similarity.reasons import words

WORTH_A_LOOK = 0.12
"""How far below "similar" a mark may score and still be listed (as remote), after those that reach it."""
MOST_MARKS_OF_A_NAME = 2000
GOODS_READ = 60
"""Marks whose lists of goods are read word by word, best first; the others are compared by their classes."""


class SimilarHit(Struct, frozen=True, kw_only=True):
    """One mark and why it is near. `planes` has all six scores, `compared` names those that could be compared;

    `reasons` are sentences in the reader's language; `aligned` the characters side by side: (asked, found, how).
    """

    key: str
    mark: str
    score: float
    level: str
    rule: str
    planes: dict[str, float]
    compared: tuple[str, ...]
    reasons: list[str]
    aligned: list[AlignedPart] = []
    goods_shared: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()


class SimilarAnswer(Struct, frozen=True, kw_only=True):
    """`total`: how many hits reach the level "similar" or a nearer one; `hits`: the best first, `limit` of them at most.

    After those, marks a little below "similar" may follow (level remote). `searched`: marks in the index; `scored`: names that
    were compared on every plane; `classes`: those whose marks were looked at (empty: all).
    """

    total: int
    hits: list[SimilarHit]
    office: str
    searched: int = 0
    scored: int = 0
    classes: tuple[str, ...] = ()
    guessed_classes: tuple[str, ...] = ()
    seconds: float = 0.0


class _Found(Struct):
    """A mark on its way to a hit."""

    key: str
    name: Name | None
    opinion: Opinion
    classes: int
    signs: Opinion
    """The opinion before goods."""


def find_similar(home: Path, text: str, *, locale: str = "en", **asked: Unpack[Asked]) -> SimilarAnswer:
    """Marks similar to a text, a picture or both. Raises InputError for an unusable question, else BackendError."""
    use_own_words(home)
    return answer_question(home, read_question(text, **asked), locale=locale)


def answer_question(home: Path, question: SimilarQuestion, *, locale: str = "en") -> SimilarAnswer:
    """The answer to a question that is read already."""
    started = time.perf_counter()
    index = names_of(home)
    profile = question.profile
    compare_goods = _goods_by_class(question.goods)
    near = near_classes(question.goods, profile)
    wanted = Wanted(class_bits([int(each) for each in near]) | 1 if near else 0, question.offices, question.statuses)
    found: list[_Found] = []
    scored = 0
    if question.name is not None:
        names = index.nearest(
            question.name,
            judge_of(question.name, profile),
            profile=profile,
            wanted=wanted,
            count=question.limit,
        )
        scored = len(names)
        for each in names:
            for key, bits in each.marks[:MOST_MARKS_OF_A_NAME]:
                found.append(_Found(key, each.name, each.opinion, bits, each.opinion))
    pictured = {each.key: each for each in similar_figures(home, question)}
    found = [mark for mark in found if mark.key not in pictured]
    found += [_Found(hit.key, hit.name, hit.opinion, hit.classes, hit.opinion) for hit in pictured.values()]
    for mark in found:
        if (goods_score := compare_goods(mark.classes)) is not None:
            mark.opinion = with_goods(mark.opinion, goods_score, profile)
    least = profile.levels["similar"]
    found = sorted((each for each in found if each.opinion.score >= least - WORTH_A_LOOK), key=_order)
    if question.goods.terms:
        found = sorted([*_read_goods(home, found[:GOODS_READ], question), *found[GOODS_READ:]], key=_order)
    return SimilarAnswer(
        total=sum(each.opinion.score >= least for each in found),
        hits=[_hit(question.name, each, locale) for each in found[: question.limit]],
        office=profile.office,
        searched=len(index),
        scored=scored,
        classes=near,
        guessed_classes=question.guessed,
        seconds=round(time.perf_counter() - started, 4),
    )


def near_classes(listed: GoodsList, profile: Profile) -> tuple[str, ...]:
    """The classes in which goods similar to the listed ones may lie; empty for all."""
    if not listed.nice_classes:
        return ()
    own = GoodsList(whole_classes=listed.nice_classes)
    every = (f"{number:02d}" for number in range(1, 46))
    return tuple(
        each
        for each in every
        if each in own.whole_classes or goods.score(own, GoodsList(whole_classes=(each,))).score >= profile.goods_needed
    )


def _goods_by_class(listed: GoodsList) -> Callable[[int], PlaneScore | None]:
    """Likeness of the listed goods to those of a mark of which only the classes are at hand; None where these are unknown."""
    own = GoodsList(whole_classes=listed.nice_classes)

    @lru_cache(maxsize=100_000)
    def compare(bits: int) -> PlaneScore | None:
        return goods.score(own, GoodsList(whole_classes=classes_of_bits(bits))) if own and bits != 1 else None

    return compare


def _read_goods(home: Path, found: Sequence[_Found], question: SimilarQuestion) -> Iterable[_Found]:
    """The best ones again, their goods compared word by word, and by the office's similar groups where they were loaded."""
    groups = opened_similar_groups(home, question.profile.office)
    records = {record.key: record for record in lake_of(home).read_many([each.key for each in found])}
    for each in found:
        record = records.get(each.key)
        listed = goods_of(record) if isinstance(record, Mark) else GoodsList()
        if listed:
            each.opinion = with_goods(each.signs, goods.score(question.goods, listed, groups), question.profile)
        yield each


def goods_of(mark: Mark) -> GoodsList:
    """The goods and services of a mark on record."""
    pairs = [(f"{entry.nice_class:02d}", entry.text) for entry in mark.goods_and_services if 1 <= entry.nice_class <= 45]
    if not pairs:
        pairs = [(each.symbol, "") for each in mark.classifications if each.scheme == "nice"]
    return parse_goods(pairs)


def _order(each: _Found) -> tuple[float, str]:
    return (-each.opinion.score, each.key)


def _hit(asked: Name | None, found: _Found, locale: str) -> SimilarHit:
    hit = hit_of(asked, found.name, found.opinion, locale)
    return replace(hit, key=found.key, classes=classes_of_bits(found.classes))


def hit_of(asked: Name | None, other: Name | None, opinion: Opinion, locale: str) -> SimilarHit:
    """An opinion as a hit in the reader's language; without key and classes."""
    return SimilarHit(
        key="",
        mark=other.text if other is not None else "",
        score=opinion.score,
        level=opinion.level,
        rule=opinion.rule,
        planes={plane: round(score, 4) for plane, score in opinion.planes.items()},
        compared=opinion.compared,
        reasons=[words(reason, locale) for reason in opinion.reasons],
        aligned=list(aligned(asked, other)) if asked is not None and other is not None else [],
        goods_shared=opinion.goods_shared,
    )
