"""The measures of retrieval quality, against values worked out by hand."""

from __future__ import annotations

from pathlib import Path

import eval.kept as kept
import pytest
from eval.measures import average_precision, recall, reciprocal_rank, right_pairs


@pytest.mark.parametrize(
    ("ranked", "value"),
    [([True], 1.0), ([False, True, True], 0.5), ([False, False], 0.0), ([], 0.0), ([False] * 9 + [True], 0.1)],
)
def test_reciprocal_rank(ranked: list[bool], value: float) -> None:
    assert reciprocal_rank(ranked) == value


@pytest.mark.parametrize(
    ("ranked", "relevant", "found", "precision"),
    [
        ("abc", "abc", 1.0, 1.0),
        ("xaxb", "ab", 1.0, (1 / 2 + 2 / 4) / 2),  # the usual example: places 2 and 4
        ("ax", "ab", 0.5, 0.5),
        ("xyz", "ab", 0.0, 0.0),
        ("", "a", 0.0, 0.0),
    ],
)
def test_recall_and_average_precision(ranked: str, relevant: str, found: float, precision: float) -> None:
    assert recall(list(ranked), set(relevant)) == found
    assert average_precision(list(ranked), set(relevant)) == pytest.approx(precision)


@pytest.mark.parametrize(("ranked", "value"), [("ab", 1.0), ("ba", 0.0), ("", 0.5), ("a", 1.0), ("b", 0.0)])
def test_right_pairs(ranked: str, value: float) -> None:
    assert right_pairs(list(ranked), {"a"}, {"b"}) == value


def test_gains_and_losses_are_told_and_noise_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "FILE", tmp_path / "results.json")
    kept.keep({"better": 0.5, "worse": 0.9, "same": 0.7, "not measured": 1.0})
    found = list(kept.differences({"better": 0.6, "worse": 0.8, "same": 0.7004, "new": 1.0}, kept.read_kept()))
    assert [(kind, name) for kind, name, _, _ in found] == [("LOSS", "worse"), ("GAIN", "better")]
    kept.keep({"worse": 0.8})
    assert kept.read_kept() == {"better": 0.5, "worse": 0.8, "same": 0.7, "not measured": 1.0}
