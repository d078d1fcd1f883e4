"""USPTO trademark daily XML (TDXF, `apc*.xml`): one `case-file` a record.

DTD `trademark-applications-daily` V2.0 (2005-04-01), which each file carries in its DOCTYPE; the same elements in the annual
backfile. A case file may lack `mark-identification` (a design without words). Codes without words in the file
are told by `uspto_tm_codes.yaml`. The serial number is the application number and the key: `mark/US/76044902`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from lxml import etree

from kapok.codes.declared import read_yaml
from kapok.codes.legal_status import find_office_status
from kapok.formats.mark_draft import MarkDraft
from kapok.formats.mark_values import read_day, read_nice_class, read_number, read_vienna, squeeze
from kapok.formats.ports import FormatSpec, Head
from kapok.formats.uspto_tdxf_use import USE
from kapok.formats.xml_records import ByName, Place, XmlRecords, leaves, text_of
from kapok.records.parties import Party
from kapok.records.record import Classification, Mark, Number, Priority, RelatedRight
from kapok.records.text import Text

Element = etree._Element
_CREATED = re.compile(rb"<creation-datetime>\s*(\d{8})")
_CHANGE = re.compile(r"NC\d{8}")


@cache
def _codes() -> dict[str, Any]:
    codes: dict[str, Any] = read_yaml("uspto_tm_codes", "kapok.formats")
    return codes


class TdxfReader(XmlRecords):
    """Reads the USPTO's trademark daily and annual files."""

    spec = FormatSpec(
        name="uspto-tdxf",
        title="USPTO trademark daily XML",
        standard="USPTO DTD trademark-applications-daily V2.0 (2005-04-01)",
        categories=("mark",),
        default_source="uspto-trademarks",
    )
    tags = ("case-file",)
    use = USE

    def detect(self, head: Head) -> bool:
        """The root element (it may stand after many KB of DTD) or a case file."""
        return b"<trademark-applications-daily" in head.data or b"DOCTYPE trademark-applications-daily" in head.data

    def read_header(self, head: bytes) -> dict[str, str]:
        """The day on which the file was made."""
        created = _CREATED.search(head)
        return {"document_date": read_day(created.group(1).decode("ascii"))} if created else {}

    def read(self, element: Element, place: Place) -> Mark:
        """The mark of one `case-file`."""
        draft = MarkDraft("US")
        draft.text_language = "en"
        draft.application_number = text_of(element, "serial-number")
        draft.registration_number = text_of(element, "registration-number")
        draft.document_date = read_day(text_of(element, "transaction-date"))
        classes = _Classes()
        for part in element:
            add = _PARTS[part.tag]
            add(draft, part, classes)
        classes.add_to(draft)
        return draft.build(place)


class _Classes:
    """Goods texts stand apart from the classes; both name the prime class."""

    def __init__(self) -> None:
        self.goods: list[tuple[str, str]] = []
        self.nice_of_prime: dict[str, list[int]] = {}
        self.overflow = ""

    def add_to(self, draft: MarkDraft) -> None:
        """One entry for each text and class."""
        for prime, text in self.goods:
            for number in self.nice_of_prime.get(prime) or [read_nice_class(prime)]:
                draft.add_goods(number, text, "en")
        if self.overflow and draft.titles:
            draft.mark_text += self.overflow
            draft.titles = [Text(draft.mark_text, draft.titles[0].language)]


_DAYS = {
    "filing-date": "filing_date",
    "registration-date": "registration_date",
    "status-date": "office_status_date",
    "published-for-opposition-date": "publication_date",
    "renewal-date": "renewal_date",
}
_EVENTS = {
    "abandonment-date": ("abandonment", "Abandoned", "B"),
    "cancellation-date": ("cancellation", "Registration cancelled", "H"),
    "amend-to-register-date": ("register amended", "Moved to the other register", "T"),
    "republished-12c-date": ("republication 12(c)", "Republished under section 12(c)", "Q"),
}
_REPRESENTATIVES = {"attorney-name": "Attorney of Record", "domestic-representative-name": "Domestic Representative"}
_FLAGS = {
    "supplemental-register-in": ("register", "Supplemental"),
    "section-2f-in": ("distinctiveness_2f", "in total"),
    "section-2f-in-part-in": ("distinctiveness_2f", "in part"),
    "standard-characters-claimed-in": ("standard_characters", "true"),
    "color-drawing-current-in": ("in_colour", "true"),
    "opposition-pending-in": ("opposition_pending", "true"),
    "cancellation-pending-in": ("cancellation_pending", "true"),
    "concurrent-use-in": ("concurrent_use_claimed", "true"),
}


