"""USPTO patent assignments: answers of the assignment search (Solr XML), one recorded transfer a `<doc>`.

A record is one reel and frame (`transaction/US/018247-0405`) with its conveyance, assignors, assignees and every property it
concerns (`related`: patents, publications and applications as `subject`). Service: assignment.uspto.gov/patent (2012-2024).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from kapok.errors import InputError
from kapok.formats.odp_patents import country_code
from kapok.formats.ports import Chunk, FormatSpec, Head, ReadContext, Reader, Rejected
from kapok.formats.solr_document import audit_values, first, read_values
from kapok.formats.uspto_draft import BadDocument, core_date, known_date, position_of
from kapok.formats.xml_chunks import split_elements
from kapok.formats.xml_parse import parse_fragment
from kapok.records.numbers import make_number
from kapok.records.parties import Party
from kapok.records.provenance import Provenance
from kapok.records.record import GeneralRecord, LegalEvent, Number, Record, RelatedRight, make_key
from kapok.records.text import Text

_HEAD = re.compile(rb"<response[\s>]")
_USED = frozenset((
    "id", "displayId", "reelNo", "frameNo", "lastUpdateDate", "recordedDate", "pageCount", "conveyanceText", "attorneyDockNum",
    "corrName", "patAssignorName", "patAssignorExDate", "patAssigneeName", "patAssigneeAddress1", "patAssigneeAddress2",
    "patAssigneeAddress", "patAssigneeCity", "patAssigneeState", "patAssigneeCountryName", "patAssigneePostcode",
    "inventionTitle", "applNum", "filingDate", "publNum", "publDate", "patNum", "issueDate", "pctNum", "intlRegNum",
    "intlPublDate", "inventors",
))  # fmt: skip
_IGNORED = {
    "*Size": "counts the values of a list",
    "*First": "repeats the first value of a list",
    "*Facet": "repeats a value for the service's filters",
    "*String": "repeats a value for the service's sorting",
    "dtdVersion": "runs the service",
    "dateProduced": "day of the answer's schema",
    "actionKeyCode": "runs the service",
    "transactionDate": "when the service loaded it",
    "purgeIndicator": "whether the recordation was expunged from the service",
    "assignmentRecordHasImages": "whether the service shows pages",
    "corrAddress1": "the address for letters",
    "corrAddress2": "the address for letters",
    "corrAddress3": "the address for letters",
    "corrAddress4": "the address for letters",
    "patAssignorEarliestExDate": "repeats the earliest day of execution",
    "patAssignorDateAck": "day of acknowledgement, empty in practice",
    "inventionTitleLang": "always en",
    "inventionTitleId": "runs the service",
    "_version_": "runs the service",
    "score": "rank in the search",
}


class AssignmentReader(Reader):
    """Recorded transfers of patents."""

    spec = FormatSpec(
        name="uspto-assignment",
        title="USPTO patent assignment search answers",
        standard="USPTO Patent Assignment Search (Solr XML)",
        categories=("transaction",),
        default_source="uspto-assignment",
    )

    def detect(self, head: Head) -> bool:
        """A Solr answer with assignors."""
        return bool(_HEAD.search(head.data)) and (b"patAssignorName" in head.data or b'"reelNo"' in head.data)

    def split(self, stream: BinaryIO, name: str) -> Iterator[Chunk | Rejected]:
        """One recordation a chunk."""
        return split_elements(stream, name, ("doc",))

    def parse(self, chunk: Chunk, context: ReadContext) -> Iterator[Record | Rejected]:
        """The record of one recordation."""
        try:
            root, repairs = parse_fragment(chunk.data)
            values = read_values(root)
            audit_values(values, _USED, _IGNORED, context.audit)
            provenance = Provenance(
                source=context.source or self.spec.default_source,
                format=self.spec.name,
                file=context.file,
                position=position_of(chunk),
                read_at=context.read_at,
                document_date=known_date(first(values, "lastUpdateDate")[:10]),
                repairs=repairs,
            )
            yield _read(values, provenance)
        except (ValueError, InputError) as error:
            yield Rejected(position_of(chunk), str(error), chunk.data.data)


def _read(values: Mapping[str, list[str]], provenance: Provenance) -> GeneralRecord:
    reel, frame = first(values, "reelNo"), first(values, "frameNo")
    number = first(values, "displayId") or (f"{reel.zfill(6)}-{frame.zfill(4)}" if reel and frame else first(values, "id"))
    if not number:
        raise BadDocument("it states no reel and frame")
    recorded = core_date(first(values, "recordedDate")[:10], "recording date")
    givers = [name for name in values.get("patAssignorName", ()) if name]
    takers = [name for name in values.get("patAssigneeName", ()) if name]
    conveyance = first(values, "conveyanceText")
    executed = [known_date(text[:10]) for text in values.get("patAssignorExDate", ()) if text]
    title = f"{conveyance.rstrip('.') or 'Assignment'}: {'; '.join(givers)} -> {'; '.join(takers)}"
    attributes = {"conveyance": conveyance, "reel": reel, "frame": frame}
    for source, name in (("pageCount", "number_of_pages"), ("attorneyDockNum", "docket_number"), ("corrName", "correspondent")):
        attributes[name] = first(values, source)
    if executed:
        attributes["execution_date"] = min(executed)
    detail = f"{'; '.join(givers)} -> {'; '.join(takers)}"
    event = LegalEvent(recorded, "AS", conveyance or "Assignment", "R", office_code="US", detail=detail) if recorded else None
    return GeneralRecord(
        key=make_key("transaction", "US", number),
        category="transaction",
        office_code="US",
        number=number,
        language="en",
        titles=(Text(title, "en"),),
        parties=tuple(_parties(values, givers)),
        filing_date=min(executed) if executed else "",
        publication=Number("US", number, "", recorded),
        publication_date=recorded,
        legal_events=(event,) if event else (),
        related=tuple(_properties(values)),
        attributes={name: text for name, text in attributes.items() if text},
        provenance=provenance,
    )


def _parties(values: Mapping[str, list[str]], givers: list[str]) -> Iterator[Party]:
    for name in givers:
        yield Party(name, "assignor")
    names = values.get("patAssigneeName", [])
    columns = [values.get(f"patAssignee{part}", []) for part in ("Address1", "Address2", "City", "State", "Postcode")]
    countries = values.get("patAssigneeCountryName", [])
    for index, name in enumerate(names):
        if name:
            parts = [column[index] for column in columns if index < len(column) and column[index]]
            words = countries[index] if index < len(countries) else ""
            yield Party(name, "assignee", country_code(words), ", ".join(parts))


def _properties(values: Mapping[str, list[str]]) -> Iterator[RelatedRight]:
    """Every patent, publication and application that the transfer concerns; the title stands with the first of each."""
    titles = values.get("inventionTitle", [])
    count = max((len(values.get(name, ())) for name in ("applNum", "patNum", "publNum")), default=0)

    def at(name: str, index: int) -> str:
        column = values.get(name, [])
        return column[index] if index < len(column) else ""

    for index in range(count):
        title = titles[index] if index < len(titles) else ""
        if text := at("patNum", index):
            day = known_date(at("issueDate", index)[:10])
            yield RelatedRight("subject", make_number("US", text, "", day), day, title)
        if text := at("publNum", index):
            day = known_date(at("publDate", index)[:10])
            yield RelatedRight("subject", make_number("US", text, "", day), day, title)
        if text := at("applNum", index):
            day = known_date(at("filingDate", index)[:10])
            yield RelatedRight("subject", make_number("US", text, "", day, "application"), day, title)
        if text := at("pctNum", index):
            yield RelatedRight("subject", make_number("WO", text, "", "", "application"), "", title)
