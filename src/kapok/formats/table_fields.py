"""Conversions of a table mapping into plain fields: texts, words, days, countries, attributes, pictures, events.

Each takes its declaration, its column, the cell and the row, and fills the draft.
"""

from __future__ import annotations

import re
from typing import Any

from kapok.codes.languages import parse_language
from kapok.codes.offices import is_office_code
from kapok.errors import InputError
from kapok.formats import table_mapping as m
from kapok.formats.table_column import Column, inside, read_day
from kapok.formats.table_draft import DATE_REPAIR, NUMBER_REPAIR, TEXT_REPAIR, Draft
from kapok.records.record import Image, LegalEvent
from kapok.records.text import Text

INTEGER_FIELDS = frozenset(("term_adjustment_days", "term_years", "view_count"))
LIST_FIELDS = frozenset(("colours", "designated_states", "country_codes"))


def read_text(to: m.TextTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
    """Texts with their language, one for each value."""
    for place, text in column.items(cell, to.separator, draft):
        language = to.language or draft.language
        if to.language_column:
            language = parse_language(column.other(to.language_column, row, place), draft.office_code)
        draft.add(to.to, Text(text, language))


def read_value(to: m.ValueTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
    """A word into a plain field, through the declared words."""
    for _, text in column.items(cell, to.separator, draft):
        if to.pattern:
            match = re.search(to.pattern, text)
            if match is None:
                draft.keep(column.name, text, TEXT_REPAIR)
                continue
            text = match[1] if match.re.groups else match[0]
        word = to.values.get(text, text if to.otherwise is None else to.otherwise)
        if not word:
            continue
        if word != text and to.otherwise is None:
            draft.keep(column.name, text)
        if to.to in LIST_FIELDS:
            draft.add(to.to, word)
        elif to.to in INTEGER_FIELDS:
            if word.isdigit():
                draft.fields[to.to] = int(word)
            else:
                draft.keep(column.name, text, NUMBER_REPAIR)
        else:
            known = draft.fields.get(to.to)
            draft.fields[to.to] = f"{known}; {word}" if known else word


def read_date(to: m.DateTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
    """A day into its field; an unreadable one is kept as text."""
    for _, text in column.items(cell, "", draft):
        try:
            day = read_day(inside(to.pattern, text), to.order)
        except InputError:
            draft.keep(column.name, text, DATE_REPAIR)
            continue
        if to.to == "document_date":
            draft.document_date = day
        else:
            draft.fields[to.to] = day


def read_country(to: m.CountryTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
    """Country codes, each once; what is none is kept as text."""
    for _, text in column.items(cell, to.separator, draft):
        code = to.values.get(text, text).upper()
        if not is_office_code(code):
            code = to.otherwise
        if code:
            if code not in draft.lists.get(to.to, ()):
                draft.add(to.to, code)
        else:
            draft.keep(column.name, text, TEXT_REPAIR)


def read_attribute(to: m.AttributeTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
    """Values joined into one attribute."""
    texts = [text for _, text in column.items(cell, to.separator, draft)]
    if texts:
        known = draft.attributes.get(to.name)
        draft.attributes[to.name] = "; ".join([known, *texts] if known else texts)


def read_image(to: m.ImageTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
    """Addresses of pictures."""
    for _, text in column.items(cell, to.separator, draft):
        draft.add("images", Image(to.kind, text))


def read_event(to: m.EventTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
    """A legal event on the day that the cell states."""
    for place, text in column.items(cell, "", draft):
        try:
            day = read_day(inside(to.pattern, text), to.order)
        except InputError:
            draft.keep(column.name, text, DATE_REPAIR)
            continue
        detail = column.other(to.detail_column, row, place) if to.detail_column else ""
        draft.add(
            "legal_events",
            LegalEvent(day, to.code, to.text, to.category, office_code=draft.office_code, detail=detail),
        )
