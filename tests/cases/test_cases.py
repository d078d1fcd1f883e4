"""What people see of a case: the public only what is out, the officer what presses first, everyone the story in words."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from kapok.cases.permissions import sort_verdicts
from kapok.cases.public import public_view
from kapok.cases.timeline import deadline_words, timeline
from kapok.cases.values import masked
from kapok.cases.worklist import by_urgency, work_item
from kapok.procedures.engine import available, fold
from kapok.procedures.events import CaseEvent
from kapok.procedures.model import Procedure
from kapok.procedures.registry import get_procedure
from kapok.procedures.scenarios import read_scenarios
from kapok.procedures.simulate import Run, _given

SCENARIOS = Path(__file__).parents[1] / "scenarios"


def played(name: str, history: str) -> tuple[Procedure, list[CaseEvent], datetime, Run]:
    file = read_scenarios(SCENARIOS / f"{name}.yaml")
    procedure = get_procedure(file.procedure)
    run = Run(procedure, file)
    run.play(_given(file, history))
    return procedure, run.history, run.now, run


@pytest.mark.parametrize("history", ["drafted", "deposited", "submitted", "in_examination"])
def test_nothing_is_public_before_publication(history: str) -> None:
    procedure, events, now, _ = played("p01_data_ip_registration", history)
    assert public_view(procedure, events, now) is None


def test_the_register_shows_public_fields_and_no_sample(capsys: pytest.CaptureFixture[str]) -> None:
    procedure, events, now, _ = played("p01_data_ip_registration", "registered")
    view = public_view(procedure, events, now)
    assert view is not None
    (entry,) = view.parts
    assert (entry.publication, entry.register, view.state) == ("register_entry", True, "registered")
    shown = {key: value.en for key, _, value in entry.fields}
    assert shown["asset_name"] == "珠江口潮位观测数据"
    assert shown["registration_number"] == "2026A1B000000178"
    assert shown["applicant_party"].startswith("蓝数科技有限公司")
    assert {"storage", "rules_digest", "clean_public_part"} & set(shown) == set()
    assert entry.deadlines[0][2] == "2029-10-14"
    told = msgspec.json.encode(view).decode()
    for secret in ("blue_data", "lin", "zhao", "identity_document", "sun", "contract.pdf"):
        assert f'"{secret}"' not in told
    assert {each.action for each in view.events} >= {"pass_examination", "issue"}
    assert "begin" not in {each.action for each in view.events}


def test_a_withdrawn_publication_leaves_nothing() -> None:
    procedure, events, now, run = played("p01_data_ip_registration", "objected")
    assert public_view(procedure, events, now) is not None
    file = run.file
    scenario = next(each for each in file.scenarios if each.title.startswith("An objection that is rejected"))
    run.play(scenario.when)
    assert public_view(procedure, run.history, run.now) is None


def test_mediation_is_never_public() -> None:
    for history in ("applied", "talked", "agreed"):
        procedure, events, now, _ = played("p26_mediation", history)
        assert public_view(procedure, events, now) is None


@pytest.mark.parametrize(("name", "hidden"), [("林小蓝", "林**"), ("Ana Silva", "A** S****"), ("王", "王*"), ("", "")])
def test_a_persons_name_is_masked(name: str, hidden: str) -> None:
    assert masked(name) == hidden


def test_the_story_is_told_in_four_languages() -> None:
    procedure, events, now, _ = played("p01_data_ip_registration", "in_publicity")
    story = timeline(procedure, events, now)
    assert [entry.sequence for entry in story] == [event.sequence for event in events]
    passed = story[-1]
    assert passed.title.zh_hans == "审查通过"
    assert passed.title.pt == "Aprovar no exame"
    notes = [note.en for note in passed.notes]
    assert "Public notice: until 2026-10-13" in notes
    assert "Now public: Public notice" in notes
    assert any(label.en == "The source is lawful" and value.zh_hans == "是" for label, value in passed.details)
    assert passed.at.hour == 11


def test_a_shortened_deadline_says_by_what() -> None:
    procedure, _, now, run = played("p01_data_ip_registration", "licensed_source")
    run.play(next(each for each in run.file.scenarios if each.given == "licensed_source").when)
    state = fold(procedure, run.history, now)
    clock = state.obligation("validity")
    assert clock is not None
    assert "End of the authorisation to use the source" in deadline_words(procedure, clock).en


def test_the_worklist_puts_first_what_presses() -> None:
    items = []
    for history, day in (("submitted", 16), ("in_examination", 16), ("in_publicity", 23)):
        procedure, events, _, _ = played("p01_data_ip_registration", history)
        state = fold(procedure, events, at := datetime(2026, 9, day, 1, tzinfo=UTC))
        items.append(work_item(procedure, msgspec.structs.replace(state, case=history), ("clerk", "examiner"), at))
    ordered = by_urgency(items)
    assert [(each.case, each.urgency) for each in ordered] == [
        ("submitted", "later"),
        ("in_examination", "later"),
        ("in_publicity", "none"),
    ]
    procedure, events, _, _ = played("p01_data_ip_registration", "submitted")
    for day, urgency in ((17, "soon"), (20, "today"), (21, "overdue")):
        at = datetime(2026, 9, day, 1, tzinfo=UTC)
        item = work_item(procedure, fold(procedure, events, at), ("clerk",), at)
        assert (item.urgency, item.title) == (urgency, "珠江口潮位观测数据")
    other = work_item(procedure, fold(procedure, events, at), ("registrar",), at)
    assert (other.urgency, other.waiting_for) == ("none", "clerk")


def test_a_case_page_sorts_what_can_be_done() -> None:
    procedure, events, now, run = played("p01_data_ip_registration", "registered")
    found = sort_verdicts(available(procedure, events, run.actor("sun"), now, outside=run.file.outside))
    assert {"change", "revoke"} <= {each.action for each in found.now}
    assert {"renew"} == {each.action for each in found.timed}
    assert {"cancel"} <= {each.action for each in found.others}
    assert all(each.reason is not None for group in (found.blocked, found.timed, found.others) for each in group)
