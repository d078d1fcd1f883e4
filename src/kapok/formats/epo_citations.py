"""Citations of EPO formats (DOCDB, OPS, register) -> `Citation` with origin, categories and relevant claims.

The origin follows the phase in which somebody cited (ST.36 `cited-phase`), and `cited-by` where it names the applicant.
Categories are the letters of WIPO ST.14. Passages stand in `text` behind the number they belong to.
"""

from __future__ import annotations

import re

from lxml import etree

from kapok.errors import InputError
from kapok.formats.epo_numbers import epodoc_number, side_date
from kapok.formats.epo_text import one_line, plain_text
from kapok.formats.xml_records import LOCAL
from kapok.records.number_forms import docdb_number
from kapok.records.record import Citation, CitationOrigin, Number

_ORIGINS: dict[str, CitationOrigin] = {
    "SEA": "search", "ISR": "search", "SUP": "search", "PRS": "search", "search": "search",
    "national-search-report": "search", "international-search-report": "search", "pre-search-report": "search",
    "supplementary-international-search-report": "search", "supplementary-search-report": "search",
    "EXA": "examination", "CH2": "examination", "examination": "examination", "chapter2": "examination",
    "international-preliminary-examination-report": "examination",
    "OPP": "opposition", "FOP": "opposition", "opposition": "opposition", "filed-opposition": "opposition",
    "APP": "applicant", "applicant": "applicant", "description": "applicant",
    "APL": "other", "115": "other", "TPO": "other", "appeal": "other", "other": "other", "third-party": "other",
    "article115": "other",
}  # fmt: skip
_LETTERS = re.compile(r"[A-Z&]")


def citation_origin(phase: str, cited_by: str = "") -> CitationOrigin:
    """Who cited: the applicant where `cited-by` says so, else by the phase; `unknown` for anything else."""
    if cited_by == "applicant":
        return "applicant"
    return _ORIGINS.get(phase) or _ORIGINS.get(phase.upper()) or _ORIGINS.get(phase.lower(), "unknown")


def category_letters(texts: list[str]) -> tuple[str, ...]:
    """The single category letters in their order: `XY`, `PX` -> X Y P."""
    return tuple(dict.fromkeys(letter for text in texts for letter in _LETTERS.findall(text)))


def read_citation(element: etree._Element, original: dict[str, str]) -> Citation | None:
    """One `citation` of DOCDB or OPS; None when it names nothing.

    Flat over its small elements; `original` receives dates that are no dates.
    """
    docdb: list[str] = []  # country, number, kind, date of the DOCDB form
    epodoc: list[str] = []
    current: list[str] = ["", "", "", ""]
    text = ""
    categories: list[str] = []
    claims: list[str] = []
    passages: list[str] = []
    stated = ""  # the number as one string (`dnum`), the last resort
    npl: etree._Element | None = None
    for node in element.iter():
        name = LOCAL[node.tag]
        place = _PLACES.get(name)
        if place is not None:
            if npl is None:
                current[place] = node.text or ""
        elif name == "document-id":
            current = ["", "", "", ""]
            if node.get("document-id-type") == "epodoc":
                epodoc = current
            else:
                docdb = current
        elif name == "category":
            categories.append(node.text or "")
        elif name == "rel-claims":
            claims.append(" ".join((node.text or "").split()))
        elif name == "passage":
            passages.append(plain_text(node))
        elif name == "patcit":
            stated = node.get("dnum", "")
        elif name == "nplcit":
            npl = node
        elif name == "text" and not text:
            text = one_line(node.text)
    number = _number(docdb, epodoc, stated, original)
    if npl is not None and not text:
        text = plain_text(npl).replace("\n", " ")
    if number is None and not text:
        if not stated:
            return None
        text = stated
    if number is not None and passages and not text:
        text = "; ".join(passage.strip("* ") for passage in passages if passage)
    return Citation(
        citation_origin(element.get("cited-phase", ""), element.get("cited-by", "")),
        number,
        text,
        category_letters(categories),
        _claims(categories, claims),
    )


_PLACES = {"country": 0, "doc-number": 1, "kind": 2, "date": 3}


def _number(docdb: list[str], epodoc: list[str], stated: str, original: dict[str, str]) -> Number | None:
    """The cited document: its DOCDB form, else its EPODOC form, else the number as one string."""
    if docdb and docdb[0] and docdb[1]:
        day = side_date(docdb[3], f"citation {docdb[0]}{docdb[1]}{docdb[2]} date", original) if docdb[3] else ""
        try:
            return docdb_number(docdb[0].strip(), docdb[1], docdb[2].strip(), day)
        except InputError:
            return None
    for parts in (epodoc, docdb):
        if parts and parts[1]:
            day = side_date(parts[3], f"citation {parts[1]} date", original) if parts[3] else ""
            found = epodoc_number(parts[1], parts[2].strip(), day, "publication")
            if found is not None:
                return found
    return epodoc_number(stated, "", "", "publication") if stated else None


def _claims(categories: list[str], claims: list[str]) -> str:
    """The relevant claims; with their category where several categories concern different claims."""
    distinct = list(dict.fromkeys(claim for claim in claims if claim))
    if len(distinct) <= 1 or len(categories) != len(claims):
        return ";".join(distinct)
    pairs = dict.fromkeys(
        f"{category.strip()} {claim}".strip() for category, claim in zip(categories, claims, strict=True) if claim
    )
    return "; ".join(pairs)


_REGISTER_GROUP = re.compile(r"\[([A-Z&,]+)\]\s*([\d,\-\s]*)")


def read_register_citation(element: etree._Element, original: dict[str, str]) -> Citation | None:
    """One `citation` of the European Patent Register, whose `text` holds categories, claims and passages in words."""
    base = read_citation(element, original)
    if base is None or base.number is None:
        return base
    groups = _REGISTER_GROUP.findall(base.text)
    claims = "; ".join(f"{category} {claim.strip()}".strip() for category, claim in groups if claim.strip())
    if len(groups) == 1:
        claims = groups[0][1].strip()
    categories = base.categories or category_letters([category for category, _ in groups])
    return Citation(base.origin, base.number, base.text, categories, claims)
