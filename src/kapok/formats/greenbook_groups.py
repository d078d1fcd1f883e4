"""The groups of a green book record: what each field means."""

from __future__ import annotations

from collections.abc import Callable

from kapok.formats.claim_references import referred_claims
from kapok.formats.redbook_text import without_number
from kapok.formats.tagged_lines import Field
from kapok.formats.uspto_classes import ipc_symbol, locarno_symbol, national_class
from kapok.formats.uspto_codes import application_type_of, assignee_type, kind_before_2001, old_country, patent_type_of
from kapok.formats.uspto_draft import Draft, cited_number, core_date, known_date, side_date
from kapok.records.numbers import make_number
from kapok.records.parties import Party, PartyRole
from kapok.records.record import Citation, Classification, Number, Priority, RelatedRight
from kapok.records.text import Claim

_TEXT = {"PAL", "PAC", "PAR", "PA0", "PA1", "PA2", "PA3", "PA4", "PA5", "TBL", "EQU", "FNT", "TBL3"}
_PERSON = {"NAM", "STR", "CTY", "STA", "CNT", "ZIP", "R47", "ITX", "COD"}
FIELDS: dict[str, set[str]] = {
    "PATN": {"WKU", "SRC", "APN", "APT", "ART", "APD", "TTL", "ISD", "NCL", "ECL", "EXP", "EXA", "NDR", "NFG", "NPS", "TRM",
             "DCD", "PBL"},
    "INVT": _PERSON,
    "ASSG": _PERSON,
    "PRIR": {"CNT", "APD", "APN"},
    "REIS": {"COD", "APN", "APD", "PNO", "ISD"},
    "RLAP": {"COD", "APN", "APD", "PSC", "PNO", "ISD"},
    "CLAS": {"OCL", "XCL", "UCL", "EDF", "ICL", "DCL", "DGT"},
    "UREF": {"PNO", "ISD", "NAM", "OCL", "XCL", "UCL"},
    "FREF": {"PNO", "ISD", "CNT", "OCL", "ICL"},
    "OREF": _TEXT,
    "LREP": {"FRM", "FR2", "AAT", "AGT", "ATT", "REG", "NAM", "STR", "CTY", "STA", "CNT", "ZIP"},
    "PCTA": {"PCN", "PD1", "PD2", "PD3", "PCD", "PCP", "PPD"},
    "ABST": _TEXT,
    "GOVT": _TEXT,
    "PARN": _TEXT,
    "BSUM": _TEXT,
    "DRWD": _TEXT,
    "DETD": _TEXT,
    "CLMS": {*_TEXT, "NUM"},
    "DCLM": {*_TEXT, "NUM"},
}  # fmt: skip
"""Group -> fields that are read; text marked `_TEXT` goes into abstract, description or claims."""

_RELATIONS = {"71": "continuation", "72": "continuation_in_part", "74": "division", "81": "reissue"}
_PARENT_STATUS = {"01": "parent granted", "03": "parent abandoned", "04": "parent pending"}


def read_group(group: str, fields: list[Field], draft: Draft, clean: Callable[[str], str]) -> None:
    """Put one group into the draft; `clean` reads the marks of a text."""
    if group in ("CLMS", "DCLM"):
        _read_claims(fields, draft, clean)
        return
    values: dict[str, str] = {}
    for field in fields:
        values.setdefault(field.tag, field.text)
    if group == "PATN":
        _read_patent(values, draft, clean)
    elif group == "INVT":
        role: PartyRole = "designer" if draft.patent_type == "design" else "inventor"
        if party := _party(values, role, values.get("ITX", "")):
            draft.parties.append(party)
    elif group == "ASSG":
        if party := _party(values, "holder", assignee_type(values.get("COD", ""))):
            draft.parties.append(party)
    elif group == "PRIR":
        day = core_date(values.get("APD"), "priority date")
        number = make_number(country_of(values.get("CNT", "")), values.get("APN", ""), "", day, "application")
        draft.priorities.append(Priority(number, day, "national"))
    elif group in ("RLAP", "REIS"):
        _read_related(group, values, draft)
    elif group == "CLAS":
        _read_classes(fields, draft)
    elif group in ("UREF", "FREF"):
        _read_citation(group, values, draft)
    elif group == "OREF":
        draft.citations.extend(Citation("unknown", None, text) for field in fields if (text := clean(field.text)))
    elif group == "LREP":
        for field in fields:
            if field.tag in ("FRM", "FR2", "AAT", "AGT", "ATT", "NAM") and field.text:
                draft.parties.append(Party(field.text, "representative"))
    elif group == "PCTA":
        _read_international(values, draft)


def country_of(code: str) -> str:
    """ST.3 code of a country field: APS adds a third sign (`JPX`, `GB2`), and early files use codes from before 1978."""
    short = code[:2]
    return old_country(short)


def _party(values: dict[str, str], role: PartyRole, words: str) -> Party | None:
    name = values.get("NAM", "").replace(";", ",")
    if not name:
        return None
    country = country_of(values.get("CNT", "")) or ("US" if values.get("STA") else "")
    address = ", ".join(values[tag] for tag in ("STR", "CTY", "STA", "ZIP") if values.get(tag))
    return Party(name, role, country, address, role_text=words)


