"""EUIPO trade mark and design search API: one record for each item of an answer, or the answer itself for one right.

EUIPO Trademark search API 1.x and Design search API 1.x (JSON). The list answers (`trademarks`, `designs`) have been read
as real files; the answers for one right carry more fields (goods and services, priorities, seniorities, decisions …),
which are read by the published names: no real file of them has been read yet. The application number is the register's
name of an EU trade mark (`mark/EM/000274084`), the design number that of a design (`design/EM/004247823-0007`). Items of
lists are marked as partial: they complete a record that is already known with more and never take anything away from it.
"""

from __future__ import annotations

import re
from typing import Any

from kapok.errors import InputError
from kapok.formats.json_records import Item, JsonRecords
from kapok.formats.mark_draft import MarkDraft
from kapok.formats.mark_madrid import add_designation
from kapok.formats.mark_values import (
    need,
    read_category,
    read_day,
    read_feature,
    read_language,
    read_locarno,
    read_nice_class,
    read_number,
    read_record_kind,
    squeeze,
)
from kapok.formats.ports import FormatSpec, Head
from kapok.formats.st66_parts import media_type
from kapok.formats.xml_records import Place
from kapok.records.numbers import normalise_number
from kapok.records.parties import Party, PartyRole
from kapok.records.record import (
    Classification,
    Design,
    Image,
    LegalEvent,
    Mark,
    Number,
    Priority,
    RelatedRight,
    make_key,
)
from kapok.records.text import Text

_WORD_MARKS = re.compile(rb'"(?:markFeature|markKind|markBasis)"\s*:')
_WORD_DESIGNS = re.compile(rb'"(?:designNumber|locarnoClasses)"\s*:')


_USED = """
applicationNumber designNumber applicationDate registrationDate registrationNumber expiryDate status statusDate
markKind markFeature markBasis niceClasses wordMarkSpecification.* applicants.* representatives.* designers.*
publications.* applicantReference applicationLanguage secondLanguage goodsAndServices.* markImage.* priorities.*
seniorities.* exhibitionPriorities.* internationalRegistrationTransformations.* transformations.* oppositions.* cancellations.*
appeals.* decisions.* recordals.* renewals.* renewalStatus renewalDate oppositionPeriodStartDate
oppositionPeriodEndDate disclaimers.* disclaimer markDescription.* descriptions.* acquiredDistinctiveness
locarnoClasses productIndications.* designViews.* views.* verbalElement registrationLanguage publicationDate
terminationDate
"""


class EuipoReader(JsonRecords):
    """Reads answers of EUIPO's search APIs."""

    spec = FormatSpec(
        name="euipo-json",
        title="EUIPO trade mark and design search API (JSON)",
        standard="EUIPO Trademark search API 1 and Design search API 1",
        categories=("mark", "design"),
        default_source="euipo",
    )
    keys = ("trademarks", "designs")
    used = frozenset(_USED.split())
    ignored = {
        "totalElements": "how many items the server has",
        "totalPages": "how many pages the server has",
        "size": "how many items a page has",
        "page": "which page this is",
        "correspondence": "letters of the procedure",
    }

    def detect(self, head: Head) -> bool:
        """A JSON object with EUIPO's names for the kind of mark or for a design's number and classes."""
        data = head.data.lstrip(b"\xef\xbb\xbf \t\r\n")
        if not data.startswith(b"{") or b'"applicationNumber"' not in data:
            return False
        return bool(_WORD_MARKS.search(data)) or bool(_WORD_DESIGNS.search(data))

    def read(self, item: Item, place: Place) -> Mark | Design:
        """A trade mark or a design."""
        if "designNumber" in item or "locarnoClasses" in item:
            return _read_design(item, place)
        return _read_mark(item, place)


def _texts(value: Any, *names: str) -> list[tuple[str, str]]:
    """(text, language) of a text, an object with language, or a list of them."""
    if isinstance(value, str):
        return [(squeeze(value), "und")] if value.strip() else []
    if isinstance(value, dict):
        text = next((value[name] for name in names if isinstance(value.get(name), str)), "")
        return [(squeeze(text), read_language(value.get("language")))] if text.strip() else []
    if isinstance(value, list):
        return [pair for each in value for pair in _texts(each, *names)]
    return []


def _party(said: dict[str, Any], role: PartyRole) -> Party:
    address = said.get("address")
    lines = address if isinstance(address, dict) else {}
    country = lines.get("countryCode") or said.get("countryCode") or lines.get("country") or said.get("nationality") or ""
    words = ", ".join(squeeze(str(value)) for key, value in lines.items() if value and not key.startswith("country"))
    return Party(
        squeeze(said.get("name") or said.get("fullName") or ""),
        role,
        str(country),
        words or (squeeze(address) if isinstance(address, str) else ""),
        identifier=str(said.get("identifier") or ""),
    )


