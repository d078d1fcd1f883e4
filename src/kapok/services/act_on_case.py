"""One action on a case: decided by its procedure, kept with its digest, its consequences queued, all in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from msgspec import Struct

from kapok.evidence.canonical import new_salt, statement
from kapok.evidence.digest import digests
from kapok.procedures.engine import decide
from kapok.procedures.events import Actor, CaseEvent, Command
from kapok.procedures.fold import ATTACH, fold
from kapok.procedures.model import Procedure
from kapok.procedures.state import CaseState
from kapok.services.ports_cases import CaseStore, KeptEvent, Opening, StaleCase

CLOCKS_DIFFER = timedelta(minutes=1)
"""An act that is earlier than the last event by less than this is dated as that event: clocks are set and differ."""
EVENT_FORM = "case_event/1"
"""Name of the form in which an event is digested."""


class Acted(Struct, frozen=True):
    """What an action did: the case after it, the events that it added (none when the same command had been done before)."""

    case: str
    state: CaseState
    events: tuple[CaseEvent, ...]
    history: tuple[CaseEvent, ...]


def begin_case(
    store: CaseStore, procedure: Procedure, case: str, opening: Opening, command: Command, actor: Actor, now: datetime
) -> Acted:
    """Begin a case by its first action. Raises NotAllowed with the reason, InputError for an unusable form."""
    with store.transaction():
        store.open_case(case, opening)
        return _act(store, procedure, case, (), command, actor, now)


def act_on_case(store: CaseStore, procedure: Procedure, case: str, command: Command, actor: Actor, now: datetime) -> Acted:
    """Do one action on a running case.

    Raises NotAllowed with the reason, InputError for an unusable form, StaleCase (409) when somebody else was faster.
    A command whose key is in the history already changes nothing and answers as it did then.
    """
    with store.transaction():
        history = store.history(case)
        if command.key and any(event.key == command.key for event in history):
            return Acted(case, fold(procedure, history, now), (), history)
        command = _up_to_date(case, history, command)
        return _act(store, procedure, case, history, command, actor, now)


def _up_to_date(case: str, history: tuple[CaseEvent, ...], command: Command) -> Command:
    """The command as one that has seen the whole history. Raises StaleCase when something was decided that it has not seen.

    A document that the platform attached in between decides nothing: it was ordered by an event that the actor saw.
    """
    if command.expected is None or command.expected == len(history):
        return command
    since = history[command.expected :] if command.expected < len(history) else ()
    if since and all(event.kind == ATTACH for event in since):
        return msgspec.structs.replace(command, expected=len(history))
    raise StaleCase(case, since)


def _act(
    store: CaseStore,
    procedure: Procedure,
    case: str,
    history: tuple[CaseEvent, ...],
    command: Command,
    actor: Actor,
    now: datetime,
) -> Acted:
    if history and history[-1].at - CLOCKS_DIFFER < now < history[-1].at:
        now = history[-1].at  # another machine's clock is ahead, or this one's was set back
    values = store.filled(case, procedure, command.action, {**command.values}, actor)
    command = msgspec.structs.replace(command, values=values)
    outside = store.outside_facts(case, procedure, {**_values(history), **values})
    events = tuple(decide(procedure, history, command, actor, now, case=case, outside=outside))
    store.append(case, [keep(event) for event in events])
    whole = (*history, *events)
    state = fold(procedure, whole, now)
    role = events[0].role if events else ""
    store.keep_verdict(actor, command.action, case, f"every guard holds for {role} in version {state.version}")
    store.project(case, procedure, state, now)
    return Acted(case, state, events, whole)


def keep(event: CaseEvent) -> KeptEvent:
    """An event with its canonical statement and the digests of it."""
    body = statement(EVENT_FORM, msgspec.to_builtins(event), new_salt())
    found = digests(body)
    return KeptEvent(event, body, found["sha256"], found["sm3"], f"case/{event.case}/{event.sequence}")


def _values(history: Sequence[CaseEvent]) -> dict[str, object]:
    values: dict[str, object] = {}
    for event in history:
        values.update(event.values)
    return values
