"""Pages are read only: GET and HEAD are answered, every other method is told so."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from kapok.portal.problems import Problem, render_problem

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def read_only(view: View[P]) -> View[P]:
    """A view that answers GET and HEAD only; 405 with `Allow` otherwise."""

    @wraps(view)
    def checked(request: HttpRequest, /, *arguments: P.args, **named: P.kwargs) -> HttpResponseBase:
        if request.method in ("GET", "HEAD"):
            return view(request, *arguments, **named)
        what = _("This address does not take that method")
        response = render_problem(request, Problem(405, "method", what, "", _("Open it as a page")))
        response.headers["Allow"] = "GET, HEAD"
        return response

    return checked
