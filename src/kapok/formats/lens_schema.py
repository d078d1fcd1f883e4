"""The patent object of the Lens API, as its published documentation describes it (docs.api.lens.org, patent response).

Only what is read is declared; `PATHS` are the paths of it, `IGNORED` the paths left out with their reasons. No real file of
this form has been read yet: the documents of the tests follow the documentation.
"""

from __future__ import annotations

from typing import Any, get_args, get_type_hints

import msgspec
from msgspec import Struct


class DocumentId(Struct, frozen=True):
    """A document: `date` is that of its publication, or of its filing."""

    jurisdiction: str = ""
    doc_number: str = ""
    kind: str = ""
    date: str = ""


class Words(Struct, frozen=True):
    """A text and its language code."""

    text: str = ""
    lang: str = ""


class Name(Struct, frozen=True):
    """A name as The Lens extracted it."""

    value: str = ""


class LensParty(Struct, frozen=True):
    """An applicant, inventor, owner or agent; `residence` or `extracted_country` is the country."""

    extracted_name: Name = Name()
    extracted_address: str = ""
    residence: str = ""
    extracted_country: str = ""
    execution_date: str = ""
    recorded_date: str = ""


class Examiner(Struct, frozen=True):
    """An examiner of a US patent."""

    extracted_name: Name = Name()


class Examiners(Struct, frozen=True):
    """Who examined."""

    primary_examiner: Examiner | None = None
    assistant_examiner: Examiner | None = None


class Parties(Struct, frozen=True):
    """All parties by role."""

    applicants: list[LensParty] = []
    inventors: list[LensParty] = []
    owners_all: list[LensParty] = []
    agents: list[LensParty] = []
    examiners: Examiners | None = None


class Symbol(Struct, frozen=True):
    """One class symbol."""

    symbol: str = ""


class Symbols(Struct, frozen=True):
    """The symbols of one scheme."""

    classifications: list[Symbol] = []


class CitedPatent(Struct, frozen=True):
    """A cited document."""

    document_id: DocumentId | list[DocumentId] = []
    lens_id: str = ""


class CitedText(Struct, frozen=True):
    """Cited literature."""

    text: str = ""
    lens_id: str = ""
    external_ids: list[str] = []


class LensCitation(Struct, frozen=True):
    """One citation: a document or literature, and the phase in which it was made."""

    patcit: CitedPatent | None = None
    nplcit: CitedText | None = None
    cited_phase: str = ""
    category: list[str] = []


class References(Struct, frozen=True):
    """What is cited."""

    citations: list[LensCitation] = []


class PriorityClaims(Struct, frozen=True):
    """Priorities."""

    claims: list[DocumentId] = []


class Biblio(Struct, frozen=True):
    """The bibliographic part."""

    publication_reference: DocumentId = DocumentId()
    application_reference: DocumentId = DocumentId()
    priority_claims: PriorityClaims = PriorityClaims()
    invention_title: list[Words] = []
    parties: Parties = Parties()
    classifications_cpc: Symbols = Symbols()
    classifications_ipcr: Symbols = Symbols()
    classifications_national: Symbols = Symbols()
    references_cited: References = References()


class FamilyMember(Struct, frozen=True):
    """A member of a family."""

    document_id: DocumentId = DocumentId()
    lens_id: str = ""


class Family(Struct, frozen=True):
    """A family: its members and how many there are."""

    members: list[FamilyMember] = []
    size: int = 0


class Families(Struct, frozen=True):
    """Simple (DOCDB) and extended (INPADOC) family."""

    simple_family: Family = Family()
    extended_family: Family = Family()


class ClaimText(Struct, frozen=True):
    """One claim in one or several pieces."""

    claim_text: list[str] = []


class Claims(Struct, frozen=True):
    """The claims in one language."""

    claims: list[ClaimText] = []
    lang: str = ""


class LegalStatus(Struct, frozen=True):
    """The status that The Lens computes from INPADOC."""

    granted: bool = False
    grant_date: str = ""
    application_expiry_date: str = ""
    anticipated_term_date: str = ""
    discontinuation_date: str = ""
    has_disclaimer: bool = False
    has_spc: bool = False
    patent_status: str = ""


class Organism(Struct, frozen=True):
    """The organism that a sequence comes from."""

    name: str = ""


class SequenceListing(Struct, frozen=True):
    """Counts of the sequences disclosed."""

    count: int = 0
    data_source: str = ""
    types: list[str] = []
    length_buckets: list[str] = []
    organisms: list[Organism] = []


class LensPatent(Struct, frozen=True):
    """One patent of the Lens API."""

    lens_id: str
    jurisdiction: str = ""
    doc_number: str = ""
    kind: str = ""
    date_published: str = ""
    docdb_id: int | None = None
    publication_type: str = ""
    lang: str = ""
    biblio: Biblio = Biblio()
    families: Families = Families()
    abstract: list[Words] = []
    claims: list[Claims] = []
    description: Words | list[Words] = []
    legal_status: LegalStatus = LegalStatus()
    sequence_listing: SequenceListing = SequenceListing()


def _paths(kind: Any, prefix: str = "") -> set[str]:
    """The paths of every value that `kind` reads, joined by dots, without list positions."""
    if isinstance(kind, type) and issubclass(kind, Struct):
        hints = get_type_hints(kind)
        return {
            path
            for field in msgspec.structs.fields(kind)
            for path in _paths(hints[field.name], f"{prefix}.{field.encode_name}" if prefix else field.encode_name)
        }
    inner = [path for part in get_args(kind) for path in _paths(part, prefix) if path != prefix]
    return set(inner) or {prefix}


PATHS = frozenset(_paths(LensPatent))
IGNORED = {
    "doc_key": "made of jurisdiction, number, kind and date",
    "alias_lens_ids": "older ids of the same document",
    "biblio.cited_by": "the citing documents on the day of the answer",
    "biblio.parties.applicants.sequence": "the order of the list",
    "biblio.parties.inventors.sequence": "the order of the list",
    "biblio.parties.agents.sequence": "the order of the list",
    "biblio.priority_claims.claims.sequence": "the order of the list",
    "biblio.priority_claims.earliest_claim": "the first of the claims",
    "biblio.references_cited.citations.sequence": "the order of the list",
    "biblio.references_cited.npl_resolved_count": "number of the literature that The Lens knows",
    "biblio.references_cited.npl_count": "number of the literature citations",
    "biblio.references_cited.patent_count": "number of the cited documents",
    "biblio.parties.examiners.primary_examiner.department": "unit inside the office",
    "legal_status.calculation_log": "how The Lens computed the status, in words",
}
