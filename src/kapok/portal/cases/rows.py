"""The statements that every action of a case sends, as SQL that SQLite and PostgreSQL read alike.

Through the query builder they took most of an action's processor time (measured: `python -m bench --only cases`); everything
that is asked less often goes through the models. Columns are those of `models.py`, checked by tests/portal/people.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from django.db import connection

from kapok import clock

if TYPE_CHECKING:
    from kapok.procedures.events import Actor
    from kapok.services.ports_cases import KeptEvent

_SHOWN = (
    "procedure",
    "version",
    "number",
    "title",
    "state",
    "closed",
    "applicant",
    "person",
    "events",
    "opened_at",
    "changed_at",
    "next_deadline",
    "urgency",
    "in_notice",
    "published_from",
    "folded",
)
_UPDATE = f"UPDATE cases_case SET {', '.join(f'{name} = %s' for name in _SHOWN)} WHERE key = %s"
_EVENT = (
    "INSERT INTO cases_caseeventrow (case_id, sequence, kind, at, key, body, digest) VALUES (%s, %s, %s, %s, %s, %s, %s)"
    " ON CONFLICT DO NOTHING"
)
_LOGGED = (
    "INSERT INTO cases_outbox (kind, reference, sha256, sm3, queued_at) VALUES (%s, %s, %s, %s, %s)"
    " ON CONFLICT (reference) DO NOTHING"
)
_VERDICT = (
    "INSERT INTO people_verdict (at, person, organisation, action, object, allowed, reason) VALUES (%s, %s, %s, %s, %s, %s, %s)"
)


def hold(case: str) -> bool:
    """Whether the case exists; inside a transaction nobody else can act on it until the end."""
    lock = " FOR UPDATE" if connection.in_atomic_block and connection.features.has_select_for_update else ""
    return bool(_rows(f"SELECT 1 FROM cases_case WHERE key = %s{lock}", [case]))


def bodies(case: str) -> list[bytes]:
    """The kept statements of a case, in order."""
    asked = "SELECT body FROM cases_caseeventrow WHERE case_id = %s ORDER BY sequence"
    return [bytes(row[0]) for row in _rows(asked, [case])]


def named(case: str) -> tuple[str, str, str]:
    """What a row keeps from one action to the next: number, title, applicant."""
    found = _rows("SELECT number, title, applicant FROM cases_case WHERE key = %s", [case])
    return cast("tuple[str, str, str]", tuple(found[0]))


def is_restricted(organisation: str, day: date) -> bool:
    """Whether an organisation (its key) stands on a restriction list on a day."""
    asked = (
        "SELECT 1 FROM people_restriction AS listed JOIN people_organisation AS named ON named.id = listed.organisation_id"
        " WHERE named.key = %s AND listed.valid_from <= %s AND (listed.valid_to IS NULL OR listed.valid_to >= %s) LIMIT 1"
    )
    return bool(_rows(asked, [organisation, _adapted(day), _adapted(day)]))


def shares_a_band(case: str) -> bool:
    """Whether any other case shares a band of the sketch of this one: without, nothing can be near it."""
    asked = (
        "SELECT 1 FROM cases_sketch AS own JOIN cases_sketch AS other ON other.band = own.band AND other.case_id <> own.case_id"
        " WHERE own.case_id = %s LIMIT 1"
    )
    return bool(_rows(asked, [case]))


def add_events(case: str, events: Iterable[KeptEvent]) -> bool:
    """Add events and queue their digests for the evidence log; False when a place was taken already."""
    now = _instant(clock.now())
    with connection.cursor() as cursor:
        for kept in events:
            event = kept.event
            row = [case, event.sequence, event.kind, _instant(event.at), event.key, kept.body, kept.sha256]
            cursor.execute(_EVENT, row)
            if cursor.rowcount != 1:
                return False
            cursor.execute(_LOGGED, ["case_event", kept.log_id, kept.sha256, kept.sm3, now])
    return True


def queue_digest(kind: str, reference: str, sha256: str, sm3: str) -> None:
    """Queue a digest for the evidence log, once for each reference."""
    _send(_LOGGED, [kind, reference, sha256, sm3, _instant(clock.now())])


def add_verdict(actor: Actor, action: str, thing: str, reason: str) -> None:
    """Keep why an act was allowed."""
    _send(_VERDICT, [_instant(clock.now()), actor.person, actor.organisation, action, thing, True, reason])


def write_shown(case: str, shown: dict[str, Any]) -> None:
    """Write what lists show of a case: a value for each of the columns."""
    _send(_UPDATE, [*(_adapted(shown[name]) for name in _SHOWN), case])


def next_number(series: str) -> int:
    """The next number of a series, from 1; its row is held until the transaction ends."""
    asked = (
        "INSERT INTO cases_counter (series, last) VALUES (%s, 1)"
        " ON CONFLICT (series) DO UPDATE SET last = cases_counter.last + 1 RETURNING last"
    )
    return int(_rows(asked, [series])[0][0])


def _rows(statement: str, values: list[Any]) -> Sequence[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cast("Sequence[tuple[Any, ...]]", cursor.fetchall())


def _send(statement: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _instant(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)


def _adapted(value: Any) -> Any:
    if isinstance(value, datetime):
        return _instant(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
