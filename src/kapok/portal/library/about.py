"""Help: the query languages from the field table, the API from its own description, accessibility."""

from __future__ import annotations

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


@read_only
def query_page(request: HttpRequest) -> HttpResponse:
    """`/about/query`."""
    plain = [
        _example("solar cell", _("all of the words, in any order")),
        _example('"solar cell"', _("the words side by side, in this order")),
        _example("solar -water", _("without a word")),
        _example("applicant:university", _("a word in one field")),
        _example("申请人:大学", _("the same with the Chinese name of a field")),
        _example("electro*", _("any ending; * any letters, ? none or one, # exactly one")),
        _example("US 7,272,630 B2", _("a number in any usual form")),
        _example("EP1000000 CN101551481B", _("a list of numbers: any of them")),
    ]
    cql = [
        _example('ti="solar cell"', _("a phrase in the title"), "cql"),
        _example('ta all "solar cell silicon"', _("all words in title or abstract"), "cql"),
        _example('ta any "laptop notebook"', _("any of the words"), "cql"),
        _example("pa=university and not pa=example", _("boolean: and, or, not, brackets"), "cql"),
        _example("ti=solar prox/distance<=3 ti=cell", _("at most three words apart"), "cql"),
        _example("ab=solar prox/unit=sentence ab=cell", _("in the same sentence"), "cql"),
        _example('pd within "2015 2020"', _("published from 2015 to 2020"), "cql"),
        _example("ad>=2024-03", _("filed in or after March 2024"), "cql"),
        _example("cpc=/low H01M10/052", _("a class with everything under it"), "cql"),
        _example("nice=9 and status=in_force", _("marks in force for class 9"), "cql"),
    ]
    return render(request, "about_query.html", {"plain": plain, "cql": cql, "fields": field_rows()})


@read_only
def api_page(request: HttpRequest) -> HttpResponse:
    """`/about/api`: every operation of the OpenAPI document, and what each kind of problem means."""
    document: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/")
    operations = [
        {"method": method.upper(), "path": path, **operation}
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    problems = [{"kind": kind, "title": _(title), "type": PROBLEM_BASE + kind} for kind, title in TITLES.items()]
    return render(request, "about_api.html", {"operations": operations, "problems": problems})


@read_only
def accessibility_page(request: HttpRequest) -> HttpResponse:
    """`/about/accessibility`."""
    return render(request, "about_accessibility.html")
