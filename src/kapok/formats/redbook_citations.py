"""Cited documents and related documents of a Red Book 4.x front page."""

from __future__ import annotations

from lxml import etree

from kapok.formats.redbook_text import one_line
from kapok.formats.uspto_draft import Draft, citation_origin, cited_number, known_date, side_date
from kapok.records.numbers import NumberRole, make_number
from kapok.records.record import Citation, Number, Priority, RelatedRight

_RELATIONS = {
    "continuation": "continuation",
    "continuation-in-part": "continuation_in_part",
    "continuing-reissue": "continuation",
    "division": "division",
    "us-divisional-reissue": "division",
    "reissue": "reissue",
    "us-reexamination-reissue-merger": "reissue",
    "reexamination": "reexamination",
    "substitution": "substitution",
    "addition": "addition",
    "correction": "correction",
    "utility-model-basis": "utility_model_basis",
}
"""Element of `us-related-documents` -> relation of the record model; others keep the element's name."""


def read_citations(section: etree._Element, draft: Draft) -> None:
    """The citations of `references-cited` or `us-references-cited`, in order.

    One flat walk over the elements that matter: this is the hottest part of a front page. The country of the class of a
    cited document comes after that of its number, so the first one counts.
    """
    add = draft.citations.append
    parts: dict[str, str | None] = {}
    keep = parts.setdefault
    text = ""
    is_open = False
    for element in section.iter(*_CITATION_PARTS):
        tag = element.tag
        if tag == "patcit" or tag == "nplcit":
            if is_open:
                add(_citation(parts, text, draft))
                parts.clear()
            is_open = True
            text = one_line(element) if tag == "nplcit" else ""
        else:
            keep(tag, element.text)
    if is_open:
        add(_citation(parts, text, draft))


_CITATION_PARTS = ("doc-number", "country", "kind", "date", "name", "category", "patcit", "nplcit")


def _citation(parts: dict[str, str | None], text: str, draft: Draft) -> Citation:
    find = parts.get
    origin = citation_origin(find("category") or "")
    number, name = find("doc-number"), find("name") or ""
    if text or not number:
        return Citation(origin, None, text or name)
    country, date = find("country") or "", find("date")
    day = ""
    if date:
        day = known_date(date)
        if not day:
            draft.original[f"date of cited {country} {number}"] = date
    if country == "US" and len(number) < 9 and number.isdigit():  # most of all citations: see `cited_number`
        return Citation(origin, Number("US", number.lstrip("0") or number, find("kind") or "", day), name)
    return Citation(origin, cited_number(country, number, find("kind") or "", day), name)


def read_document_id(element: etree._Element) -> tuple[str, str, str, str]:
    """Country, number, kind and date of a `document-id`, as written."""
    parts = {part.tag: part.text for part in element}
    return (
        (parts.get("country") or "").strip(),
        (parts.get("doc-number") or "").strip(),
        (parts.get("kind") or "").strip(),
        (parts.get("date") or "").strip(),
    )


def number_in(parent: etree._Element, draft: Draft, what: str, role: NumberRole = "application") -> Number | None:
    """The number of the first `document-id` in `parent`."""
    for child in parent:
        if child.tag == "document-id":
            country, number, kind, date = read_document_id(child)
            if not number:
                return None
            kind = "" if kind == "00" else kind
            return make_number(country, number, kind, side_date(date, what, draft), role)
    return None


def read_related(section: etree._Element, draft: Draft) -> None:
    """`us-related-documents`: parents by relation, granted parents, provisionals, earlier publications."""
    for entry in section:
        tag = entry.tag
        if tag == "us-provisional-application":
            if number := number_in(entry, draft, "provisional"):
                draft.related.append(RelatedRight("provisional", number, number.date))
                draft.priorities.append(Priority(number, number.date, "provisional"))
        elif tag == "related-publication":
            if number := number_in(entry, draft, "related publication", "publication"):
                draft.related.append(RelatedRight("prior_publication", number, number.date))
        else:
            relation = _RELATIONS.get(tag, tag.replace("-", "_"))
            if number := number_in(entry, draft, "related document"):
                draft.related.append(RelatedRight(relation, number, number.date))
            for link in entry.iter("relation"):
                _read_relation(link, relation, draft)


def _read_relation(link: etree._Element, relation: str, draft: Draft) -> None:
    parent = granted = international = child_number = None
    status = ""
    for side in link:
        if side.tag == "parent-doc":
            parent = number_in(side, draft, "parent")
            for part in side:
                if part.tag == "parent-grant-document":
                    granted = number_in(part, draft, "granted parent", "publication")
                elif part.tag == "parent-pct-document":
                    international = number_in(part, draft, "PCT parent")
                elif part.tag == "parent-status":
                    status = (part.text or "").strip()
        elif side.tag == "child-doc":
            child_number = number_in(side, draft, "child")
    words = [f"parent {status.lower()}"] if status else []
    if child_number:
        words.append(f"child {child_number.office_code} {child_number.number}")
    if parent:
        draft.related.append(RelatedRight(relation, parent, parent.date, ", ".join(words)))
    if granted:
        draft.related.append(RelatedRight("parent", granted, granted.date, f"granted parent by {relation}"))
    if international and international != parent:
        draft.related.append(RelatedRight("pct_application", international, international.date, "parent"))
