"""Patents, utility models and designs of KIPRIS Plus answers."""

from __future__ import annotations

import re

from kapok.formats.kipris_marks import names
from kapok.formats.mark_values import need, read_day, read_locarno, read_number, squeeze
from kapok.formats.xml_records import Place
from kapok.records.numbers import normalise_number
from kapok.records.parties import Party, PartyRole
from kapok.records.record import (
    Classification,
    Design,
    Image,
    LegalEvent,
    Number,
    Patent,
    Priority,
    RelatedRight,
    make_key,
)
from kapok.records.text import Text

_IPC = re.compile(r"([A-H]\d{2}[A-Z])\s*(\d{1,4})/(\d{2,6})")
_LOCARNO = re.compile(r"\d{1,2}-\d{1,2}")


def parties(text: str, role: PartyRole) -> list[Party]:
    """Parties of names joined by `|`."""
    return [Party(name, role, name_language=language, other_names=also) for name, also, language in names(text)]


def _ipc(text: str) -> tuple[Classification, ...]:
    found: list[Classification] = []
    for code in text.split("|"):
        match = _IPC.fullmatch(squeeze(code))
        symbol = f"{match[1]} {match[2]}/{match[3]}" if match else squeeze(code)
        if symbol:
            found.append(Classification("ipc", symbol, first=not found))
    return tuple(found)


def read_patent(found: dict[str, str], place: Place) -> Patent:
    """One `PatentUtilityInfo`: its latest publication, the registration where there is one, else the laid-open one."""
    application_text = need(found.get("ApplicationNumber", ""), "ApplicationNumber")
    application = normalise_number("KR", application_text, "application")
    utility = application.startswith("20")
    filed, granted = read_day(found.get("ApplicationDate")), read_day(found.get("RegistrationDate"))
    opened, published = read_day(found.get("OpeningDate")), read_day(found.get("PublicDate"))
    opening = read_number("KR", found.get("OpeningNumber"), "publication")
    registration = read_number("KR", found.get("RegistrationNumber"), "registration")
    if registration:
        number, kind, day = registration, "Y1" if utility else "B1", published or granted
    elif opening:
        number, kind, day = opening, "U" if utility else "A", opened
    else:
        number, kind, day = application, "", ""
    related = (RelatedRight("member", Number("KR", opening, "U" if utility else "A", opened), opened),)
    title, abstract = squeeze(found.get("InventionName")), squeeze(found.get("Abstract"))
    images = tuple(Image("drawing", uri) for uri in (found.get("DrawingPath", ""),) if uri)
    stated = ("ApplicationDate", "OpeningDate", "PublicDate", "RegistrationDate")
    dates = {name: found[name] for name in stated if found.get(name)}
    if found.get("RegistrationNumber", "") not in ("", registration):
        dates["registration_number"] = found["RegistrationNumber"]
    return Patent(
        key=make_key("patent", "KR", number, kind),
        category="patent",
        office_code="KR",
        number=number,
        kind_code=kind,
        right_id=f"KR/{application}",
        language="ko",
        titles=(Text(title, "ko"),) if title else (),
        abstracts=(Text(abstract, "ko"),) if abstract else (),
        parties=tuple(parties(found.get("Applicant", ""), "holder" if registration else "applicant")),
        application=Number("KR", application, "", filed),
        filing_date=filed,
        publication=Number("KR", number, kind, day) if kind else None,
        publication_date=day,
        registration=Number("KR", registration, "", granted) if registration else None,
        registration_date=granted,
        classifications=_ipc(found.get("InternationalpatentclassificationNumber", "")),
        legal_events=_publications(opened, opening, published, found.get("PublicNumber", "")),
        office_status_text=found.get("RegistrationStatus", ""),
        related=related if opening and registration else (),
        images=images,
        patent_type="utility_model" if utility else "invention",
        grant_date=granted,
        provenance=place.provenance(dates),
    )


def _publications(opened: str, opening: str, published: str, number: str) -> tuple[LegalEvent, ...]:
    events = []
    if opened:
        events.append(LegalEvent(opened, "laid open", "Application laid open", "Q", office_code="KR", detail=opening))
    if published:
        words = "Registration published"
        events.append(LegalEvent(published, "publication", words, "Q", office_code="KR", detail=number))
    return tuple(events)


def read_design(found: dict[str, str], place: Place) -> Design:
    """One `DesignInfo`; a design of a multiple application has its number behind the application's."""
    text = need(found.get("applicationNumber", ""), "applicationNumber")
    application = normalise_number("KR", text, "application")
    which = found.get("designNumber", "")
    number = application if which in ("", "M001", "M01", "1") else f"{application}-{which}"
    filed, registered = read_day(found.get("applicationDate")), read_day(found.get("registrationDate"))
    registration = read_number("KR", found.get("registrationNumber"), "registration")
    people = parties(found.get("applicantName", ""), "holder" if registered or registration else "applicant")
    people += parties(found.get("inventorName", ""), "designer") + parties(found.get("agentName", ""), "representative")
    title = squeeze(found.get("articleName"))
    codes = dict.fromkeys(
        code.strip()
        for name in ("designMainClassification", "dsShpClssCd")
        for code in found.get(name, "").split("|")
        if code.strip()
    )
    published, opened = read_day(found.get("publicationDate")), read_day(found.get("openDate"))
    priority_day = read_day(found.get("priorityDate"))
    international = read_number("WO", found.get("internationalRegisterNumber"), "registration")
    international_day = read_day(found.get("internationalRegisterDate"))
    uri = found.get("imagePathLarge") or found.get("imagePath", "")
    dates = {name: found[name] for name in ("applicationDate", "registrationDate", "publicationDate") if found.get(name)}
    return Design(
        key=make_key("design", "KR", number),
        category="design",
        office_code="KR",
        number=number,
        right_id=f"KR/{number}",
        language="ko",
        titles=(Text(title, "ko"),) if title else (),
        parties=tuple(people),
        application=Number("KR", application, "", filed),
        filing_date=filed,
        publication_date=published or opened,
        registration=Number("KR", registration, "", registered) if registration else None,
        registration_date=registered,
        priorities=(Priority(Number("", found["priorityNumber"], "", priority_day), priority_day),)
        if found.get("priorityNumber")
        else (),
        classifications=tuple(_design_class(code, first=not at) for at, code in enumerate(codes)),
        legal_events=_publications(opened, found.get("openNumber", ""), published, found.get("publicationNumber", "")),
        office_status_text=found.get("applicationStatus", ""),
        related=(RelatedRight("hague", Number("WO", international, "", international_day), international_day),)
        if international
        else (),
        images=(Image("view", uri),) if uri else (),
        provenance=place.provenance(dates),
    )


def _design_class(code: str, first: bool) -> Classification:
    """Locarno (`14-03`), else the Korean classification of designs (`F333`)."""
    if _LOCARNO.fullmatch(code):
        return Classification("locarno", read_locarno(code), first=first)
    return Classification("national", code, office_code="KR", first=first)
