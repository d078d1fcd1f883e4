"""The example of the guide is a procedure that can be read, and its scenarios hold."""

from __future__ import annotations

import re
from pathlib import Path

from kapok.procedures.expressions import FUNCTIONS
from kapok.procedures.reader import read_procedure
from kapok.procedures.scenarios import read_scenarios
from kapok.procedures.simulate import run_scenarios

GUIDE = (Path(__file__).parents[2] / "docs" / "procedures-how-to-add.md").read_text("utf-8")


def block(beginning: str) -> str:
    return next(text for text in re.findall(r"```yaml\n(.*?)```", GUIDE, flags=re.S) if text.startswith(beginning))


def test_the_example_runs(tmp_path: Path) -> None:
    (tmp_path / "p99_loan.yaml").write_text(block("key: P99"), "utf-8")
    (tmp_path / "scenarios.yaml").write_text(block("procedure: P99"), "utf-8")
    procedure = read_procedure(tmp_path / "p99_loan.yaml")
    outcomes = run_scenarios(procedure, read_scenarios(tmp_path / "scenarios.yaml"))
    assert len(outcomes) == 2
    assert [outcome.differences for outcome in outcomes if not outcome.held] == []


def test_every_question_of_the_guard_language_is_in_the_guide() -> None:
    assert [name for name in FUNCTIONS if f"{name}(" not in GUIDE] == []
