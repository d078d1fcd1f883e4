"""The word planes: pairs that an expert can extend (`pairs.csv`), and what holds for any two marks."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapok.similarity import glyph, meaning, shape, sound
from kapok.similarity.aligned import HOW, aligned
from kapok.similarity.name import Name, name_of
from kapok.similarity.plane import PlaneScore
from kapok.similarity.reasons import sentences, words

PLANES = {
    "shape": shape.score,
    "glyph": glyph.score,
    "sound": sound.score,
    "cantonese": lambda a, b: sound.score(a, b, cantonese=True),
    "meaning": meaning.score,
}
LINES = [
    line for line in Path(__file__).with_name("pairs.csv").read_text("utf-8").splitlines() if line and not line.startswith("#")
]
PAIRS = list(csv.DictReader(LINES))


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['plane']} {pair['a']}/{pair['b']}")
def test_pair_scores_within_its_bounds(pair: dict[str, str]) -> None:
    found = PLANES[pair["plane"]](name_of(pair["a"]), name_of(pair["b"]))
    assert float(pair["at_least"]) <= found.score <= float(pair["at_most"]), found
    if pair["rule"]:
        assert found.reasons, found
        assert found.reasons[0].rule == pair["rule"]


LETTERS = "abekostuрΟ048 -'é&" + "金今达哒己已龙龍安途红阁长行三牌公司太阳月苹果耐克南兰"
MARKS = st.text(LETTERS, min_size=1, max_size=12).filter(lambda text: any(c.isalnum() for c in text))
WORDS = st.lists(
    st.sampled_from(
        [
            "SUN",
            "MOON",
            "BLUE",
            "LUNA",
            "GR8",
            "RUNNER",
            "4",
            "U",
            "GROUP",
            "太阳",
            "红",
            "安途",
            "龍鳳",
            "阁",
            "苹果",
            "APPLE",
            "NIKE",
            "耐克",
            "电老虎",
            "金达",
        ]
    ),
    min_size=1,
    max_size=4,
).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(MARKS | WORDS, MARKS | WORDS)
def test_planes_are_symmetric_bounded_and_told(left: str, right: str) -> None:
    a, b = name_of(left), name_of(right)
    for plane, score in PLANES.items():
        one, other = score(a, b), score(b, a)
        assert one.score == pytest.approx(other.score, abs=1e-9), plane
        assert {r.rule for r in one.reasons} == {r.rule for r in other.reasons}, plane
        assert 0.0 <= one.score <= 1.0
        if a.letters != b.letters:
            assert one.score < 1.0, plane
        _every_reason_is_told(one)


def _every_reason_is_told(found: PlaneScore) -> None:
    for reason in found.reasons:
        for language in ("en", "zh-Hans", "zh-Hant", "pt"):
            told = words(reason, language)
            assert told
            assert "{" not in told
            for value in reason.values:
                assert value  # a key without a name would be lost


@settings(max_examples=100, deadline=None)
@given(MARKS | WORDS)
def test_a_mark_is_identical_to_itself(text: str) -> None:
    name = name_of(text)
    assert all(score(name, name).score == 1.0 for score in PLANES.values())


@settings(max_examples=100, deadline=None)
@given(MARKS | WORDS, MARKS | WORDS)
def test_alignment_holds_every_letter_once(left: str, right: str) -> None:
    a, b = name_of(left), name_of(right)
    parts = aligned(a, b)
    for place, name in ((0, a), (1, b)):
        assert len("".join(part[place] for part in parts)) == len(name.letters)
    assert {part[2] for part in parts} <= set(HOW)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("安途", "安途", [("安途", "安途", "same")]),
        ("龍鳳", "龙凤", [("龍鳳", "龙凤", "variant")]),
        ("土星", "士星", [("土", "士", "looks alike"), ("星", "星", "same")]),
        ("心意", "新意", [("心", "新", "sounds alike"), ("意", "意", "same")]),
        ("NIKE", "MIKE", [("n", "m", "differs"), ("ike", "ike", "same")]),
        ("红太阳", "太阳", [("红", "", "differs"), ("太阳", "太阳", "same")]),
    ],
)
def test_aligned_characters(left: str, right: str, expected: list[tuple[str, str, str]]) -> None:
    assert aligned(name_of(left), name_of(right)) == expected


def test_first_character_weighs_more_than_the_last() -> None:
    def score(left: str, right: str) -> float:
        a, b = name_of(left), name_of(right)
        return shape.score(a, b).score

    assert score("帕尔斯", "迪尔斯") < score("帕尔斯", "帕尔迪")
    assert score("KODAK", "MODAK") < score("KODAK", "KODAM")


def test_near_sounds_rank_below_equal_ones_and_other_readings_between() -> None:
    def heard(left: str, right: str) -> float:
        return sound.score(name_of(left), name_of(right)).score

    assert heard("兰花", "蓝花") > heard("长城", "张城") > heard("兰花", "南花") > heard("兰花", "山花")


def test_every_sentence_names_the_same_values_in_each_language() -> None:
    assert len(sentences()) >= 37  # reading them checks them


def test_a_reason_without_sentences_is_an_error() -> None:
    from kapok.errors import DefinitionError
    from kapok.similarity.plane import Reason

    with pytest.raises(DefinitionError, match="no_such_rule"):
        words(Reason("no_such_rule"), "en")


def test_names_survive_a_round_trip() -> None:
    import msgspec

    name = name_of("NIKE 耐克 广东")
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(name), type=Name) == name