def _read_patent(values: dict[str, str], draft: Draft, clean: Callable[[str], str]) -> None:
    number = values.get("WKU", "")
    draft.number_text = number[:8] if len(number) == 9 else number  # the ninth is a check digit
    word = application_type_of(values.get("APT", "")) or ("design" if number.startswith("D") else "utility")
    draft.patent_type = patent_type_of(word)
    draft.kind_code = kind_before_2001(word)
    draft.granted = word not in ("sir", "defensive")
    draft.publication_date = core_date(values.get("ISD"), "issue date")
    draft.filing_date = core_date(values.get("APD"), "filing date")
    serial, series = values.get("APN", ""), values.get("SRC", "")
    digits = serial[:6]  # the seventh is a check digit
    if digits:
        draft.application_text = f"{series}/{digits[:3]},{digits[3:]}" if series else digits
        draft.original["application"] = f"{series} {serial}".strip()
    draft.title = clean(values.get("TTL", ""))
    unit = values.get("ART", "")
    for tag, words in (("EXP", "primary examiner"), ("EXA", "assistant examiner")):
        if name := values.get(tag):
            words = f"{words}, art unit {unit}" if unit and tag == "EXP" else words
            draft.parties.append(Party(name.replace(";", ","), "examiner", role_text=words))
    for tag, name in (
        ("SRC", "series_code"), ("NCL", "number_of_claims"), ("ECL", "exemplary_claims"),
        ("NDR", "number_of_drawing_sheets"), ("NFG", "number_of_figures"), ("NPS", "number_of_pages"),
        ("DCD", "terminal_disclaimer"), ("PBL", "published_application_level"),
    ):  # fmt: skip
        if text := values.get(tag):
            draft.attributes[name] = known_date(text) or text if tag == "DCD" else text
    figures = values.get("NFG", "")
    draft.view_count = int(figures) if figures.isdigit() else 0
    years = values.get("TRM", "")
    if years:
        draft.attributes["term_years"] = years
        draft.term_years = int(years) if years.isdigit() else 0


def _read_related(group: str, values: dict[str, str], draft: Draft) -> None:
    code = values.get("COD", "")
    relation = "reissue" if group == "REIS" else _RELATIONS.get(code, "parent")
    words = [_PARENT_STATUS.get(values.get("PSC", ""), "")]
    if relation == "parent" and code:
        words.append(f"relation code {code}")
    day = side_date(values.get("APD"), "parent", draft)
    serial = values.get("APN", "")
    if serial:
        digits = serial[:6] if len(serial) == 7 else serial
        number = Number("US", digits, "", day)  # its series is not stated: it cannot be brought to normal form
        draft.related.append(RelatedRight(relation, number, day, ", ".join(filter(None, words))))
    if granted := values.get("PNO"):
        issued = side_date(values.get("ISD"), "granted parent", draft)
        number = cited_number("US", granted, "", issued)
        name = relation if relation == "reissue" and not serial else "parent"
        draft.related.append(RelatedRight(name, number, issued, f"granted parent by {relation}"))


def _read_classes(fields: list[Field], draft: Draft) -> None:
    edition = next((field.text for field in fields if field.tag == "EDF"), "").lstrip("0")
    first_ipc = True
    for field in fields:
        text = field.lines[0].rstrip()
        if not text.strip():
            continue
        if field.tag in ("OCL", "XCL", "UCL"):
            draft.classifications.append(national_class(_columns(text), field.tag == "OCL"))
        elif field.tag == "ICL":
            if draft.patent_type == "design":
                draft.classifications.append(Classification("locarno", locarno_symbol(text), edition, first=first_ipc))
            else:
                draft.classifications.append(Classification("ipc", ipc_symbol(text), edition, first=first_ipc))
            first_ipc = False
        elif field.tag in ("DCL", "DGT"):
            draft.attributes["digest"] = text.strip()


def _columns(text: str) -> str:
    """A class with its leading blanks: a field's own blanks are lost between tag and value."""
    head = text.split(" ", 1)[0]
    return text.rjust(len(text) + 3 - len(head)) if len(head) < 3 and head.isdigit() else text


def _read_citation(group: str, values: dict[str, str], draft: Draft) -> None:
    number = values.get("PNO", "")
    if not number:
        return
    day = known_date(values["ISD"]) if values.get("ISD") else ""
    if values.get("ISD") and not day:
        draft.original[f"date of cited {number}"] = values["ISD"]
    country = "US" if group == "UREF" else country_of(values.get("CNT", ""))
    draft.citations.append(Citation("unknown", cited_number(country, number, "", day), values.get("NAM", "")))


def _read_international(values: dict[str, str], draft: Draft) -> None:
    if text := values.get("PCN"):
        day = side_date(values.get("PCD"), "international filing", draft)
        draft.related.append(RelatedRight("pct_application", make_number("WO", text, "", day, "application"), day))
    if text := values.get("PCP"):
        day = side_date(values.get("PPD"), "international publication", draft)
        draft.related.append(RelatedRight("pct_publication", make_number("WO", text, "", day), day))
    for tag, name in (("PD1", "national_stage_date"), ("PD2", "pct_102e_date"), ("PD3", "national_stage_date")):
        if text := values.get(tag):
            draft.attributes.setdefault(name, known_date(text) or text)


def _read_claims(fields: list[Field], draft: Draft, clean: Callable[[str], str]) -> None:
    """Claims: `NUM` announces one, the paragraphs after it are its text; designs and plants have one without number."""
    texts: list[tuple[int, list[str]]] = []
    for field in fields:
        if field.tag == "NUM":
            digits = field.text.rstrip(". ")
            texts.append((int(digits) if digits.isdigit() else len(texts) + 1, []))
        elif field.tag != "STM":
            if not texts:
                texts.append((1, []))
            if text := clean(field.text):
                texts[-1][1].append(text)
    for number, lines in texts:
        body = without_number("\n".join(lines), number)
        if body:
            draft.claims.append(Claim(number, body, draft.language, referred_claims(body, number)))
