"""The patent retrieval corpus of a university course (NUS CS3245): PatSnap exports of US, EP and WO patents as Solr XML.

One `<doc>` a file: title, abstract, classes, citations, family, parties. Kinds are missing from most US numbers, so their key
has none. `Cited By` and counts describe other documents or the export and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from kapok.errors import InputError
from kapok.formats.ports import Chunk, FormatSpec, Head, ReadContext, Reader, Rejected
from kapok.formats.solr_document import audit_values, first, read_values
from kapok.formats.uspto_draft import BadDocument, core_date, known_date, position_of
from kapok.formats.xml_chunks import split_elements
from kapok.formats.xml_parse import parse_fragment
from kapok.records.numbers import make_number, right_id
from kapok.records.parties import Party, PartyRole
from kapok.records.provenance import Provenance
from kapok.records.record import (
    Citation,
    CitationOrigin,
    Classification,
    Design,
    LegalEvent,
    Number,
    Patent,
    Priority,
    Record,
    RelatedRight,
    make_key,
)
from kapok.records.text import Text

_DOC = re.compile(rb"<doc[\s>]")
_NUMBER = re.compile(r"([A-Z]{2})([A-Z]*\d+)([A-Z]\d?)?")
_APPLICATION = re.compile(r"([A-Z]{2})(.+)")
_COMPACT = re.compile(r"([A-HY]\d\d[A-Z])(\d+)/(\d+)")
_IID = re.compile(r"\s*\[IID: (\w+)\]")
_COUNTRY = re.compile(r", ([A-Z]{2})$")
_ORIGIN = re.compile(r"[\s.]*cited by (examiner|applicant|other)[\s.]*$", re.IGNORECASE)
_ORIGINS: dict[str, CitationOrigin] = {"examiner": "examination", "applicant": "applicant", "other": "other"}
_USED = frozenset((
    "Patent Number", "Application Number", "Kind Code", "Title", "Abstract", "Application Date", "Publication Date", "All IPC",
    "All UPC", "Family Members", "Other References", "Cites", "Priority Country", "Priority Number", "Priority Date",
    "Assignee(s)", "Assignee(s) Address", "Inventor(s)", "Inventor(s) Address", "Agent/Attorney", "Primary Examiner",
    "Assistant Examiner",
))  # fmt: skip
_REPEATED = "part of a value that is read"
_COUNT = "counts values or citing documents in the export"
_IGNORED = {
    **dict.fromkeys(("Application Year", "Application(Year/Month)", "Publication Year", "Publication(Year/Month)"), _REPEATED),
    **dict.fromkeys(
        ("IPC Primary", "IPC Section", "IPC Class", "IPC Subclass", "IPC Group", "UPC Primary", "UPC Class"), _REPEATED
    ),
    **dict.fromkeys(("1st Assignee", "1st Assignee Address", "1st Inventor", "1st Inventor Address"), _REPEATED),
    **dict.fromkeys(("Family Member Count", "Family Members Cited By Count", "Other References Count", "Cites Count"), _COUNT),
    **dict.fromkeys(("Cited By Count", "Number of Inventors", "Number of Assignees"), _COUNT),
    **dict.fromkeys(("cited by within 3 years", "cited by within 5 years"), _COUNT),
    "Cited By": "citations made by other documents, which hold them",
    "Document Types": "office and stage, which number and kind show",
}


class NusCorpusReader(Reader):
    """Patents of the retrieval corpus."""

    spec = FormatSpec(
        name="nus-corpus",
        title="Patent retrieval corpus of NUS CS3245 (Solr XML from PatSnap)",
        standard="Solr XML with PatSnap field names",
        categories=("patent", "design"),
        default_source="nus-corpus",
    )

    def detect(self, head: Head) -> bool:
        """A Solr document with a `Patent Number`."""
        return bool(_DOC.search(head.data)) and b'name="Patent Number"' in head.data

    def split(self, stream: BinaryIO, name: str) -> Iterator[Chunk | Rejected]:
        """One document a chunk."""
        return split_elements(stream, name, ("doc",))

    def parse(self, chunk: Chunk, context: ReadContext) -> Iterator[Record | Rejected]:
        """The record of one document."""
        try:
            root, repairs = parse_fragment(chunk.data)
            values = read_values(root)
            audit_values(values, _USED, _IGNORED, context.audit)
            source = context.source or self.spec.default_source
            position = position_of(chunk)
            yield _read(values, Provenance(source, self.spec.name, context.file, position, context.read_at, repairs=repairs))
        except (ValueError, InputError) as error:
            yield Rejected(position_of(chunk), str(error), chunk.data.data)


def _listed(values: Mapping[str, list[str]], name: str) -> list[str]:
    return [part.strip() for part in first(values, name).split(" | ") if part.strip()]


def _read_number(text: str, day: str = "") -> Number:
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise BadDocument(f"'{text}' is not a document number")
    return make_number(match[1], match[2], match[3] or "", day)


def _read(values: Mapping[str, list[str]], provenance: Provenance) -> Patent | Design:
    published = core_date(first(values, "Publication Date"), "publication date")
    filed = core_date(first(values, "Application Date"), "filing date")
    text = first(values, "Patent Number")
    if not text:
        raise BadDocument("it states no patent number")
    number = _read_number(text, published)
    if (kind := first(values, "Kind Code")) and not number.kind_code:
        number = Number(number.office_code, number.number, kind, published)
    office = number.office_code
    application = None
    if match := _APPLICATION.fullmatch(first(values, "Application Number")):
        stated = match[0] if match[0].startswith("PCT") else match[2]
        application = make_number("WO" if stated is match[0] else match[1], stated, "", filed, "application")
    original = {"number": text}
    is_design = office == "US" and number.number.startswith("D")
    abstract = first(values, "Abstract")
    granted = number.kind_code.startswith("B") or (office == "US" and not number.kind_code and len(number.number) < 11)
    events = [LegalEvent(filed, "INID 22", "Application filed", "A", office_code=office)] if filed else []
    if published:
        code, words, letter = ("INID 45", "Patent granted", "F") if granted else ("INID 43", "Application published", "Q")
        events.append(LegalEvent(published, code, words, letter, office_code=office))
    members = _listed(values, "Family Members")
    shared = {
        "office_code": office,
        "number": number.number,
        "kind_code": number.kind_code,
        "right_id": right_id(application),
        "language": "en",
        "titles": (Text(first(values, "Title"), "en"),) if first(values, "Title") else (),
        "abstracts": (Text(abstract, "en"),) if abstract else (),
        "parties": tuple(_parties(values, office, is_design)),
        "application": application,
        "filing_date": filed,
        "publication": number,
        "publication_date": published,
        "grant_date": published if granted else "",
        "priorities": tuple(_priorities(values, original)),
        "classifications": tuple(_classes(values)),
        "citations": tuple(_citations(values)),
        "legal_events": tuple(events),
        "related": tuple(RelatedRight("member", _read_number(m)) for m in members if _NUMBER.fullmatch(m)),
        "attributes": {"partial": "search result"},
        "provenance": Provenance(
            provenance.source, provenance.format, provenance.file, provenance.position, provenance.read_at, published,
            original, provenance.repairs,
        ),
    }  # fmt: skip
    if is_design:
        return Design(key=make_key("design", office, number.number), category="design", **shared)  # type: ignore[arg-type]
    return Patent(
        key=make_key("patent", office, number.number, number.kind_code), category="patent", **shared  # type: ignore[arg-type]
    )  # fmt: skip


def _parties(values: Mapping[str, list[str]], office: str, is_design: bool) -> Iterator[Party]:
    own: PartyRole = "designer" if is_design else "inventor"
    for name_key, address_key, role in (
        ("Inventor(s)", "Inventor(s) Address", own),
        ("Assignee(s)", "Assignee(s) Address", "holder"),
    ):
        names = _listed(values, name_key)
        addresses = _listed(values, address_key)
        for index, text in enumerate(names):
            found = _IID.search(text)
            name = _IID.sub("", text)
            address = addresses[index] if len(addresses) == len(names) else ""
            identifier = found[1] if found else ""
            if found:  # the address stands behind the name: `NAME [IID: …], street, city, country`
                name, _, address = text[: found.start()].strip(), "", text[found.end() :].strip(" ,")
            ending = _COUNTRY.search(address)  # in US documents two letters may be a state as well as a country
            country = ending[1] if ending and office != "US" else ""
            party_role: PartyRole = "holder" if role == "holder" else own
            yield Party(name, party_role, country, address, identifier=identifier)
    for text in _listed(values, "Agent/Attorney"):
        yield Party(text, "representative")
    for key, words in (("Primary Examiner", "primary examiner"), ("Assistant Examiner", "assistant examiner")):
        for text in _listed(values, key):
            yield Party(text, "examiner", role_text=words)


def _priorities(values: Mapping[str, list[str]], original: dict[str, str]) -> Iterator[Priority]:
    """Priorities; the export has impossible days (year 200): they are left out and kept as written."""
    countries, numbers, days = (_listed(values, f"Priority {part}") for part in ("Country", "Number", "Date"))
    for index, serial in enumerate(numbers):
        country = countries[index] if index < len(countries) else ""
        text = days[index] if index < len(days) else ""
        day = known_date(text) if text else ""
        if text and not day:
            original[f"priority date of {country} {serial}"] = text
        yield Priority(make_number(country, serial, "", day, "application"), day)


def _classes(values: Mapping[str, list[str]]) -> Iterator[Classification]:
    for index, symbol in enumerate(_listed(values, "All IPC")):
        yield Classification("ipc", _COMPACT.sub(r"\1 \2/\3", symbol), first=index == 0)
    for index, symbol in enumerate(_listed(values, "All UPC")):
        yield Classification("usdesign" if symbol.startswith("D") else "uspc", symbol, first=index == 0, office_code="US")


def _citations(values: Mapping[str, list[str]]) -> Iterator[Citation]:
    for text in _listed(values, "Cites"):
        yield Citation("unknown", _read_number(text)) if _NUMBER.fullmatch(text) else Citation("unknown", None, text)
    for text in _listed(values, "Other References"):
        found = _ORIGIN.search(text)
        yield Citation(_ORIGINS[found[1].lower()] if found else "unknown", None, _ORIGIN.sub("", text))
