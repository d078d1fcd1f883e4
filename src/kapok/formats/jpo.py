"""JPO Patent Information Retrieval API: progress answers of patents, designs and marks (JSON).

One answer is `{"result": {"statusCode": "100", "data": {...}}}`, the course of one application; answers may follow each
other, also inside a JSON array. Another status code is the office's error and is told with its message, never read as
data. A progress answer concerns the whole right: a patent's key is its publication number without a kind
(`patent/JP/2021090037`), before publication its application number; designs and marks have their application number.
Documents of the file (`bibliographyInformation`) become legal events with the office's codes (`A131`, `R150`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, ClassVar

import msgspec

from kapok.codes.legal_status import event_category
from kapok.formats.audit import Audit
from kapok.formats.epo_numbers import core_date, epodoc_number, right_of, side_date
from kapok.formats.epo_text import one_line, script_language
from kapok.formats.ports import Chunk, FormatSpec, Head, ReadContext, Reader, Rejected
from kapok.records.numbers import make_number
from kapok.records.parties import Party, PartyRole
from kapok.records.provenance import Provenance
from kapok.records.record import (
    Classification,
    Design,
    LegalEvent,
    Mark,
    Number,
    Patent,
    Priority,
    Record,
    RelatedRight,
    make_key,
)
from kapok.records.text import GoodsAndServices, Text

_MAX_BYTES = 64 * 1024 * 1024
_ROLES: dict[str, PartyRole] = {"1": "applicant", "2": "representative"}
_IGNORED = {
    "remainAccessCount": "how many calls the service still allows",
    "errorMessage": "empty unless the answer is an error",
    "publicationNumber": "the publication number by the years of the reign; ADPublicationNumber is the same",
    "nationalPublicationNumber": "the publication number by the years of the reign",
    "repeatNumber": "order of the parties",
    "irirFlg": "whether an inspection of the file is recorded",
    "availabilityFlag": "whether the document can be fetched",
    "documentNumber": "number for fetching the document",
    "versionNumber": "number for fetching the document",
    "documentSeparator": "part of the document for fetching it",
    "numberOfPages": "size of the document",
    "sizeOfDocument": "size of the document",
    "numberType": "of which number the list of documents is; all lists are read",
    "number": "the number once more",
}
_USED = frozenset((
    "result", "statusCode", "data", "applicationNumber", "inventionTitle", "designArticle", "designClass",
    "applicantAttorney", "applicantAttorneyCd", "name", "applicantAttorneyClass", "filingDate",
    "ADPublicationNumber", "ADNationalPublicationNumber", "publicationDate", "registrationNumber",
    "registrationDate", "internationalApplicationNumber", "internationalPublicationNumber",
    "internationalPublicationDate", "erasureIdentifier", "expireDate", "disappearanceDate",
    "priorityRightInformation", "parisPriorityApplicationNumber", "parisPriorityDate", "parisPriorityCountryCd",
    "nationalPriorityLawCd", "nationalPriorityApplicationNumber",
    "nationalPriorityInternationalApplicationNumber", "nationalPriorityDate", "parentApplicationInformation",
    "divisionalApplicationInformation", "parentApplicationNumber", "principalDesignApplicationNumber",
    "bibliographyInformation", "documentList", "legalDate", "documentCode", "documentDescription",
    "trademarkForDisplay", "transliteration", "viennaClass", "goodsServiceInformation", "goodsServiceClass",
    "goodsServiceName", "similarCode", "divisionalApplicationNumber",
))  # fmt: skip


class JpoReader(Reader):
    """Progress answers of the Japan Patent Office, one record each."""

    spec: ClassVar[FormatSpec] = FormatSpec(
        name="jpo",
        title="JPO API progress of patents, designs and marks",
        standard="JPO Patent Information Retrieval API (app_progress, JSON)",
        categories=("patent", "design", "mark"),
        default_source="jpo",
    )

    def detect(self, head: Head) -> bool:
        """JSON with the envelope of the service."""
        data = head.data.lstrip(b"\xef\xbb\xbf \t\r\n")
        return data[:1] in (b"{", b"[") and b'"remainAccessCount"' in data and b'"statusCode"' in data

    def split(self, stream: BinaryIO, name: str) -> Iterator[Chunk | Rejected]:
        """One chunk for each answer: a JSON text by itself, in an array, or one a line."""
        data = stream.read(_MAX_BYTES + 1)
        if len(data) > _MAX_BYTES:
            yield Rejected("byte 0", "the file is larger than 64 MB; split it into single answers", data[:1000])
            return
        for index, (offset, piece) in enumerate(_answers(data)):
            yield Chunk(index, offset, piece)

    def parse(self, chunk: Chunk, context: ReadContext) -> Iterator[Record | Rejected]:
        """The record of one answer, or what is wrong with it."""
        position = f"record {chunk.index + 1}, byte {chunk.offset}"
        raw: bytes = chunk.data
        try:
            answer = msgspec.json.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            yield Rejected(position, f"the answer is not JSON: {error}", raw)
            return
        result = answer.get("result") if isinstance(answer, dict) else None
        if not isinstance(result, dict):
            yield Rejected(position, "the answer has no 'result'", raw)
            return
        if result.get("statusCode") != "100":
            said = one_line(str(result.get("errorMessage", "")))
            yield Rejected(position, f"the JPO answered {result.get('statusCode')}: {said}", raw, is_record=False)
            return
        try:
            record = _read(result.get("data"), Provenance(
                context.source, self.spec.name, context.file, position, context.read_at
            ))  # fmt: skip
        except ValueError as error:
            yield Rejected(position, str(error), raw)
            return
        if context.audit is not None:
            _audit(answer, "", context.audit)
        yield record


def _answers(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Offset and bytes of each top-level JSON object, by counting braces outside strings."""
    depth = 0
    begin = -1
    quoted = escaped = False
    for place, sign in enumerate(data):
        if quoted:
            if escaped:
                escaped = False
            elif sign == 0x5C:  # \
                escaped = True
            elif sign == 0x22:  # "
                quoted = False
        elif sign == 0x22:
            quoted = True
        elif sign == 0x7B:  # {
            if depth == 0:
                begin = place
            depth += 1
        elif sign == 0x7D and depth:  # }
            depth -= 1
            if depth == 0:
                yield begin, data[begin : place + 1]
                begin = -1
    if begin >= 0:
        yield begin, data[begin:]  # truncated: parse says so


