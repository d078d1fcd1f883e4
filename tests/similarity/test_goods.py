"""The plane of goods: tables that an expert can extend of what is near, what is far, and why; classes from typed goods."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapok.codes.nice import nice_classes
from kapok.errors import InputError
from kapok.similarity import goods
from kapok.similarity.goods_list import GoodsList, GoodsTerm, classes_for, parse_goods, split_terms
from kapok.similarity.goods_model import goods_model
from kapok.similarity.goods_pair import facts_of, kin
from kapok.similarity.goods_topics import topics, topics_of
from kapok.similarity.reasons import words

TYPED = [
    ("running shoes", "25"), ("跑鞋", "25"), ("運動鞋", "25"), ("sapatos de corrida", "25"), ("Running Shoes", "25"),
    ("shoe polish", "03"), ("鞋油", "03"), ("lipstick", "03"), ("口红", "03"), ("medicine for colds", "05"), ("感冒药", "05"),
    ("mobile phone software", "09"), ("手机软件", "09"), ("電腦軟體", "09"), ("software de computador", "09"),
    ("tyres for bicycles", "12"), ("汽车轮胎", "12"), ("electric cars", "12"), ("新能源汽车", "12"), ("wristwatches", "14"),
    ("guitars", "15"), ("notebooks", "16"), ("handbags", "18"), ("手提包", "18"), ("ceramic tiles", "19"), ("bricks", "19"),
    ("sofas", "20"), ("沙发", "20"), ("tea cups", "21"), ("茶杯", "21"), ("tents", "22"), ("sewing thread", "23"),
    ("bed linen", "24"), ("床单", "24"), ("t-shirts", "25"), ("buttons", "26"), ("carpets", "27"), ("dolls", "28"),
    ("fishing rods", "28"), ("cheese", "29"), ("牛奶", "29"), ("green tea", "30"), ("绿茶", "30"), ("月饼", "30"),
    ("fresh fruit", "31"), ("dog food", "31"), ("beer", "32"), ("mineral water", "32"), ("矿泉水", "32"), ("vinho tinto", "33"),
    ("白酒", "33"), ("cigars", "34"), ("advertising", "35"), ("retail services of shoes", "35"), ("life insurance", "36"),
    ("house construction", "37"), ("vehicle repair", "37"), ("汽车维修", "37"), ("television broadcasting", "38"),
    ("快递", "39"), ("travel agency services", "39"), ("recycling of waste", "40"), ("幼儿园", "41"), ("concerts", "41"),
    ("software development", "42"), ("软件开发", "42"), ("restaurants", "43"), ("餐厅", "43"), ("hotel", "43"),
    ("dental clinics", "44"), ("美容院", "44"), ("legal services", "45"), ("法律服务", "45"),
]  # fmt: skip

NEAR = [  # at least "average" in degree, and the rule that says why
    ("25 boots", "25 running shoes", "goods_same_kind"),
    ("25 鞋", "25 footwear", "goods_same_kind"),
    ("12 vehicles", "12 tyres for vehicles", "goods_kin_part"),
    ("25 shoes", "25 clothing", "goods_kin_shops"),
    ("33 wine", "33 whisky", "goods_kin_substitute"),
    ("9 computer software", "42 software development", "goods_kin_service"),
    ("5 pharmaceutical preparations", "5 vitamins", "goods_kin_shops"),
    ("30 coffee", "30 tea", "goods_same_kind"),
]
FAR = [
    ("25 shoes", "9 computer software"), ("12 cars", "30 bread"), ("1 fertilizers", "41 concerts"), ("33 白酒", "25 鞋"),
    ("16 books", "7 pumps"), ("45 legal services", "29 meat"), ("13 firearms", "3 cosmetics"), ("36 保险", "15 吉他"),
]  # fmt: skip


def listed(text: str) -> GoodsList:
    nice_class, _, terms = text.partition(" ")
    return parse_goods([(nice_class, terms)])


@pytest.mark.parametrize(("text", "nice_class"), TYPED)
def test_typed_goods_find_their_class(text: str, nice_class: str) -> None:
    assert classes_for(text)[0][0] == nice_class, classes_for(text)


def test_several_goods_find_several_classes() -> None:
    assert dict(classes_for("running shoes; beer, 手提包")).keys() >= {"25", "32", "18"}


@pytest.mark.parametrize("text", ["", "   ", ";;;", "qwrtzp", "!!!", "😀", "🙂鞋油"[:1], "123"])
def test_words_that_name_nothing_find_no_class(text: str) -> None:
    assert classes_for(text) == []


@pytest.mark.parametrize(("one", "other", "rule"), NEAR)
def test_near_goods(one: str, other: str, rule: str) -> None:
    result = goods.score(listed(one), listed(other))
    assert result.score >= 0.4
    assert rule in [reason.rule for reason in result.reasons], result


@pytest.mark.parametrize(("one", "other"), FAR)
def test_far_goods(one: str, other: str) -> None:
    assert goods.score(listed(one), listed(other)).score < 0.2


@pytest.mark.parametrize(("one", "other"), [pair[:2] for pair in (*NEAR, *FAR)])
def test_the_order_of_two_lists_does_not_matter(one: str, other: str) -> None:
    assert goods.score(listed(one), listed(other)).score == pytest.approx(goods.score(listed(other), listed(one)).score)


@pytest.mark.parametrize(
    ("one", "other"),
    [("25 Shoes", "25 shoes"), ("25 鞋；帽", "25 帽"), ("9 電腦軟體", "9 电脑软件"), ("43 Cafés", "43 cafes; hotels")],
)
def test_the_same_goods_score_one(one: str, other: str) -> None:
    result = goods.score(listed(one), listed(other))
    assert (result.score, result.reasons[0].rule) == (1.0, "goods_same")


@pytest.mark.parametrize(
    ("one", "other", "least", "most", "rule"),
    [
        ("25 ", "25 ", 0.6, 0.6, "goods_same_class"),
        ("25 ", "25 hats", 0.6, 0.9, "goods_same_class"),
        ("9 ", "42 ", 0.3, 0.5, "goods_coordinated_classes"),
        ("18 ", "25 ", 0.3, 0.5, "goods_coordinated_classes"),
        ("13 ", "29 ", 0, 0, ""),
    ],
)
def test_classes_without_goods_are_compared_whole(one: str, other: str, least: float, most: float, rule: str) -> None:
    result = goods.score(listed(one), listed(other))
    assert least <= result.score <= most
    assert [reason.rule for reason in result.reasons][:1] == ([rule] if rule else [])


def test_nothing_listed_is_not_compared() -> None:
    assert goods.score(GoodsList(), listed("25 shoes")).score == 0
    assert not GoodsList()


def test_goods_without_a_class_are_given_one() -> None:
    assert goods.score(parse_goods([("", "跑鞋")]), listed("25 boots")).score > 0.4


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Shoes; hats, caps", ["Shoes", "hats", "caps"]),
        ("Boots [for sport, and leisure]; belts", ["Boots [for sport, and leisure]", "belts"]),
        ("鞋；帽、手套，袜。", ["鞋", "帽", "手套", "袜"]),
        ("鞋(运动、休闲用)", ["鞋(运动", "休闲用)"]),
        (" ; ,", []),
        ("Parts and fittings for all the aforesaid goods.", ["Parts and fittings for all the aforesaid goods"]),
    ],
)
def test_lists_are_split_into_terms(text: str, terms: list[str]) -> None:
    assert split_terms(text) == terms


def test_a_list_is_read_from_classes_and_texts() -> None:
    assert parse_goods([("Class 9", "Software; apps"), ("35", "")]) == GoodsList(
        (GoodsTerm("09", "Software"), GoodsTerm("09", "apps")), ("35",)
    )
    assert parse_goods([("9", "Software"), ("35", "")]).nice_classes == ("09", "35")


@pytest.mark.parametrize("symbol", ["0", "46", "99", "shoes", "-1"])
def test_a_class_that_does_not_exist_is_refused(symbol: str) -> None:
    with pytest.raises(InputError, match="is not a Nice class"):
        parse_goods([(symbol, "shoes")])


def test_the_head_of_a_term_says_what_it_is() -> None:
    assert topics_of("Tyres for vehicle wheels").head == "vehicle_parts"
    assert topics_of("Footwear").general
    assert not topics_of("Boots").general
    assert topics_of("qwrtzp").weights == {}


def test_every_class_has_a_topic_and_the_tables_agree() -> None:
    assert {topic.nice_class for topic in topics().values()} == set(nice_classes())
    assert all(kin()[other, one] == relation for (one, other), relation in kin().items())


def test_the_model_gives_likelihoods() -> None:
    likelihoods = goods_model().likelihoods(facts_of(("25", "shoes")), facts_of(("25", "boots")))
    assert likelihoods.shape == (4,)
    assert likelihoods.sum() == pytest.approx(1)


def test_long_lists_are_compared_in_time() -> None:
    words_of_many = [word for topic in topics().values() for word in topic.words["en"]][:300]
    one, other = parse_goods([("9", "; ".join(words_of_many))]), parse_goods([("25", "; ".join(reversed(words_of_many)))])
    goods.score(one, other)
    started = time.process_time()
    goods.score(one, other)
    assert time.process_time() - started < 1


def test_reasons_are_told_in_words() -> None:
    result = goods.score(listed("25 boots"), listed("25 running shoes"))
    assert words(result.reasons[0], "en") == "Goods or services of one kind: boots and running shoes."
    assert words(result.reasons[0], "zh-Hans") == "属于同种商品或服务：boots 与 running shoes。"


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["", "1", "25", "45"]), st.sampled_from(["", "9", "25"]))
def test_any_text_is_compared(one: str, other: str, first: str, second: str) -> None:
    a, b = parse_goods([(first, one)]), parse_goods([(second, other)])
    result = goods.score(a, b)
    assert 0 <= result.score <= 1
    assert result.score == pytest.approx(goods.score(b, a).score)
    if a.terms:
        assert goods.score(a, a).score == pytest.approx(1)
