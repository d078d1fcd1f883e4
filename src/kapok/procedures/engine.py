"""The engine: what may happen in a case, what has happened, what is due. Pure; it knows no procedure by name.

`decide` turns a command into events or refuses with the reason; `fold` turns events into the state; `available` says for every
action whether an actor may do it and why not; `due` gives the commands of timers whose time limit is over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from kapok.errors import InputError, NotAllowed
from kapok.procedures.clocks import local_day
from kapok.procedures.events import Actor, CaseEvent, Command
from kapok.procedures.facts import ActFacts
from kapok.procedures.fold import ATTACH, Folding, fold
from kapok.procedures.forms import check_form, is_misshapen, record_of
from kapok.procedures.messages import message
from kapok.procedures.model import Procedure, Transition
from kapok.procedures.outside_asked import answers_for
from kapok.procedures.state import CaseState, Due
from kapok.procedures.verdicts import SYSTEM, Verdict, judge
from kapok.procedures.versions import governing
from kapok.procedures.words import Words

__all__ = ["SYSTEM", "ActionRefused", "FormRefused", "Verdict", "available", "decide", "due", "fold"]


class ActionRefused(NotAllowed):
    """The actor may not do this now; `verdict` holds reason, need and rule in four languages."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        reason = verdict.reason.en if verdict.reason is not None else ""
        why = f"{reason} [{verdict.source}]" if verdict.source else reason
        super().__init__(f"'{verdict.action}' is not allowed", why, verdict.needed.en if verdict.needed is not None else "")


class FormRefused(InputError):
    """The form cannot be taken; `problems` says for each field what is wrong, in four languages."""

    def __init__(self, action: str, problems: dict[str, Words]) -> None:
        self.action, self.problems = action, problems
        listed = "; ".join(f"{key} {words.en}" for key, words in problems.items())
        super().__init__(f"The form of '{action}' cannot be taken", listed, message("form_needed").en)


def decide(
    procedure: Procedure,
    history: Sequence[CaseEvent],
    command: Command,
    actor: Actor,
    now: datetime,
    *,
    case: str = "",
    outside: Mapping[str, Any] | None = None,
) -> list[CaseEvent]:
    """The events that a command makes, to be appended to the history; none for a command that was already taken.

    `now` is aware; `case` names a case that begins; `outside` answers the procedure's outside facts. Raises `ActionRefused`
    (a `NotAllowed`: state, role, clock, guard, stale page) or `FormRefused` (an `InputError`: the fields).
    """
    if now.tzinfo is None:
        raise ValueError("the instant of a decision needs a time zone")
    if command.key and (repeated := [event for event in history if event.key == command.key]):
        if repeated[0].kind == command.action and repeated[0].person == actor.person:
            return []
        raise _refused(command.action, "other_key", "reload")
    current = governing(procedure, history, now)
    state = _state_under(procedure, current, history, now)
    if command.expected is not None and command.expected != len(history):
        raise _refused(command.action, "stale", "reload")
    if state.last_at is not None and now < state.last_at:
        raise _refused(command.action, "backwards")
    if command.action == ATTACH:
        return [_attach(current, state, command, actor, now)]
    if command.action not in current.transitions:
        reason = message("unknown_action", action=command.action, procedure=current.name)
        raise ActionRefused(Verdict(command.action, False, reason, rule="unknown_action"))
    transition = current.transitions[command.action]

    def facts_for(role: str) -> ActFacts:
        day = local_day(now, current.zone)
        return ActFacts(current, state, actor, role, day, command, outside or {}, transition.form)

    verdict = judge(current, state, command.action, facts_for, actor, now)
    by_timer = bool(transition.timer) and actor.person == SYSTEM.person
    problems = check_form(current, command, facts_for(verdict.role)) if verdict.role and not by_timer else {}
    if not verdict.allowed:
        # a guard that looks at a value which is no value at all says nothing: what is wrong with the field is told first
        wrong = {key: words for key, words in problems.items() if is_misshapen(words)}
        raise FormRefused(command.action, wrong) if wrong else ActionRefused(verdict)
    if problems:
        raise FormRefused(command.action, problems)
    if by_timer:
        values: dict[str, Any] = {"timer": transition.timer}
    else:
        values = {key: _kept(value) for key, value in command.values.items() if value is not None and value != ""}
    if command.together_with:
        values["acting"] = record_of(command.together_with)
    if outside and (asked := answers_for(current, command.action, outside)):
        values["outside"] = asked
    return [
        CaseEvent(
            history[0].case if history else case, len(history) + 1, current.key, current.version, command.action,
            now.astimezone(UTC), actor.person, actor.organisation, verdict.role, values, command.documents, command.key,
        )
    ]  # fmt: skip