def _header(draft: MarkDraft, header: Element, classes: _Classes) -> None:
    found = {str(each.tag): (each.text or "").strip() for each in header}
    for name, field in _DAYS.items():
        if name in found:
            draft.day(field, found[name])
    draft.days.setdefault("opposition_start_date", draft.days.get("publication_date", ""))
    codes = _codes()
    code = found.get("status-code", "")
    draft.status_code = code
    draft.status_text = _status_words(code) if code else ""
    draft.say(squeeze(found.get("mark-identification")))
    draft.us_drawing(found.get("mark-drawing-code", ""))
    if found.get("drawing-3d-current-in") == "T":
        draft.mark_feature = "Three dimensional"
    draft.mark_category = ", ".join(word for flag, word in codes["categories"].items() if found.get(flag) == "T")
    draft.attributes["register"] = "Principal"
    for flag, (name, value) in _FLAGS.items():
        if found.get(flag) == "T":
            draft.attributes[name] = value
    for name, flags in codes["bases"].items():
        draft.attribute(name, ", ".join(dict.fromkeys(word for flag, word in flags.items() if found.get(flag) == "T")))
    for name, (event, text, category) in _EVENTS.items():
        detail = f"code {found['cancellation-code']}" if event == "cancellation" and found.get("cancellation-code") else ""
        draft.event(found.get(name), event, text, detail, category=category)
    draft.attribute("current_location", squeeze(found.get("current-location")))
    draft.attribute("law_office", squeeze(found.get("law-office-assigned-location-code")))
    for name, role_text in (
        ("attorney-name", "Attorney of Record"),
        ("domestic-representative-name", "Domestic Representative"),
    ):
        if found.get(name):
            draft.parties.append(Party(squeeze(found[name]), "representative", role_text=role_text))


def _status_words(code: str) -> str:
    """What a status code says, in our words: the file has only the number."""
    words: str = _codes()["statuses"].get(code, "")
    if not words:
        known = find_office_status("US", code, "mark")
        words = known.words if known else ""
    return words or f"status code {code}"


def _statements(draft: MarkDraft, statements: Element, classes: _Classes) -> None:
    kinds = _codes()["statements"]
    for statement in statements:
        code = text_of(statement, "type-code")
        text = squeeze(" ".join(each.text or "" for each in statement if each.tag == "text"))
        kind = kinds.get(code[:2], f"statement_{code.lower()}")
        if not text:
            continue
        if kind == "goods":
            classes.goods.append((code[2:5], text))
        elif kind == "mark_overflow":
            classes.overflow += text
        elif kind == "colours":
            if "not claimed" in text.lower():
                draft.attributes["colour_claim"] = "none"
            else:
                draft.colours.append(text)
        elif kind in ("disclaimers", "descriptions", "translations", "transliterations"):
            if code.startswith("D1"):
                text = f'No claim is made to the exclusive right to use "{text}", apart from the mark as shown.'
            getattr(draft, kind).append(Text(text, "en"))
        else:
            known = draft.attributes.get(kind)
            draft.attributes[kind] = f"{known}; {text}" if known else text


def _events(draft: MarkDraft, events: Element, classes: _Classes) -> None:
    for event in events:
        found = leaves(event)
        draft.event(found.get("date"), found.get("code", ""), squeeze(found.get("description-text")))


def _classifications(draft: MarkDraft, classifications: Element, classes: _Classes) -> None:
    for each in classifications:
        national: list[str] = []
        found: dict[str, str] = {}
        numbers: list[int] = []
        for part in each:
            name, text = str(part.tag), (part.text or "").strip()
            if name == "us-code":
                national.append(text)
            elif name == "international-code":
                if number := read_nice_class(text):
                    numbers.append(number)
            else:
                found[name] = text
        prime = found.get("primary-code", "")
        for number in numbers:
            draft.nice(number)
        if numbers:
            classes.nice_of_prime.setdefault(prime, []).extend(numbers)
        first, commerce = found.get("first-use-anywhere-date"), found.get("first-use-in-commerce-date")
        status = found.get("status-code", "")
        draft.us_class(prime, national, first, commerce, "" if status in ("", "6") else f"status {status}")


def _correspondent(draft: MarkDraft, correspondent: Element, classes: _Classes) -> None:
    lines = [squeeze(each.text) for each in correspondent if squeeze(each.text)]
    if lines:
        address = ", ".join(lines[1:])
        draft.parties.append(Party(lines[0], "representative", address=address, role_text="Correspondent"))


