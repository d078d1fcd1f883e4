"""The record model in the middle: what every reader ends in and everything else starts from.

One `Record` base holds what all kinds of IP data share (numbers, dates, parties, texts, classes, events); the kinds that
need more have their own class. Records are frozen, typed `msgspec` structs; `encode`/`decode` are their JSON form.
Dates are ISO texts that may be partial (`2021`, `2021-02`, `2021-02-28`): see `kapok.records.dates`.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from kapok.records.parties import Party
from kapok.records.provenance import Provenance
from kapok.records.text import Claim, GoodsAndServices, Text

PartialDate = Annotated[str, Meta(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
"""ISO date of year, month or day precision."""

CitationOrigin = Literal["search", "examination", "opposition", "applicant", "other", "unknown"]
"""Who cited (ST.36 `srep-phase`, OPS `ex op rf oc`); `unknown` where the source does not say."""


class Number(Struct, frozen=True, omit_defaults=True):
    """A document number: ST.3 office, number in the office's normal form (no spaces, no slashes), ST.16 kind."""

    office_code: str
    number: str
    kind_code: str = ""
    date: str = ""


class Priority(Struct, frozen=True, omit_defaults=True):
    """A Paris priority (31)(32)(33) or a domestic one (`kind` = national, regional, international, or the source's word)."""

    number: Number
    priority_date: str = ""
    kind: str = ""


class Classification(Struct, frozen=True, omit_defaults=True):
    """One class symbol. `scheme`: ipc, cpc, national, uspc, fi, fterm, nice, vienna, locarno, usdesign, gbt4754.

    `symbol` is in the scheme's normal form (`H01L 21/02`, `09`, `26.04.18`, `14-03`); `version` its edition;
    `value`: invention | additional | unknown; `first`: whether listed first.
    """

    scheme: str
    symbol: str
    version: str = ""
    value: str = "unknown"
    first: bool = False
    office_code: str = ""


class Citation(Struct, frozen=True, omit_defaults=True):
    """Something cited: a document (`number`) or a text (`text`, non-patent literature)."""

    origin: CitationOrigin = "unknown"
    number: Number | None = None
    text: str = ""
    categories: tuple[str, ...] = ()
    claims: str = ""


class LegalEvent(Struct, frozen=True, omit_defaults=True):
    """One dated fact from a register.

    `office_event_code` and `office_text` are the office's own; `category` is the ST.27 / ST.61 category letter
    (A filing … H cessation …), empty when stated but not covered (`UNASSIGNED`), see `kapok.codes.legal_status`.
    `effective_date` where it differs from `event_date`.
    """

    event_date: str
    office_event_code: str = ""
    office_text: str = ""
    category: str = ""
    key_event_code: str = ""
    office_code: str = ""
    effective_date: str = ""
    detail: str = ""


class Image(Struct, frozen=True, omit_defaults=True):
    """A picture of the record: `kind` mark | drawing | view | page; either `uri` (as the source states) or inline `data`."""

    kind: str = "drawing"
    uri: str = ""
    media_type: str = ""
    data: bytes = b""
    caption: str = ""


class RelatedRight(Struct, frozen=True, omit_defaults=True):
    """Another right that this one stands in relation to.

    `relation`: parent, division, continuation, continuation_in_part, reissue, seniority, madrid, transformation,
    prior_registration, pct_application, pct_publication, same_invention, member …
    """

    relation: str
    number: Number | None = None
    related_date: str = ""
    text: str = ""


