"""Officers need a second factor: who is a member of an office opens its pages only after proving one in this session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.signals import authenticator_added
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kapok.portal.accounts.membership import is_officer
from kapok.portal.accounts.middleware import is_for_people

ADDED = "kapok_second_factor_added"
"""Session key: the person set up a second factor in this very session."""


def listen() -> None:
    """Remember in the session that a second factor was set up there."""
    authenticator_added.connect(_remember, dispatch_uid="kapok.second_factor")


def _remember(request: HttpRequest, **_others: Any) -> None:
    request.session[ADDED] = True


def has_proven(request: HttpRequest) -> bool:
    """Whether this session was opened, or has since been confirmed, with a second factor."""
    if request.session.get(ADDED):
        return True
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def require_second_factor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: lead officers without a proven second factor to where they set one up or prove it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if is_for_people(request) and not request.path_info.startswith("/accounts/"):
            person = request.user
            if person.is_authenticated and not has_proven(request) and is_officer(person):
                place = "/accounts/2fa/reauthenticate/" if is_mfa_enabled(person) else "/accounts/2fa/"
                return HttpResponseRedirect(f"{place}?next=/me/&officer=1")
        return get_response(request)

    return middleware
