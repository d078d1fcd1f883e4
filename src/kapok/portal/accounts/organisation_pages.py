"""Pages of organisations: register one, manage members, certificates and powers of attorney."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from kapok.portal.accounts import administer
from kapok.portal.accounts.forms import CertificateForm, MemberForm, OrganisationForm, PowerForm, company_roles
from kapok.portal.accounts.models import Organisation
from kapok.portal.accounts.regions import regions
from kapok.portal.accounts.signed_in import person_of, signed_in
from kapok.portal.cases.procedures import office_roles, procedure_choices
from kapok.portal.language import href
from kapok.portal.vocabulary import localised


def go(path: str, **query: str) -> HttpResponseRedirect:
    """See another page after something was done."""
    return HttpResponseRedirect(href(path, list(query.items())))


@signed_in("POST")
def new_organisation(request: HttpRequest) -> HttpResponse:
    """`/organisations/new`."""
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = administer.register_organisation(person_of(request), form.cleaned_data)
        return go(f"/organisations/{made.key}", told="made")
    return render(request, "people/organisation_new.html", {"form": form}, status=400 if form.errors else 200)


@signed_in("POST")
def organisation_page(request: HttpRequest, key: str) -> HttpResponse:
    """`/organisations/<key>`: for its administrators."""
    person = person_of(request)
    organisation = administer.require_admin(person, key)
    forms_shown = _forms(request, organisation)
    asked = request.POST.get("do", "")
    if request.method == "POST":
        if asked in forms_shown and forms_shown[asked].is_valid():
            _do(request, organisation, asked, forms_shown[asked].cleaned_data)
            return go(f"/organisations/{key}", told="done")
        if asked in ("revoke", "end-power"):
            sent = request.POST.get("id", "")
            number = int(sent[:18]) if sent.isascii() and sent.isdigit() else 0
            (administer.revoke if asked == "revoke" else administer.end_power)(person, organisation, number)
            return go(f"/organisations/{key}", told="done")
    context = {
        "organisation": organisation,
        "region": localised(regions()[organisation.region].names) if organisation.region in regions() else organisation.region,
        "members": organisation.memberships.filter(revoked_at=None).select_related("person").order_by("person__name", "role"),
        "role_names": dict(_roles(organisation)),
        "certificates": organisation.certificates.select_related("person").order_by("person__name"),
        "powers": organisation.powers_given.filter(revoked_at=None).select_related("agency"),
        "held": organisation.powers_held.filter(revoked_at=None).select_related("principal"),
        "below": organisation.children.filter(closed_at=None).order_by("name"),
        "forms": forms_shown,
        "opened": asked,
    }
    wrong = any(form.is_bound and form.errors for form in forms_shown.values())
    return render(request, "people/organisation.html", context, status=400 if wrong else 200)


def _roles(organisation: Organisation) -> list[tuple[str, str]]:
    return office_roles() if organisation.is_office else company_roles()


def _forms(request: HttpRequest, organisation: Organisation) -> dict[str, forms.Form]:
    """The forms of the page; the one that was sent holds what was sent."""
    sent = request.POST.get("do", "") if request.method == "POST" else ""

    def data(name: str) -> Any:
        return request.POST if sent == name else None

    members = [
        (membership.person.key, membership.person.name)
        for membership in organisation.memberships.filter(revoked_at=None).select_related("person")
    ]
    shown: dict[str, forms.Form] = {"member": MemberForm(data("member"), roles=_roles(organisation), prefix=None)}
    if organisation.is_office:
        shown["certificate"] = CertificateForm(data("certificate"), members=list(dict(members).items()))
    else:
        shown["power"] = PowerForm(data("power"), procedures=procedure_choices())
    for name, form in shown.items():
        form.auto_id = f"{name}-%s"
    return shown


def _do(request: HttpRequest, organisation: Organisation, asked: str, facts: dict[str, Any]) -> None:
    person = person_of(request)
    if asked == "member":
        administer.grant(organisation, facts["email"], facts["role"], facts["valid_from"], facts["valid_to"], person.key)
    elif asked == "certificate":
        administer.add_certificate(person, organisation, facts)
    else:
        administer.give_power(person, organisation, facts)
