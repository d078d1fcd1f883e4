"""The parts of an ST.66 trademark: names and addresses, goods, pictures, priorities, events, register records.

One function for each element of `TradeMark` that has elements of its own; each adds to a `MarkDraft`. Element names are
those of WIPO ST.66 V1.2, of the DPMA's and the USPTO's extensions, and of EUIPO's download schema.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from kapok.formats.mark_draft import MarkDraft, OwnerWords
from kapok.formats.mark_values import read_day, read_language, read_nice_class, read_record_kind, squeeze
from kapok.formats.xml_records import LOCAL, ByName, leaves
from kapok.records.numbers import normalise_number
from kapok.records.parties import Party, PartyRole
from kapok.records.record import Image, Number, Priority, RelatedRight
from kapok.records.text import Text

Element = etree._Element

_NAME, _FAMILY_NAME, _ADDRESS, _COUNTRY, _IDENTIFIER, _NATIONALITY, _ROLE_TEXT, _URI, _PARTY_TYPE = range(1, 10)
_PARTY_PARTS = ByName(
    dict.fromkeys(("FreeFormatNameLine", "OrganizationName", "NamePrefix", "FirstName", "MiddleName"), _NAME)
    | dict.fromkeys(("LastName", "SecondLastName"), _FAMILY_NAME)
    | dict.fromkeys(
        ("AddressStreet", "AddressNumber", "AddressBuilding", "AddressFloor", "AddressRoom", "AddressPostOfficeBox",
         "AddressMailCode", "FreeFormatAddressLine", "AddressPostcode", "AddressCity", "AddressCounty", "AddressState"),
        _ADDRESS,
    )
    | dict.fromkeys(("FormattedAddressCountryCode", "AddressCountryCode"), _COUNTRY)
    | dict.fromkeys(("Identifier", "ApplicantIdentifier", "RepresentativeIdentifier", "HolderIdentifier"), _IDENTIFIER)
    | dict.fromkeys(
        ("ApplicantNationalityCode", "ApplicantIncorporationCountryCode", "HolderNationalityCode"), _NATIONALITY
    )
    | {"Comment": _ROLE_TEXT, "PartyTypeDescriptionText": _ROLE_TEXT, "URI": _URI, "PartyTypeCode": _PARTY_TYPE},
    0,
)  # fmt: skip


def read_party(element: Element, role: PartyRole, role_text: str = "") -> Party | None:
    """A party from an `Applicant`, `Representative` … or a key that only names it; None where nothing is said."""
    said = _read_party(element, role_text)
    return None if said is None else Party(said[0], role, *said[1:-1])


def _read_party(element: Element, role_text: str = "") -> OwnerWords | None:
    """What is said of a party, in the order of `Party`'s fields without the role, and its USPTO party type."""
    lines: list[str] = []
    address: list[str] = []
    country = nationality = identifier = party_type = ""
    language: str | None = None
    person = False
    parts = _PARTY_PARTS
    for each in element.iter():
        kind = parts[each.tag]
        if not kind:
            continue
        text = squeeze(each.text)
        if not text:
            continue
        if kind <= _FAMILY_NAME:
            lines.append(text)
            person = person or kind == _FAMILY_NAME
            language = language or each.get("languageCode")
        elif kind == _ADDRESS:
            address.append(text)
        elif kind == _COUNTRY:
            country = country or text
        elif kind == _IDENTIFIER:
            identifier = identifier or text
        elif kind == _NATIONALITY:
            nationality = nationality or text
        elif kind == _ROLE_TEXT:
            role_text = text
        elif kind == _PARTY_TYPE:
            party_type = text
        elif not identifier:
            identifier = text.rsplit("/", 1)[-1]
    if not lines and not identifier:
        return None
    if not country and address:  # the DPMA writes the country where ST.66 has the county or the state
        country = next((part for part in address if len(part) == 2 and part.isalpha() and part.isupper()), "")
        address = [part for part in address if part != country] if country else address
    name = (" " if person else ", ").join(lines)
    tag = read_language(language) if language else "und"
    return name, country or nationality, ", ".join(address), tag, (), identifier, role_text, party_type


