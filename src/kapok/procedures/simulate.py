"""Running scenarios against the engine: each is told as held or not, with what was found instead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from kapok.procedures.engine import SYSTEM, ActionRefused, FormRefused, decide, due, fold
from kapok.procedures.events import Actor, CaseEvent, Command, Document
from kapok.procedures.model import Procedure
from kapok.procedures.scenarios import Act, Expected, Refusal, Scenario, ScenarioFile
from kapok.procedures.state import CaseState

MAX_TIMERS = 50
"""Timers that may fire in one wait; more means that two of them call each other for ever."""


class Outcome(Struct, frozen=True):
    """One scenario that was run: whether it held, and every difference found."""

    title: str
    place: str
    held: bool
    differences: tuple[str, ...] = ()
    history: tuple[CaseEvent, ...] = ()


class Run:
    """One case being played."""

    def __init__(self, procedure: Procedure, file: ScenarioFile) -> None:
        self.procedure, self.file = procedure, file
        self.history: list[CaseEvent] = []
        self.now = datetime(2026, 1, 5, 1, tzinfo=UTC)

    def play(self, acts: Sequence[Act]) -> None:
        """Play steps; raises what the engine raises."""
        for act in acts:
            if act.wait_until:
                self._wait(act.wait_until)
            if act.do:
                self._act(act)

    def _instant(self, text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(self.procedure.zone)).astimezone(UTC)

    def _wait(self, until: str) -> None:
        end = self._instant(until)
        for _ in range(MAX_TIMERS):
            commands = due(self.procedure, self.history, end)
            if not commands:
                break
            self.history += decide(self.procedure, self.history, commands[0], SYSTEM, end)
        self.now = end

    def _act(self, act: Act) -> None:
        self.now = self._instant(act.at) if act.at else self.now + timedelta(minutes=1)
        command = Command(
            act.do, dict(act.form), tuple(self.document(name) for name in act.documents), act.seen, act.key,
            tuple(self.actor(name) for name in act.together_with),
        )  # fmt: skip
        outside = {**self.file.outside, **(act.outside or {})}
        outside = {key: value for key, value in outside.items() if value != "unknown"}
        self.history += decide(
            self.procedure, self.history, command, self.actor(act.by), self.now, case="scenario", outside=outside
        )

    def actor(self, name: str) -> Actor:
        """The actor of that name in the file."""
        if name == "system":
            return SYSTEM
        person = self.file.people[name]
        return Actor(
            name, person.organisation, frozenset(person.roles), person.certificates, frozenset(person.relations),
            person.name or name, frozenset(person.regions),
        )  # fmt: skip

    def document(self, name: str) -> Document:
        """The document of that name in the file."""
        paper = self.file.papers[name]
        return Document(paper.kind, f"{name}.pdf", paper.digest, paper.size, paper.media_type)


def run_scenarios(procedure: Procedure, file: ScenarioFile) -> list[Outcome]:
    """All scenarios of a file, in order."""
    return [run_scenario(procedure, file, scenario, place) for scenario, place in zip(file.scenarios, file.places, strict=True)]


def run_scenario(procedure: Procedure, file: ScenarioFile, scenario: Scenario, place: str = "") -> Outcome:
    """One scenario: play what is given, then what is done, and compare."""
    run = Run(procedure, file)
    differences: list[str] = []
    try:
        run.play(_given(file, scenario.given))
    except (ActionRefused, FormRefused) as error:
        return Outcome(scenario.title, place, False, (f"what is given cannot happen: {error}",), tuple(run.history))
    *before, last = scenario.when
    try:
        run.play(before)
        run.play([last])
    except ActionRefused as error:
        differences += _compare_refusal(scenario.refused, error.verdict.rule, str(error), (), error.verdict.source)
    except FormRefused as error:
        differences += _compare_refusal(scenario.refused, "form", str(error), tuple(error.problems), "")
    else:
        if scenario.refused is not None:
            differences.append(f"it was allowed, but should be refused because of {scenario.refused.rule}")
    if scenario.then is not None and not differences:
        differences += _compare(scenario.then, fold(procedure, run.history, run.now))
    return Outcome(scenario.title, place, not differences, tuple(differences), tuple(run.history))


def _given(file: ScenarioFile, name: str) -> list[Act]:
    if not name:
        return []
    history = file.histories[name]
    return [*_given(file, history.after), *history.steps]


def _compare_refusal(refused: Refusal | None, rule: str, text: str, fields: tuple[str, ...], source: str) -> list[str]:
    if refused is None:
        return [f"it was refused ({rule}): {text}"]
    found = []
    if refused.rule != rule:
        found.append(f"it was refused because of {rule}, not {refused.rule}: {text}")
    if refused.says and refused.says not in text:
        found.append(f"the reason does not say '{refused.says}': {text}")
    if refused.source and refused.source not in source:
        found.append(f"the rule cited is '{source}', not '{refused.source}'")
    if set(refused.fields) - set(fields):
        found.append(f"the fields {', '.join(sorted(set(refused.fields) - set(fields)))} were taken")
    return found


def _compare(expected: Expected, state: CaseState) -> list[str]:
    found: list[str] = []

    def differ(what: str, wanted: Any, actual: Any) -> None:
        if wanted != actual:
            found.append(f"{what} is {actual}, not {wanted}")

    if expected.state:
        differ("the state", expected.state, state.state)
    for limb, at in expected.limbs.items():
        differ(f"the limb {limb}", at, state.limbs.get(limb))
    for limit, day in expected.deadlines.items():
        obligation = state.obligation(limit)
        differ(f"the last day of {limit}", day, obligation.last_day if obligation else "not set")
    for limit, status in expected.clocks.items():
        obligation = state.obligation(limit)
        differ(f"the clock {limit}", status, obligation.status if obligation else "not set")
    for limit in expected.provisional:
        obligation = state.obligation(limit)
        differ(f"{limit} provisional", True, obligation is not None and obligation.provisional)
    for limit in expected.not_open:
        obligation = state.obligation(limit)
        differ(f"{limit} running", False, obligation is not None and obligation.status in ("open", "suspended"))
    issued = {due.document for due in state.pending_documents} | {
        each.kind for each in state.documents if each.direction == "out"
    }
    for document in expected.issued:
        differ(f"{document} issued", True, document in issued)
    for publication in expected.public:
        differ(f"{publication} public", True, state.is_public(publication))
    for publication in expected.not_public:
        differ(f"{publication} public", False, state.is_public(publication))
    if expected.events is not None:
        differ("the number of events", expected.events, state.last_sequence)
    for field, value in expected.values.items():
        differ(f"the field {field}", value, msgspec.to_builtins(state.values.get(field)))
    return found
