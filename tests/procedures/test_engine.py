"""The engine's promises that no single procedure shows: versions, timers, attached documents, refusals in four languages."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kapok.errors import InputError, IntegrityError, NotAllowed
from kapok.procedures.engine import SYSTEM, ActionRefused, FormRefused, available, decide, due, fold
from kapok.procedures.events import Actor, CaseEvent, Command, Document
from kapok.procedures.expressions import FUNCTIONS
from kapok.procedures.messages import has_message
from kapok.procedures.model import Procedure
from kapok.procedures.registry import get_procedure, join_versions, procedures

from .small import TEXT, read

NOW = datetime(2026, 9, 18, 1, 0, tzinfo=UTC)  # 09:00 in Guangdong
ASKER = Actor("ann", "a_co", frozenset({"asker"}))
OFFICER = Actor("ole", "office", frozenset({"officer"}))
DIGEST = "0" * 64


@pytest.fixture
def small(tmp_path: Path) -> Procedure:
    return read(tmp_path)


def play(procedure: Procedure, *acts: tuple[str, Actor, dict[str, Any], datetime]) -> list[CaseEvent]:
    history: list[CaseEvent] = []
    for action, who, values, at in acts:
        history += decide(procedure, history, Command(action, values), who, at, case="c1")
    return history


def two_steps(procedure: Procedure) -> list[CaseEvent]:
    return play(procedure, ("ask", ASKER, {"size": 5}, NOW), ("accept", OFFICER, {}, NOW + timedelta(minutes=1)))


def test_a_case_is_its_events(small: Procedure) -> None:
    history = two_steps(small)
    assert [(event.sequence, event.kind, event.role, event.version) for event in history] == [
        (1, "ask", "asker", "1"),
        (2, "accept", "officer", "1"),
    ]
    state = fold(small, history)
    assert (state.state, state.values, state.last_sequence) == ("waiting", {"size": 5}, 2)
    assert msgspec.json.decode(msgspec.json.encode(history), type=list[CaseEvent]) == history
    clock = state.obligation("answer")
    assert clock is not None
    assert clock.last_day == "2026-09-24"  # Sunday the 20th is worked
    assert clock.ends_at == datetime(2026, 9, 24, 16, tzinfo=UTC)


def test_a_timer_fires_once_and_only_when_its_day_is_over(small: Procedure) -> None:
    history = two_steps(small)
    assert due(small, history, datetime(2026, 9, 24, 15, 59, 59, tzinfo=UTC)) == []
    midnight = datetime(2026, 9, 24, 16, tzinfo=UTC)
    (command,) = due(small, history, midnight)
    assert command.key == "timer/answer/2/give_up"
    history += decide(small, history, command, SYSTEM, midnight)
    assert decide(small, history, command, SYSTEM, midnight) == []
    assert due(small, history, midnight) == []
    assert fold(small, history).is_final


def test_nobody_fires_a_timer_by_hand(small: Procedure) -> None:
    with pytest.raises(ActionRefused) as refused:
        decide(small, two_steps(small), Command("give_up"), OFFICER, NOW + timedelta(days=30))
    assert refused.value.verdict.rule == "role"


def test_an_ordered_document_is_attached_once_by_the_platform(small: Procedure) -> None:
    history = two_steps(small)
    assert [each.document for each in fold(small, history).pending_documents] == ["letter"]
    paper = Document("letter", "letter.pdf", DIGEST, 10, "application/pdf")
    attach = Command("attach_issued", {"sequence": 2, "number": "7"}, (paper,), key="issued/2/letter")
    with pytest.raises(ActionRefused):
        decide(small, history, attach, OFFICER, NOW + timedelta(minutes=2))
    history += decide(small, history, attach, SYSTEM, NOW + timedelta(minutes=2))
    state = fold(small, history)
    assert (state.pending_documents, state.documents[-1].number, state.state) == ((), "7", "waiting")
    with pytest.raises(FormRefused):
        decide(small, history, Command("attach_issued", {"sequence": 2}, (paper,)), SYSTEM, NOW + timedelta(minutes=3))


def test_a_document_may_come_with_the_act_that_orders_it(small: Procedure) -> None:
    history = play(small, ("ask", ASKER, {"size": 5}, NOW))
    paper = Document("letter", "letter.pdf", DIGEST, 10)
    history += decide(small, history, Command("accept", {}, (paper,)), OFFICER, NOW)
    assert fold(small, history).pending_documents == ()


def test_a_guard_names_figure_value_and_source(small: Procedure) -> None:
    history = play(small, ("ask", ASKER, {"size": 60}, NOW))
    with pytest.raises(ActionRefused) as refused:
        decide(small, history, Command("accept"), OFFICER, NOW)
    verdict = refused.value.verdict
    assert verdict.reason is not None
    assert "Size is 60; Size must be at most Most (50)" in verdict.reason.en
    assert verdict.source == "A law 1"
    assert isinstance(refused.value, NotAllowed)


@pytest.mark.parametrize(
    ("values", "field", "why"),
    [
        ({}, "size", "required"),
        ({"size": 0}, "size", "at least 1"),
        ({"size": "1e9999"}, "size", "at most"),
        ({"size": "NaN"}, "size", "must be a number"),
        ({"size": True}, "size", "must be a number"),
        ({"size": [1]}, "size", "must be a number"),
        ({"size": 5, "colour": "red"}, "colour", "does not belong"),
        ({"size": 5, "acting": []}, "acting", "does not belong"),
        ({"size": 5, "outside": {}}, "outside", "does not belong"),
    ],
)
def test_a_form_is_refused_field_by_field(small: Procedure, values: dict[str, Any], field: str, why: str) -> None:
    with pytest.raises(FormRefused) as refused:
        decide(small, [], Command("ask", values), ASKER, NOW, case="c1")
    assert why in refused.value.problems[field].en
    assert isinstance(refused.value, InputError)


def test_what_is_stated_in_a_form_still_to_be_filled_is_a_condition(small: Procedure) -> None:
    (verdict,) = [each for each in available(small, [], ASKER, NOW) if each.action == "ask"]
    assert verdict.allowed
    history = play(small, ("ask", ASKER, {"size": 5}, NOW))
    (verdict,) = [each for each in available(small, history, ASKER, NOW) if each.action == "accept"]
    assert (verdict.allowed, verdict.rule, verdict.by) == (False, "role", ("officer",))
    assert verdict.needed is not None
    assert verdict.needed.en == "It is done by: Officer"


def test_a_delivery_key_belongs_to_its_act_and_its_person(small: Procedure) -> None:
    history = decide(small, [], Command("ask", {"size": 5}, key="k"), ASKER, NOW, case="c1")
    assert decide(small, history, Command("ask", {"size": 5}, key="k"), ASKER, NOW) == []
    for command, who in ((Command("accept", key="k"), OFFICER), (Command("ask", {"size": 5}, key="k"), OFFICER)):
        with pytest.raises(ActionRefused) as refused:
            decide(small, history, command, who, NOW)
        assert refused.value.verdict.rule == "other_key"


def test_another_organisation_is_not_the_party(small: Procedure) -> None:
    stranger = Actor("eve", "e_co", frozenset({"asker"}))
    history = play(small, ("ask", ASKER, {"size": 5}, NOW))
    changed = msgspec.structs.replace(
        small, transitions={**small.transitions, "accept": msgspec.structs.replace(small.transitions["accept"], by=("asker",))}
    )
    with pytest.raises(ActionRefused) as refused:
        decide(changed, history, Command("accept"), stranger, NOW)
    assert refused.value.verdict.rule == "bound"
    colleague = Actor("abe", "a_co", frozenset({"asker"}))
    assert decide(changed, history, Command("accept"), colleague, NOW)


def newer(folder: Path, running: str, days: int = 10) -> Procedure:
    text = TEXT.replace('version: "1"', 'version: "2"').replace("in_force_from: 2026-01-01", "in_force_from: 2026-09-20")
    text = text.replace("running_cases: pinned", f"running_cases: {running}").replace("length: 5", f"length: {days}")
    text = text.replace("waiting", "pending") if running == "migrate_at_next_step" else text
    text = (
        text.replace("rule: civil_code", "rule: civil_code\nformer_states: {waiting: pending}", 1)
        if "pending" in text
        else text
    )
    return join_versions([read(folder), read(folder, text, "t1_2.yaml")])


LATER = NOW + timedelta(days=4)  # 22 September: version 2 is in force


def test_a_pinned_case_stays_under_its_version(tmp_path: Path) -> None:
    both = newer(tmp_path, "pinned")
    history = two_steps(both)
    history += decide(both, history, Command("finish", {"why": "because"}), OFFICER, LATER)
    assert {event.version for event in history} == {"1"}
    assert play(both, ("ask", ASKER, {"size": 5}, LATER))[0].version == "2"


def test_a_case_migrates_at_its_next_step(tmp_path: Path) -> None:
    both = newer(tmp_path, "migrate_at_next_step")
    history = two_steps(both)
    assert [each.action for each in available(both, history, OFFICER, LATER)] == ["finish"]
    history += decide(both, history, Command("finish", {"why": "because"}), OFFICER, LATER)
    assert [event.version for event in history] == ["1", "1", "2"]
    assert fold(both, history).state == "done"


@pytest.mark.parametrize(("days", "last_day"), [(3, "2026-09-22"), (10, "2026-09-24")])
def test_an_office_gets_the_shorter_time_where_the_more_favourable_version_counts(
    tmp_path: Path, days: int, last_day: str
) -> None:
    both = newer(tmp_path, "more_favourable", days)
    history = two_steps(both)
    clock = fold(both, history, LATER).obligation("answer")
    assert clock is not None
    assert clock.last_day == last_day
    assert fold(both, history, NOW + timedelta(hours=1)).obligation("answer").last_day == "2026-09-24"  # type: ignore[union-attr]


def test_nothing_happens_before_the_first_version(small: Procedure) -> None:
    with pytest.raises(NotAllowed, match="in force from 2026-01-01"):
        decide(small, [], Command("ask", {"size": 5}), ASKER, datetime(2025, 12, 31, tzinfo=UTC), case="c1")


def test_a_history_of_an_unknown_version_or_another_case_is_told(small: Procedure) -> None:
    history = two_steps(small)
    for wrong in (
        msgspec.structs.replace(history[1], version="9"),
        msgspec.structs.replace(history[1], case="c2"),
        msgspec.structs.replace(history[1], procedure="T2"),
        msgspec.structs.replace(history[1], kind="nothing"),
        msgspec.structs.replace(history[1], kind="finish"),
        msgspec.structs.replace(history[1], at=history[0].at - timedelta(seconds=1)),
    ):
        with pytest.raises(IntegrityError, match="event 2"):
            fold(small, [history[0], wrong])


def test_an_instant_without_a_zone_is_a_mistake_of_the_caller(small: Procedure) -> None:
    with pytest.raises(ValueError, match="time zone"):
        decide(small, [], Command("ask"), ASKER, datetime(2026, 9, 18), case="c1")  # noqa: DTZ001


def test_the_engine_knows_no_procedure_by_name() -> None:
    root = Path(__file__).parents[2] / "src" / "kapok"
    names = re.compile(r"['\"]P\d\d['\"]|\bp\d\d_|" + "|".join(re.escape(each.name.en) for each in procedures().values()))
    guilty = [
        path.name
        for folder in ("procedures", "cases", "timelimits")
        for path in (root / folder).glob("*.py")
        if names.search(re.sub(r'""".*?"""', "", path.read_text("utf-8"), flags=re.S))
    ]
    assert guilty == []


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_question_can_be_told_in_four_languages(function: str) -> None:
    assert has_message(function)


def test_the_certificate_of_a_shipped_procedure_carries_what_a_stranger_needs() -> None:
    certificate = get_procedure("P01").documents["certificate"]
    assert (certificate.number, certificate.qr, certificate.sealed, certificate.timestamped) == (
        "{yyyy}{mm}4400{serial:7}",
        True,
        True,
        True,
    )
    assert date(2024, 9, 9) == get_procedure("P01").in_force_from
