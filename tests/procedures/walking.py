"""Random walks through any procedure: actors for every role, forms filled in by type, time that passes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from kapok.procedures.engine import SYSTEM, available, decide, due, fold
from kapok.procedures.events import Actor, CaseEvent, Certificate, Command, Document
from kapok.procedures.model import FormField, Procedure, form_of

DIGEST = sha256(b"what was deposited").hexdigest()
START = datetime(2026, 3, 2, 1, tzinfo=UTC)
Choose = Callable[[Sequence[Any]], Any]
"""Picks one of several things; a hypothesis draw or the first of them."""


def actor(procedure: Procedure, role: str) -> Actor:
    """The one person who acts in a role: each role another person; all office roles in one organisation."""
    if role == "system":
        return SYSTEM
    side = procedure.roles[role].side
    organisation = "office" if side == "office" else f"org_{role}"
    cards = tuple(Certificate(kind, f"{role}-1", date(2020, 1, 1)) for kind in ("enforcement", "mediator"))
    return Actor(f"p_{role}", organisation, frozenset({role}), cards, regions=frozenset({"440000"}))


def party(procedure: Procedure, role: str) -> dict[str, str]:
    who = actor(procedure, role)
    return {"name": role, "person": who.person, "organisation": who.organisation}


class Walk:
    """A case that is played at random. `outside` answers every question so that guards pass."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure
        self.history: list[CaseEvent] = []
        self.commands: list[tuple[Command, Actor, datetime]] = []
        self.now = START
        yes = {"draw_verified", "court_competent"}
        self.outside = {key: key in yes for key in procedure.outside}

    def step(self, choose: Choose) -> str | None:
        """One act that is allowed, or time passing until a timer is due; the action, None where nothing can be done."""
        self.now += timedelta(minutes=30)
        roles = [role for role in self.procedure.roles if role != "system"]
        first = choose(range(len(roles)))
        offers: list[tuple[str, str]] = []
        for role in [*roles[first:], *roles[:first]]:
            offers = [
                (verdict.action, role)
                for verdict in available(
                    self.procedure, self.history, actor(self.procedure, role), self.now, outside=self.outside
                )
                if verdict.allowed
                for _ in range(1 if self.ends(verdict.action) else 6)  # most ways lead on, few to an end
            ]
            if offers:
                break
        pick = choose([*offers, None]) if self.history else choose(offers)
        if pick is None:
            return self.wait(choose)
        action, role = pick
        return self.act(action, role, choose)

    def ends(self, action: str) -> bool:
        """Whether an action leads straight to an end of the case."""
        transition = self.procedure.transitions[action]
        targets = [transition.to] if isinstance(transition.to, str) else [branch.to for branch in transition.to]
        return any(target and self.procedure.states[target].final for target in targets) and not transition.limb

    def wait(self, choose: Choose) -> str | None:
        self.now += timedelta(days=choose([1, 1, 1, 8, 20]))
        waiting = due(self.procedure, self.history, self.now)
        if not waiting:
            return None
        self._append(waiting[0], SYSTEM)
        return waiting[0].action

    def act(self, action: str, role: str, choose: Choose) -> str | None:
        values: dict[str, Any] = {}
        documents: list[Document] = []
        helper = Actor("p_helper", "office", frozenset({role}), actor(self.procedure, role).certificates)
        together: tuple[Actor, ...] = ()
        for field in form_of(self.procedure, action):
            if field.field.type in ("file", "files"):
                documents.append(
                    Document(
                        field.field.document or field.key, "f.pdf", DIGEST, 10, (*field.field.media_types, "application/pdf")[0]
                    )
                )
            else:
                values[field.key] = self.value(action, field, choose)
            if field.field.type == "officers":
                together = (helper,)
        command = Command(action, values, tuple(documents), len(self.history), f"k{len(self.history)}", together)
        return action if self._append(command, actor(self.procedure, role)) else None

    def _append(self, command: Command, who: Actor) -> bool:
        from kapok.errors import InputError, NotAllowed

        try:
            events = decide(self.procedure, self.history, command, who, self.now, case="c1", outside=self.outside)
        except (NotAllowed, InputError):
            return False
        self.commands.append((command, who, self.now))
        self.history += events
        return True

    def value(self, action: str, form: FormField, choose: Choose) -> Any:
        field, bound = form.field, {what: role for role, what in self.procedure.transitions[action].binds.items()}
        today = (self.now + timedelta(hours=8)).date()
        if field.type in ("party", "officer"):
            return party(self.procedure, bound.get(form.key, "public" if "public" in self.procedure.roles else "system"))
        if field.type == "officers":
            mine = [party(self.procedure, bound[form.key])] if form.key in bound else []
            return [*mine, {"person": "p_helper", "organisation": "office"}]
        if field.type == "parties":
            return [party(self.procedure, bound.get(form.key, "handler")), {"person": "p_helper", "organisation": "office"}]
        return {
            "text": {"[A-T][0-9]{0,4}": "I65", "[0-9A-Z]{16}": "2026A1B000000178"}.get(field.pattern, "some text"),
            "long_text": "a text that is long enough",
            "number": str(field.min if field.min is not None else 1),
            "date": (today + timedelta(days=choose([0, 9]) if field.not_before else 0)).isoformat(),
            "choice": choose(sorted(field.choices)) if field.choices else "",
            "choices": sorted(field.choices)[:1],
            "boolean": choose([True, True, True, False]),
            "region": "440111",
            "digest": DIGEST,
        }[field.type]

    def is_open(self) -> bool:
        return not fold(self.procedure, self.history).is_final
