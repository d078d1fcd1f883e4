"""What the reader of USPTO trademark daily XML uses and what it leaves out, with the reason: for strict reading."""

from __future__ import annotations

from kapok.formats.xml_audit import declare

_FLAG = "a state flag of the office's system; the events and the status say the same with a date"
_DERIVED = "repeats what another element says"

USE = declare(
    used="""
case-file/serial-number case-file/registration-number case-file/transaction-date
case-file-header/filing-date case-file-header/registration-date case-file-header/status-code case-file-header/status-date
case-file-header/mark-identification case-file-header/mark-drawing-code case-file-header/published-for-opposition-date
case-file-header/amend-to-register-date case-file-header/abandonment-date case-file-header/cancellation-code
case-file-header/cancellation-date case-file-header/republished-12c-date case-file-header/domestic-representative-name
case-file-header/attorney-name case-file-header/trademark-in case-file-header/collective-trademark-in
case-file-header/service-mark-in case-file-header/collective-service-mark-in
case-file-header/collective-membership-mark-in case-file-header/certification-mark-in
case-file-header/cancellation-pending-in case-file-header/concurrent-use-in case-file-header/opposition-pending-in
case-file-header/section-2f-in case-file-header/section-2f-in-part-in case-file-header/supplemental-register-in
case-file-header/intent-to-use-in case-file-header/intent-to-use-current-in
case-file-header/filed-as-use-application-in case-file-header/amended-to-use-application-in
case-file-header/use-application-currently-in case-file-header/amended-to-itu-application-in
case-file-header/filing-basis-filed-as-44d-in case-file-header/amended-to-44d-application-in
case-file-header/filing-basis-current-44d-in case-file-header/filing-basis-filed-as-44e-in
case-file-header/filing-basis-current-44e-in case-file-header/amended-to-44e-application-in
case-file-header/without-basis-currently-in case-file-header/filing-current-no-basis-in
case-file-header/filing-basis-filed-as-66a-in case-file-header/filing-basis-current-66a-in
case-file-header/color-drawing-current-in case-file-header/drawing-3d-current-in
case-file-header/standard-characters-claimed-in case-file-header/renewal-date
case-file-header/law-office-assigned-location-code case-file-header/current-location
case-file-statements/case-file-statement/type-code case-file-statement/text
case-file-event-statements/case-file-event-statement/code case-file-event-statement/description-text
case-file-event-statement/date
prior-registration-applications/other-related-in
prior-registration-applications/prior-registration-application/relationship-type prior-registration-application/number
foreign-applications/foreign-application/filing-date foreign-application/registration-date
foreign-application/registration-expiration-date foreign-application/registration-renewal-expiration-date
foreign-application/application-number foreign-application/country foreign-application/other
foreign-application/registration-number foreign-application/foreign-priority-claim-in
classifications/classification/international-code classification/us-code classification/status-code
classification/first-use-anywhere-date classification/first-use-in-commerce-date classification/primary-code
correspondent/address-1 correspondent/address-2 correspondent/address-3 correspondent/address-4 correspondent/address-5
case-file-owners/case-file-owner/party-type case-file-owner/nationality/state case-file-owner/nationality/country
case-file-owner/nationality/other case-file-owner/party-name case-file-owner/address-1 case-file-owner/address-2
case-file-owner/city case-file-owner/state case-file-owner/country case-file-owner/other case-file-owner/postcode
case-file-owner/dba-aka-text case-file-owner/name-change-explanation
design-searches/design-search/code
international-registration/international-registration-number international-registration/international-registration-date
international-registration/international-publication-date international-registration/international-renewal-date
international-registration/auto-protection-date international-registration/international-death-date
international-registration/international-status-code international-registration/international-status-date
international-registration/priority-claimed-in international-registration/priority-claimed-date
international-registration/first-refusal-in
madrid-international-filing-requests/madrid-international-filing-record/reference-number
madrid-international-filing-record/original-filing-date-uspto
madrid-international-filing-record/international-registration-number
madrid-international-filing-record/international-registration-date
madrid-international-filing-record/international-status-code
madrid-history-events/madrid-history-event/code madrid-history-event/date madrid-history-event/description-text
madrid-international-filing-record/madrid-history-events
""",
    ignored={
        "case-file-header/attorney-docket-number": "the lawyer's own file mark",
        "case-file-header/employee-name": "examiners are not part of the public record of the right",
        "case-file-header/location-date": "when the file was moved inside the office",
        "case-file-header/principal-register-amended-in": _FLAG,
        "case-file-header/supplemental-register-amended-in": _FLAG,
        "case-file-header/published-concurrent-in": _FLAG,
        "case-file-header/concurrent-use-proceeding-in": _FLAG,
        "case-file-header/interference-pending-in": _FLAG,
        "case-file-header/section-12c-in": _FLAG,
        "case-file-header/renewal-filed-in": _FLAG,
        "case-file-header/section-8-filed-in": _FLAG,
        "case-file-header/section-8-partial-accept-in": _FLAG,
        "case-file-header/section-8-accepted-in": _FLAG,
        "case-file-header/section-15-acknowledged-in": _FLAG,
        "case-file-header/section-15-filed-in": _FLAG,
        "case-file-header/foreign-priority-in": _DERIVED,
        "case-file-header/change-registration-in": _FLAG,
        "case-file-header/color-drawing-filed-in": "the drawing as it stands now is told",
        "case-file-header/drawing-3d-filed-in": "the drawing as it stands now is told",
        "case-file-event-statement/type": "the office's grouping of events; the code says more",
        "case-file-event-statement/number": "events stand in this order",
        "classification/international-code-total-no": _DERIVED,
        "classification/us-code-total-no": _DERIVED,
        "classification/status-date": "when the class got its state; the events tell it",
        "case-file-owner/entry-number": "owners stand in this order",
        "case-file-owner/legal-entity-type-code": "the form of company is part of most names; not searched",
        "case-file-owner/entity-statement": "the form of company is part of most names; not searched",
        "case-file-owner/composed-of-statement": "the members of a partnership, not owners themselves",
        "foreign-application/entry-number": "entries stand in this order",
        "foreign-application/renewal-number": "the last expiry of the foreign registration is kept",
        "foreign-application/registration-renewal-date": "the last expiry of the foreign registration is kept",
        "madrid-international-filing-record/entry-number": "entries stand in this order",
        "madrid-international-filing-record/irregularity-reply-by-date": "a deadline of the case, not of the register",
        "madrid-international-filing-record/international-renewal-date": "belongs to the international register",
        "madrid-international-filing-record/international-status-date": _DERIVED,
        "madrid-history-event/entry-number": "events stand in this order",
    },
)
