"""One patent of The Lens as its web application exports it: a flat JSON object with camel case keys.

Keys seen in real exports of 2020. Families are not named there, only their sizes; a DOCDB simple family is what has exactly
the same active priorities, so that its id is made from those.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from msgspec import Struct

from kapok.errors import InputError
from kapok.formats.lens_values import class_list, document_kind, uspc_symbol
from kapok.formats.number_texts import read_number
from kapok.records.dates import parse_date
from kapok.records.numbers import right_id
from kapok.records.parties import Party, PartyRole
from kapok.records.provenance import Provenance
from kapok.records.record import Citation, Design, LegalEvent, Number, Patent, Priority, make_key
from kapok.records.text import Text

IGNORED = {
    "index": "place in the export",
    "displayKey": "the publication key in another writing",
    "url": "made of the Lens id",
    "hasFullText": "whether The Lens has the full text",
    "citedByPatentCount": "number of citing documents on the day of the export",
    "nplCitationCount": "number of the literature citations",
    "nplResolvedCount": "number of the literature citations that The Lens knows",
}
"""Keys left out on purpose."""


class Owner(Struct, rename="camel"):
    """An owner from the USPTO's register of assignments and the day on which it was signed."""

    name: str
    execution_date: str = ""


class LensExport(Struct, rename="camel"):
    """The keys that are read. Anything that may be absent has a default."""

    publication_key: str
    lens_id: str
    jurisdiction: str = ""
    kind_code: str = ""
    publication_date: str = ""
    filing_number: str = ""
    filing_date: str = ""
    priority_filing_keys_active: list[str] = []
    earliest_priority_date: str = ""
    title: str = ""
    applicants: list[str] = []
    inventors: list[str] = []
    owners: list[Owner] = []
    doc_type: str = ""
    simple_family_size: int = 0
    family_size: int = 0
    seq_count: int = 0
    cpc_classifications: list[str] = []
    ipcr_classifications: list[str] = []
    us_classifications: list[str] = []
    npl_citations: list[str] = []
    npl_resolved_lens_i_ds: list[str] = []
    npl_resolved_external_i_ds: list[str] = []


USED = frozenset(LensExport.__struct_encode_fields__)


def to_record(found: LensExport, provenance: Provenance) -> Patent | Design:
    """The patent (or design) of one exported object. `InputError` where its number or its own dates cannot be read."""
    original = dict(provenance.original)
    repairs = list(provenance.repairs)
    publication_date = parse_date(found.publication_date) if found.publication_date else ""
    filing_date = parse_date(found.filing_date) if found.filing_date else ""
    publication = read_number(found.publication_key, "under", "publication", kind_code=found.kind_code, day=publication_date)
    application = _optional(found.filing_number, filing_date, original, repairs)
    priorities = []
    for text in found.priority_filing_keys_active:
        number = _optional(text, "", original, repairs)
        if number is not None:
            priorities.append(Priority(number, number.date))
    if not priorities and found.earliest_priority_date:
        day = parse_date(found.earliest_priority_date)
        priorities.append(Priority(Number("", "", "", day), day))
    kind = document_kind(found.doc_type)
    attributes = {
        "lens_id": found.lens_id,
        "lens_document_type": found.doc_type,
        "simple_family_size": str(found.simple_family_size or ""),
        "extended_family_size": str(found.family_size or ""),
        "sequence_count": str(found.seq_count or ""),
        "cited_lens_ids": "; ".join(found.npl_resolved_lens_i_ds),
        "cited_external_ids": "; ".join(found.npl_resolved_external_i_ds),
    }
    common: dict[str, Any] = {
        "key": make_key(kind.category, publication.office_code, publication.number, publication.kind_code),
        "category": kind.category,
        "office_code": publication.office_code,
        "number": publication.number,
        "kind_code": publication.kind_code,
        "right_id": right_id(application),
        "titles": (Text(found.title),) if found.title else (),
        "parties": tuple(_parties(found, "designer" if kind.category == "design" else "inventor")),
        "application": application,
        "filing_date": filing_date,
        "publication": publication,
        "publication_date": publication_date,
        "priorities": tuple(priorities),
        "classifications": tuple(
            class_list({"cpc": found.cpc_classifications, "ipc": found.ipcr_classifications,
                        "uspc": list(map(uspc_symbol, found.us_classifications))}, original, repairs)
        ),
        "citations": tuple(Citation(text=text) for text in found.npl_citations),
        "legal_events": tuple(_ownership(found, publication.office_code, original, repairs)),
        "attributes": {name: value for name, value in attributes.items() if value},
    }  # fmt: skip
    common["provenance"] = Provenance(
        provenance.source, provenance.format, provenance.file, provenance.position, provenance.read_at,
        "", original, tuple(dict.fromkeys(repairs)),
    )  # fmt: skip
    if kind.category == "design":
        return Design(**common)
    return Patent(
        patent_type=kind.patent_type,
        family_id=family_of(found.priority_filing_keys_active),
        grant_date=publication_date if kind.granted else "",
        **common,
    )


def family_of(priorities: list[str]) -> str:
    """An id for the simple family: a digest of its active priorities, in any order; "" without any."""
    if not priorities:
        return ""
    text = "\n".join(sorted(re.sub(r"\s+", " ", each).strip() for each in priorities))
    return "priorities-" + hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _optional(text: str, day: str, original: dict[str, str], repairs: list[str]) -> Number | None:
    if not text:
        return None
    try:
        return read_number(text, "spaced", "application", day=day)
    except InputError:
        original.setdefault("number", text)
        repairs.append("unreadable number kept as text")
        return None


def _parties(found: LensExport, maker: PartyRole) -> list[Party]:
    roles: tuple[tuple[PartyRole, list[str]], ...] = (
        ("applicant", found.applicants),
        (maker, found.inventors),
        ("holder", list(dict.fromkeys(owner.name for owner in found.owners))),
    )
    return [Party(name, role) for role, names in roles for name in names if name]


def _ownership(found: LensExport, office: str, original: dict[str, str], repairs: list[str]) -> list[LegalEvent]:
    events = []
    for owner in found.owners:
        try:
            day = parse_date(owner.execution_date)
        except InputError:
            if owner.execution_date:
                original["executionDate"] = owner.execution_date
                repairs.append("unreadable date kept as text")
            continue
        events.append(LegalEvent(day, "", "assignment executed", "R", office_code=office, detail=owner.name))
    return events
