"""Likelihood of confusion: the planes joined by a jurisdiction profile into one opinion.

The signs come first: the strongest weighted plane, raised a little by the next one that agrees, then the profile's rules in
their order. Goods come second: where both marks list goods, too little likeness of goods makes any signs remote, and more of
it weighs as the profile says (the nearer the goods, the less alike signs must be).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec.structs import replace
from rapidfuzz.distance import OSA

from kapok.similarity import glyph, meaning, shape, sound
from kapok.similarity.name import Name
from kapok.similarity.opinion import Opinion
from kapok.similarity.plane import NOTHING, PlaneScore, Reason
from kapok.similarity.profile import PLANES, SIGN_PLANES, Profile
from kapok.similarity.weak_words import group_of

GOODS_TOO_FAR = "goods_too_far"
"""The rule that fired when signs alike do not conflict, because the goods are not similar."""
GOODS_TOO_FAR_FACTOR = 0.8
"""What is left of the score of alike signs for goods that are not similar: always less than "similar"."""
_NEUTRAL = {
    "longest": 99.0,
    "same_start": 1.0,
    "two_scripts": 0.0,
    "letters_only": 0.0,
    "meaning_differs": 0.0,
    "shared_weak": 0.0,
    "core": 1.0,
    "contained": 0.0,
}
_LEAST_CONTAINED = 4
"""Letters of a mark that is noticed inside another one."""
_WORD_PLANES = ("shape", "glyph", "sound", "meaning")


def judge(a: Name | None, b: Name | None, profile: Profile, *, figure: PlaneScore | None = None) -> Opinion:
    """The opinion on the signs of two marks: their words (None for a mark without) and figure (None where not compared)."""
    found: dict[str, PlaneScore] = dict.fromkeys(PLANES, NOTHING)
    compared: tuple[str, ...] = ()
    if a is not None and b is not None:
        compared = _WORD_PLANES
        found["shape"] = shape.score(a, b)
        found["glyph"] = glyph.score(a, b)
        found["sound"] = sound.score(a, b, cantonese=profile.cantonese)
        found["meaning"] = meaning.score(a, b)
    if figure is not None:
        compared += ("figure",)
        found["figure"] = figure
    planes = {plane: found[plane].score for plane in PLANES}
    score, rule, citation = _signs(profile, {**planes, **_facts(a, b, found["meaning"])})
    score = round(score, 4)
    return Opinion(
        score=score,
        level=profile.level(score),
        rule=rule,
        citation=citation,
        planes=planes,
        compared=compared,
        reasons=_reasons(found, profile),
    )


def with_goods(opinion: Opinion, goods: PlaneScore, profile: Profile) -> Opinion:
    """An opinion on signs, completed by their goods. Goods never raise a score."""
    score, rule, citation = opinion.score, opinion.rule, opinion.citation
    if goods.score < profile.goods_needed:
        score, rule, citation = min(score, profile.levels["similar"]) * GOODS_TOO_FAR_FACTOR, GOODS_TOO_FAR, ""
    else:
        score *= 1 - profile.goods_weight * (1 - goods.score)
    score = round(score, 4)
    return replace(
        opinion,
        score=score,
        level=profile.level(score),
        rule=rule,
        citation=citation,
        planes={**opinion.planes, "goods": goods.score},
        compared=(*opinion.compared, "goods"),
        reasons=(*opinion.reasons, *goods.reasons),
        goods_shared=_shared(goods),
    )


def judge_of(a: Name, profile: Profile) -> Callable[[Name], Opinion]:
    """The opinion on the words of `a` against any other name."""
    return lambda b: judge(a, b, profile)


def _signs(profile: Profile, facts: Mapping[str, float]) -> tuple[float, str, str]:
    """(score of the signs, rule that decided last, its citation)."""
    weighted = sorted(((profile.weights[plane] * facts[plane], plane) for plane in SIGN_PLANES), reverse=True)
    (best, plane), (second, _) = weighted[0], weighted[1]
    score = best + (1 - best) * profile.agreement * second
    rule, citation = f"plane_{plane}", ""
    for each in profile.rules:
        changed = each.apply(score, facts)
        if changed != score:
            score, rule, citation = changed, each.key, each.citation
    return score, rule, citation


def _facts(a: Name | None, b: Name | None, meant: PlaneScore) -> dict[str, float]:
    """The counted facts of two names; neutral ones where a mark has no words."""
    if a is None or b is None:
        return _NEUTRAL
    one, other = a.letters, b.letters
    shared_weak = not set(a.weak).isdisjoint(b.weak)
    return {
        "longest": float(max(len(one), len(other))),
        "same_start": float(one[0] == other[0] or a.core[:1] == b.core[:1]),
        "two_scripts": float(bool(a.han) != bool(b.han)),
        "letters_only": float(not a.han and not b.han),
        "meaning_differs": float(any(reason.rule == "meaning_differs" for reason in meant.reasons)),
        "shared_weak": float(shared_weak),
        "core": OSA.normalized_similarity(a.core, b.core) if shared_weak else 1.0,
        "contained": float(_contained(a, b)),
    }


def _contained(a: Name, b: Name) -> bool:
    """Whether all words of the shorter stand side by side in the longer, and are more than one weak word."""
    short, long = (a, b) if len(a.letters) <= len(b.letters) else (b, a)
    if len(short.core) < _LEAST_CONTAINED or f" {short.folded} " not in f" {long.folded} ":
        return False
    return group_of(short.folded) is None


def _reasons(found: Mapping[str, PlaneScore], profile: Profile) -> tuple[Reason, ...]:
    """The reasons of the planes, those of the plane that weighs most first."""
    order = sorted(PLANES, key=lambda plane: -found[plane].score * profile.weights.get(plane, 0.5))
    return tuple(reason for plane in order for reason in found[plane].reasons)


def _shared(goods: PlaneScore) -> tuple[str, ...]:
    """The classes and groups that the goods plane names as shared."""
    named = (reason.values.get("classes") or reason.values.get("groups") or "" for reason in goods.reasons)
    return tuple(dict.fromkeys(part.strip() for text in named for part in text.split(",") if part.strip()))
