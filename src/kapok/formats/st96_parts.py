"""The parts of an ST.96 trademark: sign, goods, parties, priorities, events, assignments, proceedings.

One function for each element of `Trademark` that has elements of its own; each adds to a `MarkDraft`. Element names are
those of WIPO ST.96 (Common and Trademark), of both USPTO generations (1_D3 and 2.2.1 and later) and of CIPO's extension.
"""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from kapok.formats.mark_draft import MarkDraft, OwnerWords
from kapok.formats.mark_values import (
    read_day,
    read_feature,
    read_language,
    read_nice_class,
    read_number,
    read_record_kind,
    read_vienna,
    squeeze,
)
from kapok.formats.st66_parts import media_type
from kapok.formats.st66_us import add_bases, maintenance_words
from kapok.formats.xml_records import LOCAL, ByName, attribute, child, children, leaves, text_of
from kapok.records.parties import Party, PartyRole
from kapok.records.record import Classification, Image, Number, Priority, RelatedRight
from kapok.records.text import Text

Element = etree._Element
_NO_IMAGE = frozenset(("No image available", "No image exists for this case"))

_NAME, _FAMILY_NAME, _ADDRESS, _COUNTRY, _IDENTIFIER, _NATIONALITY, _ROLE_TEXT = range(1, 8)
_PARTY_PARTS = ByName(
    dict.fromkeys(("PersonFullName", "EntityName", "OrganizationStandardName", "FirstName", "MiddleName"), _NAME)
    | {"LastName": _FAMILY_NAME, "CommentText": _ROLE_TEXT, "InterestedPartyCategory": _ROLE_TEXT}
    | dict.fromkeys(("AddressLineText", "PostalAddressText", "CityName", "GeographicRegionName", "PostalCode"), _ADDRESS)
    | dict.fromkeys(("CountryCode", "AddressCountryCode"), _COUNTRY)
    | dict.fromkeys(("PartyIdentifier", "ApplicantIdentifier", "RepresentativeIdentifier"), _IDENTIFIER)
    | dict.fromkeys(("NationalityCode", "IncorporationCountryCode"), _NATIONALITY),
    0,
)


def read_owner(element: Element, role_text: str = "") -> OwnerWords | None:
    """What is said of a party; None for an empty element."""
    lines: list[str] = []
    address: list[str] = []
    country = nationality = identifier = language = ""
    person = False
    for each in element.iter():
        kind = _PARTY_PARTS[each.tag]
        text = squeeze(each.text) if kind else ""
        if not text:
            continue
        if kind <= _FAMILY_NAME:
            if text not in lines:
                lines.append(text)
            person = person or kind == _FAMILY_NAME
            language = language or attribute(each, "languageCode")
        elif kind == _ADDRESS:
            address.append(text)
        elif kind == _COUNTRY:
            country = country or text
        elif kind == _IDENTIFIER:
            identifier = identifier or text
        elif kind == _NATIONALITY:
            nationality = nationality or text
        else:
            role_text = text
    if not lines and not identifier:
        return None
    name = (" " if person else ", ").join(lines)
    return name, country or nationality, ", ".join(address), read_language(language), (), identifier, role_text, ""


def read_party(element: Element, role: PartyRole, role_text: str = "") -> Party | None:
    """A party of a given role; None for an empty element."""
    said = read_owner(element, role_text)
    return None if said is None else Party(said[0], role, *said[1:-1])


def add_applicants(draft: MarkDraft, bag: Element) -> None:
    """`ApplicantBag`: the USPTO's sequence number is its party type (10 original applicant … 30 original registrant)."""
    for each in bag:
        said = read_owner(each)
        if said is not None:
            party_type = attribute(each, "sequenceNumber") if draft.office_code == "US" else ""
            draft.owners.append((*said[:-1], party_type if len(party_type) == 2 else ""))


def _party(role: PartyRole, role_text: str = "") -> Callable[[MarkDraft, Element], None]:
    def add(draft: MarkDraft, element: Element) -> None:
        if party := read_party(element, role, role_text):
            draft.parties.append(party)

    return add


def _bag(role: PartyRole, role_text: str = "") -> Callable[[MarkDraft, Element], None]:
    def add(draft: MarkDraft, bag: Element) -> None:
        for each in bag:
            if party := read_party(each, role, role_text):
                draft.parties.append(party)

    return add