def add_applicants(draft: MarkDraft, details: Element) -> None:
    """`ApplicantDetails`: ST.66 has no holders of its own; `MarkDraft` tells them from applicants."""
    for each in details:
        said = _read_party(each)
        if said is not None:
            draft.owners.append(said)


def _parties(role: PartyRole, role_text: str = "") -> Callable[[MarkDraft, Element], None]:
    def add(draft: MarkDraft, details: Element) -> None:
        for each in details:
            party = read_party(each, role, role_text)
            if party is not None:
                draft.parties.append(party)

    return add


def add_verbal(draft: MarkDraft, element: Element) -> None:
    """`WordMarkSpecification`: the words of the sign, their translation and transliteration."""
    for each in element:
        text = squeeze(each.text)
        if not text:
            continue
        name = LOCAL[each.tag]
        language = read_language(each.get("languageCode"))
        if name == "MarkVerbalElementText":
            draft.say(text, language)
        elif name == "MarkTranslation":
            draft.translations.append(Text(text, language))
        elif name in ("MarkTransliteration", "MarkTranscription"):
            draft.transliterations.append(Text(text, language))
        elif name == "MarkStandardCharacterIndicator" and text == "true":
            draft.attributes["standard_characters"] = "true"


def add_images(draft: MarkDraft, details: Element) -> None:
    """`MarkImageDetails`: where the picture lies, its colours, its Vienna codes."""
    for image in details:
        uri = file = form = edition = scheme = ""
        for each in image.iter():
            text = each.text
            if not text or text.isspace():
                continue
            name = LOCAL[each.tag]
            text = squeeze(text)
            if name == "MarkImageURI":
                uri = text
            elif name in ("MarkImageFilename", "MarkImageFileName"):
                file = text
            elif name == "MarkImageFileFormat":
                form = text
            elif name in ("MarkImageColourClaimedText", "MarkImageColourPartClaimedText"):
                draft.colours.append(text)
            elif name == "MarkImageColourIndicator" and text == "true":
                draft.attributes["in_colour"] = "true"
            elif name == "CategoryKind":
                scheme = text
            elif name == "CategoryVersion":
                edition = text
            elif name == "CategoryCode" and scheme.lower() in ("", "vienna"):
                draft.vienna(text, edition)
        if uri or file:
            draft.images.append(Image("mark", uri or file, media_type(form or file)))


def media_type(form: str) -> str:
    """The media type of a file format's name or of a file name with its ending; "" for an unknown one."""
    ending = form.rsplit(".", 1)[-1].lower()
    return _MEDIA_TYPES.get(ending, "")


_MEDIA_TYPES = {
    "jpeg": "image/jpeg", "jpg": "image/jpeg", "png": "image/png", "gif": "image/gif", "tif": "image/tiff",
    "tiff": "image/tiff", "bmp": "image/bmp", "svg": "image/svg+xml", "mp3": "audio/mpeg", "wav": "audio/wav",
    "mp4": "video/mp4", "pdf": "application/pdf", "obj": "model/obj", "stl": "model/stl", "x3d": "model/x3d+xml",
}  # fmt: skip


def add_goods(draft: MarkDraft, details: Element) -> None:
    """`GoodsServicesDetails`: each class with its list in each language; US classes and first use from the extension."""
    for goods in details:
        if LOCAL[goods.tag] != "GoodsServices":
            continue  # the office's totals
        edition = ""
        for part in goods:
            name = LOCAL[part.tag]
            if name == "ClassificationVersion":
                edition = squeeze(part.text)
            elif name == "ClassDescriptionDetails":
                for described in part:
                    _add_class(draft, described, edition)


