"""Conversions of a table mapping into what a record is known by and stands in relation to.

Numbers, parties, classes, goods, citations, priorities, related rights. Each takes its declaration, its column, the cell and
the row, and fills the draft.
"""

from __future__ import annotations

import re
from typing import Any

from msgspec.structs import replace

from kapok.codes.classes import normalise_symbol
from kapok.codes.offices import is_office_code
from kapok.codes.patent_symbols import parse_ipc_line
from kapok.errors import InputError
from kapok.formats import table_mapping as m
from kapok.formats.number_texts import read_number as read_number_text
from kapok.formats.table_cells import cell_text
from kapok.formats.table_column import Column, read_day
from kapok.formats.table_draft import CLASS_REPAIR, DATE_REPAIR, NUMBER_REPAIR, Draft
from kapok.records.dates import parse_date
from kapok.records.parties import Party
from kapok.records.record import Citation, Classification, Number, Priority, RelatedRight
from kapok.records.text import GoodsAndServices


def read_number(to: m.NumberTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
    """A number of the record; a second one of its kind is kept as text."""
    for place, text in column.items(cell, "", draft):
        kind = column.other(to.kind_column, row, place) if to.kind_column else ""
        day = ""
        if to.date_column:
            try:
                day = parse_date(column.other(to.date_column, row, place))
            except InputError:
                day = ""
        try:
            number = read_number_text(
                text, to.form, to.to, office_code=to.office_code or draft.office_code, kind_code=kind, day=day
            )
        except InputError:
            draft.keep(column.name, text, NUMBER_REPAIR)
            continue
        if to.to in draft.fields:
            draft.keep(column.name, text)  # a second number of a kind that a record has once
            continue
        draft.fields[to.to] = number
        if number.number not in text:
            draft.keep(column.name, text)


def read_party(to: m.PartyTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
    """Parties with what other columns say of them."""
    for place, text in column.items(cell, to.separator, draft):
        country = column.other(to.country_column, row, place).upper() if to.country_column else ""
        if country and not is_office_code(country):
            draft.keep(to.country_column, country)
            country = ""
        draft.add(
            "parties",
            Party(
                " ".join(text.split()),
                to.role,
                country,
                column.other(to.address_column, row, place) if to.address_column else "",
                to.language or "und",
                (),
                column.other(to.identifier_column, row, place) if to.identifier_column else "",
                to.role_text,
            ),
        )


def read_class(to: m.ClassTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
    """Class symbols in normal form, each once; the first of a scheme is marked."""
    seen = {(each.scheme, each.symbol) for each in draft.lists.get("classifications", ())}
    first = not any(scheme == to.scheme for scheme, _ in seen)
    for _, text in column.items(cell, to.separator, draft):
        version, value = to.version, to.value
        try:
            if to.scheme == "ipc" and (len(text) > 15 or not text[-1].isdigit()):
                line = parse_ipc_line(text)
                symbol, version = line.symbol, line.version or version
                value = line.value if line.value != "unknown" else value
            else:
                symbol = normalise_symbol(to.scheme, text)
        except InputError:
            draft.keep(column.name, text, CLASS_REPAIR)
            continue
        if (to.scheme, symbol) in seen:
            continue
        seen.add((to.scheme, symbol))
        draft.add("classifications", Classification(to.scheme, symbol, version, value, first, to.office_code))
        first = False


def read_goods(to: m.GoodsTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
    """Goods and services with their Nice classes."""
    language = to.language or draft.language
    if to.pattern:
        for match in re.finditer(to.pattern, cell_text(cell)):
            _add_goods(match["nice"], match["text"].strip(), language, column, draft)
    elif to.to == "similar_groups":
        groups = tuple(text for _, text in column.items(cell, to.separator, draft))
        if groups:
            classes = {each.symbol for each in draft.lists.get("classifications", ()) if each.scheme == "nice"}
            nice = int(classes.pop()) if len(classes) == 1 else 0  # which group is of which class is not said
            entry, listed = GoodsAndServices(nice, language=language), draft.lists.get("goods_and_services", [])
            if entry in listed:  # the class is there already, without its groups
                listed.remove(entry)
            draft.add("goods_and_services", replace(entry, similar_groups=groups))
    elif to.to == "classes":
        for _, text in column.items(cell, to.separator, draft):
            _add_goods(text, "", language, column, draft)
    else:
        for place, text in column.items(cell, to.separator, draft):
            _add_goods(column.other(to.class_column, row, place), text, language, column, draft)


def _add_goods(nice: str, text: str, language: str, column: Column, draft: Draft) -> None:
    """One class with its goods; also a Nice classification, once. A class that is none is kept as text."""
    symbol = ""
    if nice:
        try:
            symbol = normalise_symbol("nice", nice)
        except InputError:
            draft.keep(column.name, nice, CLASS_REPAIR)
    if symbol:
        known = [each.symbol for each in draft.lists.get("classifications", ()) if each.scheme == "nice"]
        if symbol not in known:
            draft.add("classifications", Classification("nice", symbol, first=not known))
    if symbol or text:
        draft.add("goods_and_services", GoodsAndServices(int(symbol or 0), text, language))


def read_citation(to: m.CitationTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
    """Cited documents or literature."""
    for _, text in column.items(cell, to.separator, draft):
        number = None
        if to.to == "number":
            try:
                number = read_number_text(text, to.form, "publication", office_code=draft.office_code)
            except InputError:
                number = None  # what is no number stays a text, nothing is lost
        draft.add("citations", Citation(to.origin, number, "" if number else text))


def read_priority(to: m.PriorityTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
    """Priorities by form, by patterns, or by the day alone."""
    if to.patterns:
        text = cell_text(cell)
        found = next((matches for pattern in to.patterns if (matches := list(re.finditer(pattern, text)))), [])
        for match in found:
            parts = {name: (value or "").strip() for name, value in match.groupdict().items()}
            _add_priority(
                to, parts.get("office", ""), parts["number"], parts.get("kind", ""), parts.get("date", ""), column, draft
            )
        if not found and column.items(cell, "", draft):
            draft.keep(column.name, text, NUMBER_REPAIR)
        return
    for place, text in column.items(cell, to.separator, draft):
        if to.form == "date":
            _add_priority(to, to.office_code, "", "", text, column, draft)
            continue
        day = column.other(to.date_column, row, place) if to.date_column else ""
        if to.form == "plain":
            _add_priority(to, to.office_code, text, "", day, column, draft)
            continue
        try:
            number = read_number_text(text, to.form, "application")
        except InputError:
            draft.keep(column.name, text, NUMBER_REPAIR)
            continue
        draft.add("priorities", Priority(number, number.date, to.kind))


def _add_priority(to: m.PriorityTo, office: str, text: str, kind: str, day: str, column: Column, draft: Draft) -> None:
    date = ""
    if day:
        try:
            date = read_day(day, to.order)
        except InputError:
            draft.keep(column.name, day, DATE_REPAIR)
            if not text:
                return
    office = office.upper()
    if office and not is_office_code(office):
        draft.keep(column.name, office)
        office = ""
    number = read_number_text(text, "plain", "application", office_code=office, kind_code=kind, day=date)
    draft.add("priorities", Priority(number, date, to.kind))


def read_related(to: m.RelatedTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
    """Related rights by number or in words."""
    for place, text in column.items(cell, to.separator, draft):
        day = ""
        if to.date_column and (written := column.other(to.date_column, row, place)):
            try:
                day = parse_date(written)
            except InputError:
                draft.keep(to.date_column, written, DATE_REPAIR)
        number: Number | None = None
        if to.form != "text":
            try:
                number = read_number_text(text, to.form, "registration", office_code=to.office_code or draft.office_code)
            except InputError:
                draft.keep(column.name, text, NUMBER_REPAIR)
        draft.add("related", RelatedRight(to.relation, number, day, "" if number else text))