def add_representation(draft: MarkDraft, element: Element) -> None:
    """`MarkRepresentation`: what the sign is, its words, pictures, sounds and description."""
    for part in element:
        name = LOCAL[part.tag]
        if name == "MarkFeatureCategory":
            draft.original_word("mark_feature", part.text, read_feature(part.text))
        elif name == "MarkReproduction":
            for shown in part:
                kind = LOCAL[shown.tag]
                if kind == "WordMarkSpecification":
                    _add_words(draft, shown)
                elif kind == "MarkImageBag":
                    for image in shown:
                        _add_image(draft, image)
                elif kind in ("MarkSoundBag", "MarkMultimediaBag"):
                    for sound in shown:
                        if file := leaves(sound).get("FileName"):
                            draft.images.append(Image("sound", file, media_type(file)))
        elif name == "MarkDescriptionBag":
            for text in children(part, "MarkDescriptionText"):
                _add_text(draft, draft.descriptions, text)
            code = text_of(part, "NationalMarkDescription", "MarkFeatureCode")
            if code and not draft.mark_feature:
                draft.us_drawing(code)


def _add_text(draft: MarkDraft, collected: list[Text], element: Element) -> None:
    if text := squeeze(element.text):
        collected.append(Text(text, draft.language_of(attribute(element, "languageCode"))))


def _add_words(draft: MarkDraft, specification: Element) -> None:
    significant = ""
    for each in specification:
        name = LOCAL[each.tag]
        if name == "MarkVerbalElementText":
            draft.say(squeeze(each.text), read_language(attribute(each, "languageCode")))
        elif name == "MarkSignificantVerbalElementText":
            significant = squeeze(each.text)
        elif name == "MarkTranslationText":
            _add_text(draft, draft.translations, each)
        elif name in ("MarkTransliteration", "MarkTranscription"):
            _add_text(draft, draft.transliterations, each)
        elif name == "MarkStandardCharacterIndicator" and each.text == "true":
            draft.attributes["standard_characters"] = "true"
    if significant and significant not in draft.mark_text:
        draft.say(significant)


def _add_image(draft: MarkDraft, image: Element) -> None:
    vienna: list[str] = []
    uri = form = ""
    for each in image.iter():
        text = squeeze(each.text)
        if not text:
            continue
        name = LOCAL[each.tag]
        if name in ("FileName", "ImageFileName", "ImageURI"):
            uri = uri or ("" if text in _NO_IMAGE else text)
        elif name == "ImageFormatCategory":
            form = text
        elif name in ("MarkImageColourClaimedText", "MarkImageColourPartClaimedText"):
            draft.colours.append(text)
        elif name in ("ColourIndicator", "ImageColourIndicator") and text == "true":
            draft.attributes["in_colour"] = "true"
        elif name == "ViennaCategory":
            vienna.append(text)
        elif name in ("ViennaDivision", "ViennaSection") and vienna:
            vienna[-1] += f".{text}"
        elif name == "ViennaCode":
            vienna.append(text)
        elif name in ("NationalDesignCode", "NationalDesignSearchCode", "NationalDesignClassificationCode"):
            draft.classifications.append(Classification("usdesign", read_vienna(text), office_code=draft.office_code))
    for code in vienna:
        draft.vienna(code)
    if uri:
        draft.images.append(Image("mark", uri, media_type(form or uri)))


def add_goods(draft: MarkDraft, bag: Element) -> None:
    """`GoodsServicesBag`: classes with their lists; US classes and first use where the USPTO adds them."""
    for goods in children(bag, "GoodsServices"):
        national: list[str] = []
        prime = edition = ""
        listed: list[int] = []
        for each in children(child(goods, "GoodsServicesClassificationBag"), "GoodsServicesClassification"):
            stated = text_of(each, "ClassNumber")
            if symbol := text_of(each, "NationalClassNumber"):
                national.append(symbol)
            elif stated:
                prime = prime or stated
                if nice_class := read_nice_class(stated):
                    listed.append(nice_class)
        edition = text_of(goods, "ClassificationVersion")
        basis = child(goods, "NationalFilingBasis")
        status = ""
        for each in children(child(goods, "ClassDescriptionBag"), "ClassDescription"):
            status = leaves(each).get("NationalStatusExternalDescriptionText", status)
            nice_class = read_nice_class(text_of(each, "ClassNumber"))
            if nice_class:
                draft.nice(nice_class, edition)
            for text in children(each, "GoodsServicesDescriptionText"):
                language = draft.language_of(attribute(text, "languageCode"))
                number = nice_class or (listed[0] if len(set(listed)) == 1 else 0)
                draft.add_goods(number, squeeze(text.text), language, edition)
        for nice_class in listed:
            draft.nice(nice_class, edition)
        first = text_of(basis, "FirstUsedDate") if basis is not None else ""
        commerce = text_of(basis, "FirstUsedCommerceDate") if basis is not None else ""
        if national or first or commerce:
            draft.us_class(prime, national, first, commerce, status)


