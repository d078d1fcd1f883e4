"""Applicants and representatives that an office delivers apart from its marks, as EUIPO's bulk download does.

EUIPO's download schema (`http://www.euipo.europa.eu/EUTM/EUTM_Download`) gives marks with the numbers of their applicants and
representatives, and files of `Applicant` and `Representative` elements with names and addresses. Each becomes a record of
category `organisation` (`organisation/EM/applicant-700021`); `kapok.services.name_parties` joins both, in whatever order they
are loaded. No real file has been read yet: this follows the published schema.
"""

from __future__ import annotations

import re

from lxml import etree

from kapok.formats.mark_values import need
from kapok.formats.ports import FormatSpec, Head
from kapok.formats.st66 import PRODUCED
from kapok.formats.st66_parts import read_party
from kapok.formats.st66_use import PARTY_USE
from kapok.formats.xml_records import LOCAL, Place, XmlRecords
from kapok.records.parties import PartyRole
from kapok.records.record import GeneralRecord, make_key
from kapok.records.text import Text

_NAMESPACES = (b"http://www.euipo.europa.eu/EUTM/", b"http://www.oami.europa.eu/")
_PARTY = re.compile(rb"<(?:[\w.-]+:)?(?:Applicant|Representative)[\s>]")
_RIGHT = re.compile(rb"<(?:[\w.-]+:)?(?:TradeMark|Design)[\s>]")
_ROLES: dict[str, PartyRole] = {"Applicant": "applicant", "Representative": "representative"}


class St66PartiesReader(XmlRecords):
    """Reads files of applicants or representatives."""

    spec = FormatSpec(
        name="st66-parties",
        title="Applicants and representatives beside ST.66 (EUIPO)",
        standard="WIPO ST.66 V1.2 with EUIPO's EUTM_Download schema",
        categories=("organisation",),
        default_source="st66-parties",
        real_files=False,
    )
    tags = ("Applicant", "Representative")
    use = PARTY_USE

    def detect(self, head: Head) -> bool:
        """EUIPO's namespace and parties that stand outside any right."""
        return (
            any(name in head.data for name in _NAMESPACES) and bool(_PARTY.search(head.data)) and not _RIGHT.search(head.data)
        )

    def read_header(self, head: bytes) -> dict[str, str]:
        """The day on which the file was made."""
        produced = PRODUCED.search(head)
        return {"document_date": produced.group(1).decode("ascii")} if produced else {}

    def read(self, element: etree._Element, place: Place) -> GeneralRecord:
        """The party as a record; its number is what marks name it by."""
        role = _ROLES[LOCAL[element.tag]]
        party = read_party(element, role)
        identifier = need(party.identifier if party else "", "identifier of the party")
        number = f"{role}-{identifier}"
        named = party is not None and bool(party.name)
        attributes = {"partial": "number only"} if not named else {}
        if element.get("operationCode") == "Delete":
            attributes = {"operation_code": "Delete", "partial": "deletion"}
        return GeneralRecord(
            key=make_key("organisation", "EM", number),
            category="organisation",
            office_code="EM",
            number=number,
            titles=(Text(party.name, party.name_language),) if party is not None and named else (),
            parties=(party,) if party is not None else (),
            attributes=attributes,
            provenance=place.provenance(),
        )
