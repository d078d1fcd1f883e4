"""May this actor do this now? One answer with its reason, what would be needed, and the rule that says so."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec
from msgspec import Struct

from kapok.procedures.clocks import local_day
from kapok.procedures.evaluate import Unknown, evaluate
from kapok.procedures.events import Actor
from kapok.procedures.explain import why_not
from kapok.procedures.expressions import parse_expression
from kapok.procedures.facts import ActFacts, party_names
from kapok.procedures.fold import is_from, parties_in
from kapok.procedures.messages import message
from kapok.procedures.model import Guard, Procedure, Transition, Window
from kapok.procedures.state import CaseState, Obligation
from kapok.procedures.words import Words, joined, same
from kapok.timelimits.arithmetic import add_days, add_months, add_years

SYSTEM = Actor("system", roles=frozenset({"system"}), name="Kapok")
"""Who fires timers and attaches documents that were ordered."""


class Verdict(Struct, frozen=True):
    """The answer for one action. `rule` is the key of what refused (state, role, a guard's key …), "" where allowed.

    `conditions`: what the form will have to say, where it is not filled in yet. `by`: the roles that do it. `source`: the rule
    of law. `role`: the role in which the actor would act, "" where state, role or clock refuse already.
    """

    action: str
    allowed: bool
    reason: Words | None = None
    needed: Words | None = None
    rule: str = ""
    source: str = ""
    by: tuple[str, ...] = ()
    role: str = ""
    conditions: tuple[Words, ...] = ()
    limit: str = ""


def judge(procedure: Procedure, state: CaseState, action: str, facts_for: Any, actor: Actor, now: datetime) -> Verdict:
    """The verdict on everything but the form's own fields. `facts_for(role)` gives the facts of the act in that role."""
    transition = procedure.transitions[action]

    def refuse(rule: str, reason: Words, needed: Words | None = None, source: str = "", limit: str = "") -> Verdict:
        cited = cite(procedure, source or transition.source)
        return Verdict(action, False, reason, needed, rule, cited, transition.by, limit=limit)

    found = _state_refuses(procedure, state, transition)
    if found is not None:
        return refuse(*found)
    role, found = role_of(procedure, state, transition, actor)
    if found is not None:
        return refuse(*found)
    clock = _clock_refuses(procedure, state, transition, now)
    if clock is not None:
        rule, reason, needed, limit = clock
        return refuse(rule, reason, needed, procedure.time_limits[limit].source, limit)
    facts: ActFacts = facts_for(role)
    stranger = _begins_for_another(procedure, transition, role, facts)
    if stranger is not None:
        return msgspec.structs.replace(refuse(*stranger), role=role)
    conditions: list[Words] = []
    for guard in transition.guards:
        value = evaluate(parse_expression(guard.check), facts)
        if value is True:
            continue
        if isinstance(value, Unknown) and value.pending:
            conditions.append(guard.needed or guard.because)
            continue
        refused = refuse(guard.key or "condition", *_guard_words(guard, facts), guard.source)
        return msgspec.structs.replace(refused, role=role)
    return Verdict(action, True, by=transition.by, role=role, conditions=tuple(conditions),
                   source=cite(procedure, transition.source))  # fmt: skip


def cite(procedure: Procedure, source: str) -> str:
    """`penalty_law 42` as people cite it: the text's citation and the article."""
    if not source:
        return ""
    key, _, article = source.partition(" ")
    known = procedure.sources.get(key)
    return f"{known.citation} {article}".strip() if known is not None else source


def _guard_words(guard: Guard, facts: ActFacts) -> tuple[Words, Words | None]:
    details = why_not(parse_expression(guard.check), facts)
    if "related" in guard.check and facts.ties():
        details = [same(", ".join(f"{person} - {party}" for person, party in facts.ties()))]
    return (joined([guard.because, *details], ": ", "：") if details else guard.because), guard.needed


def _state_refuses(procedure: Procedure, state: CaseState, transition: Transition) -> tuple[str, Words, Words | None] | None:
    if transition.begins and state.steps:
        return "begun", message("begun"), None
    if not transition.begins and not state.steps:
        return "not_begun", message("not_begun"), None
    if transition.begins:
        return None
    main = procedure.states[state.state]
    here = state.limbs[transition.limb] if transition.limb else state.state
    limb = procedure.limbs.get(transition.limb)
    if main.final and (limb is None or not limb.outlives):
        return "ended", message("ended", state=main.name), None
    wanted = [procedure.states[key].name for key in transition.from_ if key != "*"]
    if not is_from(procedure, transition, here):
        needed = message("state_needed", states=joined(wanted)) if wanted else None
        return "state", message("state", state=procedure.states[here].name), needed
    if transition.while_in and not ({state.state, *state.limbs.values()} & set(transition.while_in)):
        names = [procedure.states[key].name for key in transition.while_in]
        return "state", message("state", state=main.name), message("state_needed", states=joined(names))
    if not transition.limb and not transition.while_halted:
        for at in state.limbs.values():
            if procedure.states[at].halts:
                return "halted", message("halted", state=procedure.states[at].name), None
    return None


def role_of(
    procedure: Procedure, state: CaseState, transition: Transition, actor: Actor
) -> tuple[str, tuple[str, Words, Words | None] | None]:
    """The role in which an actor may act, or why none of them will do."""
    refused: tuple[str, Words, Words | None] | None = None
    if actor.person in state.recused and actor.person:
        return "", ("barred", message("barred"), None)
    for key in transition.by:
        role = procedure.roles[key]
        if key not in actor.roles and not role.anyone:
            continue
        if not role.bound or transition.begins or transition.binds.get(key) == "actor":
            return key, None
        named = state.parties.get(key, ())
        if not named:
            refused = ("unnamed", message("unnamed", role=role.name), message("unnamed_needed", role=role.name))
        elif any(_is_bound(role.bound, party, actor) for party in named):
            return key, None
        else:
            names = party_names(named)
            refused = ("bound", message("bound", role=role.name), message("bound_needed", role=role.name, names=names))
    if refused is None:
        names_of = joined([procedure.roles[key].name for key in transition.by], ", ", "、")
        refused = ("role", message("role"), message("role_needed", roles=names_of))
    return "", refused


def _begins_for_another(
    procedure: Procedure, transition: Transition, role: str, facts: ActFacts
) -> tuple[str, Words, Words | None] | None:
    """Whether somebody begins a case as a party and names another as that party."""
    field = transition.binds.get(role, "actor")
    if not transition.begins or not procedure.roles[role].bound or field == "actor" or facts.command is None:
        return None
    named = parties_in(facts.command.values.get(field))
    if not named or any(_is_bound(procedure.roles[role].bound, party, facts.actor) for party in named):
        return None
    return "own_party", message("own_party", names=party_names(named)), message("own_party_needed")


def _is_bound(bound: str, party: Any, actor: Actor) -> bool:
    if bound == "person":
        return bool(party.person) and party.person == actor.person
    return bool(party.is_same(actor.person, actor.organisation))


def _clock_refuses(
    procedure: Procedure, state: CaseState, transition: Transition, now: datetime
) -> tuple[str, Words, Words | None, str] | None:
    for key in transition.within:
        found, name = state.obligation(key), procedure.time_limits[key].name
        if found is None or found.status in ("met", "met_late", "cancelled"):
            return "not_running", message("not_running", limit=name), None, key
        if now >= found.ends_at and found.status != "suspended":
            late = message("late", limit=name, day=found.last_day)
            return "late", late, message("late_needed", day=found.last_day), key
    for key in (*transition.after, *((transition.timer,) if transition.timer else ())):
        found, name = state.obligation(key), procedure.time_limits[key].name
        if found is None or found.status in ("met", "met_late", "cancelled"):
            return "not_running", message("not_running", limit=name), None, key
        if found.status == "suspended":
            return "paused", message("paused", limit=name), None, key
        if now < found.ends_at:
            early = message("early", limit=name, day=found.last_day)
            return "early", early, message("early_needed", day=found.last_day), key
    if transition.window is not None:
        found = state.obligation(transition.window.limit)
        name = procedure.time_limits[transition.window.limit].name
        if found is None or not found.is_open:
            return "not_running", message("not_running", limit=name), None, transition.window.limit
        opens = window_opens(transition.window, found)
        if local_day(now, procedure.zone) < opens:
            return "window", message("window", day=opens.isoformat(), limit=name), None, transition.window.limit
    return _turn_refuses(procedure, state, transition)


def _turn_refuses(
    procedure: Procedure, state: CaseState, transition: Transition
) -> tuple[str, Words, Words | None, str] | None:
    """Extensions beyond what is allowed, and extensions or resumptions of clocks that do not run or are not suspended."""
    for extension in transition.extends:
        found, name = state.obligation(extension.limit), procedure.time_limits[extension.limit].name
        if found is None or not found.is_open:
            return "not_running", message("not_running", limit=name), None, extension.limit
        done = sum(
            any(other.limit == extension.limit for other in procedure.transitions[step.action].extends)
            for step in state.steps
            if step.action in procedure.transitions and step.sequence > found.opened_by
            and procedure.transitions[step.action] is transition
        )  # fmt: skip
        if extension.times and done >= extension.times:
            return "extended", message("extended", limit=name, times=done), None, extension.limit
    if transition.resumes and not set(transition.resumes) & set(state.suspended):
        key = transition.resumes[0]
        return "not_suspended", message("not_suspended", limit=procedure.time_limits[key].name), None, key
    return None


def window_opens(window: Window, obligation: Obligation) -> date:
    """The first day of a window before the end of a running limit."""
    if window.unit == "days":
        return date.fromisoformat(add_days(obligation.last_day, -window.length))
    add = add_years if window.unit == "years" else add_months
    return date.fromisoformat(add(obligation.last_day, -window.length))
