"""The record page and the raw source behind it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kapok.catalogue.register import office_status_name
from kapok.portal import gateway, vocabulary
from kapok.portal.language import href
from kapok.portal.library.addresses import display_number, record_path
from kapok.portal.library.citations import cited_groups
from kapok.portal.library.hits import hit_rows
from kapok.portal.library.labels import status_label
from kapok.portal.library.parameters import SearchParameters
from kapok.portal.library.pictures import pictures
from kapok.portal.library.record_rows import first_page, search_address
from kapok.portal.library.record_texts import main_title, other_titles, text_sections
from kapok.portal.library.status_words import FORMS, intervals_of, steps
from kapok.portal.library.timeline import timeline
from kapok.portal.methods import read_only
from kapok.records.record import Mark, Record
from kapok.services.mark_periods import mark_periods

MAX_RAW = 2_000_000
"""Longest raw source shown on a page, characters; a longer one is cut and says so."""


@read_only
def record_page(request: HttpRequest, key: str) -> HttpResponse:
    """`/records/<key>`."""
    view = gateway.current().show(key)
    record = view.record
    nowhere = SearchParameters()
    reason, reason_language = FORMS.retell(view.status.reason)
    seen = pictures(record)
    context: dict[str, Any] = {
        "record": record,
        "number": display_number(record.key),
        "category_name": vocabulary.category_name(record.category),
        "title": main_title(record),
        "other_titles": other_titles(record),
        "status": view.status,
        "status_name": status_label(view.status.status),
        "reason": reason,
        "reason_language": reason_language,
        "steps": steps(intervals_of(view.history)),
        "rows": first_page(record),
        "pictures": [picture for picture in seen if picture.address],
        "named_pictures": [picture for picture in seen if not picture.address],
        "texts": text_sections(record),
        "timeline": timeline(record),
        "periods": mark_periods(record, vocabulary.name_key()) if isinstance(record, Mark) else [],
        "office_status": office_status_name(
            record.office_code, record.category, record.office_status_text, vocabulary.name_key()
        ),
        "right": [other for other in view.right if other.key != record.key],
        "family": hit_rows([hit for hit in view.family if hit.key != record.key], nowhere),
        "citing": hit_rows(view.citing, nowhere),
        "citing_total": view.citing_total,
        "citing_address": search_address("citation", record.office_code + record.number),
        "cited": cited_groups(view.cited),
        "versions": view.versions,
        "search": SearchParameters(category=record.category),
        "json_address": "/api" + record_path(record.key),
        "raw_address": href(record_path(record.key) + "/raw"),
        "ris_address": record_path(record.key) + "/cite.ris",
        "bib_address": record_path(record.key) + "/cite.bib",
        "permalink": record_path(record.key),
        "similar_address": similar_address(record),
    }
    return render(request, "record.html", context)


def similar_address(record: Record) -> str:
    """Where marks like this one are looked for, in its classes; "" for what is no mark with words."""
    if not isinstance(record, Mark) or not record.mark_text:
        return ""
    classes = dict.fromkeys(str(entry.nice_class) for entry in record.goods_and_services if 1 <= entry.nice_class <= 45)
    return href("/similar/", [("mark", record.mark_text), *(("class", each) for each in classes)])


@read_only
def raw_page(request: HttpRequest, key: str) -> HttpResponse:
    """`/records/<key>/raw`: the source of the record as it was delivered, as plain text."""
    text = gateway.current().source_text(key)
    if len(text) > MAX_RAW:
        text = text[:MAX_RAW] + "\n…"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
