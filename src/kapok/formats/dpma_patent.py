"""DPMAregister patents and utility models (Connect Plus): `dpma-patent-document` and the records of a hit list.

Schema: DPMA DE-PATGBM-RegisterExt 0.10 (WIPO ST.36 names). An entry is the register's view of one right, so its key has no
kind (`patent/DE/10027360`); publications stand in the events. Codes of procedural steps (`R119`) are the office's own,
with the name of the procedure as words. Records of a hit list hold what the list shows and are `partial`: `register`.
"""

from __future__ import annotations

import re
from typing import ClassVar

from lxml import etree

from kapok.codes.legal_status import event_category
from kapok.formats.epo_classes import class_symbol, compact_symbol
from kapok.formats.epo_numbers import application_number, core_date, publication_number, right_of, side_date
from kapok.formats.epo_text import language_tag, one_line
from kapok.formats.ports import FormatSpec, Head
from kapok.formats.xml_audit import ElementUse, declare
from kapok.formats.xml_records import LOCAL, Place, XmlRecords, child, children, text_of
from kapok.formats.xml_root import root_name
from kapok.records.parties import Party, PartyRole
from kapok.records.record import Classification, LegalEvent, Patent, Priority, Record, RelatedRight, make_key
from kapok.records.text import Text

USE = declare(
    used="""
        dpma-patent-document/bibliographic-data/publication-references/publication-reference/document-id/country
        document-id/doc-number document-id/kind document-id/date document-id/country application-reference/document-id
        invention-title classifications-ipcr/classification-ipcr/text classification-ipcr/ipc-version-indicator
        parties/applicants/applicant/addressbook/name parties/inventors/inventor/addressbook/name
        parties/agents/agent/addressbook/name parties/grantees/grantee/addressbook/name
        addressbook/address/* addressbook/address
        priority-claims/priority-claim/country priority-claim/date priority-claim/doc-number
        office-specific-bib-data/* related-documents related-documents/*/document-id
        dpma-patent-document/events/event-data/type-of-procedure event-data/procedural-status
        event-data/date-of-procedural-status event-data/publication-info/issue-number publication-info/year
        publication-info/publication-date event-data/published-documents/document
        event-data/ipc-main-class/ipc-symbol event-data/previous-ipc-main-class/ipc-symbol
        PatentHitListRecord/leading-registered-number PatentHitListRecord/registered-number
        PatentHitListRecord/type PatentHitListRecord/legalstatus PatentHitListRecord/invention-title
        main-classification/edition main-classification/classification
        further-classification/edition further-classification/classification
        PatentHitListRecord/applicationDate PatentHitListRecord/publicationDate PatentHitListRecord/registrationDate
        PatentHitListRecord/applicants/applicant PatentHitListRecord/inventors/inventor PatentHitListRecord/agent
    """,
    ignored={
        "addressbook/text": "name and address once more in one line",
        "correspondence-address": "where the office sends letters, no party of the right",
        "ipc-main-class/ipc-version": "edition of a class that the bibliography states",
        "previous-ipc-main-class/ipc-version": "edition of a former class",
        "publication-info/publication-type": "in which list of the Patentblatt it was printed",
        "publication-info/part": "in which part of the Patentblatt it was printed",
        "office-specific-bib-data/agent-type": "kind of representation",
    },
)
_ROLES: tuple[tuple[str, str, PartyRole], ...] = (
    ("grantees", "grantee", "holder"),
    ("applicants", "applicant", "applicant"),
    ("inventors", "inventor", "inventor"),
    ("agents", "agent", "representative"),
)
_TYPES = {"gebrauchsmuster": "utility_model", "utility model": "utility_model", "utility-model": "utility_model"}
_COUNTRY = re.compile(r",\s*([A-Z]{2})$")


