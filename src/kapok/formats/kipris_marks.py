"""Trademarks and designated goods of KIPRIS Plus answers."""

from __future__ import annotations

import re

from kapok.formats.mark_draft import MarkDraft
from kapok.formats.mark_values import (
    category_of_korean_number,
    language_by_script,
    need,
    read_day,
    read_nice_class,
    read_number,
    squeeze,
)
from kapok.formats.xml_records import Place
from kapok.records.parties import Party
from kapok.records.record import Image, Mark, Number, Priority, RelatedRight, make_key
from kapok.records.text import GoodsAndServices

_JOINED = re.compile(r"[|/]")
_TWO_NAMES = re.compile(r"(.*[가-힣)\]])\s+([A-Za-z][^가-힣]*)")
_NUMBER = re.compile(r"(?<!\d)(4\d{12})(?!\d)")


def names(text: str) -> list[tuple[str, tuple[str, ...], str]]:
    """(name, other names, language) of names joined by `|`; a Korean name may have its English form behind it."""
    found = []
    for each in text.split("|"):
        name = squeeze(each)
        if not name:
            continue
        match = _TWO_NAMES.fullmatch(name)
        also: tuple[str, ...] = ()
        if match:
            name, also = match[1].strip(), (match[2].strip(),)
        found.append((name, also, language_by_script(name, "ko")))
    return found


def read_mark(found: dict[str, str], place: Place) -> Mark:
    """One `TradeMarkInfo`."""
    draft = MarkDraft("KR")
    draft.language = draft.text_language = "ko"
    draft.application_number = need(found.get("ApplicationNumber", ""), "ApplicationNumber")
    draft.mark_category = category_of_korean_number(draft.application_number)
    draft.registration_number = found.get("RegistrationNumber", "")
    draft.day("filing_date", found.get("ApplicationDate"))
    draft.day("registration_date", found.get("RegistrationDate"))
    draft.day("publication_date", found.get("PublicDate"))
    draft.days.setdefault("opposition_start_date", draft.days.get("publication_date", ""))
    draft.status_text = found.get("ApplicationStatus", "")
    if title := squeeze(found.get("Title")):
        draft.say(title, language_by_script(title, "ko"))
    for code in _JOINED.split(found.get("GoodClassificationCode", "")):
        if nice_class := read_nice_class(code):
            draft.nice(nice_class)
    for code in _JOINED.split(found.get("ViennaCode", "")):
        draft.vienna(code)
    holders = names(found.get("RegistrationRightholderName", ""))
    for name, also, language in names(found.get("ApplicantName", "")):
        if holders:
            draft.parties.append(Party(name, "applicant", name_language=language, other_names=also))
        else:
            draft.owners.append((name, "", "", language, also, "", "", ""))
    draft.parties[:0] = [Party(name, "holder", name_language=language, other_names=also) for name, also, language in holders]
    for name, also, language in names(found.get("AgentName", "")):
        draft.parties.append(Party(name, "representative", name_language=language, other_names=also))
    for name, code, words in (
        ("Public", "publication", "Publication of the application"),
        ("RegistrationPublic", "registration publication", "Publication of the registration"),
    ):
        draft.event(found.get(f"{name}Date"), code, words, found.get(f"{name}Number", ""), category="Q")
    if text := found.get("PriorityClaimNumber"):
        claimed = read_day(found.get("PriorityClaimDate"))
        draft.priorities.append(Priority(Number("", text, "", claimed), claimed))
    if text := found.get("InternationalRegisterNumber"):
        registered = read_day(found.get("InternationalRegisterDate"))
        madrid = Number("WO", read_number("WO", text, "registration"), "", registered)
        draft.related.append(RelatedRight("madrid", madrid, registered))
    if uri := found.get("ImagePath"):
        draft.images.append(Image("mark", uri))
    return draft.build(place)


def read_designated_goods(found: dict[str, str], place: Place) -> Mark:
    """One line of designated goods: class, similar group, name in Korean and English."""
    line = need(found.get("DesignationGoodsSerialNumber", ""), "DesignationGoodsSerialNumber")
    code = found.get("DesignationGoodsClassificationInformationCode", "")
    group = found.get("SimilargroupCode", "")
    groups = (group,) if group else ()
    file = place.context.file.rsplit("!", 1)[-1].rsplit("/", 1)[-1]
    stated = _NUMBER.search(file)
    owner = stated[1] if stated else re.sub(r"\W+", "_", file.removesuffix(".gz").removesuffix(".xml")) or "unnamed"
    number = f"{owner}-goods-{line}"
    draft = MarkDraft("KR")
    nice_class = read_nice_class(code)
    if nice_class:
        draft.nice(nice_class)
    goods = [
        GoodsAndServices(nice_class, text, language, (text,), groups)
        for text, language in (
            (squeeze(found.get("DesignationGoodsHangeulName")), "ko"),
            (squeeze(found.get("DesignationGoodsEnglishsentenceName")), "en"),
        )
        if text
    ]
    related = (RelatedRight("goods_of", Number("KR", stated[1])),) if stated else ()
    return Mark(
        key=make_key("mark", "KR", number),
        category="mark",
        office_code="KR",
        number=number,
        right_id=f"KR/{stated[1]}" if stated else "",
        language="ko",
        classifications=tuple(draft.classifications),
        goods_and_services=tuple(goods),
        related=related,
        attributes={"part_of_record": "designated goods"},
        provenance=place.provenance(),
    )
