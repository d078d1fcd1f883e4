"""What a register is asked: the inputs of its form, the query that they mean, its rows with the office's status in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from kapok.catalogue.register import Register, find_register, office_status_name, registers
from kapok.errors import NotFound
from kapok.portal import gateway, vocabulary
from kapok.portal.language import href
from kapok.portal.library.build_query import compose
from kapok.portal.library.hits import HitRow, hit_rows
from kapok.portal.library.parameters import PAGE_SIZE, SearchParameters, whole_number
from kapok.search.fields import Field

PARTS = {"mark": "marks", "design": "designs", "geographical_indication": "indications"}
"""Category -> the last part of a register's address."""
GO = "go"


@dataclass(frozen=True)
class RegisterRow:
    """One record of the answer, with the office's status in words ("" where it has none)."""

    hit: HitRow
    office_status: str


@dataclass(frozen=True)
class Inquiry(SearchParameters):
    """A search within one register; its address is that of the register, with the inputs as they were typed."""

    path: str = ""
    inputs: tuple[tuple[str, str], ...] = ()

    def address(self, **changes: Any) -> str:
        """The address of this inquiry with some choices changed (`page`, `sort`); back to the first page unless it is given."""
        wanted = replace(self, **{"page": 1, **changes})
        pairs = [*self.inputs, *((("sort", wanted.sort),) if wanted.sort != "relevance" else ())]
        return href(self.path, [*pairs, *((("page", str(wanted.page)),) if wanted.page > 1 else ())])

    def search(self) -> SearchParameters:
        """The same as a search of the whole library."""
        return SearchParameters(self.text, self.category, self.sort, 1, self.group, self.language, self.filters)


def require_register(key: str, part: str = "") -> Register:
    """The register at an address; NotFound names those that there are."""
    found = find_register(key)
    if found is None or (part and part != PARTS.get(found.category)):
        raise NotFound(
            _("There is no such register here"),
            _("the registers are %(names)s") % {"names": ", ".join(path_of(each) for each in registers())},
            _("Open one of them"),
        )
    return found


def path_of(register: Register) -> str:
    """The address of a register: `/registers/em/marks`."""
    return f"/registers/{register.key}/{PARTS[register.category]}"


def fields_of(register: Register) -> list[Field]:
    """The query fields by which a register is asked."""
    return [vocabulary.fields()[key] for key in register.inquire_by]


def read_inquiry(register: Register, values: Mapping[str, str]) -> tuple[Inquiry, dict[str, str]]:
    """(inquiry, errors by input). An inquiry without inputs asks for the whole register."""
    names = [f"{key}{ending}" for key in register.inquire_by for ending in ("", ".mode", ".from", ".to")]
    inputs = tuple((name, values[name].strip()) for name in names if values.get(name, "").strip())
    query, errors = compose(register.category, dict(inputs), fields_of(register))
    inquiry = Inquiry(
        text=query,
        category=register.category,
        sort="relevance" if query else "filing_date:desc",
        page=whole_number("page", values.get("page", "1"), 1),
        language="cql",
        filters=(("office_code", register.office),),
        path=path_of(register),
        inputs=tuple(each for each in inputs if not (each[0].endswith(".mode") and each[1] == "all")),
    )
    return inquiry, errors


def answer(inquiry: Inquiry) -> Any:
    """The page of the answer that the inquiry asks for."""
    return gateway.current().search(inquiry.text, offset=inquiry.offset, limit=PAGE_SIZE, highlight=False, **inquiry.choices())


def rows_of(register: Register, inquiry: Inquiry, hits: Any) -> list[RegisterRow]:
    """The rows of a page, each with the office's status in the language of the page."""
    rows = hit_rows(hits, inquiry)
    return [RegisterRow(row, status_words(register, hit.summary)) for row, hit in zip(rows, hits, strict=True)]


def status_words(register: Register, summary: Mapping[str, Any]) -> str:
    """The office's status in words of this language, else as the office writes it."""
    words = str(summary.get("office_status_text") or "")
    return office_status_name(register.office, register.category, words, vocabulary.name_key()) or words


def record_key(register: Register, number: str) -> str:
    """The key of the record with this number: its application or registration number in any usual form. Raises NotFound."""
    hits = (
        gateway.current()
        .search(
            f'any_number="{number.replace(chr(34), "")}"',
            language="plain" if not number.isalnum() else "cql",
            limit=2,
            highlight=False,
            category=register.category,
            filters=(("office_code", register.office),),
        )
        .hits
    )
    if not hits:
        raise NotFound(
            _("The register holds no number %(number)s") % {"number": number[:40]},
            _("none of its records has it as application or registration number"),
            _("Check the number, or inquire by name"),
        )
    return str(hits[0].key)


def quoted(number: str) -> str:
    """A number as part of an address."""
    return quote(number, safe="")
