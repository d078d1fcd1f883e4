"""What the USPTO adds to an ST.66 trademark (`TradeMarkExt`): register, status words, filing basis, maintenance, relations."""

from __future__ import annotations

from lxml import etree

from kapok.formats.mark_draft import MarkDraft
from kapok.formats.mark_values import read_day, squeeze
from kapok.formats.xml_records import LOCAL, leaves
from kapok.records.numbers import normalise_number
from kapok.records.record import Number, RelatedRight

_BASES = {
    "BasisUseIndicator": "1(a) use",
    "BasisIntentToUseIndicator": "1(b) intent to use",
    "BasisForeignApplicationIndicator": "44(d) foreign application",
    "BasisForeignRegistrationIndicator": "44(e) foreign registration",
    "BasisRequestforExtentionOfProtectionIndicator": "66(a) Madrid",
    "BasisInternationalRegistrationIndicator": "66(a) Madrid",
    "BasisNoIndicator": "none",
    "NoBasisIndicator": "none",
}
"""Filing bases of the Lanham Act (15 U.S.C. 1051, 1126, 1141f), under the names of ST.66 and of ST.96."""

_WHEN = {
    "BasisWhenFiled": "filing_basis",
    "FilingBasis": "filing_basis",
    "BasisCurrently": "current_basis",
    "CurrentBasis": "current_basis",
    "BasisAmended": "amended_basis",
    "AmendedBasis": "amended_basis",
}


def add_bases(draft: MarkDraft, details: etree._Element) -> None:
    """The bases on which the mark was filed, amended, and stands now."""
    for when in details:
        name = _WHEN.get(LOCAL[when.tag])
        if name:
            bases = [_BASES[LOCAL[each.tag]] for each in when if LOCAL[each.tag] in _BASES and each.text == "true"]
            draft.attribute(name, ", ".join(dict.fromkeys(bases)))


def add_us_extension(draft: MarkDraft, extension: etree._Element) -> None:
    """`TradeMarkExt` of TSDR."""
    for part in extension:
        name = LOCAL[part.tag]
        if name == "MarkCurrentStatusExternalDescriptionText":
            draft.status_text = squeeze(part.text)
        elif name == "RegisterCategory":
            draft.attribute("register", squeeze(part.text))
        elif name == "TradeDistinctivenessScope":
            draft.attribute("distinctiveness_2f", squeeze(part.text))
        elif name == "AmentmentToRegistationCertificateText":
            draft.attribute("certificate_amendment", squeeze(part.text))
        elif name == "CertificateOfCorrectionForRegistrationText":
            draft.attribute("certificate_correction", squeeze(part.text))
        elif name == "OfficeDetails":
            found = leaves(part)
            draft.attribute("law_office", found.get("LawOfficeAssignedText"))
            draft.attribute("current_location", found.get("CurrentLocationText"))
        elif name == "FilingBasisDetails":
            add_bases(draft, part)
        elif name == "AdditionalMarkDetails":
            _add_details(draft, part)
        elif name == "RelatedMarkDetails":
            _add_related(draft, part)


def _add_details(draft: MarkDraft, details: etree._Element) -> None:
    maintenance = []
    for part in details:
        name = LOCAL[part.tag]
        if name == "RenewalDate":
            draft.day("renewal_date", part.text)
        elif name == "RestrictionStatementText":
            draft.attribute("restriction", squeeze(part.text))
        elif name == "MaintenanceFilingDetails":
            maintenance.append(maintenance_words(leaves(part)))
    draft.attribute("maintenance", "; ".join(words for words in maintenance if words))


def maintenance_words(found: dict[str, str]) -> str:
    """`Section 8 Affidavit of Continued Use: Accepted` from the elements of one maintenance filing, "" for none."""
    if "SectionText" not in found:
        return ""
    decision = found.get("DecisionStatusText") or found.get("DecisionStatusCategory", "")
    return f"Section {found['SectionText']} {found.get('SectionDescriptionText', '')}: {decision}"


def _add_related(draft: MarkDraft, related: etree._Element) -> None:
    """Related marks: an international registration that rests on this mark, or another US mark."""
    found = leaves(related)
    kind = squeeze(found.get("RelationshipKindText"))
    relation = "madrid" if "nternational" in kind else "prior_registration"
    for name, office in (
        ("InternationalApplicationNumber", "WO"),
        ("InternationalRegistrationNumber", "WO"),
        ("RegistrationNumber", "US"),
        ("ApplicationNumber", "US"),
    ):
        if text := found.get(name):
            role = "registration" if "Registration" in name else "application"
            normal = normalise_number(office, text, role)  # type: ignore[arg-type]
            day = read_day(found.get(name.replace("Number", "Date")))
            draft.related.append(RelatedRight(relation, Number(office, normal), day, kind))
