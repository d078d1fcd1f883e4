"""The conversions of a table mapping as functions: each takes a cell and fills a `Draft`.

`build_step` turns one declared conversion of one column into a function of (cell, row, draft). A value that cannot be read
never costs the record: its text is kept in the provenance and the repair is counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeAlias

from kapok.codes.classes import normalise_symbol
from kapok.codes.languages import parse_language
from kapok.codes.offices import is_office_code
from kapok.codes.patent_symbols import parse_ipc_line
from kapok.errors import InputError
from kapok.formats import table_mapping as m
from kapok.formats.number_texts import read_number
from kapok.formats.table_cells import cell_items, cell_text
from kapok.formats.table_draft import CLASS_REPAIR, DATE_REPAIR, NUMBER_REPAIR, TEXT_REPAIR, Draft
from kapok.records.dates import Order, parse_date, parse_minguo
from kapok.records.parties import Party
from kapok.records.record import Citation, Classification, Image, LegalEvent, Number, Priority, RelatedRight
from kapok.records.text import GoodsAndServices, Text

Step: TypeAlias = Callable[[Any, list[Any], Draft], None]
INTEGER_FIELDS = frozenset(("term_adjustment_days", "term_years", "view_count"))
LIST_FIELDS = frozenset(("colours", "designated_states", "country_codes"))


class Column:
    """What a step knows of its column: name, where other columns stand, which texts mean nothing."""

    def __init__(self, name: str, positions: dict[str, int], empty: frozenset[str], conversion: m.Conversion) -> None:
        self.name = name
        self.positions = positions
        self.empty = empty.union(conversion.empty)
        self.unreadable = re.compile(conversion.unreadable) if conversion.unreadable else None

    def items(self, cell: Any, separator: str, draft: Draft) -> Sequence[tuple[int, str]]:
        """The values of the cell with their places, without those that say nothing."""
        if not separator and type(cell) is str and self.unreadable is None:  # most cells of most tables
            return () if cell in self.empty else ((0, cell),)
        found = []
        for place, text in enumerate(cell_items(cell, separator)):
            if not text or text in self.empty:
                continue
            if self.unreadable is not None and self.unreadable.fullmatch(text):
                draft.keep(self.name, text, TEXT_REPAIR)
                continue
            found.append((place, text))
        return found

    def other(self, name: str, row: list[Any], place: int) -> str:
        """The value of another column that belongs to the value at `place` of this one; "" if there is none."""
        position = self.positions.get(name, -1)
        if position < 0:
            return ""
        cell = row[position]
        if isinstance(cell, list):
            text = cell_text(cell[place]) if place < len(cell) else ""
        else:
            text = cell_text(cell)
        text = text.strip()
        return "" if text in self.empty else text


def build_step(conversion: m.Conversion, name: str, positions: dict[str, int], empty: frozenset[str]) -> Step:
    """The function of one conversion of the column `name`; `positions` says where every column of the row stands."""
    column = Column(name, positions, empty, conversion)
    return partial(_STEPS[type(conversion)], conversion, column)


def read_day(text: str, order: str) -> str:
    """ISO date of a table's text in a declared order; `InputError` if it is none."""
    if order == "minguo":
        return parse_minguo(text)
    known: Order = order  # type: ignore[assignment]
    return parse_date(text, known)


