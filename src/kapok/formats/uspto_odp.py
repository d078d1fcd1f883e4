"""USPTO Open Data Portal: answers of its patent services (JSON).

An answer is not a record, its entries are: each file wrapper, trial document, trial, appeal, interference or petition
decision of an answer is one. An answer that says something of one application only (its papers, its foreign priorities, its
publications) is one partial record, and so are the citations of one application. Code tables (`statusCodeBag`, a list of
`fields`) and an answer that names attorneys without an application hold no record: that is told, and not counted.
Service: api.uspto.gov/api/v1 (2025-2026).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import ClassVar

import msgspec

from kapok.formats.json_records import Item, JsonRecords
from kapok.formats.odp_decisions import read_appeal, read_interference, read_petition, read_trial
from kapok.formats.odp_patents import read_citations, read_documents, read_foreign_priorities, read_wrapper
from kapok.formats.ports import Chunk, FormatSpec, Head, Rejected
from kapok.formats.xml_records import Place
from kapok.records.record import Record

_KEYS = (
    "patentFileWrapperDataBag",
    "patentdata",
    "patentTrialDocumentDataBag",
    "patentTrialProceedingDataBag",
    "patentTrialData",
    "patentAppealDataBag",
    "patentInterferenceDataBag",
    "interferenceData",
    "petitionDecisionDataBag",
    "petitionDecisionData",
)
_NO_RECORDS = {
    b'"statusCodeBag"': "a table of status codes holds no records",
    b'"fieldCount"': "a description of the service's fields holds no records",
    b'"attorneyBag"': "a list of attorneys that names no application is no record",
}
_SINGLE = (b'"GrantDocumentMetaData"', b'"PgpubDocumentMetaData"', b'"documentBag"', b'"IPOfficeName"')
_CITATIONS = b'"citedDocumentIdentifier"'
_SIZE = "size or address of a file"
_IDS = "runs the service, says nothing of the record"


class OdpReader(JsonRecords):
    """Entries of answers of the Open Data Portal."""

    spec: ClassVar[FormatSpec] = FormatSpec(
        name="uspto-odp",
        title="USPTO Open Data Portal answers (file wrappers, PTAB, petitions, citations)",
        standard="USPTO ODP API v1 (JSON)",
        categories=("patent", "design", "decision"),
        default_source="uspto-odp",
    )
    keys = _KEYS
    used = frozenset(
        (
            "applicationNumberText", "applicationMetaData", "eventDataBag.*", "foreignPriorityBag.*", "parentContinuityBag.*",
            "childContinuityBag.*", "grantDocumentMetaData.xmlFileName", "pgpubDocumentMetaData.xmlFileName",
            "GrantDocumentMetaData.xmlFileName", "PgpubDocumentMetaData.xmlFileName", "ApplicationNumber", "Claims.*",
            "lastIngestionDateTime", "lastModifiedDateTime", "patentTermAdjustmentData.adjustmentTotalQuantity",
            *(f"applicationMetaData.{name}" for name in (
                "applicantBag.*", "inventorBag.*", "applicationStatusDate", "applicationStatusDescriptionText",
                "applicationTypeCode", "applicationTypeLabelName", "cpcClassificationBag", "docketNumber",
                "earliestPublicationDate", "earliestPublicationNumber", "entityStatusData.*", "examinerNameText", "filingDate",
                "firstInventorName", "firstInventorToFileIndicator", "grantDate", "groupArtUnitNumber", "inventionTitle",
                "nationalStageIndicator", "patentNumber", "uspcSymbolText",
            )),
            "recordAttorney.attorneyBag.*", "recordAttorney.powerOfAttorneyBag.*",
            "assignmentBag.assigneeBag.assigneeNameText", "assignmentBag.assignorBag.assignorName",
            "assignmentBag.assignmentRecordedDate", "assignmentBag.conveyanceText", "assignmentBag.reelAndFrameNumber",
            "trialNumber", "trialMetaData.*", "patentOwnerData.*", "regularPetitionerData.*", "decisionData.*",
            "documentData.*", "appealNumber", "appealMetaData.*", "appellantData.*", "interferenceNumber",
            "interferenceMetaData.*", "seniorPartyData.*", "juniorPartyData.*", "additionalPartyDataBag.*",
            "petitionDecisionRecordIdentifier", "petitionIssueConsideredTextBag", "petitionMailDate", "decisionDate",
            "decisionTypeCode", "decisionTypeCodeDescriptionText", "decisionPetitionTypeCode", "finalDecidingOfficeName",
            "inventionTitle", "inventorBag", "firstApplicantName", "ruleBag", "statuteBag", "businessEntityStatusCategory",
            "courtActionIndicator", "firstInventorToFileIndicator", "groupArtUnitNumber", "technologyCenter", "patentNumber",
            "prosecutionStatusCodeDescriptionText",
            "documentBag.applicationNumberText", "documentBag.documentCode", "documentBag.documentCodeDescriptionText",
            "documentBag.officialDate",
            *(f"docs.{name}" for name in (
                "patentApplicationNumber", "publicationNumber", "countryCode", "kindCode", "citationCategoryCode",
                "citedDocumentIdentifier", "inventorNameText", "relatedClaimNumberText", "examinerCitedReferenceIndicator",
                "applicantCitedExaminerReferenceIndicator",
            )),
        )
    )  # fmt: skip
    ignored = {
        "customerNumber": _IDS,
        "correspondenceAddressBag": "the address for letters, which the representatives stand for",
        "recordAttorney.customerNumberCorrespondenceData": "the address for letters, which the representatives stand for",
        "applicationMetaData.applicationConfirmationNumber": _IDS,
        "applicationMetaData.customerNumber": _IDS,
        "applicationMetaData.applicationStatusCode": "the words of the status are kept",
        "applicationMetaData.applicationTypeCategory": "always REGULAR, PROVISIONAL or the like; the type code is read",
        "applicationMetaData.class": "part of the class symbol, which is read",
        "applicationMetaData.subclass": "part of the class symbol, which is read",
        "applicationMetaData.effectiveFilingDate": "repeats the filing date or that of a parent",
        "applicationMetaData.firstApplicantName": "repeats the first applicant",
        "applicationMetaData.publicationCategoryBag": "follows from the numbers of the publications",
        "applicationMetaData.publicationDateBag": "repeats the dates of the publications",
        "applicationMetaData.publicationSequenceNumberBag": "part of the number of the publication",
        "patentTermAdjustmentData": "how the days were computed; the total is kept",
        "grantDocumentMetaData": _SIZE,
        "pgpubDocumentMetaData": _SIZE,
        "GrantDocumentMetaData": _SIZE,
        "PgpubDocumentMetaData": _SIZE,
        "documentBag.documentIdentifier": _IDS,
        "documentBag.downloadOptionBag": _SIZE,
        "documentBag.directionCategory": "whether the paper came in or went out",
        "assignmentBag": "the assignment's own record holds its details",
        "documentData.documentSizeQuantity": _SIZE,
        "documentData.documentNumber": "counts the papers of the proceeding",
        "documentData.documentCategory": "follows from the type of the document",
        "trialDocumentCategory": "always Decision here",
        "appealDocumentCategory": "always Decision here",
        "trialMetaData.trialLastModifiedDateTime": _IDS,
        "trialMetaData.latestDecisionDate": "repeats the day of the latest decision",
        "trialMetaData.fileDownloadURI": _SIZE,
        "appealMetaData.appealLastModifiedDate": _IDS,
        "appealMetaData.appealLastModifiedDateTime": _IDS,
        "appealMetaData.fileDownloadURI": _SIZE,
        "interferenceMetaData.fileDownloadURI": _SIZE,
        "interferenceMetaData.interferenceLastModifiedDate": _IDS,
        "docs": "how the service found the citation in the office action",
    }

    def detect(self, head: Head) -> bool:
        """JSON with one of the portal's lists, or one of its single answers."""
        data = head.data.lstrip(b"\xef\xbb\xbf \t\r\n")
        if not data.startswith(b"{"):
            return False
        known = (*(f'"{key}"'.encode() for key in _KEYS), *_SINGLE, *_NO_RECORDS, _CITATIONS)
        return any(name in data for name in known) and b'"attorneyBag"' not in data[:1] and b'"searchResponse"' not in data

    def without_items(self, data: bytes) -> Iterator[Chunk | Rejected]:
        """A single answer is one record; code tables are none."""
        for mark, reason in _NO_RECORDS.items():
            if mark in data:
                yield Rejected("byte 0", reason, is_record=False)
                return
        if _CITATIONS in data:
            yield from self._by_application(data)
        else:
            yield from super().without_items(data)

    def _by_application(self, data: bytes) -> Iterator[Chunk | Rejected]:
        """Enriched citations, put together for each application."""
        try:
            answer = msgspec.json.decode(data)
            groups: dict[str, list[Item]] = {}
            for entry in answer["response"]["docs"]:
                groups.setdefault(str(entry.get("patentApplicationNumber") or ""), []).append(entry)
        except (msgspec.DecodeError, KeyError, TypeError, AttributeError) as error:
            yield Rejected("byte 0", f"the answer cannot be read: {error}", data)
            return
        for index, group in enumerate(groups.values()):
            yield Chunk(index, 0, msgspec.json.encode({"docs": group}))

    def read(self, item: Item, place: Place) -> Record | Iterable[Record]:
        """The record of one entry or single answer."""
        for mark, reader in _READERS:
            if mark in item:
                return reader(item, place)
        if "documentBag" in item:
            return read_documents(item["documentBag"], place)
        if "docs" in item:
            return read_citations(item["docs"], place)
        if "Claims" in item:
            return read_foreign_priorities(item, place)
        if "GrantDocumentMetaData" in item or "PgpubDocumentMetaData" in item:
            return read_wrapper(
                {
                    "applicationNumberText": item.get("ApplicationNumber"),
                    "grantDocumentMetaData": item.get("GrantDocumentMetaData"),
                    "pgpubDocumentMetaData": item.get("PgpubDocumentMetaData"),
                },
                place,
            )
        return read_wrapper(item, place)


_READERS: tuple[tuple[str, Callable[[Item, Place], Record]], ...] = (
    ("trialNumber", read_trial),
    ("appealNumber", read_appeal),
    ("interferenceNumber", read_interference),
    ("petitionDecisionRecordIdentifier", read_petition),
)
"""The key that tells what an entry is -> what reads it."""
