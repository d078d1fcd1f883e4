"""The navigation report for programs: the JSON of `kapok navigation --json`."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from kapok.errors import InputError, QueryError
from kapok.portal.api.document import COMMON_ERRORS
from kapok.portal.api.schemas import ProblemOut
from kapok.portal.navigation.asked import Asked
from kapok.portal.navigation.pages import report_of

ERRORS: dict[int, Any] = dict.fromkeys(COMMON_ERRORS, ProblemOut)
router = Router(tags=["Patent navigation"])


class NavigationChoices(Schema):
    """What the report is about: `q` or `subject`."""

    q: str = Field("", max_length=100_000, description="A query: plain words or CQL.")
    subject: str = Field("", max_length=100, description="The key of a subject database of patents, instead of a query.")
    language: Literal["auto", "cql", "plain"] = Field("auto", description="The language that the query is in.")
    from_: int = Field(0, alias="from", ge=0, le=2200, description="First filing year; 0 for any.")
    to: int = Field(0, ge=0, le=2200, description="Last filing year; 0 for any.")


class ApplicationCountOut(Schema):
    """How many applications have a value; `(query) and (condition)` finds them, "" where no one query does."""

    value: str
    count: int
    condition: str


class NavigationOut(Schema):
    """The report. Parts that are not listed here one by one are described in the API guide."""

    title: dict[str, str]
    subject: str
    asked: str
    query: str = Field(description="Canonical CQL of everything that is counted.")
    interpreted: dict[str, list[list[int | str]]]
    from_year: int
    to_year: int
    made_at: str
    data_date: str
    indexed_at: str
    sources: list[dict[str, Any]]
    publications: int
    applications: int
    families: int
    rules_version: int
    trends: dict[str, Any]
    life_cycle: list[dict[str, Any]]
    phase: str
    classes: list[dict[str, Any]]
    white_spots: dict[str, Any] | None
    applicant_countries: list[ApplicationCountOut]
    offices: list[ApplicationCountOut]
    priority_countries: list[ApplicationCountOut]
    applicants: list[dict[str, Any]]
    merges: list[dict[str, Any]]
    pairs: list[dict[str, Any]]
    inventors: list[ApplicationCountOut]
    status: list[ApplicationCountOut]
    key_patents: list[dict[str, Any]]
    citing_scope: str
    left_out: list[dict[str, Any]]
    seconds: float


@router.get("/navigation", response={200: NavigationOut, 404: ProblemOut, **ERRORS}, operation_id="navigation", by_alias=True)
def navigation(request: HttpRequest, choices: Query[NavigationChoices]) -> HttpResponse:
    """The patent-navigation report on a query or a subject database; each figure with the query that finds its applications."""
    asked = Asked(choices.subject.strip(), choices.q.strip(), choices.language, choices.from_, choices.to)
    try:
        found = report_of(asked)
    except InputError as error:
        raise error if isinstance(error, QueryError) else QueryError(error.what, error.why, error.next_step) from None
    return HttpResponse(msgspec.json.encode(found), content_type="application/json")
