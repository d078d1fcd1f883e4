"""What only the platform knows of a case: asked when a guard asks, kept with the event, never more than was asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kapok import clock
from kapok.portal.accounts.models import Restriction
from kapok.portal.cases.outside import ANSWERS, OutsideFacts
from kapok.portal.cases.procedures import get_procedure, procedures
from kapok.portal.cases.store import events_of
from kapok.procedures.outside_asked import answers_for, asked_outside
from tests.portal.people.conftest import PDF, SAMPLE, Walk, World, upload


def deposited(world: World) -> Walk:
    return Walk(world).begin().act("applicant", "deposit", sample_digest__file=upload("s.csv", SAMPLE), rules_digest="a" * 64)


def submit(walk: Walk) -> int:
    files = {name: upload("f.pdf", PDF) for name in ("source_proof", "identity_document")}
    hidden = walk.hidden("applicant", "submit")
    sent = walk.post("applicant", {**hidden, **files, "sample": upload("s.csv", SAMPLE), "clean_public_part": "on"})
    return int(sent.status_code)


@pytest.mark.parametrize(("begins", "ends", "status"), [(-1, None, 403), (0, 0, 403), (-9, -1, 302), (1, None, 302)])
def test_a_restriction_holds_between_its_days(world: World, begins: int, ends: int | None, status: int) -> None:
    walk, today = deposited(world), clock.today()
    hidden_before = walk.hidden("applicant", "submit")
    Restriction.objects.create(
        organisation=world.organisations["company"],
        reason="False filings",
        source="test",
        valid_from=today + timedelta(days=begins),
        valid_to=None if ends is None else today + timedelta(days=ends),
    )
    if status == 403:
        files = {name: upload("f.pdf", PDF) for name in ("source_proof", "identity_document")}
        sent = walk.post("applicant", {**hidden_before, **files, "sample": upload("s.csv", SAMPLE), "clean_public_part": "on"})
        assert sent.status_code == 403
        assert walk.state == "deposited"
    else:
        assert submit(walk) == 302


def test_the_event_keeps_what_was_asked_and_no_more(world: World) -> None:
    walk = deposited(world)
    assert submit(walk) == 302
    kept = {event.kind: event.values.get("outside") for event in events_of(walk.key)}
    assert kept == {"begin": None, "deposit": None, "submit": {"on_restriction_list": False}}


def test_facts_are_looked_up_when_they_are_asked_for(world: World, django_assert_num_queries: object) -> None:
    walk = deposited(world)
    facts = OutsideFacts(walk.key, get_procedure("P01"))
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert set(facts) == {"duplicate_deposit", "on_restriction_list"}
        assert answers_for(get_procedure("P01"), "deposit", facts) == {}
    assert answers_for(get_procedure("P01"), "submit", facts) == {"on_restriction_list": False}
    with pytest.raises(KeyError):
        facts["the_weather"]
    assert [answer("k-nothing") for answer in ANSWERS.values()] == [False] * len(ANSWERS)


def test_every_fact_that_a_guard_names_is_asked() -> None:
    for procedure in procedures().values():
        for action, transition in procedure.transitions.items():
            asked = asked_outside(procedure, action)
            for guard in transition.guards:
                named = {key for key in procedure.outside if f"outside.{key}" in guard.check}
                assert named <= set(asked), f"{procedure.key} {action}"
