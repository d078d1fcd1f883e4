"""European patent documents in full (A1 A2 A3 A8 A9 B1 B2 B3 B8 B9): EPO `ep-patent-document`, DTD 1.0 to 1.5.1.

One document is one publication: bibliography (`SDOBI`), abstract, description, claims in up to three languages, drawings,
search report, and the documents cited in the description (`ep-reference-list`, origin `applicant`). The front page
citations (56) carry no origin in this format, so theirs is `unknown`. A3 documents and kinds above B2 follow the DTD:
no real file of them has been read yet.
"""

from __future__ import annotations

from typing import ClassVar

from lxml import etree
from msgspec import structs

from kapok.formats.ep_event_words import facts
from kapok.formats.ep_sdobi import read_sdobi
from kapok.formats.epo_citations import citation_origin, read_citation
from kapok.formats.epo_numbers import core_date, publication_number, right_of
from kapok.formats.epo_text import language_tag, read_claims, read_images, read_text
from kapok.formats.exchange_document import Draft
from kapok.formats.ports import FormatSpec, Head
from kapok.formats.xml_audit import ElementUse, declare
from kapok.formats.xml_records import LOCAL, Place, XmlRecords
from kapok.formats.xml_root import root_name
from kapok.records.record import Image, Patent, Record, make_key
from kapok.records.text import Claim, Text

_NAMES = "snm fnm onm sfx syn iid irf adr/* rctry/ctry nctry/ctry"
_WITH_NAMES = ("B711", "B721", "B731", "B741", "B781", "B784", "B791")
USE = declare(
    used=f"""
        ep-patent-document/SDOBI SDOBI/B000/eptags B100 B200 B300 B400 B500 B600 B700 B800 B900
        B003EP B050EP/B052EP B053EP B070EP B012EP/B0120EP B075EP/B0750EP B090EP/B0900EP/B091EP B092EP B093EP
        B110 B120/B121 B120/B121EP B130 B132EP B140/date B150/B151 B153 B154/B1542 B155/B1552 B190
        B210 B220/date B240 B230 B245EP B250 B251EP B260 B270/dnum/* B270/date B270/ctry B270/kind
        B310 B320/date B330/ctry
        B453EP B472 B475/date B475/ctry B475EP/date B475EP/ctry B430/bnum B450/bnum B477/bnum B480/bnum B880/bnum
        B4530EP/bnum B244/ctry
        B510/B516 B510/B511 B510/B512 B510/B513 B510/B514 B510/B515 B510/B517EP
        B510EP/classification-ipcr/text B520EP/classifications-cpc/classification-cpc/text
        B520EP/classifications-cpc/combination-set/combination-rank combination-rank/classification-cpc/text
        B540/B541 B540/B542 B540/B542EP B560/B561/text B560/B562/text B560/B563 B560/B564 B590/B598
        B610 B620 B620EP B630/B631 B630/B632 B630/B633 B640 B645 B650 B655 B660 B670
        parent/pdoc/dnum/anum parent/pdoc/dnum/pnum parent/cdoc/dnum/anum parent/cdoc/dnum/pnum pdoc/date cdoc/date
        B710 B720 B730 B740 B780 B790 {" ".join(f"{tag}/{name}" for tag in _WITH_NAMES for name in _NAMES.split())}
        B716EP/ctry B717EP/ctry B736EP/ctry B737EP/ctry B725EP/text B781/dnum/text B781/date B781/kind
        B791/dnum/text B791/date B791/kind B796/ctry B830/* B840/ctry
        B844EP/B845EP/ctry B845EP/date B845EP/B846EP/date B848EP/B849EP/ctry B849EP/date
        B860/B861/dnum/anum B861/date B870/B871/dnum/pnum B871/date
        {" ".join(f"{tag}/date" for tag in facts("sdobi"))}
        ep-patent-document/claims ep-patent-document/drawings/figure/img ep-patent-document/doc-page
        search-report-data/doc-page search-report-data/* ep-reference-list
    """,
    text="""
        ep-patent-document/abstract ep-patent-document/description ep-patent-document/claims/*
        ep-reference-list/p search-report-data/srep-for-pub search-report-data/srep-citations
    """,
    ignored={
        "ep-reference-list/heading": "fixed words above the list",
        "ep-patent-document/amended-claims": "amendments filed after the search, not the published claims",
        "ep-patent-document/amended-claims-statement": "statement on amendments, no part of the publication's text",
        "ep-patent-document/style": "layout",
        "eptags/B001EP": "mask of the designated states, which B840 lists",
        "eptags/B002EP": "which fields were changed for the Bulletin",
        "eptags/B004EP": "code of a decision that B238 dates",
        "eptags/B005EP": "who prepared the file for printing",
        "eptags/B006EP": "whether the European phase was entered, which B241 and B860 tell",
        "eptags/B007EP": "version of the EPO's program",
        "eptags/B008EP": "marks small corrections of addresses",
        "eptags/B009EP": "waiver of the inventor, stated again beside the inventor",
        "eptags/B015EP": "number of documents to print",
        "eptags/B020EP": "administration of the EPO's database",
        "eptags/B021EP": "administration of the EPO's database",
        "eptags/B060EP": "check data",
        "eptags/B061EP": "fees",
        "B050EP/B051EP": "language of a remark",
        "B0122EP": "code of the revocation procedure, whose dates are read",
        "B0123EP": "code of the revocation procedure, whose dates are read",
        "B0125EP": "language of the revocation procedure",
        "B0751EP": "number of an appeal",
        "B0752EP": "code of the petitioner",
        "B0756EP": "code of the decision on review, whose date is read",
        "B0912EP": "code of the limitation procedure, whose dates are read",
        "B0913EP": "code of the limitation procedure, whose dates are read",
        "B0921EP": "code of the limitation procedure, whose dates are read",
        "B154/B1541": "language of a note",
        "B155/B1551": "language of a note",
        "B152": "date of a cancelled correction",
        "B210EP": "the application number in another form",
        "B211EP": "the application number in another form",
        "B310EP": "the priority number in another form",
        "B311EP": "the priority number in another form",
        "B405": "Bulletin of this publication: the publication date",
        "B561EP": "number of copies",
        "B742EP": "number of a general authorisation",
        "B713EP": "number of an authorisation",
        "B862": "language of the international application",
        "B872": "language of the international publication",
        "B871/bnum": "issue of the PCT Gazette",
        "combination-set/group-number": "order number of the set",
        "combination-rank/rank-number": "order number inside the set",
        "parent/psta": "status code of another application",
        "kind": "kind code of a document named by its number",
    },
)


