"""ST.66 trademark XML: one `TradeMark` a record, as the USPTO (TSDR), the DPMA and EUIPO write it.

WIPO ST.66 V1.2 with the extensions of the USPTO (`urn:us:gov:doc:uspto:trademark:status`) and of the DPMA (`DE-TM-Register`),
and EUIPO's download schema (`http://www.euipo.europa.eu/EUTM/EUTM_Download`, `http://www.oami.europa.eu/TM-Search`), which
takes the same elements. TSDR puts the applicants after the mark's element; they belong to it.

No real file of EUIPO's bulk download has been read yet: that part follows the published schema. There a mark names its
applicants and representatives by number only; the number is then the party's `identifier` and its name is empty. A mark
that the office withdraws from its data (`operationCode="Delete"`) has nothing but its number: it says so in
`attributes["operation_code"]` and is partial, so that what is known of the mark stays.
"""

from __future__ import annotations

import re

from lxml import etree

from kapok.formats.mark_draft import MarkDraft
from kapok.formats.mark_handlers import (
    Handler,
    pass_over,
    take_attribute,
    take_day,
    take_flag,
    take_language,
    take_office,
    take_termination,
    take_value,
)
from kapok.formats.mark_madrid import add_designation
from kapok.formats.mark_values import read_category, read_feature
from kapok.formats.ports import FormatSpec, Head
from kapok.formats.st66_parts import PARTS, add_applicants
from kapok.formats.st66_us import add_us_extension
from kapok.formats.st66_use import USE
from kapok.formats.xml_records import ByName, Place, XmlRecords
from kapok.records.numbers import normalise_number
from kapok.records.record import Mark

_NAMESPACES = (
    b"http://www.wipo.int/standards/XMLSchema/trademarks",
    b"http://www.euipo.europa.eu/EUTM/",
    b"http://www.oami.europa.eu/TM-Search",
    b"tmview.europa.eu/trademark/data",
)
_TRADEMARK = re.compile(rb"<(?:[\w.-]+:)?TradeMark[\s>]")
PRODUCED = re.compile(rb"RequestProducerDateTime>\s*(\d{4}-\d{2}-\d{2})")
"""Where a file's header says on which day it was made."""


def _feature(draft: MarkDraft, element: etree._Element) -> None:
    draft.original_word("mark_feature", element.text, read_feature(element.text))


def _category(draft: MarkDraft, element: etree._Element) -> None:
    draft.original_word("mark_category", element.text, read_category(element.text))


def _file_number(draft: MarkDraft, element: etree._Element) -> None:
    """The DPMA's own name for the mark, also where ST.66 has another number."""
    draft.number = normalise_number("DE", element.text or "", "application")


_VALUES: dict[str, Handler] = {
    "RegistrationOfficeCode": take_office,
    "ApplicationNumber": take_value("application_number"),
    "RegistrationNumber": take_value("registration_number"),
    "MarkCurrentStatusCode": take_value("status_code"),
    "FileNumber": _file_number,
    "ApplicationLanguageCode": take_language,
    "MarkFeature": _feature,
    "KindMark": _category,
    "ApplicationDate": take_day("filing_date"),
    "ApplicationDateTime": take_day("filing_date"),
    "RegistrationDate": take_day("registration_date"),
    "ExpiryDate": take_day("expiry_date"),
    "MarkCurrentStatusDate": take_day("office_status_date"),
    "OppositionPeriodStartDate": take_day("opposition_start_date"),
    "OppositionPeriodEndDate": take_day("opposition_end_date"),
    "TerminationDate": take_termination,
    "ApplicationReference": take_attribute("applicant_reference"),
    "ApplicantSideCaseKey": take_attribute("applicant_reference"),
    "SecondLanguageCode": take_attribute("second_language"),
    "ReceivingOfficeCode": take_attribute("receiving_office"),
    "TradeDistinctivenessText": take_attribute("distinctiveness"),
    "UseLimitationText": take_attribute("use_limitation"),
    "UseRequirementText": take_attribute("use_requirement"),
    "Comment": take_attribute("comment"),
    "TotalMarkSeries": take_attribute("marks_in_series"),
    "MarkFeatureDPMA": take_attribute("mark_feature_dpma"),
    "TradeDistinctivenessIndicator": take_flag("acquired_distinctiveness"),
    "NonUseCancelledIndicator": take_flag("cancelled_for_non_use"),
    "AsItIsProtectionIndicator": take_flag("protected_as_it_is"),
    "TradeMarkExt": add_us_extension,
}
_HANDLERS: ByName[Handler] = ByName(_VALUES | PARTS, pass_over)


class St66Reader(XmlRecords):
    """Reads ST.66 trademark files."""

    spec = FormatSpec(
        name="st66",
        title="Trademark XML ST.66 (TSDR, DPMA, EUIPO)",
        standard="WIPO ST.66 V1.2; USPTO TSDR, DPMA DE-TM-Register V1.1 and EUIPO EUTM_Download extensions",
        categories=("mark",),
        default_source="st66",
    )
    tags = ("TradeMark",)
    attached = ("ApplicantDetails",)
    use = USE

    def detect(self, head: Head) -> bool:
        """A known namespace and a `TradeMark` element in the beginning."""
        return any(name in head.data for name in _NAMESPACES) and bool(_TRADEMARK.search(head.data))

    def read_header(self, head: bytes) -> dict[str, str]:
        """The day on which the file was made."""
        produced = PRODUCED.search(head)
        return {"document_date": produced.group(1).decode("ascii")} if produced else {}

    def read(self, element: etree._Element, place: Place) -> Mark:
        """The mark of one `TradeMark` element (and of applicants after it)."""
        draft = MarkDraft()
        handlers = _HANDLERS
        for part in element:
            handlers[part.tag](draft, part)
        for applicants in place.attached:
            add_applicants(draft, applicants)
        if element.get("operationCode") == "Delete":
            draft.attributes |= {"operation_code": "Delete", "partial": "deletion"}
        add_designation(draft)
        return draft.build(place)
