"""One `exchange-document` (EPO DOCDB 2.x, OPS 3.x) -> one publication.

DOCDB and OPS hold the same bibliography in slightly different dress: DOCDB gives each number and name once per data
format with a `data-format` attribute on the reference, OPS puts `document-id-type` on the identification itself. Reading
is flat over each section, because a record holds a thousand tiny elements and bulk files millions of records.

The application that DOCDB lists as its own priority is kept with kind `own` (no Paris priority was claimed from it).
`attributes["partial"]` names the parts that an OPS answer gives when it is not the whole bibliography.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from lxml import etree

from kapok.codes.kinds import find_kind
from kapok.formats.epo_citations import read_citations
from kapok.formats.epo_classes import read_classification_ipc, read_ipcr, read_patent_classifications
from kapok.formats.epo_numbers import (
    application_number,
    core_date,
    epodoc_number,
    publication_number,
    right_of,
    side_date,
)
from kapok.formats.epo_parties import read_parties
from kapok.formats.epo_text import language_tag, one_line, plain_text
from kapok.formats.inpadoc_legal import read_legal_event
from kapok.formats.xml_audit import declare
from kapok.formats.xml_records import LOCAL, Place
from kapok.records.number_forms import docdb_number
from kapok.records.parties import Party
from kapok.records.record import (
    Citation,
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

USE = declare(
    used="""
        exchange-document/bibliographic-data/publication-reference/document-id/country
        application-reference/document-id document-id/doc-number document-id/kind document-id/date document-id/country
        extended-kind-code language-of-publication language-of-filing
        classification-ipc/edition classification-ipc/main-classification classification-ipc/further-classification
        classification-ipc/additional-info classification-ipc/unlinked-indexing-code
        classification-ipc/linked-indexing-code-group/main-linked-indexing-code
        classification-ipc/linked-indexing-code-group/sub-linked-indexing-code classification-ipc/text
        classifications-ipcr/classification-ipcr/text classification-national/text
        classification-national/country classification-national/edition classification-national/main-classification
        classification-national/further-classification
        patent-classifications/patent-classification patent-classification/classification-scheme/date
        patent-classification/section patent-classification/class patent-classification/subclass
        patent-classification/main-group patent-classification/subgroup patent-classification/classification-symbol
        patent-classification/classification-value patent-classification/generating-office
        patent-classification/symbol-position patent-classifications/combination-set/combination-rank
        priority-claims/priority-claim/document-id priority-active-indicator priority-linkage-type
        parties/applicants/applicant/applicant-name/name parties/inventors/inventor/inventor-name/name
        parties/agents/agent/agent-name/name applicant/residence/country inventor/residence/country
        agent/residence/country applicant/address/text inventor/address/text address/country
        designation-of-states/designation-pct/regional/country designation-pct/national/country
        designation-pct/new-designation-country designation-of-states/designation-epc/contracting-states/country
        designation-epc/extension-states/country regional/region
        dates-of-public-availability/*/document-id dates-of-public-availability/*
        references-cited/citation/patcit/document-id citation/category citation/rel-claims citation/nplcit/text
        citation/rel-passage/category citation/rel-passage/rel-claims
        patent-family/family-member/publication-reference/document-id
    """,
    text="invention-title abstract rel-passage/passage",
    ignored={
        "patcit/document-id/name": "the applicant of a cited document stands in that document's own record",
        "nplcit/article": "the text of the citation says the same",
        "nplcit/online": "the text of the citation says the same",
        "nplcit/book": "the text of the citation says the same",
        "nplcit/othercit": "the text of the citation says the same",
        "citation/corresponding-docs": "other publications of the cited invention: its own family says so",
        "patcit/rel-passage": "stated again beside the document",
        "region/country": "the organisation whose member states are listed beside it",
        "patent-family/family-member/application-reference": "each member's own record gives its application",
        "patent-classification/classification-status": "how the symbol came to be assigned, not what it says",
        "patent-classification/classification-data-source": "how the symbol came to be assigned, not what it says",
        "patent-classification/action-date": "when the symbol was assigned, not what it says",
        "combination-set/group-number": "order number of the set",
        "combination-rank/rank-number": "order number inside the set",
        "family-member/publication-reference/document-id/date": "each member's own record gives its date",
    },
)


class Draft:
    """The parts of one publication while they are being read."""

    def __init__(self, element: etree._Element, place: Place) -> None:
        self.place = place
        self.original: dict[str, str] = {}
        self.document_date = ""
        self.office = element.get("country", "").strip()
        self.kind = element.get("kind", "").strip()
        self.number = element.get("doc-number", "").strip()
        self.day = element.get("date-publ", "").strip()
        self.family_id = element.get("family-id", "")
        self.language = "und"
        self.application: Number | None = None
        self.grant_date = ""
        self.titles: list[Text] = []
        self.abstracts: list[Text] = []
        self.parties: tuple[Party, ...] = ()
        self.classifications: list[Classification] = []
        self.citations: list[Citation] = []
        self.priorities: tuple[Priority, ...] = ()
        self.events: list[LegalEvent] = []
        self.related: list[RelatedRight] = []
        self.states: tuple[str, ...] = ()
        self.attributes: dict[str, str] = {}

    def keep(self, name: str, written: str, normal: str) -> None:
        """Remember a value as written where its normal form differs."""
        if written and written != normal:
            self.original[name] = written


def read_exchange_document(element: etree._Element, place: Place) -> Patent | Design:
    """The publication of an `exchange-document`; `ValueError` where it has no number or a core date is impossible."""
    draft = Draft(element, place)
    read_sections(element, draft)
    exchanged = element.get("date-of-last-exchange")
    if exchanged:
        draft.document_date = side_date(exchanged, "date of last exchange", draft.original)
    return finish(draft)


def read_sections(element: etree._Element, draft: Draft) -> None:
    """Read the sections of an `exchange-document` into a draft; says in `partial` what it holds when not all."""
    for section in element:
        name = LOCAL[section.tag]
        if name == "bibliographic-data":
            for part in section:
                handler = _BIBLIOGRAPHY.get(LOCAL[part.tag])
                if handler is not None:
                    handler(part, draft)
        elif name == "abstract":
            _abstract(section, draft)
        elif name == "patent-family":
            _family(section, draft)
        elif name == "legal":
            draft.events.append(read_legal_event(section, draft.original))
    if draft.application is None:
        parts = [name for name, given in (("title", draft.titles), ("abstract", draft.abstracts)) if given]
        draft.attributes["partial"] = ", ".join(parts) or "number"
    if status := element.get("status", ""):
        draft.attributes["docdb_status"] = status


def finish(draft: Draft) -> Patent | Design:
    """The record of a draft; `ValueError` where it has no number or a core date is impossible."""
    day = core_date(draft.day, "publication date")
    publication = publication_number(draft.office, draft.number, draft.kind, day)
    draft.keep("publication", draft.number, publication.number)
    application = draft.application
    right = patent_type(draft.office, draft.kind, day)
    design = right == "design"
    category = "design" if design else "patent"
    shared = {
        "key": make_key(category, draft.office, publication.number, draft.kind),
        "category": category,
        "office_code": draft.office,
        "number": publication.number,
        "kind_code": draft.kind,
        "right_id": right_of(application),
        "language": draft.language,
        "titles": tuple(dict.fromkeys(draft.titles)),
        "abstracts": tuple(dict.fromkeys(draft.abstracts)),
        "parties": draft.parties,
        "application": application,
        "filing_date": application.date if application else "",
        "publication": publication,
        "publication_date": day,
        "priorities": draft.priorities,
        "classifications": tuple(draft.classifications),
        "citations": tuple(draft.citations),
        "legal_events": tuple(draft.events),
        "related": tuple(draft.related),
        "attributes": draft.attributes,
        "provenance": draft.place.provenance(draft.original, draft.document_date),
        "grant_date": draft.grant_date or grant_day(draft.office, draft.kind, day),
    }
    if design:
        return Design(**shared)  # type: ignore[arg-type]
    return Patent(
        **shared,  # type: ignore[arg-type]
        patent_type=right,
        family_id=draft.family_id,
        designated_states=draft.states,
    )


def patent_type(office_code: str, kind_code: str, day: str = "") -> str:
    """What kind of right a ST.16 kind code stands for on its day: invention, utility_model, plant, reissue, design …"""
    kind = find_kind(office_code, kind_code, day) if kind_code else None
    return kind.right if kind else "invention"


def grant_day(office_code: str, kind_code: str, day: str) -> str:
    """The publication day where the office's kind code says that this publication is the grant; "" otherwise."""
    kind = find_kind(office_code, kind_code, day) if kind_code and day else None
    return day if kind is not None and kind.stage == "grant" and kind.office == office_code else ""


def document_ids(reference: etree._Element) -> dict[str, list[str]]:
    """Data format -> [country, number, kind, date] of the identifications in a reference; `docdb` where unstated."""
    found: dict[str, list[str]] = {}
    stated = reference.get("data-format", "docdb")
    current = ["", "", "", ""]
    for node in reference.iter():
        name = LOCAL[node.tag]
        place = _PLACES.get(name)
        if place is not None:
            current[place] = (node.text or "").strip()
        elif name == "document-id":
            current = ["", "", "", ""]
            found[node.get("document-id-type", stated)] = current
    return found


_PLACES = {"country": 0, "doc-number": 1, "kind": 2, "date": 3}


def read_publication(part: etree._Element, draft: Draft) -> None:
    """Read a `publication-reference` into the draft; what the element around it states already stays."""
    if draft.number and part.get("data-format") == "epodoc":
        return
    for data_format, parts in document_ids(part).items():
        if data_format == "docdb":
            draft.office = draft.office or parts[0]
            draft.number = draft.number or parts[1]
            draft.kind = draft.kind or parts[2]
            draft.day = parts[3] or draft.day
        elif data_format == "original":
            draft.keep("publication_original", parts[1], draft.number)
        if data_format == "epodoc" and not draft.number:
            number = epodoc_number(parts[1], parts[2], "", "publication")
            if number is not None:
                draft.office, draft.number, draft.day = number.office_code, number.number, parts[3]


def read_application(part: etree._Element, draft: Draft) -> None:
    """Read an `application-reference` into the draft: the DOCDB number, else the EPODOC one."""
    if draft.application is not None and part.get("data-format") == "epodoc":
        return
    for data_format, parts in document_ids(part).items():
        if data_format == "docdb":
            day = core_date(parts[3], "filing date")
            draft.application = application_number(parts[0], parts[1], parts[2], day)
            if draft.application is not None:
                draft.keep("application", parts[1], draft.application.number)
        elif data_format == "original":
            normal = draft.application.number if draft.application else ""
            draft.keep("application_original", parts[1], normal)
        elif draft.application is None:
            day = core_date(parts[3], "filing date")
            draft.application = epodoc_number(parts[1], parts[2], day, "application")


def _priorities(part: etree._Element, draft: Draft) -> None:
    read_priorities((part,), draft)


def read_priorities(parts: Iterable[etree._Element], draft: Draft) -> None:
    """The priority claims by sequence: the DOCDB number where given, else EPODOC, else as published."""
    claims: dict[str, dict[str, list[str]]] = {}
    kinds: dict[str, str] = {}
    for claim in (claim for part in parts for claim in part.iter("{*}priority-claim")):
        sequence = claim.get("sequence", str(len(claims) + 1))
        stated = claim.get("data-format", "docdb")
        formats = claims.get(sequence)
        if formats is None:
            formats = claims[sequence] = {}
            kinds[sequence] = claim.get("kind", "")
        elif stated == "epodoc" and "docdb" in formats:
            continue
        current = ["", "", "", ""]
        for node in claim.iter():
            name = LOCAL[node.tag]
            place = _PLACES.get(name)
            if place is not None:
                current[place] = (node.text or "").strip()
            elif name == "document-id":
                current = ["", "", "", ""]
                formats[node.get("document-id-type", stated)] = current
            elif name == "priority-linkage-type":
                kinds[sequence] = f"{kinds[sequence]} linkage {node.text or ''}".strip()
            elif name == "priority-active-indicator" and (node.text or "").strip()[:1] == "N":
                kinds[sequence] = f"{kinds[sequence]} inactive".strip()
    found = []
    own = draft.application
    for sequence, formats in claims.items():
        day = core_date(next((given[3] for given in formats.values() if given[3]), ""), "priority date")
        number: Number | None = None
        if docdb := formats.get("docdb"):
            number = application_number(docdb[0], docdb[1], docdb[2], day)
        if number is None and (epodoc := formats.get("epodoc")):
            number = epodoc_number(epodoc[1], epodoc[2], day, "application")
        written = formats.get("original")
        if number is None and written and written[1]:
            number = Number(written[0], written[1], written[2], day)
        if number is None:
            continue
        kind = kinds.get(sequence, "")
        if own is not None and number.number == own.number and number.office_code == own.office_code:
            kind = "own"
        if written:
            draft.keep(f"priority {sequence}", written[1], number.number)
        found.append(Priority(number, day, kind))
    draft.priorities = tuple(found)


def _parties(part: etree._Element, draft: Draft) -> None:
    draft.parties = read_parties(part, draft.office)


def _title(part: etree._Element, draft: Draft) -> None:
    text = one_line(part.text) if not len(part) else plain_text(part).replace("\n", " ")
    if text:
        draft.titles.append(Text(text, language_tag(part.get("lang"), draft.office)))


def _abstract(part: etree._Element, draft: Draft) -> None:
    text = plain_text(part)
    if text:
        draft.abstracts.append(Text(text, language_tag(part.get("lang"), draft.office)))


def _ipc(part: etree._Element, draft: Draft) -> None:
    draft.classifications.extend(read_classification_ipc(part))


def _ipcr(part: etree._Element, draft: Draft) -> None:
    draft.classifications.extend(read_ipcr(part))


def _cpc(part: etree._Element, draft: Draft) -> None:
    draft.classifications.extend(read_patent_classifications(part))


def _national(part: etree._Element, draft: Draft) -> None:
    office = draft.office
    for node in part.iter():
        name = LOCAL[node.tag]
        if name == "country" and node.text:
            office = node.text.strip()
        elif name in ("main-classification", "further-classification", "text") and node.text and node.text.strip():
            draft.classifications.append(Classification("national", one_line(node.text), office_code=office))


def _citations(part: etree._Element, draft: Draft) -> None:
    draft.citations.extend(read_citations(part, draft.original))


def _states(part: etree._Element, draft: Draft) -> None:
    """Designated states; the organisation named in `region` is no state, extension states are kept apart."""
    states: list[str] = []
    for group in part.iter("{*}regional", "{*}national", "{*}contracting-states", "{*}new-designation-country"):
        states += [state.text for state in group if state.text]  # a region has elements, no text of its own
    draft.states = tuple(dict.fromkeys(filter(None, map(str.strip, states))))
    extension = [state.text or "" for group in part.iter("{*}extension-states") for state in group]
    if extension:
        draft.attributes["extension_states"] = " ".join(extension)


def _availability(part: etree._Element, draft: Draft) -> None:
    """INID 41-48 dates: the grant's goes into its field, others into attributes unless they are the publication date."""
    for kind in part:
        name = LOCAL[kind.tag]
        for node in kind.iter():
            if LOCAL[node.tag] == "date" and node.text:
                day = side_date(node.text, name, draft.original)
                if name in ("printed-with-grant", "not-printed-with-grant"):
                    draft.grant_date = draft.grant_date or day
                elif name == "invalidation-of-patent":
                    draft.events.append(LegalEvent(day, name, "Invalidation of patent", office_code=draft.office))
                elif day and node.text != draft.day:
                    draft.attributes[name.replace("-", "_")] = day


def _language(part: etree._Element, draft: Draft) -> None:
    draft.language = language_tag(part.text, draft.office)


def _filing_language(part: etree._Element, draft: Draft) -> None:
    draft.attributes["language_of_filing"] = language_tag(part.text, draft.office)


def _extended_kind(part: etree._Element, draft: Draft) -> None:
    if part.text:
        draft.attributes["extended_kind_code"] = part.text.strip()


def _family(part: etree._Element, draft: Draft) -> None:
    """The other publications of the family as `member`s."""
    own = (draft.office, draft.number, draft.kind)
    for reference in part.iter("{*}publication-reference"):
        if reference.get("data-format", "docdb") != "docdb":
            continue
        parts = ["", "", "", ""]
        for identity in reference:
            for node in identity:
                place = _PLACES.get(LOCAL[node.tag])
                if place is not None:
                    parts[place] = node.text or ""
        office, number, kind, _ = parts
        if office and number and (office, number, kind) != own:
            draft.related.append(_member(office, number, kind))


@lru_cache(maxsize=1 << 16)  # every member of a family lists the others
def _member(office: str, number: str, kind: str) -> RelatedRight:
    return RelatedRight("member", docdb_number(office, number, kind))


_BIBLIOGRAPHY: dict[str, Callable[[etree._Element, Draft], None]] = {
    "publication-reference": read_publication,
    "application-reference": read_application,
    "priority-claims": _priorities,
    "parties": _parties,
    "invention-title": _title,
    "classification-ipc": _ipc,
    "classifications-ipcr": _ipcr,
    "patent-classifications": _cpc,
    "classification-national": _national,
    "references-cited": _citations,
    "designation-of-states": _states,
    "dates-of-public-availability": _availability,
    "language-of-publication": _language,
    "language-of-filing": _filing_language,
    "extended-kind-code": _extended_kind,
    "abstract": _abstract,
}
