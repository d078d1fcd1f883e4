"""The front page of a PAP document (USPTO application publications 2001-2004)."""

from __future__ import annotations

from lxml import etree

from kapok.formats.redbook_text import one_line
from kapok.formats.uspto_classes import ipc_symbol, national_class
from kapok.formats.uspto_codes import assignee_type
from kapok.formats.uspto_draft import Draft, core_date, side_date
from kapok.records.numbers import NumberRole, make_number
from kapok.records.parties import Party
from kapok.records.record import Classification, Number, Priority, RelatedRight

_RELATIONS = {
    "continuation-of": "continuation",
    "continuation-in-part-of": "continuation_in_part",
    "continuing-reissue-of": "continuation",
    "division-of": "division",
    "reissue-of": "reissue",
    "substitution-for": "substitution",
    "substitution-of": "substitution",
    "non-provisional-of-provisional": "provisional",
    "a-371-of-international": "pct_application",
}


def read_front(front: etree._Element, draft: Draft) -> None:
    """Fill the draft from `subdoc-bibliographic-information`."""
    draft.number_text = _text(front, "document-id/doc-number")
    draft.kind_code = _text(front, "document-id/kind-code")
    draft.patent_type = "plant" if draft.kind_code.startswith("P") else "invention"
    draft.publication_date = core_date(_text(front, "document-id/document-date"), "publication date")
    draft.application_text = _text(front, "domestic-filing-data/application-number/doc-number")
    draft.filing_date = core_date(_text(front, "domestic-filing-data/filing-date"), "filing date")
    draft.title = _text(front, "technical-information/title-of-invention")
    for path, name in (
        ("publication-filing-type", "publication_filing_type"),
        ("domestic-filing-data/application-number-series-code", "series_code"),
    ):
        if text := _text(front, path):
            draft.attributes[name] = text
    _read_classes(front, draft)
    for part in front:
        tag = part.tag
        if tag == "inventors":
            _read_inventors(part, draft)
        elif tag == "assignee":
            code = _text(part, "assignee-type")
            country, address = _address(part)
            name = _text(part, "organization-name") or _name(part.find("name"))
            if name:
                draft.parties.append(Party(name, "holder", country, address, role_text=assignee_type(code)))
        elif tag == "correspondence-address":
            country, address = _address(part)
            name = " ".join(text for text in (_text(part, "name-1"), _text(part, "name-2")) if text)
            if name:
                draft.parties.append(Party(name, "other", country, address, role_text="correspondence address"))
        elif tag == "continuity-data":
            for link in part.iter(*_RELATIONS):
                _read_relation(link, draft)
        elif tag == "foreign-priority-data":
            day = core_date(_text(part, "filing-date"), "priority date")
            number = _text(part, "priority-application-number/doc-number")
            if number or day:
                country = _text(part, "country-code")
                draft.priorities.append(Priority(make_number(country, number, "", day, "application"), day, "national"))


def _text(element: etree._Element, path: str) -> str:
    return one_line(element.find(path))


def _read_classes(front: etree._Element, draft: Draft) -> None:
    edition = _text(front, "technical-information/classification-ipc/classification-ipc-edition").lstrip("0")
    for group in front.iterfind("technical-information/classification-ipc/*"):
        for symbol in group.iterchildren("ipc"):
            first = group.tag.endswith("primary")
            draft.classifications.append(Classification("ipc", ipc_symbol(one_line(symbol)), edition, first=first))
    for group in front.iterfind("technical-information/classification-us/*"):
        for symbol in group.iterchildren("uspc"):
            text = _text(symbol, "class").rjust(3) + _text(symbol, "subclass")
            draft.classifications.append(national_class(text, group.tag.endswith("primary")))


def _read_inventors(section: etree._Element, draft: Draft) -> None:
    for member in section:
        name = _name(member.find("name"))
        if not name:
            continue
        country, address = "", ""
        for home in member.iterfind("residence/*"):
            if home.tag.startswith("residence"):
                country = _text(home, "country-code")
                address = ", ".join(text for text in (_text(home, "city"), _text(home, "state")) if text)
        mail_country, mail = _address(member)
        country = country or mail_country or _text(member, "residence/citizenship/country-code")
        words = "first named inventor" if member.tag == "first-named-inventor" else ""
        draft.parties.append(Party(name, "inventor", country, mail or address, role_text=words))
        authority = _text(member, "authority-applicant")
        if authority == "INV" or not authority:
            draft.parties.append(Party(name, "applicant", country, mail or address))


def _name(element: etree._Element | None) -> str:
    if element is None:
        return ""
    given = " ".join(text for text in (_text(element, "given-name"), _text(element, "middle-name")) if text)
    person = ", ".join(text for text in (_text(element, "family-name"), given, _text(element, "name-suffix")) if text)
    return person or _text(element, "organization-name")


def _address(element: etree._Element) -> tuple[str, str]:
    address = element.find("address")
    if address is None:
        return "", ""
    names = ("address-1", "address-2", "city", "state", "postalcode")
    return _text(address, "country/country-code"), ", ".join(text for n in names if (text := _text(address, n)))


def _number(element: etree._Element | None, draft: Draft, what: str, role: NumberRole = "application") -> Number | None:
    if element is None or not (number := _text(element, "doc-number")):
        return None
    day = side_date(_text(element, "document-date"), what, draft)
    return make_number(_text(element, "country-code") or "US", number, "", day, role)


def _read_relation(link: etree._Element, draft: Draft) -> None:
    relation = _RELATIONS[link.tag]
    if relation == "provisional":
        for document in link.iter("document-id"):
            if number := _number(document, draft, "provisional"):
                draft.related.append(RelatedRight("provisional", number, number.date))
                draft.priorities.append(Priority(number, number.date, "provisional"))
        return
    for pair in link.iter("parent-child"):
        parent = _number(pair.find("parent/document-id"), draft, "parent")
        child = _number(pair.find("child/document-id"), draft, "child")
        status = _text(pair, "parent-status").lower()
        words = [f"parent {status}"] if status else []
        if child:
            words.append(f"child {child.office_code} {child.number}")
        if parent:
            draft.related.append(RelatedRight(relation, parent, parent.date, ", ".join(words)))
        if granted := _number(pair.find("parent-patent/document-id"), draft, "granted parent", "publication"):
            draft.related.append(RelatedRight("parent", granted, granted.date, f"granted parent by {relation}"))
