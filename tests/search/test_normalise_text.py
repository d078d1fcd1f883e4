"""Folding and cutting of text: what finds what."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapok.search.normalise_text import fold, index_text, paragraphs, sentences, tokens, tokens_with_positions

TEXTS = st.text(st.one_of(st.characters(), st.sampled_from("电池組件ABab12 ,.，。éøй́ｶﾞㄱㅏ가ทด้ी™㎡ßİ\u00ad")), max_size=150)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("KAPOK", "kapok"), ("café", "CAFE"), ("cafe\u0301", "café"), ("Straße", "STRASSE"), ("Łódź", "lodz"), ("Ångström", "angstrom"),
        ("ＡＢＣ１２３", "abc123"), ("ｶﾞﾗｽ", "ガラス"), ("龍鳳", "龙凤"), ("臺灣", "台湾"), ("乾燥", "干燥"), ("裝置", "装置"), ("著作權", "著作权"),
        ("看著", "看着"), ("ｶ", "カ"), ("œuvre", "OEUVRE"), ("İstanbul", "istanbul"), ("ΆΛΦΑ", "αλφα"), ("co\u00adoperate", "cooperate"),
    ],
)  # fmt: skip
def test_these_are_the_same_text(left: str, right: str) -> None:
    assert fold(left) == fold(right)


@pytest.mark.parametrize(("left", "right"), [("がく", "かく"), ("й", "и"), ("发明", "発明"), ("가", "나"), ("か", "カ")])
def test_these_stay_apart(left: str, right: str) -> None:
    assert fold(left) != fold(right)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Lithium-ion battery, 3.5 V", ["lithium", "ion", "battery", "3", "5", "v"]),
        ("電池組件", ["电池", "池组", "组件"]),
        ("LED灯", ["led", "灯"]),
        ("灯泡LED", ["灯泡", "led"]),
        ("한국어 특허", ["한국", "국어", "특허"]),
        ("ガラス製品", ["ガラ", "ラス", "ス制", "制品"]),
        ("Kapok™", ["kapok"]),
        ("电池。组件", ["电池", "组件"]),
        ("नमस्ते दुनिया", ["नमस्ते", "दुनिया"]),
        ("ТОВАР №5", ["товар", "no5"]),
        ("a_b", ["a", "b"]),
        ("", []),
        ("。，!", []),
    ],
)
def test_tokens(text: str, cut: list[str]) -> None:
    assert tokens(text) == cut


def test_a_phrase_of_tokens_is_a_substring() -> None:
    text, part = tokens("一种用于新能源汽车的锂离子电池组件"), tokens("鋰離子電池")
    assert any(text[at : at + len(part)] == part for at in range(len(text)))


@settings(deadline=None)
@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@settings(deadline=None)
@given(TEXTS)
def test_every_way_of_cutting_gives_the_same_tokens(text: str) -> None:
    cut = tokens(text)
    assert index_text(text).split() == cut
    assert index_text(text * 3 + " " * 80).split() == tokens(text * 3)
    assert [each.token for each in tokens_with_positions(text)] == cut


@settings(deadline=None)
@given(TEXTS)
def test_positions_lead_back_to_the_text(text: str) -> None:
    for number, each in enumerate(tokens_with_positions(text)):
        assert each.position == number
        assert 0 <= each.start < each.end <= len(text)
        assert each.token in fold(text[each.start : each.end])


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("See Fig. 1 and Figs. 2, 3. Then stop.", ["See Fig. 1 and Figs. 2, 3.", "Then stop."]),
        ("It is 3.5 mm (e.g. steel) wide. End.", ["It is 3.5 mm (e.g. steel) wide.", "End."]),
        ("J. Smith of Acme Inc. said so.", ["J. Smith of Acme Inc. said so."]),
        ("U.S. Pat. No. 5,123,456 shows it.", ["U.S. Pat. No. 5,123,456 shows it."]),
        ("第一步。第二步！第三步？好", ["第一步。", "第二步！", "第三步？", "好"]),
        ("他说：“好。”然后走了。", ["他说：“好。”", "然后走了。"]),
        ("Siehe z.B. Abb. 2 bzw. Nr. 3. Ende.", ["Siehe z.B. Abb. 2 bzw. Nr. 3.", "Ende."]),
        ("Veja a pág. 3. Fim.", ["Veja a pág. 3.", "Fim."]),
        ("First paragraph\nSecond one", ["First paragraph", "Second one"]),
        ("", []),
    ],
)
def test_sentences(text: str, cut: list[str]) -> None:
    assert sentences(text) == cut


def test_blank_lines_part_paragraphs_where_there_are_any() -> None:
    assert paragraphs("a\nb\n\n  c") == ["a\nb", "c"]
    assert paragraphs("a\r\nb\n") == ["a", "b"]
    assert paragraphs(" \n ") == []
