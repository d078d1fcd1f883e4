"""The facts of one act: what guards may ask about the case so far, the actor, the form, and the world around."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from kapok.procedures.clocks import Clock, deadline_of, local_day
from kapok.procedures.evaluate import Unknown
from kapok.procedures.events import Actor, CaseEvent, Command
from kapok.procedures.expressions import Call, Fact
from kapok.procedures.model import Procedure
from kapok.procedures.state import CaseState, Party
from kapok.timelimits.arithmetic import add_years


class ActFacts:
    """What is known of one act. `form` None = the form is not filled in yet: what it may supply is pending."""

    def __init__(
        self,
        procedure: Procedure,
        state: CaseState,
        actor: Actor,
        role: str,
        day: date,
        command: Command | None,
        outside: Mapping[str, Any],
        form: tuple[str, ...] = (),
    ) -> None:
        self.procedure, self.state, self.actor, self.role, self.day = procedure, state, actor, role, day
        self.command, self.outside = command, outside
        self.form = frozenset(name.rstrip("?") for name in form)
        others = command.together_with if command is not None else ()
        self.acting = (actor, *others)

    @classmethod
    def of_event(cls, procedure: Procedure, before: CaseState, event: CaseEvent) -> ActFacts:
        """The facts of an act that has happened."""
        actor = Actor(event.person, event.organisation, frozenset({event.role}))
        day = local_day(event.at, procedure.zone)
        command = Command(event.kind, event.values, event.documents)
        outside = event.values.get("outside", {})
        form = procedure.transitions[event.kind].form
        return cls(procedure, before, actor, event.role, day, command, outside, form)

    def fact(self, fact: Fact) -> Any:
        """The value of a fact by name, as a guard compares it."""
        if fact.space == "today":
            return self.day
        if fact.space == "role":
            return self.role
        if fact.space == "state":
            return self.state.state
        if fact.space == "limb":
            return self.state.limbs.get(fact.name, Unknown(fact))
        if fact.space == "figure":
            return self.procedure.figures[fact.name].value
        if fact.space == "outside":
            value = self.outside.get(fact.name)
            return Unknown(fact, self.command is None) if value is None else plain(value, "")
        return self._value(fact)

    def _value(self, fact: Fact) -> Any:
        declared = self.procedure.fields.get(fact.name)
        kind = declared.type if declared is not None else ""
        if fact.space == "value":
            given = self.command.values.get(fact.name) if self.command is not None else None
            if given is not None and given != "":
                return plain(given, kind)
            if self.command is None and fact.name in self.form:
                return Unknown(fact, pending=True)
        value = self.state.values.get(fact.name)
        return Unknown(fact) if value is None or value == "" else plain(value, kind)

    def call(self, function: str, arguments: tuple[Any, ...], asked: Call) -> Any:
        """The answer to a function of the guard language."""
        return getattr(self, f"_ask_{function}")(asked, *arguments)  # the parser lets only declared functions through

    def _pending(self, asked: Call, answer: Any, *types: str) -> Any:
        """The answer, or pending where it is not yes and the form still to be filled has a field of such a type."""
        if self.command is not None or answer is True:
            return answer
        kinds = {self.procedure.fields[name].type for name in self.form}
        return Unknown(asked, pending=True) if kinds & set(types) else answer

    def _ask_given(self, asked: Call, value: Any) -> Any:
        if isinstance(value, Unknown):
            return value if value.pending else False
        return True

    def _ask_done(self, asked: Call, action: str) -> bool:
        return self.state.count(action) > 0

    def _ask_count(self, asked: Call, action: str) -> int:
        return self.state.count(action)

    def _ask_acted(self, asked: Call, action: str) -> bool:
        persons = self._persons()
        return any(step.action == action and {step.person, *step.beside} & persons for step in self.state.steps)

    def _ask_acted_as(self, asked: Call, role: str) -> bool:
        persons = self._persons()
        if any(step.role == role and {step.person, *step.beside} & persons for step in self.state.steps):
            return True
        return any(party.person in persons for party in self.state.parties.get(role, ()))

    def _persons(self) -> set[str]:
        return {each.person for each in self.acting if each.person}

    def _ask_present(self, asked: Call, role: str) -> bool:
        return bool(self.state.parties.get(role))

    def _ask_document(self, asked: Call, kind: str) -> Any:
        given = self.command is not None and any(each.kind == kind for each in self.command.documents)
        answer = given or any(each.kind == kind for each in self.state.documents)
        return self._pending(asked, answer, "file", "files")

    def _ask_digest_of(self, asked: Call, kind: str) -> Any:
        for document in reversed(self.command.documents if self.command is not None else ()):
            if document.kind == kind:
                return document.sha256
        for kept in reversed(self.state.documents):
            if kept.kind == kind:
                return kept.sha256
        return Unknown(asked, pending=self.command is None)

    def _ask_issued(self, asked: Call, kind: str) -> bool:
        ordered = any(due.document == kind for due in self.state.pending_documents)
        return ordered or any(each.kind == kind and each.direction == "out" for each in self.state.documents)

    def _ask_served(self, asked: Call, kind: str) -> bool:
        return kind in self.state.served

    def _ask_served_on(self, asked: Call, kind: str) -> Any:
        return self.state.served.get(kind, Unknown(asked))

    def _ask_paid(self, asked: Call, fee: str) -> bool:
        declared = self.procedure.fees[fee]
        return fee in self.state.paid or (not declared.amount_field and declared.amount == 0)

    def _ask_running(self, asked: Call, limit: str) -> bool:
        found = self.state.obligation(limit)
        return found is not None and found.status in ("open", "suspended")

    def _ask_over(self, asked: Call, limit: str) -> bool:
        found = self.state.obligation(limit)
        return found is not None and found.status in ("missed", "over", "met_late")

    def _ask_certified(self, asked: Call, kind: str, on: Any = None) -> Any:
        day = on if isinstance(on, date) else self.day
        valid = all(
            any(
                each.kind == kind and each.valid_from <= day and (each.valid_to is None or day <= each.valid_to)
                for each in actor.certificates
            )
            for actor in self.acting
        )
        return valid

    def _ask_officers(self, asked: Call) -> Any:
        number = len(self._persons())
        if self.command is None and any(self.procedure.fields[name].type == "officers" for name in self.form):
            return Unknown(asked, pending=True)
        return number

    def _ask_related(self, asked: Call) -> bool:
        return bool(self.ties())

    def ties(self) -> list[tuple[str, str]]:
        """(acting person, party) for every recorded tie between those who act and the parties of the case."""
        parties = {party: None for role, named in self.state.parties.items() if self._is_party(role) for party in named}
        found = []
        for actor in self.acting:
            for party in parties:
                ids = {party.person, party.organisation, party.identifier} - {""}
                own = {actor.person} if party.person else set()
                if ids & (actor.relations | own):
                    found.append((actor.person, party.name or party.organisation or party.person))
        return found

    def _is_party(self, role: str) -> bool:
        return role in self.procedure.roles and self.procedure.roles[role].side in ("party", "public")

    def _ask_recused(self, asked: Call) -> bool:
        return bool(self._persons() & self.state.recused)

    def _ask_in_region(self, asked: Call, code: Any) -> bool:
        trimmed = [region.rstrip("0") for region in self.actor.regions]
        return any(str(code).startswith(region) for region in trimmed)

    def _ask_length(self, asked: Call, value: Any) -> int:
        return len(value) if isinstance(value, tuple | list | str) else 1

    def _ask_days_since(self, asked: Call, value: Any) -> Any:
        return (self.day - value).days if isinstance(value, date) else Unknown(asked)

    def _ask_years_since(self, asked: Call, value: Any) -> Any:
        """Whole years that are over: on the anniversary itself the last year still runs."""
        if not isinstance(value, date):
            return Unknown(asked)
        years = self.day.year - value.year
        return years if self.day.isoformat() > add_years(value.isoformat(), years) else years - 1

    def _ask_in_time(self, asked: Call, limit: str, start: Any) -> Any:
        """Whether today is not after the last day of a time limit that runs from a given day."""
        if not isinstance(start, date):
            return Unknown(asked)
        noon = datetime(start.year, start.month, start.day, 12, tzinfo=UTC)
        clock = Clock(limit, 0, start, noon, [], [])
        declared = self.procedure.time_limits[limit]
        return self.day.isoformat() <= deadline_of(self.procedure, declared, clock).last_day

    def _ask_same_organisation(self, asked: Call, role: str) -> bool:
        named = self.state.parties.get(role, ())
        return any(party.organisation and party.organisation == self.actor.organisation for party in named)

    def _ask_published(self, asked: Call, publication: str) -> bool:
        return self.state.is_public(publication)


def plain(value: Any, kind: str) -> Any:
    """A stored value as guards compare it: days as dates, numbers as decimals, lists as tuples, parties by their id."""
    if isinstance(value, list | tuple):
        return tuple(plain(each, "") for each in value)
    if isinstance(value, dict):
        return str(value.get("identifier") or value.get("organisation") or value.get("person") or value.get("name") or "")
    if isinstance(value, datetime):
        return value.date()
    if kind == "date" and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    if (kind == "number" or isinstance(value, float)) and not isinstance(value, bool):
        try:
            return Decimal(str(value))
        except ArithmeticError:
            return value
    return value


def party_names(parties: tuple[Party, ...]) -> str:
    """Names (or ids) of parties for a sentence."""
    return ", ".join(party.name or party.organisation or party.person for party in parties)
