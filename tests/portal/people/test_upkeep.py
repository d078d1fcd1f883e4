"""What the platform does again and again by itself: each in its own transaction, remembered in its own job."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from kapok import clock
from kapok.documents.numbering import registration_number
from kapok.portal.cases.models import Case, RegisterEntry
from kapok.portal.cases.sequencer import checkpoint, sequence_outbox
from kapok.portal.cases.take_over import take_over
from kapok.portal.jobs.models import Job
from kapok.portal.jobs.queue import run_due
from kapok.portal.jobs.recurring import queue_recurring
from kapok.services.evidence_home import EvidenceHome
from kapok.timelimits.calendar import use_folder
from tests.portal.people.conftest import Walk, World

CALENDAR_2028 = """
jurisdiction: CN
year: 2028
source: invented for a test
issued: 2027-11-01
provisional: {provisional}
unverified: false
holidays:
  - {{date: 2028-01-01, name: 元旦}}
  - {{date: 2028-01-02, name: 元旦}}
  - {{date: 2028-01-03, name: 元旦}}
  - {{date: 2028-01-04, name: 元旦}}
working_weekends: [2028-01-08]
"""


@pytest.fixture
def calendars(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "calendars"
    use_folder(folder)
    yield folder
    use_folder(None)


def publish(folder: Path, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "cn_2028.yaml").write_text(text, "utf-8")


def shown(walk: Walk) -> tuple[str, str]:
    """What the worklist's index holds, and when the platform looks at the case next."""
    case = Case.objects.get(pk=walk.key)
    job = Job.objects.filter(key=f"timers/{walk.key}", done_at=None).first()
    return str(case.next_deadline), job.run_at.isoformat() if job else ""


def test_a_new_calendar_moves_provisional_deadlines(world: World, calendars: Path) -> None:
    now = datetime.fromisoformat("2027-12-29T02:00:00+00:00")
    with clock.fixed(now):
        queue_recurring()
        run_due()
        walk = Walk(world).published()  # the notice runs for ten calendar days, the next clocks in working days
        other = Walk(world).filed()
        run_due()
        assert Case.objects.get(pk=other.key).next_deadline.isoformat() == "2028-01-05"
        page = world.clients["clerk"].get(f"/cases/{other.key}").content.decode()
        assert "provisional" in page
        before = shown(walk)
    with clock.fixed(now + timedelta(hours=2)):
        publish(calendars, CALENDAR_2028.format(provisional="false"))
        run_due()
        assert Case.objects.get(pk=other.key).next_deadline.isoformat() == "2028-01-07", "one more day of rest, no make-up yet"
        page = world.clients["clerk"].get(f"/cases/{other.key}").content.decode()
        assert "2028-01-07" in page
        assert shown(walk) >= before
        changed = Job.objects.filter(kind="compute_again").count()
    with clock.fixed(now + timedelta(hours=4)):
        run_due()
        assert Job.objects.filter(kind="compute_again").count() == changed, "an unchanged calendar computes nothing again"


def test_a_broken_calendar_stops_nothing_else(walk: Walk, calendars: Path) -> None:
    walk.filed()
    publish(calendars, "year: [")
    queue_recurring()
    run_due()
    waiting = Job.objects.get(kind="compute_again")
    assert waiting.done_at is None
    assert "cn_2028.yaml" in waiting.error
    publish(calendars, CALENDAR_2028.format(provisional="false"))
    use_folder(calendars)  # looks at once
    with clock.fixed(clock.now() + timedelta(minutes=5)):
        run_due()
    assert Job.objects.get(pk=waiting.pk).done_at is not None


def test_certificates_from_elsewhere_end_on_their_day(world: World) -> None:
    number, other = registration_number(2025, 1), registration_number(2025, 2)
    head = "registration_number,certificate_number,title,holder,registered_on,expires_on,status\n"
    rows = f"{number},20250144000000001,Load,Power Ltd,2025-01-08,2026-09-20,in_force\n"
    rows += f"{other},20250144000000002,Flow,Water Ltd,2025-01-08,,in_force\n"
    assert take_over((head + rows).encode(), "P01")["taken"] == 2
    queue_recurring()
    run_due()
    assert set(RegisterEntry.objects.values_list("status", flat=True)) == {"in_force"}
    with clock.fixed(datetime.fromisoformat("2026-09-20T15:59:59+00:00")):
        run_due()
        assert RegisterEntry.objects.get(registration_number=number).status == "in_force", "its last day, in Shanghai"
    with clock.fixed(datetime.fromisoformat("2026-09-20T23:00:00+00:00")):
        run_due()
        entry = RegisterEntry.objects.get(registration_number=number)
        assert (entry.status, entry.ended_on.isoformat()) == ("expired", "2026-09-20")
        assert RegisterEntry.objects.get(registration_number=other).status == "in_force", "one without a term"
        assert Job.objects.filter(kind="register_to_lake", done_at=None).exists(), "the search learns it"
        told = Client(headers={"Accept-Language": "en"}).get(f"/verify/{number}").content.decode()
        assert "Genuine, but expired" in told


def test_timestamps_are_renewed_before_their_authority_ends(walk: Walk, tmp_path: Path) -> None:
    walk.begin()
    sequence_outbox()
    checkpoint()
    queue_recurring()
    run_due()

    def replies() -> int:
        with EvidenceHome(tmp_path).open_log() as log:
            [(number, _size, _text)] = log.file.checkpoints()
            return len(log.file.tokens(number))

    assert replies() == 1
    assert weekly().payload == {"renewed": 0, "problems": 0}
    with clock.fixed(clock.now() + timedelta(days=6)):
        run_due()
        assert replies() == 1, "not before the week is over"
    assert weekly().run_at == clock.now() + timedelta(days=7)


def weekly() -> Any:
    return Job.objects.get(kind="renew_timestamps", done_at=None)


def test_without_a_log_nothing_is_made(world: World, tmp_path: Path) -> None:
    queue_recurring()
    run_due()
    assert not EvidenceHome(tmp_path).log.exists()
    assert weekly().error == ""


def test_recurring_work_waits_once(world: World) -> None:
    assert queue_recurring() > 0
    assert queue_recurring() == 0
    run_due()
    assert queue_recurring() == 0
    kinds = list(Job.objects.filter(key__startswith="recurring/", done_at=None).values_list("kind", flat=True))
    assert len(kinds) == len(set(kinds))
