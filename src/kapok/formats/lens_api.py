"""One patent of the Lens API -> `Patent` (or `Design`), with texts by language, families, citations and computed status.

No real file of this form has been read yet; it follows the published documentation (see `lens_schema`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kapok.codes.languages import parse_language
from kapok.errors import InputError
from kapok.formats.claim_references import referred_claims
from kapok.formats.epo_citations import citation_origin
from kapok.formats.epo_numbers import application_number
from kapok.formats.lens_schema import Biblio, Claims, DocumentId, Family, LensParty, LensPatent, Parties, Words
from kapok.formats.lens_values import class_list, document_kind, uspc_symbol
from kapok.records.dates import parse_date
from kapok.records.numbers import docdb_number, right_id
from kapok.records.parties import Party, PartyRole
from kapok.records.provenance import Provenance
from kapok.records.record import (
    Citation,
    CitationOrigin,
    Design,
    LegalEvent,
    Number,
    Patent,
    Priority,
    RelatedRight,
    make_key,
)
from kapok.records.text import Claim, Text

_STATUS_EVENTS = (
    ("grant_date", "F", "granted"),
    ("application_expiry_date", "B", "application expired or withdrawn"),
    ("discontinuation_date", "H", "discontinued"),
)
"""Days of the computed legal status, with the ST.27 category of what happened."""


class _Notes:
    """What could not be read: original texts and the names of the repairs."""

    def __init__(self) -> None:
        self.original: dict[str, str] = {}
        self.repairs: list[str] = []

    def day(self, text: str, what: str) -> str:
        """ISO date; an unreadable one is kept as text."""
        if not text:
            return ""
        try:
            return parse_date(text)
        except InputError:
            self.original[what] = text
            self.repairs.append("unreadable date kept as text")
            return ""


def to_record(found: LensPatent, provenance: Provenance) -> Patent | Design:
    """The record of one API object. `InputError` where it has no publication number or its own day cannot be read."""
    notes = _Notes()
    biblio = found.biblio
    reference = biblio.publication_reference
    office = found.jurisdiction or reference.jurisdiction
    digits = found.doc_number or reference.doc_number
    if not office or not digits:
        raise InputError("The patent has no publication number", "jurisdiction and doc_number are empty")
    written = found.date_published or reference.date
    day = parse_date(written) if written else ""
    publication = docdb_number(office, digits, found.kind or reference.kind, day)
    filed = notes.day(biblio.application_reference.date, "application date")
    application = application_number(
        biblio.application_reference.jurisdiction, biblio.application_reference.doc_number,
        biblio.application_reference.kind, filed,
    )  # fmt: skip
    kind = document_kind(found.publication_type)
    language = parse_language(found.lang, office)
    common: dict[str, Any] = {
        "key": make_key(kind.category, publication.office_code, publication.number, publication.kind_code),
        "category": kind.category,
        "office_code": publication.office_code,
        "number": publication.number,
        "kind_code": publication.kind_code,
        "right_id": right_id(application),
        "language": language,
        "titles": _texts(biblio.invention_title, office),
        "abstracts": _texts(found.abstract, office),
        "parties": tuple(_parties(biblio.parties, "designer" if kind.category == "design" else "inventor")),
        "application": application,
        "filing_date": filed,
        "publication": publication,
        "publication_date": day,
        "priorities": tuple(_priorities(biblio, notes)),
        "classifications": tuple(_classes(biblio, notes)),
        "citations": tuple(_citations(biblio)),
        "legal_events": tuple(_events(found, notes)),
        "related": tuple(_members(found.families.simple_family, publication)),
        "attributes": _attributes(found),
        "provenance": Provenance(
            provenance.source, provenance.format, provenance.file, provenance.position, provenance.read_at,
            "", notes.original, tuple(dict.fromkeys(notes.repairs)),
        ),
        "claims": tuple(_claims(found.claims, office)),
        "descriptions": _texts(found.description if isinstance(found.description, list) else [found.description], office),
        "grant_date": notes.day(found.legal_status.grant_date, "grant date") or (day if kind.granted else ""),
    }  # fmt: skip
    if kind.category == "design":
        return Design(**common)
    return Patent(
        patent_type=kind.patent_type,
        family_id=_family_id(found.families.simple_family, found.lens_id),
        extended_family_id=_family_id(found.families.extended_family, found.lens_id),
        **common,
    )


def _texts(words: list[Words], office: str) -> tuple[Text, ...]:
    return tuple(Text(each.text, parse_language(each.lang, office)) for each in words if each.text)


def _parties(parties: Parties, maker: PartyRole) -> Iterator[Party]:
    groups: tuple[tuple[PartyRole, list[LensParty]], ...] = (
        ("applicant", parties.applicants),
        (maker, parties.inventors),
        ("holder", parties.owners_all),
        ("representative", parties.agents),
    )
    seen: set[tuple[str, str]] = set()
    for role, group in groups:
        for each in group:
            name = each.extracted_name.value
            if name and (role, name) not in seen:
                seen.add((role, name))
                country = (each.residence or each.extracted_country).upper()
                yield Party(name, role, country, each.extracted_address)
    if parties.examiners is not None:
        for examiner in (parties.examiners.primary_examiner, parties.examiners.assistant_examiner):
            if examiner is not None and examiner.extracted_name.value:
                yield Party(examiner.extracted_name.value, "examiner")


def _priorities(biblio: Biblio, notes: _Notes) -> Iterator[Priority]:
    for claim in biblio.priority_claims.claims:
        day = notes.day(claim.date, "priority date")
        number = application_number(claim.jurisdiction, claim.doc_number, claim.kind, day)
        if number is not None:
            yield Priority(number, day)


def _classes(biblio: Biblio, notes: _Notes) -> Any:
    national = [each.symbol for each in biblio.classifications_national.classifications]
    return class_list(
        {
            "cpc": [each.symbol for each in biblio.classifications_cpc.classifications],
            "ipc": [each.symbol for each in biblio.classifications_ipcr.classifications],
            "uspc": [uspc_symbol(symbol) for symbol in national],
        },
        notes.original,
        notes.repairs,
    )


def _citations(biblio: Biblio) -> Iterator[Citation]:
    for each in biblio.references_cited.citations:
        origin: CitationOrigin = citation_origin(each.cited_phase)
        categories = tuple(each.category)
        if each.patcit is not None:
            ids = each.patcit.document_id
            for document in ids if isinstance(ids, list) else [ids]:
                number = _cited(document)
                if number is not None:
                    yield Citation(origin, number, "", categories)
        if each.nplcit is not None and each.nplcit.text:
            yield Citation(origin, None, each.nplcit.text, categories)


def _cited(document: DocumentId) -> Number | None:
    if not document.jurisdiction or not document.doc_number:
        return None
    return docdb_number(document.jurisdiction, document.doc_number, document.kind)


def _events(found: LensPatent, notes: _Notes) -> Iterator[LegalEvent]:
    for name, category, text in _STATUS_EVENTS:
        day = notes.day(getattr(found.legal_status, name), name)
        if day:
            yield LegalEvent(
                day, "", text, category, office_code=found.jurisdiction, detail="computed by The Lens from INPADOC"
            )
    for owner in found.biblio.parties.owners_all:
        day = notes.day(owner.execution_date or owner.recorded_date, "owner date")
        if day:
            text = "assignment executed" if owner.execution_date else "assignment recorded"
            name = owner.extracted_name.value
            yield LegalEvent(day, "", text, "R", office_code=found.jurisdiction, detail=name)


def _members(family: Family, own: Number) -> Iterator[RelatedRight]:
    for member in family.members:
        number = _cited(member.document_id)
        if number is not None and (number.office_code, number.number) != (own.office_code, own.number):
            yield RelatedRight("member", number, text=member.lens_id)


def _family_id(family: Family, lens_id: str) -> str:
    """The smallest Lens id of the members stands for the family; "" where no members are listed."""
    ids = [member.lens_id for member in family.members if member.lens_id]
    return f"lens-{min([*ids, lens_id])}" if ids else ""


def _claims(groups: list[Claims], office: str) -> Iterator[Claim]:
    for group in groups:
        language = parse_language(group.lang, office)
        for place, claim in enumerate(group.claims, 1):
            text = "\n".join(part for part in claim.claim_text if part).strip()
            if text:
                printed = re.match(r"(\d{1,4})\s*[.)]\s", text)
                number = int(printed[1]) if printed else place
                yield Claim(number, text, language, referred_claims(text, number))


def _attributes(found: LensPatent) -> dict[str, str]:
    status, sequences = found.legal_status, found.sequence_listing
    literature = [each.nplcit for each in found.biblio.references_cited.citations if each.nplcit is not None]
    values = {
        "lens_id": found.lens_id,
        "lens_document_type": found.publication_type,
        "docdb_id": str(found.docdb_id or ""),
        "lens_patent_status": status.patent_status,
        "lens_granted": "true" if status.granted else "",
        "anticipated_term_date": status.anticipated_term_date,
        "terminal_disclaimer": "true" if status.has_disclaimer else "",
        "supplementary_protection": "true" if status.has_spc else "",
        "simple_family_size": str(found.families.simple_family.size or ""),
        "extended_family_size": str(found.families.extended_family.size or ""),
        "sequence_count": str(sequences.count or ""),
        "sequence_source": sequences.data_source,
        "sequence_types": "; ".join(sequences.types),
        "sequence_lengths": "; ".join(sequences.length_buckets),
        "sequence_organisms": "; ".join(each.name for each in sequences.organisms if each.name),
        "cited_lens_ids": "; ".join(each.lens_id for each in literature if each.lens_id),
        "cited_external_ids": "; ".join(text for each in literature for text in each.external_ids),
    }
    return {name: value for name, value in values.items() if value}
