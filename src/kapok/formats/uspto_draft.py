"""What every USPTO full-text reader collects of one document, and how it becomes a record.

The green book, SGML, PAP, Red Book and BRS say the same things in different forms. Readers fill a `Draft`; `finish` decides
once what holds for all of them: normal forms of numbers, the record's key and right, whether it is a patent or a design,
the events that the document itself proves, its provenance.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from msgspec import Struct, field

from kapok.errors import InputError
from kapok.formats.ports import Chunk, FormatSpec, ReadContext
from kapok.records.dates import parse_date
from kapok.records.numbers import NumberRole, make_number, normalise_number
from kapok.records.parties import Party
from kapok.records.provenance import Provenance
from kapok.records.record import (
    Citation,
    CitationOrigin,
    Classification,
    Design,
    Image,
    LegalEvent,
    Number,
    Patent,
    Priority,
    RelatedRight,
    make_key,
)
from kapok.records.text import Claim, Text


class BadDocument(ValueError):
    """A document that cannot become a record; the message says what about it is wrong."""


class Draft(Struct):
    """What was found in one document, still in the words of the source where nothing else is said.

    `patent_type` is Kapok's word (invention, design, plant, reissue, statutory_invention_registration,
    defensive_publication); dates are ISO; `original` keeps values as written where reading changed them.
    """

    number_text: str = ""
    kind_code: str = ""
    publication_date: str = ""
    application_text: str = ""
    filing_date: str = ""
    granted: bool = True
    patent_type: str = "invention"
    language: str = "en"
    title: str = ""
    abstract: str = ""
    description: str = ""
    claims: list[Claim] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    priorities: list[Priority] = field(default_factory=list)
    classifications: list[Classification] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    related: list[RelatedRight] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    original: dict[str, str] = field(default_factory=dict)
    repairs: list[str] = field(default_factory=list)
    document_date: str = ""
    term_years: int = 0
    term_adjustment_days: int = 0
    view_count: int = 0


def core_date(text: str | None, what: str) -> str:
    """A date that the record stands on (publication, filing, priority): a wrong one spoils the document."""
    if not text or not text.strip(" 0"):
        return ""
    try:
        return parse_date(text.strip())
    except InputError as error:
        raise BadDocument(f"the {what} is wrong: {error.what}, {error.why}") from None


def side_date(text: str | None, what: str, draft: Draft) -> str:
    """A date of something else (a cited document, a parent): a wrong one is left out and kept as written."""
    if not text:
        return ""
    day = known_date(text)
    if not day and text.strip(" 0"):
        draft.original[f"{what} date"] = text
    return day


@lru_cache(maxsize=1 << 16)
def known_date(text: str) -> str:
    """The ISO date, "" when it is none."""
    try:
        return parse_date(text.strip())
    except InputError:
        return ""


def cited_number(office: str, text: str, kind: str, day: str, role: NumberRole = "publication") -> Number:
    """A number that the document names; patents of the office, most of all citations, take a short way."""
    if office == "US" and role == "publication" and len(text) < 9:
        if text.isdigit():
            return Number("US", text.lstrip("0") or text, kind, day)
        if text[0] == "D" and text[1:].isdigit():
            return Number("US", "D" + text[1:].lstrip("0"), kind, day)
    return make_number(office, text, kind, day, role)


@lru_cache(maxsize=256)
def citation_origin(words: str) -> CitationOrigin:
    """Who cited, from the words of the source (`cited by examiner`, `cited by applicant`, `cited by other`)."""
    lower = words.lower()
    for word, origin in _ORIGIN_WORDS:
        if word in lower:
            return origin
    return "unknown"


_ORIGIN_WORDS: tuple[tuple[str, CitationOrigin], ...] = (
    ("examiner", "examination"),
    ("applicant", "applicant"),
    ("other", "other"),
    ("third party", "other"),
    ("imported", "other"),
)


def position_of(chunk: Chunk) -> str:
    """`record 17, byte 48211`."""
    return f"record {chunk.index + 1}, byte {chunk.offset}"


def finish(draft: Draft, spec: FormatSpec, chunk: Chunk, context: ReadContext) -> Patent | Design:
    """The record of a filled draft; raises `BadDocument` when it has no number."""
    if not draft.number_text.strip():
        raise BadDocument("it states no publication number")
    is_design = draft.patent_type == "design"
    number = normalise_number("US", draft.number_text)
    if not number[-1:].isdigit():
        raise BadDocument(f"its publication number '{draft.number_text}' does not end with a digit")
    original = draft.original
    if number != draft.number_text:
        original["number"] = draft.number_text
    publication = Number("US", number, draft.kind_code, draft.publication_date)
    application = None
    right = ""
    if draft.application_text.strip():
        serial = normalise_number("US", draft.application_text, "application")
        if serial != draft.application_text:
            original["application"] = draft.application_text
        application = Number("US", serial, "", draft.filing_date)
        right = f"US/{serial}"
    language = draft.language
    shared: dict[str, Any] = {
        "office_code": "US",
        "number": number,
        "kind_code": draft.kind_code,
        "right_id": right,
        "language": language,
        "titles": (Text(draft.title, language),) if draft.title else (),
        "abstracts": (Text(draft.abstract, language),) if draft.abstract else (),
        "descriptions": (Text(draft.description, language),) if draft.description else (),
        "claims": tuple(draft.claims),
        "parties": tuple(draft.parties),
        "application": application,
        "filing_date": draft.filing_date,
        "publication": publication,
        "publication_date": draft.publication_date,
        "grant_date": draft.publication_date if draft.granted else "",
        "priorities": tuple(draft.priorities),
        "classifications": tuple(draft.classifications),
        "citations": tuple(draft.citations),
        "legal_events": _events(draft),
        "related": tuple(draft.related),
        "images": tuple(draft.images),
        "attributes": draft.attributes,
        "provenance": Provenance(
            source=context.source or spec.default_source,
            format=spec.name,
            file=context.file,
            position=position_of(chunk),
            read_at=context.read_at,
            document_date=draft.document_date or draft.publication_date,
            original=original,
            repairs=tuple(draft.repairs),
        ),
    }
    if is_design:
        return Design(
            key=make_key("design", "US", number),
            category="design",
            registration=publication if draft.granted else None,
            registration_date=draft.publication_date if draft.granted else "",
            term_years=draft.term_years,
            view_count=draft.view_count,
            **shared,
        )
    return Patent(
        key=make_key("patent", "US", number, draft.kind_code),
        category="patent",
        patent_type=draft.patent_type,
        term_adjustment_days=draft.term_adjustment_days,
        **shared,
    )


def _events(draft: Draft) -> tuple[LegalEvent, ...]:
    """Filing and publication or grant, as the document's own dates prove them; ST.27 categories A, Q, F."""
    events = []
    if draft.filing_date:
        events.append(LegalEvent(draft.filing_date, "INID 22", "Application filed", "A", office_code="US"))
    if draft.publication_date:
        if draft.granted:
            words = "Statutory invention registration published" if draft.kind_code.startswith("H") else "Patent granted"
            events.append(LegalEvent(draft.publication_date, "INID 45", words, "F", office_code="US"))
        else:
            events.append(LegalEvent(draft.publication_date, "INID 43", "Application published", "Q", office_code="US"))
    return tuple(events)