class DpmaPatentReader(XmlRecords):
    """German register entries and hit lists of patents and utility models."""

    spec: ClassVar[FormatSpec] = FormatSpec(
        name="dpma-patent",
        title="DPMAregister patents and utility models",
        standard="DPMA Connect Plus, DE-PATGBM-RegisterExt 0.10 (WIPO ST.36)",
        categories=("patent",),
        default_source="dpma",
    )
    tags: ClassVar[tuple[str, ...]] = ("dpma-patent-document", "PatentHitListRecord")
    use: ClassVar[ElementUse] = USE

    def detect(self, head: Head) -> bool:
        """The root `dpma-patent-document` or `PatentHitList`."""
        return root_name(head.data) in ("dpma-patent-document", "PatentHitList")

    def read(self, element: etree._Element, place: Place) -> Record:
        """One register entry; `ValueError` where it has no number or a core date is impossible."""
        return _hit(element, place) if LOCAL[element.tag] == "PatentHitListRecord" else _entry(element, place)


def _entry(element: etree._Element, place: Place) -> Patent:
    original: dict[str, str] = {}
    bibliography = child(element, "bibliographic-data")
    office = child(bibliography, "office-specific-bib-data")
    filed = child(bibliography, "application-reference", "document-id")
    filing_date = core_date(text_of(filed, "date"), "filing date")
    application = application_number("DE", text_of(filed, "doc-number"), "", filing_date)
    if application is not None:
        original["application"] = text_of(filed, "doc-number")
    first = child(bibliography, "publication-references", "publication-reference", "document-id")
    number = text_of(first, "doc-number") or (application.number if application else "")
    day = core_date(text_of(office, "date-of-first-publication"), "date of first publication")
    publication = publication_number("DE", number, text_of(first, "kind"), day)
    title = one_line(text_of(bibliography, "invention-title"))
    named = child(bibliography, "invention-title")
    language = language_tag(named.get("lang") if named is not None else "de")
    abstract = one_line(text_of(office, "abstract"))
    attributes = {"partial": "register"}
    if priority := text_of(office, "exhibition-priority"):
        attributes["exhibition_priority"] = priority
    return Patent(
        key=make_key("patent", "DE", publication.number),
        category="patent",
        office_code="DE",
        number=publication.number,
        right_id=right_of(application),
        patent_type=_TYPES.get(text_of(office, "type-of-ip-right").casefold(), "invention"),
        language=language,
        titles=(Text(title, language),) if title else (),
        abstracts=(Text(abstract, language),) if abstract else (),
        parties=_parties(child(bibliography, "parties")),
        application=application,
        filing_date=filing_date,
        publication=publication,
        publication_date=day,
        priorities=_priorities(bibliography),
        classifications=_classes(bibliography),
        legal_events=_events(child(element, "events"), original),
        office_status_text=text_of(office, "status"),
        office_status_date=side_date(text_of(office, "date-last-register-update"), "register update", original),
        related=_related(child(bibliography, "related-documents")),
        attributes=attributes,
        provenance=place.provenance(
            original, side_date(text_of(office, "date-last-register-update"), "register update", original)
        ),
    )


def _parties(parties: etree._Element | None) -> tuple[Party, ...]:
    found = []
    for group, name, role in _ROLES:
        for entry in children(child(parties, group), name):
            book = child(entry, "addressbook")
            address = child(book, "address")
            lines = [text_of(line) for line in address if LOCAL[line.tag] != "country"] if address is not None else []
            if words := one_line(text_of(book, "name")):
                found.append(Party(words, role, text_of(address, "country"), ", ".join(filter(None, lines)), "und"))
    return tuple(found)


def _priorities(bibliography: etree._Element | None) -> tuple[Priority, ...]:
    found = []
    for claim in children(child(bibliography, "priority-claims"), "priority-claim"):
        day = core_date(text_of(claim, "date"), "priority date")
        number = application_number(text_of(claim, "country"), text_of(claim, "doc-number"), "", day)
        if number is not None:
            found.append(Priority(number, day))
    return tuple(found)


def _classes(bibliography: etree._Element | None) -> tuple[Classification, ...]:
    found = []
    for place, entry in enumerate(children(child(bibliography, "classifications-ipcr"), "classification-ipcr")):
        symbol = compact_symbol(text_of(entry, "text"))
        if symbol:
            version = text_of(entry, "ipc-version-indicator").replace(".", "")
            found.append(Classification("ipc", symbol, f"{version}01" if version else "", "unknown", place == 0, "DE"))
    return tuple(found)


