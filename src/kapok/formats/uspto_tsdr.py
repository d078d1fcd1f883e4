"""USPTO TSDR web service: the status answer (JSON) of one mark or of several.

TSDR API v1 `casestatus/…/info.json` (`{"trademarks": […]}`) and `caseMultiStatus`
(`{"transactionList": [{"trademarks": […]}]}`); the fields
are those of the USPTO's own case data. Two other answers of the service are recognised and told as holding no records:
the list of documents of a case (XML, `DocumentList`, `Document`) and the days of the last change (`caseUpdateInfo`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kapok.formats.json_records import Item, JsonRecords
from kapok.formats.mark_draft import MarkDraft
from kapok.formats.mark_values import (
    need,
    read_category,
    read_day,
    read_feature,
    read_nice_class,
    read_number,
    read_vienna,
    squeeze,
)
from kapok.formats.ports import Chunk, FormatSpec, Head, Rejected
from kapok.formats.uspto_tsdr_use import IGNORED, USED
from kapok.formats.xml_records import Place
from kapok.records.parties import Party
from kapok.records.record import Classification, Mark, Number, Priority, RelatedRight
from kapok.records.text import Text

_DOCUMENTS = b'xmlns="urn:us:gov:doc:uspto:trademark"'
_OWN = (b'"gsList"', b'"prosecutionHistory"', b'"markElement"', b'"divisional"', b'"internationalData"', b'"markDrawingCd"')

_KINDS = {
    "trademark": "Trademark",
    "serviceMark": "Service mark",
    "collectiveTradeMark": "Collective trademark",
    "collectiveServiceMark": "Collective service mark",
    "collectiveMembershipMark": "Collective membership mark",
    "certificationMark": "Certification mark",
}
_BASES = {
    "filing_basis": {
        "filedUse": "1(a) use",
        "filedItu": "1(b) intent to use",
        "filed44d": "44(d) foreign application",
        "filed44e": "44(e) foreign registration",
        "filed66a": "66(a) Madrid",
        "filedNoBasis": "none",
    },
    "current_basis": {
        "useCurr": "1(a) use",
        "ituCurr": "1(b) intent to use",
        "sect44dCurr": "44(d) foreign application",
        "sect44eCurr": "44(e) foreign registration",
        "sect66aCurr": "66(a) Madrid",
        "noBasisCurr": "none",
    },
    "amended_basis": {
        "useAmended": "1(a) use",
        "ituAmended": "1(b) intent to use",
        "sect44dAmended": "44(d) foreign application",
        "sect44eAmended": "44(e) foreign registration",
    },
}


class TsdrReader(JsonRecords):
    """Reads status answers of TSDR."""

    spec = FormatSpec(
        name="uspto-tsdr",
        title="USPTO TSDR status (JSON)",
        standard="USPTO TSDR API v1, casestatus and caseMultiStatus answers",
        categories=("mark",),
        default_source="uspto-trademarks",
    )
    keys = ("trademarks",)
    used = USED
    ignored = IGNORED

    def detect(self, head: Head) -> bool:
        """A TSDR status answer, or one of its answers without records."""
        data = head.data.lstrip(b"\xef\xbb\xbf \t\r\n")
        if data.startswith(b"{"):
            return b'"caseUpdateInfo"' in data or (b'"trademarks"' in data and any(name in data for name in _OWN))
        return data.startswith(b"<") and _DOCUMENTS in data and (b"<DocumentList" in data or b"<Document " in data)

    def without_items(self, data: bytes) -> Iterator[Chunk | Rejected]:
        """Answers of the service that hold no marks: told, not counted."""
        if b'"caseUpdateInfo"' in data:
            yield Rejected(
                "record 1, byte 0", "the answer says only when the case was last changed: no record in it", data, False
            )
        elif data.lstrip().startswith(b"<"):
            yield Rejected("record 1, byte 0", "the answer lists documents of a case file: no record in it", data, False)
        else:
            yield Rejected("record 1, byte 0", "the answer holds no trademarks", data)

    def read(self, item: Item, place: Place) -> Mark:
        """One object of `trademarks`."""
        draft = MarkDraft("US")
        draft.text_language = "en"
        status: dict[str, Any] = item.get("status") or {}
        serial = status.get("serialNumber") or (item.get("divisional") or {}).get("serialNumber") or ""
        draft.application_number = need(str(serial), "serialNumber")
        draft.registration_number = str(status.get("usRegistrationNumber") or "")
        _add_status(draft, status)
        _add_goods(draft, item)
        _add_parties(draft, item, status)
        for event in item.get("prosecutionHistory") or ():
            proceeding = event.get("proceedingNum")
            detail = f"proceeding {proceeding}" if proceeding else ""
            draft.event(event.get("entryDate"), str(event.get("entryCode") or ""), squeeze(event.get("entryDesc")), detail)
        for issue in (item.get("publication") or {}).get("officialGazettes") or ():
            draft.published(issue.get("publicationDate") or issue.get("actionDate") or issue.get("date"))
        _add_relations(draft, item, status)
        return draft.build(place)


def _add_status(draft: MarkDraft, status: dict[str, Any]) -> None:
    for name, field in (
        ("filingDate", "filing_date"),
        ("usRegistrationDate", "registration_date"),
        ("registrationDate", "registration_date"),
        ("statusDate", "office_status_date"),
        ("publicationDate", "publication_date"),
        ("pubDate", "publication_date"),
        ("renewalDate", "renewal_date"),
        ("dateRenewed", "renewal_date"),
    ):
        draft.day(field, status.get(name))
    draft.event(status.get("dateAbandoned"), "abandonment", "Abandoned", category="B")
    draft.event(status.get("dateCancelled"), "cancellation", "Registration cancelled", category="H")
    draft.status_code = str(status.get("status") or "")
    draft.status_text = squeeze(status.get("extStatusDesc"))
    draft.attribute("status_tm5", squeeze(status.get("tm5StatusDesc")))
    draft.say(squeeze(status.get("markElement")))
    drawing = str(status.get("markDrawDesc") or "")
    word = read_feature(drawing)
    if word and word != squeeze(drawing):
        draft.original_word("mark_feature", drawing, word)
    else:
        draft.us_drawing(str(status.get("markDrawingCd") or ""))
    draft.mark_category = ", ".join(read_category(kind) for name, kind in _KINDS.items() if status.get(name))
    draft.attributes["register"] = "Supplemental" if status.get("supplementalRegister") else "Principal"
    for name, flags in _BASES.items():
        draft.attribute(name, ", ".join(kind for flag, kind in flags.items() if status.get(flag)))
    if status.get("standardChar"):
        draft.attributes["standard_characters"] = "true"
    if status.get("section2f") or status.get("section2fPartial"):
        draft.attributes["distinctiveness_2f"] = "in total" if status.get("section2f") else "in part"
    for name, attribute in (
        ("pseudoMark", "pseudo_mark"),
        ("currentLoc", "current_location"),
        ("lawOffAssigned", "law_office"),
        ("correction", "certificate_correction"),
        ("concurrentUse", "concurrent_use"),
    ):
        draft.attribute(attribute, squeeze(str(status.get(name) or "")))
    for name, collected in (
        ("translation", draft.translations),
        ("transliteration", draft.transliterations),
        ("disclaimer", draft.disclaimers),
        ("descOfMark", draft.descriptions),
        ("markDescription", draft.descriptions),
    ):
        if text := squeeze(str(status.get(name) or "")):
            collected.append(Text(text, "en"))
    if claimed := squeeze(str(status.get("colorsClaimed") or status.get("colorClaimed") or "")):
        draft.colours.append(claimed)
    for each in status.get("designSearchList") or ():
        code = str(each.get("code") or "") if isinstance(each, dict) else str(each)
        if code:
            draft.classifications.append(Classification("usdesign", read_vienna(code), office_code="US"))


def _add_goods(draft: MarkDraft, item: Item) -> None:
    for goods in item.get("gsList") or ():
        classes = goods.get("internationalClasses") or ()
        prime = str(goods.get("primeClassCode") or "")
        numbers = [read_nice_class(str(each.get("code") or "")) for each in classes] or [read_nice_class(prime)]
        for number in numbers:
            draft.add_goods(number, squeeze(goods.get("description")), "en")
        national = [str(each.get("code") or "") for each in goods.get("usClasses") or ()]
        status = str(goods.get("statusDescription") or "")
        draft.us_class(prime, national, goods.get("firstUseDate"), goods.get("firstUseInCommerceDate"), status)


def _place_words(place: Any) -> tuple[str, str]:
    """State and ISO country of the service's nested places."""
    known = place if isinstance(place, dict) else {}
    state = (known.get("stateCountry") or {}).get("code") or ""
    country = (known.get("iso") or {}).get("code") or (known.get("wipo") or {}).get("code") or ""
    return ("" if state == country else str(state)), str(country)


