"""Shapes of the API, for reading requests and for the OpenAPI document. Answers are encoded by msgspec, not through these."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StrictBool
from pydantic.config import JsonDict

from kapok.portal import vocabulary
from kapok.portal.library.classes import SCHEMES
from kapok.portal.library.export import MEDIA_TYPES
from kapok.portal.library.parameters import MAX_QUERY, SORTS


def _among(allowed: Iterable[str]) -> AfterValidator:
    """A check that a text is one of `allowed`."""
    values = tuple(allowed)

    def check(value: str) -> str:
        if value not in values:
            raise ValueError(f"'{value[:80]}' is none of {', '.join(v for v in values if v)}")
        return value

    return AfterValidator(check)


def _listed(allowed: Iterable[str]) -> JsonDict:
    """The same values for the OpenAPI document."""
    return {"enum": list(allowed)}


_CATEGORIES = ("", *vocabulary.categories())
_FACETS = tuple(sorted(vocabulary.facet_fields()))
Category = Annotated[str, _among(_CATEGORIES), Field(json_schema_extra=_listed(_CATEGORIES))]
Sort = Annotated[str, _among(SORTS), Field(json_schema_extra=_listed(SORTS))]
Format = Annotated[str, _among(MEDIA_TYPES), Field(json_schema_extra=_listed(MEDIA_TYPES))]
Scheme = Annotated[str, _among(SCHEMES), Field(json_schema_extra=_listed(SCHEMES))]
Facet = Annotated[str, _among(_FACETS), Field(json_schema_extra=_listed(_FACETS))]
Filter = Annotated[str, Field(pattern=rf"^({'|'.join(_FACETS)}):[^\x00-\x1f]+$", max_length=300)]
MAX_ROWS = 1000
"""Most rows in one answer; more by `offset` or by the export."""
MAX_OFFSET = 1_000_000_000


class QueryChoices(Schema):
    """What a search, a count and an export have in common."""

    q: str = Field("", max_length=MAX_QUERY, description="The query: plain words, `field:value`, numbers, or CQL.")
    in_: Category = Field("", alias="in", description="One category; empty for all.")
    language: Literal["auto", "cql", "plain"] = Field("auto", description="Query language; `auto` recognises it.")
    f: list[Filter] = Field([], max_length=50, description="Facet choices, each `field:value`.", examples=[["status:in_force"]])


class SearchChoices(QueryChoices):
    """One search."""

    group: Literal["publication", "right", "family"] = Field("publication", description="What one row is.")
    offset: int = Field(0, ge=0, le=MAX_OFFSET, description="Rows to leave out at the beginning.")
    limit: int = Field(20, ge=0, le=MAX_ROWS, description="Rows in the answer.")
    sort: Sort = Field("relevance", description="`relevance`, or a date field with `:desc` or `:asc`.")
    facets: list[Facet] = Field([], max_length=20, description="Fields to count values of.", examples=[["office_code"]])
    highlight: bool = Field(True, description="Whether to quote the matching places.")


def _as_number(value: object) -> object:
    """A number of JSON (2 and 2.0 alike); texts and truth values are none. Raises ValueError."""
    if isinstance(value, bool | str):
        raise ValueError("a number is needed here")
    return value


Whole = Annotated[int, BeforeValidator(_as_number)]
"""A whole number in a JSON body."""


class PostedSearch(SearchChoices):
    """One search in the body of a request: for long queries and lists of numbers. Unknown members are refused."""

    model_config = ConfigDict(extra="forbid", populate_by_name=False)
    offset: Whole = Field(0, ge=0, le=MAX_OFFSET, description="Rows to leave out at the beginning.")
    limit: Whole = Field(20, ge=0, le=MAX_ROWS, description="Rows in the answer.")
    highlight: StrictBool = Field(True, description="Whether to quote the matching places.")


class ClassChoices(Schema):
    """One place in a classification."""

    scheme: Scheme = Field(description="The classification.")
    symbol: str = Field("", max_length=60, description="The class; empty for the top.")


class ExportChoices(QueryChoices):
    """One export: every matching publication, in the order of category, office and number."""

    format: Format = Field("csv", description="File format.")


class HitOut(Schema):
    """One row of a result."""

    key: str = Field(examples=["patent/US/7272630/B2"])
    category: str
    title: str
    score: float
    summary: dict[str, Any]
    highlights: dict[str, list[str]] = Field(description="Field -> HTML fragments, escaped, with `<mark>`.")
    group_size: int


class BucketOut(Schema):
    """One facet value."""

    value: str
    count: int


class SearchOut(Schema):
    """The answer to a search. `total` is exact; nothing found is a total of 0, never an error."""

    total: int
    query: str = Field(description="The query in its canonical form.")
    language: str
    offset: int
    limit: int
    seconds: float
    hits: list[HitOut]
    facets: dict[str, list[BucketOut]]


class StatusOut(Schema):
    """Legal status today, and why."""

    status: str
    reason: str
    since: str
    until: str
    reason_not_in_force: str
    working: list[str]


class SpanOut(Schema):
    """One span of the legal status."""

    from_: str = Field(alias="from")
    to: str
    status: str
    reason: str


class RecordOut(Schema):
    """A record and what stands around it."""

    key: str
    record: dict[str, Any]
    status: StatusOut
    history: list[SpanOut] = Field(description="Every span of the legal status; `to` is 9999-12-31 while it lasts.")
    right: list[str] = Field(description="Keys of the publications of the same right.")
    family: list[str]
    citing: list[str]
    cited: list[dict[str, Any]]
    versions: int


class CategoryOut(Schema):
    """One category."""

    key: str
    name: str
    count: int
    newest: str


class CountOut(Schema):
    """Records per category, or the number of records that match a query."""

    total: int
    categories: list[CategoryOut] | None = None
    query: str | None = None


class SourceOut(Schema):
    """One source."""

    name: str
    title: str
    category: str
    records: int
    last_loaded_at: str
    newest_document_date: str
    status: str
    notes: list[str]


class ClassOut(Schema):
    """One class with its children."""

    scheme: str
    symbol: str
    title: str
    count: int
    parents: list[dict[str, Any]]
    children: list[dict[str, Any]]


class SubjectOut(Schema):
    """One subject database."""

    key: str
    names: dict[str, str]
    scopes: dict[str, str]
    exclusions: dict[str, str]
    category: str
    query: str
    classes: dict[str, list[str]]
    curator: str
    version: int
    dated: str


class ExplainOut(Schema):
    """How a query is understood."""

    rows: list[Any]
    canonical_cql: str
    canonical_plain: str


class ProblemOut(Schema):
    """An RFC 9457 problem document; `what`, `why` and `next` are its detail in parts."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    what: str
    why: str
    next: str
    position: int | None = Field(None, description="0-based character of the query where the fault is.")
    expected: list[str] | None = Field(None, description="What could stand there.")
    errors: list[dict[str, Any]] | None = Field(None, description="Each parameter that cannot be used.")
