"""Parties of a Red Book 4.x document: applicants, inventors, holders, representatives, examiners with their addresses."""

from __future__ import annotations

from lxml import etree

from kapok.formats.redbook_text import inner_text
from kapok.formats.uspto_codes import assignee_type
from kapok.records.parties import Party, PartyRole

_NO_COUNTRY = {"unknown", "omitted", "XX", ""}


def read_parties(section: etree._Element, is_design: bool) -> list[Party]:
    """Everybody in `parties` or `us-parties`."""
    found: list[Party] = []
    own_role: PartyRole = "designer" if is_design else "inventor"
    for group in section:
        tag = group.tag
        if tag == "applicants" or tag == "us-applicants":
            for member in group:
                kind = member.get("app-type", "")
                if kind == "applicant-inventor":  # before 2012 the inventors applied
                    found.append(_party(member, own_role))
                found.append(_party(member, "applicant", member.get("applicant-authority-category", "")))
        elif tag == "inventors":
            for member in group:
                words = "deceased" if member.tag == "deceased-inventor" else ""
                found.append(_party(member, own_role, words))
        elif tag == "agents":
            found.extend(_party(member, "representative", member.get("rep-type", "")) for member in group)
        elif tag == "correspondence-address":
            found.append(_party(group, "other", "correspondence address"))
    return [party for party in found if party.name]


def read_assignees(section: etree._Element) -> list[Party]:
    """The holders (73) in `assignees`."""
    parties = [_party(member, "holder") for member in section]
    return [party for party in parties if party.name]


def read_examiners(section: etree._Element) -> list[Party]:
    """Primary and assistant examiner, with the art unit."""
    parties = []
    for member in section:
        name, unit = _Name(), ""
        for part in member:
            if part.tag == "department":
                unit = (part.text or "").strip()
            else:
                name.take(part.tag, part.text or "")
        words = "assistant examiner" if member.tag.startswith("assistant") else "primary examiner"
        parties.append(Party(name.text(), "examiner", role_text=f"{words}, art unit {unit}" if unit else words))
    return [party for party in parties if party.name]


class _Name:
    """Collects the parts of a name in any order."""

    __slots__ = ("first", "last", "middle", "organisation", "prefix", "suffix")

    def __init__(self) -> None:
        self.organisation = self.last = self.first = self.middle = self.suffix = self.prefix = ""

    def take(self, tag: str, text: str) -> bool:
        """Whether `tag` is part of a name."""
        if tag == "last-name":
            self.last = text.strip()
        elif tag == "first-name":
            self.first = text.strip()
        elif tag == "orgname" or tag == "name":
            self.organisation = text.strip()
        elif tag == "middle-name":
            self.middle = text.strip()
        elif tag == "suffix":
            self.suffix = text.strip()
        elif tag == "prefix":
            self.prefix = text.strip()
        else:
            return False
        return True

    def text(self) -> str:
        """`Gonzalez, Alvaro M., Jr.`, or the organisation; a person at an organisation is named with it."""
        person = ", ".join(
            part for part in (self.last, " ".join(p for p in (self.first, self.middle) if p), self.suffix) if part
        )
        if self.organisation and person:
            return f"{person} ({self.organisation})"
        return " ".join((self.organisation or person).split())


def _party(member: etree._Element, role: PartyRole, words: str = "") -> Party:
    name = _Name()
    country = home = nationality = address = code = identifier = ""
    for part in member:
        tag = part.tag
        if tag == "addressbook":
            for item in part:
                tag = item.tag
                if tag == "address":
                    country, address = _address(item)
                elif tag == "role":
                    code = item.text or ""
                elif tag in ("iid", "registered-number"):
                    identifier = (item.text or "").strip()
                elif not name.take(tag, _inline(item)) and tag in ("department", "synonym"):
                    words = ", ".join(p for p in (words, _inline(item)) if p)
        elif tag == "residence":
            home = _country(part)
        elif tag == "nationality":
            nationality = _country(part)
        elif tag == "role":
            code = part.text or ""
        else:
            name.take(tag, _inline(part))
    if role == "holder" and code:
        words = assignee_type(code) or f"assignee type {code.strip()}"
    return Party(name.text(), role, country or home or nationality, address, identifier=identifier, role_text=words.strip())


def _inline(element: etree._Element) -> str:
    return (element.text or "") if len(element) == 0 else inner_text(element)


def _country(element: etree._Element) -> str:
    for part in element:
        code = (part.text or "").strip()
        if code not in _NO_COUNTRY:
            return code
    return ""


def _address(element: etree._Element) -> tuple[str, str]:
    """Country code and the rest of the address in one line."""
    country, lines = "", []
    for part in element:
        text = (part.text or "").strip()
        if part.tag == "country":
            country = "" if text in _NO_COUNTRY else text
        elif text:
            lines.append(text)
    return country, ", ".join(lines)
