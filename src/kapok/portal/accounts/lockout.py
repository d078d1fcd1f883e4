"""The answer to too many failed sign-ins: told in our own words (django-axes has none in Chinese or Portuguese)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kapok.portal.problems import Problem, render_problem
from kapok.portal.rate_limit import caller_of


def lockout_response(request: HttpRequest, *_others: Any) -> HttpResponse:
    """429 with when to try again."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    problem = Problem(
        429,
        "rate",
        _("Too many failed attempts to sign in"),
        _("the account is closed to this place for %(minutes)s minutes") % {"minutes": minutes},
        _("Wait, then try again, or set a new password by mail"),
    )
    response = render_problem(request, problem)
    response.headers["Retry-After"] = str(minutes * 60)
    return response


def caller_address(request: HttpRequest, *_others: Any) -> str:
    """The caller's address, as the rate limit knows it."""
    return caller_of(request)


def account_asked_for(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """The mail address that somebody tries to sign in with, in small letters."""
    asked = (credentials or {}).get("email") or (request.POST.get("login", "") if request is not None else "")
    return str(asked).strip().lower()


def rate_limited(request: HttpRequest, *_others: Any) -> HttpResponse:
    """allauth's answer to too many requests of one kind."""
    problem = Problem(429, "rate", _("Too many requests in a short time"), "", _("Wait a few minutes, then try again"))
    return render_problem(request, problem)


def token_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's answer to a form without a valid token: 403."""
    problem = Problem(
        403,
        "forbidden",
        _("This form cannot be accepted"),
        _("it was open for too long, was sent from another place, or you signed in anew in the meantime"),
        _("Open the page again and send the form from there"),
    )
    return render_problem(request, problem)
