"""The front page of a `PATDOC` (USPTO grants 2001-2004): elements named by their INID codes (`B110` is (11))."""

from __future__ import annotations

from lxml import etree

from kapok.formats.redbook_text import one_line
from kapok.formats.uspto_classes import ipc_symbol, locarno_symbol, national_class
from kapok.formats.uspto_codes import assignee_type
from kapok.formats.uspto_draft import Draft, cited_number, core_date, side_date
from kapok.records.numbers import NumberRole, make_number
from kapok.records.parties import Party, PartyRole
from kapok.records.record import Citation, Classification, Number, Priority, RelatedRight

_TYPE_OF_KIND = {
    "S": "design",
    "P": "plant",
    "E": "reissue",
    "H": "statutory_invention_registration",
}
_RELATIONS = {
    "B610": "addition",
    "B611": "addition",
    "B620": "division",
    "B621": "division",
    "B631": "continuation",
    "B632": "continuation_in_part",
    "B633": "continuation",
    "B640": "reissue",
    "B641US": "reissue",
    "B645": "reexamination",
    "B645US": "reexamination",
    "B650": "prior_publication",
    "B651": "prior_publication",
    "B660": "substitution",
    "B661": "substitution",
}


def read_front(front: etree._Element, draft: Draft) -> None:
    """Fill the draft from `SDOBI`."""
    draft.kind_code = _text(front, "B100/B130")
    draft.patent_type = _TYPE_OF_KIND.get(draft.kind_code[:1], "invention")
    draft.granted = not draft.kind_code.startswith("H")
    draft.number_text = _text(front, "B100/B110")
    draft.publication_date = core_date(_text(front, "B100/B140"), "publication date")
    draft.application_text = _text(front, "B200/B210")
    draft.filing_date = core_date(_text(front, "B200/B220"), "filing date")
    draft.title = _text(front, "B500/B540")
    _read_priorities(front, draft)
    _read_term(front, draft)
    _read_classes(front, draft)
    _read_citations(front, draft)
    _read_counts(front, draft)
    for group in front.iterchildren("B600"):
        for entry in group:
            _read_related(entry, draft)
    for group in front.iterchildren("B700"):
        _read_parties(group, draft)
    for group in front.iterchildren("B800"):
        _read_international(group, draft)


def _text(element: etree._Element, path: str) -> str:
    return one_line(element.find(path))


def _read_priorities(front: etree._Element, draft: Draft) -> None:
    for entry in front.iterchildren("B300"):
        number = country = ""
        day = ""
        for part in entry:
            if part.tag == "B310":
                number = one_line(part)
            elif part.tag == "B320":
                day = core_date(one_line(part), "priority date")
            elif part.tag == "B330":
                country = one_line(part)
                draft.priorities.append(Priority(make_number(country, number, "", day, "application"), day, "national"))


def _read_term(front: etree._Element, draft: Draft) -> None:
    for term in front.iterfind("B400/B472"):
        for part in term:
            text = one_line(part)
            if part.tag == "B474" and text.isdigit():
                draft.term_years = int(text)
                draft.attributes["term_years"] = text
            elif part.tag == "B474US" and text.isdigit():
                draft.term_adjustment_days = int(text)
            elif part.tag in ("B473", "B473US"):
                draft.attributes["terminal_disclaimer"] = text or "yes"


def _read_classes(front: etree._Element, draft: Draft) -> None:
    is_design = draft.patent_type == "design"
    for group in front.iterfind("B500/B510"):
        edition = _text(group, "B516").lstrip("0")
        for part in group:
            text = part.findtext("PDAT") or part.text or ""
            if part.tag in ("B511", "B512", "B513") and text.strip():
                first = part.tag == "B511"
                if is_design:
                    draft.classifications.append(Classification("locarno", locarno_symbol(text), edition, first=first))
                else:
                    draft.classifications.append(Classification("ipc", ipc_symbol(text), edition, first=first))
    for part in front.iterfind("B500/B520/*"):
        text = part.findtext("PDAT") or part.text or ""
        if part.tag in ("B521", "B522") and text.strip():
            draft.classifications.append(national_class(text, part.tag == "B521"))
    for part in front.iterfind("B500/B527US"):
        draft.classifications.append(Classification("locarno", locarno_symbol(one_line(part))))


def _read_citations(front: etree._Element, draft: Draft) -> None:
    for entry in front.iterfind("B500/B560/*"):
        is_examiner = entry.find("CITED-BY-EXAMINER") is not None
        origin = "examination" if is_examiner else "other" if entry.find("CITED-BY-OTHER") is not None else "unknown"
        document = entry.find("PCIT/DOC")
        if document is None:
            text = one_line(entry.find("NCIT")) or one_line(entry)
            draft.citations.append(Citation(origin, None, text))  # type: ignore[arg-type]
            continue
        country, number, kind, date = _document(document)
        day = side_date(date, f"cited {country} {number}", draft)
        name = _text(entry, "PCIT/PARTY-US/NAM")
        draft.citations.append(Citation(origin, cited_number(country, number, kind, day), name))  # type: ignore[arg-type]


def _read_counts(front: etree._Element, draft: Draft) -> None:
    for path, name in _COUNTS:
        if text := _text(front, path):
            draft.attributes[name] = text
    figures = draft.attributes.get("number_of_figures", "")
    draft.view_count = int(figures) if figures.isdigit() else 0
    for path, name in _FLAGS:
        if front.find(path) is not None:
            draft.attributes[name] = _text(front, path) or "yes"


