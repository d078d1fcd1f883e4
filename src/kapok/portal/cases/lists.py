"""Lists of cases: one's own, and the worklist of an organisation with the most urgent first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kapok import clock
from kapok.errors import NotFound
from kapok.portal.accounts.audit import keep_verdict
from kapok.portal.accounts.membership import ADMIN, MEMBER, memberships_of, powers_of
from kapok.portal.accounts.models import Membership, Organisation, Person
from kapok.portal.accounts.signed_in import person_of, signed_in
from kapok.portal.cases.found_pages import FoundPages, newest_event, with_words
from kapok.portal.cases.models import Case, Delivery, Draft
from kapok.portal.cases.people import names_of
from kapok.portal.cases.procedures import procedures, say
from kapok.portal.cases.shown import local_text, state_mood
from kapok.search.normalise_text import fold

PAGE_SIZE = 25
SHOWN_AT_HOME = 30
UNOPENED_FIRST = (F("arrived_at").desc(nulls_first=True), "-sent_at")


def case_row(case: Case, today: date) -> dict[str, Any]:
    """One case in a list."""
    procedure = procedures().get(case.procedure)
    state = procedure.states.get(case.state) if procedure else None
    late = case.next_deadline is not None and case.next_deadline < today and not case.closed
    return {
        "address": f"/cases/{case.key}",
        "title": case.title or case.number,
        "number": case.number,
        "state": say(state.name) if state else case.state,
        "mood": state_mood(procedure, case.state) if procedure else "",
        "procedure": say(procedure.name) if procedure else case.procedure,
        "deadline": case.next_deadline.isoformat() if case.next_deadline and not case.closed else "",
        "late": late,
        "days": (case.next_deadline - today).days if case.next_deadline and not case.closed else None,
        "changed": local_text(case.changed_at, procedure.zone) if procedure else "",
        "applicant": case.applicant or case.person,
    }


def my_overview(person: Person) -> dict[str, Any]:
    """What a person's own page shows."""
    today = clock.today()
    memberships = list(memberships_of(person))
    companies = {
        each.organisation.key for each in memberships if not each.organisation.is_office and each.role in (ADMIN, MEMBER)
    }
    offices = {each.organisation.key: each.organisation for each in memberships if each.organisation.is_office}
    mine = Case.objects.filter(_mine(person, companies, memberships)).order_by("closed", "-changed_at")
    deliveries = Delivery.objects.filter(addressee__in={person.key, *companies}, channel=Delivery.Channel.PLATFORM)
    return {
        "cases": [case_row(case, today) for case in mine[:SHOWN_AT_HOME]],
        "drafts": [
            _draft_row(draft) for draft in Draft.objects.filter(person=person.key, filed_as="").order_by("-saved_at")[:20]
        ],
        "work": [_office_row(office, today) for office in offices.values()],
        "deliveries": [_delivery_row(each) for each in deliveries.select_related("case").order_by(*UNOPENED_FIRST)[:10]],
    }


def _mine(person: Person, companies: set[str], memberships: Iterable[Membership]) -> Q:
    """Cases that a person began for themselves, those of their companies, those for which their agency has a power today."""
    found = Q(person=person.key, applicant="") | Q(applicant__in=companies)
    agencies = {
        each.organisation.pk: each.organisation
        for each in memberships
        if each.organisation.kind == Organisation.Kind.AGENCY and each.role in (ADMIN, MEMBER)
    }
    for agency in agencies.values():
        for power in powers_of(agency):
            covered = Q(procedure__in=power.procedures) if power.procedures else Q()
            found |= Q(applicant=power.principal.key) & covered
    return found


def _draft_row(draft: Draft) -> dict[str, Any]:
    procedure = procedures().get(draft.procedure)
    title = str(draft.values.get(procedure.title, "")) if procedure and procedure.title else ""
    return {
        "address": f"/drafts/{draft.key}",
        "title": title or draft.key,
        "procedure": say(procedure.name) if procedure else draft.procedure,
        "saved": local_text(draft.saved_at, procedure.zone if procedure else "UTC"),
    }


def _office_row(office: Organisation, today: date) -> dict[str, Any]:
    cases = Case.objects.filter(office=office.key, closed__in=[False])  # `NOT closed` would pass the index by
    return {
        "address": f"/worklists/{office.key}",
        "name": office.name,
        "open": cases.count(),
        "late": cases.filter(urgency__lt=today).count(),
    }


def _delivery_row(delivery: Delivery) -> dict[str, Any]:
    procedure = procedures().get(delivery.case.procedure)
    declared = procedure.documents.get(delivery.document) if procedure else None
    return {
        "address": f"/deliveries/{delivery.key}",
        "name": say(declared.name) if declared else delivery.document,
        "case": delivery.case.number,
        "day": local_text(delivery.sent_at, procedure.zone if procedure else "UTC") if delivery.sent_at else "",
        "opened": delivery.arrived_at is not None,
    }


@signed_in()
def worklist_page(request: HttpRequest, key: str) -> HttpResponse:
    """`/worklists/<organisation>`: the open cases of an office, the most urgent first; `q`, `procedure`, `state`, `closed`."""
    person = person_of(request)
    member = next(
        (each for each in memberships_of(person) if each.organisation.key == key and each.organisation.is_office), None
    )
    if member is None:
        keep_verdict(person, "see worklist", key, allowed=False, reason="not a member of this office")
        raise NotFound("There is no such office among yours", "", "Choose one on your page")
    closed = request.GET.get("closed") == "1"
    procedure, state = request.GET.get("procedure", "")[:20], request.GET.get("state", "")[:60]
    text = request.GET.get("q", "").strip().replace("\x00", "")[:100]
    words = fold(text).split()[:8]
    cases = Case.objects.filter(office=key, closed__in=[closed])  # `NOT closed` would pass the index by
    if procedure:
        cases = cases.filter(procedure=procedure)
    if state:
        cases = cases.filter(state=state)
    cases = with_words(cases, words).order_by("urgency", "key")
    pages = FoundPages(cases, PAGE_SIZE, ("worklist", key, closed, procedure, state, *words), newest_event)
    page = pages.get_page(request.GET.get("page"))
    today = clock.today()
    rows = [case_row(case, today) for case in page.object_list]
    names = names_of({row["applicant"] for row in rows})
    for row in rows:
        row["applicant"] = names.get(row["applicant"], "")
    context = {
        "office": member.organisation,
        "rows": rows,
        "page": page,
        "total": pages.count,
        "text": text,
        "closed": closed,
        "procedure": procedure,
        "procedures": [(each, say(procedures()[each].name)) for each in procedures()],
    }
    return render(request, "cases/work.html", context)
