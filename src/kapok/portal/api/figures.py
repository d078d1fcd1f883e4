"""Operations on figures: those of a year and place as anyone may see them, what one counts, and an authority's report."""

from __future__ import annotations

from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from kapok.errors import NotAllowed
from kapok.portal.accounts.audit import keep_verdict
from kapok.portal.api.document import COMMON_ERRORS
from kapok.portal.api.schemas import ProblemOut
from kapok.portal.statistics.reporters import office_of_token
from kapok.portal.statistics.sights import public_sights
from kapok.services.compute_figures import figures_for
from kapok.services.drill_down import drill_down
from kapok.services.gather_figures import gather
from kapok.services.report_figures import take_report
from kapok.statistics.declared import require_region

ERRORS: dict[int, Any] = dict.fromkeys((*COMMON_ERRORS, 404), ProblemOut)
MOST = 1000
"""Register entries that are given at once."""
router = Router(tags=["Figures"])
_encoder = msgspec.json.Encoder()


class PlaceChoices(Schema):
    """A year, and where it applies a place and a month."""

    year: int = Field(ge=1980, le=2200)
    region: str = Field("", max_length=6, description="GB/T 2260 code: the province (default), a city or a county.")
    month: int = Field(0, ge=0, le=12, description="1 to 12, 0 for the whole year.")


class FigureOut(Schema):
    """One figure. `value` is null where it is withheld, or hidden because it is small or would give a small one away."""

    id: str
    year: int
    region: str
    month: int
    value: str | None
    unit: str
    qualifier: str
    origin: str = Field(description="events, register, records, report or shipped.")
    source: str = Field(description="Hex SHA-256 of the snapshot that it was computed from.")


class CountedOut(Schema):
    """What a figure counts, as anyone may see it."""

    id: str
    by: str = Field(description="events, entries, records, or empty where the figure was reported.")
    value: str | None
    cases: list[dict[str, Any]]
    closed: int | None = Field(description="Cases of which nothing is public.")
    entries: list[dict[str, Any]]
    query: str


class ToldOut(Schema):
    """A row that was refused or flagged."""

    row: int
    id: str
    why: str


class ReportOut(Schema):
    """What became of a report."""

    taken: int
    unchanged: int
    refused: list[ToldOut]
    flagged: list[ToldOut]
    digest: str
    log_index: int | None


def _answer(body: Any) -> HttpResponse:
    return HttpResponse(_encoder.encode(body), content_type="application/json")


@router.get("/figures", response={200: list[FigureOut], **ERRORS}, operation_id="figures")
def figures(request: HttpRequest, choices: Query[PlaceChoices]) -> HttpResponse:
    """The figures of a year, place and month, small counts hidden."""
    home, place = settings.KAPOK_CONFIG.home, require_region(choices.region or "440000")
    withheld = gather(home, choices.year).withheld
    found = figures_for(home, choices.year, place, choices.month, public=True)
    return _answer(
        [
            {
                "id": each.id, "year": each.year, "region": each.region, "month": each.month,
                "value": None if each.id in withheld else each.value or None, "unit": each.unit, "qualifier": each.qualifier,
                "origin": each.origin, "source": each.source,
            }
            for each in found
        ]
    )  # fmt: skip


@router.get("/figures/{key}/cases", response={200: CountedOut, **ERRORS}, operation_id="figure_cases")
def figure_cases(request: HttpRequest, key: str, choices: Query[PlaceChoices]) -> HttpResponse:
    """What one figure counts: published cases, entries of a register, or the query for its records."""
    home = settings.KAPOK_CONFIG.home
    found = drill_down(home, key, choices.year, choices.region, choices.month, sights=public_sights)
    return _answer(
        {
            "id": found.id, "by": found.by, "value": found.value, "cases": [msgspec.to_builtins(each) for each in found.cases],
            "closed": found.closed, "entries": [msgspec.to_builtins(each) for each in found.entries[:MOST]],
            "query": found.query,
        }
    )  # fmt: skip


@router.post(
    "/figures/reports/{authority}",
    response={200: ReportOut, 403: ProblemOut, 413: ProblemOut, **ERRORS},
    operation_id="report_figures",
    openapi_extra={
        "requestBody": {"required": True, "content": {"text/csv": {"schema": {"type": "string", "title": "CSV"}}}},
        "parameters": [
            {
                "name": "Authorization",
                "in": "header",
                "schema": {"type": "string", "title": "Bearer and the secret of the office"},
            }
        ],
    },
)
def report_figures(request: HttpRequest, authority: str) -> HttpResponse:
    """Take an authority's report as CSV. `Authorization: Bearer` with the secret of the office's own system."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    office = office_of_token(secret.strip()) if scheme.lower() == "bearer" else None
    if office is None or office.authority != authority:
        thing = f"figures/{authority[:40]}"
        keep_verdict(None, "report", thing, allowed=False, reason="no secret that reports for it")
        told = _("Ask whoever runs the platform for the secret of your office")
        raise NotAllowed(_("You do not report for this authority"), _("the request carries no secret that does"), told)
    done = take_report(settings.KAPOK_CONFIG.home, request.body, f"{authority}.csv", authority, office.organisation.key)
    return _answer(done)
