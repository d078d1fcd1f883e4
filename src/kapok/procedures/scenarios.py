"""Scenarios: given a history, when somebody acts, then this is the case - or it is refused because of that rule.

A scenario file is read by lawyers and run by `kapok procedures simulate` and by the tests. It names people, histories that
build on one another, and scenarios; times are local to the procedure's office. See `docs/procedures-how-to-add.md`.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from kapok.codes.located_yaml import LocatedFile, YamlPath, read_located
from kapok.procedures.events import Certificate

SUBJECT = "The scenario file"


class Person(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody in a scenario file: an `Actor`, with certificates as `{kind, number, valid_from, valid_to}`."""

    roles: tuple[str, ...] = ()
    name: str = ""
    organisation: str = ""
    certificates: tuple[Certificate, ...] = ()
    relations: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


class Paper(Struct, frozen=True, forbid_unknown_fields=True):
    """A document in a scenario file; its digest is that of `content`, so that a changed text is a changed document."""

    kind: str
    content: str = "x"
    media_type: str = "application/pdf"
    size: int = 1000
    sha256: str = ""

    @property
    def digest(self) -> str:
        """The digest that is given, or that of the content."""
        return self.sha256 or sha256(self.content.encode()).hexdigest()


class Act(Struct, frozen=True, forbid_unknown_fields=True):
    """One step: somebody (`by`, `together_with`) does something, or time passes (`wait_until`: timers fire)."""

    do: str = ""
    by: str = ""
    at: str = ""
    form: dict[str, Any] = {}
    documents: tuple[str, ...] = ()
    together_with: tuple[str, ...] = ()
    outside: dict[str, Any] | None = None
    key: str = ""
    seen: int | None = None
    wait_until: str = ""


class Expected(Struct, frozen=True, forbid_unknown_fields=True, rename={"not_public": "not public", "not_open": "not open"}):
    """What must hold: `state`, states of limbs, last days of time limits, what has become public, how many events."""

    state: str = ""
    limbs: dict[str, str] = {}
    deadlines: dict[str, str] = {}
    clocks: dict[str, str] = {}
    provisional: tuple[str, ...] = ()
    issued: tuple[str, ...] = ()
    public: tuple[str, ...] = ()
    not_public: tuple[str, ...] = ()
    not_open: tuple[str, ...] = ()
    events: int | None = None
    values: dict[str, Any] = {}


class Refusal(Struct, frozen=True, forbid_unknown_fields=True):
    """Why the last act must be refused: the rule's key; words that the reason holds; fields of a form that are wrong."""

    rule: str
    says: str = ""
    fields: tuple[str, ...] = ()
    source: str = ""


class Scenario(Struct, frozen=True, forbid_unknown_fields=True, rename={"refused": "refused because"}):
    """One scenario. `given` names a history ("" = nothing has happened)."""

    title: str
    when: tuple[Act, ...]
    given: str = ""
    then: Expected | None = None
    refused: Refusal | None = None


class History(Struct, frozen=True, forbid_unknown_fields=True):
    """A named history: the steps after another one."""

    steps: tuple[Act, ...]
    after: str = ""


class ScenarioFile(Struct, frozen=True):
    """A scenario file, read and checked. `places` are file and line of each scenario."""

    procedure: str
    people: dict[str, Person]
    papers: dict[str, Paper]
    outside: dict[str, Any]
    histories: dict[str, History]
    scenarios: tuple[Scenario, ...]
    places: tuple[str, ...]
    about: str = ""


_KEYS = {"procedure", "about", "people", "documents", "outside", "histories", "scenarios"}


def read_scenarios(path: Path) -> ScenarioFile:
    """The scenarios of a file; `DefinitionError` with file and line for an unknown key, name or value."""
    file = read_located(path, SUBJECT)
    content = file.content
    if unknown := set(content) - _KEYS:
        key = sorted(unknown)[0]
        raise file.fault((key,), f"a scenario file has no key '{key}'", f"Keys are {', '.join(sorted(_KEYS))}")
    for key in ("procedure", "people", "scenarios"):
        if not content.get(key):
            raise file.fault((), f"'{key}' is missing")
    people = {key: _convert(file, ("people", key), value, Person) for key, value in content["people"].items()}
    papers = {key: _convert(file, ("documents", key), value, Paper) for key, value in (content.get("documents") or {}).items()}
    histories = {}
    for key, value in (content.get("histories") or {}).items():
        raw = {"steps": value} if isinstance(value, list) else value
        histories[key] = _convert(file, ("histories", key), raw, History)
        _check_names(file, ("histories", key), histories[key].steps, people, papers)
        if histories[key].after and histories[key].after not in histories:
            raise file.fault(("histories", key), f"the history '{histories[key].after}' must stand before it")
    scenarios = []
    for place, value in enumerate(content["scenarios"]):
        where: YamlPath = ("scenarios", place)
        if isinstance(value, dict) and isinstance(value.get("when"), dict):
            value = {**value, "when": [value["when"]]}
        if isinstance(value, dict) and isinstance(value.get("refused because"), str):
            value = {**value, "refused because": {"rule": value["refused because"]}}
        if isinstance(value, dict) and isinstance(value.get("then"), str):
            value = {**value, "then": {"state": value["then"]}}
        scenario: Scenario = _convert(file, where, value, Scenario)
        if scenario.given and scenario.given not in histories:
            raise file.fault(where, f"there is no history '{scenario.given}'", f"Histories are {', '.join(histories)}")
        if scenario.then is None and scenario.refused is None:
            raise file.fault(where, f"'{scenario.title}' expects nothing", "Say what holds then, or why it is refused")
        _check_names(file, where, scenario.when, people, papers)
        scenarios.append(scenario)
    places = tuple(file.place(("scenarios", place)) for place in range(len(scenarios)))
    outside = content.get("outside") or {}
    return ScenarioFile(
        str(content["procedure"]), people, papers, outside, histories, tuple(scenarios), places, str(content.get("about", ""))
    )


def _convert(file: LocatedFile, path: YamlPath, value: Any, kind: Any) -> Any:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise file.fault(path, str(error)) from None


def _check_names(
    file: LocatedFile, path: YamlPath, acts: tuple[Act, ...], people: dict[str, Person], papers: dict[str, Paper]
) -> None:
    for act in acts:
        for name in (act.by, *act.together_with):
            if name and name not in people and name != "system":
                raise file.fault(path, f"there is nobody called '{name}'", f"People are {', '.join(people)}")
        for name in act.documents:
            if name not in papers:
                raise file.fault(path, f"there is no document '{name}'", f"Documents are {', '.join(papers) or 'none'}")
        if not act.do and not act.wait_until:
            raise file.fault(path, "a step either does something or waits", "Give it 'do' or 'wait_until'")
        for text in (act.at, act.wait_until):
            if text:
                _check_instant(file, path, text)


def _check_instant(file: LocatedFile, path: YamlPath, text: str) -> None:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise file.fault(path, f"'{text}' is no day and time", "Write it as 2026-09-18 09:00") from None
