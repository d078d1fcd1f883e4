"""Pages of registers: the list, the inquiry of one with its answer, the way from a number to its record."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from kapok.catalogue.register import Register, registers
from kapok.portal import gateway, vocabulary
from kapok.portal.language import href
from kapok.portal.library.addresses import record_path
from kapok.portal.library.build_query import form_input
from kapok.portal.library.export import export_links
from kapok.portal.library.pager import make_pager
from kapok.portal.methods import read_only
from kapok.portal.registers.inquiry import answer, fields_of, path_of, read_inquiry, record_key, require_register, rows_of


@read_only
def registers_page(request: HttpRequest) -> HttpResponse:
    """`/registers/`: every declared register with the number of its records."""
    cards = []
    for register in registers():
        counted = gateway.current().search(
            "", limit=0, highlight=False, category=register.category, filters=(("office_code", register.office),)
        )
        cards.append({**_named(register), "address": href(path_of(register)), "total": counted.total})
    return render(request, "registers.html", {"cards": cards})


@read_only
def register_page(request: HttpRequest, key: str, part: str) -> HttpResponse:
    """`/registers/<key>/marks`: the form, and the answer as soon as it is asked."""
    register = require_register(key, part)
    if key != register.key:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(path_of(register) + (f"?{query}" if query else ""), status=301)
    values = request.GET.dict()
    inquiry, errors = read_inquiry(register, values)
    asked = bool(inquiry.inputs) or "go" in values
    context: dict[str, Any] = {
        **_named(register),
        "path": path_of(register),
        "inputs": [form_input(field, values, errors.get(field.key, "")) for field in fields_of(register)],
        "modes": (("all", _("all words")), ("any", _("any word")), ("phrase", _("in this order"))),
        "asked": asked,
    }
    if not errors:
        found = answer(inquiry)
        context |= {
            "answer": found,
            "rows": rows_of(register, inquiry, found.hits) if asked else [],
            "pager": make_pager(inquiry, found.total),
            "exports": export_links(inquiry.search()),
            "search": inquiry.search(),
            "watched": f"office={register.office}" + (f" and ({inquiry.text})" if inquiry.text else ""),
            "permalink": inquiry.address(page=inquiry.page),
        }
    return render(request, "register.html", context, status=400 if errors else 200)


@read_only
def number_page(request: HttpRequest, key: str, part: str, number: str) -> HttpResponse:
    """`/registers/<key>/marks/<number>`: leads to the record of that number."""
    return HttpResponseRedirect(href(record_path(record_key(require_register(key, part), number))))


def _named(register: Register) -> dict[str, Any]:
    return {
        "register": register,
        "name": vocabulary.localised(register.names),
        "note": vocabulary.localised(register.notes),
    }
