"""The plane of goods and services: how near two lists of goods are, and why.

One pair of near goods is enough for a conflict, so the nearest pair decides. Its degree is learned (`goods_model`); where an
office's similar groups are known on both sides they go before: one group (and part) is similar, another is not, unless
a note says so. A class named without goods covers it whole and is compared by its class.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import NamedTuple

from kapok.similarity.goods_list import GoodsList, GoodsTerm, classes_for
from kapok.similarity.goods_model import DEGREES, goods_model
from kapok.similarity.goods_pair import TermFacts, facts_of, kin, kinship
from kapok.similarity.goods_topics import topics
from kapok.similarity.goods_words import fold_goods
from kapok.similarity.plane import NOTHING, PlaneScore, Reason
from kapok.similarity.similar_groups import PART_SIGN, SimilarGroups

SAME_GROUP = 0.8
CROSS_NOTE = 0.65
OTHER_PART = 0.28
OTHER_GROUP = 0.25
"""Least (the first two) and most (the last two) likeness where the table of similar groups speaks of both goods."""
WHOLE_CLASS = 0.6
"""Likeness where one side lists a class without goods: any of them may be meant."""
WHOLE_KIND = 0.85
"""Likeness where one side names a whole kind that the other's good is of: footwear and boots."""
COORDINATED = {"substitute": 0.4, "service": 0.35, "part": 0.35, "together": 0.35, "material": 0.3, "shops": 0.3}
"""Likeness of two classes listed whole whose kinds meet in trade so, by the strongest relation."""
WORTH_SAYING = 0.2
"""Below this a relation of goods is not named as a reason."""
MOST_TERMS = 80
"""Terms read of each list; longer lists are read by their first and by those that share words."""
MOST_PAIRS = 400


class _Pair(NamedTuple):
    score: float
    a: GoodsTerm
    b: GoodsTerm
    reasons: tuple[Reason, ...]


def score(a: GoodsList, b: GoodsList, groups: SimilarGroups | None = None) -> PlaneScore:
    """Likeness of goods from 0 to 1 with its reasons, the weightiest first; 0 where one side lists nothing.

    0.33 is a low degree of likeness, 0.67 an average, 1 the same goods. With `groups` the office's table decides where it
    knows the goods of both sides.
    """
    if not a or not b:
        return NOTHING
    first, second = (_terms(groups.assign(listed) if groups else listed) for listed in (a, b))
    best = max(
        (_judge(one, other, groups) for one, other in _worth_comparing(first, second)),
        key=lambda pair: pair.score,
        default=_Pair(0.0, GoodsTerm("", ""), GoodsTerm("", ""), ()),
    )
    by_class = _by_class(a, b)
    if by_class.score > best.score:
        return by_class
    classes = sorted(set(a.nice_classes) & set(b.nice_classes))
    reasons = [*best.reasons, *((Reason("goods_same_class", {"classes": ", ".join(classes)}),) if classes else ())]
    return PlaneScore(best.score, tuple(reasons))


def _terms(listed: GoodsList) -> list[GoodsTerm]:
    """The terms, each with a class where one can be told from its words."""
    return [
        term if term.nice_class else GoodsTerm(next(iter(classes_for(term.text, 1)), ("", 0.0))[0], term.text, term.groups)
        for term in listed.terms
    ]


def _worth_comparing(first: list[GoodsTerm], second: list[GoodsTerm]) -> list[tuple[GoodsTerm, GoodsTerm]]:
    """All pairs of short lists; of long ones those with most in common by a cheap look."""
    pairs = list(product(first[:MOST_TERMS], second[:MOST_TERMS]))
    if len(pairs) <= MOST_PAIRS:
        return pairs

    def common(pair: tuple[GoodsTerm, GoodsTerm]) -> float:
        one, other = (facts_of((term.nice_class, term.text)) for term in pair)
        return (
            2 * len(one.words & other.words)
            + (one.main_kind == other.main_kind != "")
            + 0.5 * (one.nice_class == other.nice_class)
        )

    return sorted(pairs, key=common, reverse=True)[:MOST_PAIRS]


