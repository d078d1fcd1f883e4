"""Operations on similar marks: search by words or picture, compare two marks. The shapes are those of the command line."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from kapok.errors import InputError, QueryError
from kapok.portal import gateway, vocabulary
from kapok.portal.api.document import COMMON_ERRORS
from kapok.portal.api.schemas import ProblemOut
from kapok.services.similar_question import ASKED_STATUSES, MAX_LIMIT, USUAL_LIMIT
from kapok.similarity.picture import MOST_BYTES
from kapok.similarity.profile import profiles

ERRORS: dict[int, Any] = dict.fromkeys(COMMON_ERRORS, ProblemOut)
NiceClass = Annotated[int, Field(ge=1, le=45)]
RegisterCode = Annotated[str, Field(pattern="^[A-Za-z]{2}$")]
Status = Literal["pending", "in_force", "not_in_force", "unknown"]
assert set(ASKED_STATUSES) == {"pending", "in_force", "not_in_force", "unknown"}
Office = Literal["CN", "HK", "EM", "US", "EU"]
assert set(profiles()) | {"EU"} == {"CN", "HK", "EM", "US", "EU"}
router = Router(tags=["Similar marks"])


class SimilarChoices(Schema):
    """What is asked about a mark."""

    mark: str = Field("", max_length=20_000, description="The words of the mark.")
    class_: list[NiceClass] = Field([], alias="class", max_length=45, description="Nice classes of its goods.")
    goods: str = Field("", max_length=20_000, description="Its goods in words; their classes are found.")
    office: Office = Field("CN", description="By whose rules likeness is judged (ST.3; `EU` is taken for `EM`).")
    registers: list[RegisterCode] = Field(
        [], alias="register", max_length=50, description="Only marks of these registers (ST.3); none for all."
    )
    status: list[Status] = Field([], description="Only marks of these legal statuses; none for all.")
    limit: int = Field(USUAL_LIMIT, ge=1, le=MAX_LIMIT, description="Hits in the answer.")


class PairChoices(Schema):
    """Two marks to compare."""

    mark1: str = Field(max_length=20_000, description="The words of the first mark.")
    mark2: str = Field(max_length=20_000, description="The words of the second mark.")
    class_: list[NiceClass] = Field([], alias="class", max_length=45, description="Nice classes of both.")
    office: Office = Field("CN", description="By whose rules likeness is judged (ST.3; `EU` is taken for `EM`).")


class SimilarHitOut(Schema):
    """One mark and why it is near."""

    key: str = Field(description="Key of the record; empty for a mark that was typed.")
    mark: str
    score: float
    level: str = Field(description="identical, confusingly_similar, similar or remote.")
    rule: str = Field(description="The rule of the profile that decided; `plane_…` where one plane did.")
    planes: dict[str, float] = Field(description="shape, glyph, sound, meaning, figure, goods: 0 to 1.")
    compared: list[str] = Field(description="The planes that could be compared; the others stand at 0.")
    reasons: list[str] = Field(description="Sentences in the language of the request.")
    aligned: list[list[str]] = Field(description="Parts side by side: of the mark asked, of the mark found, how.")
    goods_shared: list[str]
    classes: list[str]


class SimilarOut(Schema):
    """The answer: `total` counts the hits that reach the level similar; a few remote ones may follow them."""

    total: int
    hits: list[SimilarHitOut]
    office: str
    searched: int = Field(description="Marks in the index.")
    scored: int = Field(description="Names compared on every plane.")
    classes: list[str] = Field(description="Classes whose marks were looked at; empty for all.")
    guessed_classes: list[str] = Field(description="Classes found from the words of the goods.")
    seconds: float


@router.get("/similar", response={200: SimilarOut, **ERRORS}, operation_id="similar", by_alias=True)
def similar(request: HttpRequest, choices: Query[SimilarChoices]) -> HttpResponse:
    """Marks like one, by its words: the nearest first, with a score per plane and the reasons."""
    return _similar(choices, None)


@router.post("/similar", response={200: SimilarOut, 413: ProblemOut, **ERRORS}, operation_id="similar_posted", by_alias=True)
def similar_posted(
    request: HttpRequest, choices: Form[SimilarChoices], image: File[UploadedFile | None] = None
) -> HttpResponse:
    """The same with a picture of the mark (PNG, JPEG, GIF, WebP, BMP, TIFF) in a form; words may be left out."""
    return _similar(choices, image.read(MOST_BYTES + 1) if image is not None else None)


@router.get("/compare", response={200: SimilarOut, **ERRORS}, operation_id="compare", by_alias=True)
def compare(request: HttpRequest, choices: Query[PairChoices]) -> HttpResponse:
    """The opinion on two marks that are typed, as an answer with one hit."""
    try:
        found = gateway.current().compare(
            choices.mark1, choices.mark2, classes=choices.class_, office=choices.office, locale=vocabulary.name_key()
        )
    except InputError as error:
        raise _unreadable(error) from None
    return HttpResponse(msgspec.json.encode(found), content_type="application/json")


def _similar(choices: SimilarChoices, picture: bytes | None) -> HttpResponse:
    try:
        found = gateway.current().similar(
            choices.mark,
            classes=choices.class_,
            goods=choices.goods,
            office=choices.office,
            picture=picture,
            limit=choices.limit,
            offices=choices.registers,
            statuses=choices.status,
            locale=vocabulary.name_key(),
        )
    except InputError as error:
        raise _unreadable(error) from None
    return HttpResponse(msgspec.json.encode(found), content_type="application/json")


def _unreadable(error: InputError) -> InputError:
    """A mark that cannot be compared is a question that cannot be read: the form of the request was right."""
    return error if isinstance(error, QueryError) else QueryError(error.what, error.why, error.next_step)
