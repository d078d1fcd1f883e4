"""The words of a mark: what is folded, taken off, heard; and what is refused, with one clear message."""

from __future__ import annotations

import pytest

from kapok.errors import InputError
from kapok.similarity.name import name_of


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "No mark was given"),
        ("  \t\n", "No mark was given"),
        ("!!! ---", "nothing that can be read"),
        ("®™", "nothing that can be read"),
        ("😀🎉", "nothing that can be read"),
        ("\u200b\u200f", "nothing that can be read"),
        ("\u0301", "nothing that can be read"),
        ("a" * 10_000, "too long"),
        ("龙" * 201, "too long"),
        ("NI\x00KE", "cannot be read"),
        ("NI\ud800KE", "cannot be read"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_one_message(text: str, what: str) -> None:
    with pytest.raises(InputError, match=what) as caught:
        name_of(text)
    assert caught.value.next_step
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("text", "folded", "script"),
    [
        ("Café  Luna!", "cafe luna", "latin"),
        ("安 途", "安途", "han"),
        ("安·途", "安途", "han"),
        ("龍鳳", "龙凤", "han"),
        ("U.S.A.", "usa", "latin"),
        ("A B C", "abc", "latin"),
        ("Levi's", "levis", "latin"),
        ("JOHNSON & JOHNSON", "johnson and johnson", "latin"),
        ("NIKE耐克", "nike 耐克", "mixed"),
        ("ＮＩＫＥ®", "nike", "latin"),
        ("СОСА-СОLА", "coca cola", "latin"),
        ("РОССИЯ", "россия", "other"),
        ("שלום", "שלום", "other"),
        ("قهوة KAFE", "قهوة kafe", "other"),
        ("P@SSION", "passion", "latin"),
        ("かぼちゃ", "かぼちゃ", "other"),
        ("안녕", "안녕", "other"),
        ("369", "369", "latin"),
        ("𠮷野家", "𠮷野家", "han"),
    ],
)
def test_folding(text: str, folded: str, script: str) -> None:
    name = name_of(text)
    assert (name.folded, name.script) == (folded, script)
    assert len(name.han) == len(name.written) == len(name.pinyin) == len(name.jyutping)
    assert all(name.pinyin)
    assert all(name.jyutping)


@pytest.mark.parametrize(
    ("text", "core", "weak"),
    [
        ("红太阳", "太阳", {"红"}),
        ("水云轩", "水云", {"轩"}),
        ("大米", "大米", set()),
        ("广东红太阳世家集团", "太阳", {"广东", "红", "世家", "集团"}),
        ("THE GOLDEN LUNA GROUP LTD.", "luna", {"the", "golden", "group", "ltd"}),
        ("X牌酱油", "x", {"牌酱油"}),
        ("BIG", "big", set()),
        ("有限公司", "有限公司", set()),
    ],
)
def test_weak_words_are_taken_off_and_something_is_left(text: str, core: str, weak: set[str]) -> None:
    name = name_of(text)
    assert name.core == core
    assert set(name.weak) == weak


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("长城", ["chang", "cheng"]),
        ("長城", ["chang", "cheng"]),
        ("银行", ["yin", "hang"]),
        ("銀行", ["yin", "hang"]),
        ("重庆", ["chong", "qing"]),
        ("旅行", ["lv", "xing"]),
    ],
)
def test_readings_follow_the_word_and_traditional_text_is_simplified_first(text: str, readings: list[str]) -> None:
    assert [each[0] for each in name_of(text).pinyin] == readings


@pytest.mark.parametrize(
    ("text", "spelling"), [("GR8", "great"), ("4U", "foryou"), ("三六九", "369"), ("C00L", "cool"), ("XTRA", "extra")]
)
def test_letters_and_digits_for_words(text: str, spelling: str) -> None:
    assert spelling in name_of(text).spellings


def test_roman_letters_are_the_pinyin() -> None:
    assert name_of("耐克 SPORT").roman == "naikesport"
