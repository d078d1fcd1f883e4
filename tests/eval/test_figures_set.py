"""The set of figures: drawings are drawn in a child that may die, alterations are what they say, stand-ins are figures."""

from __future__ import annotations

import io
import random

import numpy as np
import pytest
from eval.alterations import ALTERATIONS, on_white, png
from eval.icons import LEARNED, MEASURED
from eval.learn_goods import with_negatives
from eval.rasterise import SIDE, claims_too_much, rasterise
from eval.shapes import shapes
from PIL import Image

from kapok.similarity.figure import features_of

SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M4 4h16v16H4z"/></svg>'


@pytest.mark.parametrize(
    ("svg", "why"),
    [
        (SQUARE, ""),
        ('<svg width="200000" height="10"/>', "claims 200000 units"),
        ('<svg height=" 1e9"/>', "claims 1e9 units"),
        ('<svg viewBox="0 0 24 999999"/>', "claims 999999 units"),
        ('<svg viewBox="0 0 nan 24"/>', "claims nan units"),
        ('<svg viewBox="a b c d"/>', "is no number"),
        ("<svg>" + "x" * 400_001, "characters"),
    ],
)
def test_a_drawing_that_claims_too_much_is_not_drawn(svg: str, why: str) -> None:
    assert why in claims_too_much(svg)
    assert bool(claims_too_much(svg)) == bool(why)


def test_drawings_become_pictures_and_bad_ones_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("resvg_py")
    drawn = dict(rasterise([("a", SQUARE), ("huge", '<svg width="200000" height="200000"/>'), ("no", "<svg"), ("b", SQUARE)]))
    assert list(drawn) == ["a", "b"]
    assert Image.open(io.BytesIO(drawn["a"])).size == (SIDE, SIDE)
    told = capsys.readouterr().err
    assert "not drawn: huge: it claims 200000 units" in told
    assert "not drawn: no: it is broken" in told


@pytest.mark.parametrize("name", ALTERATIONS)
def test_an_alteration_changes_the_picture_but_shows_something(name: str) -> None:
    for key, data in shapes(5):
        before = on_white(data)
        altered = ALTERATIONS[name](before, random.Random(key))
        assert altered.mode == "RGB"
        same = altered.size == before.size and not np.abs(np.asarray(altered, np.int16) - np.asarray(before, np.int16)).any()
        assert not same
        assert features_of(png(altered)).roles
        again = ALTERATIONS[name](before, random.Random(key))
        assert altered.tobytes() == again.tobytes()


def test_learning_and_measuring_share_no_icons() -> None:
    assert not {name for name, *_ in LEARNED} & {name for name, *_ in MEASURED}
    assert all(licence for *_, licence in (*LEARNED, *MEASURED))


def test_sampled_pairs_are_never_judged_ones() -> None:
    terms = [(f"{number % 45 + 1:02}", f"good {number}") for number in range(60)]
    pairs = {(terms[at], terms[at + 1]): 1 + at % 3 for at in range(0, 58)}
    found = with_negatives({tuple(sorted(pair)): degree for pair, degree in pairs.items()}, set(terms), random.Random(3))  # type: ignore[misc]
    assert len(found) == 4 * len(pairs)
    assert sum(degree == 0 for *_, degree in found) == 3 * len(pairs)
    assert len({(a, b) for a, b, _ in found}) == len(found)
