"""Blocking keys: marks that are the same or near on a plane share one, strangers share none."""

from __future__ import annotations

import pytest

from kapok.similarity.keys import keys
from kapok.similarity.name import name_of


def shared(left: str, right: str) -> set[str]:
    one, other = keys(name_of(left)), keys(name_of(right))
    return {plane for plane in one if one[plane] & other[plane]}


@pytest.mark.parametrize(
    ("plane", "left", "right"),
    [
        ("shape", "安途", "途安"),
        ("shape", "HAWKWOLF", "WOLFHAWK"),
        ("shape", "太阳", "红太阳"),
        ("shape", "BIG FOOT", "BIGFOOTS"),
        ("shape", "GR8", "GREAT"),
        ("shape", "369", "三六九"),
        ("glyph", "己未", "已末"),
        ("glyph", "BURN", "BUM"),
        ("sound", "兰花", "南华"),
        ("sound", "金达集团", "今大"),
        ("sound", "长城", "张成"),
        ("sound", "PHLEX", "FLEX"),
        ("cantonese", "金牌", "甘牌"),
        ("cantonese", "我家", "鹅家"),
        ("cross", "NIKE", "耐克"),
        ("cross", "MOTOROLA", "摩托罗拉"),
        ("cross", "CHANGCHENG", "长城"),
        ("meaning", "皇冠", "王冠"),
        ("meaning", "APPLE", "苹果"),
        ("meaning", "WOLF MOON", "月狼"),
    ],
)
def test_near_marks_share_a_key(plane: str, left: str, right: str) -> None:
    assert plane in shared(left, right)


@pytest.mark.parametrize(("left", "right"), [("安途", "皇冠"), ("KAPOK", "ZEBRA"), ("NIKE", "摩托罗拉"), ("苹果", "LION")])
def test_strangers_share_none(left: str, right: str) -> None:
    assert shared(left, right) == set()


def test_keys_are_few() -> None:
    assert sum(map(len, keys(name_of("广东长城红太阳葡萄酒世家有限公司 GREAT WALL GROUP")).values())) < 60
