"""USPTO grants 2001-2004: SGML 2.4 and Red Book XML 2.5 (`PATDOC`, tags after WIPO ST.32).

The XML of 2002-2004 is the SGML of 2001 made well-formed; one reader takes both. Real files of XML 2.5 have been read;
SGML 2.4 (`DTD="2.4"`: empty elements without a slash, ISO entities) follows the published DTD only.
Schema: ST32-US-Grant-024.dtd, ST32-US-Grant-025xml.dtd.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from kapok.errors import InputError
from kapok.formats.patdoc_front import read_front
from kapok.formats.patdoc_use import PATDOC_USE
from kapok.formats.ports import Chunk, FormatSpec, Head, ReadContext, Reader, Rejected
from kapok.formats.redbook_text import block_text, read_claims, use_redbook_names
from kapok.formats.sgml_repair import sgml_to_xml
from kapok.formats.uspto_draft import Draft, finish, position_of
from kapok.formats.xml_audit import audit_element
from kapok.formats.xml_chunks import XmlFragment, split_elements
from kapok.formats.xml_parse import parse_fragment
from kapok.records.record import Image, Record

_ROOT = re.compile(rb"<PATDOC[\s>]")
_IS_XML = re.compile(rb"<PATDOC[^>]*\bDTD\s*=\s*[\"']?2\.5")
_EMPTY = frozenset(
    (
        *("CITED-BY-EXAMINER", "CITED-BY-OTHER", "B597US", "B221US", "EMI", "CHEMCDX", "CHEMMOL", "MATHEMATICA"),
        *("COLSPEC", "SPANSPEC", "CUSTOM-CHARACTER", "colspec", "spanspec", "mspace", "MSPACE"),
    )
)
_OMISSIBLE = frozenset(("PARA", "PTEXT", "H", "LI", "DT", "DD", "ROW", "ENTRY"))
_NAMES = {
    "PARA": "p", "H": "heading", "LI": "li", "DT": "dt", "DD": "dd", "CLM": "claim", "CLMSTEP": "claim-text",
    "CLREF": "claim-ref", "ROW": "row", "ENTRY": "entry", "TITLE": "title", "TTL": "title", "MATH": "math",
}  # fmt: skip


class PatdocReader(Reader):
    """Grants of 2001 to 2004."""

    spec = FormatSpec(
        name="uspto-sgml",
        title="USPTO grants 2001-2004 (SGML 2.4, Red Book XML 2.5)",
        standard="ST32-US-Grant 2.4 (SGML) and 2.5 (XML), after WIPO ST.32",
        categories=("patent", "design"),
        default_source="uspto",
    )

    def detect(self, head: Head) -> bool:
        """Whether a `PATDOC` begins in sight."""
        return bool(_ROOT.search(head.data))

    def split(self, stream: BinaryIO, name: str) -> Iterator[Chunk | Rejected]:
        """One document a chunk."""
        return split_elements(stream, name, ("PATDOC",))

    def parse(self, chunk: Chunk, context: ReadContext) -> Iterator[Record | Rejected]:
        """The record of one document."""
        try:
            root, repairs = _well_formed(chunk.data)
            audit_element(root, PATDOC_USE, context.audit)
            draft = _read_document(root)
            draft.repairs.extend(repairs)
            yield finish(draft, self.spec, chunk, context)
        except (ValueError, InputError) as error:
            yield Rejected(position_of(chunk), str(error), chunk.data.data)


def _well_formed(fragment: XmlFragment) -> tuple[etree._Element, tuple[str, ...]]:
    """Parse as XML; what calls itself SGML and is not XML is made so first."""
    try:
        return parse_fragment(fragment)
    except ValueError:
        if _IS_XML.match(fragment.data):
            raise
    try:
        text = fragment.data.decode(fragment.encoding)
    except (UnicodeDecodeError, LookupError):
        text = fragment.data.decode("latin-1")  # SGML of 2001 states no encoding; what is not ASCII is ISO 8859-1
    text, repairs = sgml_to_xml(text, _EMPTY, _OMISSIBLE)
    root, more = parse_fragment(XmlFragment(text.encode()))
    return root, (*repairs, *more)


def _read_document(root: etree._Element) -> Draft:
    draft = Draft()
    for part in root:
        if part.tag == "SDOBI":
            read_front(part, draft)
    for part in root:
        tag = part.tag
        if tag == "SDOAB":
            use_redbook_names(part, _NAMES)
            draft.abstract = block_text(part)
        elif tag == "SDODE":
            _read_description(part, draft)
        elif tag == "SDOCL":
            for paragraph in part.iter("PARA"):
                paragraph.tag = "claim-text"
            use_redbook_names(part, _NAMES)
            for claims in part.iter("CL"):
                draft.claims.extend(read_claims(claims, draft.language))
        elif tag == "SDODR":
            kind = "view" if draft.patent_type == "design" else "drawing"
            for image in part.iter("EMI"):
                name = image.get("FILE", "")
                draft.images.append(Image(kind, name, "image/tiff", caption=image.get("ID", "")))
    return draft


def _read_description(part: etree._Element, draft: Draft) -> None:
    use_redbook_names(part, _NAMES)
    sections = []
    for section in part:
        text = block_text(section)
        if section.tag == "GOVINT":
            statement = [line for line in text.split("\n") if not line.isupper()]
            draft.attributes["government_interest"] = " ".join(statement)
        sections.append(text)
    draft.description = "\n".join(text for text in sections if text)
