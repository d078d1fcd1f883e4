"""One document of the USPTO's public search (PPUBS) -> a patent or design: front page, and texts where the answer has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from kapok.formats.claim_references import referred_claims
from kapok.formats.redbook_text import without_number
from kapok.formats.uspto_classes import class_value, edition_of
from kapok.formats.uspto_codes import assignee_type
from kapok.formats.uspto_draft import Draft, citation_origin, cited_number, core_date, known_date
from kapok.records.numbers import make_number
from kapok.records.parties import Party, PartyRole
from kapok.records.record import Citation, CitationOrigin, Classification, Priority, RelatedRight
from kapok.records.text import Claim

Item = dict[str, Any]

_BREAK = re.compile(r"<br\s*/?>|\n|</p>|</tr>|</li>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_PARAGRAPH_NUMBER = re.compile(r"^\((\d{1,4})\)\s+")
_CLAIM_START = re.compile(r"^\s*(\d{1,4})\s*\.\s+(?=\S)")
_COMPACT = re.compile(r"([A-HY]\d\d[A-Z])(\d+)/(\d+)")
_CPC_GROUP = re.compile(r"[A-HY] \S+ (\S+) (\d{8}) ([FL]) ([IA])\b.*?([A-Z]{2})$")
_IPC_GROUP = re.compile(r"(\d{8}) [AC] \S+ (\S+) ([FL]) ([IN])(?: \S+)? ([A-Z]{2})\b")
_CITED = re.compile(r"([A-Z]{2}) (\S+)(?: ([A-Z]\d?))? (?:(.*?) )?(\d{8})(?: (cited by [a-z ]+))?(?= |$)")
_OLD_CITED = re.compile(r"(\S+) (\d{8}) (.*?)(?: \S+/\S+)?$")
_OLD_FOREIGN = re.compile(r"(.+?) (\d{8}) ([A-Z]{2})$")
_ORIGIN = re.compile(r"\s*(cited by (?:examiner|applicant|other|third party))\s*$")
_TYPE_OF_LETTER = {"S": "design", "P": "plant", "E": "reissue", "H": "statutory_invention_registration"}
_TYPE_OF_PREFIX = {
    "D": "design",
    "P": "plant",
    "R": "reissue",
    "H": "statutory_invention_registration",
    "T": "defensive_publication",
}


def lines_of(html: object) -> list[str]:
    """The paragraphs of an HTML text without their numbers."""
    found = []
    for part in _BREAK.split(str(html or "")):
        line = " ".join(unescape(_TAG.sub("", part)).split())
        line = _PARAGRAPH_NUMBER.sub("", line)
        if line:
            found.append(line)
    return found


def read_document(item: Item) -> Draft:
    """Fill a draft from one document of a result list or of the document service."""
    draft = Draft()
    country, _, rest = str(item.get("guid") or "").partition("-")
    number, _, kind = rest.rpartition("-")
    if country != "US" or not number:
        raise ValueError(f"its identifier '{item.get('guid')}' is not that of a US document")
    draft.number_text = number
    draft.kind_code = kind
    draft.granted = str(item.get("type") or "") != "US-PGPUB" and not kind.startswith("H") and not number.startswith("T")
    draft.patent_type = _TYPE_OF_PREFIX.get(number[0]) or _TYPE_OF_LETTER.get(kind[:1], "invention")
    draft.publication_date = core_date(str(item.get("datePublished") or "")[:10], "publication date")
    draft.filing_date = core_date(_first(item, "applicationFilingDate")[:10], "filing date")
    draft.application_text = str(item.get("applicationNumber") or "")
    draft.title = " ".join(lines_of(item.get("inventionTitle")))
    draft.abstract = "\n".join(lines_of(item.get("abstractHtml")))
    if produced := str(item.get("dateProduced") or "")[:10]:
        draft.document_date = known_date(produced)
    for key in ("briefHtml", "backgroundTextHtml", "descriptionHtml"):
        lines = lines_of(item.get(key))
        if lines and "\n".join(lines) not in draft.description:
            draft.description = "\n".join((draft.description, *lines)).strip()
    _read_claims(item, draft)
    _read_classes(item, draft)
    _read_parties(item, draft)
    _read_citations(item, draft)
    _read_relations(item, draft)
    for key, name in _ATTRIBUTES:
        if text := _first(item, key):
            draft.attributes[name] = text
    if lines := [line for text in item.get("governmentInterest") or () for line in lines_of(text) if not line.isupper()]:
        draft.attributes["government_interest"] = " ".join(lines)
    days = _first(item, "termOfExtension")
    draft.term_adjustment_days = int(days) if days.isdigit() else 0
    if not draft.claims and not draft.description:
        draft.attributes["partial"] = "front page"
    return draft


_ATTRIBUTES = (
    ("applicationSeriesCode", "series_code"),
    ("numberOfClaims", "number_of_claims"),
    ("exemplaryClaimNumber", "exemplary_claims"),
    ("numberOfDrawingSheets", "number_of_drawing_sheets"),
    ("numberOfFigures", "number_of_figures"),
    ("examinerGroup", "art_unit"),
    ("certOfCorrectionFlag", "certificate_of_correction"),
    ("pct371c124Date", "national_stage_date"),
    ("applicationRefFilingType", "publication_filing_type"),
)


def _first(item: Item, key: str) -> str:
    value = item.get(key)
    if isinstance(value, list):
        value = value[0] if value else ""
    return "" if value in (None, "N/A", "[]") else str(value)


def _column(item: Item, key: str, length: int) -> list[str]:
    """A list of the source as texts, filled up to `length`."""
    values = item.get(key)
    values = values if isinstance(values, list) else []
    texts = ["" if value in (None, "N/A") else str(value) for value in values]
    return (texts + [""] * length)[:length]


def _read_claims(item: Item, draft: Draft) -> None:
    texts: list[list[str]] = []
    for line in lines_of(item.get("claimsHtml")):
        found = _CLAIM_START.match(line)
        if (found and int(found[1]) == len(texts) + 1) or not texts:
            texts.append([])
        texts[-1].append(line)
    for number, lines in enumerate(texts, start=1):
        body = without_number("\n".join(lines), number)
        draft.claims.append(Claim(number, body, draft.language, referred_claims(body, number)))


def _read_classes(item: Item, draft: Draft) -> None:
    add = draft.classifications.append
    groups = item.get("cpcCurClassificationGroup") or item.get("cpcOrigClassificationGroup") or ()
    for group in groups:
        if match := _CPC_GROUP.match(str(group)):
            symbol = _COMPACT.sub(r"\1 \2/\3", match[1])
            add(Classification("cpc", symbol, edition_of(match[2]), class_value(match[4]), match[3] == "F", match[5]))
    if not groups:
        for key, value in (("cpcInventiveFlattened", "invention"), ("cpcAdditionalFlattened", "additional")):
            for symbol in filter(None, str(item.get(key) or "").split(";")):
                add(Classification("cpc", _COMPACT.sub(r"\1 \2/\3", symbol), value=value))
    groups = item.get("intlPubClassificationGroup") or ()
    for group in groups:
        if match := _IPC_GROUP.match(str(group)):
            symbol = _COMPACT.sub(r"\1 \2/\3", match[2])
            add(Classification("ipc", symbol, edition_of(match[1]), class_value(match[4]), match[3] == "F", match[5]))
    if not groups:
        for index, symbol in enumerate(filter(None, str(item.get("ipcCodeFlattened") or "").split(";"))):
            add(Classification("ipc", _COMPACT.sub(r"\1 \2/\3", symbol), first=index == 0))
    main = _first(item, "mainClassificationCode")
    others = str(item.get("uspcFullClassificationFlattened") or "").split(";")
    for index, symbol in enumerate(dict.fromkeys(filter(None, (main, *others)))):
        if symbol != "1/1":  # stands where the office no longer assigns national classes
            scheme = "usdesign" if symbol.startswith("D") else "uspc"
            head, _, tail = symbol.partition("/")
            add(Classification(scheme, f"{head.lstrip('0')}/{tail}", first=index == 0, office_code="US"))


def _read_parties(item: Item, draft: Draft) -> None:
    names = [str(name) for name in item.get("applicantName") or ()]
    words = _column(item, "applicantAuthorityType", len(names))
    places = zip(
        *(_column(item, f"applicant{part}", len(names)) for part in ("City", "State", "ZipCode", "Country")), strict=True
    )
    for name, word, place in zip(names, words, places, strict=True):
        draft.parties.append(_party(name, "applicant", place, word))
    own: PartyRole = "designer" if draft.patent_type == "design" else "inventor"
    names = [str(name) for name in item.get("inventorsName") or ()]
    places = zip(
        *(_column(item, f"inventor{part}", len(names)) for part in ("City", "State", "PostalCode", "Country")), strict=True
    )
    for name, place in zip(names, places, strict=True):
        draft.parties.append(_party(name, own, place))
    if not names and (short := _first(item, "inventorsShort")):
        draft.parties.append(_party(short, own, ("", "", "", "")))
    names = [str(name) for name in item.get("assigneeName") or ()]
    codes = _column(item, "assigneeTypeCode", len(names))
    places = zip(
        *(_column(item, f"assignee{part}", len(names)) for part in ("City", "State", "PostalCode", "Country")), strict=True
    )
    for name, code, place in zip(names, codes, places, strict=True):
        draft.parties.append(_party(name, "holder", place, assignee_type(code)))
    firms = dict.fromkeys((*(item.get("legalFirmName") or ()), *(item.get("attorneyName") or ())))
    draft.parties.extend(Party(str(name).replace(";", ","), "representative") for name in firms if name)
    for key, words_of in (("primaryExaminer", "primary examiner"), ("assistantExaminer", "assistant examiner")):
        if name := _first(item, key):
            draft.parties.append(Party(name.replace(";", ","), "examiner", role_text=words_of))


def _party(name: str, role: PartyRole, place: tuple[str, ...], words: str = "") -> Party:
    city, state, code, country = place
    country = country or ("US" if state else "")
    return Party(
        name.replace(";", ","), role, country, ", ".join(part for part in (city, state, code) if part), role_text=words
    )


def _read_citations(item: Item, draft: Draft) -> None:
    groups = [str(group) for group in item.get("usRefGroup") or ()]
    names = _column(item, "usRefPatenteeName", len(groups))
    for group, name in zip(groups, names, strict=True):
        draft.citations.append(_cited(group, "US", name))
    if not groups:  # a result list names only the numbers
        draft.citations.extend(
            Citation("unknown", cited_number("US", str(number), "", "")) for number in item.get("urpn") or () if number
        )
    draft.citations.extend(_cited(str(group), "", "") for group in item.get("foreignRefGroup") or ())
    for text in item.get("otherRefPub") or ():
        for line in lines_of(text):
            draft.citations.append(Citation(_origin(line), None, _ORIGIN.sub("", line)))


def _origin(text: str) -> CitationOrigin:
    found = _ORIGIN.search(text)
    return citation_origin(found[1]) if found else "unknown"


def _cited(group: str, office: str, name: str) -> Citation:
    if match := _CITED.match(group):
        number = cited_number(match[1], match[2], match[3] or "", known_date(match[5]))
        return Citation(citation_origin(match[6] or ""), number, name)
    if office and (match := _OLD_CITED.match(group)):
        return Citation("unknown", cited_number(office, match[1], "", known_date(match[2])), name or match[3])
    if match := _OLD_FOREIGN.match(group):
        return Citation("unknown", cited_number(match[3], match[1], "", known_date(match[2])))
    return Citation(_origin(group), None, _ORIGIN.sub("", group))


def _read_relations(item: Item, draft: Draft) -> None:
    for country, serial, date in _rows(item, "priorityClaimsCountry", "priorityClaimsDocNumber", "priorityClaimsDate"):
        day = core_date(date[:10], "priority date")
        draft.priorities.append(Priority(make_number(country, serial, "", day, "application"), day, "national"))
    for serial, date in _rows(item, "pctFilingNumber", "pctFilingDate"):
        day = known_date(date[:10])
        draft.related.append(RelatedRight("pct_application", make_number("WO", serial, "", day, "application"), day))
    for country, serial, kind, date in _rows(
        item, "priorPublishedDocCountryCode", "priorPublishedDocNumber", "priorPublishedDocKindCode", "priorPublishedDocDate"
    ):
        day = known_date(date[:10])
        draft.related.append(RelatedRight("prior_publication", make_number(country, serial, kind, day), day))
    for serial, date in _rows(item, "relatedApplNumber", "relatedApplFilingDate"):
        day = known_date(date[:10])
        office = "WO" if serial.startswith("PCT") else "US"
        draft.related.append(RelatedRight("parent", make_number(office, serial, "", day, "application"), day))
    if texts := [line for text in item.get("continuityData") or () for line in lines_of(text)]:
        draft.attributes["continuity"] = " ".join(texts)


def _rows(item: Item, *keys: str) -> Iterator[tuple[str, ...]]:
    length = len(item.get(keys[-2 if len(keys) > 1 else 0]) or ())
    columns = [_column(item, key, length) for key in keys]
    for row in zip(*columns, strict=True):
        if any(row):
            yield row
