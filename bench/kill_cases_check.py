"""What has to hold after processes were killed in the middle of actions on cases."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from kapok import clock

if TYPE_CHECKING:
    from bench.kill_cases import Found


class Known:
    """What was confirmed: case -> keys of commands; cases touched since the last look."""

    def __init__(self) -> None:
        self.confirmed: dict[str, list[str]] = {}
        self.touched: set[str] = set()
        self.pending = ""

    def take(self, lines: list[str], found: Found) -> str:
        """Read what a process told; returns the command that it tried last without saying how it ended, "" for none."""
        from kapok.portal.cases.models import CaseEventRow

        pending = ""
        for line in lines:
            word, rest = line.split(" ", 1)
            if word == "try":
                pending = rest
                self.touched.add(rest.split()[0])
                continue
            pending = ""
            if word == "ok":
                case, _action, _who, key = rest.split()
                self.confirmed.setdefault(case, []).append(key)
                found.actions += 1
        if pending:
            case, _action, _who, key = pending.split()
            found.repeated += 1
            found.unconfirmed += CaseEventRow.objects.filter(case_id=case, key=key).count()
        return pending


def check(home: Path, known: Known, found: Found, *, whole: bool = False) -> None:
    """Everything of the cases that were touched (or had a timer, or `whole`); the outbox and the log altogether."""
    from kapok.portal.cases.models import Case, CaseEventRow, Outbox
    from kapok.portal.jobs.models import Job

    recent = Job.objects.filter(done_at=None, failed_at=None, kind="timers").values_list("key", flat=True)
    names = (
        set(Case.objects.values_list("pk", flat=True)) if whole else known.touched | {key.split("/", 1)[1] for key in recent}
    )
    known.touched = set()
    for name in sorted(names):
        _check_case(name, known.confirmed.get(name, []))
    assert not Job.objects.exclude(failed_at=None).exists(), list(Job.objects.exclude(failed_at=None).values("kind", "error"))
    assert CaseEventRow.objects.count() == Outbox.objects.filter(kind="case_event").count(), "an event without its digest"
    _check_log(home, whole=whole)
    found.cases, found.entries = Case.objects.count(), Outbox.objects.count()


def _check_case(name: str, confirmed: list[str]) -> None:
    from kapok.evidence.digest import digests
    from kapok.portal.cases.models import Case, CaseEventRow, Outbox
    from kapok.portal.cases.procedures import get_procedure
    from kapok.portal.cases.project import next_deadline
    from kapok.portal.cases.store import event_from
    from kapok.portal.jobs.models import Job
    from kapok.procedures.fold import fold

    rows = list(CaseEventRow.objects.filter(case_id=name).order_by("sequence"))
    case = Case.objects.filter(pk=name).first()
    if case is None:
        assert not rows, f"{name} has events and no row"
        assert not confirmed, f"{name} was confirmed and is not there"
        return
    assert [row.sequence for row in rows] == list(range(1, len(rows) + 1)), f"{name} has a gap"
    keys = Counter(row.key for row in rows if row.key)
    assert all(keys[key] == 1 for key in confirmed), f"{name}: a confirmed action is lost or doubled"
    assert not keys or max(keys.values()) == 1, f"{name}: a command is there twice"
    logged = dict(Outbox.objects.filter(reference__startswith=f"case/{name}/").values_list("reference", "sha256"))
    for row in rows:
        assert digests(bytes(row.body))["sha256"] == row.digest == logged.get(f"case/{name}/{row.sequence}"), (
            f"{name} {row.sequence}"
        )
    procedure, now = get_procedure(case.procedure), clock.now()
    history = tuple(event_from(bytes(row.body)) for row in rows)
    state = fold(procedure, history, case.changed_at)
    assert (case.state, case.events, case.closed) == (state.state, len(rows), state.is_final), (
        f"{name}: its row is not its events"
    )
    assert case.next_deadline == next_deadline(state, procedure), f"{name}: deadline"
    timed = {each.timer for each in procedure.transitions.values() if each.timer}
    coming = [each.ends_at for each in state.obligations if each.limit in timed and each.status == "open"]
    waiting = list(Job.objects.filter(key=f"timers/{name}", done_at=None, failed_at=None).values_list("run_at", flat=True))
    if coming and not case.closed:
        assert len(waiting) == 1, f"{name}: {len(waiting)} timers wait for {len(coming)} deadlines"
        assert waiting[0] == min(coming) or waiting[0] <= now, f"{name}: the timer waits for another day than the deadline"
    if state.pending_documents:
        jobs = Job.objects.filter(key=f"documents/{name}", done_at=None, failed_at=None)
        assert jobs.exists(), f"{name}: a document was ordered and nobody makes it"


def _check_log(home: Path, *, whole: bool) -> None:
    """The log holds what the outbox says it holds, each once; at most one batch stands there without its index being noted."""
    from kapok.portal.cases.models import Outbox
    from kapok.portal.cases.sequencer import BATCH
    from kapok.services.evidence_home import EvidenceHome

    noted = list(Outbox.objects.exclude(log_index=None).order_by("log_index").values_list("reference", "sha256", "log_index"))
    assert [row[2] for row in noted] == list(range(len(noted))), "the outbox has a gap or a double"
    if not EvidenceHome(home).log.exists():
        assert not noted
        return
    with EvidenceHome(home).open_log() as log:
        size = log.size()
        assert len(noted) <= size <= len(noted) + BATCH, "the log holds what nobody wrote"
        for reference, sha256, index in noted if whole else noted[-300:]:
            entry = log.entry(index)
            assert (entry.id, entry.digests["sha256"]) == (reference, sha256), f"{reference} is another entry in the log"


def finish(home: Path, known: Known, found: Found) -> None:
    """Run everything that is due, then check every case and the whole log once more; nothing may be left to do."""
    from kapok.evidence.findings import Report
    from kapok.portal.cases.models import CaseEventRow, IssuedDocument, Outbox
    from kapok.portal.cases.sequencer import checkpoint, sequence_outbox
    from kapok.portal.jobs.queue import run_due
    from kapok.services.evidence_home import EvidenceHome
    from kapok.services.verify_evidence import audit_log

    while run_due() + sequence_outbox():
        pass
    checkpoint()
    check(home, known, found, whole=True)
    assert not Outbox.objects.filter(log_index=None).exists()
    with EvidenceHome(home).open_log() as log:
        assert log.size() == Outbox.objects.count(), "the log is not the outbox"
    report: Report = audit_log(home)
    assert report.ok, report
    found.timers = sum(b'"timer":' in bytes(body) for body in CaseEventRow.objects.values_list("body", flat=True))
    found.documents = IssuedDocument.objects.exclude(sha256="").count()
