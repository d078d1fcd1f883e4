"""XML4IP packages of the USPTO: papers of file wrappers read by OCR (claims, specification, abstract), WIPO ST.96 style.

Each XML file of a package is one paper of one application: its record is a partial patent record with a key of its own
(`patent/US/13962724-CLM-HK4I4RXSPXXIFW3`), because several versions of the claims stand in one file wrapper and none of
them is a publication. `right_id` joins it to the application. Schema: `ClaimsDocument` 1.1, `SpecificationDocument` 1.0
(`urn:us:gov:doc:uspto:patent`). OCR confidences and page heads (`BoundaryData`) are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from kapok.errors import InputError
from kapok.formats.claim_references import referred_claims
from kapok.formats.ports import Chunk, FormatSpec, Head, ReadContext, Reader, Rejected
from kapok.formats.redbook_text import block_text, one_line, use_redbook_names, without_number
from kapok.formats.uspto_draft import BadDocument, core_date, position_of
from kapok.formats.xml_audit import audit_element, declare
from kapok.formats.xml_chunks import split_elements
from kapok.formats.xml_parse import parse_fragment
from kapok.records.numbers import normalise_number
from kapok.records.provenance import Provenance
from kapok.records.record import LegalEvent, Number, Patent, Record, make_key
from kapok.records.text import Claim, Text

_NAMESPACE = b"urn:us:gov:doc:uspto:patent"
_ROOTS = ("ClaimsDocument", "SpecificationDocument")
_NAMES = {"P": "p", "Heading": "heading", "LI": "li", "Row": "row", "Entry": "entry"}
_PARTS = {"CLM": "claims", "ABST": "abstract", "SPEC": "description"}
XML4IP_USE = declare(
    used="ClaimsDocument SpecificationDocument DocumentCode DocumentHeaderDetails/ApplicationHeaderDetails/ApplicationNumber "
    "MailRoomDate DocumentTitle ClaimSet/ClaimList Claim ClaimNumber",
    text="ClaimText Specification",
    ignored={
        "PageTotalQuantity": "how many pages were scanned",
        "ParagraphTotalQuantity": "counts the paragraphs",
        "ClaimTotalQuantity": "counts the claims",
        "DocumentCreateDateText": "day of the OCR",
        "BoundaryData": "head or foot of a page",
        "ClaimStatement": "the sentence before the claims",
        "ClaimTypeCategory": "dependence, which the claims' own words show",
        "ClaimStatusCategory": "state of a claim in an amendment, which its text begins with",
        "ClaimIndicator": "dependence, which the claims' own words show",
        "ClaimReference": "dependence, which the claims' own words show",
    },
)


class Xml4ipReader(Reader):
    """Papers of US file wrappers."""

    spec = FormatSpec(
        name="uspto-xml4ip",
        title="USPTO XML4IP file wrapper papers (claims, specification, abstract)",
        standard="USPTO XML4IP 1.3 (WIPO ST.96 style)",
        categories=("patent",),
        default_source="uspto-xml4ip",
    )

    def detect(self, head: Head) -> bool:
        """A claims or specification document in the office's namespace."""
        return _NAMESPACE in head.data and any(f"{root}".encode() in head.data for root in _ROOTS)

    def split(self, stream: BinaryIO, name: str) -> Iterator[Chunk | Rejected]:
        """One paper a chunk."""
        return split_elements(stream, name, _ROOTS)

    def parse(self, chunk: Chunk, context: ReadContext) -> Iterator[Record | Rejected]:
        """The record of one paper."""
        try:
            root, repairs = parse_fragment(chunk.data)
            audit_element(root, XML4IP_USE, context.audit)
            provenance = Provenance(
                source=context.source or self.spec.default_source,
                format=self.spec.name,
                file=context.file,
                position=position_of(chunk),
                read_at=context.read_at,
                repairs=repairs,
            )
            yield _read(root, provenance)
        except (ValueError, InputError) as error:
            yield Rejected(position_of(chunk), str(error), chunk.data.data)


def _read(root: etree._Element, provenance: Provenance) -> Patent:
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.startswith("{"):
            element.tag = element.tag[element.tag.rfind("}") + 1 :]
    identifier = next((value for name, value in root.attrib.items() if str(name).endswith("}id")), "")
    file_name = next((value for name, value in root.attrib.items() if str(name).endswith("}instanceFileName")), "")
    if "." in str(file_name):  # `13962724.11-18-2014.I2NR21PIPXXIFW3.CLM.xml` names the paper where `id` only says CLM
        identifier = str(file_name).split(".")[2] if str(file_name).count(".") >= 4 else identifier
    code = one_line(root.find("DocumentCode"))
    serial = one_line(root.find(".//ApplicationNumber"))
    if not serial:
        raise BadDocument("it states no application number")
    day = core_date(one_line(root.find("MailRoomDate")), "mail room date")
    number = normalise_number("US", serial, "application")
    for element in root.iter("BoundaryData", "ClaimLabelText"):
        tail = element.tail
        element.clear()
        element.tail = tail
    claims = _claims(root) if root.tag == "ClaimsDocument" else ()
    text = ""
    body = root.find("Specification")
    if body is not None:
        use_redbook_names(body, _NAMES)
        text = block_text(body)
    abstract = text if code == "ABST" else ""
    description = text if code != "ABST" else ""
    paper = "-".join(part for part in (number, code, str(identifier)) if part)
    event = LegalEvent(day, code, one_line(root.find("DocumentTitle")) or "Paper received", "T", office_code="US")
    return Patent(
        key=make_key("patent", "US", paper),
        category="patent",
        office_code="US",
        number=paper,
        right_id=f"US/{number}",
        language="en",
        application=Number("US", number),
        abstracts=(Text(abstract, "en"),) if abstract else (),
        descriptions=(Text(description, "en"),) if description else (),
        claims=claims,
        legal_events=(event,) if day else (),
        attributes={"partial": _PARTS.get(code, "paper"), "document_code": code, "mail_room_date": day},
        provenance=Provenance(
            provenance.source, provenance.format, provenance.file, provenance.position, provenance.read_at, day,
            {"application": serial}, provenance.repairs,
        ),
    )  # fmt: skip


def _claims(root: etree._Element) -> tuple[Claim, ...]:
    """The claims with a number; page heads that OCR took for claims have none."""
    claims: list[Claim] = []
    for claim in root.iter("Claim"):
        parent = claim.getparent()
        stated = one_line(claim.find("ClaimNumber"))
        if not stated.isdigit() or (parent is not None and parent.tag == "Claim" and claim.find("ClaimText") is None):
            continue
        number = int(stated)
        texts = []
        for part in claim.iterchildren("ClaimText"):
            for inner in part.iter("ClaimText"):
                inner.tail = f" {inner.tail or ''}"
            texts.append(one_line(part))
        body = without_number("\n".join(text for text in texts if text), number)
        if body:
            claims.append(Claim(number, body, "en", referred_claims(body, number)))
    return tuple(claims)
