"""The labelled set of similar marks: complete, the same everywhere, its halves apart, and independent of what it measures."""

from __future__ import annotations

import ast
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from eval.similar_background import background
from eval.similar_home import register
from eval.similar_measure import ALIKE, alike, first, recalls, write_failures
from eval.similar_pair import Pair, normal
from eval.similar_set import EACH, negatives, positives
from eval.similar_tables import HALVES, Half, facts, initial_and_final, readings, traditional

EVAL = Path(__file__).parents[2] / "eval"
GENERATOR = [
    path for path in sorted(EVAL.glob("similar_*.py")) if path.stem not in ("similar_ask", "similar_home", "similar_measure")
]


@pytest.mark.parametrize("path", GENERATOR, ids=lambda path: path.name)
def test_the_generator_knows_nothing_of_the_program(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
        for name in (module, *names):
            assert name.split(".")[0] not in ("kapok", "pypinyin", "ToJyutping", "opencc", "jellyfish", "anyascii"), name


def test_the_measure_asks_through_services_only() -> None:
    for name in ("similar_ask", "similar_home", "similar_measure"):
        assert "kapok.similarity" not in (EVAL / f"{name}.py").read_text("utf-8")


@pytest.mark.parametrize("half", HALVES)
def test_every_variation_has_its_pairs(half: Half) -> None:
    counted = Counter(pair.variation for pair in positives(half))
    assert len(counted) >= 30
    assert set(counted.values()) == {EACH}
    assert {pair.language for pair in positives(half)} == {"zh-Hans", "zh-Hant", "en", "pt-es"}
    assert len(negatives(half)) >= 1500
    assert all(pair.query != pair.target for pair in (*positives(half), *negatives(half)))


def test_halves_share_no_pair_and_no_fact() -> None:
    tuning, test = ({(pair.query, pair.target) for pair in (*positives(half), *negatives(half))} for half in HALVES)
    assert not tuning & test
    assert not set(readings("tuning")) & set(readings("test"))
    for name in ("lookalikes", "near", "variants", "coined", "words", "same_meaning", "different_meaning", "transliterations"):
        one, other = (set(facts("zh")[name][half]) for half in HALVES)
        assert not one & other, name
    for name in ("lookalikes", "near", "coined", "words", "variants"):
        one, other = (set("".join(facts("zh")[name][half])) for half in HALVES)
        assert not one & other, name
    for name in ("words", "romance", "accented", "sounding_stems"):
        one, other = (set(map(str, facts("latin")[name][half])) for half in HALVES)
        assert not one & other, name


def test_background_is_the_same_on_every_machine_and_hides_nothing_twice() -> None:
    without = frozenset({"bo", "wd"})
    once, again = (list(background(3000, without)) for _ in range(2))
    assert once == again
    assert not without & {normal(sign.text) for sign in once}
    languages = Counter(sign.language for sign in once)
    assert all(languages[language] > 50 for language in ("zh-Hans", "zh-Hant", "en", "pt", "es"))


def test_every_hidden_mark_is_in_the_register_once() -> None:
    asked, near = positives("tuning")[::40], negatives("tuning")[::40]
    texts = Counter(sign.text for sign in register(asked, near, 500))
    wanted = {pair.target for pair in asked} | {text for pair in near for text in (pair.query, pair.target)}
    assert all(texts[text] == 1 for text in wanted)
    assert sum(texts.values()) == len(wanted) + 500


def test_readings_agree_with_an_independent_source() -> None:
    pypinyin: Any = pytest.importorskip("pypinyin")
    wrong = []
    for half in HALVES:
        for character, syllable in readings(half).items():
            known = pypinyin.pinyin(character, style=pypinyin.Style.TONE3, heteronym=True)[0]
            if syllable not in known:
                wrong.append((character, syllable, known))
    assert wrong == []


def test_cantonese_pairs_sound_alike_only_in_cantonese() -> None:
    pypinyin: Any = pytest.importorskip("pypinyin")
    jyutping: Any = pytest.importorskip("ToJyutping")
    plain = {value: key for key, value in traditional().items()}
    for half in HALVES:
        for sound, row in facts("zh")["cantonese"][half].items():
            for character in row.replace("|", ""):
                assert sound in jyutping.get_jyutping_candidates(character)[0][1], (character, sound)
            spoken = [{pypinyin.lazy_pinyin(chr(plain[c]) if c in plain else c)[0] for c in group} for group in row.split("|")]
            assert all(not one & other for n, one in enumerate(spoken) for other in spoken[:n]), row


@pytest.mark.parametrize(
    ("syllable", "parts"), [("zhong1", ("zh", "ong")), ("an4", ("", "an")), ("si1", ("s", "i")), ("yu3", ("y", "u"))]
)
def test_a_syllable_has_an_initial_and_a_final(syllable: str, parts: tuple[str, str]) -> None:
    assert initial_and_final(syllable) == parts


PAIRS = [Pair("a", "en", "x", "X1"), Pair("a", "en", "y", "Y1"), Pair("zh-Hant: Cantonese only", "zh-Hant", "z", "Z1", "HK")]


def test_recall_counts_places_of_the_hidden_mark() -> None:
    hits = {"x": ["X1"], "y": ["other"] * 12 + ["y 1"], "z": []}
    results, failed = recalls(PAIRS, lambda pair: hits[pair.query])
    assert results["a · recall@10"] == 0.5
    assert results["a · recall@50"] == 1.0
    assert results["named apart · zh-Hant: Cantonese only · recall@10"] == 0.0
    assert results["all · recall@50"] == pytest.approx(2 / 3)
    assert [pair.query for pair, _ in failed] == ["y", "z"]


def test_hard_negatives_fail_from_similar_upwards() -> None:
    pairs = [Pair("not similar: two letters", "en", level, "B") for level in ("identical", "similar", "remote", "")]
    results, told = alike(pairs, lambda pair: pair.query)
    assert results["not similar: all · at or above similar"] == 0.5
    assert {level for _, level in told} <= ALIKE


def test_failures_of_the_test_half_are_not_written(tmp_path: Path) -> None:
    for half in HALVES:
        write_failures(half, tmp_path / half, [(PAIRS[0], "place 11")])
    assert (tmp_path / "tuning").read_text("utf-8").startswith("a\ten\tx\tX1\tplace 11")
    assert not (tmp_path / "test").exists()


def test_fewer_pairs_can_be_asked() -> None:
    assert Counter(pair.variation for pair in first(islice(PAIRS, 2), 1)) == {"a": 1}
