"""Every scenario of `tests/scenarios/` holds, and there are enough of them: half of them say what is refused and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from kapok.errors import DefinitionError
from kapok.procedures.registry import get_procedure
from kapok.procedures.scenarios import Scenario, ScenarioFile, read_scenarios
from kapok.procedures.simulate import run_scenario

FOLDER = Path(__file__).parents[1] / "scenarios"
FILES = {path.stem: read_scenarios(path) for path in sorted(FOLDER.glob("p*.yaml"))}
ALL = [
    pytest.param(file, scenario, place, id=f"{name}:{scenario.title}")
    for name, file in FILES.items()
    for scenario, place in zip(file.scenarios, file.places, strict=True)
]


@pytest.mark.parametrize(("file", "scenario", "place"), ALL)
def test_scenario_holds(file: ScenarioFile, scenario: Scenario, place: str) -> None:
    outcome = run_scenario(get_procedure(file.procedure), file, scenario, place)
    assert outcome.held, outcome.differences


@pytest.mark.parametrize("key", ["P01", "P10", "P11", "P13", "P26", "P27", "P34"])
def test_each_shape_has_twelve_scenarios_half_of_them_refusals(key: str) -> None:
    scenarios = [each for file in FILES.values() if file.procedure == key for each in file.scenarios]
    refused = [each for each in scenarios if each.refused is not None]
    assert len(scenarios) >= 12
    assert len(refused) * 2 >= len(scenarios)


BAD = [
    ("procedure: P01\npeople: {a: {}}\nscenario: []\n", "line 3", "no key 'scenario'"),
    ("procedure: P01\npeople: {a: {}}\n", "line 1", "'scenarios' is missing"),
    ("procedure: P01\npeople: {a: {}}\nscenarios:\n  - {title: x, when: {by: b, do: begin}, then: draft}\n", "line 4", "nobody called 'b'"),
    ("procedure: P01\npeople: {a: {}}\nscenarios:\n  - {title: x, when: {by: a, do: begin}}\n", "line 4", "expects nothing"),
    ("procedure: P01\npeople: {a: {}}\nscenarios:\n  - {title: x, given: y, when: {by: a, do: b}, then: c}\n", "line 4", "no history 'y'"),
    ("procedure: P01\npeople: {a: {}}\nscenarios:\n  - {title: x, when: {by: a, do: b, at: soon}, then: c}\n", "line 4", "no day and time"),
    ("procedure: P01\npeople: {a: {rolls: []}}\nscenarios: [{}]\n", "line 2", "rolls"),
    ("procedure: P01\npeople: {a: {}}\nscenarios:\n  - {title: x, when: {by: a, do: b, documents: [z]}, then: c}\n", "line 4", "no document 'z'"),
    ("procedure: P01\npeople: {a: {}}\nscenarios:\n  - {title: x, when: {by: a}, then: c}\n", "line 4", "does something or waits"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "why"), BAD)
def test_a_bad_scenario_file_is_told_with_its_line(tmp_path: Path, text: str, line: str, why: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(DefinitionError, match=f"bad.yaml, {line}(.|\n)*{why}"):
        read_scenarios(path)


def test_a_scenario_that_does_not_hold_says_what_was_found(tmp_path: Path) -> None:
    file = FILES["p01_data_ip_registration"]
    wrong = next(each for each in file.scenarios if each.then is not None and each.then.deadlines)
    import msgspec

    changed = msgspec.structs.replace(
        wrong, then=msgspec.structs.replace(wrong.then, deadlines={"acceptance_period": "2026-09-21"})
    )
    outcome = run_scenario(get_procedure("P01"), file, changed)
    assert not outcome.held
    assert outcome.differences == ("the last day of acceptance_period is 2026-09-20, not 2026-09-21",)
