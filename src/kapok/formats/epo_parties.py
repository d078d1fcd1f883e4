"""Applicants and inventors of exchange documents -> `Party`, one per person with all its spellings.

DOCDB and OPS give each name in several data formats: `original` (as published), `docdba` (intermediate), `docdb` and
`epodoc` (standardised, capital letters). The original is the name, the others are `other_names`; the country of residence
comes from the element or from brackets behind the name (`NOKIA CORP [FI]`).
"""

from __future__ import annotations

import re

from lxml import etree

from kapok.formats.epo_text import script_language
from kapok.formats.xml_records import LOCAL
from kapok.records.parties import Party, PartyRole

_BRACKET = re.compile(r"\s*\[([A-Z]{2})\]\s*$")


class _Spelling:
    """One name in one data format, with the country stated beside it."""

    __slots__ = ("address", "country", "name")

    def __init__(self) -> None:
        self.name = ""
        self.country = ""
        self.address = ""


def read_parties(parties: etree._Element, office_code: str) -> tuple[Party, ...]:
    """All parties of a `parties` element in the order applicants, inventors, agents."""
    found: dict[PartyRole, dict[str, list[tuple[int, _Spelling]]]] = {}
    spelling = _Spelling()
    for node in parties.iter():
        name = LOCAL[node.tag]
        role = _ROLES.get(name)
        if role is not None:
            spelling = _Spelling()
            formats = found.setdefault(role, {})
            listed = formats.setdefault(node.get("data-format", ""), [])
            sequence = node.get("sequence", "")
            listed.append((int(sequence) if sequence.isdigit() else len(listed) + 1, spelling))
        elif name in ("name", "orgname", "last-name"):
            spelling.name = " ".join((node.text or "").split())
        elif name == "first-name":
            spelling.name = f"{spelling.name}, {node.text}" if spelling.name else node.text or ""
        elif name == "country":
            spelling.country = (node.text or "").strip()
        elif name in ("text", "city", "street", "address-1", "address-2", "address-3", "postcode") and node.text:
            spelling.address = f"{spelling.address}, {node.text.strip()}" if spelling.address else node.text.strip()
    result: list[Party] = []
    for role, formats in found.items():
        result.extend(_join(role, formats, office_code))
    return tuple(result)


_ROLES: dict[str, PartyRole] = {"applicant": "applicant", "inventor": "inventor", "agent": "representative"}


def _join(role: PartyRole, formats: dict[str, list[tuple[int, _Spelling]]], office_code: str) -> list[Party]:
    """The spellings of each person brought together.

    The standardised list says how many persons there are; lists that hold a multiple of it (OPS repeats the originals of
    a name) are dealt out in turn. In any other list a spelling joins the person it shares a word with, else it stands as
    a person of its own, so that no name is lost.
    """
    lists: list[list[_Spelling]] = []
    for data_format in sorted(formats, key=lambda each: _ORDER.get(each, 1)):
        for _, spelling in formats[data_format]:
            _settle(spelling)
        named = [spelling for _, spelling in sorted(formats[data_format], key=_sequence) if spelling.name]
        if named:
            lists.append(named)
    if not lists:
        return []
    persons = [[spelling] for spelling in lists[0]]
    for listed in lists[1:]:
        dealt = len(listed) % len(persons) == 0
        for place, spelling in enumerate(listed):
            home = persons[place % len(persons)] if dealt else next((p for p in persons if _alike(p[0], spelling)), None)
            if home is None:
                persons.append([spelling])
            else:
                home.append(spelling)
    return [_party(role, spellings, office_code) for spellings in persons]


_ORDER = {"docdb": 0, "epodoc": 0, "docdba": 1, "original": 2}


def _sequence(entry: tuple[int, _Spelling]) -> int:
    return entry[0]


def _party(role: PartyRole, spellings: list[_Spelling], office_code: str) -> Party:
    """One person: the last spelling that is not all capitals is the name (the original comes last), else the last."""
    names = [spelling.name for spelling in spellings]
    name = next((each for each in reversed(names) if each != each.upper() or each == each.lower()), names[-1])
    others = tuple(dict.fromkeys(each for each in reversed(names) if each != name)) if len(names) > 1 else ()
    country = address = ""
    for spelling in spellings:
        country = country or spelling.country
        address = address or spelling.address
    language = "und" if name.isascii() else script_language(name, office_code)
    return Party(name, role, country, address, language, others)


def _settle(spelling: _Spelling) -> None:
    """Take the country out of brackets and the list comma off the end of the name."""
    name = spelling.name
    if name.endswith("]") and (match := _BRACKET.search(name)):
        spelling.country = spelling.country or match[1]
        name = name[: match.start()]
    spelling.name = name.strip().rstrip(",;").rstrip()


def _alike(one: _Spelling, other: _Spelling) -> bool:
    """Whether two names share a word of at least three letters."""
    words = set(re.findall(r"\w{3,}", one.name.casefold()))
    return any(word in words for word in re.findall(r"\w{3,}", other.name.casefold()))
