"""Citations of EPO formats (DOCDB, OPS, register) -> `Citation` with origin, categories and relevant claims.

The origin follows the phase in which somebody cited (ST.36 `cited-phase`), and `cited-by` where it names the applicant.
Categories are the letters of WIPO ST.14. Passages stand in `text` behind the number they belong to.
"""

from __future__ import annotations

import re

from lxml import etree

from kapok.errors import InputError
from kapok.formats.epo_numbers import epodoc_number, known_date, side_date
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
    known = _ORIGINS.get(phase)
    if known is not None and not cited_by:
        return known
    if cited_by == "applicant":
        return "applicant"
    return _ORIGINS.get(phase) or _ORIGINS.get(phase.upper()) or _ORIGINS.get(phase.lower(), "unknown")


def category_letters(texts: list[str]) -> tuple[str, ...]:
    """The single category letters in their order: `XY`, `PX` -> X Y P."""
    return tuple(dict.fromkeys(letter for text in texts for letter in _LETTERS.findall(text)))


_PLACES = {"country": 0, "doc-number": 1, "kind": 2, "date": 3}
_NAMES = (
    "citation", "patcit", "nplcit", "document-id", "country", "doc-number", "kind", "date", "category", "rel-claims",
    "passage", "text",
)  # fmt: skip
_TAGS = tuple(f"{{*}}{name}" for name in _NAMES)
"""Only these are looked at: a citation of literature has twenty more elements that say the same as its text."""


class _Cited:
    """One citation while its elements pass by."""

    __slots__ = ("categories", "claims", "docdb", "element", "epodoc", "npl", "passages", "stated", "text")

    def __init__(self, element: etree._Element) -> None:
        self.element = element
        self.docdb: list[str] | None = None  # country, number, kind, date of the DOCDB form
        self.epodoc: list[str] | None = None
        self.stated = ""  # the number as one string (`dnum`), the last resort
        self.npl: etree._Element | None = None
        self.text = ""
        self.categories: list[str] = []
        self.claims: list[str] = []
        self.passages: list[str] = []


def read_citations(group: etree._Element, original: dict[str, str]) -> list[Citation]:
    """The citations of a `references-cited`; `original` receives dates that are no dates.

    Also takes a single `citation`, `patcit` or `nplcit`. Flat over the small elements.
    """
    found: list[Citation] = []
    cited = _Cited(group)
    current = ["", "", "", ""]
    for node in group.iter(*_TAGS):
        name = LOCAL[node.tag]
        place = _PLACES.get(name)
        if place is not None:
            if cited.npl is None:
                current[place] = node.text or ""
        elif name == "citation":
            _close(cited, found, original)
            cited = _Cited(node)
        elif name == "patcit":
            cited.stated = node.get("dnum", "")
        elif name == "document-id":
            current = ["", "", "", ""]
            if node.get("document-id-type") == "epodoc":
                cited.epodoc = current
            else:
                cited.docdb = current
        elif name == "nplcit":
            cited.npl = node
        elif name == "text":
            cited.text = cited.text or one_line(node.text)
        elif name == "category":
            cited.categories.append(node.text or "")
        elif name == "rel-claims":
            cited.claims.append(one_line(node.text))
        else:
            cited.passages.append(plain_text(node))
    _close(cited, found, original)
    return found


def read_citation(element: etree._Element, original: dict[str, str]) -> Citation | None:
    """One `citation`, `patcit` or `nplcit`; None when it names nothing."""
    found = read_citations(element, original)
    return found[0] if found else None


def _close(cited: _Cited, found: list[Citation], original: dict[str, str]) -> None:
    """Append the citation whose elements have all passed by, if it names anything."""
    number = _number(cited.docdb, cited.epodoc, cited.stated, original)
    text = cited.text
    if cited.npl is not None and not text:
        text = literature_text(cited.npl)
    if number is None and not text:
        if not cited.stated:
            return
        text = cited.stated
    if cited.passages and number is not None and not text:
        text = "; ".join(passage.strip("* ") for passage in cited.passages if passage)
    element = cited.element
    origin = citation_origin(element.get("cited-phase", ""), element.get("cited-by", ""))
    if not cited.categories and not cited.claims:
        found.append(Citation(origin, number, text))
        return
    categories = category_letters(cited.categories)
    found.append(Citation(origin, number, text, categories, _claims(cited.categories, cited.claims)))


def _number(docdb: list[str] | None, epodoc: list[str] | None, stated: str, original: dict[str, str]) -> Number | None:
    """The cited document: its DOCDB form, else its EPODOC form, else the number as one string."""
    if docdb and docdb[0] and docdb[1]:
        day = known_date(docdb[3])
        if day is None:
            day = side_date(docdb[3], f"citation {docdb[0]}{docdb[1]}{docdb[2]} date", original)
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


_NPL_WORDS = {"vid": "vol.", "ino": "no.", "doi": "DOI", "issn": "ISSN", "isbn": "ISBN"}


def literature_text(npl: etree._Element) -> str:
    """A reference to literature in words, from its parts: authors, titles, year, volume, number, pages."""
    parts: list[str] = []
    first_page = ""
    for node in npl.iter():
        name = LOCAL[node.tag]
        value = one_line(node.text)
        if not value:
            continue
        if name in ("sdate", "pubdate", "edate") and value.isdigit() and len(value) == 8:
            value = value.removesuffix("0000").removesuffix("00")
            if len(value) == 8:
                value = f"{value[:4]}-{value[4:6]}-{value[6:]}"
            if name == "edate":
                continue
        elif name == "ppf":
            first_page = value
            value = f"pages {value}"
        elif name == "ppl":
            if first_page and first_page != value and parts:
                parts[-1] = f"{parts[-1]}-{value}"
            continue
        elif name in _NPL_WORDS:
            value = f"{_NPL_WORDS[name]} {value}"
        elif name in ("srchdate", "crossref"):
            continue
        parts.append(value)
    return ", ".join(dict.fromkeys(parts))


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