def _add_parties(draft: MarkDraft, item: Item, status: dict[str, Any]) -> None:
    groups = (item.get("parties") or {}).get("ownerGroups") or {}
    for group in groups.values():
        for owner in group:
            state, country = _place_words(owner.get("addressStateCountry"))
            if not country:
                country = _place_words(owner.get("citizenship"))[1]
            lines = (owner.get("address1"), owner.get("address2"), owner.get("city"), state, owner.get("zip"))
            address = ", ".join(squeeze(line) for line in lines if line)
            name = squeeze(owner.get("name"))
            also = (squeeze(owner["dbaAkaFormerly"]),) if owner.get("dbaAkaFormerly") else ()
            words = squeeze(owner.get("partyTypeDescription"))
            party_type = str(owner.get("partyType") or "")
            if name:
                draft.owners.append((name, country, address, "und", also, "", words, party_type))
    letters: dict[str, Any] = status.get("correspondence") or {}
    where: dict[str, Any] = letters.get("address") or {}
    state, country = _place_words(where.get("region"))
    lines = (where.get("line1"), where.get("line2"), where.get("city"), state, where.get("postalCode"))
    address = ", ".join(squeeze(line) for line in lines if line)
    attorney, firm = squeeze(letters.get("attorneyName")), squeeze(letters.get("firmName"))
    if attorney:
        draft.parties.append(Party(attorney, "representative", role_text="Attorney of Record"))
    name = ", ".join(dict.fromkeys(word for word in (squeeze(letters.get("individualFullName")), firm) if word))
    if name:
        country = str(where.get("countryCode") or country)
        draft.parties.append(Party(name, "representative", country, address, role_text="Correspondent"))


