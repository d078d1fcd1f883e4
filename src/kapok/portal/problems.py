"""Errors told once: RFC 9457 problem documents under `/api/`, a page that says what to do everywhere else."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError, DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kapok.errors import BackendError, InputError, KapokError, NotAllowed, NotFound, QueryError
from kapok.portal.error_words import told
from kapok.portal.sentences import sentences

log = logging.getLogger("kapok.portal")
_PLACE = re.compile(
    r"(?<![\w:/])/(?!about/|api/|records/|classes/|search/)[\w.\-]+/[\w.\-/]+|[A-Za-z]:\\|\w[\w.\-]*\.(?:sqlite|parquet|lock)\b"
)
"""An absolute path of two parts or more, or one of the files of a home."""
PROBLEM_TYPE = "application/problem+json"
PROBLEM_BASE = "/about/api#problem-"
"""`type` of a problem document: the place in the API help that explains it."""

TITLES = {
    "input": gettext_noop("The request cannot be used"),
    "query": gettext_noop("The query cannot be read"),
    "forbidden": gettext_noop("Not allowed"),
    "conflict": gettext_noop("Somebody else was faster"),
    "not-found": gettext_noop("Not found"),
    "method": gettext_noop("This address does not take that method"),
    "too-large": gettext_noop("The request is too large"),
    "rate": gettext_noop("Too many requests"),
    "server": gettext_noop("Something went wrong here"),
    "could-not-look": gettext_noop("The search could not look"),
}
"""Kind of problem -> its title. The kinds are the promise of the API; the titles may be translated."""
_KIND_OF_STATUS = {400: "input", 403: "forbidden", 404: "not-found", 405: "method", 413: "too-large", 429: "rate"}


@dataclass(frozen=True)
class Problem:
    """One error as told to a person or a program."""

    status: int
    kind: str
    what: str
    why: str = ""
    next_step: str = ""
    extra: tuple[tuple[str, Any], ...] = ()

    @property
    def title(self) -> str:
        """The title of its kind in the language of the page."""
        return str(_(TITLES[self.kind]))


def describe(error: Exception) -> Problem | None:
    """The problem that an exception means, or None when it is a defect of ours."""
    if isinstance(error, KapokError):
        return _describe_told(error)
    match error:
        case Http404():
            return not_found_problem()
        case RequestDataTooBig():
            return Problem(413, "too-large", _("The request is too large"), "", _("Send a shorter one"))
        case DataError():  # PostgreSQL refuses the character NUL and numbers out of range, also in a search
            log.warning("a value that the database cannot hold: %s", error)
            return Problem(
                400,
                "input",
                _("The request cannot be used"),
                _("It holds a value that cannot be looked up"),
                _("Check the address"),
            )
        case DatabaseError():
            log.error("the database cannot be asked: %s", error)
            return database_problem()
        case SuspiciousOperation() | BadRequest():
            return Problem(400, "input", _("The request cannot be used"), str(error), _("Check the address"))
    return None


def _describe_told(error: KapokError) -> Problem:
    """The problem that an error of ours means, in the language of the request."""
    told_parts = (told(error.what), told(error.why), told(error.next_step))
    match error:
        case QueryError():
            place = (("position", error.position), ("expected", [told(word) for word in error.expected]))
            return Problem(400, "query", *told_parts, place)
        case InputError():
            return Problem(400, "input", *told_parts)
        case NotAllowed():
            return Problem(error.http_status, "forbidden" if error.http_status == 403 else "conflict", *told_parts)
        case NotFound():
            return Problem(404, "not-found", *told_parts)
        case BackendError():
            if any(map(names_a_place, told_parts)):
                log.warning("%s", error)
            what, why, next_step = ("" if names_a_place(part) else part for part in told_parts)
            return Problem(503, "could-not-look", what or _(TITLES["could-not-look"]), why, next_step)
    return Problem(500, "server", *told_parts)


def names_a_place(text: str) -> bool:
    """Whether a sentence names a folder or file of this machine: those are for the log, not for visitors."""
    return str(settings.KAPOK_CONFIG.home) in text or _PLACE.search(text) is not None


def not_found_problem() -> Problem:
    """Nothing lives at this address."""
    return Problem(
        404,
        "not-found",
        _("There is no page at this address"),
        _("it may be mistyped, or the page has moved"),
        _("Search for what you need, or start from the first page"),
    )


def database_problem() -> Problem:
    """The database of accounts and cases is not there, busy or damaged: could not look, nothing was changed."""
    return Problem(
        503,
        "could-not-look",
        _("The database of accounts and cases could not be asked"),
        _("it is busy, not there, or not up to date; nothing was changed"),
        _("Try again in a moment; whoever runs this platform can run 'kapok migrate'"),
    )


def defect_problem() -> Problem:
    """A defect of ours: details are in the log of the server, not on the page."""
    return Problem(
        500,
        "server",
        _("This page could not be made"),
        _("the platform has a fault; it has been written to the log"),
        _("Try again, and tell whoever runs this platform if it stays"),
    )


def is_api(request: HttpRequest) -> bool:
    """Whether the caller expects a problem document."""
    return bool(request.path_info.startswith("/api/"))


def problem_response(
    request: HttpRequest, *, status: int, kind: str, what: str, why: str = "", next_step: str = "", **extra: Any
) -> HttpResponse:
    """A problem document with our `what`, `why`, `next` beside the members of RFC 9457."""
    body = {
        "type": PROBLEM_BASE + kind,
        "title": _(TITLES[kind]),
        "status": status,
        "detail": sentences(what, why, next_step),
        "instance": request.get_full_path(),
        "what": what,
        "why": why,
        "next": next_step,
        **extra,
    }
    response = HttpResponse(msgspec.json.encode(body), status=status, content_type=PROBLEM_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response


def render_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem in the form that this request expects."""
    if is_api(request):
        response = problem_response(
            request,
            status=problem.status,
            kind=problem.kind,
            what=problem.what,
            why=problem.why,
            next_step=problem.next_step,
            **dict(problem.extra),
        )
    else:
        response = render(request, "error.html", {"problem": problem}, status=problem.status)
        response.headers["Cache-Control"] = "no-store"
    if problem.status == 503:
        response.headers["Retry-After"] = "30"
    return response


class ToldErrors:
    """Middleware: every exception and every bare error answer becomes a told problem."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        response = self.get_response(request)
        if response.status_code < 400 or not is_api(request):
            return response
        if response.headers.get("Content-Type", "").startswith(PROBLEM_TYPE):
            return response
        return _bare_to_problem(request, response)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Called by Django for an exception of a view."""
        problem = describe(error)
        return render_problem(request, problem) if problem else None


def _bare_to_problem(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A problem document in place of an error answer that Django or ninja made; its headers are kept."""
    kind = _KIND_OF_STATUS.get(response.status_code, "server" if response.status_code >= 500 else "input")
    next_step = _("See the description of the API at %(address)s") % {"address": "/about/api"}
    told = problem_response(request, status=response.status_code, kind=kind, what=_(TITLES[kind]), next_step=next_step)
    if allow := response.headers.get("Allow"):
        told.headers["Allow"] = allow
    return told


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400."""
    return render_problem(request, describe(exception) or Problem(400, "input", _(TITLES["input"])))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler403."""
    return render_problem(request, describe(exception) or Problem(403, "forbidden", _(TITLES["forbidden"])))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404."""
    return render_problem(request, not_found_problem())


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500: the traceback is in the log."""
    return render_problem(request, defect_problem())
