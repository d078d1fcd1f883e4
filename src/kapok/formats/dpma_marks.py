"""DPMAregister Connect Plus: search results of marks and designs, and register data of designs.

`HitList` (marks), `DesignHitList`, and ST.86 `DesignTransactionBody` with the DPMA's extension DE-Design-Register.
Register data of marks are ST.66: the reader `st66` has them. A search result is thin; its records are marked as partial,
so that they never take anything from a record that is known in full. The mark's name in the register is its file number
(`mark/DE/919224`), the design's its design number (`design/DE/M8800174-0001`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from kapok.formats.mark_draft import MarkDraft
from kapok.formats.mark_values import need, read_day, read_feature, read_locarno, read_nice_class, read_number, squeeze
from kapok.formats.ports import FormatSpec, Head
from kapok.formats.st66_parts import media_type, read_party
from kapok.formats.xml_audit import declare
from kapok.formats.xml_records import LOCAL, Place, XmlRecords, child, children, leaves, text_of
from kapok.records.numbers import normalise_number
from kapok.records.parties import Party, PartyRole
from kapok.records.record import (
    Classification,
    Design,
    Image,
    LegalEvent,
    Mark,
    Number,
    Priority,
    Record,
    make_key,
)
from kapok.records.text import Text

Element = etree._Element
_ROOTS = re.compile(rb"<(?:HitList|DesignHitList)[\s>]")
_DESIGNS = b"http://www.wipo.int/standards/XMLSchema/designs"
_DESIGN_RECORDS = {"Registered": "F", "Cancellation": "H", "Renewal": "M", "Prolongation": "M", "Transfer": "R", "Licence": "S"}

_CONTACT = "telephone, fax and e-mail of people are not taken into the public records"
_SCAN = "size of the scan"
USE = declare(
    used="""