def add_publications(draft: MarkDraft, bag: Element) -> None:
    """`PublicationBag`: the first is the publication for opposition; those with a section are register events."""
    for publication in bag:
        found = leaves(publication)
        day = found.get("PublicationDate") or found.get("PublicationActionDate")
        section = found.get("PublicationSection") or found.get("PublicationStatusCategory", "")
        draft.published(day, section, found.get("PublicationIdentifier", ""))


def add_priorities(draft: MarkDraft, bag: Element) -> None:
    """`PriorityBag`: Paris priorities."""
    for priority in bag:
        found = leaves(priority)
        office = found.get("PriorityCountryCode", "")
        number = read_number(office, found.get("ApplicationNumberText") or found.get("ST13ApplicationNumber"), "application")
        day = read_day(found.get("PriorityApplicationFilingDate"))
        draft.priorities.append(Priority(Number(office, number, "", day), day))


def _related(relation: str) -> Callable[[MarkDraft, Element], None]:
    def add(draft: MarkDraft, bag: Element) -> None:
        for each in bag if len(bag) and all(len(part) for part in bag) else [bag]:
            found = leaves(each)
            numbers = [
                (name, text)
                for name, text in found.items()
                if name.endswith(("RegistrationNumber", "ApplicationNumberText", "ApplicationNumber", "ST13ApplicationNumber"))
            ]
            office = next((text for name, text in found.items() if name.endswith(("OfficeCode", "CountryCode"))), "")
            day = next((read_day(text) for name, text in found.items() if name.endswith("Date")), "")
            words = next((squeeze(text) for name, text in found.items() if name.endswith(("Category", "CommentText"))), "")
            for name, text in numbers[:1]:
                role = "registration" if "Registration" in name else "application"
                number = Number(office or draft.office_code, read_number(office, text, role))  # type: ignore[arg-type]
                draft.related.append(RelatedRight(relation, number, day, words))
            if not numbers and (day or words):
                draft.related.append(RelatedRight(relation, None, day, words))

    return add


def add_associated(draft: MarkDraft, bag: Element) -> None:
    """`AssociatedMarkBag`: international applications and registrations that rest on this mark, other marks."""
    for each in bag:
        kind = text_of(each, "AssociationCategory")
        international = "nternational" in kind
        for part in each:
            name = LOCAL[part.tag]
            text = text_of(part, "ApplicationNumberText") or (part.text or "").strip()
            if not text or not name.endswith(("ApplicationNumber", "RegistrationNumber")):
                continue
            office = text_of(part, "IPOfficeCode") or ("WO" if international else draft.office_code)
            number = Number(office, read_number(office, text, "registration"))
            draft.related.append(RelatedRight("madrid" if international else "prior_registration", number, "", kind))


def add_events(draft: MarkDraft, bag: Element) -> None:
    """`MarkEventBag`: the prosecution history. The USPTO writes its event type behind the four-letter code."""
    for event in bag:
        found = leaves(event)
        code = found.get("MarkEventCode", "")
        if draft.office_code == "US" and len(code) == 5:
            code = code[:4]
        more = found.get("MarkEventAdditionalText", "")
        detail = (f"proceeding {more}" if more.isdigit() else more) if more.strip("0") else ""
        draft.event(found.get("MarkEventDate"), code, squeeze(found.get("MarkEventDescriptionText")), detail)


def add_assignments(draft: MarkDraft, bag: Element) -> None:
    """`AssignmentBag`: recorded transfers, as events with both sides in the detail."""
    for assignment in children(bag, "Assignment"):
        found = leaves(assignment)
        sides = []
        for word, tag in (("from", "Assignor"), ("to", "Assignee")):
            for side in assignment.iter("{*}" + tag):
                if party := read_party(side, "other"):
                    sides.append(f"{word} {party.name}")
        identifier = found.get("AssignmentIdentifier", "")
        day = found.get("AssignmentRecordedDate") or found.get("AssignmentReceivedDate")
        detail = "; ".join(part for part in (" ".join(sides), f"record {identifier}" if identifier else "") if part)
        text = squeeze(found.get("AssignmentConveyanceCategory")) or "Assignment"
        draft.event(day, "assignment", text, detail, read_day(found.get("AssignmentExecutedDate")), "R")


