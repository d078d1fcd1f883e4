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
        parts = {part.tag: part.text for part in member}
        unit = (parts.get("department") or "").strip()
        words = "assistant examiner" if member.tag.startswith("assistant") else "primary examiner"
        parties.append(Party(_name(parts), "examiner", role_text=f"{words}, art unit {unit}" if unit else words))
    return [party for party in parties if party.name]


def _party(member: etree._Element, role: PartyRole, words: str = "") -> Party:
    home = address = country = code = ""
    parts: dict[str, str | None] = {}
    for part in member:
        tag = part.tag
        if tag == "addressbook":
            for item in part:
                name = item.tag
                if name == "address":
                    country, address = _address(item)
                else:
                    parts[name] = item.text if len(item) == 0 else inner_text(item)
        elif tag == "residence" or tag == "nationality":
            home = home or _country(part)
        else:
            parts[tag] = part.text if len(part) == 0 else inner_text(part)
    if role == "holder" and (code := parts.get("role") or ""):
        words = assignee_type(code) or f"assignee type {code.strip()}"
    if "department" in parts or "synonym" in parts:
        words = ", ".join(filter(None, (words, parts.get("department"), parts.get("synonym"))))
    identifier = parts.get("iid") or parts.get("registered-number") or ""
    return Party(_name(parts), role, country or home, address, identifier=identifier.strip(), role_text=words)


def _name(parts: dict[str, str | None]) -> str:
    """`Gonzalez, Alvaro M., Jr.`, or the organisation; a person at an organisation is named with it."""
    organisation = parts.get("orgname") or parts.get("name")
    last, first = parts.get("last-name"), parts.get("first-name")
    if not last and not first:
        return " ".join((organisation or "").split())
    given = " ".join(filter(None, (first, parts.get("middle-name"))))
    person = ", ".join(filter(None, (last, given, parts.get("suffix"))))
    return " ".join((f"{person} ({organisation})" if organisation else person).split())


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
