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
                party = _party(member, "applicant", member.get("applicant-authority-category", ""))
                if kind == "applicant-inventor":  # before 2012 the inventors applied
                    found.append(Party(party.name, own_role, party.country_code, party.address))
                found.append(party)
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
    address = country = code = ""
    homes: list[etree._Element] = []
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
            homes.append(part)
        else:
            parts[tag] = part.text if len(part) == 0 else inner_text(part)
    if not country:
        country = next(filter(None, map(_country, reversed(homes))), "")
    if role == "holder" and (code := parts.get("role") or ""):
        words = assignee_type(code) or f"assignee type {code.strip()}"
    if "department" in parts or "synonym" in parts:
        words = ", ".join(filter(None, (words, parts.get("department"), parts.get("synonym"))))
    identifier = parts.get("iid") or parts.get("registered-number") or ""
    return Party(_name(parts), role, country, address, "und", (), identifier, words)


def _name(parts: dict[str, str | None]) -> str:
    """`Gonzalez, Alvaro M., Jr.`, or the organisation; a person at an organisation is named with it."""
    find = parts.get
    organisation = find("orgname") or find("name")
    last, first = find("last-name"), find("first-name")
    if not last and not first:
        name = organisation or ""
    else:
        middle, suffix = find("middle-name"), find("suffix")
        name = f"{last}, {first}" if last and first else last or first or ""
        if middle:
            name = f"{name} {middle}" if first else f"{name}, {middle}"
        if suffix:
            name = f"{name}, {suffix}"
        if organisation:
            name = f"{name} ({organisation})"
    return " ".join(name.split())


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
        text = part.text
        if text:
            text = text.strip()
            if part.tag == "country":
                country = "" if text in _NO_COUNTRY else text
            elif text:
                lines.append(text)
    return country, ", ".join(lines)
