"""One `fulltext-document` (EPO bulk full text 1.2, OPS) -> a partial record with description, claims and abstract.

Bulk deliveries (ST.36 `fulltext-document`) state publication and application; OPS answers hold one part each. Claims run
together in one element are divided at their numbers. `attributes["partial"]` names the parts that are there.
"""

from __future__ import annotations

from lxml import etree

from kapok.formats.epo_numbers import core_date, publication_number, right_of
from kapok.formats.epo_text import language_tag, plain_text, read_claims, read_images, read_text
from kapok.formats.exchange_document import Draft, patent_type, read_application, read_publication
from kapok.formats.xml_audit import declare
from kapok.formats.xml_records import LOCAL, Place
from kapok.records.record import Image, Patent, make_key
from kapok.records.text import Claim, Text

USE = declare(
    used="""
        fulltext-document/bibliographic-data/publication-reference/document-id/country document-id/doc-number
        document-id/kind document-id/date document-id/country application-reference/document-id
        fulltext-document/claims fulltext-document/drawings/figure/img
    """,
    text="""
        fulltext-document/abstract fulltext-document/description fulltext-document/claims/claim
        fulltext-document/claims/heading
    """,
    ignored={
        "amended-claims": "amendments under Article 19 PCT, not the published claims",
        "amended-claims-statement": "statement on the amendments, not a part of the publication's text",
        "sequence-list": "sequence listings are data of their own",
        "table-external-doc": "a table in a file of its own",
        "document-id/name": "the name of the applicant beside a number",
    },
)


def read_fulltext_document(element: etree._Element, place: Place) -> Patent:
    """The texts of one publication; `ValueError` where it has no number or a core date is impossible."""
    draft = Draft(element, place)
    descriptions: list[Text] = []
    claims: list[Claim] = []
    images: list[Image] = []
    parts: list[str] = []
    language = language_tag(element.get("lang"), draft.office)
    for section in element:
        name = LOCAL[section.tag]
        if name == "bibliographic-data":
            for part in section:
                if LOCAL[part.tag] == "publication-reference":
                    read_publication(part, draft)
                elif LOCAL[part.tag] == "application-reference":
                    read_application(part, draft)
        elif name == "abstract":
            text = read_text(section, draft.office, language)
            if text is not None:
                draft.abstracts.append(text)
                parts.append(name)
        elif name == "description":
            title = next((node for node in section if LOCAL[node.tag] == "invention-title"), None)
            if title is not None and (words := plain_text(title)):
                draft.titles.append(Text(words, language_tag(title.get("lang") or section.get("lang"), draft.office)))
            text = read_text(section, draft.office, language)
            if text is not None:
                descriptions.append(text)
                parts.append(name)
        elif name == "claims":
            claims.extend(read_claims(section, draft.office, language))
            parts.append(name)
        images.extend(read_images(section))
    day = core_date(draft.day, "publication date")
    publication = publication_number(draft.office, draft.number, draft.kind, day)
    draft.keep("publication", draft.number, publication.number)
    application = draft.application
    return Patent(
        key=make_key("patent", draft.office, publication.number, draft.kind),
        category="patent",
        office_code=draft.office,
        number=publication.number,
        kind_code=draft.kind,
        right_id=right_of(application),
        patent_type=patent_type(draft.office, draft.kind, day),
        language=next((text.language for text in descriptions), claims[0].language if claims else language),
        titles=tuple(draft.titles),
        abstracts=tuple(draft.abstracts),
        descriptions=tuple(descriptions),
        claims=tuple(claims),
        application=application,
        filing_date=application.date if application else "",
        publication=publication,
        publication_date=day,
        images=tuple(dict.fromkeys(images)),
        attributes={"partial": ", ".join(dict.fromkeys(parts)) or "number"},
        provenance=place.provenance(draft.original),
    )