def _text(to: m.TextTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
    for place, text in column.items(cell, to.separator, draft):
        language = to.language or draft.language
        if to.language_column:
            language = parse_language(column.other(to.language_column, row, place), draft.office_code)
        draft.add(to.to, Text(text, language))


def _value(to: m.ValueTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
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


def _date(to: m.DateTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
    for _, text in column.items(cell, "", draft):
        try:
            day = read_day(_inside(to.pattern, text), to.order)
        except InputError:
            draft.keep(column.name, text, DATE_REPAIR)
            continue
        if to.to == "document_date":
            draft.document_date = day
        else:
            draft.fields[to.to] = day


def _inside(pattern: str, text: str) -> str:
    """What the pattern's first group takes out of the text; the text itself without a pattern, "" where it fits nowhere."""
    if not pattern:
        return text
    match = re.search(pattern, text)
    return "" if match is None else match[1] if match.re.groups else match[0]


def _number(to: m.NumberTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
    for place, text in column.items(cell, "", draft):
        kind = column.other(to.kind_column, row, place) if to.kind_column else ""
        day = ""
        if to.date_column:
            try:
                day = parse_date(column.other(to.date_column, row, place))
            except InputError:
                day = ""
        try:
            number = read_number(text, to.form, to.to, office_code=to.office_code or draft.office_code, kind_code=kind, day=day)
        except InputError:
            draft.keep(column.name, text, NUMBER_REPAIR)
            continue
        if to.to in draft.fields:
            draft.keep(column.name, text)  # a second number of a kind that a record has once
            continue
        draft.fields[to.to] = number
        if number.number not in text:
            draft.keep(column.name, text)


def _party(to: m.PartyTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
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


def _class(to: m.ClassTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
    seen = {(each.scheme, each.symbol) for each in draft.lists.get("classifications", ())}
    first = not any(scheme == to.scheme for scheme, _ in seen)
    for _, text in column.items(cell, to.separator, draft):
        version, value = to.version, to.value
        try:
            if (to.scheme == "ipc" and not text[-1].isdigit()) or len(text) > 15:
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


def _goods(to: m.GoodsTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
    language = to.language or draft.language
    if to.pattern:
        for match in re.finditer(to.pattern, cell_text(cell)):
            _add_goods(match["nice"], match["text"].strip(), language, column, draft)
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


def _country(to: m.CountryTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
    for _, text in column.items(cell, to.separator, draft):
        code = to.values.get(text, text).upper()
        if not is_office_code(code):
            code = to.otherwise
        if code:
            if code not in draft.lists.get(to.to, ()):
                draft.add(to.to, code)
        else:
            draft.keep(column.name, text, TEXT_REPAIR)


def _attribute(to: m.AttributeTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
    texts = [text for _, text in column.items(cell, to.separator, draft)]
    if texts:
        known = draft.attributes.get(to.name)
        draft.attributes[to.name] = "; ".join([known, *texts] if known else texts)


def _citation(to: m.CitationTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
    for _, text in column.items(cell, to.separator, draft):
        number = None
        if to.to == "number":
            try:
                number = read_number(text, to.form, "publication", office_code=draft.office_code)
            except InputError:
                number = None  # what is no number stays a text, nothing is lost
        draft.add("citations", Citation(to.origin, number, "" if number else text))


def _priority(to: m.PriorityTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
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
            number = read_number(text, to.form, "application")
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
    number = read_number(text, "plain", "application", office_code=office, kind_code=kind, day=date)
    draft.add("priorities", Priority(number, date, to.kind))


def _related(to: m.RelatedTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
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
                number = read_number(text, to.form, "registration", office_code=to.office_code or draft.office_code)
            except InputError:
                draft.keep(column.name, text, NUMBER_REPAIR)
        draft.add("related", RelatedRight(to.relation, number, day, "" if number else text))


def _event(to: m.EventTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
    for place, text in column.items(cell, "", draft):
        try:
            day = read_day(_inside(to.pattern, text), to.order)
        except InputError:
            draft.keep(column.name, text, DATE_REPAIR)
            continue
        detail = column.other(to.detail_column, row, place) if to.detail_column else ""
        draft.add(
            "legal_events",
            LegalEvent(day, to.code, to.text, to.category, office_code=draft.office_code, detail=detail),
        )


def _image(to: m.ImageTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
    for _, text in column.items(cell, to.separator, draft):
        draft.add("images", Image(to.kind, text))


def _parts(to: m.PartsTo, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
    for _, text in column.items(cell, "", draft):
        for pattern in to.patterns:
            match = re.fullmatch(pattern, text, re.DOTALL)
            if match is None:
                continue
            for name, value in match.groupdict().items():
                if value and value.strip():
                    for inner in to.parts.get(name, ()):
                        build_step(inner, column.name, column.positions, column.empty)(value.strip(), row, draft)
            break
        else:
            draft.keep(column.name, text, TEXT_REPAIR)


def _ignore(to: m.Ignore, column: Column, cell: Any, row: list[Any], draft: Draft) -> None:
    """Nothing: the mapping says why."""


_STEPS: dict[type[m.Conversion], Callable[..., None]] = {
    m.TextTo: _text,
    m.ValueTo: _value,
    m.DateTo: _date,
    m.NumberTo: _number,
    m.PartyTo: _party,
    m.ClassTo: _class,
    m.GoodsTo: _goods,
    m.CountryTo: _country,
    m.AttributeTo: _attribute,
    m.CitationTo: _citation,
    m.PriorityTo: _priority,
    m.RelatedTo: _related,
    m.EventTo: _event,
    m.ImageTo: _image,
    m.PartsTo: _parts,
    m.Ignore: _ignore,
}
