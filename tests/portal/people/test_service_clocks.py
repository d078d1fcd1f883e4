"""Service starts clocks: proven on the platform by itself, on paper when the office records its return."""

from __future__ import annotations

from datetime import datetime, timedelta

from kapok import clock
from kapok.portal.cases.models import Delivery
from kapok.portal.cases.procedures import get_procedure
from kapok.portal.cases.store import events_of
from kapok.portal.jobs.models import Job
from kapok.portal.jobs.queue import run_due
from kapok.procedures.fold import fold
from tests.portal.people.conftest import Walk, World, upload

SERVED = datetime.fromisoformat("2026-09-25T03:00:00+00:00")


def refused(walk: Walk, world: World) -> Walk:
    walk.filed().act("clerk", "verify_identity", identity_means="register").act("clerk", "accept")
    walk.act("registrar", "assign", examiner_named=world.people["examiner"].key)
    walk.act("examiner", "refuse", refusal_ground="not_processed", reason="These are raw single records.")
    run_due()
    return walk


def clock_of(walk: Walk, limit: str) -> str:
    state = fold(get_procedure("P01"), events_of(walk.key), clock.now())
    found = state.obligation(limit)
    return found.last_day if found is not None else ""


def test_a_refusal_waits_for_the_act_of_service(walk: Walk, world: World) -> None:
    refused(walk, world)
    assert not Job.objects.exclude(error="").exists(), list(Job.objects.exclude(error="").values("kind", "error"))
    assert not Delivery.objects.filter(document="refusal_decision").exists(), "nobody has served it yet"
    assert clock_of(walk, "review_application") == ""


def test_a_refusal_sent_electronically_is_served_when_it_arrives(walk: Walk, world: World) -> None:
    values = walk.values
    walk.values = lambda: {**values(), "e_service_consent": "on"}  # type: ignore[method-assign]
    refused(walk, world)
    with clock.fixed(SERVED):
        walk.act("clerk", "refusal_send")
        run_due()
        assert not Job.objects.exclude(error="").exists(), list(Job.objects.exclude(error="").values("kind", "error"))
        delivery = Delivery.objects.get(document="refusal_decision", channel="platform")
        assert delivery.served_at == SERVED
        assert clock_of(walk, "review_application") == "2026-11-24", "60 days from the day of arrival"
        before = len(events_of(walk.key))
        run_due()
        assert len(events_of(walk.key)) == before, "recorded once"


def test_a_refusal_served_on_paper_starts_the_time_for_review(walk: Walk, world: World) -> None:
    refused(walk, world)
    walk.act("clerk", "refusal_post", refusal_tracking="EMS 1234567")
    with clock.fixed(SERVED + timedelta(days=2)):
        run_due()
        assert clock_of(walk, "review_application") == "", "nothing runs before service is proven"
        receipt = upload("receipt.pdf", b"%PDF-1.4\n% signed\n")
        walk.act("clerk", "refusal_signed_for", served_on="2026-09-25", refusal_receipt=receipt)
        assert clock_of(walk, "review_application") == "2026-11-24", "60 days from the day of service, not from its record"


def test_a_correction_clock_runs_from_the_day_of_service(walk: Walk, world: World) -> None:
    walk.filed().act("clerk", "request_correction", missing="The proof of the source is not legible.")
    run_due()
    assert Delivery.objects.get(channel="platform").served_at is not None
    state = fold(get_procedure("P01"), events_of(walk.key), clock.now())
    running = [each for each in state.obligations if each.status == "open" and each.obliged in ("applicant", "party")]
    assert [each.last_day for each in running] == ["2026-10-08"], "15 days from 18 September end in the holiday week"
