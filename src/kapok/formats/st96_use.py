"""What the ST.96 reader uses of a file and what it leaves out, with the reason: the declaration for strict reading."""

from __future__ import annotations

from kapok.formats.xml_audit import declare

_CONTACT = "telephone, fax and e-mail of people are not taken into the public records"
_INTERNAL = "where the file lies inside the office says nothing about the right"
_DERIVED = "repeats what another element says"
_FLAG = "a state flag of the office's system; the events and the status say the same with a date"
_FORM = "the form of company is part of most names; not searched"
_BOARD = "belongs to the board's own file of the proceeding, which is named by number"

_CONTACT_USED = """
Contact/Name/PersonName/PersonFullName Contact/Name/PersonName/FirstName Contact/Name/PersonName/MiddleName
Contact/Name/PersonName/LastName Contact/Name/OrganizationName/OrganizationStandardName Contact/Name/EntityName
PersonName/PersonStructuredName/FirstName PersonStructuredName/MiddleName PersonStructuredName/LastName
Contact/PostalAddressBag/PostalAddress/PostalAddressText
PostalAddress/PostalStructuredAddress/AddressLineText PostalStructuredAddress/CityName
PostalStructuredAddress/GeographicRegionName PostalStructuredAddress/CountryCode PostalStructuredAddress/PostalCode
"""

