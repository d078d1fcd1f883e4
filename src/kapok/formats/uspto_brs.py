"""USPTO BRS text (the full-text form of EAST and WEST): US grants as tagged lines between document boundaries.

Each record begins with `*** BRS DOCUMENT BOUNDARY ***`; two lines before it repeat number, kind, dates and title and are no
data of their own. `SIZE` states the bytes of a record. Fields of four letters: groups such as `URGP` sum up the fields in
front of them. Format: USPTO BRS (no public schema; the fields of a real file are read).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from kapok.errors import InputError
from kapok.formats.claim_references import referred_claims
from kapok.formats.ports import Chunk, FormatSpec, Head, ReadContext, Reader, Rejected
from kapok.formats.redbook_text import without_number
from kapok.formats.tagged_lines import Field, LineRecord, read_fields, split_records
from kapok.formats.uspto_classes import class_value, edition_of
from kapok.formats.uspto_codes import assignee_type
from kapok.formats.uspto_draft import (
    BadDocument,
    Draft,
    citation_origin,
    cited_number,
    core_date,
    finish,
    known_date,
    position_of,
    side_date,
)
from kapok.records.numbers import make_number
from kapok.records.parties import Party, PartyRole
from kapok.records.record import Citation, Classification, Priority, Record, RelatedRight
from kapok.records.text import Claim

_START = re.compile(rb"^\*\*\* BRS DOCUMENT BOUNDARY \*\*\*[ \t]*\r?$", re.MULTILINE)
_CITED = re.compile(r"([A-Z]{2}) (\S+)(?: ([A-Z]\d?))? (\d{8}) ?(.*)")
_ORIGIN = re.compile(r"\s*(cited by [a-z ]+|imported from [a-z ]+)\s*$")
_IPC_GROUP = re.compile(r"(\d{8}) [AC] \S+ (\S+) ([FL]) ([IN])(?: \S+)? ([A-Z]{2})\b")
_CPC_GROUP = re.compile(r"[A-HY] \S+ (\S+) (\d{8}) ([FL]) ([IA])\b.*?([A-Z]{2})$")
_COMPACT = re.compile(r"([A-HY]\d\d[A-Z])(\d+)/(\d+)")
_CONDITION = re.compile(r"parent-doc ([A-Z]{2}) (\S+) (\d{8})(?: ([A-Z]{2}) (\S+)(?: (\d{8}))?)?(?: child-doc (.*))?")
_TYPE_OF_PREFIX = {"D": "design", "P": "plant", "R": "reissue", "H": "statutory_invention_registration"}
_BODY = ("CRTX", "GOTX", "BSTX", "DRTX", "DETX")
_RELATIONS = {"continuation-in-part": "continuation_in_part"}
_REPEATED = "repeats a part of its group, which is read"
_IGNORED = {
    **dict.fromkeys(("URPN", "URPD", "URCL", "FRPN", "FRPD", "FRCL", "FRCO", "AAGP", "INGP", "ASGP"), _REPEATED),
    **dict.fromkeys(("IPCC", "IPCP", "IPCS", "IPCN", "CLOI", "CLOA", "CPOI", "CPOA"), _REPEATED),
    **dict.fromkeys(("RLPY", "RLAN", "RLFD", "RLPN", "RLPD", "RLPC", "RLCY", "RLCN", "RLCC", "RLKC"), _REPEATED),
    **dict.fromkeys(("PPCC", "PPNR", "PPKC", "DWKU", "APY", "APP", "ARD", "PRAY", "PRAI"), _REPEATED),
    **dict.fromkeys(("CIFS", "CFSC", "CFSS", "FSCP", "FSCL"), "says where the examiner looked"),
    **dict.fromkeys(("CLST",), "the sentence before the claims (`What is claimed is:`)"),
    **dict.fromkeys(("ICUS", "DSRC", "DID", "SIZE"), "runs the search system, says nothing of the patent"),
}


class BrsReader(Reader):
    """Grants in BRS text."""

    spec = FormatSpec(
        name="uspto-brs",
        title="USPTO BRS text (EAST and WEST)",
        standard="USPTO BRS",
        categories=("patent", "design"),
        default_source="uspto",
    )

    def detect(self, head: Head) -> bool:
        """Whether a document boundary is in sight."""
        return bool(_START.search(head.data))

    def split(self, stream: BinaryIO, name: str) -> Iterator[Chunk | Rejected]:
        """One patent a chunk."""
        return split_records(stream, _START)

    def parse(self, chunk: Chunk, context: ReadContext) -> Iterator[Record | Rejected]:
        """The record of one patent."""
        record: LineRecord = chunk.data
        try:
            draft = Draft()
            state = _Document(draft)
            for field in read_fields(record.data):
                state.take(field)
                if context.audit is not None:
                    if field.tag in _IGNORED:
                        context.audit.ignore(f"BRS/{field.tag}", _IGNORED[field.tag])
                    elif field.tag in _FIELDS:
                        context.audit.use(f"BRS/{field.tag}")
                    else:
                        context.audit.surprise(f"BRS/{field.tag}")
            state.close(record.is_last)
            yield finish(draft, self.spec, chunk, context)
        except (ValueError, InputError) as error:
            yield Rejected(position_of(chunk), str(error), record.data)


class _Document:
    """Fields of one record on their way into the draft; parties and citations need the fields in front of them."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.body: list[str] = []
        self.party: dict[str, str] = {}
        self.cited_name = ""
        self.priority: dict[str, str] = {}

    def take(self, field: Field) -> None:
        read = _FIELDS.get(field.tag)
        if read is not None:
            read(self, field.text, field.tag)

    def close(self, is_last: bool) -> None:
        self.draft.description = "\n".join(self.body)
        self.flush_party()
        stated = self.draft.attributes.get("number_of_claims", "")
        if stated.isdigit() and not self.draft.claims:
            raise BadDocument("it breaks off before its claims")
        if is_last and stated.isdigit() and int(stated) > len(self.draft.claims):
            raise BadDocument(f"it states {stated} claims but ends after {len(self.draft.claims)} (the file is truncated)")

    def number(self, text: str, tag: str) -> None:
        self.draft.number_text = text
        self.draft.patent_type = _TYPE_OF_PREFIX.get(text[:1], "invention")
        self.draft.granted = not text.startswith(("H", "T"))

    def issued(self, text: str, tag: str) -> None:
        self.draft.publication_date = core_date(text, "issue date")

    def filed(self, text: str, tag: str) -> None:
        self.draft.filing_date = core_date(text, "filing date")

    def simple(self, text: str, tag: str) -> None:
        if tag == "APT":
            self.draft.kind_code = text
        elif tag == "APNR":
            self.draft.application_text = text
        elif tag == "TTL":
            self.draft.title = text
        elif tag == "ABPR":
            self.draft.abstract = f"{self.draft.abstract}\n{text}".strip()
        elif tag == "TRX":
            self.draft.term_adjustment_days = int(text) if text.isdigit() else 0
        elif tag == "ORPL":
            found = _ORIGIN.search(text)
            origin = citation_origin(found[1]) if found else "unknown"
            self.draft.citations.append(Citation(origin, None, _ORIGIN.sub("", text)))

    def paragraph(self, text: str, tag: str) -> None:
        if text:
            self.body.append(text)
        if tag == "GOTX" and text and not text.isupper():
            known = self.draft.attributes.get("government_interest", "")
            self.draft.attributes["government_interest"] = f"{known} {text}".strip()

    def claim(self, text: str, tag: str) -> None:
        number = len(self.draft.claims) + 1
        body = without_number(text, number)
        self.draft.claims.append(Claim(number, body, self.draft.language, referred_claims(body, number)))

    def attribute(self, text: str, tag: str) -> None:
        self.draft.attributes[_ATTRIBUTES[tag]] = text

    def ipc(self, text: str, tag: str) -> None:
        if match := _IPC_GROUP.match(text):
            self._class("ipc", match[2], match[1], match[4], match[3], match[5])

    def cpc(self, text: str, tag: str) -> None:
        if match := _CPC_GROUP.match(text):
            self._class("cpc", match[1], match[2], match[4], match[3], match[5])

    def _class(self, scheme: str, symbol: str, version: str, value: str, place: str, office: str) -> None:
        symbol = _COMPACT.sub(r"\1 \2/\3", symbol)
        self.draft.classifications.append(
            Classification(scheme, symbol, edition_of(version), class_value(value), place == "F", office)
        )

    def name_cited(self, text: str, tag: str) -> None:
        self.cited_name = text

    def cited(self, text: str, tag: str) -> None:
        match = _CITED.match(text)
        name, self.cited_name = self.cited_name, ""
        if match is None:
            self.draft.citations.append(Citation("unknown", None, text))
            return
        found = _ORIGIN.search(match[5])
        origin = citation_origin(found[1]) if found else "unknown"
        number = cited_number(match[1], match[2], match[3] or "", known_date(match[4]))
        self.draft.citations.append(Citation(origin, number, name))

    def claimed_priority(self, text: str, tag: str) -> None:
        if tag == "PRCO":
            self.priority = {}
        self.priority[tag] = text
        if tag == "PRAD":
            day = core_date(text, "priority date")
            number = make_number(self.priority.get("PRCO", ""), self.priority.get("PRAN", ""), "", day, "application")
            self.draft.priorities.append(Priority(number, day, "national"))

    def condition(self, text: str, tag: str) -> None:
        word, _, rest = text.partition(" ")
        if word == "us-provisional-application":
            country, _, tail = rest.partition(" ")
            serial, _, date = tail.partition(" ")
            day = side_date(date, "provisional", self.draft)
            number = make_number(country, serial, "", day, "application")
            self.draft.related.append(RelatedRight("provisional", number, day))
            self.draft.priorities.append(Priority(number, day, "provisional"))
        elif match := _CONDITION.match(rest):
            relation = _RELATIONS.get(word, word.replace("-", "_"))
            day = side_date(match[3], "parent", self.draft)
            number = make_number(match[1], match[2], "", day, "application")
            words = f"child {match[7]}" if match[7] else ""
            self.draft.related.append(RelatedRight(relation, number, day, words))
            if match[5]:
                issued = side_date(match[6], "granted parent", self.draft)
                granted = make_number(match[4], match[5], "", issued)
                self.draft.related.append(RelatedRight("parent", granted, issued, f"granted parent by {relation}"))
        else:
            self.draft.attributes["related_document"] = text

    def earlier(self, text: str, tag: str) -> None:
        parts = text.split()
        if tag == "PDID" and len(parts) >= 2:
            self.party["PDID"] = text
        elif tag == "PPPD":
            parts = self.party.pop("PDID", "").split()
            if len(parts) >= 2:
                day = side_date(text, "earlier publication", self.draft)
                number = make_number(parts[0], parts[1], parts[2] if len(parts) > 2 else "", day)
                self.draft.related.append(RelatedRight("prior_publication", number, day))

    def party_part(self, text: str, tag: str) -> None:
        if tag.endswith("NM"):
            self.flush_party()
        self.party[tag] = "" if text == "N/A" else text

    def flush_party(self) -> None:
        for prefix, role in (("AA", "applicant"), ("IN", "inventor"), ("AS", "holder")):
            name = self.party.pop(f"{prefix}NM", "").replace(";", ",")
            if not name:
                continue
            values = [self.party.pop(f"{prefix}{part}", "") for part in ("SA", "CI", "ST", "ZP")]
            country = self.party.pop(f"{prefix}CO", "")
            words = assignee_type(self.party.pop(f"{prefix}TC", "")) or self.party.pop(f"{prefix}TX", "")
            own: PartyRole = "applicant" if role == "applicant" else "holder" if role == "holder" else "inventor"
            if own == "inventor" and self.draft.patent_type == "design":
                own = "designer"
            address = ", ".join(value for value in values if value)
            self.draft.parties.append(Party(name, own, country, address, role_text=words))

    def representative(self, text: str, tag: str) -> None:
        self.flush_party()
        self.draft.parties.append(Party(text.replace(";", ","), "representative"))

    def examiner(self, text: str, tag: str) -> None:
        self.flush_party()
        words = "assistant examiner" if tag == "EXA" else "primary examiner"
        unit = self.draft.attributes.get("art_unit", "")
        words = f"{words}, art unit {unit}" if unit and tag == "EXP" else words
        self.draft.parties.append(Party(text.replace(";", ","), "examiner", role_text=words))