def add_proceedings(draft: MarkDraft, bag: Element) -> None:
    """`LegalProceedingsBag`: oppositions and other proceedings, one event each with number, state and sides."""
    for proceedings in bag:
        for each in proceedings:
            kind = LOCAL[each.tag].removesuffix("Bag").removesuffix("Proceeding").removesuffix("Request")
            own = {LOCAL[part.tag]: squeeze(part.text) for part in each if not len(part)}
            stated = child(each, "ProceedingStatus")
            status = leaves(stated) if stated is not None else {}
            identifier = next((text for name, text in own.items() if name.endswith("Identifier")), "")
            day = next((text for name, text in own.items() if name.endswith("Date")), "")
            day = day or status.get("NationalStatusDate", "")
            sides = [
                party.name
                for side in ("Plaintiff", "Defendent", "Defendant")
                if (contact := child(each, side, "Contact")) is not None and (party := read_party(contact, "other"))
            ]
            words = status.get("NationalStatusExternalDescriptionText") or kind
            detail = "; ".join(part for part in (f"proceeding {identifier}", " v. ".join(sides)) if part)
            if read_day(day):
                draft.event(day, kind, words, detail, category=read_record_kind(kind))
            else:
                draft.related.append(RelatedRight("proceeding", None, "", f"{kind}: {words}; {detail}"))


def add_national_information(draft: MarkDraft, information: Element) -> None:
    """`NationalTrademarkInformation`: register, status words, renewal, maintenance."""
    maintenance: list[str] = []
    for part in information:
        name = LOCAL[part.tag]
        text = squeeze(part.text)
        if name in ("MarkCurrentStatusExternalDescriptionText", "MarkCurrentStatusInternalDescriptionText"):
            draft.status_text = text or draft.status_text
        elif name == "RegisterCategory":
            draft.attribute("register", "Principal" if text == "Primary" else text)
            if text == "Primary":
                draft.original["register"] = text
        elif name == "RenewalDate":
            draft.day("renewal_date", text)
        elif name in ("AllowanceNoticeDate", "AllowedDate"):
            draft.attribute("notice_of_allowance_date", read_day(text))
        elif name == "RegisterAmendedDate":
            draft.attribute("register_amended_date", read_day(text))
        elif name in _INFORMATION:
            draft.attribute(_INFORMATION[name], text)
        elif name == "NationalCaseLocation":
            draft.attribute("law_office", text_of(part, "LawOfficeAssignedText"))
            draft.attribute("current_location", text_of(part, "CurrentLocationText"))
        elif name == "MaintenanceFiling":
            maintenance.append(maintenance_words(leaves(part)))
        elif name == "MaintenanceFilingBag":
            maintenance.extend(maintenance_words(leaves(each)) for each in part)
        elif name in ("InterestedPartyBag",):
            _bag("other")(draft, part)
    draft.attribute("maintenance", "; ".join(words for words in maintenance if words))


_INFORMATION = {
    "RestrictionStatementText": "restriction",
    "TradeDistinctivenessScopeText": "distinctiveness_2f",
    "RegistationCertificateAmendmentText": "certificate_amendment",
    "CertificateCorrectingRegistrationText": "certificate_correction",
}


def _texts(field: str) -> Callable[[MarkDraft, Element], None]:
    def add(draft: MarkDraft, bag: Element) -> None:
        for each in bag:
            _add_text(draft, getattr(draft, field), each)

    return add


def add_designated(draft: MarkDraft, bag: Element) -> None:
    """`DesignatedCountryBag`: Madrid designations."""
    for each in bag.iter("{*}DesignatedCountryCode"):
        if code := squeeze(each.text):
            draft.designated_states.append(code)


PARTS: dict[str, Callable[[MarkDraft, Element], None]] = {
    "MarkRepresentation": add_representation,
    "MarkDisclaimerBag": _texts("disclaimers"),
    "GoodsServicesBag": add_goods,
    "PublicationBag": add_publications,
    "PriorityBag": add_priorities,
    "ExhibitionPriorityBag": _related("exhibition_priority"),
    "SeniorityBag": _related("seniority"),
    "TransformationBag": _related("transformation"),
    "InternationalMarkTransformationBag": _related("transformation"),
    "BasicRecordBag": _related("basic_mark"),
    "BasicRegistrationApplicationBag": _related("basic_mark"),
    "AssociatedMarkBag": add_associated,
    "ApplicantBag": add_applicants,
    "HolderBag": _bag("holder"),
    "RepresentativeBag": _bag("representative"),
    "NationalRepresentative": _party("representative", "Domestic Representative"),
    "NationalCorrespondent": _party("representative", "Correspondent"),
    "RecordAttorney": _party("representative", "Attorney of Record"),
    "CorrespondenceAddress": _party("other", "correspondence address"),
    "DesignatedCountryBag": add_designated,
    "MarkEventBag": add_events,
    "AssignmentBag": add_assignments,
    "LegalProceedingsBag": add_proceedings,
    "NationalTrademarkInformation": add_national_information,
    "NationalFilingBasis": add_bases,
}
"""What reads each element of `Trademark` that is more than one value."""