def _add_relations(draft: MarkDraft, item: Item, status: dict[str, Any]) -> None:
    for each in item.get("foreignInfoList") or ():
        office = _place_words(each.get("foreignCountry"))[1] or str(each.get("countryCode") or "")
        filed = read_day(each.get("foreignAppDate") or each.get("filingDate"))
        number = read_number(office, str(each.get("foreignAppNum") or each.get("applicationNumber") or ""), "application")
        if number and (each.get("foreignPriorityClaim") or each.get("priorityClaimed")):
            draft.priorities.append(Priority(Number(office, number, "", filed), filed))
        elif number:
            draft.related.append(RelatedRight("foreign_application", Number(office, number, "", filed), filed))
    for each in item.get("relationshipBundleList") or ():
        number = read_number("WO", str(each.get("internationalRegistrationNumber") or ""), "registration")
        reference = squeeze(str(each.get("referenceNumber") or ""))
        if number or reference:
            draft.related.append(RelatedRight("madrid", Number("WO", number or reference), "", f"request {reference}"))
    for each in status.get("prevRegNumList") or ():
        if normal := read_number("US", _number_in(each, "number"), "registration"):
            draft.related.append(RelatedRight("prior_registration", Number("US", normal)))
    divisional = item.get("divisional") or {}
    if parent := _number_in(divisional.get("childOf"), "serialNumber"):
        draft.related.append(RelatedRight("parent", Number("US", read_number("US", parent, "application"))))
    for each in divisional.get("parentOfList") or status.get("parentOf") or ():
        if child := _number_in(each, "serialNumber"):
            draft.related.append(RelatedRight("division", Number("US", read_number("US", child, "application"))))


def _number_in(value: Any, name: str) -> str:
    """A number that stands alone or in an object under `name`."""
    if isinstance(value, dict):
        value = value.get(name)
    return str(value) if isinstance(value, str | int) else ""
