"""Help: the query languages from the field table, the API from its own description, accessibility."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kapok.portal import vocabulary
from kapok.portal.api.routes import api
from kapok.portal.library.parameters import SearchParameters
from kapok.portal.methods import read_only
from kapok.portal.problems import PROBLEM_BASE, TITLES

KINDS = {
    "text": gettext_lazy("words"),
    "name": gettext_lazy("names"),
    "number": gettext_lazy("numbers"),
    "date": gettext_lazy("dates"),
    "class": gettext_lazy("classes"),
    "keyword": gettext_lazy("exact values"),
    "citation": gettext_lazy("cited documents"),
    "integer": gettext_lazy("whole numbers"),
}


@dataclass(frozen=True)
class FieldRow:
    """One query field in the help."""

    key: str
    name: str
    kind: str
    cql: list[str]
    chinese: list[str]
    over: str


def field_rows() -> list[FieldRow]:
    """Every query field in its declared order."""
    rows = []
    for key, field in vocabulary.fields().items():
        over = ", ".join(vocabulary.field_name(part) for part in field.over)
        kind = str(KINDS[field.kind])
        rows.append(FieldRow(key, vocabulary.field_name(key), kind, list(field.cql), list(field.zh), over))
    return rows


def _example(text: str, note: str, language: str = "auto") -> dict[str, str]:
    return {"text": text, "note": note, "address": SearchParameters(text=text, language=language).address()}


PLAIN_EXAMPLES = (
    ("solar cell", gettext_lazy("all of the words, in any order")),
    ('"solar cell"', gettext_lazy("the words side by side, in this order")),
    ("solar -water", gettext_lazy("without a word")),
    ("applicant:university", gettext_lazy("a word in one field")),
    ("申请人:大学", gettext_lazy("the same with the Chinese name of a field")),
    ("electro*", gettext_lazy("any ending; * any letters, ? none or one, # exactly one")),
    ("US 7,272,630 B2", gettext_lazy("a number in any usual form")),
    ("EP1000000 CN101551481B", gettext_lazy("a list of numbers: any of them")),
)
CQL_EXAMPLES = (
    ('ti="solar cell"', gettext_lazy("a phrase in the title")),
    ('ta all "solar cell silicon"', gettext_lazy("all words in title or abstract")),
    ('ta any "laptop notebook"', gettext_lazy("any of the words")),
    ("pa=university not pa=example", gettext_lazy("boolean: and, or, not, brackets")),
    ("ti=solar prox/distance<=3 ti=cell", gettext_lazy("at most three words apart")),
    ("ab=solar prox/unit=sentence ab=cell", gettext_lazy("in the same sentence")),
    ('pd within "2015 2020"', gettext_lazy("published from 2015 to 2020")),
    ("ad>=2024-03", gettext_lazy("filed in or after March 2024")),
    ("cpc=/low H01M10/052", gettext_lazy("a class with everything under it")),
    ("nice=9 and status=in_force", gettext_lazy("marks in force for class 9")),
)
"""Queries that the help shows, each with what it does; a test reads every one."""


@read_only
def query_page(request: HttpRequest) -> HttpResponse:
    """`/about/query`."""
    context = {
        "plain": [_example(text, str(note)) for text, note in PLAIN_EXAMPLES],
        "cql": [_example(text, str(note), "cql") for text, note in CQL_EXAMPLES],
        "fields": field_rows(),
    }
    return render(request, "about_query.html", context)


@read_only
def api_page(request: HttpRequest) -> HttpResponse:
    """`/about/api`: every operation of the OpenAPI document, and what each kind of problem means."""
    document: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/")
    operations = [
        {"method": method.upper(), "path": path, **operation, "parameters": _with_choices(operation.get("parameters", ()))}
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    problems = [{"kind": kind, "title": _(title), "type": PROBLEM_BASE + kind} for kind, title in TITLES.items()]
    return render(request, "about_api.html", {"operations": operations, "problems": problems})


def _with_choices(parameters: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Parameters with the values that one may name (leaving it out is no value)."""
    return [{**each, "choices": [value for value in each["schema"].get("enum", ()) if value]} for each in parameters]


@read_only
def accessibility_page(request: HttpRequest) -> HttpResponse:
    """`/about/accessibility`."""
    return render(request, "about_accessibility.html")
