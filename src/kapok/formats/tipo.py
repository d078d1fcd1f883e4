"""TIPO (Taiwan) trademarks: the gazette's register list and the open data of applications.

`RegContentList` (index of one gazette issue, `RegContent` a registration; dates are Minguo years: 111.03.16 is 2022-03-16) and
`tmarkappl` (`tmarkcontent` an application, DTD B104.1.0, alone or in the answer `API` of the web service). Texts are in
traditional Chinese. The full gazette file has not been seen, only its index.

Taiwan took over the Nice Classification on 1994-07-15; class codes of older applications are of the national
classification of goods and stay so.
"""

from __future__ import annotations

import re

from lxml import etree

from kapok.formats.mark_draft import MarkDraft
from kapok.formats.mark_values import language_by_script, need, read_category, read_day, read_feature, read_nice_class, squeeze
from kapok.formats.ports import FormatSpec, Head
from kapok.formats.xml_audit import declare
from kapok.formats.xml_records import LOCAL, Place, XmlRecords, children, leaves, text_of
from kapok.records.dates import parse_minguo
from kapok.records.parties import Party
from kapok.records.record import Classification, Image, Mark
from kapok.records.text import GoodsAndServices, Text

NICE_SINCE = "1994-07-15"
"""Amended Enforcement Rules of the Trademark Act: from this day applications are classified by Nice."""

_CREATED = re.compile(rb'create-date="(\d{4}/\d{1,2}/\d{1,2})"')
_MARKS = re.compile(r"\(([^()]+)\)")
_WITH_DEVICE = "及圖"
_MARK_TYPES = {"0": "商標", "3": "團體標章"}
"""Values of `Mark_Type` that the gazette has been seen to use."""

USE = declare(
    used="""
RegContent/CaseNo RegContent/RegisterNo RegContent/Trademark_Name RegContent/Trademark_Design RegContent/Filing_Date
RegContent/SDate RegContent/EDate RegContent/Mark_Type RegContent/ServiceMark RegContent/RegContentAgent/BChinese
RegContent/RegContentClassification/Class RegContent/RegContentOwner/AChinese RegContentOwner/AEnglish
tmarkcontent/appl-no tmarkcontent/appl-date tmarkcontent/tmark-name tmarkcontent/tmark-class-desc
tmarkcontent/tmark-image-url/image-data-1 tmark-image-url/image-data-2 tmark-image-url/image-data-3
tmark-image-url/image-data-4 tmark-image-url/image-data-5 tmark-image-url/image-data-6 tmark-image-url/audio-filename
tmarkcontent/tmark-type-desc tmarkcontent/tmark-color-desc tmarkcontent/tmark-draft-c tmarkcontent/tmark-draft-e
tmarkcontent/tmark-draft-j tmarkcontent/tmark-sign tmarkcontent/word-description
goodsclasses/goodsclass/goodsclass-code goodsclass/goods-name goodsclass/goods-group
parties/applicants/applicant/chinese-name applicant/english-name applicant/japanese-name applicant/address
applicant/country-code parties/agents/agent/chinese-name agent/address
""",
    ignored={
        "tmarkcontent/tmark-class": "told in words by tmark-class-desc",
        "tmarkcontent/tmark-type": "told in words by tmark-type-desc",
        "tmarkcontent/tmark-color": "told in words by tmark-color-desc",
        "tmarkcontent/receive-date": "the day of receipt; the day of filing counts",
        "applicant/chinese-country-name": "the country's name beside its code",
    },
)


class TipoReader(XmlRecords):
    """Reads TIPO's trademark gazette index and application data."""

    spec = FormatSpec(
        name="tipo-marks",
        title="TIPO trademarks (Taiwan)",
        standard="TIPO RegContentList; tmarkappl DTD B104.1.0",
        categories=("mark",),
        default_source="tipo",
    )
    tags = ("RegContent", "tmarkcontent")
    use = USE

    def detect(self, head: Head) -> bool:
        """One of the two root elements."""
        return b"<RegContentList" in head.data or b"<tmarkappl" in head.data or b"<tmarkcontent" in head.data

    def read_header(self, head: bytes) -> dict[str, str]:
        """The day on which the file was made."""
        created = _CREATED.search(head)
        return {"document_date": read_day(created.group(1).decode("ascii"))} if created else {}

    def read(self, element: etree._Element, place: Place) -> Mark:
        """The mark of one registration or application."""
        draft = MarkDraft("TW")
        draft.text_language = draft.language = "zh-Hant"
        if LOCAL[element.tag] == "RegContent":
            _read_registration(draft, element)
        else:
            _read_application(draft, element)
        return draft.build(place)


def _minguo(draft: MarkDraft, field: str, text: str) -> None:
    if text:
        draft.days[field] = parse_minguo(text)
        draft.original[field] = text


def _name(draft: MarkDraft, name: str) -> None:
    """The mark's name; one that ends in 及圖 ("and device") says that the sign has a figure beside the words."""
    draft.say(squeeze(name), language_by_script(name, "zh-Hant"))
    if _WITH_DEVICE in name and not draft.mark_feature:
        draft.mark_feature = "Combined"
        draft.original["mark_feature"] = _WITH_DEVICE


