"""One `register-document` of the European Patent Register (OPS register service, DTD 1.0 to 1.3.3) -> one record.

The entry concerns the whole right, not one publication, so its key has no kind (`patent/EP/1000000`); all register answers
about one right (bibliography, events, procedural steps, unitary effect) share that key and are `partial`: `register`. Each
list that the register repeats for every change (parties, lapses, titles) is read as it stands now, which is its first
entry; former applicants stay as parties with the role `other`. An answer that gives only events takes its number from the
query it repeats. No real answer with opponents, licensees or unitary effect has been read yet.
"""

from __future__ import annotations

import re

from lxml import etree

from kapok.formats.epo_citations import read_register_citation
from kapok.formats.epo_classes import listed_symbols
from kapok.formats.epo_numbers import (
    application_number,
    core_date,
    epodoc_number,
    publication_number,
    right_of,
    side_date,
)
from kapok.formats.epo_text import language_tag, one_line
from kapok.formats.ops_register_events import read_events
from kapok.formats.xml_audit import declare
from kapok.formats.xml_records import LOCAL, Place, child, children, text_of
from kapok.records.parties import Party, PartyRole
from kapok.records.record import Citation, Number, Patent, Priority, RelatedRight, make_key
from kapok.records.text import Text

USE = declare(
    used="""
        world-patent-data/register-search/register-documents/register-document/bibliographic-data
        bibliographic-data/publication-reference/document-id/country document-id/doc-number document-id/kind
        document-id/country document-id/date classifications-ipcr/classification-ipcr/text application-reference/document-id
        language-of-filing priority-claims/priority-claim/country priority-claim/doc-number priority-claim/date
        parties/applicants/applicant/addressbook/name parties/inventors/inventor/addressbook/name
        parties/agents/agent/addressbook/name addressbook/address/address-1 address/address-2 address/address-3
        address/address-4 address/address-5 address/country applicant/nationality/country applicant/residence/country
        designation-of-states/designation-pct/regional/country invention-title
        references-cited/citation/patcit/document-id/country citation/patcit/text citation/category
        citation/nplcit/text citation/rel-claims
        related-documents/* related-documents/*/relation relation/parent-doc/document-id relation/child-doc/document-id
        register-document/ep-patent-statuses/ep-patent-status
        unitary-patent/unitary-patent-statuses/unitary-patent-status
        term-of-grant/lapsed-in-country/country lapsed-in-country/date
        dates-rights-effective/*/date dates-rights-effective/*
        opposition-data/*/date opposition-data/* opponent/addressbook/name opponent/addressbook/address
        search-reports-information/search-report-information/date-search-report-mailed/date
        events-data/dossier-event/event-date/date dossier-event/event-code dossier-event/event-text
        dossier-event/gazette-reference/gazette-num gazette-reference/date
        procedural-data/procedural-step/procedural-step-code procedural-step/procedural-step-text
        procedural-step/procedural-step-date/date procedural-step/time-limit
    """,
    ignored={
        "search-report-publication": "the publication it stands in is listed among the publications",
        "regional/region": "the organisation whose member states are listed beside it",
    },
)

_ROLES: tuple[tuple[str, str, PartyRole], ...] = (
    ("applicants", "applicant", "applicant"),
    ("inventors", "inventor", "inventor"),
    ("agents", "agent", "representative"),
)
_QUERY = re.compile(r"\b(publication|pn|application|ap)\s*=\s*\"?(EP)?\s*([0-9]{7,13})(?:\.\d)?", re.IGNORECASE)


def read_register_document(element: etree._Element, place: Place) -> Patent:
    """The register entry; `ValueError` where it has no number (nor the query) or a core date is impossible."""
    original: dict[str, str] = {}
    bibliography = child(element, "bibliographic-data")
    publications, application, pct = _numbers(bibliography)
    if not publications and application is None:
        publications, application = _from_query(place.header.get("query", ""))
    european = [number for number in publications if number.office_code == "EP"]
    if not european and application is None:
        raise ValueError("the register entry has no number, and the query that it answers names none")
    number = european[0].number if european else application.number if application else ""
    granted = next((each.date for each in european if each.kind_code.startswith("B")), "")
    events, status = read_events(element, bibliography, original)
    attributes = {"partial": "register"}
    filed_in = language_tag(text_of(bibliography, "language-of-filing"))
    if filed_in != "und":
        attributes["language_of_filing"] = filed_in
    _unitary(element, attributes, original)
    return Patent(
        key=make_key("patent", "EP", number),
        category="patent",
        office_code="EP",
        number=number,
        right_id=right_of(application),
        titles=_titles(bibliography),
        parties=_parties(bibliography),
        application=application,
        filing_date=application.date if application else "",
        publication=Number("EP", number),
        publication_date=european[0].date if european else "",
        grant_date=granted,
        priorities=_priorities(bibliography),
        classifications=tuple(
            found
            for group in children(bibliography, "classifications-ipcr")[:1]
            for entry in group
            for found in listed_symbols(text_of(entry, "text"))
        ),
        citations=_citations(bibliography, original),
        legal_events=events,
        office_status_text=status.text or one_line(element.get("status")),
        office_status_date=status.day,
        related=_related(bibliography, pct, publications),
        designated_states=_states(bibliography),
        attributes=attributes,
        provenance=place.provenance(original, side_date(element.get("date-produced"), "date produced", original)),
    )


