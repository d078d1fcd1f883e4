"""Members of OPS families and lists of equivalents -> one partial record per publication.

A `family-member` names a publication, its application and priorities, on request with its whole bibliography
(`exchange-document`) and its legal events. `family-id` is the DOCDB simple family; members of other simple families of the
same extended (INPADOC) family become each other's `member`s, because OPS gives the extended family no number.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree
from msgspec import structs

from kapok.formats.exchange_document import (
    Draft,
    finish,
    read_application,
    read_priorities,
    read_publication,
    read_sections,
)
from kapok.formats.inpadoc_legal import read_legal_event
from kapok.formats.xml_audit import declare
from kapok.formats.xml_records import LOCAL, Place, child
from kapok.records.record import Patent, Record, RelatedRight

USE = declare(
    used="""
        world-patent-data/patent-family/family-member/publication-reference/document-id/country
        patent-family/family-member/publication-reference/document-id/date
        world-patent-data/patent-family/family-member/application-reference/document-id/*
        family-member/priority-claim/document-id
        family-member/priority-claim/priority-active-indicator family-member/exchange-document
        document-id/country document-id/doc-number document-id/kind document-id/date
        equivalents-inquiry/inquiry-result/publication-reference/document-id
        biblio-search/search-result/publication-reference/document-id
    """,
    ignored={
        "patent-family/publication-reference": "repeats the question",
        "equivalents-inquiry/publication-reference": "repeats the question",
    },
)


def read_family_member(element: etree._Element, place: Place) -> Record:
    """The publication of a `family-member`; `ValueError` where it has no number or a core date is impossible."""
    whole = child(element, "exchange-document")
    draft = Draft(element if whole is None else whole, place)
    draft.family_id = element.get("family-id", "") or draft.family_id
    given = ["family"]
    for part in element:
        name = LOCAL[part.tag]
        if name == "publication-reference":
            read_publication(part, draft)
        elif name == "application-reference":
            read_application(part, draft)
        elif name == "legal":
            draft.events.append(read_legal_event(part, draft.original))
    read_priorities((part for part in element if LOCAL[part.tag] == "priority-claim"), draft)
    if whole is not None:
        read_sections(whole, draft)
    else:
        if draft.events:
            given.append("legal")
        draft.attributes["partial"] = ", ".join(given)
    return finish(draft)


def read_found_publication(element: etree._Element, place: Place) -> Record:
    """A publication of which a search tells only the number and the family."""
    draft = Draft(element, place)
    read_publication(element, draft)
    draft.attributes["partial"] = "number"
    return finish(draft)


def read_equivalent(element: etree._Element, place: Place) -> Record:
    """One publication of an answer to the question for equivalents (the same simple family, number only)."""
    reference = child(element, "publication-reference")
    if reference is None:
        raise ValueError("the equivalent has no publication")
    draft = Draft(reference, place)
    read_publication(reference, draft)
    draft.attributes["partial"] = "equivalents"
    return finish(draft)


def relate_members(records: Sequence[Record], *, same_family: bool) -> list[Record]:
    """Make records of one answer each other's `member`s: those of other simple families, or all when `same_family`."""
    families = {record.family_id for record in records if isinstance(record, Patent)}
    if not same_family and len(families) < 2:
        return list(records)
    related = []
    for record in records:
        own = record.family_id if isinstance(record, Patent) else ""
        members = tuple(
            RelatedRight("member", other.publication)
            for other in records
            if other.key != record.key and (same_family or not isinstance(other, Patent) or other.family_id != own)
        )
        related.append(structs.replace(record, related=tuple(dict.fromkeys(record.related + members))))
    return related
