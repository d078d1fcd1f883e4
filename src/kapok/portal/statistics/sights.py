"""Which of the cases behind a figure a reader may open, with the reason: the verdicts that drill-down asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kapok import clock
from kapok.portal.accounts.membership import memberships_of
from kapok.portal.accounts.models import Person
from kapok.portal.cases.models import Case
from kapok.services.drill_down import Sight, Sights

CHUNK = 500
CLOSED = "nothing of it is public"


def public_sights(keys: Iterable[str]) -> dict[str, Sight]:
    """As anyone: what is published can be opened as a notice, nothing else."""
    found = {key: Sight(False, CLOSED) for key in keys}
    for case in _cases(list(found)):
        if _is_public(case):
            found[case.key] = Sight(True, "it is published", f"/notices/{case.key}")
    return found


def sights_of(person: Person) -> Sights:
    """As one person: cases of their offices and their own, then what is public."""
    held = list(memberships_of(person))
    offices = {each.organisation.key for each in held if each.organisation.is_office}
    companies = {each.organisation.key for each in held if not each.organisation.is_office}

    def sights(keys: Iterable[str]) -> Mapping[str, Sight]:
        found = {key: Sight(False, CLOSED) for key in keys}
        for case in _cases(list(found)):
            address = f"/cases/{case.key}"
            if case.office in offices:
                found[case.key] = Sight(True, "a member of the office that handles the case", address)
            elif case.person == person.key or case.applicant in companies:
                found[case.key] = Sight(True, "they began the case", address)
            elif _is_public(case):
                found[case.key] = Sight(True, "it is published", f"/notices/{case.key}")
        return found

    return sights


def _is_public(case: Case) -> bool:
    return case.published_from is not None and case.published_from <= clock.now()


def _cases(keys: list[str]) -> Iterable[Case]:
    for start in range(0, len(keys), CHUNK):
        yield from Case.objects.filter(pk__in=keys[start : start + CHUNK]).only(
            "key", "office", "applicant", "person", "published_from"
        )
