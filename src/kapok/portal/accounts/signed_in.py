"""Views for people who are signed in: others are led to the sign-in page and back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from kapok.portal.accounts.models import Person
from kapok.portal.problems import Problem, render_problem

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
SAFE = ("GET", "HEAD")


def person_of(request: HttpRequest) -> Person:
    """Who is signed in; only inside `signed_in` views."""
    assert request.user.is_authenticated
    return cast(Person, request.user)


def signed_in(*methods: str) -> Callable[[View[P]], View[P]]:
    """A view for somebody who is signed in, answering GET and the named methods; 405 otherwise."""

    def declare(view: View[P]) -> View[P]:
        @wraps(view)
        def checked(request: HttpRequest, /, *arguments: P.args, **named: P.kwargs) -> HttpResponseBase:
            if request.method not in (*SAFE, *methods):
                return wrong_method(request, (*SAFE, *methods))
            if not request.user.is_authenticated:
                if request.method not in SAFE:
                    return not_signed_in(request)
                return HttpResponseRedirect("/accounts/login/?" + urlencode({"next": request.get_full_path()}))
            return view(request, *arguments, **named)

        return checked

    return declare


def wrong_method(request: HttpRequest, allowed: tuple[str, ...]) -> HttpResponse:
    """405 that names the methods."""
    what = _("This address does not take that method")
    response = render_problem(request, Problem(405, "method", what, "", _("Open it as a page")))
    response.headers["Allow"] = ", ".join(allowed)
    return response


def not_signed_in(request: HttpRequest) -> HttpResponse:
    """403: a form came from nobody, perhaps because the session ended."""
    problem = Problem(
        403, "forbidden", _("You are not signed in"), _("your session may have ended"), _("Sign in, then send the form again")
    )
    return render_problem(request, problem)
