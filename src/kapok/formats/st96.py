"""ST.96 trademark XML: one `Trademark` a record, as TSDR, CIPO and others write it.

WIPO ST.96 (Common and Trademark components): the USPTO's first generation 1_D3 (namespaces `Common/1`, `Trademark/1`),
its 2.2.1 and later, and bulk files of many marks. Elements are known by their local name, so one reader serves all versions;
what an office adds under its own namespace is used where it has a place in the record, else reported.

Real files of both TSDR generations have been read. No real file of a bulk delivery in ST.96 (EUIPO, CIPO) has been read
yet: that part follows the published schema.
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
from kapok.formats.mark_values import read_category, squeeze
from kapok.formats.ports import FormatSpec, Head
from kapok.formats.st96_parts import PARTS
from kapok.formats.st96_use import USE
from kapok.formats.xml_records import ByName, Place, XmlRecords, attribute, leaves
from kapok.records.record import Mark

_NAMESPACES = (
    b"http://www.wipo.int/standards/XMLSchema/ST96/Trademark",
    b"http://www.wipo.int/standards/XMLSchema/Trademark/",
)
_TRADEMARK = re.compile(rb"<(?:[\w.-]+:)?Trademark[\s>]")
_ST13 = re.compile(r"([A-Z]{2})50(\d{4})(\d{7})(\d{2})")


def _application(draft: MarkDraft, element: etree._Element) -> None:
    found = leaves(element)
    draft.application_number = found.get("ApplicationNumberText") or squeeze(element.text)
    st13 = found.get("ST13ApplicationNumber", "")
    if not draft.application_number and st13:
        draft.original["application_number"] = st13
        match = _ST13.fullmatch(st13)
        if match and match[1] == "CA":  # CIPO: number of seven digits and extension, `00` for none
            draft.application_number = match[3] + (f"-{match[4]}" if match[4] != "00" else "")
        else:
            draft.application_number = st13[4:] if st13[:2].isalpha() else st13
    draft.office_code = draft.office_code or found.get("IPOfficeCode", "")


def _category(draft: MarkDraft, element: etree._Element) -> None:
    word = read_category(element.text)
    if word and not draft.mark_category:
        draft.original_word("mark_category", element.text, word)
    elif word:  # one element for each kind of right
        draft.mark_category += f", {word}"


def _international(draft: MarkDraft, element: etree._Element) -> None:
    number = squeeze(element.text)
    if number and not draft.registration_number:
        draft.registration_number = number


_VALUES: dict[str, Handler] = {
    "RegistrationOfficeCode": take_office,
    "ApplicationNumber": _application,
    "RegistrationNumber": take_value("registration_number"),
    "InternationalRegistrationNumber": _international,
    "ApplicationDate": take_day("filing_date"),
    "FilingDate": take_day("filing_date"),
    "RegistrationDate": take_day("registration_date"),
    "ExpiryDate": take_day("expiry_date"),
    "TerminationDate": take_termination,
    "MarkCurrentStatusCode": take_value("status_code"),
    "MarkCurrentStatusCategory": take_value("status_code"),
    "MarkCurrentStatusDate": take_day("office_status_date"),
    "OppositionPeriodStartDate": take_day("opposition_start_date"),
    "OppositionPeriodEndDate": take_day("opposition_end_date"),
    "ApplicationLanguageCode": take_language,
    "SecondLanguageCode": take_attribute("second_language"),
    "ReceivingOfficeCode": take_attribute("receiving_office"),
    "ApplicantFileReference": take_attribute("applicant_reference"),
    "MarkCategory": _category,
    "TradeDistinctivenessIndicator": take_flag("acquired_distinctiveness"),
    "NonUseCancelledIndicator": take_flag("cancelled_for_non_use"),
    "UseLimitationText": take_attribute("use_limitation"),
    "UseRequirementText": take_attribute("use_requirement"),
    "CommentText": take_attribute("comment"),
}
_HANDLERS: ByName[Handler] = ByName(_VALUES | PARTS, pass_over)


class St96Reader(XmlRecords):
    """Reads ST.96 trademark files."""

    spec = FormatSpec(
        name="st96",
        title="Trademark XML ST.96 (TSDR, bulk)",
        standard="WIPO ST.96 Trademark 1_D3, 2.2.1 and later; USPTO and CIPO extensions",
        categories=("mark",),
        default_source="st96",
    )
    tags = ("Trademark",)
    use = USE

    def detect(self, head: Head) -> bool:
        """A namespace of ST.96 trademarks and a `Trademark` element in the beginning."""
        return any(name in head.data for name in _NAMESPACES) and bool(_TRADEMARK.search(head.data))

    def read(self, element: etree._Element, place: Place) -> Mark:
        """The mark of one `Trademark` element."""
        draft = MarkDraft()
        handlers = _HANDLERS
        for part in element:
            handlers[part.tag](draft, part)
        if attribute(element, "operationCategory") == "Delete":
            draft.attributes |= {"operation_code": "Delete", "partial": "deletion"}
        return draft.build(place)
