"""One's own pages: what waits, where one belongs, one's data."""

from __future__ import annotations

import msgspec
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from kapok.portal.accounts import personal_data
from kapok.portal.accounts.membership import ADMIN, memberships_of
from kapok.portal.accounts.signed_in import person_of, signed_in
from kapok.portal.cases.lists import my_overview


@signed_in()
def my_page(request: HttpRequest) -> HttpResponse:
    """`/me/`."""
    person = person_of(request)
    belongs: dict[str, dict[str, object]] = {}
    for membership in memberships_of(person):
        entry = belongs.setdefault(
            membership.organisation.key, {"organisation": membership.organisation, "roles": [], "administers": False}
        )
        entry["roles"].append(membership.role)  # type: ignore[attr-defined]
        entry["administers"] = entry["administers"] or membership.role == ADMIN
    context = {"person": person, "belongs": list(belongs.values()), **my_overview(person)}
    return render(request, "people/me.html", context)


@signed_in("POST")
def my_data(request: HttpRequest) -> HttpResponse:
    """`/me/data`: take along, erase."""
    person = person_of(request)
    if request.method == "POST" and request.POST.get("do") == "erase" and request.POST.get("sure") == "yes":
        personal_data.erase(person)
        logout(request)
        return HttpResponseRedirect("/")
    return render(request, "people/my_data.html", {"person": person, "why_not": personal_data.why_not_erasable(person)})


@signed_in()
def my_data_file(request: HttpRequest) -> HttpResponse:
    """`/me/data.json`."""
    body = msgspec.json.format(msgspec.json.encode(personal_data.export_of(person_of(request)), enc_hook=str), indent=1)
    response = HttpResponse(body, content_type="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response
