"""Patent file wrappers of the USPTO Open Data Portal -> partial patent records.

A file wrapper is one application. Its record takes the key of what was published of it (the grant, else the published
application) so that it completes the full text; before publication the key is `patent/US/AP<application number>`. The portal
gives grants without kind: B2 follows a published application, B1 none (35 U.S.C. documents since 2001); S1, E1 likewise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from kapok.codes.legal_status import event_category
from kapok.codes.offices import offices
from kapok.formats.uspto_classes import us_symbol
from kapok.formats.uspto_codes import country_words
from kapok.formats.uspto_draft import core_date, known_date
from kapok.formats.xml_records import Place
from kapok.records.numbers import make_number, normalise_number
from kapok.records.parties import Party, PartyRole
from kapok.records.record import (
    Citation,
    CitationOrigin,
    Classification,
    Design,
    LegalEvent,
    Number,
    Patent,
    Priority,
    RelatedRight,
    make_key,
)
from kapok.records.text import Text

Item = dict[str, Any]

_RELATIONS = {
    "CON": "continuation",
    "CIP": "continuation_in_part",
    "DIV": "division",
    "REI": "reissue",
    "PRO": "provisional",
    "NST": "pct_application",
    "SUB": "substitution",
    "REX": "reexamination",
}
_TYPES = {"DES": "design", "PLT": "plant", "REI": "reissue", "SIR": "statutory_invention_registration"}
_PUBLISHED = re.compile(r"US(\d{11})([A-Z]\d?)?")
_XML_NAME = re.compile(r"\d+_([A-Z]*\d+)\.xml")


@cache
def _codes_by_name() -> dict[str, str]:
    return {**{office.names["en"].upper(): code for code, office in offices().items()}, **country_words()}


def country_code(words: str) -> str:
    """The ST.3 code of a country or office named in English; "" if it is not known."""
    return _codes_by_name().get(words.strip().upper(), "")


def read_wrapper(item: Item, place: Place) -> Patent | Design:
    """The record of one entry of `patentFileWrapperDataBag` (whole, or only its events or its term adjustment)."""
    meta: Item = item.get("applicationMetaData") or {}
    serial = str(item.get("applicationNumberText") or "")
    granted = str(meta.get("patentNumber") or _named(item.get("grantDocumentMetaData")) or "")
    published = str(meta.get("earliestPublicationNumber") or "")
    if not published and (digits := _named(item.get("pgpubDocumentMetaData"))):
        published = f"US{digits}A1"
    if not (serial or granted or published):
        raise ValueError("it states neither an application nor a patent number")
    filed = core_date(meta.get("filingDate"), "filing date")
    grant_day = core_date(meta.get("grantDate"), "grant date")
    published_day = core_date(meta.get("earliestPublicationDate"), "publication date")
    kind_of = _TYPES.get(str(meta.get("applicationTypeCode") or ""), "invention")
    application = Number("US", normalise_number("US", serial, "application"), "", filed) if serial else None
    earlier = _PUBLISHED.fullmatch(published)
    events = [
        *_own_events(filed, published_day, grant_day),
        *_events(item.get("eventDataBag") or ()),
        *_assignments(item.get("assignmentBag") or ()),
    ]
    related: list[RelatedRight] = []
    if granted and earlier:
        first = Number("US", earlier[1], earlier[2] or "A1", published_day)
        related.append(RelatedRight("prior_publication", first, published_day))
    priorities = _priorities(item, related)
    attributes = {"partial": "register"}
    _attributes(meta, attributes)
    adjustment = item.get("patentTermAdjustmentData") or {}
    shared: dict[str, Any] = {
        "office_code": "US",
        "right_id": f"US/{application.number}" if application else "",
        "language": "en",
        "titles": (Text(str(meta["inventionTitle"]), "en"),) if meta.get("inventionTitle") else (),
        "parties": tuple(_parties(item, meta, kind_of)),
        "application": application,
        "filing_date": filed,
        "grant_date": grant_day,
        "priorities": tuple(priorities),
        "classifications": tuple(_classes(meta)),
        "legal_events": tuple(events),
        "office_status_text": str(meta.get("applicationStatusDescriptionText") or ""),
        "office_status_date": known_date(str(meta.get("applicationStatusDate") or "")),
        "related": tuple(related),
        "attributes": attributes,
        "provenance": place.provenance(
            document_date=known_date(str(item.get("lastIngestionDateTime") or "")[:10]), original=_original(granted, serial)
        ),
    }
    if kind_of == "design" and granted:
        number_text = normalise_number("US", granted)
        publication = Number("US", number_text, "S1", grant_day)
        return Design(
            key=make_key("design", "US", number_text), category="design", number=number_text, kind_code="S1",
            publication=publication, publication_date=grant_day, registration=publication, registration_date=grant_day,
            **shared,
        )  # fmt: skip
    kind = ""
    if granted:
        number_text, day = normalise_number("US", granted), grant_day
        kind = {"plant": "P3" if earlier else "P2", "reissue": "E1", "statutory_invention_registration": "H1"}.get(
            kind_of, "B2" if earlier else "B1"
        )
    elif earlier:
        number_text, day, kind = earlier[1], published_day, earlier[2] or "A1"
    else:
        number_text, day = f"AP{application.number if application else serial}", ""
    return Patent(
        key=make_key("patent", "US", number_text, kind),
        category="patent",
        number=number_text,
        kind_code=kind,
        publication=Number("US", number_text, kind, day) if kind else None,
        publication_date=day,
        patent_type=kind_of,
        term_adjustment_days=int(adjustment.get("adjustmentTotalQuantity") or 0),
        **shared,
    )


def read_citations(items: Iterable[Item], place: Place) -> Patent:
    """The citations that office actions of one application made (enriched citations)."""
    entries = list(items)
    serial = str(entries[0].get("patentApplicationNumber") or "")
    if not serial:
        raise ValueError("it states no application number")
    citations = []
    for entry in entries:
        origin: CitationOrigin = "unknown"
        if entry.get("examinerCitedReferenceIndicator"):
            origin = "examination"
        elif entry.get("applicantCitedExaminerReferenceIndicator"):
            origin = "applicant"
        text = str(entry.get("inventorNameText") or "")
        number = None
        if document := str(entry.get("publicationNumber") or ""):
            number = make_number(str(entry.get("countryCode") or "US"), document, str(entry.get("kindCode") or ""))
        elif not text:
            text = str(entry.get("citedDocumentIdentifier") or "(the source names no document)")
        code = str(entry.get("citationCategoryCode") or "")
        citations.append(
            Citation(origin, number, text, (code,) if code else (), str(entry.get("relatedClaimNumberText") or ""))
        )
    application = Number("US", normalise_number("US", serial, "application"))
    return _application_record(application, place, citations=tuple(citations))


def read_documents(items: list[Item], place: Place) -> Patent:
    """The list of the papers in one file wrapper: its events."""
    serial = next((str(entry["applicationNumberText"]) for entry in items if entry.get("applicationNumberText")), "")
    if not serial:
        raise ValueError("the list of documents states no application number")
    events = tuple(
        LegalEvent(day, str(entry.get("documentCode") or ""), str(entry.get("documentCodeDescriptionText") or ""),
                   event_category("US", str(entry.get("documentCode") or "")), office_code="US")
        for entry in items
        if (day := known_date(str(entry.get("officialDate") or "")[:10]))
    )  # fmt: skip
    application = Number("US", normalise_number("US", serial, "application"))
    return _application_record(application, place, legal_events=events)


def read_foreign_priorities(item: Item, place: Place) -> Patent:
    """The answer `{"ApplicationNumber": …, "Claims": [ … ]}` of the foreign priority service."""
    application = Number("US", normalise_number("US", str(item["ApplicationNumber"]), "application"))
    return _application_record(application, place, priorities=tuple(_foreign(item.get("Claims") or ())))


def _application_record(application: Number, place: Place, **fields: Any) -> Patent:
    return Patent(
        key=make_key("patent", "US", f"AP{application.number}"),
        category="patent",
        office_code="US",
        number=f"AP{application.number}",
        right_id=f"US/{application.number}",
        application=application,
        attributes={"partial": "register"},
        provenance=place.provenance(),
        **fields,
    )


def _named(document: Item | None) -> str:
    """The publication number in the name of its XML file (`17248024_11646472.xml`)."""
    match = _XML_NAME.fullmatch(str((document or {}).get("xmlFileName") or ""))
    return match[1] if match else ""


def _original(granted: str, serial: str) -> dict[str, str]:
    return {name: text for name, text in (("number", granted), ("application", serial)) if text}


def _own_events(filed: str, published: str, granted: str) -> list[LegalEvent]:
    events = []
    if filed:
        events.append(LegalEvent(filed, "INID 22", "Application filed", "A", office_code="US"))
    if published:
        events.append(LegalEvent(published, "INID 43", "Application published", "Q", office_code="US"))
    if granted:
        events.append(LegalEvent(granted, "INID 45", "Patent granted", "F", office_code="US"))
    return events


def _events(entries: Iterable[Item]) -> Iterable[LegalEvent]:
    for entry in entries:
        code = str(entry.get("eventCode") or "")
        if day := known_date(str(entry.get("eventDate") or "")[:10]):
            words = str(entry.get("eventDescriptionText") or "")
            yield LegalEvent(day, code, words, event_category("US", code), office_code="US")


def _assignments(entries: Iterable[Item]) -> Iterable[LegalEvent]:
    for entry in entries:
        day = known_date(str(entry.get("assignmentRecordedDate") or ""))
        if not day:
            continue
        givers = "; ".join(str(party.get("assignorName") or "") for party in entry.get("assignorBag") or ())
        takers = "; ".join(str(party.get("assigneeNameText") or "") for party in entry.get("assigneeBag") or ())
        detail = f"reel/frame {entry.get('reelAndFrameNumber') or ''}: {givers} -> {takers}"
        yield LegalEvent(day, "AS", str(entry.get("conveyanceText") or "Assignment"), "R", office_code="US", detail=detail)


def _foreign(entries: Iterable[Item]) -> Iterable[Priority]:
    for entry in entries:
        day = core_date(str(entry.get("filingDate") or entry.get("FilingDate") or ""), "priority date")
        words = str(entry.get("ipOfficeName") or entry.get("IPOfficeName") or "")
        serial = str(entry.get("applicationNumberText") or entry.get("ApplicationNumber") or "")
        yield Priority(make_number(country_code(words), serial, "", day, "application"), day, "national")


def _priorities(item: Item, related: list[RelatedRight]) -> list[Priority]:
    priorities = list(_foreign(item.get("foreignPriorityBag") or ()))
    for link in item.get("parentContinuityBag") or ():
        relation = _RELATIONS.get(str(link.get("claimParentageTypeCode") or ""), "parent")
        day = known_date(str(link.get("parentApplicationFilingDate") or ""))
        serial = str(link.get("parentApplicationNumberText") or "")
        if serial:
            number = make_number("WO" if serial.startswith("PCT") else "US", serial, "", day, "application")
            status = str(link.get("parentApplicationStatusDescriptionText") or "")
            child = str(link.get("childApplicationNumberText") or "")
            words = ", ".join(part for part in (status, f"child US {child}" if child else "") if part)
            related.append(RelatedRight(relation, number, day, words))
            if relation == "provisional":
                priorities.append(Priority(number, day, "provisional"))
        if granted := str(link.get("parentPatentNumber") or ""):
            related.append(RelatedRight("parent", make_number("US", granted), "", f"granted parent by {relation}"))
    for link in item.get("childContinuityBag") or ():
        if serial := str(link.get("childApplicationNumberText") or ""):
            related.append(RelatedRight("child", make_number("US", serial, "", "", "application")))
    return priorities


def _attributes(meta: Item, attributes: dict[str, str]) -> None:
    for source, name in _ATTRIBUTES:
        value = meta.get(source)
        if value not in (None, ""):
            attributes[name] = str(value)
    entity = (meta.get("entityStatusData") or {}).get("businessEntityStatusCategory")
    if entity:
        attributes["entity_status"] = str(entity)


_ATTRIBUTES = (
    ("groupArtUnitNumber", "art_unit"),
    ("docketNumber", "docket_number"),
    ("firstInventorToFileIndicator", "first_inventor_to_file"),
    ("applicationTypeLabelName", "application_type"),
    ("nationalStageIndicator", "is_national_stage"),
)


def _classes(meta: Item) -> Iterable[Classification]:
    for index, symbol in enumerate(meta.get("cpcClassificationBag") or ()):
        yield Classification("cpc", " ".join(str(symbol).split()), first=index == 0)
    if text := str(meta.get("uspcSymbolText") or ""):
        yield Classification("usdesign" if text.startswith("D") else "uspc", us_symbol(text), first=True, office_code="US")


def _parties(item: Item, meta: Item, kind_of: str) -> Iterable[Party]:
    own: PartyRole = "designer" if kind_of == "design" else "inventor"
    for entry in meta.get("applicantBag") or ():
        yield from _party(str(entry.get("applicantNameText") or ""), "applicant", entry.get("correspondenceAddressBag"))
    for entry in meta.get("inventorBag") or ():
        last, first = str(entry.get("lastName") or ""), str(entry.get("firstName") or "")
        given = " ".join(part for part in (first, str(entry.get("middleName") or "")) if part)
        name = f"{last}, {given}" if last and given else last or str(entry.get("inventorNameText") or "")
        yield from _party(name, own, entry.get("correspondenceAddressBag"), str(entry.get("countryCode") or ""))
    if not meta.get("inventorBag") and meta.get("firstInventorName"):
        yield Party(str(meta["firstInventorName"]), own)
    attorneys = item.get("recordAttorney") or {}
    seen = set()
    for entry in (*(attorneys.get("attorneyBag") or ()), *(attorneys.get("powerOfAttorneyBag") or ())):
        name = ", ".join(part for part in (str(entry.get("lastName") or ""), str(entry.get("firstName") or "")) if part)
        registered = str(entry.get("registrationNumber") or "")
        if name and (name, registered) not in seen:
            seen.add((name, registered))
            words = str(entry.get("registeredPractitionerCategory") or "").lower()
            yield Party(name, "representative", identifier=registered, role_text=words)
    if examiner := str(meta.get("examinerNameText") or ""):
        yield Party(examiner, "examiner")


def _party(name: str, role: PartyRole, addresses: list[Item] | None, country: str = "") -> Iterable[Party]:
    if not name:
        return
    home = next((a for a in addresses or () if a.get("postalAddressCategory") == "residence"), None)
    where = home or (addresses or [{}])[0]
    parts = [where.get(key) for key in ("addressLineOneText", "cityName", "geographicRegionCode", "postalCode")]
    code = str(where.get("countryCode") or "") or country or country_code(str(where.get("countryName") or ""))
    yield Party(name, role, code, ", ".join(str(part) for part in parts if part))
