"""The plane of figures: an altered mark is found by the mark it was made from, another mark is not; reasons say what was seen."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from eval.figures import OPPOSITIONS, oppositions

from kapok.errors import BackendError, InputError
from kapok.similarity import figure
from kapok.similarity.figure import Features, features_of, query_features_of
from kapok.similarity.figure_index import FigureIndex
from kapok.similarity.reasons import sentences, words
from tests.similarity.pictures import ALTERATIONS, MARKS, encoded, inverted, recoloured, with_word


@pytest.fixture(scope="module")
def kept() -> dict[str, Features]:
    return {name: features_of(encoded(draw())) for name, draw in MARKS.items()}


@pytest.mark.parametrize("alteration", ALTERATIONS)
@pytest.mark.parametrize("mark", MARKS)
def test_an_altered_mark_is_nearest_to_its_own(kept: dict[str, Features], mark: str, alteration: str) -> None:
    asked = query_features_of(encoded(ALTERATIONS[alteration](MARKS[mark]())))
    scores = {name: figure.score(asked, features).score for name, features in kept.items()}
    assert max(scores, key=lambda name: scores[name]) == mark, scores
    assert scores[mark] >= 0.62, scores  # the level "similar"


def test_the_same_picture_scores_one(kept: dict[str, Features]) -> None:
    result = figure.score(kept["star"], kept["star"])
    assert result.score == pytest.approx(1, abs=0.001)
    assert [reason.rule for reason in result.reasons] == ["figure_same_shape", "figure_same_colours"]


@pytest.mark.parametrize(("one", "other"), [("star", "house"), ("fish", "stairs"), ("ring", "bolt"), ("star", "stairs")])
def test_other_shapes_stay_below_similar(kept: dict[str, Features], one: str, other: str) -> None:
    assert figure.score(kept[one], kept[other]).score < 0.62


def test_the_order_of_two_marks_does_not_matter(kept: dict[str, Features]) -> None:
    for one in kept.values():
        for other in kept.values():
            assert figure.score(one, other).score == pytest.approx(figure.score(other, one).score, abs=1e-6)


def test_other_colours_are_told_and_hardly_count(kept: dict[str, Features]) -> None:
    result = figure.score(query_features_of(encoded(recoloured(MARKS["star"]()))), kept["star"])
    assert result.score > 0.9
    assert "figure_other_colours" in [reason.rule for reason in result.reasons]


def test_a_negative_is_measured_like_the_positive() -> None:
    positive, negative = (features_of(encoded(picture)) for picture in (MARKS["ring"](), inverted(MARKS["ring"]())))
    assert figure.score(positive, negative).score > 0.95


def test_a_shared_part_is_named_as_such(kept: dict[str, Features]) -> None:
    kept_with_word = features_of(encoded(with_word(MARKS["fish"]())))
    result = figure.score(features_of(encoded(MARKS["fish"]())), kept_with_word)
    assert result.score > 0.62
    assert result.reasons[0].rule == "figure_shared_part"


@pytest.mark.parametrize(
    ("a", "b", "low", "high", "codes"),
    [
        (("26.04.18",), ("26.04.18",), 0.55, 0.65, "26.04.18"),
        (("26.04.18",), ("260402",), 0.25, 0.35, "26.04"),
        (("26.04.18",), ("26.01.01",), 0.05, 0.15, "26"),
        (("26.04.18",), ("03.01.01",), 0, 0, ""),
        (("26.04.18", "01.01.02"), ("A26.4.18", "01.01.02", "05.03.11"), 0.5, 0.6, "01.01.02, 26.04.18"),
        ((), ("26.04.18",), 0, 0, ""),
    ],
)
def test_vienna_codes_alone_say_similar_at_most(
    a: tuple[str, ...], b: tuple[str, ...], low: float, high: float, codes: str
) -> None:
    result = figure.score(None, None, a, b)
    assert low <= result.score <= high
    assert [reason.values["codes"] for reason in result.reasons] == ([codes] if codes else [])


def test_codes_support_a_shape(kept: dict[str, Features]) -> None:
    alone = figure.score(kept["star"], kept["house"]).score
    assert figure.score(kept["star"], kept["house"], ("01.01.02",), ("01.01.02",)).score > alone


def test_text_that_is_no_code_is_refused() -> None:
    with pytest.raises(InputError, match="not a code of figurative elements"):
        figure.score(None, None, ("star",), ("26.04.18",))


def test_features_are_small_and_survive_being_kept() -> None:
    for draw in MARKS.values():
        features = features_of(encoded(draw()))
        written = msgspec.msgpack.encode(features)
        assert len(written) < 2000
        assert msgspec.msgpack.decode(written, type=Features) == features
        assert features == features_of(encoded(draw()))  # the same bytes every time


def test_features_of_another_version_are_not_compared(kept: dict[str, Features]) -> None:
    old = msgspec.structs.replace(kept["star"], version=0)
    with pytest.raises(BackendError, match="version 0"):
        figure.score(old, kept["star"])


def test_every_reason_has_its_sentence() -> None:
    rules = [rule for rule in sentences() if rule.startswith(("figure_", "goods_"))]
    assert len(rules) > 15
    result = figure.score(
        query_features_of(encoded(MARKS["star"]())), features_of(encoded(MARKS["star"]())), ("1.1.2",), ("1.1.2",)
    )
    for reason in result.reasons:
        for language in ("en", "zh-Hans", "zh-Hant", "pt"):
            assert "{" not in words(reason, language)


@pytest.mark.shared
def test_images_of_real_decisions_are_measured_and_told_apart(shared_data: Path) -> None:
    images = oppositions(shared_data / OPPOSITIONS)
    assert len(images) == 69
    measured = {key: features_of(data) for key, data in images}
    index = FigureIndex.build(measured.items())
    assert all(index.search(features, 1)[0][0] == key for key, features in measured.items())
