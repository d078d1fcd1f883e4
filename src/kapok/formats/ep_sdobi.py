"""The bibliography of a European patent document: `SDOBI` with its B tags (ST.32 names, DTD 1.0 to 1.5.1) -> a draft.

Dates of procedure become legal events in `kapok.formats.ep_sdobi_events`. A tag that the DTD allows but the EPO does not
use (US and Japanese data, national classes) is not read and shows up in the audit as unexpected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree

from kapok.formats.ep_sdobi_events import read_sdobi_events
from kapok.formats.epo_citations import category_letters
from kapok.formats.epo_classes import fixed_width, old_ipc, read_ipcr
from kapok.formats.epo_numbers import application_number, cited_number, core_date, publication_number, side_date
from kapok.formats.epo_text import language_tag, one_line
from kapok.formats.exchange_document import Draft
from kapok.formats.xml_records import LOCAL, child, children, text_of
from kapok.records.number_normal import pct_number
from kapok.records.parties import Party, PartyRole
from kapok.records.record import Citation, Number, Priority, RelatedRight
from kapok.records.text import Text


def read_sdobi(sdobi: etree._Element, draft: Draft) -> None:
    """Read the whole bibliography into the draft; `ValueError` where a core date is impossible."""
    for group in sdobi:
        for entry in group:
            handler = _HANDLERS.get(LOCAL[entry.tag])
            if handler is not None:
                handler(entry, draft)
    read_sdobi_events(sdobi, draft)


def _date(entry: etree._Element | None, what: str) -> str:
    return core_date(text_of(entry, "date"), what)


def _eptags(entry: etree._Element, draft: Draft) -> None:
    """Remarks for the reader; what only steers printing is left out."""
    remarks = [one_line(node.text) for node in entry.iter() if LOCAL[node.tag] in ("B052EP", "B053EP")]
    if any(remarks):
        draft.attributes["remarks"] = " ".join(remark for remark in remarks if remark)
    if technical := one_line(text_of(entry, "B070EP")):
        draft.attributes["technical_information"] = technical
    if text_of(entry, "B003EP"):
        draft.attributes["euro_pct"] = "no A document published by the EPO"


def _number(entry: etree._Element, draft: Draft) -> None:
    draft.number = draft.number or text_of(entry)


def _plain_kind(entry: etree._Element, draft: Draft) -> None:
    words = [one_line(text_of(entry, name)) for name in ("B121", "B121EP")]
    draft.attributes["document_kind"] = " ".join(word for word in words if word)


def _kind(entry: etree._Element, draft: Draft) -> None:
    draft.kind = draft.kind or text_of(entry)


def _original_kind(entry: etree._Element, draft: Draft) -> None:
    draft.attributes["corrected_kind_code"] = text_of(entry)


def _publication_date(entry: etree._Element, draft: Draft) -> None:
    draft.day = draft.day or text_of(entry, "date")


def _correction(entry: etree._Element, draft: Draft) -> None:
    code = text_of(entry, "B151")
    parts = [one_line(node.text) for node in entry.iter() if LOCAL[node.tag] in ("B153", "B1542", "B1552")]
    draft.attributes["correction"] = " ".join(dict.fromkeys(part for part in (code, *parts) if part))


def _office(entry: etree._Element, draft: Draft) -> None:
    draft.office = draft.office or text_of(entry)


def _application(entry: etree._Element, draft: Draft) -> None:
    written = text_of(entry)
    group = entry.getparent()
    filed = child(group, "B220") if group is not None else None
    draft.application = application_number("EP", written, "A", _date(filed, "filing date"))
    if draft.application is not None:
        draft.keep("application", written, draft.application.number)


def _filing_language(entry: etree._Element, draft: Draft) -> None:
    draft.attributes["language_of_filing"] = language_tag(text_of(entry))


def _procedure_language(entry: etree._Element, draft: Draft) -> None:
    draft.attributes["language_of_procedure"] = language_tag(text_of(entry))


def _language(entry: etree._Element, draft: Draft) -> None:
    draft.language = language_tag(text_of(entry))


def _earlier(entry: etree._Element, draft: Draft) -> None:
    """INID 27: the earlier application that a filing date was obtained from."""
    number = application_number(text_of(entry, "ctry"), _dnum(entry), text_of(entry, "kind"), _date(entry, "B270"))
    if number is not None:
        draft.related.append(RelatedRight("previously_filed", number, number.date))


def _priority_group(sdobi: etree._Element, draft: Draft) -> None:
    """Numbers, dates and countries follow each other without a wrapper; a number begins a new claim."""
    claims: list[list[str]] = []
    for entry in sdobi:
        name = LOCAL[entry.tag]
        if name == "B310":
            claims.append([text_of(entry), "", ""])
        elif name == "B320" and claims:
            claims[-1][1] = text_of(entry, "date")
        elif name == "B330" and claims:
            claims[-1][2] = text_of(entry, "ctry")
    found = []
    for place, (written, day, office) in enumerate(claims, 1):
        date = core_date(day, "priority date")
        digits, _, kind = written.partition(" ")  # `331477 P`: a provisional application
        kind = kind if kind.isalpha() else ""
        number = application_number(office, digits if kind else written, kind, date)
        if number is not None:
            draft.keep(f"priority {place}", written, number.number)
            found.append(Priority(number, date))
    draft.priorities = tuple(found)


def _old_ipc(entry: etree._Element, draft: Draft) -> None:
    edition = text_of(entry, "B516")
    for node in entry:
        name = LOCAL[node.tag]
        if name in ("B511", "B512", "B513", "B514", "B515", "B517EP") and node.text:
            found = old_ipc(node.text, edition, first=name == "B511", additional=name not in ("B511", "B512"))
            if found is not None:
                draft.classifications.append(found)


def _ipc(entry: etree._Element, draft: Draft) -> None:
    draft.classifications.extend(read_ipcr(entry))


def _cpc(entry: etree._Element, draft: Draft) -> None:
    sets = {node for group in entry.iter() if LOCAL[group.tag] == "combination-set" for node in group.iter()}
    for node in entry.iter():
        if LOCAL[node.tag] == "text" and node.text:
            found = fixed_width(node.text, "cpc", "combination" if node in sets else "")
            if found is not None:
                draft.classifications.append(found)


def _titles(entry: etree._Element, draft: Draft) -> None:
    language = "und"
    for node in entry:
        name = LOCAL[node.tag]
        if name == "B541":
            language = language_tag(node.text)
        elif name in ("B542", "B542EP") and one_line(node.text):
            draft.titles.append(Text(one_line(node.text), language))


def _citations(entry: etree._Element, draft: Draft) -> None:
    """INID 56: documents (`B561`) and literature (`B562`), each followed by its categories and claims."""
    cited: list[tuple[str, list[str], list[str]]] = []
    for node in entry:
        name = LOCAL[node.tag]
        if name in ("B561", "B562"):
            cited.append((one_line(text_of(node, "text")), [], []))
        elif name == "B563" and cited:
            cited[-1][1].append(text_of(node))
        elif name == "B564" and cited:
            cited[-1][2].append(text_of(node))
    for text, categories, claims in cited:
        number = cited_number(text)
        said = "" if number else text
        if number or said:
            draft.citations.append(Citation("unknown", number, said, category_letters(categories), ";".join(claims)))


def _figure(entry: etree._Element, draft: Draft) -> None:
    figures = [text_of(node) for node in children(entry, "B598") if text_of(node).upper() not in ("", "NONE")]
    if figures:
        draft.attributes["front_page_figure"] = ", ".join(figures)


_RELATIONS = {
    "B610": "addition",
    "B620": "division",
    "B620EP": "division_child",
    "B631": "continuation",
    "B632": "continuation_in_part",
    "B633": "reissue",
    "B640": "reissue",
    "B645": "reexamination",
    "B650": "prior_publication",
    "B655": "prior_publication",
    "B660": "substitute",
    "B670": "basis_of_utility_model",
}


def _related(entry: etree._Element, draft: Draft) -> None:
    """INID 61-67: `B620` names the application this one was divided from, `B620EP` those divided from it."""
    if LOCAL[entry.tag] == "B630":
        for node in entry:
            _related(node, draft)
        return
    relation = _RELATIONS[LOCAL[entry.tag]]
    for parent in children(entry, "parent"):
        for document in (*children(parent, "pdoc"), *children(parent, "cdoc")):
            day = side_date(text_of(document, "date"), f"{relation} date", draft.original)
            number = application_number("EP", text_of(document, "dnum", "anum"), "A", day)
            published = text_of(document, "dnum", "pnum")
            if number is not None:
                draft.related.append(RelatedRight(relation, number, day, f"EP {published}" if published else ""))
            elif published:
                draft.related.append(RelatedRight(relation, publication_number("EP", published, "", ""), day))


def _party(entry: etree._Element, role: PartyRole, role_text: str = "") -> Party | None:
    """A party of the SDOBI name group: title, first name, surname or organisation, suffix; None without a name."""
    surname, first = one_line(text_of(entry, "snm")), one_line(text_of(entry, "fnm"))
    name = f"{surname}, {first}" if surname and first else surname or first or one_line(text_of(entry, "onm"))
    if not name:
        return None
    suffix = one_line(text_of(entry, "sfx"))
    name = f"{name} {suffix}" if suffix else name
    address = child(entry, "adr")
    lines = []
    country = ""
    for node in address if address is not None else ():
        if LOCAL[node.tag] == "ctry":
            country = text_of(node)
        elif node.text and not node.text.isspace():
            lines.append(", ".join(part.strip().rstrip(",") for part in node.text.strip().split("\n") if part.strip()))
    country = country or text_of(entry, "rctry", "ctry") or text_of(entry, "nctry", "ctry")
    others = tuple(one_line(node.text) for node in children(entry, "syn") if one_line(node.text))
    return Party(name, role, country, ", ".join(lines), "und", others, text_of(entry, "iid"), role_text)


def _states_text(entry: etree._Element, *names: str) -> str:
    states = [text_of(state) for name in names for state in children(child(entry, name), "ctry")]
    return f"for {' '.join(states)}" if states else ""


_GROUPS: dict[str, tuple[str, PartyRole]] = {
    "B710": ("B711", "applicant"),
    "B720": ("B721", "inventor"),
    "B730": ("B731", "holder"),
    "B740": ("B741", "representative"),
}


def _party_group(entry: etree._Element, draft: Draft) -> None:
    member, role = _GROUPS[LOCAL[entry.tag]]
    found: list[Party] = []
    for node in children(entry, member):
        party = _party(node, role, _states_text(node, "B716EP", "B717EP", "B736EP", "B737EP"))
        if party is not None:
            found.append(party)
        if reference := one_line(text_of(node, "irf")):
            draft.attributes.setdefault("applicant_reference", reference)
    waiver = [one_line(node.text) for part in entry.iter() if LOCAL[part.tag] == "B725EP" for node in part]
    if waiver:
        draft.attributes["inventor_waiver"] = " ".join(text for text in waiver if text)
    draft.parties += tuple(found)


def _opponents(entry: etree._Element, draft: Draft) -> None:
    found: list[Party | None] = []
    for node in children(entry, "B781"):
        serial = text_of(node, "dnum", "text")
        found.append(_party(node, "opponent", f"opposition {serial}".strip()))
        attorney = child(node, "B784")
        if attorney is not None:
            found.append(_party(attorney, "representative", f"for opponent {serial}".strip()))
    draft.parties += tuple(party for party in found if party is not None)


def _licensees(entry: etree._Element, draft: Draft) -> None:
    found = [_party(node, "other", f"licensee {_states_text(node, 'B796')}".strip()) for node in children(entry, "B791")]
    draft.parties += tuple(party for party in found if party is not None)


def _deposit(entry: etree._Element, draft: Draft) -> None:
    said = [one_line(node.text) for node in entry.iter() if one_line(node.text)]
    if said:
        draft.attributes["deposit"] = "; ".join(said)


def _states(entry: etree._Element, draft: Draft) -> None:
    draft.states = tuple(dict.fromkeys(text_of(state) for state in children(entry, "ctry")))


def _further_states(entry: etree._Element, draft: Draft) -> None:
    """States to which the patent is extended (`B844EP`) or in which it is validated (`B848EP`)."""
    name = "extension_states" if LOCAL[entry.tag] == "B844EP" else "validation_states"
    draft.attributes[name] = " ".join(text_of(state, "ctry") for state in entry)


_PCT = re.compile(r"([A-Z]{2})(\d{4}|\d{2})(\d{5,6})")


def pct_application(written: str, day: str) -> Number | None:
    """An international application as B861 writes it (`US2004032767`, `JP0107711`); None for another form."""
    match = _PCT.fullmatch(written)
    if match is None:
        return None
    return Number("WO", pct_number(match[1], match[2], match[3]), "W", day)


def _dnum(entry: etree._Element | None) -> str:
    return text_of(entry, "dnum", "anum") or text_of(entry, "dnum", "pnum") or text_of(entry, "dnum", "text")


def _pct_application(entry: etree._Element, draft: Draft) -> None:
    document = child(entry, "B861")
    day = _date(document, "international filing date")
    written = _dnum(document)
    number = pct_application(written, day)
    if number is not None or written:
        draft.related.append(RelatedRight("pct_application", number, day, "" if number else written))


def _pct_publication(entry: etree._Element, draft: Draft) -> None:
    document = child(entry, "B871")
    written = _dnum(document)
    if written:
        day = _date(document, "international publication date")
        draft.related.append(RelatedRight("pct_publication", publication_number("WO", written, "", day), day))


def _handlers() -> Iterator[tuple[str, Callable[[etree._Element, Draft], None]]]:
    yield from (("B110", _number), ("B120", _plain_kind), ("B130", _kind), ("B132EP", _original_kind))
    yield from (("B140", _publication_date), ("B150", _correction), ("B190", _office), ("B210", _application))
    yield from (("B250", _filing_language), ("B251EP", _procedure_language), ("B260", _language), ("B270", _earlier))
    yield from (("B510", _old_ipc), ("B510EP", _ipc), ("B520EP", _cpc), ("B540", _titles), ("B560", _citations))
    yield from (("B590", _figure), ("B630", _related), ("B780", _opponents), ("B790", _licensees))
    yield from ((name, _related) for name in _RELATIONS)
    yield from ((name, _party_group) for name in _GROUPS)
    yield from (("B830", _deposit), ("B840", _states), ("B844EP", _further_states), ("B848EP", _further_states))
    yield from (("B860", _pct_application), ("B870", _pct_publication), ("eptags", _eptags))
    yield ("B310", _priorities)


def _priorities(entry: etree._Element, draft: Draft) -> None:
    """The first priority number starts the reading of the whole group."""
    group = entry.getparent()
    if group is not None and not draft.priorities:
        _priority_group(group, draft)


_HANDLERS = dict(_handlers())
