"""The operations of the API. Thin: read the request, ask the gateway, encode the answer."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from ninja import Query
from ninja.errors import ValidationError

from kapok import __version__
from kapok.errors import KapokError
from kapok.portal import gateway, vocabulary
from kapok.portal.api.certificates import router as certificates_router
from kapok.portal.api.document import COMMON_ERRORS, Api
from kapok.portal.api.figures import router as figures_router
from kapok.portal.api.navigation import router as navigation_router
from kapok.portal.api.schemas import (
    ClassChoices,
    ClassOut,
    CountOut,
    ExplainOut,
    ExportChoices,
    PostedSearch,
    ProblemOut,
    QueryChoices,
    RecordOut,
    SearchChoices,
    SearchOut,
    SourceOut,
    SubjectOut,
)
from kapok.portal.api.similar import router as similar_router
from kapok.portal.library.export import stream
from kapok.portal.library.parameters import read_filters
from kapok.portal.library.status_words import intervals_of
from kapok.portal.problems import describe, problem_response, render_problem
from kapok.portal.registers.api import router as register_router
from kapok.records.legal_status import StatusVerdict

DESCRIPTION = """Search and read intellectual property records. No account is needed.

Errors are problem documents (RFC 9457). An empty result is 200 with a total of 0; 503 means that the platform could not look.
"""
api = Api(title="Kapok", version=__version__, description=DESCRIPTION, docs_url=None, urls_namespace="kapok-api")
ERRORS: dict[int, Any] = dict.fromkeys(COMMON_ERRORS, ProblemOut)
_encoder = msgspec.json.Encoder()
api.add_router("", similar_router)
api.add_router("", register_router)
api.add_router("", navigation_router)


@api.exception_handler(KapokError)
def told_error(request: HttpRequest, error: KapokError) -> HttpResponse:
    """An error of ours as a problem document."""
    problem = describe(error)
    assert problem is not None
    return render_problem(request, problem)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Parameters that have the wrong form, each with its reason (422)."""
    faults = [{"parameter": _parameter(fault["loc"]), "why": fault["msg"]} for fault in error.errors]
    why = "; ".join(f"{fault['parameter']}: {fault['why']}" for fault in faults[:3])
    return problem_response(
        request,
        status=422,
        kind="input",
        what=_("A parameter has a value that it cannot have"),
        why=why,
        next_step=_("See the description of the API at %(address)s") % {"address": "/about/api"},
        errors=faults,
    )


def _parameter(location: tuple[Any, ...]) -> str:
    """The name of a parameter from where the check found it."""
    return ".".join(str(part) for part in location if part not in ("query", "body", "path", "choices", "posted"))


def answer(body: Any) -> HttpResponse:
    """200 with JSON."""
    return HttpResponse(_encoder.encode(body), content_type="application/json")


def _choices(choices: QueryChoices) -> dict[str, Any]:
    """The choices that search, count and export share, as the service takes them."""
    return {
        "language": choices.language,
        "category": choices.in_,
        "filters": read_filters(choices.f),
    }


def _search(choices: SearchChoices) -> HttpResponse:
    found = gateway.current().search(
        choices.q,
        offset=choices.offset,
        limit=choices.limit,
        group=choices.group,
        sort=choices.sort,
        facets=tuple(dict.fromkeys(choices.facets)),
        highlight=choices.highlight,
        **_choices(choices),
    )
    return answer(
        {
            "total": found.total,
            "query": found.query,
            "language": choices.language,
            "offset": choices.offset,
            "limit": choices.limit,
            "seconds": found.seconds,
            "hits": found.hits,
            "facets": found.facets,
        }
    )


@api.get("/search", response={200: SearchOut, **ERRORS}, operation_id="search", tags=["Search"])
def search(request: HttpRequest, choices: Query[SearchChoices]) -> HttpResponse:
    """Search all records or one category."""
    return _search(choices)


@api.post("/search", response={200: SearchOut, 413: ProblemOut, **ERRORS}, operation_id="search_posted", tags=["Search"])
def search_posted(request: HttpRequest, posted: PostedSearch) -> HttpResponse:
    """The same search with its choices in a JSON body: for long queries and pasted lists of numbers."""
    return _search(posted)


