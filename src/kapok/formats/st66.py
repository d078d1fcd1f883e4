"""ST.66 trademark XML: one `TradeMark` a record, as the USPTO (TSDR), the DPMA and EUIPO write it.

WIPO ST.66 V1.2 with the extensions of the USPTO (`urn:us:gov:doc:uspto:trademark:status`) and of the DPMA (`DE-TM-Register`),
and EUIPO's download schema (`http://www.euipo.europa.eu/EUTM/EUTM_Download`, `http://www.oami.europa.eu/TM-Search`), which
takes the same elements. TSDR puts the applicants after the mark's element; they belong to it.

No real file of EUIPO's bulk download has been read yet: that part follows the published schema. There a mark names its
applicants and representatives by number only; the number is then the party's `identifier` and its name is empty. A
mark that the office withdraws from its data (`operationCode="Delete"`) is a record with nothing but its number, and says so
in `attributes["operation_code"]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from kapok.formats.mark_draft import MarkDraft
from kapok.formats.mark_values import read_category, read_day, read_feature, read_language, squeeze
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
_PRODUCED = re.compile(rb"RequestProducerDateTime>\s*(\d{4}-\d{2}-\d{2})")

Handler = Callable[[MarkDraft, etree._Element], None]


def _day(field: str) -> Handler:
    def take(draft: MarkDraft, element: etree._Element) -> None:
        text = element.text
        if text:
            day = read_day(text)
            if day:
                draft.days[field] = day
                if day != text:
                    draft.original[field] = text

    return take


def _value(field: str) -> Handler:
    def take(draft: MarkDraft, element: etree._Element) -> None:
        setattr(draft, field, (element.text or "").strip())

    return take


def _attribute(name: str) -> Handler:
    def take(draft: MarkDraft, element: etree._Element) -> None:
        draft.attribute(name, squeeze(element.text))

    return take


def _indicator(name: str) -> Handler:
    def take(draft: MarkDraft, element: etree._Element) -> None:
        if element.text == "true":
            draft.attributes[name] = "true"

    return take


def _feature(draft: MarkDraft, element: etree._Element) -> None:
    draft.original_word("mark_feature", element.text, read_feature(element.text))


def _category(draft: MarkDraft, element: etree._Element) -> None:
    draft.original_word("mark_category", element.text, read_category(element.text))


def _language(draft: MarkDraft, element: etree._Element) -> None:
    draft.language = read_language(element.text)


def _termination(draft: MarkDraft, element: etree._Element) -> None:
    draft.event(element.text, "termination", "End of the registration")


def _file_number(draft: MarkDraft, element: etree._Element) -> None:
    """The DPMA's own name for the mark, also where ST.66 has another number."""
    draft.number = normalise_number("DE", element.text or "", "application")


def _ignored(draft: MarkDraft, element: etree._Element) -> None:
    """Left out or unknown: `st66_use` says which."""


_VALUES: dict[str, Handler] = {
    "RegistrationOfficeCode": _value("office_code"),
    "ApplicationNumber": _value("application_number"),
    "RegistrationNumber": _value("registration_number"),
    "MarkCurrentStatusCode": _value("status_code"),
    "FileNumber": _file_number,
    "ApplicationLanguageCode": _language,
    "MarkFeature": _feature,
    "KindMark": _category,
    "ApplicationDate": _day("filing_date"),
    "ApplicationDateTime": _day("filing_date"),
    "RegistrationDate": _day("registration_date"),
    "ExpiryDate": _day("expiry_date"),
    "MarkCurrentStatusDate": _day("office_status_date"),
    "OppositionPeriodStartDate": _day("opposition_start_date"),
    "OppositionPeriodEndDate": _day("opposition_end_date"),
    "TerminationDate": _termination,
    "ApplicationReference": _attribute("applicant_reference"),
    "ApplicantSideCaseKey": _attribute("applicant_reference"),
    "SecondLanguageCode": _attribute("second_language"),
    "ReceivingOfficeCode": _attribute("receiving_office"),
    "TradeDistinctivenessText": _attribute("distinctiveness"),
    "UseLimitationText": _attribute("use_limitation"),
    "UseRequirementText": _attribute("use_requirement"),
    "Comment": _attribute("comment"),
    "TotalMarkSeries": _attribute("marks_in_series"),
    "MarkFeatureDPMA": _attribute("mark_feature_dpma"),
    "TradeDistinctivenessIndicator": _indicator("acquired_distinctiveness"),
    "NonUseCancelledIndicator": _indicator("cancelled_for_non_use"),
    "AsItIsProtectionIndicator": _indicator("protected_as_it_is"),
    "TradeMarkExt": add_us_extension,
}
_HANDLERS: ByName[Handler] = ByName(_VALUES | PARTS, _ignored)


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
        produced = _PRODUCED.search(head)
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
            draft.attributes["operation_code"] = "Delete"
        if draft.office_code == "US" and draft.language == "und":
            draft.language = "en"
        return draft.build(place)