def _audit(value: Any, path: str, audit: Audit) -> None:
    """Count every key of the answer by its path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            here = f"{path}/{key}" if path else str(key)
            if key in _IGNORED and not (key == "number" and isinstance(inner, dict)):
                audit.ignore(here, _IGNORED[key])
            elif key in _USED or str(key).isdigit():
                audit.use(here)
                _audit(inner, here, audit)
            else:
                audit.surprise(here)
    elif isinstance(value, list):
        for inner in value:
            _audit(inner, path, audit)


def _read(data: Any, provenance: Provenance) -> Record:
    """The record of `data`; `ValueError` where it has no number or a core date is impossible."""
    if not isinstance(data, dict) or not _text(data, "applicationNumber"):
        raise ValueError("the answer has no application number")
    filing_date = core_date(_text(data, "filingDate"), "filing date")
    application = make_number("JP", _text(data, "applicationNumber"), "", filing_date, "application")
    day = core_date(_text(data, "publicationDate"), "publication date")
    registered = _text(data, "registrationNumber")
    registered_on = core_date(_text(data, "registrationDate"), "registration date")
    original = provenance.original
    is_mark = "trademarkForDisplay" in data or "goodsServiceInformation" in data
    subject = "mark" if is_mark else "design" if "designArticle" in data else "patent"
    shared: dict[str, Any] = {
        "office_code": "JP",
        "language": "ja",
        "right_id": right_of(application),
        "parties": _parties(data),
        "application": application,
        "filing_date": filing_date,
        "publication_date": day,
        "registration": make_number("JP", registered, "", registered_on, "registration") if registered else None,
        "registration_date": registered_on,
        "expiry_date": side_date(_text(data, "expireDate"), "expiry date", original),
        "priorities": _priorities(data),
        "legal_events": _events(data, subject, original),
        "related": _related(data),
        "attributes": _attributes(data, original),
        "provenance": provenance,
    }
    if is_mark:
        return _mark(data, application, shared)
    if subject == "design":
        return _design(data, application, shared)
    return _patent(data, application, day, shared)


def _text(data: dict[str, Any], key: str) -> str:
    value = data.get(key, "")
    return one_line(str(value)) if isinstance(value, str | int) else ""


def _list(data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """A list of objects; the service gives `{}` for an empty one."""
    value = data.get(key)
    entries = value if isinstance(value, list) else [value]
    return [entry for entry in entries if isinstance(entry, dict) and entry]


def _patent(data: dict[str, Any], application: Number, day: str, shared: dict[str, Any]) -> Patent:
    written = _text(data, "ADPublicationNumber") or _text(data, "ADNationalPublicationNumber")
    publication = make_number("JP", written, "", day) if written else None
    number = publication.number if publication else application.number
    title = _text(data, "inventionTitle")
    return Patent(
        key=make_key("patent", "JP", number),
        category="patent",
        number=number,
        titles=(Text(title, "ja"),) if title else (),
        publication=publication,
        grant_date=shared["registration_date"],
        **shared,
    )


def _design(data: dict[str, Any], application: Number, shared: dict[str, Any]) -> Design:
    title, symbol = _text(data, "designArticle"), _text(data, "designClass")
    return Design(
        key=make_key("design", "JP", application.number),
        category="design",
        number=application.number,
        titles=(Text(title, "ja"),) if title else (),
        classifications=(Classification("national", symbol, "JP", first=True, office_code="JP"),) if symbol else (),
        grant_date=shared["registration_date"],
        **shared,
    )


def _mark(data: dict[str, Any], application: Number, shared: dict[str, Any]) -> Mark:
    words = _text(data, "trademarkForDisplay")
    goods = []
    classes: dict[str, None] = {}
    for entry in _list(data, "goodsServiceInformation"):
        stated = _text(entry, "goodsServiceClass")
        if not stated.isdigit():
            raise ValueError(f"'{stated}' is not a class of goods and services")
        name = _text(entry, "goodsServiceName")
        terms = tuple(part.strip() for part in name.split("，") if part.strip())
        groups = tuple(_text(entry, "similarCode").split())
        goods.append(GoodsAndServices(int(stated), name, "ja", terms if len(terms) > 1 else (), groups))
        classes[f"{int(stated):02}"] = None
    found = [Classification("nice", symbol) for symbol in classes]
    found += [Classification("vienna", symbol) for symbol in _values(data.get("viennaClass"))]
    return Mark(
        key=make_key("mark", "JP", application.number),
        category="mark",
        number=application.number,
        mark_text=words,
        titles=(Text(words, "ja"),) if words else (),
        transliterations=tuple(Text(reading, "ja") for reading in _values(data.get("transliteration"))),
        goods_and_services=tuple(goods),
        classifications=tuple(found),
        **shared,
    )


def _values(value: Any) -> list[str]:
    """The texts of a list, or of an object that stands for one (`{"0": "a", "1": "b"}`)."""
    entries = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [one_line(entry) for entry in entries if isinstance(entry, str) and entry.strip()]


def _parties(data: dict[str, Any]) -> tuple[Party, ...]:
    found = []
    for entry in _list(data, "applicantAttorney"):
        name, kind = _text(entry, "name"), _text(entry, "applicantAttorneyClass")
        if name:
            role: PartyRole = _ROLES.get(kind, "other")
            words = "" if role != "other" else f"applicantAttorneyClass {kind}"
            found.append(
                Party(
                    name,
                    role,
                    name_language=script_language(name, "JP"),
                    identifier=_text(entry, "applicantAttorneyCd"),
                    role_text=words,
                )
            )
    return tuple(found)


def _priorities(data: dict[str, Any]) -> tuple[Priority, ...]:
    found = []
    for entry in _list(data, "priorityRightInformation"):
        paris = _text(entry, "parisPriorityApplicationNumber")
        if paris:
            office = _text(entry, "parisPriorityCountryCd")
            day = core_date(_text(entry, "parisPriorityDate"), "priority date")
            found.append(Priority(make_number(office, paris, "", day, "application"), day))
        domestic = _text(entry, "nationalPriorityApplicationNumber")
        international = _text(entry, "nationalPriorityInternationalApplicationNumber")
        if domestic or international:
            day = core_date(_text(entry, "nationalPriorityDate"), "priority date")
            number = make_number("JP", domestic or international, "", day, "application")
            found.append(Priority(number, day, "national"))
    return tuple(found)


def _related(data: dict[str, Any]) -> tuple[RelatedRight, ...]:
    found = []
    if written := _text(data, "internationalApplicationNumber"):
        pct = epodoc_number(written, "", "", "application") or make_number("WO", written, "", "", "application")
        found.append(RelatedRight("pct_application", pct))
    if written := _text(data, "internationalPublicationNumber"):
        day = core_date(_text(data, "internationalPublicationDate"), "international publication date")
        found.append(RelatedRight("pct_publication", make_number("WO", written, "", day), day))
    for entry in _list(data, "parentApplicationInformation"):
        if written := _text(entry, "parentApplicationNumber"):
            day = core_date(_text(entry, "filingDate"), "filing date of the parent")
            found.append(RelatedRight("division", make_number("JP", written, "", day, "application"), day))
    for entry in _list(data, "divisionalApplicationInformation"):
        if written := _text(entry, "applicationNumber") or _text(entry, "divisionalApplicationNumber"):
            found.append(RelatedRight("division_child", make_number("JP", written, "", "", "application")))
    if written := _text(data, "principalDesignApplicationNumber"):
        found.append(RelatedRight("principal_design", make_number("JP", written, "", "", "application")))
    return tuple(found)


def _events(data: dict[str, Any], subject: str, original: dict[str, str]) -> tuple[LegalEvent, ...]:
    """The documents of the file; a document listed under two numbers is one event."""
    found: dict[tuple[str, str, str], LegalEvent] = {}
    for group in _list(data, "bibliographyInformation"):
        for document in _list(group, "documentList"):
            code, text = _text(document, "documentCode"), _text(document, "documentDescription")
            day = side_date(_text(document, "legalDate"), f"document {code} date", original)
            found.setdefault(
                (day, code, text), LegalEvent(day, code, text, event_category("JP", code, subject), office_code="JP")
            )
    return tuple(sorted(found.values(), key=lambda event: event.event_date))


def _attributes(data: dict[str, Any], original: dict[str, str]) -> dict[str, str]:
    attributes = {"partial": "register"} if "inventionTitle" in data else {}
    if code := _text(data, "erasureIdentifier"):
        attributes["erasure_identifier"] = code
    if day := side_date(_text(data, "disappearanceDate"), "disappearance date", original):
        attributes["disappearance_date"] = day
    return attributes
