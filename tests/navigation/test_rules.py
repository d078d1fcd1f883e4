"""Complete years, phases of the life cycle, white spots: the declared rules on numbers worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapok.errors import DefinitionError
from kapok.navigation.declared import HERE, rules
from kapok.navigation.technology import chance_of_at_most, is_thin
from kapok.navigation.trends import complete_through
from kapok.navigation.words import Say


@pytest.mark.parametrize(
    ("data_date", "lag", "year"),
    [
        ("2024-12-31", 18, 2022), ("2024-07-01", 18, 2022), ("2024-06-30", 18, 2021), ("2024-06-29", 18, 2021),
        ("2024-12-31", 0, 2024), ("2024-12-30", 0, 2023), ("2025-01-01", 0, 2024), ("2024", 0, 2023), ("", 18, 0),
    ],
)  # fmt: skip
def test_which_year_is_the_last_whole_one(data_date: str, lag: int, year: int) -> None:
    assert complete_through(data_date, lag) == year


@pytest.mark.parametrize(
    ("applications", "applicants", "phase"),
    [
        (None, None, "introduction"), (40.0, 30.0, "growth"), (-30.0, -20.0, "decline"), (5.0, 2.0, "maturity"),
        (40.0, -20.0, "concentration"), (40.0, 0.0, "transition"), (-30.0, 5.0, "transition"), (15.0, 10.0, "growth"),
    ],
)  # fmt: skip
def test_the_phase_of_a_period(applications: float | None, applicants: float | None, phase: str) -> None:
    assert next(each.phase for each in rules().life_cycle.phases if each.fits(applications, applicants)) == phase


@pytest.mark.parametrize(
    ("count", "expected", "thin"),
    [(0, 4.9, False), (0, 5.0, True), (1, 7.0, True), (3, 7.0, False), (10, 20.0, False), (9, 20.0, True), (60, 50.0, False)],
)
def test_thin_cells(count: int, expected: float, thin: bool) -> None:
    assert is_thin(count, expected) is thin


def test_poisson_against_published_values() -> None:
    # cumulative Poisson tables: P(X <= 3; 5) = 0.2650, P(X <= 9; 20) = 0.0050
    assert chance_of_at_most(3, 5) == pytest.approx(0.2650, abs=5e-5)
    assert chance_of_at_most(9, 20) == pytest.approx(0.0050, abs=5e-5)


@given(st.integers(0, 200), st.floats(0.01, 500))
def test_a_chance_is_a_chance(count: int, expected: float) -> None:
    assert 0 <= chance_of_at_most(count, expected) <= chance_of_at_most(count + 1, expected) <= 1


def test_a_wrong_rule_names_file_and_line(tmp_path: Path) -> None:
    text = (HERE / "rules.yaml").read_text("utf-8").replace("key_patents:\n  # score", "key_patents:\n  speed: 3\n  # score")
    path = tmp_path / "rules.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(DefinitionError, match=r"rules\.yaml, line \d+.*speed"):
        rules(path)


def test_words_in_four_languages() -> None:
    assert {Say(tag)("s_trends") for tag in ("en", "zh-Hans", "zh-Hant", "pt")} == {
        "Trends", "申请与公开趋势", "申請與公開趨勢", "Tendências",
    }  # fmt: skip
