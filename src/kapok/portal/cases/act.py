"""Doing something in a case for a person: which capacity, which officers beside, what is refused and why; all of it audited."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from kapok import clock
from kapok.errors import NotAllowed, NotFound
from kapok.portal.accounts.audit import keep_verdict
from kapok.portal.accounts.models import Membership, Person
from kapok.portal.cases.actors import Standing, standings
from kapok.portal.cases.form_fields import Choices
from kapok.portal.cases.models import Case
from kapok.portal.cases.procedures import get_procedure
from kapok.portal.cases.store import events_of, store
from kapok.procedures.events import Actor, CaseEvent, Command, Document
from kapok.procedures.fold import fold
from kapok.procedures.model import Procedure
from kapok.procedures.state import CaseDocument, CaseState
from kapok.services.act_on_case import Acted, act_on_case


class OpenedCase:
    """A case as one person meets it: its history, its state now, the capacities of the person."""

    def __init__(self, person: Person, key: str) -> None:
        case = Case.objects.filter(pk=key).first()
        if case is None:
            raise no_such_case()
        self.person = person
        self.case = case
        self.now = clock.now()
        self.procedure: Procedure = get_procedure(case.procedure)
        self.history: tuple[CaseEvent, ...] = events_of(key)
        self.state: CaseState = fold(self.procedure, self.history, self.now)
        self.standings: list[Standing] = standings(person, self.procedure, case, self.state)

    @cached_property
    def _officers(self) -> dict[str, str]:
        return officers_of(self.case.office)

    @property
    def sees(self) -> bool:
        """Whether the person may open the case's own page."""
        return any(standing.sees for standing in self.standings)

    @property
    def sees_whole(self) -> bool:
        """Whether the person sees more than what is public, their own, or for them."""
        return any(standing.sees and standing.whole for standing in self.standings)

    @property
    def in_office(self) -> bool:
        """Whether the person is a member of the office that handles the case."""
        return any(standing.key == self.case.office for standing in self.standings)

    @property
    def mine(self) -> frozenset[str]:
        """The keys under which the person appears in the case."""
        return frozenset({self.person.key, *(each.actor.organisation for each in self.standings if each.sees)} - {""})

    def sees_document(self, document: CaseDocument) -> bool:
        """Whether the person may read a document of the case: secret ones only the office and whoever handed them in."""
        declared = self.procedure.documents.get(document.kind)
        if self.in_office or declared is None:
            return self.sees_whole
        event = self.history[document.sequence - 1]
        if {event.person, event.organisation} & self.mine:
            return True
        if declared.secret:
            return False
        roles = {
            role
            for role, parties in self.state.parties.items()
            if any({each.organisation, each.person} & self.mine for each in parties)
        }
        return self.sees_whole or declared.public or bool(roles & set(declared.for_roles))

    def require_sight(self) -> None:
        """Raises NotFound for whoever may not even know that the case exists; the refusal is kept."""
        if not self.sees:
            keep_verdict(self.person, "see", self.case.key, allowed=False, reason="no capacity in this case")
            raise no_such_case()

    def outside(self) -> Mapping[str, Any]:
        """What only the platform knows of this case."""
        return store.outside_facts(self.case.key, self.procedure, self.state.values)

    def standing(self, key: str) -> Standing:
        """The capacity that a form names. Raises NotAllowed for one that the person does not have (any more)."""
        for standing in self.standings:
            if standing.key == key:
                return standing
        keep_verdict(
            self.person, "act as", f"{self.case.key} {key}"[:120], allowed=False, reason="not a capacity of this person"
        )
        raise NotAllowed("You cannot act in this capacity", "it is not, or no longer, yours", "Open the case again")

    def choices(self, standing: Standing | None = None) -> Choices:
        """Whom forms of this case may name: who comes into the case by a form comes as the one who fills it in."""
        own: dict[str, dict[str, str]] = {}
        if standing is not None:
            key = standing.actor.organisation or self.person.key
            for transition in self.procedure.transitions.values():
                for role, field in transition.binds.items():
                    if role in transition.by and self.procedure.roles[role].anyone and field in self.procedure.fields:
                        own[field] = {key: standing.name}
        return Choices(parties=own, officers=self._officers)

    def act(
        self,
        standing: Standing,
        action: str,
        values: dict[str, Any],
        documents: tuple[Document, ...],
        expected: int | None,
        key: str,
    ) -> Acted:
        """Do it. A refusal is kept with its reason after the transaction is undone."""
        command = Command(action, values, documents, expected, key, together_with=self._beside(action, values))
        try:
            return act_on_case(store, self.procedure, self.case.key, command, standing.actor, clock.now())
        except NotAllowed as error:
            reason = error.why or error.what
            keep_verdict(
                self.person, action, self.case.key, allowed=False, reason=reason, organisation=standing.actor.organisation
            )
            raise

    def _beside(self, action: str, values: dict[str, Any]) -> tuple[Actor, ...]:
        """The officers named in the form beside the actor, with their own certificates and ties."""
        transition = self.procedure.transitions.get(action)
        if transition is None:
            return ()
        fields = [name.rstrip("?") for name in transition.form]
        named = {
            str(each.get("person", ""))
            for name in fields
            if self.procedure.fields[name].type == "officers"
            for each in values.get(name, [])
        }
        found = []
        for person in Person.objects.filter(key__in=named - {self.person.key}):
            capacities = standings(person, self.procedure, self.case, self.state)
            found += [each.actor for each in capacities if each.key == self.case.office]
        return tuple(found)


def officers_of(office: str) -> dict[str, str]:
    """Key -> name of the members of an office today."""
    members = Membership.objects.filter(organisation__key=office, revoked_at=None).select_related("person")
    return {each.person.key: each.person.name for each in members.order_by("person__name")}


def no_such_case() -> NotFound:
    """Said alike of a case that is not there and of one that is none of the asker's business."""
    return NotFound("There is no such case among yours", "", "Look at your list of cases")