def _add_class(draft: MarkDraft, described: Element, edition: str) -> None:
    number = 0
    stated = ""
    done = False
    terms: dict[str, list[str]] = {}
    for each in described:
        name = LOCAL[each.tag]
        if name == "ClassNumber":
            stated = squeeze(each.text)
            number = read_nice_class(stated)
        elif name == "GoodsServicesDescription":
            text = squeeze(each.text)
            if text:
                draft.add_goods(number, text, draft.language_of(each.get("languageCode")), edition)
                done = True
        elif name == "ClassificationTermDetails":
            for term in each:
                found = leaves(term)
                if words := found.get("ClassificationTermText"):
                    terms.setdefault(draft.language_of(found.get("ClassificationTermLanguageCode")), []).append(words)
        elif name == "ClassDescriptionExt":
            _add_us_class(draft, each, stated)
    for language, words_of in terms.items():
        draft.add_goods(number, "; ".join(words_of), language, edition)
        done = True
    if not done:
        draft.add_goods(number, "", "und", edition)


def _add_us_class(draft: MarkDraft, extension: Element, stated: str) -> None:
    """The USPTO's addition to a class: US classes, first use anywhere and in commerce, whether it is active."""
    national = [squeeze(each.text) for each in extension.iter("{*}DomesticClassNumbers")]
    found = leaves(extension)
    prime = found.get("PrimeClassText", stated)
    draft.us_class(
        prime, national, found.get("FirstUseDateNumber"), found.get("FirstUseInCommerceDate"),
        found.get("ClassNumberStatusDescriptionText", ""),
    )  # fmt: skip


def add_publications(draft: MarkDraft, details: Element) -> None:
    """`PublicationDetails`: the first is the publication for opposition; those with a section are register events."""
    for publication in details:
        found = {LOCAL[each.tag]: each.text.strip() for each in publication if each.text}
        if len(publication) and LOCAL[publication[-1].tag] == "PublicationExt":
            found = leaves(publication)
        section = found.get("PublicationSection", found.get("PublicationSubsection", ""))
        draft.published(found.get("PublicationDate"), section, found.get("PublicationIdentifier", ""))
        if allowed := read_day(found.get("NoticeOfAllowanceDate")):
            draft.attributes["notice_of_allowance_date"] = allowed


def add_priorities(draft: MarkDraft, details: Element) -> None:
    """`PriorityDetails`: Paris priorities."""
    for priority in details:
        found = leaves(priority)
        office = found.get("PriorityCountryCode", "")
        text = found.get("PriorityNumber", "")
        day = read_day(found.get("PriorityDate") or found.get("ForeignApplicationFilingDate"))
        number = Number(office, normalise_number(office, text, "application") if text else "", "", day)
        draft.priorities.append(Priority(number, day, squeeze(found.get("PriorityStatusCode", ""))))


def add_exhibitions(draft: MarkDraft, details: Element) -> None:
    """`ExhibitionPriorityDetails`: priority of the day on which goods were shown."""
    for each in details:
        found = leaves(each)
        place = ", ".join(
            found[name] for name in ("ExhibitionName", "ExhibitionCityName", "ExhibitionCountryCode") if name in found
        )
        day = read_day(found.get("ExhibitionDate") or found.get("FirstDisplayDate"))
        draft.related.append(RelatedRight("exhibition_priority", None, day, place))


def add_seniorities(draft: MarkDraft, details: Element) -> None:
    """`SeniorityDetails`: earlier national marks whose seniority is claimed."""
    for each in details:
        found = leaves(each)
        office = found.get("SeniorityCountryCode", "")
        registered = found.get("SeniorityRegistrationNumber", "")
        applied = found.get("SeniorityApplicationNumber", "")
        number = None
        if office and (registered or applied):
            role = "registration" if registered else "application"
            number = Number(office, normalise_number(office, registered or applied, role))  # type: ignore[arg-type]
        dates = ("SeniorityPriorityDate", "SeniorityApplicationDate", "SeniorityRegistrationDate", "SeniorityDate")
        day = next((read_day(found[name]) for name in dates if name in found), "")
        draft.related.append(RelatedRight("seniority", number, day, found.get("SeniorityStatusCode", "")))


