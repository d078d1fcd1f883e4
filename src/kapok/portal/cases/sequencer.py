"""The one way into the evidence log: digests from the outbox are appended in the order in which they were written."""

from __future__ import annotations

from django.conf import settings

from kapok.evidence.entry import Draft
from kapok.portal.cases.models import Outbox
from kapok.services.checkpoint_log import checkpoint_log
from kapok.services.deposit_evidence import open_log

BATCH = 500


def sequence_outbox() -> int:
    """Append up to a batch of waiting digests; returns how many. Killed half-way, the next run finds them in the log again."""
    waiting = list(Outbox.objects.filter(log_index=None).order_by("id")[:BATCH])
    if not waiting:
        return 0
    drafts = [Draft(id=row.reference, kind=row.kind, digests=_digests(row)) for row in waiting]
    with open_log(settings.KAPOK_CONFIG.home) as log:
        appended = log.append(drafts)
    for row, entry in zip(waiting, appended, strict=True):
        row.log_index = entry.index
    Outbox.objects.bulk_update(waiting, ["log_index"])
    return len(waiting)


def _digests(row: Outbox) -> dict[str, str]:
    """The digests that a row states; a deposit may state one alone."""
    return {name: value for name, value in (("sha256", row.sha256), ("sm3", row.sm3)) if value}


def checkpoint() -> int:
    """Sign what the log holds now."""
    checkpoint_log(settings.KAPOK_CONFIG.home)
    return 0
