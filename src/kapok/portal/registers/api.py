"""Operations on registers: the list, an inquiry, one record with its periods. The inputs are those of the pages."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from kapok.catalogue.register import Register, registers
from kapok.errors import QueryError
from kapok.portal import gateway, vocabulary
from kapok.portal.api.document import COMMON_ERRORS
from kapok.portal.api.schemas import ProblemOut
from kapok.portal.registers.inquiry import PARTS, read_inquiry, record_key, require_register, status_words
from kapok.records.record import Mark
from kapok.services.mark_periods import MarkPeriod, mark_periods

ERRORS: dict[int, Any] = dict.fromkeys((*COMMON_ERRORS, 404), ProblemOut)
MOST_ROWS = 100
router = Router(tags=["Registers"])
_encoder = msgspec.json.Encoder()


class RegisterOut(Schema):
    """One register that can be inquired of."""

    key: str = Field(description="Its name in addresses.")
    office: str = Field(description="ST.3 code of the office.")
    category: str
    path: str = Field(description="Last part of its address: `marks`.")
    name: str
    inquire_by: list[str] = Field(description="Query fields that its page asks by.")
    statuses: list[dict[str, Any]] = Field(
        description="Words of the office, each with its name in the language of the request."
    )


class InquiryChoices(Schema):
    """What a register is asked; everything that is given must match."""

    number: str = Field("", max_length=200, description="Application, registration, publication or priority number.")
    mark: str = Field("", max_length=400, description="Words of the mark.")
    holder: str = Field("", max_length=400, description="Applicant or holder.")
    representative: str = Field("", max_length=400)
    class_: str = Field("", alias="class", max_length=20, description="Nice class.")
    status: str = Field("", max_length=40, description="in_force, not_in_force, pending or unknown.")
    filed_from: str = Field("", max_length=10, description="ISO day, month or year.")
    filed_to: str = Field("", max_length=10)
    published_from: str = Field("", max_length=10)
    published_to: str = Field("", max_length=10)
    registered_from: str = Field("", max_length=10)
    registered_to: str = Field("", max_length=10)
    expires_from: str = Field("", max_length=10)
    expires_to: str = Field("", max_length=10)
    offset: int = Field(0, ge=0)
    limit: int = Field(20, ge=0, le=MOST_ROWS)


class RegisterHitOut(Schema):
    """One record of the register."""

    key: str
    number: str
    mark: str
    holders: list[str]
    classes: list[str]
    status: str = Field(description="in_force, not_in_force, pending or unknown.")
    office_status: str = Field(description="The status as the office writes it.")
    office_status_name: str = Field(description="The same in the language of the request.")
    filing_date: str
    publication_date: str
    registration_date: str
    expiry_date: str


class RegisterAnswerOut(Schema):
    """The answer of a register."""

    total: int
    query: str = Field(description="What was asked, as CQL.")
    hits: list[RegisterHitOut]


class PeriodOut(Schema):
    """One period of a mark with its working."""

    kind: str = Field(description="term, opposition, renewal or late_renewal.")
    name: str
    first_day: str
    last_day: str
    state: str = Field(description="open, past or future.")
    state_name: str
    working: list[str]
    citation: str
    unverified: bool
    stated_last_day: str = Field(description="What the register states, where it is another day.")


class RegisterRecordOut(Schema):
    """One record of a register: its periods beside it."""

    key: str
    periods: list[PeriodOut]
    office_status_name: str
    record: dict[str, Any]


_FIELDS = {
    "number": "any_number", "mark": "mark", "holder": "applicant", "representative": "representative", "class_": "nice",
    "status": "status", "filed_from": "filing_date.from", "filed_to": "filing_date.to",
    "published_from": "publication_date.from", "published_to": "publication_date.to",
    "registered_from": "registration_date.from", "registered_to": "registration_date.to",
    "expires_from": "expiry_date.from", "expires_to": "expiry_date.to",
}  # fmt: skip
"""Parameter of the API -> input of the page."""


@router.get("/registers", response={200: list[RegisterOut], **ERRORS}, operation_id="registers")
def list_registers(request: HttpRequest) -> HttpResponse:
    """Every register that can be inquired of."""
    return _answer([_described(register) for register in registers()])


@router.get("/registers/{key}/{part}", response={200: RegisterAnswerOut, **ERRORS}, operation_id="inquire")
def inquire(request: HttpRequest, key: str, part: str, choices: Query[InquiryChoices]) -> HttpResponse:
    """Inquire of a register by number, name, holder, representative, class, status and dates."""
    register = require_register(key, part)
    values = {_FIELDS[name]: str(getattr(choices, name)) for name in _FIELDS}
    inquiry, errors = read_inquiry(register, values)
    for name, told in errors.items():
        raise QueryError(told, "", f"Correct the value of {name}")
    found = gateway.current().search(
        inquiry.text, offset=choices.offset, limit=choices.limit, highlight=False, **inquiry.choices()
    )
    return _answer({"total": found.total, "query": inquiry.text, "hits": [_hit(register, hit) for hit in found.hits]})


@router.get("/registers/{key}/{part}/{number}", response={200: RegisterRecordOut, **ERRORS}, operation_id="register_record")
def register_record(request: HttpRequest, key: str, part: str, number: str) -> HttpResponse:
    """One record by its number, with its term, opposition and renewal periods and how they were found."""
    register = require_register(key, part)
    record = gateway.current().show(record_key(register, number)).record
    periods: list[MarkPeriod] = mark_periods(record, vocabulary.name_key()) if isinstance(record, Mark) else []
    words = status_words(register, {"office_status_text": record.office_status_text})
    return _answer({"key": record.key, "periods": periods, "office_status_name": words, "record": record})


def _described(register: Register) -> dict[str, Any]:
    language = vocabulary.name_key()
    return {
        "key": register.key,
        "office": register.office,
        "category": register.category,
        "path": PARTS[register.category],
        "name": vocabulary.localised(register.names),
        "inquire_by": register.inquire_by,
        "statuses": [{"words": each.words, "name": each.names[language]} for each in register.statuses],
    }


def _hit(register: Register, hit: Any) -> dict[str, Any]:
    summary: dict[str, Any] = hit.summary
    days = ("filing_date", "publication_date", "registration_date", "expiry_date")
    return {
        "key": hit.key,
        "number": str(summary.get("number", "")),
        "mark": str(summary.get("mark", "")),
        "holders": summary.get("applicants", []),
        "classes": summary.get("nice", []),
        "status": str(summary.get("status", "unknown")),
        "office_status": str(summary.get("office_status_text", "")),
        "office_status_name": status_words(register, summary),
        **{name: str(summary.get(name, "")) for name in days},
    }


def _answer(body: Any) -> HttpResponse:
    return HttpResponse(_encoder.encode(body), content_type="application/json")
