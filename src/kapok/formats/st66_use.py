"""What the ST.66 reader uses of a file and what it leaves out, with the reason: the declaration for strict reading."""

from __future__ import annotations

from kapok.formats.xml_audit import declare

_CONTACT = "telephone, fax and e-mail of people are not taken into the public records"
_INTERNAL = "where the file lies inside the office says nothing about the right"
_DERIVED = "repeats what another element says"
_TITLE = "heading of a class, the same for every mark: kept with the classification, not with the mark"
_FLAG = "a state flag of the office's system; the events and the status say the same with a date"

_NAME_ADDRESS = """
FormattedNameAddress/Name/FreeFormatName/FreeFormatNameDetails/FreeFormatNameLine
FormattedNameAddress/Name/FormattedName/OrganizationName FormattedName/FirstName FormattedName/LastName
FormattedName/MiddleName FormattedName/NamePrefix FormattedName/SecondLastName
FormattedNameAddress/Address/FormattedAddress/AddressStreet FormattedAddress/AddressNumber FormattedAddress/AddressBuilding
FormattedAddress/AddressFloor FormattedAddress/AddressRoom FormattedAddress/AddressPostOfficeBox
FormattedAddress/AddressMailCode FormattedAddress/AddressPostcode FormattedAddress/AddressCity
FormattedAddress/AddressCounty FormattedAddress/AddressState FormattedAddress/FormattedAddressCountryCode
Address/AddressCountryCode Address/FreeFormatAddress/FreeFormatAddressLine
"""

