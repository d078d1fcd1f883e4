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
_WORD = re.compile(r"\w{3,}")
_ROLES: dict[str, PartyRole] = {"applicant": "applicant", "inventor": "inventor", "agent": "representative"}
_ADDRESS = frozenset(("text", "city", "street", "address-1", "address-2", "address-3", "postcode"))
_TAGS = tuple(f"{{*}}{name}" for name in (*_ROLES, "name", "country", "orgname", "last-name", "first-name", *sorted(_ADDRESS)))
_ORDER = {"docdb": 0, "epodoc": 0, "docdba": 1, "original": 2}
_NAME, _COUNTRY, _PLACE = 0, 1, 2  # the parts of a spelling


def read_parties(parties: etree._Element, office_code: str) -> tuple[Party, ...]:
    """All parties of a `parties` element in the order applicants, inventors, agents."""
    found: dict[PartyRole, dict[str, list[list[str]]]] = {}
    spelling = ["", "", ""]
    for node in parties.iter(*_TAGS):
        name = LOCAL[node.tag]
        if name == "name":
            spelling[_NAME] = _settled(node.text or "", spelling)
        elif name in _ROLES:
            role = _ROLES[name]
            formats = found.get(role)
            if formats is None:
                formats = found[role] = {}
            data_format = node.get("data-format", "")
            listed = formats.get(data_format)
            if listed is None:
                listed = formats[data_format] = []
            spelling = ["", "", ""]
            listed.append(spelling)
        elif name == "country":
            spelling[_COUNTRY] = (node.text or "").strip()
        elif name in _ADDRESS:
            if node.text and not node.text.isspace():
                spelling[_PLACE] = ", ".join(filter(None, (spelling[_PLACE], node.text.strip())))
        elif name == "first-name":
            spelling[_NAME] = ", ".join(filter(None, (spelling[_NAME], _settled(node.text or "", spelling))))
        else:
            spelling[_NAME] = _settled(node.text or "", spelling)
    result: list[Party] = []
    for role, formats in found.items():
        result.extend(_join(role, formats, office_code))
    return tuple(result)


def _settled(text: str, spelling: list[str]) -> str:
    """The name with single blanks, without the country in brackets (kept in the spelling) and the list comma behind."""
    name = " ".join(text.split())
    if name and name[-1] in "],;":
        if match := _BRACKET.search(name):
            spelling[_COUNTRY] = spelling[_COUNTRY] or match[1]
            name = name[: match.start()]
        name = name.rstrip(",; ")
    return name


def _join(role: PartyRole, formats: dict[str, list[list[str]]], office_code: str) -> list[Party]:
    """The spellings of each person brought together.

    The standardised list says how many persons there are; lists that hold a multiple of it (OPS repeats the originals of
    a name) are dealt out in turn. In any other list a spelling joins the person it shares a word with, else it stands as
    a person of its own, so that no name is lost.
    """
    order = sorted(formats, key=lambda each: _ORDER.get(each, 1)) if len(formats) > 1 else list(formats)
    persons: list[list[list[str]]] = []
    for data_format in order:
        listed = [spelling for spelling in formats[data_format] if spelling[_NAME]]
        if not persons:
            persons = [[spelling] for spelling in listed]
            continue
        count = len(persons)
        dealt = len(listed) % count == 0
        for place, spelling in enumerate(listed):
            home = persons[place % count] if dealt else next((each for each in persons if _alike(each[0], spelling)), None)
            if home is None:
                persons.append([spelling])
            else:
                home.append(spelling)
    return [_party(role, spellings, office_code) for spellings in persons]


def _party(role: PartyRole, spellings: list[list[str]], office_code: str) -> Party:
    """One person: the last spelling that is not all capitals is the name (the original comes last), else the last."""
    name, country, address = spellings[-1]
    others: tuple[str, ...] = ()
    if len(spellings) > 1:
        if name.isupper():
            name = next((each[_NAME] for each in reversed(spellings) if not each[_NAME].isupper()), name)
        others = tuple(dict.fromkeys([each[_NAME] for each in reversed(spellings) if each[_NAME] != name]))
        for spelling in spellings:
            country = country or spelling[_COUNTRY]
            address = address or spelling[_PLACE]
    language = "und" if name.isascii() else script_language(name, office_code)
    return Party(name, role, country, address, language, others)


def _alike(one: list[str], other: list[str]) -> bool:
    """Whether two names share a word of at least three letters."""
    words = set(_WORD.findall(one[_NAME].casefold()))
    return any(word in words for word in _WORD.findall(other[_NAME].casefold()))