def _judge(a: GoodsTerm, b: GoodsTerm, groups: SimilarGroups | None) -> _Pair:
    """One pair of terms."""
    if a.nice_class == b.nice_class and fold_goods(a.text) == fold_goods(b.text):
        return _Pair(1.0, a, b, (Reason("goods_same", {"goods": a.text}),))
    one, other = (facts_of((term.nice_class, term.text)) for term in (a, b))
    in_order = (one, other) if (a.nice_class, a.text) <= (b.nice_class, b.text) else (other, one)
    likelihoods = goods_model().likelihoods(*in_order)
    value = float(sum(degree * likelihoods[degree] for degree in range(DEGREES))) / (DEGREES - 1)
    if one.main_kind == other.main_kind != "" and one.nice_class == other.nice_class and (one.whole_kind or other.whole_kind):
        value = max(value, WHOLE_KIND)
    reasons = _word_reasons(one, other, value)
    if groups is not None and a.groups and b.groups:
        value, said = _by_groups(a, b, groups, value)
        reasons = (*said, *reasons)
    return _Pair(value, a, b, reasons)


def _by_groups(a: GoodsTerm, b: GoodsTerm, groups: SimilarGroups, value: float) -> tuple[float, tuple[Reason, ...]]:
    """What the table of similar groups makes of a learned value."""
    shared = sorted(set(a.groups) & set(b.groups))
    if shared:
        return max(value, SAME_GROUP), (Reason("goods_same_group", {"groups": ", ".join(shared)}),)
    note = groups.note_between(a.groups, b.groups)
    if note is not None:
        return max(value, CROSS_NOTE), (Reason("goods_cross_note", {"groups": ", ".join(note.groups), "note": note.text}),)
    wider = sorted(set(_groups_alone(a)) & set(_groups_alone(b)))
    if wider:
        return min(value, OTHER_PART), (Reason("goods_other_part", {"groups": ", ".join(wider)}),)
    return min(value, OTHER_GROUP), ()


def _groups_alone(term: GoodsTerm) -> list[str]:
    return [place.partition(PART_SIGN)[0] for place in term.groups]


def _word_reasons(a: TermFacts, b: TermFacts, value: float) -> tuple[Reason, ...]:
    if value < WORTH_SAYING:
        return ()
    found: list[Reason] = []
    names = {"a": a.text, "b": b.text}
    if a.main_kind == b.main_kind != "":
        found.append(Reason("goods_same_kind", names))
    else:
        relations = kinship(a, b)
        if relations:
            found.append(Reason(f"goods_kin_{max(relations, key=lambda kind: relations[kind])}", names))
    shared = sorted(a.words & b.words)
    if shared:
        found.append(Reason("goods_words_shared", {"words": ", ".join(shared)}))
    return tuple(found)


def _by_class(a: GoodsList, b: GoodsList) -> PlaneScore:
    """Likeness by classes alone, where a side lists one without its goods."""
    best, pair = 0.0, ("", "")
    for one, other in product(a.nice_classes, b.nice_classes):
        if one not in a.whole_classes and other not in b.whole_classes:
            continue
        if one == other:
            both = sorted(set(a.nice_classes) & set(b.nice_classes))
            return PlaneScore(WHOLE_CLASS, (Reason("goods_same_class", {"classes": ", ".join(both)}),))
        value = _kinship_of_lists(a, one, b, other)
        if value > best:
            best, pair = value, (one, other)
    if not best:
        return NOTHING
    return PlaneScore(best, (Reason("goods_coordinated_classes", {"pair": f"{pair[0]} – {pair[1]}"}),))


def _kinship_of_lists(a: GoodsList, one: str, b: GoodsList, other: str) -> float:
    """Likeness of class `one` of a list and class `other` of another. Goods that are named narrow their class: of class 9
    software does not meet clothing in trade, protective clothing does; goods of no known kind stand for their class."""
    value = class_kinship(one, other)
    if not value:
        return 0.0
    first, second = (
        {topic for term in listed.terms if term.nice_class == nice_class for topic in facts_of((nice_class, term.text)).kinds}
        if nice_class not in listed.whole_classes
        else set()
        for listed, nice_class in ((a, one), (b, other))
    )
    if not first and not second:
        return value
    return max(
        (
            COORDINATED[relation]
            for (topic, beside), relation in kin().items()
            if (topics()[topic].nice_class, topics()[beside].nice_class) == (one, other)
            and (not first or topic in first)
            and (not second or beside in second)
        ),
        default=0.0,
    )


def class_kinship(one: str, other: str) -> float:
    """Likeness of two different classes taken whole, from how their kinds meet in trade; 0 where they do not."""
    return _class_kin().get((one, other), 0.0)


@cache
def _class_kin() -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    for (one, other), relation in kin().items():
        pair = (topics()[one].nice_class, topics()[other].nice_class)
        found[pair] = max(found.get(pair, 0.0), COORDINATED[relation])
    return found
