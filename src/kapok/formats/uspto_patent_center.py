"""USPTO search services besides the Open Data Portal: public search (PPUBS), PEDS applications, PTAB API v2 (JSON).

A PPUBS answer lists patents (`patents`, or the document service's bare array): each is a record, a partial one where only the
front page is there. A PEDS document is one application, read as a file wrapper. PTAB results are proceedings and documents.
Services: ppubs.uspto.gov, ped.uspto.gov (closed 2025), developer.uspto.gov/ptab-api.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, ClassVar

from kapok.formats.audit import Audit
from kapok.formats.json_items import read_answer, split_items
from kapok.formats.json_records import Item, JsonRecords
from kapok.formats.odp_decisions import read_trial
from kapok.formats.odp_patents import read_wrapper
from kapok.formats.peds_application import file_wrapper
from kapok.formats.ports import Chunk, FormatSpec, Head, Rejected
from kapok.formats.ppubs_document import read_document
from kapok.formats.uspto_draft import finish
from kapok.formats.xml_records import Place
from kapok.records.record import Record

_PAGES = "page numbers of the parts in the page images"
_REPEATED = "repeats another field that is read"
_SERVICE = "runs the service, says nothing of the record"
_SEARCHED = "says where the examiner looked, not what the document is about"
_LIST = b'{"patents":'
_PPUBS_USED = frozenset((
    "guid", "type", "datePublished", "applicationFilingDate", "applicationNumber", "inventionTitle", "abstractHtml",
    "dateProduced", "briefHtml", "backgroundTextHtml", "descriptionHtml", "claimsHtml", "governmentInterest",
    "termOfExtension", "applicationSeriesCode", "numberOfClaims", "exemplaryClaimNumber", "numberOfDrawingSheets",
    "numberOfFigures", "examinerGroup", "certOfCorrectionFlag", "pct371c124Date", "applicationRefFilingType",
    "cpcCurClassificationGroup", "cpcOrigClassificationGroup", "cpcInventiveFlattened", "cpcAdditionalFlattened",
    "intlPubClassificationGroup", "ipcCodeFlattened", "mainClassificationCode", "uspcFullClassificationFlattened",
    "applicantName", "applicantAuthorityType", "applicantCity", "applicantState", "applicantZipCode", "applicantCountry",
    "inventorsName", "inventorCity", "inventorState", "inventorPostalCode", "inventorCountry", "inventorsShort",
    "assigneeName", "assigneeTypeCode", "assigneeCity", "assigneeState", "assigneePostalCode", "assigneeCountry",
    "legalFirmName", "attorneyName", "primaryExaminer", "assistantExaminer", "usRefGroup", "usRefPatenteeName", "urpn",
    "foreignRefGroup", "otherRefPub", "priorityClaimsCountry", "priorityClaimsDocNumber", "priorityClaimsDate",
    "pctFilingNumber", "pctFilingDate", "priorPublishedDocCountryCode", "priorPublishedDocNumber",
    "priorPublishedDocKindCode", "priorPublishedDocDate", "relatedApplNumber", "relatedApplFilingDate", "continuityData",
))  # fmt: skip
_PEDS_USED = frozenset((
    "applId", "patentTitle", "appFilingDate", "appType", "appStatus", "appStatusDate", "patentNumber", "patentIssueDate",
    "appEarlyPubNumber", "appEarlyPubDate", "appExamName", "appGrpArtNumber", "appAttrDockNumber", "firstInventorFile",
    "appEntityStatus", "appClsSubCls", "inventors.*", "applicants.*", "transactions.*", "totalPtoDays",
    "parentContinuity.*", "childContinuity.*", "foreignPriority.*", "assignments.reelNumber", "assignments.frameNumber",
    "assignments.recordedDate", "assignments.converyanceName", "assignments.assignors.*",
    "assignments.assignee.assigneeName", "attrnyAddr.fullName", "attrnyAddr.registrationNo", "lastUpdatedTimestamp",
))  # fmt: skip
_PTAB_USED = frozenset((
    "proceedingNumber", "subproceedingTypeCategory", "proceedingFilingDate", "accordedFilingDate",
    "institutionDecisionDate", "decisionDate", "proceedingStatusCategory", "respondentPartyName",
    "respondentCounselName", "respondentPatentNumber", "respondentApplicationNumberText", "respondentGrantDate",
    "respondentGroupArtUnitNumber", "respondentTechnologyCenterNumber", "petitionerPartyName", "petitionerCounselName",
    "documentIdentifier", "documentTitleText", "documentName", "documentTypeName", "documentFilingDate",
    "filingPartyCategory",
))  # fmt: skip

_IGNORED: dict[str, str] = {
    **dict.fromkeys(
        (f"{part}{end}" for part in (
            "frontPage", "drawings", "specification", "claims", "abstract", "bib", "certCorrection", "certReexamination",
            "supplemental", "ptab", "amend", "searchReport", "description",
        ) for end in ("Start", "End")),
        _PAGES,
    ),
    **dict.fromkeys(("pageCount", "pageCountDisplay", "imageLocation", "imageFileName"), _PAGES),
}  # fmt: skip
_IGNORED.update(dict.fromkeys((
    "publicationReferenceDocumentNumber", "publicationReferenceDocumentNumber1", "publicationReferenceDocumentNumberOne",
    "pubRefDocNumber", "pubRefDocNumber1", "pubRefCountryCode", "documentId", "kindCode", "country", "applicationKindCode",
    "applicationNumberHighlights", "applicationSerialNumber", "applicationSeriesAndNumber", "applicationYear",
    "applicationYearSearch", "applicationFilingDateInt", "datePublSearch", "datePublYear", "datePublYearSearch",
    "primaryExaminerHighlights", "urpnCode", "usRefIssueDate", "usRefIssueDateKwicHits", "usRefClassification",
    "usRefCpcClassification", "foreignRefCountryCode", "foreignRefPatentNumber", "foreignRefPubDate",
    "foreignRefPubDateKwicHits", "foreignRefCitationClassification", "foreignRefCitationCpc", "cpcInventive",
    "cpcAdditional", "cpcCurAdditionalClass", "cpcCurInventiveClass", "cpcOrigAdditionalClassification",
    "cpcOrigInventiveClassificationHighlights", "cpcOrigInventvClssifHlghts", "curCpcClassificationFull",
    "curCpcSubclassFull", "curIntlPatentClassificationPrimary", "curIntlPatentClassificationSecondary",
    "curIntlPatentClassificationNoninvention", "curUsClassificationUsPrimaryClass", "currentUsOriginalClassification",
    "currentUsCrossReferenceClassification", "currentUsPatentClass", "intlPubClassificationClass",
    "intlPubClassificationPrimary", "intlPubClassificationSecondary", "intlPubClassificationNonInvention",
    "ipcAllMainClassification", "locarnoMainClassification", "issuedUsClassificationFull",
    "issuedUsCrossRefClassification", "issuedUsDigestRefClassification", "issuedUsOrigClassification", "usClassIssued",
    "applicantGroup", "principalAttorneyName", "priorPublishedDocIdentifier", "priorityApplYear", "priorityNumberDerived",
    "pctFilingDocCountryCode", "relatedApplCountryCode", "relatedApplPatentNumber", "relatedApplChildPatentCountry",
    "relatedApplChildPatentNumber", "relatedApplParentStatusCode", "editionField", "assignee1",
    "inventorName", "appCls", "appSubCls", "applIdStr", "appl_id_txt", "appStatus_txt", "appStatusFacet", "appTypeFacet",
    "appExamNameFacet", "inventorNameFacet", "appGrpArtNumberFacet", "inventorsFacet", "appClsSubClsFacet",
    "appAttrDockNumberFacet", "appEntityStatusFacet", "appCustNumberFacet", "firstInventorFileFacet",
    "appLocationFacet", "appEarlyPubNumberFacet", "patentNumberFacet", "inventorsFullNameFacet", "id",
), _REPEATED))  # fmt: skip
_IGNORED.update(dict.fromkeys((
    "compositeId", "idWithoutSolrPartition", "databaseName", "documentSize", "score", "queryId", "languageIndicator",
    "iceXmlIndicator", "objectContents", "objectDescription", "previouslyViewed", "unused", "claimStatement",
    "familyIdentifierCur", "familyIdentifierCurStr", "derwentWeekInt", "legalRepresentativeCountry",
    "assigneeDescriptiveText", "inventorText", "inventorStreetAddress", "publicInd", "APP_IND", "appLocation",
    "LAST_MOD_TS", "LAST_INSERT_TIME", "appConfrNumber", "appCustNumber", "corrAddrCustNo", "_version_", "cmsData",
    "objectUuId", "documentSize", "documentNumber", "documentCategory", "proceedingTypeCategory",
), _SERVICE))  # fmt: skip
_IGNORED.update(dict.fromkeys((
    "fieldOfSearchClassSubclassHighlights", "fieldOfSearchCpcClassification", "fieldOfSearchCpcMainClass",
    "fieldOfSearchMainClassNational", "fieldOfSearchSubclasses",
), _SEARCHED))  # fmt: skip
_IGNORED.update(dict.fromkeys((
    "ptaPteTranHistory", "ptaPteInd", "aDelay", "bDelay", "cDelay", "applDelay", "ptoDelay", "overlapDelay",
    "ptoAdjustments",
), "how the days of the term adjustment were computed; the total is kept"))  # fmt: skip
_IGNORED.update(dict.fromkeys((
    "corrAddrCountryName", "corrAddrGeoRegionCode", "corrAddrStreetLineOne", "corrAddrPostalCode", "corrAddrNameLineOne",
    "corrAddrCountryCd", "corrAddrCity", "attrnyAddr", "assignments",
), "addresses for letters, telephone numbers, details of an assignment that its own record holds"))  # fmt: skip


class PatentCenterReader(JsonRecords):
    """Documents of PPUBS, applications of PEDS, proceedings and documents of the PTAB API."""

    spec: ClassVar[FormatSpec] = FormatSpec(
        name="uspto-patent-center",
        title="USPTO public search, PEDS and PTAB answers",
        standard="USPTO PPUBS, PEDS and PTAB API v2 (JSON)",
        categories=("patent", "design", "decision"),
        default_source="uspto-search",
    )
    keys = ("patents", "docs", "results")
    used = _PPUBS_USED | _PEDS_USED | _PTAB_USED
    ignored = _IGNORED

    def detect(self, head: Head) -> bool:
        """JSON with a PPUBS identifier, a PEDS application or a PTAB proceeding."""
        data = head.data.lstrip(b"\xef\xbb\xbf \t\r\n")
        if data[:1] not in (b"{", b"["):
            return False
        is_ppubs = b'"guid"' in data and b'"publicationReferenceDocumentNumber"' in data
        return is_ppubs or b'"applId"' in data or (b'"proceedingNumber"' in data and b'"respondentPartyName"' in data)

    def split(self, stream: BinaryIO, name: str) -> Iterator[Chunk | Rejected]:
        """One chunk for each item; the document service answers with a bare array."""
        data = read_answer(stream, name)
        if data.lstrip()[:1] == b"[":
            for piece in split_items(_LIST + data, ("patents",)):
                if isinstance(piece, Chunk):
                    yield Chunk(piece.index, piece.offset - len(_LIST), piece.data)
                else:
                    yield piece
            return
        keys = tuple(key for key in self.keys if f'"{key}"'.encode() in data)
        if b'"applId"' in data:
            keys = ("docs",)
        if keys:
            yield from split_items(data, keys)
        elif data.strip():
            yield Chunk(0, 0, data)

    def _audit(self, item: Item, audit: Audit) -> None:
        """Keys without a value say nothing (a document lists two hundred, most of them null): they are not counted."""
        super()._audit({key: value for key, value in item.items() if value not in (None, "", [], {})}, audit)

    def read(self, item: Item, place: Place) -> Record:
        """The record of one item."""
        if "guid" in item:
            chunk_index = int(place.position.split(" ")[1].rstrip(",")) - 1
            offset = int(place.position.rsplit(" ", 1)[1])
            draft = read_document(item)
            family = str(item.get("familyIdentifierCurStr") or item.get("familyIdentifierCur") or "")
            if family:
                draft.attributes["search_family"] = family
            return finish(draft, self.spec, Chunk(chunk_index, offset, b""), place.context)
        if "applId" in item:
            return read_wrapper(file_wrapper(item), place)
        if "proceedingNumber" in item:
            return read_trial(_trial(item), place)
        raise ValueError("it is neither a document, an application nor a proceeding")


def _trial(item: Item) -> Item:
    """A PTAB result in the words of the Open Data Portal."""

    def day(key: str) -> str:
        parts = str(item.get(key) or "").split("-")
        return f"{parts[2]}-{parts[0]}-{parts[1]}" if len(parts) == 3 else ""

    document = None
    if item.get("documentIdentifier"):
        document = {
            "documentIdentifier": item.get("documentIdentifier"),
            "documentTitleText": item.get("documentTitleText"),
            "documentName": item.get("documentName"),
            "documentTypeDescriptionText": item.get("documentTypeName"),
            "documentFilingDate": day("documentFilingDate"),
            "filingPartyCategory": item.get("filingPartyCategory"),
        }
    return {
        "trialNumber": item.get("proceedingNumber"),
        "trialMetaData": {
            "petitionFilingDate": day("proceedingFilingDate"),
            "accordedFilingDate": day("accordedFilingDate"),
            "institutionDecisionDate": day("institutionDecisionDate"),
            "terminationDate": day("decisionDate"),
            "trialStatusCategory": item.get("proceedingStatusCategory"),
            "trialTypeCode": item.get("subproceedingTypeCategory"),
        },
        "patentOwnerData": {
            "realPartyInInterestName": item.get("respondentPartyName"),
            "counselName": item.get("respondentCounselName"),
            "patentNumber": item.get("respondentPatentNumber"),
            "applicationNumberText": item.get("respondentApplicationNumberText"),
            "grantDate": day("respondentGrantDate"),
            "groupArtUnitNumber": item.get("respondentGroupArtUnitNumber"),
            "technologyCenterNumber": item.get("respondentTechnologyCenterNumber"),
        },
        "regularPetitionerData": {
            "realPartyInInterestName": item.get("petitionerPartyName"),
            "counselName": item.get("petitionerCounselName"),
        },
        "documentData": document,
    }
