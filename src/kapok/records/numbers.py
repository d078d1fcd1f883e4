"""Document numbers: the one front door. Read DOCDB, EPODOC and original forms, print them, bring them to normal form.

A number is a `Number` (office, number, kind, date) of `kapok.records.record`. Promised keys rest on the normal form:
`patent/US/7272630/B2`, `mark/US/76044902`; a right is `US/10123456`.
"""

from __future__ import annotations

from kapok.records.number_cn import (
    check_digit,
    cn_application_type,
    format_cn_application,
    is_cn_application,
    verify_check_digit,
)
from kapok.records.number_forms import (
    docdb_number,
    format_docdb,
    format_epodoc,
    format_epodoc_application,
    parse_docdb,
    parse_epodoc,
)
from kapok.records.number_normal import NumberRole, normalise_number, pct_number
from kapok.records.number_original import format_original, parse_original
from kapok.records.number_variants import is_printed_form, number_variants
from kapok.records.record import Number

__all__ = [
    "NumberRole",
    "check_digit",
    "cn_application_type",
    "docdb_number",
    "format_cn_application",
    "format_docdb",
    "format_epodoc",
    "format_epodoc_application",
    "format_original",
    "is_cn_application",
    "is_printed_form",
    "make_number",
    "normalise_number",
    "number_variants",
    "parse_docdb",
    "parse_epodoc",
    "parse_original",
    "pct_number",
    "right_id",
    "verify_check_digit",
]


def make_number(office: str, text: str, kind: str = "", day: str = "", role: NumberRole = "publication") -> Number:
    """A `Number` with `text` in normal form. A PCT application written under any office belongs to WO."""
    normal = normalise_number(office, text, role)
    return Number("WO" if normal.startswith("PCT") and len(normal) == 15 else office, normal, kind, day)


def right_id(application: Number | None) -> str:
    """What groups the publications of one application: `US/10123456`; "" without an application."""
    if application is None or not application.number:
        return ""
    return f"{application.office_code}/{normalise_number(application.office_code, application.number, 'application')}"