USE = declare(
    used=_NAME_ADDRESS
    + """
TradeMark/RegistrationOfficeCode TradeMark/ReceivingOfficeCode TradeMark/ApplicationNumber TradeMark/ApplicationDate
TradeMark/ApplicationDateTime TradeMark/RegistrationNumber TradeMark/RegistrationDate TradeMark/ApplicationReference
TradeMark/ApplicantSideCaseKey TradeMark/ApplicationLanguageCode TradeMark/SecondLanguageCode TradeMark/ExpiryDate
TradeMark/TerminationDate TradeMark/MarkCurrentStatusCode TradeMark/MarkCurrentStatusDate TradeMark/KindMark
TradeMark/MarkFeature TradeMark/OppositionPeriodStartDate TradeMark/OppositionPeriodEndDate TradeMark/TotalMarkSeries
TradeMark/TradeDistinctivenessIndicator TradeMark/TradeDistinctivenessText TradeMark/NonUseCancelledIndicator
TradeMark/AsItIsProtectionIndicator TradeMark/UseLimitationText TradeMark/UseRequirementText TradeMark/Comment
TradeMark/FileNumber TradeMark/MarkFeatureDPMA
MarkDescriptionDetails/MarkDescription MarkDisclaimerDetails/MarkDisclaimer
WordMarkSpecification/MarkVerbalElementText WordMarkSpecification/MarkTranslation
WordMarkSpecification/MarkTransliteration WordMarkSpecification/MarkTranscription
WordMarkSpecification/MarkStandardCharacterIndicator
MarkImageDetails/MarkImage/MarkImageURI MarkImage/MarkImageFilename MarkImage/MarkImageFileName
MarkImage/MarkImageFileFormat MarkImage/MarkImageColourIndicator MarkImage/MarkImageColourClaimedText
MarkImage/MarkImageColourPartClaimedText MarkImageCategory/CategoryKind MarkImageCategory/CategoryVersion
MarkImage/MarkImageCategory/CategoryCodeDetails/CategoryCode
GoodsServicesDetails/GoodsServices/ClassificationVersion
GoodsServices/ClassDescriptionDetails/ClassDescription/ClassNumber ClassDescription/GoodsServicesDescription
ClassificationTermDetails/ClassificationTerm/ClassificationTermText ClassificationTerm/ClassificationTermLanguageCode
ClassDescriptionExt/PrimeClassText ClassDescriptionExt/DomesticClassNumbers
ClassDescriptionExt/ClassNumberStatusDescriptionText ClassDescriptionExt/FilingBasisDetails/FirstUseDateNumber
ClassDescriptionExt/FilingBasisDetails/FirstUseInCommerceDate
PublicationDetails/Publication/PublicationIdentifier Publication/PublicationSection Publication/PublicationSubsection
Publication/PublicationDate Publication/PublicationExt/NoticeOfAllowanceDate
PriorityDetails/Priority/PriorityCountryCode Priority/PriorityNumber Priority/PriorityDate Priority/PriorityStatusCode
Priority/PriorityExt/ForeignApplicationFilingDate
ApplicantDetails/Applicant/ApplicantIdentifier Applicant/ApplicantNationalityCode
Applicant/ApplicantIncorporationCountryCode Applicant/ApplicantAddressBook Applicant/Comment
Applicant/ApplicantExt/PartyTypeCode Applicant/ApplicantExt/PartyTypeDescriptionText
ApplicantDetails/ApplicantKey/Identifier ApplicantDetails/ApplicantKey/URI
HolderDetails/Holder/HolderIdentifier Holder/HolderAddressBook Holder/HolderNationalityCode
RepresentativeDetails/Representative/RepresentativeIdentifier Representative/Comment
Representative/RepresentativeAddressBook RepresentativeDetails/RepresentativeKey/Identifier
RepresentativeDetails/RepresentativeKey/URI CorrespondenceAddress/CorrespondenceAddressBook
MarkEventDetails/MarkEvent/MarkEventDate MarkEvent/MarkEventCode
MarkEvent/MarkEventExt/MarkEventInternalDescriptionText MarkEvent/MarkEventExt/MarkEventProceedingNumber
TradeMarkExt/MarkCurrentStatusExternalDescriptionText TradeMarkExt/RegisterCategory
TradeMarkExt/OfficeDetails/LawOfficeAssignedText TradeMarkExt/OfficeDetails/CurrentLocationText
TradeMarkExt/TradeDistinctivenessScope TradeMarkExt/AmentmentToRegistationCertificateText
TradeMarkExt/CertificateOfCorrectionForRegistrationText
TradeMarkExt/FilingBasisDetails/BasisWhenFiled TradeMarkExt/FilingBasisDetails/BasisCurrently
TradeMarkExt/FilingBasisDetails/BasisAmended TradeMarkExt/FilingBasisDetails/*/*
TradeMarkExt/AdditionalMarkDetails/RenewalDate TradeMarkExt/AdditionalMarkDetails/RestrictionStatementText
AdditionalMarkDetails/MaintenanceFilingDetails/SectionText MaintenanceFilingDetails/SectionDescriptionText
MaintenanceFilingDetails/DecisionStatusText
TradeMarkExt/RelatedMarkDetails/RelationshipKindText RelatedMarkDetails/InternationalApplicationNumber
RelatedMarkDetails/InternationalRegistrationNumber RelatedMarkDetails/ApplicationNumber
RelatedMarkDetails/RegistrationNumber RelatedMarkDetails/InternationalRegistrationDate
""",
    text="""
SeniorityDetails ExhibitionPriorityDetails TransformationDetails TransformationPriorityDetails
InternationalRegistrationTransformationDetails BasicRegistrationApplicationDetails BasicRegistrationDetails
BasicApplicationDetails PreviousRegistrationDetails DesignatedCountryDetails MarkRecordDetails OppositionDetails
CancellationDetails AppealDetails DecisionDetails ConversionDetails RenewalDetails MarkSoundDetails MarkMultimediaDetails
""",
    ignored={
        "TradeMark/FilingPlace": _DERIVED,
        "TradeMark/CorrespondenceLanguageCode": "the language of letters says nothing about the mark",
        "WordMarkSpecification/MarkSignificantVerbalElementText": _DERIVED,
        "WordMarkSpecification/MarkVerbalElementSignificantIndicator": _DERIVED,
        "MarkImage/MarkImageIdentifier": "the office's name for the picture file; the file itself is named",
        "MarkImage/MarkImageColourMode": "how the scan was made",
        "MarkImage/MarkImageRepresentationSize": "size of the scan",
        "MarkImage/MarkImageFileSize": "size of the scan",
        "MarkImage/MarkImageRenditionDetails": "smaller renditions of the same picture",
        "GoodsServices/ClassificationKindCode": "always Nice where there are Nice classes",
        "GoodsServices/ProposedLeadingClassNumber": "proposal of the applicant; the classes are in order",
        "ClassDescription/ClassNumberStatusCode": _DERIVED,
        "ClassDescription/UseNiceHeadingIndicator": "the list itself stands in the text",
        "ClassificationTerm/*": "how the office manages its term; the term itself is used",
        "ClassDescriptionExt/FilingBasisDetails/BasisCurrently": "the basis is kept for the mark as a whole",
        "ClassDescriptionExt/ActiveClassQuantity": _DERIVED,
        "ClassDescriptionExt/NiceClassTitleText": _TITLE,
        "ClassDescriptionExt/NationalClassTitleText": _TITLE,
        "GoodsServicesDetails/NationalGoodsServicesExt": _DERIVED,
        "RepresentativeAddressBook/ContactInformationDetails": _CONTACT,
        "ApplicantAddressBook/ContactInformationDetails": _CONTACT,
        "CorrespondenceAddressBook/ContactInformationDetails": _CONTACT,
        "HolderAddressBook/ContactInformationDetails": _CONTACT,
        "FormattedAddress/FormattedAddressExt": "the country's name beside its code",
        "Representative/RepresentativeExt": "the lawyer's own file mark",
        "Applicant/ApplicantLegalEntity": "the form of company is part of most names; not searched",
        "Applicant/ApplicantAddressBook/AddressBookExt": "empty or a repetition of the composition of a partnership",
        "ApplicantExt/ApplicantLegalEntityCode": "the form of company is part of most names; not searched",
        "ApplicantExt/IncorporationGeographicRegionCode": "the state of incorporation; the address is kept",
        "ApplicantExt/IncorporationGeographicRegionName": "the state of incorporation; the address is kept",
        "TradeMark/StaffDetails": "examiners are not part of the public record of the right",
        "MarkEvent/Comment": "the same words for every event",
        "MarkEventExt/MarkEventEntryNumber": "events stand in this order",
        "PriorityExt/ForeignPriorityClaimedIndicator": _DERIVED,
        "PriorityExt/ForeignRegistartionNumber": "the foreign registration, empty where priority is claimed",
        "PriorityExt/PriorityCountryName": "the country's name beside its code",
        "TradeMarkExt/AdditionalInformation": "the fee the applicant chose (TEAS Plus, reduced fee)",
        "OfficeDetails/CurrentLocationDate": _INTERNAL,
        "OfficeDetails/CurrentLocationCode": _INTERNAL,
        "OfficeDetails/LawOfficeAssignedCode": _INTERNAL,
        "OfficeDetails/PhysicalLocationText": _INTERNAL,
        "OfficeDetails/PhysicalLocationDate": _INTERNAL,
        "OfficeDetails/ChargeToLocationText": _INTERNAL,
        "AdditionalMarkDetails/PublishPreviouslyRegisteredMarkIndicator": _FLAG,
        "AdditionalMarkDetails/ChangeInRegistrationIndicator": _FLAG,
        "AdditionalMarkDetails/AmendedToPrincipalRegisterIndicator": _FLAG,
        "AdditionalMarkDetails/AmendedToSupplementalRegisterIndicator": _FLAG,
        "TradeMarkExt/MarkFeatureCode": _DERIVED,
        "TradeMarkExt/MarkImageDetails": "empty in the files seen",
        "Publication/PublicationExt": "holds the notice of allowance, which is used",
    },
)

PARTY_USE = declare(
    used=_NAME_ADDRESS
    + """
Applicant/ApplicantIdentifier Applicant/ApplicantNationalityCode Applicant/ApplicantIncorporationCountryCode
Applicant/ApplicantAddressBook Applicant/Comment Representative/RepresentativeIdentifier Representative/Comment
Representative/RepresentativeAddressBook Representative/RepresentativeNationalityCode
""",
    ignored={
        "ContactInformationDetails": _CONTACT,
        "Applicant/ApplicantLegalEntity": "the form of company is part of most names; not searched",
        "Applicant/ApplicantIncorporationState": "the state of incorporation; the address is kept",
        "Representative/RepresentativeKindCode": "what kind of representative: the register of representatives says it",
        "Representative/RepresentativeLegalEntity": "the form of company is part of most names; not searched",
        "Representative/RepresentativeIncorporationCountryCode": "the country of the address is kept",
    },
)
"""The same for applicants and representatives in files of their own."""
