"""History -> state. The same history always gives the same state; a history that is out of order is refused, never mended.

Facts that guards ask for are answered by `kapok.procedures.facts` from the state before an act and the act itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from kapok.errors import IntegrityError
from kapok.procedures.clocks import Clock, local_day, obligation_of
from kapok.procedures.evaluate import evaluate
from kapok.procedures.events import CaseEvent
from kapok.procedures.expressions import parse_expression
from kapok.procedures.facts import ActFacts
from kapok.procedures.model import Procedure, Transition
from kapok.procedures.state import CaseDocument, CaseState, Due, Obligation, Party, Published, Step
from kapok.procedures.versions import more_favourable_rival, version_in_force, version_named

ATTACH = "attach_issued"
"""The one action that no definition declares: the platform attaches a document that an earlier event ordered."""

RESERVED = ("acting", "outside", "timer")
"""Keys of an event's values that the engine writes: who acted beside the actor, outside facts, the limit that fired."""


def fold(procedure: Procedure, history: Sequence[CaseEvent], now: datetime | None = None) -> CaseState:
    """The state of a case after its events. With `now`, clocks say what is missed by then; without, only what is met.

    Raises `IntegrityError` for a history that is not one case in order (gaps, repeats, foreign events, an event from a state
    in which it cannot happen): such a history was tampered with or wrongly loaded.
    """
    folding = Folding(procedure)
    for event in history:
        folding.take(event)
    return folding.state(now)