class EpFulltextReader(XmlRecords):
    """European patent documents, one record each."""

    spec: ClassVar[FormatSpec] = FormatSpec(
        name="ep-fulltext",
        title="European patent documents (full text)",
        standard="EPO ep-patent-document DTD 1.0-1.5.1 (WIPO ST.36, ST.32 bibliography)",
        categories=("patent",),
        default_source="epo-ep",
    )
    tags: ClassVar[tuple[str, ...]] = ("ep-patent-document",)
    use: ClassVar[ElementUse] = USE

    def detect(self, head: Head) -> bool:
        """The root `ep-patent-document`."""
        return root_name(head.data) in ("ep-patent-document", "ep-patent-documents")

    def read(self, element: etree._Element, place: Place) -> Record:
        """One publication; `ValueError` where it has no number or a core date is impossible."""
        draft = Draft(element, place)
        language = language_tag(element.get("lang"))
        descriptions: list[Text] = []
        claims: list[Claim] = []
        images: list[Image] = []
        for section in element:
            name = LOCAL[section.tag]
            if name == "SDOBI":
                read_sdobi(section, draft)
            elif name == "abstract":
                if (text := read_text(section, "EP", language)) is not None:
                    draft.abstracts.append(text)
            elif name == "description":
                if (text := read_text(section, "EP", language)) is not None:
                    descriptions.append(text)
            elif name == "claims":
                claims.extend(read_claims(section, "EP", language))
            elif name == "ep-reference-list":
                _references(section, draft)
            elif name == "search-report-data":
                _search_report(section, draft)
            if name in ("abstract", "description", "claims", "drawings", "doc-page"):
                images.extend(read_images(section))
            elif name == "search-report-data":
                images.extend(structs.replace(image, caption="search report") for image in read_images(section))
        return _finish(draft, language, tuple(descriptions), tuple(claims), tuple(dict.fromkeys(images)), element)


def _references(section: etree._Element, draft: Draft) -> None:
    """The documents and literature cited in the description: cited by the applicant."""
    for node in section.iter():
        if LOCAL[node.tag] in ("patcit", "nplcit"):
            citation = read_citation(node, draft.original)
            if citation is not None:
                draft.citations.append(structs.replace(citation, origin="applicant"))


def _search_report(section: etree._Element, draft: Draft) -> None:
    """Citations of a search report that comes as data and not only as page images."""
    for node in section.iter():
        if LOCAL[node.tag] == "citation":
            citation = read_citation(node, draft.original)
            if citation is not None:
                origin = citation_origin(node.get("srep-phase", "") or node.get("cited-phase", "")) or "search"
                draft.citations.append(structs.replace(citation, origin="search" if origin == "unknown" else origin))


def _finish(
    draft: Draft,
    language: str,
    descriptions: tuple[Text, ...],
    claims: tuple[Claim, ...],
    images: tuple[Image, ...],
    element: etree._Element,
) -> Patent:
    day = core_date(draft.day, "publication date")
    publication = publication_number(draft.office or "EP", draft.number, draft.kind, day)
    draft.keep("publication", draft.number, publication.number)
    for name in ("correction-code", "sequence"):
        if element.get(name):
            draft.attributes.setdefault(name.replace("-", "_"), element.get(name, ""))
    application = draft.application
    return Patent(
        key=make_key("patent", publication.office_code, publication.number, draft.kind),
        category="patent",
        office_code=publication.office_code,
        number=publication.number,
        kind_code=draft.kind,
        right_id=right_of(application),
        language=draft.language if draft.language != "und" else language,
        titles=tuple(dict.fromkeys(draft.titles)),
        abstracts=tuple(draft.abstracts),
        descriptions=descriptions,
        claims=claims,
        parties=draft.parties,
        application=application,
        filing_date=application.date if application else "",
        publication=publication,
        publication_date=day,
        grant_date=draft.grant_date,
        priorities=draft.priorities,
        classifications=tuple(dict.fromkeys(draft.classifications)),
        citations=tuple(draft.citations),
        legal_events=tuple(draft.events),
        related=tuple(dict.fromkeys(draft.related)),
        images=images,
        designated_states=draft.states,
        attributes=draft.attributes,
        provenance=draft.place.provenance(draft.original),
    )
