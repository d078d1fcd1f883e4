"""Sessions, sign-in and form tokens for the pages of people only: the public library pages never touch any of them.

Public pages set no cookie, read no session and open no database, so that they can be cached by anyone. A page of people is one
whose address begins with a word of `PEOPLE`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from axes.middleware import AxesMiddleware
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

PEOPLE = ("accounts", "me", "organisations", "apply", "drafts", "cases", "worklists", "deliveries", "reports")
"""First words of the addresses that need to know who asks."""

Answer = Callable[[HttpRequest], HttpResponse]


def is_for_people(request: HttpRequest) -> bool:
    """Whether this address is one of the pages that know who asks."""
    return request.path_info.split("/", 2)[1] in PEOPLE


def _only_for_people(base: Any) -> Any:
    """A class that works like the middleware `base` on pages of people and is not there on the others."""

    class Chosen(base):
        def __call__(self, request: HttpRequest) -> HttpResponse:
            if is_for_people(request):
                answer: HttpResponse = super().__call__(request)
                return answer
            passed: HttpResponse = self.get_response(request)
            return passed

    if hasattr(base, "process_view"):

        def process_view(self: Any, request: HttpRequest, view: Any, arguments: Any, named: Any) -> HttpResponse | None:
            if is_for_people(request):
                answer: HttpResponse | None = base.process_view(self, request, view, arguments, named)
                return answer
            return None

        Chosen.process_view = process_view
    return Chosen


Sessions = _only_for_people(SessionMiddleware)
Csrf = _only_for_people(CsrfViewMiddleware)
Authentication = _only_for_people(AuthenticationMiddleware)
Lockout = _only_for_people(AxesMiddleware)

SCRIPT_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; manifest-src 'self'; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""For the pages of accounts: one script of ours asks the browser for a passkey; the QR code of an app is a data address."""


def private_headers(get_response: Answer) -> Answer:
    """Middleware: pages of people are never kept by anyone; account pages may run the passkey script."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if is_for_people(request):
            response.headers["Cache-Control"] = "no-store, private"
            if request.path_info.startswith("/accounts/"):
                response.headers["Content-Security-Policy"] = SCRIPT_POLICY
        return response

    return middleware
