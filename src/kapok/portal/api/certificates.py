"""The public register of certificates over the API: search, one entry, the digests that are in the evidence log."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from kapok.errors import NotFound
from kapok.portal.api.document import COMMON_ERRORS
from kapok.portal.api.schemas import MAX_ROWS, ProblemOut
from kapok.portal.cases.models import RegisterEntry
from kapok.portal.cases.public import entry_context, entry_row, find_entry, pages_of_entries

router = Router()
ERRORS: dict[int, Any] = dict.fromkeys(COMMON_ERRORS, ProblemOut)
_encoder = msgspec.json.Encoder()


class RegisterChoices(Schema):
    """Which entries."""

    q: str = Field("", max_length=200, description="Words of the title, the holder, or a number.")
    status: Literal["", "in_force", "expired", "cancelled", "revoked"] = Field("", description="How the entry stands.")
    offset: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    limit: Annotated[int, Field(ge=0, le=MAX_ROWS)] = 25


class EntryOut(Schema):
    """One entry of the register."""

    registration_number: str
    certificate_number: str
    title: str
    holder: str
    status: str
    registered_on: str
    expires_on: str


class EntriesOut(Schema):
    """A page of the register."""

    total: int
    entries: list[EntryOut]


class EntryDetailOut(EntryOut):
    """One entry with what it states, what was noted later, and the digest of its certificate."""

    facts: dict[str, Any]
    notes: list[dict[str, Any]]
    sha256: str
    log_index: int | None


def _answer(body: Any) -> HttpResponse:
    response = HttpResponse(_encoder.encode(body), content_type="application/json")
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def _entry(entry: RegisterEntry) -> dict[str, Any]:
    row = entry_row(entry)
    return {
        "registration_number": row["number"],
        "certificate_number": row["certificate"],
        "title": row["title"],
        "holder": row["holder"],
        "status": row["status"],
        "registered_on": row["registered_on"],
        "expires_on": row["expires_on"],
    }


@router.get("/certificates", response={200: EntriesOut, **ERRORS}, operation_id="certificates", tags=["Register"])
def certificates(request: HttpRequest, choices: Query[RegisterChoices]) -> HttpResponse:
    """Search the public register of certificates, the newest first."""
    found = pages_of_entries({"q": choices.q, "status": choices.status}, MAX_ROWS)
    page = found.rows(choices.offset, choices.offset + choices.limit)
    return _answer({"total": found.count, "entries": [_entry(entry) for entry in page]})


@router.get(
    "/certificates/{number}",
    response={200: EntryDetailOut, 404: ProblemOut, **ERRORS},
    operation_id="certificate",
    tags=["Register"],
)
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """One entry by its registration or certificate number."""
    entry = find_entry(number)
    if entry is None:
        raise NotFound("There is no register entry with this number", "", "Check the number, or search the register")
    context = entry_context(entry)
    issued = context["issued"]
    detail = {
        "facts": entry.facts,
        "notes": entry.notes,
        "sha256": issued.sha256 if issued else "",
        "log_index": context["log_index"],
    }
    return _answer({**_entry(entry), **detail})