def _events(events: etree._Element | None, original: dict[str, str]) -> tuple[LegalEvent, ...]:
    found = []
    for entry in children(events, "event-data"):
        code = text_of(entry, "procedural-status")
        details = []
        if issue := text_of(entry, "publication-info", "issue-number"):
            printed = text_of(entry, "publication-info", "publication-date")
            details.append(f"Patentblatt {issue}/{text_of(entry, 'publication-info', 'year')} of {printed}")
        documents = [text_of(document) for document in children(child(entry, "published-documents"), "document")]
        details.extend(document for document in documents if document)
        new, old = text_of(entry, "ipc-main-class", "ipc-symbol"), text_of(entry, "previous-ipc-main-class", "ipc-symbol")
        if new:
            before = f", before {compact_symbol(old)}" if old else ""
            details.append(f"main class {compact_symbol(new)}{before}")
        found.append(
            LegalEvent(
                side_date(text_of(entry, "date-of-procedural-status"), f"event {code}", original),
                code,
                text_of(entry, "type-of-procedure"),
                event_category("DE", code),
                office_code="DE",
                detail="; ".join(details),
            )
        )
    return tuple(sorted(found, key=lambda event: event.event_date))


def _related(documents: etree._Element | None) -> tuple[RelatedRight, ...]:
    found = []
    for relation in documents if documents is not None else ():
        for identity in relation.iter():
            if LOCAL[identity.tag] == "document-id":
                office, number = text_of(identity, "country") or "DE", text_of(identity, "doc-number")
                other = application_number(office, number, text_of(identity, "kind"), "")
                if other is not None:
                    found.append(RelatedRight(LOCAL[relation.tag].replace("-", "_"), other))
    return tuple(found)


def _hit(element: etree._Element, place: Place) -> Patent:
    original: dict[str, str] = {}
    written = text_of(element, "registered-number") or text_of(element, "leading-registered-number")
    digits = re.sub(r"^[A-Z]\s*(?=\d)", "", written)  # G = Gebrauchsmuster, P = patent: DOCDB leaves the letter out
    filing_date = core_date(text_of(element, "applicationDate"), "filing date")
    application = application_number("DE", digits, "", filing_date)
    if application is None:
        raise ValueError("the hit has no number")
    original["application"] = written
    day = core_date(text_of(element, "publicationDate"), "publication date")
    title = one_line(text_of(element, "invention-title"))
    parties = [
        party
        for group, role in (("applicants", "applicant"), ("inventors", "inventor"))
        for entry in children(child(element, group), role)
        if (party := _listed_party(text_of(entry), "applicant" if role == "applicant" else "inventor"))
    ]
    if agent := _listed_party(text_of(element, "agent"), "representative"):
        parties.append(agent)
    classes = [
        Classification("ipc", symbol, text_of(entry, "edition").replace(".", "") + "01", "unknown", name[0] == "m", "DE")
        for name in ("main-classification", "further-classification")
        for entry in children(element, name)
        if (symbol := class_symbol(text_of(entry, "classification")))
    ]
    return Patent(
        key=make_key("patent", "DE", application.number),
        category="patent",
        office_code="DE",
        number=application.number,
        right_id=right_of(application),
        patent_type=_TYPES.get(text_of(element, "type").casefold(), "invention"),
        language="de",
        titles=(Text(title, "de"),) if title else (),
        parties=tuple(parties),
        application=application,
        filing_date=filing_date,
        publication=publication_number("DE", application.number, "", day),
        publication_date=day,
        registration_date=core_date(text_of(element, "registrationDate"), "registration date"),
        classifications=tuple(classes),
        office_status_text=text_of(element, "legalstatus"),
        attributes={"partial": "register"},
        provenance=place.provenance(original),
    )


def _listed_party(text: str, role: PartyRole) -> Party | None:
    """A party in one line (`Jungheinrich KG, 2000 Hamburg, DE`): name, address and country as far as they show."""
    line = one_line(text)
    if not line:
        return None
    country = match[1] if (match := _COUNTRY.search(line)) else ""
    line = _COUNTRY.sub("", line)
    place = re.search(r",\s*(\d{4,5}\s+[^,]+)$", line)
    address = place[1] if place else ""
    return Party(line[: place.start()] if place else line, role, country, address)
