"""Hits of a similarity search as cards: bars per plane, the characters side by side, the reasons."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kapok.portal import vocabulary
from kapok.portal.library.addresses import display_number
from kapok.portal.library.labels import class_label
from kapok.services.find_similar import SimilarAnswer, SimilarHit
from kapok.similarity.profile import PLANES, Profile, get_profile

PLANE_NAMES = {
    "shape": gettext_lazy("Spelling"),
    "glyph": gettext_lazy("Characters"),
    "sound": gettext_lazy("Sound"),
    "meaning": gettext_lazy("Meaning"),
    "figure": gettext_lazy("Figure"),
    "goods": gettext_lazy("Goods and services"),
}
LEVEL_NAMES = {
    "identical": gettext_lazy("identical"),
    "confusingly_similar": gettext_lazy("confusingly similar"),
    "similar": gettext_lazy("similar"),
    "remote": gettext_lazy("remote"),
}
HOW_CLASSES = {"same": "same", "variant": "same", "looks alike": "alike", "sounds alike": "alike"}
"""How two parts stand -> the class of the letters on the page."""
MOST_REASONS = 5


@dataclass(frozen=True)
class Bar:
    """One plane: its name and score, 0 to 1."""

    name: str
    score: float
    percent: int


@dataclass(frozen=True)
class Letter:
    """A part of the found mark, and how it stands to the mark asked about: same, alike, other."""

    text: str
    how: str


@dataclass(frozen=True)
class Card:
    """One hit."""

    key: str
    mark: str
    number: str
    level: str
    level_name: str
    percent: int
    rule: str
    bars: list[Bar]
    letters: list[Letter]
    reasons: list[str]
    classes: list[str]
    goods_shared: list[str]


def cards(answer: SimilarAnswer) -> list[Card]:
    """The hits in the language of the page."""
    profile = get_profile(answer.office)
    return [card(hit, profile) for hit in answer.hits]


def card(hit: SimilarHit, profile: Profile) -> Card:
    """One hit in the language of the page."""
    return Card(
        key=hit.key,
        mark=hit.mark,
        number=display_number(hit.key) if hit.key else "",
        level=hit.level,
        level_name=str(LEVEL_NAMES[hit.level]),
        percent=round(hit.score * 100),
        rule=rule_words(hit.rule, profile),
        bars=[
            Bar(str(PLANE_NAMES[plane]), hit.planes[plane], round(hit.planes[plane] * 100))
            for plane in PLANES
            if plane in hit.compared
        ],
        letters=[Letter(found, HOW_CLASSES.get(how, "other")) for _asked, found, how in hit.aligned if found],
        reasons=[reason for reason in hit.reasons if reason][:MOST_REASONS],
        classes=[class_label("nice", symbol) for symbol in hit.classes[:6]],
        goods_shared=list(hit.goods_shared),
    )


def rule_words(rule: str, profile: Profile) -> str:
    """The rule that decided, in the language of the page."""
    declared = next((each for each in profile.rules if each.key == rule), None)
    if declared is not None:
        return vocabulary.localised(declared.words)
    if rule == "goods_too_far":
        return _("The goods are not similar, so that the signs do not conflict")
    plane = PLANE_NAMES.get(rule.removeprefix("plane_"))
    return _("%(plane)s decides") % {"plane": plane} if plane else rule
