"""What a definition must keep beside its shape: every name leads somewhere, and a case never gets stuck."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from kapok.errors import DefinitionError, InputError
from kapok.procedures.expression_checks import check_expression
from kapok.procedures.model import Procedure, TimeLimit, Transition
from kapok.timelimits.calendar import get_calendar
from kapok.timelimits.rules import get_rule


class Places(Protocol):
    """Where entries stand."""

    def fault(self, section: str, key: str, what: str, *inside: str | int) -> Exception:
        """The error to raise for something in an entry."""


def check_procedure(procedure: Procedure, places: Places) -> None:
    """Raise the first fault found: names, clocks, forms, guards, then the ways between the states."""
    _Check(procedure, places).run()


class _Check:
    def __init__(self, procedure: Procedure, places: Places) -> None:
        self.procedure, self.places = procedure, places

    def run(self) -> None:
        self._head()
        for key, limit in self.procedure.time_limits.items():
            self._time_limit(key, limit)
        for key, transition in self.procedure.transitions.items():
            self._transition(key, transition)
        self._rest()
        for limb in ("", *self.procedure.limbs):
            self._ways(limb)

    def _name(self, section: str, key: str, part: str, names: Iterable[str], known: Mapping[str, Any], what: str) -> None:
        for name in names:
            if name and name not in known:
                raise self.places.fault(section, key, f"'{key}' names the {what} '{name}', which is not declared", part)

    def _source(self, section: str, key: str, source: str, needed: bool = False) -> None:
        if not source and needed:
            raise self.places.fault(section, key, f"'{key}' is a legal number and needs a source", "source")
        self._name(section, key, "source", [source.split(" ")[0]] if source else [], self.procedure.sources, "source")

    def _head(self) -> None:
        procedure = self.procedure
        try:
            get_calendar(procedure.calendar)
            get_rule(procedure.rule)
        except (InputError, DefinitionError) as error:
            raise self.places.fault("", "calendar" if isinstance(error, InputError) else "rule", error.what) from None
        initial = [key for key, state in procedure.states.items() if state.initial and not state.limb]
        if len(initial) != 1:
            raise self.places.fault("states", "", f"exactly one state must be initial, not {len(initial)}")
        for key, state in procedure.states.items():
            if state.limb and state.limb not in procedure.limbs:
                raise self.places.fault("states", key, f"'{key}' names the limb '{state.limb}', which is not declared")
        for key, limb in procedure.limbs.items():
            found = procedure.states.get(limb.initial)
            if found is None or found.limb != key:
                raise self.places.fault("limbs", key, f"the limb '{key}' begins in '{limb.initial}', which is no state of it")
        if procedure.title and procedure.title not in procedure.fields:
            raise self.places.fault("", "title", f"the title is the field '{procedure.title}', which is not declared")
        if not any(transition.begins for transition in procedure.transitions.values()):
            raise self.places.fault("transitions", "", "no transition begins a case")

    def _time_limit(self, key: str, limit: TimeLimit) -> None:
        procedure = self.procedure
        for part in ("starts", "met_by", "cancelled_by"):
            self._name("time_limits", key, part, getattr(limit, part), procedure.transitions, "action")
        self._name("time_limits", key, "on_entering", limit.on_entering, procedure.states, "state")
        self._name("time_limits", key, "obliged", [limit.obliged], procedure.roles, "role")
        self._name("time_limits", key, "starts_on_service_of", [limit.starts_on_service_of], procedure.documents, "document")
        for part in ("start_day", "not_after", "ends_on"):
            field = getattr(limit, part)
            self._name("time_limits", key, part, [field], procedure.fields, "field")
            if field and procedure.fields[field].type != "date":
                raise self.places.fault("time_limits", key, f"'{key}' takes a day from '{field}', which is no date", part)
        if limit.starts_on_service_of and not any(
            each.serves is not None and each.serves.document == limit.starts_on_service_of
            for each in procedure.transitions.values()
        ):
            raise self.places.fault("time_limits", key, f"nothing proves service of '{limit.starts_on_service_of}'")
        if not (limit.starts or limit.starts_on_service_of or limit.on_entering):
            raise self.places.fault("time_limits", key, f"the time limit '{key}' never starts")
        if limit.length < 1 and not limit.ends_on:
            raise self.places.fault("time_limits", key, f"the time limit '{key}' has no length", "length")
        if limit.rule:
            get_rule(limit.rule)
        if limit.calendar:
            get_calendar(limit.calendar)
        self._source("time_limits", key, limit.source, needed=True)
        self._expression("time_limits", key, limit.only_if, "only_if", clocks=False)

    def _expression(self, section: str, key: str, text: str, *inside: str | int, clocks: bool = True) -> None:
        if not text:
            return
        try:
            problem = check_expression(text, self.procedure, clocks)
        except DefinitionError as error:
            problem = f"{error.what}: {error.why}"
        if problem:
            raise self.places.fault(section, key, problem, *inside)

    def _transition(self, key: str, transition: Transition) -> None:
        procedure, section = self.procedure, "transitions"
        states = {name: state for name, state in procedure.states.items() if state.limb == transition.limb}
        if transition.limb and transition.limb not in procedure.limbs:
            raise self.places.fault(section, key, f"'{key}' names the limb '{transition.limb}', which is not declared", "limb")
        self._name(section, key, "from", [each for each in transition.from_ if each != "*"], states, "state")
        self._name(section, key, "except", transition.except_, states, "state")
        self._name(section, key, "while", transition.while_in, procedure.states, "state")
        targets = [transition.to] if isinstance(transition.to, str) else [branch.to for branch in transition.to]
        self._name(section, key, "to", targets, states, "state")
        self._name(section, key, "by", transition.by, procedure.roles, "role")
        if not transition.by:
            raise self.places.fault(section, key, f"nobody may do '{key}'", "by")
        if transition.begins is bool(transition.from_):
            why = "begins a case and so has no 'from'" if transition.begins else "needs 'from'"
            raise self.places.fault(section, key, f"'{key}' {why}")
        form = [name.rstrip("?") for name in transition.form]
        self._name(section, key, "form", form, procedure.fields, "field")
        self._name(section, key, "issues", transition.issues, procedure.documents, "document")
        self._name(section, key, "opens", [], {}, "procedure")
        limits = procedure.time_limits
        for part in ("within", "after", "suspends", "resumes"):
            self._name(section, key, part, getattr(transition, part), limits, "time limit")
        self._name(section, key, "timer", [transition.timer], limits, "time limit")
        for extension in transition.extends:
            self._name(section, key, "extends", [extension.limit], limits, "time limit")
            self._source(section, key, extension.source, needed=True)
        if transition.window is not None:
            self._name(section, key, "window", [transition.window.limit], limits, "time limit")
            self._source(section, key, transition.window.source, needed=True)
        self._name(section, key, "pays", [transition.pays], procedure.fees, "fee")
        for part in ("publishes", "unpublishes"):
            self._name(section, key, part, getattr(transition, part), procedure.publications, "publication")
        self._name(section, key, "binds", transition.binds, procedure.roles, "role")
        for role, what in transition.binds.items():
            if what != "actor" and (what not in form or procedure.fields[what].type not in _PARTY_TYPES):
                raise self.places.fault(
                    section, key, f"'{role}' is bound to '{what}', which names nobody in this form", "binds"
                )
        if transition.bars and transition.bars != "actor" and transition.bars not in form:
            raise self.places.fault(section, key, f"'{transition.bars}' is no field of this form", "bars")
        if transition.serves is not None:
            self._name(section, key, "serves", [transition.serves.document], procedure.documents, "document")
            if transition.serves.on and (transition.serves.on not in form or _type(procedure, transition.serves.on) != "date"):
                raise self.places.fault(section, key, f"'{transition.serves.on}' is no date of this form", "serves")
        if transition.timer and "system" in transition.by and any(not name.endswith("?") for name in transition.form):
            raise self.places.fault(section, key, f"'{key}' is done by the platform, which fills in no form", "form")
        required = [name for name in transition.form if not name.endswith("?")]
        if transition.suspends and not any(_type(procedure, name) in ("choice", "text", "long_text") for name in required):
            raise self.places.fault(section, key, f"'{key}' suspends a clock and must ask for the reason", "form")
        self._source(section, key, transition.source)
        for place, guard in enumerate(transition.guards):
            self._expression(section, key, guard.check, "guards", place)
            self._source(section, key, guard.source)
        for branch in transition.to if not isinstance(transition.to, str) else ():
            self._expression(section, key, branch.when, "to", clocks=False)

    def _rest(self) -> None:
        procedure = self.procedure
        for key, figure in procedure.figures.items():
            self._source("figures", key, figure.source, needed=True)
        for key, fee in procedure.fees.items():
            self._source("fees", key, fee.source, needed=True)
            self._name("fees", key, "amount_field", [fee.amount_field], procedure.fields, "field")
        for key, field in procedure.fields.items():
            dates = [each for each in (field.not_after, field.not_before) if each != "today"]
            self._name("fields", key, "not_after", dates, procedure.fields, "field")
            self._name("fields", key, "document", [field.document], procedure.documents, "document")
            self._expression("fields", key, field.required_if, "required_if")
            if field.type in ("choice", "choices") and not field.choices:
                raise self.places.fault("fields", key, f"the field '{key}' has no choices")
            if field.type in ("file", "files") and (field.document or key) not in procedure.documents:
                raise self.places.fault("fields", key, f"the file '{key}' is no document that is declared")
        for key, document in procedure.documents.items():
            self._name("documents", key, "for_roles", [*document.for_roles, document.signed_by], procedure.roles, "role")
            self._name("documents", key, "shows", document.shows, procedure.fields, "field")
        for key, publication in procedure.publications.items():
            self._name("publications", key, "fields", publication.fields, procedure.fields, "field")
            self._name("publications", key, "documents", publication.documents, procedure.documents, "document")
            self._name("publications", key, "parties", publication.parties, procedure.roles, "role")
            self._name("publications", key, "limits", publication.limits, procedure.time_limits, "time limit")
            if hidden := [name for name in publication.fields if not procedure.fields[name].public]:
                raise self.places.fault("publications", key, f"'{hidden[0]}' is not a public field", "fields")
            if hidden := [name for name in publication.documents if not procedure.documents[name].public]:
                raise self.places.fault("publications", key, f"'{hidden[0]}' is not a public document", "documents")
        for key, indicator in procedure.indicators.items():
            self._name("indicators", key, "counts", [indicator.counts], procedure.transitions, "action")
            self._name("indicators", key, "states", indicator.states, procedure.states, "state")

    def _ways(self, limb: str) -> None:
        """Every state of a limb can be reached, and from every one the end can be (of the main line) or a way out exists."""
        procedure = self.procedure
        states = {key: state for key, state in procedure.states.items() if state.limb == limb}
        ways: dict[str, set[str]] = {key: set() for key in states}
        for transition in procedure.transitions.values():
            if transition.limb != limb:
                continue
            targets = {transition.to} if isinstance(transition.to, str) else {branch.to for branch in transition.to}
            sources = [key for key, state in states.items() if not state.final] if "*" in transition.from_ else transition.from_
            if transition.begins:
                sources = [procedure.initial]
            for source in set(sources) - set(transition.except_):
                if states[source].final:
                    raise self.places.fault("states", source, f"'{source}' is final, but something follows it")
                ways[source] |= targets - {""}
        start = procedure.limbs[limb].initial if limb else procedure.initial
        reached = _closure({start}, ways)
        for key in states:
            if key not in reached:
                raise self.places.fault("states", key, f"the state '{key}' cannot be reached")
        backwards: dict[str, set[str]] = {key: set() for key in states}
        for source, targets in ways.items():
            for target in targets:
                backwards[target].add(source)
        ends = {key for key, state in states.items() if state.final}
        alive = _closure(ends, backwards)
        for key, state in states.items():
            if not state.final and ((key not in alive and (not limb or ends)) or not ways[key]):
                raise self.places.fault("states", key, f"the state '{key}' is a trap: no way leads from it to an end")


_PARTY_TYPES = ("party", "parties", "officer", "officers")


def _type(procedure: Procedure, field: str) -> str:
    return procedure.fields[field].type


def _closure(start: set[str], ways: Mapping[str, set[str]]) -> set[str]:
    reached, todo = set(start), list(start)
    while todo:
        for target in ways[todo.pop()]:
            if target not in reached:
                reached.add(target)
                todo.append(target)
    return reached
