"""Opinions on pairs: a table that a lawyer can extend. Each line: first mark, second mark, office, least and most level."""

from __future__ import annotations

import pytest

from kapok.similarity.confusion import judge, with_goods
from kapok.similarity.name import name_of
from kapok.similarity.plane import PlaneScore, Reason
from kapok.similarity.profile import LEVELS, PLANES, get_profile

NEAR = [
    ("安途", "安 途", "CN", "identical"),
    ("安途", "途安", "CN", "similar"),
    ("龙凤", "龍鳳", "CN", "confusingly_similar"),
    ("帕尔斯", "帕尔特", "CN", "similar"),
    ("水云轩", "水云阁", "CN", "similar"),
    ("太阳", "红太阳", "CN", "similar"),
    ("HAWKWOLF", "WOLFHAWK", "CN", "similar"),
    ("BIG FOOT", "BIGFOOTS", "CN", "similar"),
    ("369", "三六九", "CN", "similar"),
    ("金达", "金哒", "CN", "similar"),
    ("NIKE", "耐克", "CN", "similar"),
    ("APPLE", "苹果", "CN", "similar"),
    ("皇冠", "王冠", "CN", "similar"),
    ("ANNA", "安娜", "CN", "confusingly_similar"),
    ("BERLIN", "柏林服饰", "CN", "confusingly_similar"),
    ("GOLDEN TIGER", "金老虎", "CN", "confusingly_similar"),
    ("甘记", "金记", "HK", "similar"),
    ("KAPOK", "KAPPOK", "EM", "similar"),
    ("KAPOK", "KAPOK", "US", "identical"),
    ("GR8", "GREAT", "US", "similar"),
    ("Coração", "CORACAO", "EM", "identical"),
]
FAR = [
    ("电老虎", "电飞虎", "CN"),
    ("冬书店", "冬书法", "CN"),
    ("佳面包", "佳书包", "CN"),
    ("平地球", "平足球", "CN"),
    ("CALZADOS BRESME", "CALZADOS DRARFAN", "EM"),
    ("AB", "AC", "CN"),
    ("HP", "HB", "EM"),
    ("长城", "长江", "CN"),
    ("飞鸽牌", "永久牌", "CN"),
    ("KAPOK", "LUMORA", "EM"),
    ("馬", "HORSE", "HK"),
    ("BLUE COFFEE", "RED COFFEE", "US"),
]


@pytest.mark.parametrize(("one", "other", "office", "level"), NEAR)
def test_near_pairs(one: str, other: str, office: str, level: str) -> None:
    opinion = judge(name_of(one), name_of(other), get_profile(office))
    assert LEVELS.index(opinion.level) <= LEVELS.index(level), opinion


@pytest.mark.parametrize(("one", "other", "office"), FAR)
def test_hard_negatives_fall_below_similar(one: str, other: str, office: str) -> None:
    opinion = judge(name_of(one), name_of(other), get_profile(office))
    assert opinion.level == "remote", opinion


@pytest.mark.parametrize(("one", "other", "office", "level"), NEAR)
def test_the_opinion_does_not_depend_on_the_order(one: str, other: str, office: str, level: str) -> None:
    profile = get_profile(office)
    there, back = judge(name_of(one), name_of(other), profile), judge(name_of(other), name_of(one), profile)
    assert (there.score, there.level) == pytest.approx((back.score, back.level)) or there.level == back.level


def test_an_opinion_is_whole() -> None:
    opinion = judge(name_of("太阳"), name_of("红太阳"), get_profile("CN"))
    assert tuple(opinion.planes) == PLANES
    assert opinion.compared == ("shape", "glyph", "sound", "meaning")
    assert opinion.rule
    assert opinion.reasons


def test_a_figure_alone_can_decide() -> None:
    figure = PlaneScore(0.95, (Reason("figure_shape", {}),))
    opinion = judge(None, None, get_profile("CN"), figure=figure)
    assert opinion.level in ("identical", "confusingly_similar")
    assert opinion.compared == ("figure",)


def test_the_same_sign_for_far_goods_does_not_conflict() -> None:
    profile = get_profile("CN")
    signs = judge(name_of("KAPOK"), name_of("KAPOK"), profile)
    far = with_goods(signs, PlaneScore(0.0), profile)
    assert far.level == "remote"
    assert far.rule == "goods_too_far"


def test_nearer_goods_never_lower_the_score() -> None:
    profile = get_profile("CN")
    signs = judge(name_of("KAPOK"), name_of("KAPPOK"), profile)
    scores = [with_goods(signs, PlaneScore(each / 20), profile).score for each in range(21)]
    assert scores == sorted(scores)
    assert scores[-1] == signs.score


def test_the_whole_sign_in_another_script_stands_before_other_weak_words() -> None:
    """金老虎 is all of GOLDEN TIGER; TIGER AUTO shares a part of it."""
    asked, profile = name_of("GOLDEN TIGER"), get_profile("CN")
    translated, other = (judge(asked, name_of(text), profile).score for text in ("金老虎", "TIGER AUTO"))
    assert translated > other


def test_what_sounds_near_in_one_script_stands_before_a_chance_transliteration() -> None:
    asked, profile = name_of("时冬"), get_profile("CN")
    near, chance = (judge(asked, name_of(text), profile).score for text in ("丝冬", "STORM HOLDING"))
    assert near > chance