def _numbers(bibliography: etree._Element | None) -> tuple[list[Number], Number | None, Number | None]:
    """All publications in order, the European application and the PCT one."""
    publications = []
    for reference in children(bibliography, "publication-reference"):
        office, number, kind, day = _document(child(reference, "document-id"), "publication date")
        if office and number:
            publications.append(publication_number(office, number, kind, day))
    application = pct = None
    for reference in children(bibliography, "application-reference"):
        office, number, kind, day = _document(child(reference, "document-id"), "filing date")
        if office == "WO":
            pct = epodoc_number(number if number.startswith("WO") else f"WO{number}", "W", day, "application")
        elif application is None:
            application = application_number(office, number, kind, day)
    return publications, application, pct


def _document(element: etree._Element | None, what: str) -> tuple[str, str, str, str]:
    day = core_date(text_of(element, "date"), what)
    return text_of(element, "country"), text_of(element, "doc-number"), text_of(element, "kind"), day


def _from_query(query: str) -> tuple[list[Number], Number | None]:
    """The number that a query for one right names (`publication=EP2400812`)."""
    match = _QUERY.search(query)
    if match is None:
        return [], None
    if match[1].lower() in ("publication", "pn"):
        return [publication_number("EP", match[3], "", "")], None
    return [], application_number("EP", match[3], "", "")


def _titles(bibliography: etree._Element | None) -> tuple[Text, ...]:
    """The title in each language as it stands now."""
    found: dict[str, Text] = {}
    for title in children(bibliography, "invention-title"):
        language = language_tag(title.get("lang"))
        if one_line(title.text):
            found.setdefault(language, Text(one_line(title.text), language))
    return tuple(found.values())


def _parties(bibliography: etree._Element | None) -> tuple[Party, ...]:
    parties = child(bibliography, "parties")
    result: list[Party] = []
    for group_name, name, role in _ROLES:
        groups = children(parties, group_name)
        for group in groups[:1]:
            result.extend(filter(None, (read_party(entry, role) for entry in children(group, name))))
        if role == "applicant":
            current = {party.name for party in result}
            for group in groups[1:]:
                since = group.get("change-date", "")
                for entry in children(group, name):
                    party = read_party(entry, "other", f"former applicant (entry of {since})" if since else "former applicant")
                    if party is not None and party.name not in current:
                        current.add(party.name)
                        result.append(party)
    for opponent in bibliography.iter() if bibliography is not None else ():
        if LOCAL[opponent.tag] == "opponent":
            party = read_party(opponent, "opponent")
            if party is not None:
                result.append(party)
    return tuple(result)


def read_party(entry: etree._Element, role: PartyRole, role_text: str = "") -> Party | None:
    """One party of an `addressbook`; None where it has no name. `identifier` is the office's number of the person."""
    book = child(entry, "addressbook")
    name = one_line(text_of(book, "name"))
    if not name:
        return None
    address = child(book, "address")
    lines = [one_line(line.text) for line in address if LOCAL[line.tag] != "country"] if address is not None else []
    country = text_of(address, "country") or text_of(entry, "residence", "country")
    identifier = (book.get("cdsid", "") if book is not None else "").strip()
    return Party(name, role, country, ", ".join(filter(None, lines)), identifier=identifier, role_text=role_text)


def _priorities(bibliography: etree._Element | None) -> tuple[Priority, ...]:
    result = []
    for claim in children(child(bibliography, "priority-claims"), "priority-claim"):
        day = core_date(text_of(claim, "date"), "priority date")
        office, digits = text_of(claim, "country"), text_of(claim, "doc-number")
        number = epodoc_number(office + digits, "", day, "application") or application_number(office, digits, "", day)
        if number is not None:
            result.append(Priority(number, day, claim.get("kind", "")))
    return tuple(result)


def _citations(bibliography: etree._Element | None, original: dict[str, str]) -> tuple[Citation, ...]:
    cited = child(bibliography, "references-cited")
    found = [] if cited is None else [read_register_citation(entry, original) for entry in cited]
    return tuple(citation for citation in found if citation is not None)


def _states(bibliography: etree._Element | None) -> tuple[str, ...]:
    regional = child(bibliography, "designation-of-states", "designation-pct", "regional")
    return tuple(filter(None, (text_of(state) for state in children(regional, "country"))))


def _related(bibliography: etree._Element | None, pct: Number | None, publications: list[Number]) -> tuple[RelatedRight, ...]:
    """The international application and publication, and the applications this one was divided from or into."""
    related = [RelatedRight("pct_application", pct, pct.date)] if pct is not None else []
    related += [RelatedRight("pct_publication", each, each.date) for each in publications if each.office_code == "WO"]
    documents = child(bibliography, "related-documents")
    for kind in documents if documents is not None else ():
        name = LOCAL[kind.tag]
        for relation in children(kind, "relation"):
            for side, suffix in (("parent-doc", ""), ("child-doc", "_child")):
                for identity in children(child(relation, side), "document-id"):
                    office, number = text_of(identity, "country"), text_of(identity, "doc-number")
                    if not office or not number:
                        continue
                    stated = identity.get("document-id-type", "")
                    if stated.startswith("publication"):
                        related.append(RelatedRight(name + suffix, publication_number(office, number, "", "")))
                    elif (parent := epodoc_number(office + number, "", "", "application")) is not None:
                        related.append(RelatedRight(name + suffix, parent))
    return tuple(related)


def _unitary(element: etree._Element, attributes: dict[str, str], original: dict[str, str]) -> None:
    """The newest status of unitary effect (Regulation (EU) 1257/2012) as attributes."""
    unitary = next((node for node in element.iter() if LOCAL[node.tag] == "unitary-patent-status"), None)
    if unitary is not None and one_line(unitary.text):
        attributes["unitary_effect"] = one_line(unitary.text)
        attributes["unitary_effect_date"] = side_date(unitary.get("change-date"), "unitary effect date", original)