USE = declare(
    used=_CONTACT_USED
    + """
Trademark/RegistrationOfficeCode Trademark/ApplicationNumber/IPOfficeCode Trademark/ApplicationNumber/ApplicationNumberText
Trademark/ApplicationNumber/ST13ApplicationNumber Trademark/RegistrationNumber Trademark/InternationalRegistrationNumber
Trademark/ApplicationDate Trademark/FilingDate Trademark/RegistrationDate Trademark/ExpiryDate Trademark/TerminationDate
Trademark/MarkCurrentStatusCode Trademark/MarkCurrentStatusCategory Trademark/MarkCurrentStatusDate
Trademark/OppositionPeriodStartDate Trademark/OppositionPeriodEndDate Trademark/ApplicationLanguageCode
Trademark/SecondLanguageCode Trademark/ReceivingOfficeCode Trademark/ApplicantFileReference Trademark/MarkCategory
Trademark/TradeDistinctivenessIndicator Trademark/NonUseCancelledIndicator Trademark/UseLimitationText
Trademark/UseRequirementText Trademark/CommentText
MarkRepresentation/MarkFeatureCategory MarkRepresentation/MarkDescriptionBag/MarkDescriptionText
MarkDescriptionBag/NationalMarkDescription/MarkFeatureCode
MarkRepresentation/MarkReproduction/WordMarkSpecification/MarkVerbalElementText
WordMarkSpecification/MarkSignificantVerbalElementText WordMarkSpecification/MarkTranslationText
WordMarkSpecification/MarkTransliteration WordMarkSpecification/MarkTranscription
WordMarkSpecification/MarkStandardCharacterIndicator
MarkReproduction/MarkImageBag/MarkImage/FileName MarkImage/ImageFileName MarkImage/ImageURI MarkImage/ImageFormatCategory
MarkImage/MarkImageColourClaimedText MarkImage/MarkImageColourPartClaimedText MarkImage/ColourIndicator
MarkImage/ImageColourIndicator MarkReproduction/MarkSoundBag/MarkSound/FileName
MarkImage/MarkImageClassification/FigurativeElementClassificationBag/ViennaClassificationBag/ViennaClassification
ViennaClassification/ViennaCategory ViennaClassification/ViennaDivision ViennaClassification/ViennaSection
ViennaClassification/ViennaCode
MarkImage/NationalDesignSearchCodeBag/NationalDesignSearchCode/NationalDesignCode
MarkImage/NationalDesignClassificationBag/NationalDesignClassification/NationalDesignSearchCode
MarkDisclaimerBag/MarkDisclaimerText
GoodsServicesBag/GoodsServices/ClassificationVersion
GoodsServices/GoodsServicesClassificationBag/GoodsServicesClassification/ClassNumber
GoodsServicesClassification/NationalClassNumber GoodsServices/NationalFilingBasis/FirstUsedDate
GoodsServices/NationalFilingBasis/FirstUsedCommerceDate
GoodsServices/ClassDescriptionBag/ClassDescription/ClassNumber ClassDescription/GoodsServicesDescriptionText
ClassDescription/NationalStatusBag/NationalStatus/NationalStatusExternalDescriptionText
PublicationBag/Publication/PublicationIdentifier Publication/PublicationSection Publication/PublicationDate
Publication/NationalPublication/PublicationStatusCategory Publication/NationalPublication/PublicationActionDate
PriorityBag/Priority/PriorityCountryCode Priority/ApplicationNumber/ApplicationNumberText
Priority/ApplicationNumber/ST13ApplicationNumber Priority/PriorityApplicationFilingDate
AssociatedMarkBag/AssociatedMark/AssociationCategory AssociatedMark/ApplicationNumber/IPOfficeCode
AssociatedMark/ApplicationNumber/ApplicationNumberText
AssociatedMark/InternationalApplicationNumber/ApplicationNumberText AssociatedMark/InternationalRegistrationNumber
AssociatedMark/RegistrationNumber AssociatedMark/NationalApplicationNumber/ApplicationNumberText
AssociatedMark/NationalRegistrationNumber
ApplicantBag/Applicant/CommentText Applicant/Version/CommentText Applicant/IncorporationCountryCode
Applicant/NationalityCode Applicant/ApplicantIdentifier Applicant/PartyIdentifier
HolderBag/Holder/CommentText HolderBag/Holder/NationalityCode HolderBag/Holder/PartyIdentifier
RepresentativeBag/Representative/CommentText Representative/RepresentativeIdentifier Representative/PartyIdentifier
Trademark/NationalRepresentative/CommentText Trademark/NationalCorrespondent/CommentText
Trademark/RecordAttorney/CommentText Trademark/CorrespondenceAddress
MarkEventBag/MarkEvent/MarkEventDate MarkEvent/NationalMarkEvent/MarkEventCode
NationalMarkEvent/MarkEventDescriptionText NationalMarkEvent/MarkEventAdditionalText
AssignmentBag/Assignment/AssignmentIdentifier Assignment/AssignmentConveyanceCategory Assignment/AssignmentRecordedDate
Assignment/AssignmentReceivedDate Assignment/AssignmentExecutedDate Assignment/AssignorBag/Assignor
Assignment/AssigneeBag/Assignee Assignment/Assignor Assignment/Assignee
LegalProceedingsBag/LegalProceedings/OppositionExtensionRequest/LegalProceedingIdentifier
OppositionExtensionRequest/LegalProceedingFilingDate
LegalProceedings/OppositionProceedingBag/OppositionIdentifier OppositionProceedingBag/OppositionDate
LegalProceedings/*/ProceedingStatus/NationalStatusDate
LegalProceedings/*/ProceedingStatus/NationalStatusExternalDescriptionText
LegalProceedings/*/Plaintiff/Contact LegalProceedings/*/Defendent/Contact LegalProceedings/*/Defendant/Contact
NationalTrademarkInformation/RegisterCategory NationalTrademarkInformation/MarkCurrentStatusExternalDescriptionText
NationalTrademarkInformation/MarkCurrentStatusInternalDescriptionText NationalTrademarkInformation/RenewalDate
NationalTrademarkInformation/AllowanceNoticeDate NationalTrademarkInformation/AllowedDate
NationalTrademarkInformation/RegisterAmendedDate NationalTrademarkInformation/RestrictionStatementText
NationalTrademarkInformation/TradeDistinctivenessScopeText
NationalTrademarkInformation/RegistationCertificateAmendmentText
NationalTrademarkInformation/CertificateCorrectingRegistrationText
NationalCaseLocation/LawOfficeAssignedText NationalTrademarkInformation/NationalCaseLocation/CurrentLocationText
MaintenanceFiling/SectionText MaintenanceFiling/SectionDescriptionText MaintenanceFiling/DecisionStatusCategory
NationalTrademarkInformation/MaintenanceFilingBag NationalTrademarkInformation/InterestedPartyBag/InterestedParty
InterestedParty/InterestedPartyCategory
Trademark/NationalFilingBasis/FilingBasis Trademark/NationalFilingBasis/CurrentBasis
Trademark/NationalFilingBasis/AmendedBasis
FilingBasis/BasisUseIndicator FilingBasis/BasisIntentToUseIndicator FilingBasis/BasisForeignApplicationIndicator
FilingBasis/BasisForeignRegistrationIndicator FilingBasis/BasisInternationalRegistrationIndicator
FilingBasis/NoBasisIndicator
CurrentBasis/BasisUseIndicator CurrentBasis/BasisIntentToUseIndicator CurrentBasis/BasisForeignApplicationIndicator
CurrentBasis/BasisForeignRegistrationIndicator CurrentBasis/BasisInternationalRegistrationIndicator
CurrentBasis/NoBasisIndicator
AmendedBasis/BasisUseIndicator AmendedBasis/BasisIntentToUseIndicator AmendedBasis/BasisForeignApplicationIndicator
AmendedBasis/BasisForeignRegistrationIndicator AmendedBasis/BasisInternationalRegistrationIndicator
AmendedBasis/NoBasisIndicator
""",
    text="""
ExhibitionPriorityBag SeniorityBag TransformationBag InternationalMarkTransformationBag BasicRecordBag
BasicRegistrationApplicationBag DesignatedCountryBag
""",
    ignored={
        "Trademark/FilingPlace": _DERIVED,
        "Trademark/ReceivingOfficeDate": _DERIVED,
        "Trademark/UseRight": "the Canadian claim of a right to use, kept with the goods it names",
        "Trademark/MarkFeatureDescription": _DERIVED,
        "GoodsServicesClassification/ClassificationKindCode": "told by the element that holds the number",
        "GoodsServicesClassification/ClassTitleText": "heading of a class: kept with the classification",
        "GoodsServicesClassification/CommentText": "heading of a class: kept with the classification",
        "GoodsServices/ClassificationKindCode": "told by the element that holds the number",
        "GoodsServices/NationalGoodsServices": _DERIVED,
        "GoodsServices/NationalFilingBasis/CurrentBasis": "the basis is kept for the mark as a whole",
        "NationalStatus/NationalStatusCategory": "the same words for every status",
        "NationalStatus/NationalStatusCode": _DERIVED,
        "ProceedingStatus/NationalStatusCategory": "the same words for every status",
        "ProceedingStatus/NationalStatusCode": _DERIVED,
        "Trademark/NationalGoodsServices": _DERIVED,
        "ViennaClassification/ViennaDescriptionBag": "heading of a figurative class: kept with the classification",
        "NationalDesignSearchCode/NationalDesignCodeDescriptionText": "heading of a design class",
        "Priority/PriorityStatusCategory": "always Claimed where a priority stands",
        "Priority/CommentText": "the country's name beside its code",
        "Priority/PriorityRegistrationNumber": "the foreign registration, empty where priority is claimed",
        "Priority/PriorityPartialGoodsServices": "part of the goods of the mark, which stand in full",
        "Applicant/LegalEntityName": _FORM,
        "Applicant/NationalLegalEntityCode": _FORM,
        "Applicant/IncorporationState": "the state of incorporation; the address is kept",
        "Assignor/LegalEntityName": _FORM,
        "Assignor/NationalLegalEntityCode": _FORM,
        "Assignor/IncorporationState": _FORM,
        "Assignor/IncorporationCountryCode": _FORM,
        "Assignee/LegalEntityName": _FORM,
        "Assignee/NationalLegalEntityCode": _FORM,
        "Assignee/IncorporationState": _FORM,
        "Assignee/IncorporationCountryCode": _FORM,
        "Contact/FaxNumberBag": _CONTACT,
        "Contact/EmailAddressBag": _CONTACT,
        "Contact/PhoneNumberBag": _CONTACT,
        "RecordAttorney/DocketText": "the lawyer's own file mark",
        "Trademark/StaffBag": "examiners are not part of the public record of the right",
        "MarkEvent/MarkEventCategory": "the same words for every event",
        "MarkEvent/MarkEventResponseDate": "the answer's due date: a deadline of the case, not of the register",
        "NationalMarkEvent/MarkEventEntryNumber": "events stand in this order",
        "NationalMarkEvent/MarkEventOtherLanguageDescriptionTextBag": "the same event in the other official language",
        "AssignmentBag/NationalAssignmentTotalQuantity": _DERIVED,
        "Assignment/PageTotalQuantity": "pages of the recorded document",
        "Assignment/AssignmentMailedDate": "the day of the letter; the day of recording is kept",
        "Assignment/Registrant": _DERIVED,
        "Assignment/NationalRepresentative": _CONTACT,
        "Assignment/NationalCorrespondent": _CONTACT,
        "Assignment/AssignmentGroupCategory": _DERIVED,
        "Assignment/AssignmentDocumentBag": "the recorded document, reached by the record number",
        "LegalProceedings/*/ProceedingEventBag": _BOARD,
        "LegalProceedings/*/ProceedingEvent": _BOARD,
        "LegalProceedings/*/ProceedingDocumentBag": _BOARD,
        "LegalProceedings/*/StaffBag": _BOARD,
        "Plaintiff/Correspondent": _BOARD,
        "Plaintiff/AssociatedMarkBag": _BOARD,
        "Defendent/Correspondent": _BOARD,
        "Defendent/AssociatedMarkBag": _BOARD,
        "NationalTrademarkInformation/AmendedPrincipalRegisterIndicator": _FLAG,
        "NationalTrademarkInformation/AmendedSupplementalRegisterIndicator": _FLAG,
        "NationalTrademarkInformation/PreviouslyRegisteredMarkPublicationIndicator": _FLAG,
        "NationalTrademarkInformation/RegistrationChangeIndicator": _FLAG,
        "NationalTrademarkInformation/FiledAsPlusApplicationIndicator": "the fee the applicant chose",
        "NationalTrademarkInformation/CurrentlyPlusApplicationIndicator": "the fee the applicant chose",
        "NationalTrademarkInformation/FiledAsRfApplicationIndicator": "the fee the applicant chose",
        "NationalTrademarkInformation/CurrentlyRfApplicationIndicator": "the fee the applicant chose",
        "NationalTrademarkInformation/FiledAsReducedFeeApplicationIndicator": "the fee the applicant chose",
        "NationalTrademarkInformation/CurrentlyReducedFeeApplicationIndicator": "the fee the applicant chose",
        "NationalTrademarkInformation/TrademarkClass": "the Canadian kind of mark, told by the mark category",
        "NationalTrademarkInformation/Legislation": "the act under which an old Canadian mark was registered",
        "NationalCaseLocation/LawOfficeAssignedDescriptionCode": _INTERNAL,
        "NationalCaseLocation/CurrentLocationCode": _INTERNAL,
        "NationalCaseLocation/CurrentLocationDate": _INTERNAL,
        "NationalCaseLocation/ChargeToLocation": _INTERNAL,
        "NationalCaseLocation/PhysicalLocation": _INTERNAL,
        "NationalCaseLocation/PhysicalLocationDate": _INTERNAL,
    },
)