def _events(item: Item, office_code: str = "EM") -> list[LegalEvent]:
    """Decisions, proceedings and recordals as dated facts."""
    events: list[LegalEvent] = []
    for name in ("oppositions", "cancellations", "appeals", "decisions", "recordals", "renewals"):
        for each in item.get(name) or ():
            dates = [value for key, value in each.items() if key.lower().endswith("date") and isinstance(value, str)]
            day = next((read_day(value) for value in dates), "")
            number = next((str(value) for key, value in each.items() if key.lower().endswith(("number", "identifier"))), "")
            words = next((str(each[key]) for key in ("status", "decisionType", "type", "title") if each.get(key)), name)
            if day:
                kind = name.removesuffix("s")
                category = read_record_kind(kind)
                detail = f"{kind} {number}".strip()
                events.append(LegalEvent(day, kind, words, category, office_code=office_code, detail=detail))
    if ended := read_day(item.get("terminationDate")):
        events.append(LegalEvent(ended, "termination", "End of the registration", "H", office_code=office_code))
    return events


def _read_mark(item: Item, place: Place) -> Mark:
    draft = MarkDraft("EM")
    draft.application_number = str(need(str(item.get("applicationNumber") or ""), "applicationNumber"))
    draft.registration_number = str(item.get("registrationNumber") or "")
    if not draft.registration_number and item.get("registrationDate"):
        draft.registration_number = draft.application_number  # an EU mark keeps its number
    for name, field in (
        ("applicationDate", "filing_date"),
        ("registrationDate", "registration_date"),
        ("expiryDate", "expiry_date"),
        ("statusDate", "office_status_date"),
        ("oppositionPeriodStartDate", "opposition_start_date"),
        ("oppositionPeriodEndDate", "opposition_end_date"),
        ("renewalDate", "renewal_date"),
    ):
        draft.day(field, item.get(name))
    draft.status_text = str(item.get("status") or "")
    draft.original_word("mark_feature", item.get("markFeature"), read_feature(item.get("markFeature")))
    draft.original_word("mark_category", item.get("markKind"), read_category(item.get("markKind")))
    draft.language = read_language(item.get("applicationLanguage"))
    for name, attribute in (
        ("markBasis", "mark_basis"),
        ("applicantReference", "applicant_reference"),
        ("secondLanguage", "second_language"),
        ("renewalStatus", "renewal_status"),
        ("acquiredDistinctiveness", "acquired_distinctiveness"),
    ):
        if item.get(name):
            draft.attribute(attribute, str(item[name]).strip())
    words = item.get("wordMarkSpecification") or {}
    for text, language in _texts(words.get("verbalElement") or item.get("verbalElement"), "text", "verbalElement"):
        draft.say(text, language)
    draft.transliterations += [Text(*pair) for pair in _texts(words.get("transliteration"), "text")]
    draft.translations += [Text(*pair) for pair in _texts(words.get("translation"), "text")]
    disclaimed = item.get("disclaimers") or item.get("disclaimer")
    draft.disclaimers += [Text(*pair) for pair in _texts(disclaimed, "text", "disclaimer")]
    described = item.get("markDescription") or item.get("descriptions")
    draft.descriptions += [Text(*pair) for pair in _texts(described, "text", "description")]
    _add_goods(draft, item)
    _add_image(draft, item.get("markImage") or {})
    for said in item.get("applicants") or ():
        party = _party(said, "applicant")
        draft.owners.append((party.name, party.country_code, party.address, "und", (), party.identifier, "", ""))
    draft.parties += [_party(said, "representative") for said in item.get("representatives") or ()]
    for each in item.get("publications") or ():
        bulletin = str(each.get("bulletinNumber") or "")
        draft.published(each.get("publicationDate"), str(each.get("publicationSection") or ""), f"bulletin {bulletin}")
    draft.events += _events(item)
    draft.priorities += _priorities(item)
    for name, relation in (
        ("seniorities", "seniority"),
        ("internationalRegistrationTransformations", "transformation"),
        ("transformations", "transformation"),
        ("exhibitionPriorities", "exhibition_priority"),
    ):
        draft.related += [_related(each, relation) for each in item.get(name) or ()]
    add_designation(draft)
    if "goodsAndServices" not in item:
        draft.attributes["partial"] = "list item"
    return draft.build(place)


def _add_goods(draft: MarkDraft, item: Item) -> None:
    for goods in item.get("goodsAndServices") or ():
        number = _nice_class(goods.get("classNumber") or goods.get("niceClass"))
        for text in goods.get("description") or goods.get("descriptions") or ():
            terms = [squeeze(term) for term in text.get("terms") or () if isinstance(term, str)]
            words = "; ".join(terms) or squeeze(text.get("text") or "")
            draft.add_goods(number, words, read_language(text.get("language")))
    for number in item.get("niceClasses") or ():
        draft.nice(_nice_class(number))