_COUNTS = (
    ("B200/B211US", "series_code"),
    ("B500/B570/B577", "number_of_claims"),
    ("B500/B570/B578US", "exemplary_claims"),
    ("B500/B590/B595", "number_of_drawing_sheets"),
    ("B500/B590/B596", "number_of_figures"),
    ("B500/B541", "latin_name"),
    ("B500/B542", "variety"),
)
_FLAGS = (("B200/B221US", "rule_47"), ("B200/B222US", "continued_prosecution_application"))


def _document(element: etree._Element) -> tuple[str, str, str, str]:
    """Country (US unless stated), number, kind and date of a `DOC`."""
    kind = _text(element, "KIND")
    return _text(element, "CTRY") or "US", _text(element, "DNUM"), "" if kind == "00" else kind, _text(element, "DATE")


def _number(element: etree._Element | None, draft: Draft, what: str, role: NumberRole) -> Number | None:
    if element is None:
        return None
    country, number, kind, date = _document(element)
    return make_number(country, number, kind, side_date(date, what, draft), role) if number else None


def _read_related(entry: etree._Element, draft: Draft) -> None:
    tag = entry.tag
    if tag in ("B680US", "B690US", "B670US"):
        for document in entry.iter("DOC"):
            if number := _number(document, draft, "provisional", "application"):
                draft.related.append(RelatedRight("provisional", number, number.date))
                draft.priorities.append(Priority(number, number.date, "provisional"))
        return
    for link in entry.iter("PARENT-US"):
        step = link.getparent()
        relation = _RELATIONS.get(step.tag if step is not None else tag, _RELATIONS.get(tag, "parent"))
        parent = _number(link.find("PDOC/DOC"), draft, "parent", "application")
        child = _text(link, "CDOC/DOC/DNUM")
        words = ", ".join(part for part in (_status(_text(link, "PSTA")), f"child US {child}" if child else "") if part)
        if parent:
            draft.related.append(RelatedRight(relation, parent, parent.date, words))
        if granted := _number(link.find("PPUB/DOC"), draft, "granted parent", "publication"):
            draft.related.append(RelatedRight("parent", granted, granted.date, f"granted parent by {relation}"))
    if entry.find(".//PARENT-US") is None:
        for document in entry.iter("DOC"):
            step = document.getparent()
            relation = _RELATIONS.get(step.tag if step is not None else tag, _RELATIONS.get(tag, "parent"))
            role: NumberRole = "publication" if relation == "prior_publication" else "application"
            if number := _number(document, draft, "related document", role):
                draft.related.append(RelatedRight(relation, number, number.date))


def _status(code: str) -> str:
    """`00` pending or unknown, `01` granted, `03` abandoned: the source's code stays beside an unknown one."""
    return {"01": "parent granted", "03": "parent abandoned", "00": ""}.get(code, f"parent status {code}" if code else "")


def _read_parties(group: etree._Element, draft: Draft) -> None:
    own: PartyRole = "designer" if draft.patent_type == "design" else "inventor"
    roles: dict[str, tuple[PartyRole, str]] = {
        "B711": ("applicant", ""),
        "B721": (own, ""),
        "B723": (own, "deceased"),
        "B725EP": (own, ""),
        "B731": ("holder", ""),
        "B741": ("representative", ""),
        "B746": ("examiner", "primary examiner"),
        "B747": ("examiner", "assistant examiner"),
    }
    unit = _text(group, "B745/B748US")
    for section in group:
        kinds = [assignee_type(one_line(part)) for part in section.iterchildren("B732US")]
        for index, entry in enumerate(part for part in section if part.tag in roles):
            role, words = roles[entry.tag]
            if role == "holder":
                words = kinds[index] if index < len(kinds) else ""
            elif role == "examiner" and unit and words.startswith("primary"):
                words = f"{words}, art unit {unit}"
            for party in entry.iter("PARTY-US"):
                name = _name(party.find("NAM"))
                if name:
                    country, address = _address(party.find("ADR"))
                    draft.parties.append(Party(name, role, country, address, role_text=words))


def _name(element: etree._Element | None) -> str:
    if element is None:
        return ""
    organisation = _text(element, "ONM")
    given = " ".join(part for part in (_text(element, "FNM"), _text(element, "MNM")) if part)
    person = ", ".join(part for part in (_text(element, "SNM"), given, _text(element, "SFX")) if part)
    return f"{person} ({organisation})" if person and organisation else person or organisation


def _address(element: etree._Element | None) -> tuple[str, str]:
    if element is None:
        return "", ""
    parts = [one_line(part) for part in element if part.tag not in ("CTRY", "EMAIL", "TEL", "FAX")]
    country = _text(element, "CTRY")
    return country, ", ".join(part for part in parts if part)


def _read_international(group: etree._Element, draft: Draft) -> None:
    for path, relation, role in (
        ("B860/B861/DOC", "pct_application", "application"),
        ("B870/B871/DOC", "pct_publication", "publication"),
    ):
        for document in group.iterfind(path):
            if number := _number(document, draft, relation, "publication" if role == "publication" else "application"):
                draft.related.append(RelatedRight(relation, number, number.date))
    for part in group.iterfind("B860/B864US"):
        draft.attributes["national_stage_date"] = side_date(one_line(part), "national stage", draft)
    for part in group.iterfind("B860/B865US"):
        draft.attributes["pct_102e_date"] = side_date(one_line(part), "102(e)", draft)