@api.get("/count", response={200: CountOut, **ERRORS}, operation_id="count", tags=["Search"])
def count(request: HttpRequest, choices: Query[QueryChoices]) -> HttpResponse:
    """How many records match; without a query and choices, how many records each category holds."""
    if not (choices.q or choices.in_ or choices.f):
        held = gateway.current().category_counts()
        rows = []
        for key, category in vocabulary.categories().items():
            info = held.get(key)
            name = vocabulary.localised(category.names)
            rows.append({"key": key, "name": name, "count": info.count if info else 0, "newest": info.newest if info else ""})
        return answer({"total": sum(row["count"] for row in rows), "categories": rows})
    found = gateway.current().search(choices.q, limit=0, highlight=False, **_choices(choices))
    return answer({"total": found.total, "query": found.query})


@api.get("/export", response={200: None, **ERRORS}, operation_id="export", tags=["Search"])
def export(request: HttpRequest, choices: Query[ExportChoices]) -> StreamingHttpResponse:
    """The whole result as a file, streamed."""
    return stream(choices.q, choices.format, **_choices(choices))


@api.get("/query/explain", response={200: ExplainOut, **ERRORS}, operation_id="explain_query", tags=["Search"])
def explain_query(request: HttpRequest, choices: Query[QueryChoices]) -> HttpResponse:
    """How a query is understood, and its two canonical forms."""
    return answer(gateway.current().explain(choices.q, choices.language, vocabulary.name_key()))


@api.get("/records/{path:key}", response={200: RecordOut, 404: ProblemOut, **ERRORS}, operation_id="record", tags=["Records"])
def record(request: HttpRequest, key: str) -> HttpResponse:
    """One record by its key, with its status today, its right, family and citations."""
    view = gateway.current().show(key)
    return answer(
        {
            "key": view.record.key,
            "record": view.record,
            "status": _status(view.status),
            "history": [
                {"from": span.from_day, "to": span.to_day, "status": span.status, "reason": span.reason}
                for span in intervals_of(view.history)
            ],
            "right": [other.key for other in view.right],
            "family": [hit.key for hit in view.family],
            "citing": [hit.key for hit in view.citing],
            "cited": [{"key": found, "citation": citation} for citation, found in view.cited],
            "versions": view.versions,
        }
    )


def _status(status: StatusVerdict) -> dict[str, Any]:
    """The verdict on the legal status today."""
    return {
        "status": status.status,
        "reason": status.reason,
        "since": status.since,
        "until": status.until,
        "reason_not_in_force": status.reason_not_in_force,
        "working": list(status.working),
    }


@api.get("/sources", response={200: list[SourceOut], **ERRORS}, operation_id="sources", tags=["Catalogue"])
def sources(request: HttpRequest) -> HttpResponse:
    """Every source: what is loaded, how fresh it is, whether it is whole."""
    return answer(
        [
            {
                "name": info.name,
                "title": info.title,
                "category": info.category,
                "records": info.records,
                "last_loaded_at": info.last_loaded_at,
                "newest_document_date": info.newest_document_date,
                "status": info.status,
                "notes": info.notes,
            }
            for info in gateway.current().sources()
        ]
    )


@api.get("/classes", response={200: ClassOut, 404: ProblemOut, **ERRORS}, operation_id="classes", tags=["Catalogue"])
def classes(request: HttpRequest, choices: Query[ClassChoices]) -> HttpResponse:
    """One class of a scheme with its children and what the library holds under each."""
    node = gateway.current().browse(choices.scheme, choices.symbol, vocabulary.name_key())
    return answer(
        {
            "scheme": choices.scheme,
            "symbol": node.symbol,
            "title": node.title,
            "count": node.count,
            "parents": [{"symbol": parent.symbol, "title": parent.title} for parent in node.parents],
            "children": [{"symbol": child.symbol, "title": child.title, "count": child.count} for child in node.children],
        }
    )


@api.get("/subjects", response={200: list[SubjectOut], **ERRORS}, operation_id="subjects", tags=["Catalogue"])
def subjects(request: HttpRequest) -> HttpResponse:
    """The subject databases with their queries."""
    return answer(list(gateway.current().subjects()))


api.add_router("", certificates_router)
api.add_router("", figures_router)