def _nice_class(said: Any) -> int:
    if found := read_nice_class(str(said)):
        return found
    raise InputError(f"'{said}' is not a Nice class", "Nice classes are 1 to 45", "Ask the publisher for the record")


def _add_image(draft: MarkDraft, image: dict[str, Any]) -> None:
    for code in image.get("viennaClasses") or ():
        draft.vienna(code if isinstance(code, str) else str(code.get("code") or ""))
    draft.colours += [text for text, _ in _texts(image.get("colours") or image.get("colourClaimed"), "text", "name")]
    if uri := image.get("uri") or image.get("url"):
        draft.images.append(Image("mark", str(uri), media_type(str(image.get("imageFormat") or uri))))


def _priorities(item: Item) -> list[Priority]:
    found = []
    for each in item.get("priorities") or ():
        office = str(each.get("countryCode") or each.get("office") or "")
        number = read_number(office, str(each.get("number") or each.get("priorityNumber") or ""), "application")
        day = read_day(each.get("date") or each.get("priorityDate"))
        found.append(Priority(Number(office, number, "", day), day, str(each.get("status") or "")))
    return found


def _related(each: dict[str, Any], relation: str) -> RelatedRight:
    office = str(each.get("countryCode") or each.get("office") or ("WO" if relation == "transformation" else ""))
    text = next((str(value) for key, value in each.items() if key.lower().endswith("number") and value), "")
    dates = [value for key, value in each.items() if key.lower().endswith("date") and isinstance(value, str)]
    day = next((read_day(value) for value in dates), "")
    number = Number(office, read_number(office, text, "registration")) if text else None
    return RelatedRight(relation, number, day, str(each.get("status") or each.get("name") or ""))


def _read_design(item: Item, place: Place) -> Design:
    design_number = normalise_number("EM", need(str(item.get("designNumber") or ""), "designNumber"), "application")
    filing_date = read_day(item.get("applicationDate"))
    registration_date = read_day(item.get("registrationDate"))
    application = read_number("EM", str(item.get("applicationNumber") or ""), "application")
    classes = [read_locarno(str(code)) for code in item.get("locarnoClasses") or ()]
    titles = [
        Text(text, language)
        for each in item.get("productIndications") or ()
        for text, language in _texts(each.get("terms") if isinstance(each, dict) and "terms" in each else each, "text", "term")
    ]
    views = item.get("designViews") or item.get("views") or ()
    uris = [str(view.get("uri") or view.get("url") or "") for view in views if isinstance(view, dict)]
    role: PartyRole = "holder" if registration_date else "applicant"
    parties = [_party(said, role) for said in item.get("applicants") or ()]
    parties += [_party(said, "designer") for said in item.get("designers") or ()]
    parties += [_party(said, "representative") for said in item.get("representatives") or ()]
    days = [day for each in item.get("publications") or () if (day := read_day(each.get("publicationDate")))]
    attributes = {"partial": "list item"} if "productIndications" not in item else {}
    if item.get("applicantReference"):
        attributes["applicant_reference"] = str(item["applicantReference"]).strip()
    original = {
        "locarno": ", ".join(str(code) for code in item.get("locarnoClasses") or ())
    } if classes and classes != list(item.get("locarnoClasses") or ()) else {}  # fmt: skip
    return Design(
        key=make_key("design", "EM", design_number),
        category="design",
        office_code="EM",
        number=design_number,
        right_id=f"EM/{design_number}",
        language=read_language(item.get("applicationLanguage")),
        titles=tuple(titles),
        descriptions=tuple(Text(*pair) for pair in _texts(item.get("descriptions"), "text", "description")),
        parties=tuple(parties),
        application=Number("EM", application, "", filing_date) if application else None,
        filing_date=filing_date,
        publication_date=min(days, default="") or read_day(item.get("publicationDate")),
        registration=Number("EM", design_number, "", registration_date) if registration_date else None,
        registration_date=registration_date,
        expiry_date=read_day(item.get("expiryDate")),
        priorities=tuple(_priorities(item)),
        classifications=tuple(Classification("locarno", code, first=not at) for at, code in enumerate(classes)),
        legal_events=tuple(_events(item)),
        office_status_text=str(item.get("status") or ""),
        office_status_date=read_day(item.get("statusDate")),
        images=tuple(Image("view", uri, media_type(uri)) for uri in uris if uri),
        view_count=len(views),
        attributes=attributes,
        provenance=place.provenance(original),
    )