class Record(Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type"):
    """What every kind of IP record has. Subclasses add fields; nothing here is specific to one right.

    `key` is `<category>/<office>/<number>[/<kind>]` and unique in the lake. `right_id` groups publications of one
    application (`US/10123456`); empty means the record is its own right.
    """

    key: str
    category: str
    office_code: str
    number: str
    kind_code: str = ""
    right_id: str = ""
    language: str = "und"
    titles: tuple[Text, ...] = ()
    abstracts: tuple[Text, ...] = ()
    parties: tuple[Party, ...] = ()
    application: Number | None = None
    filing_date: str = ""
    publication: Number | None = None
    publication_date: str = ""
    registration: Number | None = None
    registration_date: str = ""
    expiry_date: str = ""
    priorities: tuple[Priority, ...] = ()
    classifications: tuple[Classification, ...] = ()
    citations: tuple[Citation, ...] = ()
    legal_events: tuple[LegalEvent, ...] = ()
    office_status_text: str = ""
    office_status_date: str = ""
    related: tuple[RelatedRight, ...] = ()
    images: tuple[Image, ...] = ()
    attributes: dict[str, str] = {}
    provenance: Provenance


class Patent(Record, frozen=True, kw_only=True, omit_defaults=True, tag="patent"):
    """One publication of a patent or utility model.

    `patent_type`: invention, utility_model, plant, statutory_invention_registration, reissue …
    `family_id`: DOCDB simple family; `extended_family_id`: INPADOC. `grant_date` (45) where granted.
    `term_adjustment_days`: days added by the office (35 U.S.C. 154(b)).
    """

    patent_type: str = "invention"
    claims: tuple[Claim, ...] = ()
    descriptions: tuple[Text, ...] = ()
    family_id: str = ""
    extended_family_id: str = ""
    grant_date: str = ""
    designated_states: tuple[str, ...] = ()
    term_adjustment_days: int = 0


class Mark(Record, frozen=True, kw_only=True, omit_defaults=True, tag="mark"):
    """One trademark: the sign, its goods and services, its register data (ST.66 / ST.96 words).

    `mark_text` is the verbal element as registered ("" for a purely figurative mark; titles repeat it by language).
    """

    mark_text: str = ""
    mark_feature: str = ""
    mark_category: str = ""
    goods_and_services: tuple[GoodsAndServices, ...] = ()
    translations: tuple[Text, ...] = ()
    transliterations: tuple[Text, ...] = ()
    disclaimers: tuple[Text, ...] = ()
    mark_descriptions: tuple[Text, ...] = ()
    colours: tuple[str, ...] = ()
    opposition_start_date: str = ""
    opposition_end_date: str = ""
    renewal_date: str = ""
    first_use_date: str = ""
    designated_states: tuple[str, ...] = ()


class Design(Record, frozen=True, kw_only=True, omit_defaults=True, tag="design"):
    """One industrial design (also a US design patent): product in `titles`, Locarno in `classifications`."""

    claims: tuple[Claim, ...] = ()
    descriptions: tuple[Text, ...] = ()
    grant_date: str = ""
    term_years: int = 0
    view_count: int = 0


class GeographicalIndication(Record, frozen=True, kw_only=True, omit_defaults=True, tag="geographical_indication"):
    """One geographical indication: name in `titles`; `protection_type` PDO, PGI, GI, or the office's word."""

    protection_type: str = ""
    product_type: str = ""
    area: str = ""
    country_codes: tuple[str, ...] = ()


class GeneralRecord(Record, frozen=True, kw_only=True, omit_defaults=True, tag="general"):
    """Any of the other categories (layout_design … transaction): base fields, `attributes` and free `texts`."""

    texts: tuple[Text, ...] = ()


AnyRecord = Patent | Mark | Design | GeographicalIndication | GeneralRecord
_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[AnyRecord] = msgspec.json.Decoder(AnyRecord)


def encode(record: Record) -> bytes:
    """The record as canonical JSON bytes (fields in declared order, defaults left out)."""
    return _encoder.encode(record)


def decode(data: bytes | str) -> AnyRecord:
    """The record from its JSON; raises `msgspec.ValidationError` naming the path of a wrong value."""
    return _decoder.decode(data)


def make_key(category: str, office_code: str, number: str, kind_code: str = "") -> str:
    """Build a record key; blanks and slashes in `number` are replaced so that the key stays a path of 3 or 4 parts."""
    clean = number.replace("/", "-").replace(" ", "")
    parts = [category, office_code, clean] + ([kind_code] if kind_code else [])
    return "/".join(parts)