def _related(relation: str) -> Callable[[MarkDraft, Element], None]:
    """Whatever names another registration or application: transformation, basic mark, replaced mark."""

    def add(draft: MarkDraft, details: Element) -> None:
        for each in _entries(details):
            found = leaves(each)
            text = _first(found, "RegistrationNumber", "ApplicationNumber")
            international = any("ternational" in name for name in found)
            office = _first(found, "CountryCode", "OfficeCode") or ("WO" if international else draft.office_code)
            number = Number(office, normalise_number(office, text, "registration")) if text else None
            day = read_day(_first(found, "Date"))
            kind = _first(found, "KindText", "Kind", "Comment")
            if number or day or kind:
                draft.related.append(RelatedRight(relation, number, day, kind))

    return add


def _entries(details: Element) -> Iterator[Element]:
    """The entries of a `…Details` element; the element itself where it holds values directly."""
    if any(len(each) for each in details):
        yield from (each for each in details if len(each))
    else:
        yield details


def _first(found: dict[str, str], *endings: str) -> str:
    """The first value whose element name ends so."""
    return next((value for ending in endings for name, value in found.items() if name.endswith(ending)), "")


def add_events(draft: MarkDraft, details: Element) -> None:
    """`MarkEventDetails`: the prosecution history."""
    for event in details:
        found = leaves(event)
        texts = ("MarkEventInternalDescriptionText", "MarkEventDescriptionText", "Comment")
        text = next((found[name] for name in texts if name in found), "")
        proceeding = found.get("MarkEventProceedingNumber", "")
        detail = f"proceeding {proceeding}" if proceeding.strip("0") else ""
        draft.event(found.get("MarkEventDate"), found.get("MarkEventCode", ""), squeeze(text), detail)


_RECORD_DATES = (
    "RecordEffectiveDate", "RecordFilingDate", "RecordNotificationDate", "RecordCurrentStatusDate", "RecordPublicationDate"
)  # fmt: skip


def add_records(draft: MarkDraft, details: Element) -> None:
    """`MarkRecordDetails`: transfers, licences, renewals, cancellations, limitations … as the register tells them."""
    for record in details:
        found = leaves(record)
        kind = squeeze(found.get("BasicRecordKind")) or next(
            (LOCAL[each.tag].removeprefix("Record") for each in record if LOCAL[each.tag] != "BasicRecord"), "Record"
        )
        day = next((found[name] for name in _RECORD_DATES if name in found), found.get("PublicationDate"))
        said = [
            squeeze(found[name])
            for name in ("LegalGround", "CorrectionText", "Comment", "RecordText", "LicenceKind", "GoodsServicesLimitation")
            if name in found
        ]
        if transfer := _transfer(record):
            said.append(transfer)
        if issue := found.get("PublicationIdentifier"):
            said.append(f"published {issue} {found.get('PublicationSection', '')} {found.get('PublicationDate', '')}".strip())
        if identifier := found.get("RecordIdentifier"):
            said.append(f"record {identifier}")
        effective = read_day(found.get("CancellationDate") or found.get("RecordEffectiveDate"))
        words = squeeze(found.get("RecordCurrentStatusCode")) or kind
        draft.event(day, kind, words, "; ".join(said), effective, category=read_record_kind(kind))


def _transfer(record: Element) -> str:
    names = []
    for side, tag in (("from", "PreviousHolder"), ("to", "NewHolder")):
        for holder in record.iter("{*}" + tag):
            if party := read_party(holder, "other"):
                names.append(f"{side} {party.name}")
    return " ".join(names)