def _refused(action: str, rule: str, needed: str = "") -> ActionRefused:
    return ActionRefused(Verdict(action, False, message(rule), message(needed) if needed else None, rule))


def _kept(value: Any) -> Any:
    """A value as the event keeps it: JSON's own kinds alone."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | float):
        return str(value)
    if isinstance(value, list | tuple):
        return [_kept(each) for each in value]
    return value


def _attach(current: Procedure, state: CaseState, command: Command, actor: Actor, now: datetime) -> CaseEvent:
    """The event by which the platform attaches documents that an event ordered."""
    if "system" not in actor.roles:
        raise _refused(command.action, "role")
    sequence = command.values.get("sequence")
    for document in command.documents:
        if Due(document.kind, sequence if isinstance(sequence, int) else 0) not in state.pending_documents:
            raise FormRefused(command.action, {document.kind: message("f_unknown")})
    if not command.documents:
        raise FormRefused(command.action, {"documents": message("f_file")})
    values: dict[str, Any] = {key: command.values[key] for key in ("sequence", "number") if key in command.values}
    return CaseEvent(
        state.case, state.last_sequence + 1, current.key, current.version, ATTACH, now.astimezone(UTC), actor.person,
        actor.organisation, "system", values, command.documents, command.key,
    )  # fmt: skip


def _state_under(procedure: Procedure, current: Procedure, history: Sequence[CaseEvent], now: datetime) -> CaseState:
    """The state as the governing version sees it: a case that migrates is looked at with the new version's names."""
    folding = Folding(procedure)
    for event in history:
        folding.take(event)
    if history:
        folding.enter(current)
    return folding.state(now)


def available(
    procedure: Procedure,
    history: Sequence[CaseEvent],
    actor: Actor,
    now: datetime,
    *,
    outside: Mapping[str, Any] | None = None,
) -> list[Verdict]:
    """A verdict for every action that the case's position does not rule out by itself, timers left out.

    An action that the state does not offer is left out; one that role, clock or guard refuse is there with the reason, so
    that a page can say who can do it and when. Forms are not filled in yet: what they must say stands in `conditions`.
    """
    current = governing(procedure, history, now)
    state = _state_under(procedure, current, history, now)
    verdicts = []
    for action, transition in current.transitions.items():
        if transition.timer and transition.by == ("system",):
            continue

        def facts_for(role: str, transition: Transition = transition) -> ActFacts:
            day = local_day(now, current.zone)
            return ActFacts(current, state, actor, role, day, None, outside or {}, transition.form)

        verdict = judge(current, state, action, facts_for, actor, now)
        if verdict.rule not in ("state", "ended", "begun", "not_begun"):
            verdicts.append(verdict)
    return verdicts


def due(procedure: Procedure, history: Sequence[CaseEvent], now: datetime) -> list[Command]:
    """The commands of timers whose time limit is over, for the actor `SYSTEM`, soonest over first.

    Take the first, decide it, append, and ask again: one timer may end what another waits for. Each command's key names the
    limit and the event that opened it, so that firing twice is harmless.
    """
    if not history:
        return []
    current = governing(procedure, history, now)
    state = _state_under(procedure, current, history, now)
    found = []
    for action, transition in current.transitions.items():
        obligation = state.obligation(transition.timer) if transition.timer else None
        if obligation is None or obligation.closed_by or now < obligation.ends_at:
            continue
        command = Command(action, key=f"timer/{transition.timer}/{obligation.opened_by}/{action}")

        def facts_for(role: str, transition: Transition = transition, command: Command = command) -> ActFacts:
            day = local_day(now, current.zone)
            return ActFacts(current, state, SYSTEM, role, day, command, {}, transition.form)

        fired = any(event.key == command.key for event in history)
        if not fired and judge(current, state, action, facts_for, SYSTEM, now).allowed:
            found.append((obligation.ends_at, command))
    return [command for _, command in sorted(found, key=lambda each: each[0])]
