"""One application of PEDS (the USPTO's former Patent Examination Data System) as a file wrapper of the Open Data Portal.

PEDS said the same things under other names; renaming them lets one reader serve both.
"""

from __future__ import annotations

from typing import Any

Item = dict[str, Any]

_TYPES = {"Utility": "UTL", "Design": "DES", "Plant": "PLT", "Reissue": "REI"}
_PARENTAGE = {
    "provisional": "PRO",
    "continuation in part": "CIP",
    "continuation-in-part": "CIP",
    "continuation": "CON",
    "division": "DIV",
    "reissue": "REI",
    "national stage": "NST",
}


def file_wrapper(application: Item) -> Item:
    """The entry of `patentFileWrapperDataBag` that says what this PEDS document says."""
    inventors = [
        {
            "lastName": entry.get("nameLineOne"),
            "firstName": entry.get("nameLineTwo"),
            "correspondenceAddressBag": [_address(entry)],
        }
        for entry in application.get("inventors") or ()
    ]
    applicants = [
        {"applicantNameText": entry.get("nameLineOne"), "correspondenceAddressBag": [_address(entry)]}
        for entry in application.get("applicants") or ()
    ]
    meta = {
        "inventionTitle": application.get("patentTitle"),
        "filingDate": _day(application.get("appFilingDate")),
        "applicationTypeCode": _TYPES.get(str(application.get("appType") or ""), ""),
        "applicationTypeLabelName": application.get("appType"),
        "applicationStatusDescriptionText": application.get("appStatus"),
        "applicationStatusDate": _day(application.get("appStatusDate")),
        "patentNumber": application.get("patentNumber"),
        "grantDate": _day(application.get("patentIssueDate")),
        "earliestPublicationNumber": application.get("appEarlyPubNumber"),
        "earliestPublicationDate": _day(application.get("appEarlyPubDate")),
        "examinerNameText": application.get("appExamName"),
        "groupArtUnitNumber": application.get("appGrpArtNumber"),
        "docketNumber": application.get("appAttrDockNumber"),
        "firstInventorToFileIndicator": application.get("firstInventorFile"),
        "entityStatusData": {"businessEntityStatusCategory": application.get("appEntityStatus")},
        "uspcSymbolText": _symbol(application),
        "inventorBag": inventors,
        "applicantBag": applicants,
    }
    return {
        "applicationNumberText": application.get("applId"),
        "applicationMetaData": meta,
        "eventDataBag": [
            {
                "eventCode": entry.get("code"),
                "eventDate": _day(entry.get("recordDate")),
                "eventDescriptionText": entry.get("description"),
            }
            for entry in application.get("transactions") or ()
        ],
        "patentTermAdjustmentData": {"adjustmentTotalQuantity": application.get("totalPtoDays")},
        "parentContinuityBag": [_parent(entry) for entry in application.get("parentContinuity") or ()],
        "childContinuityBag": [
            {"childApplicationNumberText": entry.get("claimApplicationNumberText")}
            for entry in application.get("childContinuity") or ()
        ],
        "foreignPriorityBag": [
            {
                "ipOfficeName": entry.get("countryName"),
                "applicationNumberText": entry.get("priorityClaim"),
                "filingDate": _american(entry.get("filingDate")),
            }
            for entry in application.get("foreignPriority") or ()
        ],
        "assignmentBag": [_assignment(entry) for entry in application.get("assignments") or ()],
        "recordAttorney": {
            "attorneyBag": [
                {
                    "lastName": str(entry.get("fullName") or "").strip(" ,"),
                    "registrationNumber": entry.get("registrationNo"),
                    "registeredPractitionerCategory": "",
                }
                for entry in application.get("attrnyAddr") or ()
            ]
        },
        "lastIngestionDateTime": str(application.get("lastUpdatedTimestamp") or "")[:10],
    }


def _day(value: object) -> str:
    return str(value or "")[:10]


def _american(value: object) -> str:
    """`06-27-2019` -> `2019-06-27`."""
    parts = str(value or "").split("-")
    return f"{parts[2]}-{parts[0]}-{parts[1]}" if len(parts) == 3 and len(parts[2]) == 4 else str(value or "")


def _address(entry: Item) -> Item:
    return {
        "cityName": str(entry.get("city") or "").strip(" ,"),
        "geographicRegionCode": entry.get("geoCode"),
        "countryCode": str(entry.get("country") or "").strip("() "),
        "postalAddressCategory": "residence",
    }


def _symbol(application: Item) -> str:
    symbol = str(application.get("appClsSubCls") or "")
    head, _, tail = symbol.partition("/")
    if len(tail) == 6 and tail.isdigit():  # three places and three decimals without a point
        decimals = tail[3:].rstrip("0")
        tail = (tail[:3].lstrip("0") or "0") + (f".{decimals}" if decimals else "")
    return f"{head}/{tail}" if tail else head


def _parent(entry: Item) -> Item:
    words = str(entry.get("applicationStatusDescription") or "").lower()
    code = next((code for word, code in _PARENTAGE.items() if word in words), "")
    return {
        "claimParentageTypeCode": code,
        "parentApplicationNumberText": entry.get("claimApplicationNumberText"),
        "parentApplicationFilingDate": _american(entry.get("filingDate")),
        "parentApplicationStatusDescriptionText": entry.get("applicationStatus"),
        "parentPatentNumber": entry.get("patentNumberText"),
        "childApplicationNumberText": entry.get("applicationNumberText"),
    }


def _assignment(entry: Item) -> Item:
    return {
        "assignmentRecordedDate": _american(entry.get("recordedDate")),
        "conveyanceText": entry.get("converyanceName"),
        "reelAndFrameNumber": f"{entry.get('reelNumber') or ''}/{entry.get('frameNumber') or ''}",
        "assignorBag": entry.get("assignors") or [],
        "assigneeBag": [{"assigneeNameText": taker.get("assigneeName")} for taker in entry.get("assignee") or ()],
    }
