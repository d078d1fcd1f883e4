"""What the reader of TSDR status answers uses and what it leaves out, with the reason: for strict reading."""

from __future__ import annotations

_FLAG = "a state flag of the office's system; the events and the status say the same with a date"
_INTERNAL = "where the file lies inside the office says nothing about the right"
_DERIVED = "repeats what another field says"
_FEE = "the fee that the applicant chose"
_CONTACT = "telephone, fax and e-mail of people are not taken into the public records"
_FORM = "the form of company is part of most names; not searched"

_PATHS = """
divisional.serialNumber divisional.childOf divisional.parentOfList
foreignInfoList.*
gsList.description gsList.firstUseDate gsList.firstUseInCommerceDate gsList.internationalClasses.code
gsList.primeClassCode gsList.statusDescription gsList.usClasses.code
publication.officialGazettes.*
prosecutionHistory.entryCode prosecutionHistory.entryDate prosecutionHistory.entryDesc
prosecutionHistory.proceedingNum
relationshipBundleList.internationalRegistrationNumber relationshipBundleList.referenceNumber
status.serialNumber status.usRegistrationNumber status.usRegistrationDate status.filingDate
status.status status.statusDate status.extStatusDesc status.tm5StatusDesc status.dateAbandoned status.dateCancelled
status.publicationDate status.pubDate status.renewalDate status.dateRenewed status.registrationDate
status.markElement status.markDrawDesc status.markDrawingCd status.standardChar status.translation
status.transliteration status.disclaimer status.descOfMark status.markDescription status.colorClaimed
status.colorsClaimed status.pseudoMark status.designSearchList.code status.prevRegNumList.* status.prevRegNumList
status.parentOf.* status.parentOf status.supplementalRegister status.section2f status.section2fPartial
status.concurrentUse status.correction status.currentLoc status.lawOffAssigned
status.trademark status.serviceMark status.collectiveTradeMark status.collectiveServiceMark
status.collectiveMembershipMark status.certificationMark
status.filedUse status.filedItu status.filed44d status.filed44e status.filed66a status.filedNoBasis
status.useCurr status.ituCurr status.sect44dCurr status.sect44eCurr status.sect66aCurr status.noBasisCurr
status.useAmended status.ituAmended status.sect44dAmended status.sect44eAmended
status.correspondence.attorneyName status.correspondence.firmName status.correspondence.individualFullName
status.correspondence.address.line1 status.correspondence.address.line2 status.correspondence.address.city
status.correspondence.address.postalCode status.correspondence.address.countryCode
status.correspondence.address.region.*
"""
USED = frozenset(_PATHS.split())
_OWNER_USED = ("address1", "address2", "city", "zip", "name", "partyType", "partyTypeDescription", "dbaAkaFormerly")
_GROUPS = [str(number) for number in range(10, 71)]
USED |= {f"parties.ownerGroups.{group}.{name}" for group in _GROUPS for name in _OWNER_USED}
USED |= {f"parties.ownerGroups.{group}.{name}.*" for group in _GROUPS for name in ("addressStateCountry", "citizenship")}

_OWNER_IGNORED = {
    "assignment": "recorded transfers stand in the history",
    "reelFrame": "recorded transfers stand in the history",
    "composedOf": "the members of a partnership, not owners themselves",
    "emailList": _CONTACT,
    "entityNum": "owners stand in this order",
    "entityType": _FORM,
    "serialNumber": _DERIVED,
}

IGNORED: dict[str, str] = {
    "internationalData": _FLAG,
    "gsList.classBasis": "the basis is kept for the mark as a whole",
    "gsList.firstUseDateDescription": _DERIVED,
    "gsList.firstUseInCommerceDateDescription": _DERIVED,
    "gsList.internationalClassPrime": _DERIVED,
    "gsList.internationalClasses.description": "heading of a class: kept with the classification",
    "gsList.usClasses.description": "heading of a class: kept with the classification",
    "gsList.pseudoClasses": "classes that the office adds for searching",
    "gsList.serialNumber": _DERIVED,
    "gsList.statusCode": _DERIVED,
    "gsList.statusDate": "when the class got its state; the events tell it",
    "prosecutionHistory.entryNumber": "events stand in this order",
    "prosecutionHistory.entryType": "the office's grouping of events; the code says more",
    "publication.serialNumber": _DERIVED,
    "relationshipBundleList.serialNumber": _DERIVED,
    "status.amendPrincipal": _FLAG,
    "status.amendSupplemental": _FLAG,
    "status.attrnyDktNumber": "the lawyer's own file mark",
    "status.changeInReg": _FLAG,
    "status.chargeToLocation": _INTERNAL,
    "status.clsTotal": _DERIVED,
    "status.colorDrawingCurr": _DERIVED,
    "status.correspondence.attorneyEmail": _CONTACT,
    "status.correspondence.correspondantEmail": _CONTACT,
    "status.correspondence.correspondantFax": _CONTACT,
    "status.correspondence.correspondantPhone": _CONTACT,
    "status.correspondence.freeFormAddress": _DERIVED,
    "status.correspondence.address.countryName": "the country's name beside its code",
    "status.currLocationCd": _INTERNAL,
    "status.currLocationDt": _INTERNAL,
    "status.currentlyAsBaseApp": _FEE,
    "status.currentlyAsTeasPlusApp": _FEE,
    "status.currentlyAsTeasRfApp": _FEE,
    "status.filedAsBaseApp": _FEE,
    "status.filedAsTeasPlusApp": _FEE,
    "status.filedAsTeasRfApp": _FEE,
    "status.designSearchList.descriptions": "heading of a design class",
    "status.intStatusDesc": _DERIVED,
    "status.lawOffAsgnCd": _INTERNAL,
    "status.newLawOffAsgnCd": _INTERNAL,
    "status.phyLocation": _INTERNAL,
    "status.phyLocationDt": _INTERNAL,
    "status.physicalLocationHistory": _INTERNAL,
    "status.others": _FLAG,
    "status.publishedPrevRegMark": _FLAG,
    "status.renewalFiled": _FLAG,
    "status.sect15Ack": _FLAG,
    "status.sect15Filed": _FLAG,
    "status.sect71Acpt": _FLAG,
    "status.sect71Filed": _FLAG,
    "status.sect71PartialAcpt": _FLAG,
    "status.sect8Acpt": _FLAG,
    "status.sect8Filed": _FLAG,
    "status.sect8PartialAcpt": _FLAG,
    "status.staff": "examiners are not part of the public record of the right",
    "status.tm5Status": _DERIVED,
    "status.tm5StatusDef": _DERIVED,
} | {f"parties.ownerGroups.{group}.{name}": reason for group in _GROUPS for name, reason in _OWNER_IGNORED.items()}
