"""Facts that only the platform knows of a case: answered here for the procedures that declare them, by the name of the fact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from kapok import clock
from kapok.portal.accounts.models import Restriction
from kapok.portal.cases.models import Case
from kapok.portal.cases.near_deposits import near_deposits
from kapok.procedures.model import Procedure

Answer = Callable[[str, Procedure, dict[str, Any]], Any]


def outside_facts(case: str, procedure: Procedure, values: dict[str, Any]) -> dict[str, Any]:
    """The answers to those outside facts of a procedure that this platform can give; others stay unknown."""
    return {key: ANSWERS[key](case, procedure, values) for key in procedure.outside if key in ANSWERS}


def _parallel_case(case: str, procedure: Procedure, values: dict[str, Any]) -> bool:
    """Whether the same applicant has another open case of this procedure under the same title."""
    own = Case.objects.filter(pk=case).first()
    if own is None or not own.title:
        return False
    others = Case.objects.filter(procedure=procedure.key, applicant=own.applicant, title=own.title, closed=False)
    return others.exclude(pk=case).exists()


def _near_deposit(case: str, procedure: Procedure, values: dict[str, Any]) -> bool:
    """Whether an earlier case of this procedure holds the same or nearly the same data."""
    own = Case.objects.filter(pk=case).first()
    return own is not None and own.procedure != "" and bool(near_deposits(own, 1))


def _restricted(case: str, procedure: Procedure, values: dict[str, Any]) -> bool:
    """Whether the organisation that the case was begun for stands on the restriction list today."""
    today = clock.today()
    own = Case.objects.filter(pk=case).first()
    listed = Restriction.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today), valid_from__lte=today)
    return own is not None and listed.filter(organisation__key=own.applicant).exclude(organisation__key="").exists()


ANSWERS: dict[str, Answer] = {
    "parallel_case": _parallel_case,
    "duplicate_deposit": _near_deposit,
    "on_restriction_list": _restricted,
}