class Folding:
    """A fold under way: `take` one event after the other, ask for the `state` at any point."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure
        self.current: Procedure | None = None
        self._state = ""
        self._limbs: dict[str, str] = {}
        self._values: dict[str, Any] = {}
        self._parties: dict[str, tuple[Party, ...]] = {}
        self._documents: list[CaseDocument] = []
        self._pending: list[Due] = []
        self._clocks: list[Clock] = []
        self._served: dict[str, date] = {}
        self._paid: list[str] = []
        self._published: list[Published] = []
        self._recused: set[str] = set()
        self._steps: list[Step] = []
        self._case = ""
        self._last_at: datetime | None = None

    def take(self, event: CaseEvent) -> None:
        """Fold one more event in."""
        self._check_order(event)
        current = version_named(self.procedure, event.version)
        if current is None or event.procedure != self.procedure.key:
            raise self._broken(event, f"it is of {event.procedure} version {event.version}, which is not declared")
        if event.kind == ATTACH:
            self._attach(event)
        else:
            transition = current.transitions.get(event.kind)
            if transition is None:
                raise self._broken(event, f"'{event.kind}' is no action of {event.procedure} version {event.version}")
            self.enter(current)
            self._apply(current, transition, event)
        self._case, self._last_at = event.case, event.at

    def _check_order(self, event: CaseEvent) -> None:
        expected = len(self._steps) + 1
        if event.sequence != expected:
            raise self._broken(event, f"event {expected} was expected")
        if self._case and event.case != self._case:
            raise self._broken(event, f"it belongs to the case {event.case}")
        if self._last_at is not None and event.at < self._last_at:
            raise self._broken(event, "it is dated before the event that precedes it")

    def _broken(self, event: CaseEvent, why: str) -> IntegrityError:
        return IntegrityError(
            f"The history of the case {self._case or event.case} cannot be used: event {event.sequence}", why,
            "Compare the history with the evidence log",
        )  # fmt: skip

    def enter(self, current: Procedure) -> None:
        """Go on under a version: states and limbs take its names."""
        if self.current is None:
            self._state = current.initial
        elif current.version != self.current.version:
            self._state = current.former_states.get(self._state, self._state)
        self._limbs = {key: self._limbs.get(key, limb.initial) for key, limb in current.limbs.items()}
        self.current = current

    def _apply(self, current: Procedure, transition: Transition, event: CaseEvent) -> None:
        here = self._limbs[transition.limb] if transition.limb else self._state
        possible = not self._steps if transition.begins else bool(self._steps) and is_from(current, transition, here)
        if not possible:
            raise self._broken(event, f"'{event.kind}' cannot happen in the state '{here}'")
        facts = _Facts(self, current, event)
        day = local_day(event.at, current.zone)
        self._values.update({key: value for key, value in event.values.items() if key not in RESERVED})
        self._pending += [Due(kind, event.sequence) for kind in transition.issues]
        for document in event.documents:
            self._keep(event.sequence, document.kind, document.name, document.sha256, document.size, document.media_type, "")
        self._bind(current, transition, event)
        state, limb_state = self._state, ""
        target = transition.to if isinstance(transition.to, str) else target_of(transition, facts.known())
        if target:
            if transition.limb:
                self._limbs[transition.limb] = target
            else:
                self._state = state = target
        if transition.limb:
            limb_state = self._limbs[transition.limb]
        self._steps.append(
            Step(event.sequence, event.kind, event.at, day, event.person, event.organisation, event.role, state,
                 transition.limb, limb_state, tuple(str(each["person"]) for each in event.values.get("acting", ())))
        )  # fmt: skip
        if transition.pays:
            self._paid.append(transition.pays)
        if transition.serves is not None:
            served = transition.serves.document
            on = _day_of(event.values.get(transition.serves.on)) if transition.serves.on else None
            if served not in self._served:  # the first effective service counts
                self._served[served] = on or day
                self._start_clocks(current, event, facts, on or day, served_document=served)
        self._turn_clocks(current, transition, event, day)
        self._start_clocks(current, event, facts, day, entered=target)
        self._publish(transition, event, day)
        if transition.bars:
            barred = event.values.get(transition.bars)
            self._recused |= {str(barred.get("person", ""))} if isinstance(barred, dict) else {event.person}

    def _attach(self, event: CaseEvent) -> None:
        sequence = int(event.values.get("sequence", 0))
        number = str(event.values.get("number", ""))
        for document in event.documents:
            due = Due(document.kind, sequence)
            if due not in self._pending:
                raise self._broken(event, f"no '{document.kind}' was ordered by event {sequence}")
            self._pending.remove(due)
            self._keep(
                event.sequence, document.kind, document.name, document.sha256, document.size, document.media_type, number
            )
        day = local_day(event.at, self.procedure.zone)
        self._steps.append(
            Step(event.sequence, ATTACH, event.at, day, event.person, event.organisation, event.role, self._state)
        )

    def _keep(self, sequence: int, kind: str, name: str, sha256: str, size: int, media_type: str, number: str) -> None:
        known = (self.current or self.procedure).documents.get(kind)
        direction = known.direction if known is not None else "in"
        if direction == "out":  # the platform may hand it in with the very event that orders it
            self._pending = [due for due in self._pending if not (due.document == kind and due.sequence == sequence)]
        self._documents.append(CaseDocument(kind, name, sha256, size, sequence, direction, media_type, number))

    def _bind(self, current: Procedure, transition: Transition, event: CaseEvent) -> None:
        for role in transition.unbinds:
            self._parties.pop(role, None)
        for role, what in transition.binds.items():
            if what == "actor":
                parties: tuple[Party, ...] = (Party("", event.person, event.organisation),)
            else:
                parties = parties_in(event.values.get(what))
            if parties:
                self._parties[role] = parties
        if transition.begins and event.role not in transition.binds and current.roles[event.role].bound:
            self._parties[event.role] = (Party("", event.person, event.organisation),)

    def _turn_clocks(self, current: Procedure, transition: Transition, event: CaseEvent, day: date) -> None:
        ended = not transition.limb and current.states[self._state].final
        for clock in self._clocks:
            limit = current.time_limits.get(clock.limit)
            if limit is None or not clock.is_running:
                continue
            if event.kind in limit.met_by:
                clock.closed_by, clock.closed_at = event.sequence, event.at
            elif event.kind in limit.cancelled_by or (ended and not limit.outlives):
                clock.closed_by, clock.cancelled = event.sequence, True
            if clock.closed_by and clock.is_suspended:
                clock.suspensions[-1] = (clock.suspensions[-1][0], day.isoformat())
            if not clock.is_running:
                continue
            if clock.limit in transition.resumes and clock.is_suspended:
                clock.suspensions[-1] = (clock.suspensions[-1][0], day.isoformat())
            if clock.limit in transition.suspends and not clock.is_suspended:
                clock.suspensions.append((day.isoformat(), ""))
            for extension in transition.extends:
                if extension.limit == clock.limit and extension.unit != "hours":
                    clock.extensions.append((extension.length, extension.unit))
                    clock.extended += 1

    def _start_clocks(
        self, current: Procedure, event: CaseEvent, facts: _Facts, day: date, *, served_document: str = "", entered: str = ""
    ) -> None:
        for key, limit in current.time_limits.items():
            if served_document:
                begins = limit.starts_on_service_of == served_document
            else:
                begins = event.kind in limit.starts or (entered != "" and entered in limit.on_entering)
            if not begins or (limit.only_if and evaluate(parse_expression(limit.only_if), facts.known()) is not True):
                continue
            running = [clock for clock in self._clocks if clock.limit == key and clock.is_running]
            if running and limit.restart == "first":
                continue
            for clock in running:
                clock.closed_by, clock.cancelled = event.sequence, True
            start = (_day_of(event.values.get(limit.start_day)) if limit.start_day else None) or day
            ends = _day_of(self._values.get(limit.not_after)) if limit.not_after else None
            last = _day_of(self._values.get(limit.ends_on)) if limit.ends_on else None
            self._clocks.append(Clock(key, event.sequence, start, event.at, [], [], not_after=ends, ends_on=last))

    def _publish(self, transition: Transition, event: CaseEvent, day: date) -> None:
        for key in transition.unpublishes:
            self._published = [
                msgspec.structs.replace(each, until=event.sequence) if each.publication == key and not each.until else each
                for each in self._published
            ]
        for key in transition.publishes:
            if not any(each.publication == key and not each.until for each in self._published):
                self._published.append(Published(key, event.sequence, day))

    def state(self, now: datetime | None = None) -> CaseState:
        """The state after the events taken so far."""
        current = self.current or (version_in_force(self.procedure, now) if now is not None else self.procedure)
        rival = more_favourable_rival(self.procedure, current, now) if self.current is not None else None
        obligations: list[Obligation] = []
        for clock in self._clocks:
            if clock.limit in current.time_limits:
                rule = rival.time_limits.get(clock.limit) if rival is not None else None
                obligations.append(obligation_of(current, rule, clock, now))
        state = self._state or current.initial
        return CaseState(
            case=self._case, procedure=self.procedure.key, version=current.version, state=state,
            limbs=dict(self._limbs) or {key: limb.initial for key, limb in current.limbs.items()},
            values=dict(self._values), parties=dict(self._parties), documents=tuple(self._documents),
            pending_documents=tuple(self._pending), obligations=tuple(obligations),
            suspended=tuple(clock.limit for clock in self._clocks if clock.is_running and clock.is_suspended),
            served=dict(self._served), paid=tuple(self._paid), published=tuple(self._published),
            recused=frozenset(self._recused), steps=tuple(self._steps),
            is_final=bool(self._steps) and current.states[state].final, last_sequence=len(self._steps), last_at=self._last_at,
        )  # fmt: skip


class _Facts:
    """The facts of an event that is being folded in, worked out only where an expression asks for them.

    They must be asked for before the event changes the state, or see what it changed: `only_if` and branches look at the values
    of the form, which are the same before and after.
    """

    def __init__(self, folding: Folding, current: Procedure, event: CaseEvent) -> None:
        self._folding, self._current, self._event = folding, current, event

    def known(self) -> ActFacts:
        """The facts, against the state as folded so far."""
        return ActFacts.of_event(self._current, self._folding.state(self._event.at), self._event)


def is_from(procedure: Procedure, transition: Transition, here: str) -> bool:
    """Whether a transition can start in a state of its limb."""
    if here in transition.except_:
        return False
    if "*" in transition.from_:
        return not procedure.states[here].final
    return here in transition.from_


def target_of(transition: Transition, facts: ActFacts) -> str:
    """Where a transition leads, by the facts of the act; "" = it stays. A branch that is not known does not hold."""
    if isinstance(transition.to, str):
        return transition.to
    for branch in transition.to:
        if not branch.when or evaluate(parse_expression(branch.when), facts) is True:
            return branch.to
    return ""


def parties_in(value: Any) -> tuple[Party, ...]:
    """The parties in the value of a field of type party, parties, officer or officers; what is no party is left out."""
    found = []
    for entry in value if isinstance(value, list | tuple) else [value]:
        if isinstance(entry, dict) and entry:
            try:
                found.append(msgspec.convert(entry, Party))
            except msgspec.ValidationError:
                continue  # the form's own check tells it
    return tuple(found)


def _day_of(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) and value else None
    except ValueError:
        return None
