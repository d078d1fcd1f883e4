"""The search form with one input for each field, for those who do not want to learn a query language."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from kapok.portal import vocabulary
from kapok.portal.language import href
from kapok.portal.library.build_query import NUMBERS, WITHOUT, compose, form_input, inputs_of
from kapok.portal.library.choices import Choice
from kapok.portal.library.parameters import SearchParameters, one_of
from kapok.portal.methods import read_only

FORM = "/search/form"


@read_only
def form_page(request: HttpRequest) -> HttpResponse:
    """`/search/form`. With `go=1` the inputs become a query, and the answer is the way to its results."""
    category = one_of("in", request.GET.get("in", ""), ("", *vocabulary.categories()))
    values = request.GET.dict()
    errors: dict[str, str] = {}
    if "go" in values:
        query, errors = compose(category, values)
        if query:
            found = SearchParameters(text=query, category=category, language="cql")
            return HttpResponseRedirect(found.address())
        if not errors:
            errors = {"": _("Nothing was filled in")}
    context = {
        "category": category,
        "tabs": [Choice("", _("All categories"), not category, href(FORM))]
        + [
            Choice(key, vocabulary.category_name(key), key == category, href(FORM, [("in", key)]))
            for key in vocabulary.categories()
        ],
        "inputs": [form_input(field, values, errors.get(field.key, "")) for field in inputs_of(category)],
        "modes": (("all", _("all words")), ("any", _("any word")), ("phrase", _("in this order"))),
        "numbers": values.get(NUMBERS, ""),
        "numbers_error": errors.get(NUMBERS, ""),
        "without": values.get(WITHOUT, ""),
        "error": errors.get("", ""),
    }
    return render(request, "form.html", context, status=400 if errors else 200)