def _proceedings(kind: str) -> Callable[[MarkDraft, Element], None]:
    """Oppositions, cancellations, appeals, decisions: one event each, with number, state and parties."""

    def add(draft: MarkDraft, details: Element) -> None:
        for each in details:
            found = leaves(each)
            day = _first(found, f"{kind}Date", "FilingDate", "StatusDate", "Date")
            identifier = _first(found, "Identifier", "Number")
            status = _first(found, "StatusCode", "Outcome", "Kind")
            sides = [party.name for side in each if (party := read_party(side, "other")) and party.name]
            detail = "; ".join(part for part in (f"{kind.lower()} {identifier}".strip(), " / ".join(sides)) if part)
            draft.event(day, kind, squeeze(status) or kind, detail, category=read_record_kind(kind))

    return add


def add_designated(draft: MarkDraft, details: Element) -> None:
    """`DesignatedCountryDetails`: Madrid designations."""
    for each in details.iter("{*}DesignatedCountryCode"):
        if code := squeeze(each.text):
            draft.designated_states.append(code)


def _texts(field: str) -> Callable[[MarkDraft, Element], None]:
    def add(draft: MarkDraft, details: Element) -> None:
        collected: list[Text] = getattr(draft, field)
        for each in details:
            if text := squeeze(each.text):
                collected.append(Text(text, draft.language_of(each.get("languageCode"))))

    return add


def _sound(draft: MarkDraft, details: Element) -> None:
    for each in details:
        found = leaves(each)
        uri = _first(found, "URI", "Filename", "FileName")
        if uri:
            draft.images.append(Image("sound", uri, media_type(_first(found, "FileFormat") or uri)))


def add_renewals(draft: MarkDraft, details: Element) -> None:
    """`RenewalDetails` of EUIPO: the last day of renewal."""
    for each in _entries(details):
        day = _first(leaves(each), "RenewalDate", "Date")
        if read_day(day) > draft.days.get("renewal_date", ""):
            draft.day("renewal_date", day)
        draft.event(day, "renewal", "Renewal", category="M")


PARTS: dict[str, Callable[[MarkDraft, Element], None]] = {
    "WordMarkSpecification": add_verbal,
    "MarkImageDetails": add_images,
    "MarkSoundDetails": _sound,
    "MarkMultimediaDetails": _sound,
    "GoodsServicesDetails": add_goods,
    "PublicationDetails": add_publications,
    "PriorityDetails": add_priorities,
    "ExhibitionPriorityDetails": add_exhibitions,
    "SeniorityDetails": add_seniorities,
    "TransformationDetails": _related("transformation"),
    "TransformationPriorityDetails": _related("transformation"),
    "InternationalRegistrationTransformationDetails": _related("transformation"),
    "BasicRegistrationApplicationDetails": _related("basic_mark"),
    "BasicRegistrationDetails": _related("basic_mark"),
    "BasicApplicationDetails": _related("basic_mark"),
    "PreviousRegistrationDetails": _related("prior_registration"),
    "ApplicantDetails": add_applicants,
    "HolderDetails": _parties("holder"),
    "RepresentativeDetails": _parties("representative"),
    "CorrespondenceAddress": _parties("other", "correspondence address"),
    "DesignatedCountryDetails": add_designated,
    "MarkEventDetails": add_events,
    "MarkRecordDetails": add_records,
    "OppositionDetails": _proceedings("Opposition"),
    "CancellationDetails": _proceedings("Cancellation"),
    "AppealDetails": _proceedings("Appeal"),
    "DecisionDetails": _proceedings("Decision"),
    "ConversionDetails": _proceedings("Conversion"),
    "RenewalDetails": add_renewals,
    "MarkDescriptionDetails": _texts("descriptions"),
    "MarkDisclaimerDetails": _texts("disclaimers"),
}
"""What reads each element of `TradeMark` that is more than one value."""