Entries/RegistrationOfficeCode Entries/ApplicationNumber Entries/MarkVerbalElementText Entries/MarkFeature
Entries/Classification Entries/MarkCurrentStatusCode Entries/ApplicationDate Entries/RegistrationDate Entries/Applicant
Entries/Representative Entries/PublicationDate Entries/RegistrationNumber
DesignHitListRecord/DesignIdentifier DesignHitListRecord/DesignApplicationNumber DesignHitListRecord/RegistrationNumber
DesignHitListRecord/DesignStatus DesignHitListRecord/FirstRepresentationSheetFilename DesignHitListRecord/ClassNumber
DesignHitListRecord/ProductDescription DesignHitListRecord/OwnerOrApplicant DesignHitListRecord/Representative
DesignHitListRecord/DesignApplicationDate DesignHitListRecord/RegistrationDate DesignHitListRecord/PublicationDate
DesignHitListRecord/TotalRepresentationSheet
DesignApplication/RegistrationOfficeCode DesignApplication/DesignApplicationNumber DesignApplication/DesignApplicationDate
DesignApplication/DesignDetails/Design/DesignIdentifier Design/RegistrationNumber Design/RegistrationDate
Design/ExpiryDate Design/DesignTitle Design/TotalSpecimen Design/DesignDescription
Design/DE_ST86Extension/DesignStatus DE_ST86Extension/TermProtectionObtained DE_ST86Extension/CancellationDate
DE_ST86Extension/TypeOfDeposit DE_ST86Extension/DefermentStatus
DE_ST86Extension/DesignRecordDetails/DesignRecord/DesignBasicRecord/RecordFilingDate DesignBasicRecord/LegalStatus
DesignBasicRecord/RecordPublicationDetails/RecordPublication/PublicationIdentifier RecordPublication/PublicationSubsection
RecordPublication/PublicationDate
Design/DesignRepresentationSheetDetails/DesignRepresentationSheet/ViewDetails/View/ViewFilename View/ViewFileFormat
Design/IndicationProductDetails/IndicationProduct/ClassificationVersion
IndicationProduct/ClassDescriptionDetails/ClassDescription/ClassNumber ClassDescription/ProductDescription
Design/PriorityDetails/Priority/PriorityCountryCode Priority/PriorityNumber Priority/PriorityDate
Design/PublicationDetails/Publication/PublicationDate Design/ApplicantDetails/Applicant/ApplicantAddressBook
Design/RepresentativeDetails/Representative/RepresentativeAddressBook Design/DesignerDetails/Designer
""",
    text="Design/ApplicantDetails Design/RepresentativeDetails Design/DesignerDetails",
    ignored={
        "Entries/Number": "the place in the list",
        "Entries/MarkDescriptionDetails": "repeats the words of the mark",
        "DesignApplication/DesignApplicationReference": "repeats the application number",
        "DesignApplication/TotalDesign": "repeats how many designs follow",
        "DesignApplication/ApplicantDetails": "repeats the applicants of the designs",
        "DesignApplication/RepresentativeDetails": "repeats the representatives of the designs",
        "DesignApplication/CorrespondenceAddress": "where letters go; the representative is named",
        "DE_ST86Extension/DesignInfo": "repeats the numbers",
        "DE_ST86Extension/DateOfCaptureInSystem": "when the office typed it in",
        "DE_ST86Extension/PaymentDeadline": "a deadline of the case; the cancellation is told with its day",
        "DE_ST86Extension/KindOfFee": "a deadline of the case; the cancellation is told with its day",
        "DE_ST86Extension/DestructionPaperFile": "when the paper file was destroyed says nothing about the right",
        "DE_ST86Extension/DesignDescriptionNotPublished": "no description is in the file",
        "DE_ST86Extension/DesignPreferedRepresentation": "repeats one of the views",
        "DesignBasicRecord/RecordLanguageCode": "always German",
        "View/ViewRepresentationSize": _SCAN,
        "View/ViewNumber": "views stand in this order",
        "IndicationProduct/ClassificationKindCode": "always Locarno",
        "IndicationProduct/Comment": "a remark of the office on the field, the same for every design",
        "Publication/PublicationIdentifier": "the number of the publication within the record",
        "ContactInformationDetails": _CONTACT,
    },
)


class DpmaMarksReader(XmlRecords):
    """Reads DPMA search results of marks and designs, and design register data."""

    spec = FormatSpec(
        name="dpma-marks",
        title="DPMAregister Connect Plus: marks and designs",
        standard="DPMA HitList, DesignHitList; WIPO ST.86 with DE-Design-Register V1",
        categories=("mark", "design"),
        default_source="dpma",
    )
    tags = ("Entries", "DesignHitListRecord", "DesignApplication")
    use = USE

    def detect(self, head: Head) -> bool:
        """A DPMA hit list or an ST.86 transaction."""
        data = head.data
        if _ROOTS.search(data) and (b"<Entries" in data or b"<DesignHitListRecord" in data or b"<DatabaseHits" in data):
            return True
        return _DESIGNS in data and b"DesignTransactionBody" in data

    def read(self, element: Element, place: Place) -> Record | Iterator[Record]:
        """A mark, a design, or the designs of one application."""
        name = LOCAL[element.tag]
        if name == "Entries":
            return _read_mark_hit(element, place)
        if name == "DesignHitListRecord":
            return _read_design_hit(element, place)
        return (
            _read_design(element, design, place)
            for details in children(element, "DesignDetails")
            for design in children(details, "Design")
        )


def _parties(text: str, role: PartyRole) -> list[Party]:
    """`Name, 81679 München, DE`, several parted by semicolons."""
    found = []
    for each in text.split(";"):
        parts = [squeeze(part) for part in each.split(", ") if part.strip()]
        if not parts:
            continue
        country = parts.pop() if len(parts) > 1 and len(parts[-1]) == 2 and parts[-1].isupper() else ""
        address = parts.pop() if country and len(parts) > 1 else ""
        found.append(Party(", ".join(parts), role, country, address))
    return found


def _read_mark_hit(element: Element, place: Place) -> Mark:
    said = leaves(element)
    draft = MarkDraft(said.get("RegistrationOfficeCode") or "DE")
    draft.text_language = "de"
    draft.application_number = said.get("ApplicationNumber", "")
    draft.registration_number = said.get("RegistrationNumber", "")
    draft.day("filing_date", said.get("ApplicationDate"))
    draft.day("registration_date", said.get("RegistrationDate"))
    draft.day("publication_date", said.get("PublicationDate"))
    draft.say(squeeze(said.get("MarkVerbalElementText")))
    draft.original_word("mark_feature", said.get("MarkFeature"), read_feature(said.get("MarkFeature")))
    draft.status_text = squeeze(said.get("MarkCurrentStatusCode"))
    for number in re.findall(r"\d+", said.get("Classification", "")):
        if nice_class := read_nice_class(number):
            draft.nice(nice_class)
    for party in _parties(said.get("Applicant", ""), "applicant"):
        draft.owners.append((party.name, party.country_code, party.address, "und", (), "", "", ""))
    draft.parties += _parties(said.get("Representative", ""), "representative")
    draft.attributes["partial"] = "search result"
    return draft.build(place)


def _read_design_hit(element: Element, place: Place) -> Design:
    said = leaves(element)
    registered = read_day(said.get("RegistrationDate"))
    number = _design_number(said.get("DesignIdentifier", ""))
    locarno = said.get("ClassNumber", "")
    images = [uri for uri in said.get("FirstRepresentationSheetFilename", "").split(";") if uri.strip()]
    parties = _parties(said.get("OwnerOrApplicant", ""), "holder" if registered else "applicant")
    parties += _parties(said.get("Representative", ""), "representative")
    filed = read_day(said.get("DesignApplicationDate"))
    title = squeeze(said.get("ProductDescription"))
    return Design(
        key=make_key("design", "DE", number),
        category="design",
        office_code="DE",
        number=number,
        right_id=f"DE/{number}",
        language="de",
        titles=(Text(title, "de"),) if title else (),
        parties=tuple(parties),
        application=_number(said.get("DesignApplicationNumber", ""), "application", filed),
        filing_date=filed,
        publication_date=read_day(said.get("PublicationDate")),
        registration=_number(said.get("RegistrationNumber", ""), "registration", registered),
        registration_date=registered,
        classifications=(Classification("locarno", read_locarno(locarno), first=True),) if locarno else (),
        office_status_text=squeeze(said.get("DesignStatus")),
        images=tuple(Image("view", uri.strip(), media_type(uri.strip())) for uri in images),
        view_count=int(count) if (count := said.get("TotalRepresentationSheet", "")).isdigit() else len(images),
        attributes={"partial": "search result"},
        provenance=place.provenance(),
    )


def _design_number(text: str) -> str:
    return normalise_number("DE", need(text, "DesignIdentifier"), "application")


def _number(text: str, role: str, day: str) -> Number | None:
    number = read_number("DE", text, "registration" if role == "registration" else "application")
    return Number("DE", number, "", day) if number else None


def _read_design(application: Element, design: Element, place: Place) -> Design:
    extension = child(design, "DE_ST86Extension")
    stated = {LOCAL[each.tag]: squeeze(each.text) for part in (design, extension) if part is not None for each in part}
    number = _design_number(stated.get("DesignIdentifier", ""))
    filed = read_day(text_of(application, "DesignApplicationDate"))
    registered = read_day(stated.get("RegistrationDate"))
    classes: list[Classification] = []
    titles: list[str] = [stated.get("DesignTitle", "")]
    for indication in children(child(design, "IndicationProductDetails"), "IndicationProduct"):
        version = text_of(indication, "ClassificationVersion")
        for described in children(child(indication, "ClassDescriptionDetails"), "ClassDescription"):
            titles.append(squeeze(text_of(described, "ProductDescription")))
            if symbol := text_of(described, "ClassNumber"):
                classes.append(Classification("locarno", read_locarno(symbol), version, first=not classes))
    views = [
        (text_of(view, "ViewFilename"), text_of(view, "ViewFileFormat"))
        for sheet in children(child(design, "DesignRepresentationSheetDetails"), "DesignRepresentationSheet")
        for view in children(child(sheet, "ViewDetails"), "View")
    ]
    published = [leaves(each).get("PublicationDate") for each in children(child(design, "PublicationDetails"), "Publication")]
    sides: tuple[tuple[str, PartyRole], ...] = (
        ("ApplicantDetails", "holder" if registered else "applicant"),
        ("DesignerDetails", "designer"),
        ("RepresentativeDetails", "representative"),
    )
    parties = [
        party
        for tag, role in sides
        for details in children(design, tag)
        for each in details
        if (party := read_party(each, role)) is not None
    ]
    kept = (("TypeOfDeposit", "type_of_deposit"), ("DefermentStatus", "deferment"))
    term = stated.get("TermProtectionObtained", "")
    return Design(
        key=make_key("design", "DE", number),
        category="design",
        office_code="DE",
        number=number,
        right_id=f"DE/{number}",
        language="de",
        titles=tuple(Text(title, "de") for title in dict.fromkeys(titles) if title),
        descriptions=(Text(stated["DesignDescription"], "de"),) if stated.get("DesignDescription") else (),
        parties=tuple(parties),
        application=_number(text_of(application, "DesignApplicationNumber"), "application", filed),
        filing_date=filed,
        publication_date=min((day for text in published if (day := read_day(text))), default=""),
        registration=_number(stated.get("RegistrationNumber", ""), "registration", registered),
        registration_date=registered,
        expiry_date=read_day(stated.get("ExpiryDate")),
        priorities=tuple(_priorities(design)),
        classifications=tuple(classes),
        legal_events=tuple(_design_events(extension, stated)),
        office_status_text=stated.get("DesignStatus", ""),
        images=tuple(Image("view", file, media_type(form or file)) for file, form in views if file),
        view_count=len(views),
        term_years=int(term) if term.isdigit() else 0,
        attributes={name: stated[tag] for tag, name in kept if stated.get(tag)},
        provenance=place.provenance(),
    )


def _priorities(design: Element) -> Iterator[Priority]:
    for each in children(child(design, "PriorityDetails"), "Priority"):
        said = leaves(each)
        office, day = said.get("PriorityCountryCode", ""), read_day(said.get("PriorityDate"))
        yield Priority(Number(office, read_number(office, said.get("PriorityNumber"), "application"), "", day), day)


def _design_events(extension: Element | None, stated: dict[str, str]) -> Iterator[LegalEvent]:
    for record in children(child(extension, "DesignRecordDetails"), "DesignRecord"):
        said = leaves(record)
        if not (day := read_day(said.get("RecordFilingDate"))):
            continue
        text = squeeze(said.get("LegalStatus"))
        category = next((letter for word, letter in _DESIGN_RECORDS.items() if word in text), "")
        issue = f"{said.get('PublicationIdentifier', '')} {said.get('PublicationSubsection', '')}".strip()
        detail = f"published {issue} {said.get('PublicationDate', '')}".strip() if issue else ""
        yield LegalEvent(day, text, text, category, office_code="DE", detail=detail)
    if day := read_day(stated.get("CancellationDate")):
        yield LegalEvent(day, "cancellation", "Registration cancelled", "H", office_code="DE")