def _owners(draft: MarkDraft, owners: Element, classes: _Classes) -> None:
    words = _codes()["owner_types"]
    for owner in owners:
        found: dict[str, str] = {}
        changes: list[str] = []
        nationality = ""
        for part in owner:
            name = str(part.tag)
            if name == "nationality":
                nationality = next((f"{each.tag}:{(each.text or '').strip()}" for each in part), "")
            elif name == "name-change-explanation":
                changes.append(squeeze(_CHANGE.sub("", part.text or "")).lower())
            else:
                found[name] = squeeze(part.text)
        if not found.get("party-name"):
            continue
        lines = ("address-1", "address-2", "city", "state", "other", "postcode")
        address = ", ".join(found[name] for name in lines if found.get(name))
        country = found.get("country", "") or ("US" if found.get("state") else "")
        if not country:
            kind, _, value = nationality.partition(":")
            country = "US" if kind == "state" else value if kind == "country" else ""
        party_type = found.get("party-type", "")
        told = [words.get(party_type[:1], ""), *dict.fromkeys(changes)]
        also = (found["dba-aka-text"],) if found.get("dba-aka-text") else ()
        draft.owners.append(
            (found["party-name"], country, address, "und", also, "", "; ".join(word for word in told if word), party_type)
        )


def _designs(draft: MarkDraft, designs: Element, classes: _Classes) -> None:
    for each in designs:
        if code := text_of(each, "code"):
            draft.classifications.append(Classification("usdesign", read_vienna(code), office_code="US"))


def _prior(draft: MarkDraft, prior: Element, classes: _Classes) -> None:
    for each in prior:
        if number := read_number("US", text_of(each, "number"), "registration"):
            kind = text_of(each, "relationship-type")
            words = "" if kind in ("", "0") else f"relationship type {kind}"
            draft.related.append(RelatedRight("prior_registration", Number("US", number), "", words))
        elif each.tag == "other-related-in" and each.text == "T":
            draft.attributes["further_prior_registrations"] = "true"


def _foreign(draft: MarkDraft, foreign: Element, classes: _Classes) -> None:
    for each in foreign:
        found = leaves(each)
        office = found.get("country", "") or found.get("other", "")
        filed = read_day(found.get("filing-date"))
        if application := read_number(office, found.get("application-number"), "application"):
            number = Number(office, application, "", filed)
            if found.get("foreign-priority-claim-in") == "T":
                draft.priorities.append(Priority(number, filed))
            else:
                draft.related.append(RelatedRight("foreign_application", number, filed))
        if registration := read_number(office, found.get("registration-number"), "registration"):
            registered = read_day(found.get("registration-date"))
            ends = read_day(found.get("registration-renewal-expiration-date") or found.get("registration-expiration-date"))
            words = f"expires {ends}" if ends else ""
            number = Number(office, registration, "", registered)
            draft.related.append(RelatedRight("foreign_registration", number, registered, words))


def _international(draft: MarkDraft, element: Element, classes: _Classes) -> None:
    found = leaves(element)
    number = read_number("WO", found.get("international-registration-number"), "registration")
    registered = read_day(found.get("international-registration-date"))
    status = found.get("international-status-code", "")
    words = f"status {status} of {read_day(found.get('international-status-date'))}" if status else ""
    if number:
        draft.related.append(RelatedRight("madrid", Number("WO", number, "", registered), registered, words))
    for name, text in (
        ("international-publication-date", "International registration published"),
        ("international-renewal-date", "International registration to be renewed"),
        ("auto-protection-date", "Protection follows by itself unless refused"),
        ("international-death-date", "International registration ended"),
    ):
        draft.event(found.get(name), name.removesuffix("-date"), text)
    if found.get("priority-claimed-in") == "T":
        draft.attribute("madrid_priority_date", read_day(found.get("priority-claimed-date")))
    if found.get("first-refusal-in") == "T":
        draft.attributes["first_refusal"] = "true"


def _madrid(draft: MarkDraft, requests: Element, classes: _Classes) -> None:
    for record in requests:
        found = leaves(record)
        reference = found.get("reference-number", "")
        number = read_number("WO", found.get("international-registration-number"), "registration")
        day = read_day(found.get("international-registration-date") or found.get("original-filing-date-uspto"))
        status = found.get("international-status-code", "")
        words = f"request {reference}" + (f", status {status}" if status else "")
        draft.related.append(RelatedRight("madrid", Number("WO", number or reference), day, words))
        for event in record.iter("madrid-history-event"):
            said = leaves(event)
            detail = f"Madrid request {reference}"
            draft.event(said.get("date"), said.get("code", ""), squeeze(said.get("description-text")), detail)


def _pass(draft: MarkDraft, element: Element, classes: _Classes) -> None:
    """Read before, left out, or unknown: `uspto_tdxf_use` says which."""


_PARTS: ByName[Callable[[MarkDraft, Element, _Classes], None]] = ByName(
    {
        "case-file-header": _header,
        "case-file-statements": _statements,
        "case-file-event-statements": _events,
        "classifications": _classifications,
        "correspondent": _correspondent,
        "case-file-owners": _owners,
        "design-searches": _designs,
        "prior-registration-applications": _prior,
        "foreign-applications": _foreign,
        "international-registration": _international,
        "madrid-international-filing-requests": _madrid,
    },
    _pass,
)
