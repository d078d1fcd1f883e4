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
from kapok.portal.library.facets import active_filters, facet_groups, facets_of
from kapok.portal.library.hits import hit_rows
from kapok.portal.library.pager import make_pager
from kapok.portal.library.parameters import PAGE_SIZE, SearchParameters, read_parameters
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
            highlight=True,
            **parameters.choices(),
        )
    except QueryError as error:
        return render(request, "search_error.html", {**context, **query_fault(parameters.text, error)}, status=400)
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
