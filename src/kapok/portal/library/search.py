"""The result page: hits, facets, sort, grouping, pager, how the query was understood."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kapok.errors import KapokError, QueryError
from kapok.portal import gateway, vocabulary
from kapok.portal.error_words import told
from kapok.portal.library.choices import category_options, group_choices, sort_choices
from kapok.portal.library.export import export_links
from kapok.portal.library.facets import MOST, SHOWN, active_filters, facet_groups, facets_of
from kapok.portal.library.hits import hit_rows
from kapok.portal.library.pager import make_pager
from kapok.portal.library.parameters import PAGE_SIZE, SearchParameters, one_of, read_parameters
from kapok.portal.methods import read_only


@read_only
def search_page(request: HttpRequest) -> HttpResponse:
    """`/search`. A query that cannot be read is shown with the place of the fault (400)."""
    parameters = read_parameters(request.GET)
    context: dict[str, Any] = {"parameters": parameters, "categories": category_options(parameters)}
    try:
        answer = gateway.current().search(
            parameters.text,
            offset=parameters.offset,
            limit=PAGE_SIZE,
            facets=facets_of(parameters),
            facet_size=SHOWN + 1,
            highlight=True,
            **parameters.choices(),
        )
    except QueryError as error:
        return fault_page(request, context, error)
    context |= {
        "answer": answer,
        "rows": hit_rows(answer.hits, parameters),
        "facets": facet_groups(answer.facets, parameters),
        "filters": active_filters(parameters),
        "sorts": sort_choices(parameters),
        "groups": group_choices(parameters),
        "pager": make_pager(parameters, answer.total),
        "exports": export_links(parameters),
        "explanation": explanation(parameters),
        "permalink": parameters.address(page=parameters.page),
    }
    return render(request, "search.html", context)


@read_only
def facet_page(request: HttpRequest) -> HttpResponse:
    """`/search/facet?…&of=applicant`: the most frequent values of one facet of a search, each a link that narrows it."""
    parameters = read_parameters(request.GET)
    field = one_of("of", request.GET.get("of", ""), facets_of(parameters))
    context: dict[str, Any] = {"parameters": parameters, "categories": category_options(parameters)}
    try:
        answer = gateway.current().search(
            parameters.text, limit=0, facets=(field,), facet_size=MOST + 1, highlight=False, **parameters.choices()
        )
    except QueryError as error:
        return fault_page(request, context, error)
    groups = facet_groups(answer.facets, parameters, MOST)
    context |= {
        "answer": answer,
        "name": vocabulary.field_name(field),
        "facet": groups[0] if groups else None,
        "most": MOST,
        "filters": active_filters(parameters),
        "back": parameters.address(),
    }
    return render(request, "facet.html", context)


def fault_page(request: HttpRequest, context: dict[str, Any], error: QueryError) -> HttpResponse:
    """The page of a query that cannot be read (400)."""
    fault = query_fault(context["parameters"].text, error)
    return render(request, "search_error.html", {**context, **fault}, status=400)


def query_fault(text: str, error: QueryError) -> dict[str, Any]:
    """The query cut at the fault: what stands before, the character at it, what stands after."""
    position = max(0, min(error.position, len(text)))
    return {
        "what": told(error.what),
        "why": "" if error.expected and error.why.startswith("Expected") else told(error.why),
        "next_step": told(error.next_step),
        "expected": [told(word) for word in error.expected],
        "fault": error,
        "before": text[:position],
        "here": text[position : position + 1],
        "after": text[position + 1 :],
        "place": position + 1,
    }


def explanation(parameters: SearchParameters) -> Any:
    """How the query is understood; None for an empty box, and where it cannot be told beside a result that stands."""
    if not parameters.text:
        return None
    try:
        return gateway.current().explain(parameters.text, parameters.language, vocabulary.name_key())
    except KapokError:
        return None
