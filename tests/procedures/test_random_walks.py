"""Walks at random: no undeclared state, no event twice, no other order; and the same ways as python-statemachine knows them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from statemachine.io import load

from kapok.errors import IntegrityError, NotAllowed
from kapok.procedures.engine import SYSTEM, decide, due, fold
from kapok.procedures.events import CaseEvent
from kapok.procedures.fold import Folding
from kapok.procedures.model import Procedure
from kapok.procedures.registry import procedures
from kapok.procedures.scenarios import read_scenarios
from kapok.procedures.simulate import run_scenario
from kapok.procedures.state import CaseState

from .walking import Walk

KEYS = sorted(procedures())
SCENARIOS = Path(__file__).parents[1] / "scenarios"
CALM = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def walk(key: str, data: st.DataObject, steps: int = 22) -> Walk:
    found = Walk(procedures()[key])
    for _ in range(steps):
        found.step(lambda choices: data.draw(st.sampled_from(list(choices))))
    return found


@pytest.mark.parametrize("key", KEYS)
@CALM
@given(data=st.data())
def test_a_walk_stays_in_declared_states_and_the_oracle_goes_the_same_way(key: str, data: st.DataObject) -> None:
    found = walk(key, data)
    goes_the_same_way(found.procedure, found.history)


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("p*.yaml")), ids=lambda path: path.stem)
def test_the_oracle_goes_the_way_of_every_scenario(path: Path) -> None:
    file = read_scenarios(path)
    procedure = procedures()[file.procedure]
    reached: set[str] = set()
    for scenario in file.scenarios:
        reached |= goes_the_same_way(procedure, run_scenario(procedure, file, scenario).history)
    main = {key for key, state in procedure.states.items() if not state.limb}
    assert len(reached & main) >= 0.7 * len(main), "scenarios should lead to most states"


def goes_the_same_way(procedure: Procedure, history: Sequence[CaseEvent]) -> set[str]:
    """Compare event by event; the states that were reached."""
    oracle, reached, folding = machine(procedure), set(), Folding(procedure)
    for event in history:
        folding.take(event)
        state = folding.state()
        assert state.state in procedure.states
        assert all(procedure.states[at].limb == limb for limb, at in state.limbs.items())
        if event.sequence > 1:  # the event that begins a case puts it into the initial state
            oracle.send(event_name(event, state))
        assert places(oracle) == {state.state, *state.limbs.values()}
        reached |= places(oracle)
    return reached


@pytest.mark.parametrize("key", KEYS)
@CALM
@given(data=st.data())
def test_repeating_is_harmless_and_reordering_is_refused(key: str, data: st.DataObject) -> None:
    found = walk(key, data, 14)
    procedure, history = found.procedure, found.history
    for command, who, at in found.commands:
        assert decide(procedure, history, command, who, max(at, found.now), outside=found.outside) == []
    for place in range(len(history) - 1):
        swapped = [*history[:place], history[place + 1], history[place], *history[place + 2 :]]
        with pytest.raises(IntegrityError):
            fold(procedure, swapped)
        with pytest.raises(IntegrityError):
            fold(procedure, [*history[:place], *history[place + 1 :]])
    if history:
        with pytest.raises(IntegrityError):
            fold(procedure, [*history, history[-1]])
        command, who, _ = found.commands[-1]
        with pytest.raises(NotAllowed):
            decide(procedure, history, command.__class__(command.action, expected=len(history) - 1), who, found.now)


@pytest.mark.parametrize("key", KEYS)
@CALM
@given(data=st.data())
def test_timers_that_fired_are_not_due_again(key: str, data: st.DataObject) -> None:
    found = walk(key, data, 10)
    now = found.now + timedelta(days=400)
    history = list(found.history)
    for _ in range(40):
        waiting = due(found.procedure, history, now)
        if not waiting:
            break
        history += decide(found.procedure, history, waiting[0], SYSTEM, now)
    assert due(found.procedure, history, now) == []
    assert len({event.key for event in history if event.key}) == sum(bool(event.key) for event in history)


def event_name(event: CaseEvent, after: CaseState) -> str:
    step = after.steps[-1]
    return f"{event.kind}_to_{step.limb_state or step.state}"


def machine(procedure: Procedure) -> Any:
    """A new machine of python-statemachine for the procedure."""
    if procedure.key not in _CHARTS:
        _CHARTS[procedure.key] = chart_of(procedure)
    return _CHARTS[procedure.key]()


_CHARTS: dict[str, Any] = {}


def chart_of(procedure: Procedure) -> Any:
    """The procedure as a parallel statechart of python-statemachine, made from its JSON. One event for each way out."""
    regions: dict[str, Any] = {}
    for limb in ("", *procedure.limbs):
        initial = procedure.limbs[limb].initial if limb else procedure.initial
        regions[f"region_{limb}"] = {"states": {
            key: {"initial": key == initial, "transitions": []} for key, state in procedure.states.items() if state.limb == limb
        }}  # fmt: skip
    for action, transition in procedure.transitions.items():
        if transition.begins:
            continue
        states = regions[f"region_{transition.limb}"]["states"]
        sources = [key for key in states if not procedure.states[key].final] if "*" in transition.from_ else transition.from_
        targets = [transition.to] if isinstance(transition.to, str) else [branch.to for branch in transition.to]
        for source in set(sources) - set(transition.except_):
            for target in {each or source for each in targets}:
                states[source]["transitions"].append({"event": f"{action}_to_{target}", "target": target})
    document = {"name": procedure.key, "states": {"case": {"initial": True, "parallel": True, "states": regions}}}
    chart = load(json.dumps(document), format="json")
    return type("Oracle", (chart,), {"allow_event_without_transition": False})


def places(oracle: Any) -> set[str]:
    return {state.id for state in oracle.configuration if state.id != "case" and not state.id.startswith("region_")}
