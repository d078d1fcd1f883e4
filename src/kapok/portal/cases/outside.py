"""Facts that only the platform knows of a case: answered here for the procedures that declare them, by the name of the fact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kapok import clock
from kapok.portal.cases import rows
from kapok.portal.cases.models import Case
from kapok.portal.cases.near_deposits import near_deposits
from kapok.procedures.model import Procedure

Answer = Callable[[str], bool]


class OutsideFacts(Mapping[str, Any]):
    """The outside facts of a procedure that this platform can give; each is found when a guard asks for it, once."""

    def __init__(self, case: str, procedure: Procedure) -> None:
        self._case, self._keys = case, tuple(key for key in procedure.outside if key in ANSWERS)
        self._found: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        if key not in self._keys:
            raise KeyError(key)
        if key not in self._found:
            self._found[key] = ANSWERS[key](self._case)
        return self._found[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def _parallel_case(case: str) -> bool:
    """Whether the same applicant has another open case of this procedure under the same title."""
    own = Case.objects.filter(pk=case).first()
    if own is None or not own.title:
        return False
    others = Case.objects.filter(procedure=own.procedure, applicant=own.applicant, title=own.title, closed__in=[False])
    return others.exclude(pk=case).exists()


def _near_deposit(case: str) -> bool:
    """Whether an earlier case of this procedure holds the same or nearly the same data."""
    if not rows.shares_a_band(case):
        return False
    own = Case.objects.filter(pk=case).first()
    return own is not None and own.procedure != "" and bool(near_deposits(own, 1))


def _restricted(case: str) -> bool:
    """Whether the organisation that the case was begun for stands on the restriction list today."""
    if not rows.hold(case):
        return False
    applicant = rows.named(case)[2]
    return applicant != "" and rows.is_restricted(applicant, clock.today())


ANSWERS: dict[str, Answer] = {
    "parallel_case": _parallel_case,
    "duplicate_deposit": _near_deposit,
    "on_restriction_list": _restricted,
}