_ATTRIBUTES = {
    "SRC": "series_code",
    "NCL": "number_of_claims",
    "ECL": "exemplary_claims",
    "NDR": "number_of_drawing_sheets",
    "NFG": "number_of_figures",
    "ART": "art_unit",
}
_PARTY_PARTS = (
    *("AANM", "AACI", "AAST", "AAZP", "AACO", "AATX"),
    *("INNM", "INSA", "INCI", "INST", "INZP", "INCO", "INTX"),
    *("ASNM", "ASTC", "ASCI", "ASST", "ASZP", "ASCO", "ASTX"),
)
_FIELDS: dict[str, Callable[[_Document, str, str], None]] = {
    "WKU": _Document.number,
    "GISD": _Document.issued,
    "AFD": _Document.filed,
    **dict.fromkeys(("APT", "APNR", "TTL", "ABPR", "TRX", "ORPL"), _Document.simple),
    **dict.fromkeys(_BODY, _Document.paragraph),
    "CLPR": _Document.claim,
    **dict.fromkeys(_ATTRIBUTES, _Document.attribute),
    "IPCG": _Document.ipc,
    "CPOG": _Document.cpc,
    "URNM": _Document.name_cited,
    "URGP": _Document.cited,
    "FRGP": _Document.cited,
    **dict.fromkeys(("PRCO", "PRAN", "PRAD"), _Document.claimed_priority),
    "COND": _Document.condition,
    **dict.fromkeys(("PDID", "PPPD"), _Document.earlier),
    **dict.fromkeys(_PARTY_PARTS, _Document.party_part),
    **dict.fromkeys(("LRFM", "LRFW"), _Document.representative),
    **dict.fromkeys(("EXP", "EXA"), _Document.examiner),
}
"""Field -> what reads it."""