def _feature(draft: MarkDraft, words: str) -> None:
    """平面 (flat) says nothing about what the sign is; other forms are ST.96 words."""
    word = read_feature(words)
    if words and word != words:
        draft.original_word("mark_feature", words, word)
    elif words:
        draft.attribute("form_of_sign", words)


def _colour(draft: MarkDraft, words: str) -> None:
    if words and words != "墨色":  # drawn in ink: no colour is claimed
        draft.colours.append(words)


def _read_registration(draft: MarkDraft, element: etree._Element) -> None:
    found = {LOCAL[each.tag]: (each.text or "").strip() for each in element if not len(each)}
    draft.application_number = found.get("CaseNo", "")
    draft.registration_number = need(found.get("RegisterNo", ""), "RegisterNo")
    _minguo(draft, "filing_date", found.get("Filing_Date", ""))
    _minguo(draft, "registration_date", found.get("SDate", ""))
    _minguo(draft, "expiry_date", found.get("EDate", ""))
    draft.days["publication_date"] = draft.days.get("registration_date", "")  # the gazette publishes the registration
    for words in _MARKS.findall(found.get("Trademark_Design", "")):
        _colour(draft, words) if words.endswith("色") else _feature(draft, words)
    _name(draft, found.get("Trademark_Name", ""))
    kind = found.get("Mark_Type", "")
    words = "服務標章" if found.get("ServiceMark") == "true" else _MARK_TYPES.get(kind, "")
    draft.original_word("mark_category", words, read_category(words))
    if kind and kind not in _MARK_TYPES:
        draft.attributes["mark_type"] = kind
    for group in element:
        name = LOCAL[group.tag]
        if name == "RegContentClassification":
            for each in children(group, "Class"):
                if nice_class := read_nice_class(each.text):
                    draft.nice(nice_class)
        elif name == "RegContentAgent":
            for agent in children(group, "BChinese"):
                if text := squeeze(agent.text):
                    draft.parties.append(Party(text, "representative", name_language="zh-Hant"))
        elif name == "RegContentOwner":
            chinese, english = squeeze(text_of(group, "AChinese")), squeeze(text_of(group, "AEnglish"))
            if chinese or english:
                also = (english,) if chinese and english else ()
                draft.owners.append((chinese or english, "", "", "zh-Hant" if chinese else "en", also, "", "", ""))


def _read_application(draft: MarkDraft, element: etree._Element) -> None:
    found = {LOCAL[each.tag]: (each.text or "").strip() for each in element}
    draft.application_number = need(found.get("appl-no", ""), "appl-no")
    draft.day("filing_date", found.get("appl-date"))
    _feature(draft, found.get("tmark-type-desc", ""))
    _colour(draft, found.get("tmark-color-desc", ""))
    _name(draft, found.get("tmark-name", ""))
    for name, language in (("tmark-draft-c", "zh-Hant"), ("tmark-draft-e", "en"), ("tmark-draft-j", "ja")):
        text = squeeze(found.get(name))
        if text and all(text != title.text for title in draft.titles):
            draft.say(text, language)
    draft.original_word("mark_category", found.get("tmark-class-desc"), read_category(found.get("tmark-class-desc")))
    draft.attribute("sign", squeeze(found.get("tmark-sign")))
    if words := squeeze(found.get("word-description")):
        draft.descriptions.append(Text(words, "zh-Hant"))
    for group in element:
        name = LOCAL[group.tag]
        if name == "tmark-image-url":
            for each in group:
                if uri := squeeze(each.text):
                    sound = LOCAL[each.tag] == "audio-filename"
                    draft.images.append(Image("sound" if sound else "mark", uri, "image/jpeg" if "=jpeg" in uri else ""))
        elif name == "goodsclasses":
            for each in group:
                _add_class(draft, leaves(each))
        elif name == "parties":
            for side in group:
                for each in side:
                    _add_party(draft, each)


def _add_class(draft: MarkDraft, said: dict[str, str]) -> None:
    code, text = said.get("goodsclass-code", ""), squeeze(said.get("goods-name"))
    groups = tuple(re.findall(r"\d+", said.get("goods-group", "")))
    is_nice = draft.days.get("filing_date", NICE_SINCE) >= NICE_SINCE
    nice_class = read_nice_class(code) if is_nice else 0
    if nice_class:
        draft.nice(nice_class)
    elif code:
        draft.classifications.append(Classification("national", code, office_code="TW"))
    if text:
        draft.goods.append(GoodsAndServices(nice_class, text, "zh-Hant", similar_groups=groups))


def _add_party(draft: MarkDraft, element: etree._Element) -> None:
    said = leaves(element)
    names = [
        (squeeze(said[name]), language)
        for name, language in (("chinese-name", "zh-Hant"), ("english-name", "en"), ("japanese-name", "ja"))
        if name in said
    ]
    if not names:
        return
    (name, language), *others = names
    also = tuple(other for other, _ in others)
    country, address = said.get("country-code", ""), squeeze(said.get("address"))
    if LOCAL[element.tag] == "agent":
        draft.parties.append(Party(name, "representative", country, address, language, also))
    else:
        draft.owners.append((name, country, address, language, also, "", "", ""))
