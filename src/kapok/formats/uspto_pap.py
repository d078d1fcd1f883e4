"""USPTO patent application publications 2001-2004: PAP 1.5 and 1.6 (`patent-application-publication`).

Schema: pap-v15-2001-01-31.dtd, pap-v16-2002-01-01.dtd.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from kapok.errors import InputError
from kapok.formats.pap_front import read_front
from kapok.formats.ports import Chunk, FormatSpec, Head, ReadContext, Reader, Rejected
from kapok.formats.redbook_text import block_text, read_claims, use_redbook_names
from kapok.formats.uspto_draft import BadDocument, Draft, finish, position_of
from kapok.formats.xml_audit import audit_element, declare
from kapok.formats.xml_chunks import split_elements
from kapok.formats.xml_parse import parse_fragment
from kapok.records.record import Image, Record

_ROOT = re.compile(rb"<patent-application-publication[\s>]")
_NAMES = {
    "paragraph": "p", "list-item": "li", "item": "li", "dependent-claim-reference": "claim-ref", "break": "br",
}  # fmt: skip
_NUMBERING = ("number",)
_FEDERAL = "federal-research-statement"

PAP_USE = declare(
    used="patent-application-publication subdoc-bibliographic-information document-id/doc-number document-id/kind-code "
    "document-id/document-date document-id/country-code publication-filing-type domestic-filing-data/application-number "
    "application-number/doc-number application-number-series-code domestic-filing-data/filing-date technical-information "
    "classification-ipc/classification-ipc-primary/ipc classification-ipc/classification-ipc-secondary/ipc "
    "classification-ipc-edition classification-us/classification-us-primary/uspc "
    "classification-us/classification-us-secondary/uspc uspc/class uspc/subclass title-of-invention "
    "inventors/first-named-inventor inventors/inventor authority-applicant name/given-name name/middle-name name/family-name "
    "name/name-suffix name/organization-name residence residence-us/city residence-us/state residence-us/country-code "
    "residence/residence-us residence/residence-non-us residence/citizenship "
    "residence-non-us/city residence-non-us/state residence-non-us/country-code military-service "
    "address/address-1 address/address-2 address/city address/state address/postalcode address/country/country-code "
    "citizenship/country-code assignee/organization-name assignee/assignee-type assignee/name assignee/address "
    "correspondence-address/name-1 correspondence-address/name-2 correspondence-address/address "
    "continuity-data continuity-data/* continuity-data/*/* parent-child/child/document-id parent-child/parent/document-id "
    "parent-child/parent-status parent-child/parent-patent/document-id "
    "foreign-priority-data/country-code foreign-priority-data/filing-date priority-application-number/doc-number "
    "international-conventions assignee-type subdoc-claims subdoc-drawings/figure/image",
    text="title-of-invention subdoc-abstract/paragraph subdoc-description subdoc-claims/claim",
    ignored={
        "subdoc-abstract/heading": "the words `Abstract of Disclosure`",
        "subdoc-claims/heading": "the word `Claims`",
        "subdoc-claims/claim-statement": "the sentence before the claims",
        "subdoc-drawings/heading": "the word `Drawings`",
        "subdoc-drawings/representative-figure": "which figure the front page shows",
        "name/name-prefix": "a form of address (`Mr.`)",
        "address/email": "personal data that a public index does not need",
        "address/fax": "personal data that a public index does not need",
        "address/telephone": "personal data that a public index does not need",
    },
)


class PapReader(Reader):
    """Application publications of 2001 to 2004."""

    spec = FormatSpec(
        name="uspto-pap",
        title="USPTO patent application publications 2001-2004 (PAP XML)",
        standard="patent-application-publication 1.5, 1.6",
        categories=("patent",),
        default_source="uspto",
    )

    def detect(self, head: Head) -> bool:
        """Whether a `patent-application-publication` begins in sight."""
        return bool(_ROOT.search(head.data))

    def split(self, stream: BinaryIO, name: str) -> Iterator[Chunk | Rejected]:
        """One document a chunk."""
        return split_elements(stream, name, ("patent-application-publication",))

    def parse(self, chunk: Chunk, context: ReadContext) -> Iterator[Record | Rejected]:
        """The record of one document."""
        try:
            root, repairs = parse_fragment(chunk.data)
            audit_element(root, PAP_USE, context.audit)
            draft = _read_document(root)
            draft.repairs.extend(repairs)
            yield finish(draft, self.spec, chunk, context)
        except (ValueError, InputError) as error:
            yield Rejected(position_of(chunk), str(error), chunk.data.data)


def _read_document(root: etree._Element) -> Draft:
    draft = Draft(granted=False)
    front = root.find("subdoc-bibliographic-information")
    if front is None:
        raise BadDocument("it has no front page (subdoc-bibliographic-information)")
    read_front(front, draft)
    for part in root:
        tag = part.tag
        if tag == "subdoc-drawings":
            for figure in part.iter("figure"):
                for image in figure.iter("image"):
                    name = image.get("file", "")
                    draft.images.append(Image("drawing", name, "image/tiff", caption=figure.get("id", "")))
            continue
        statement = part.find(_FEDERAL)
        use_redbook_names(part, _NAMES, _NUMBERING)
        if tag == "subdoc-abstract":
            draft.abstract = "\n".join(text for text in map(block_text, part.iterchildren("p")) if text)
        elif tag == "subdoc-description":
            if statement is not None:
                lines = block_text(statement).split("\n")
                draft.attributes["government_interest"] = " ".join(line for line in lines if not line.isupper())
            draft.description = block_text(part)
        elif tag == "subdoc-claims":
            for reference in part.iter("claim-ref"):  # `<dependent-claim-reference><claim-text>claim 1</claim-text></…>`
                for words in reference.iterchildren("claim-text"):
                    words.tag = "highlight"
            draft.claims.extend(read_claims(part, draft.language))
    return draft
