"""KIPRIS Plus (Korea): answers with patents and utility models, trademarks, designated goods, designs.

Items `PatentUtilityInfo`, `TradeMarkInfo`, `trademarkDesignationGoodstInfo` and `DesignInfo` of the answer
`response/body/items` (KIPRIS Plus open API, XML). Several values stand in one element joined by `|` (Vienna codes also by
`/`). An error answer (`resultCode`) and an empty answer hold no records and are told. The answers on designated goods do
not name their mark: each line is a record of its own unless the file's name has the application number, to which it
then refers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from lxml import etree

from kapok.formats.kipris_marks import read_designated_goods, read_mark
from kapok.formats.kipris_patents import read_design, read_patent
from kapok.formats.ports import Chunk, FormatSpec, Head, Rejected
from kapok.formats.xml_audit import declare
from kapok.formats.xml_records import LOCAL, Place, Replayed, XmlRecords, read_head
from kapok.records.record import Record

_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_CODE = re.compile(rb"<resultCode>\s*([^<\s]+)\s*</resultCode>")
_MESSAGE = re.compile(rb"<resultMsg>\s*([^<]*?)\s*</resultMsg>")
_NORMAL = ("00", "0", "")
_MEANINGS = {
    "10": "a parameter of the request is missing or wrong",
    "11": "a required parameter of the request is missing",
    "12": "the service does not exist any more",
    "20": "access to the service was refused",
    "22": "the number of requests allowed was used up",
    "30": "the access key is not registered",
    "31": "the access key has expired",
    "32": "the address that asked is not registered",
    "99": "an error that the service does not name",
}
"""Result codes that Korean public data services share; source: the services' developer guides."""

_IDENTIFIER = "the applicant's or holder's own file mark"
USE = declare(
    used="""
PatentUtilityInfo/Applicant PatentUtilityInfo/ApplicationDate PatentUtilityInfo/ApplicationNumber PatentUtilityInfo/Abstract
PatentUtilityInfo/DrawingPath PatentUtilityInfo/InventionName PatentUtilityInfo/InternationalpatentclassificationNumber
PatentUtilityInfo/OpeningDate PatentUtilityInfo/OpeningNumber PatentUtilityInfo/PublicNumber PatentUtilityInfo/PublicDate
PatentUtilityInfo/RegistrationDate PatentUtilityInfo/RegistrationNumber PatentUtilityInfo/RegistrationStatus
TradeMarkInfo/ApplicationNumber TradeMarkInfo/ApplicationDate TradeMarkInfo/PublicNumber TradeMarkInfo/PublicDate
TradeMarkInfo/RegistrationPublicNumber TradeMarkInfo/RegistrationPublicDate TradeMarkInfo/RegistrationNumber
TradeMarkInfo/RegistrationDate TradeMarkInfo/PriorityClaimNumber TradeMarkInfo/PriorityClaimDate
TradeMarkInfo/InternationalRegisterNumber TradeMarkInfo/InternationalRegisterDate TradeMarkInfo/ApplicationStatus
TradeMarkInfo/GoodClassificationCode TradeMarkInfo/ViennaCode TradeMarkInfo/ApplicantName TradeMarkInfo/AgentName
TradeMarkInfo/RegistrationRightholderName TradeMarkInfo/Title TradeMarkInfo/ImagePath
trademarkDesignationGoodstInfo/DesignationGoodsSerialNumber
trademarkDesignationGoodstInfo/DesignationGoodsClassificationInformationCode
trademarkDesignationGoodstInfo/SimilargroupCode trademarkDesignationGoodstInfo/DesignationGoodsHangeulName
trademarkDesignationGoodstInfo/DesignationGoodsEnglishsentenceName
DesignInfo/applicationNumber DesignInfo/applicationDate DesignInfo/publicationNumber DesignInfo/publicationDate
DesignInfo/registrationDate DesignInfo/registrationNumber DesignInfo/designNumber DesignInfo/priorityNumber
DesignInfo/priorityDate DesignInfo/internationalRegisterNumber DesignInfo/internationalRegisterDate
DesignInfo/applicationStatus DesignInfo/applicantName DesignInfo/agentName DesignInfo/inventorName DesignInfo/articleName
DesignInfo/openNumber DesignInfo/openDate DesignInfo/designMainClassification DesignInfo/dsShpClssCd
DesignInfo/imagePathLarge DesignInfo/imagePath
""",
    ignored={
        "PatentUtilityInfo/SerialNumber": "the place in the answer",
        "PatentUtilityInfo/ThumbnailPath": "a smaller copy of the drawing",
        "TradeMarkInfo/SerialNumber": "the place in the answer",
        "TradeMarkInfo/ThumbnailPath": "a smaller copy of the picture",
        "TradeMarkInfo/FulltextExistFlag": "whether the service has the full text",
        "TradeMarkInfo/AppReferenceNumber": _IDENTIFIER,
        "TradeMarkInfo/RegReferenceNumber": _IDENTIFIER,
        "DesignInfo/number": "the place in the answer",
        "DesignInfo/fullText": "whether the service has the full text",
        "DesignInfo/appReferenceNumber": _IDENTIFIER,
        "DesignInfo/regReferenceNumber": _IDENTIFIER,
    },
)


class KiprisReader(XmlRecords):
    """Reads KIPRIS Plus answers."""

    spec = FormatSpec(
        name="kipris",
        title="KIPRIS Plus answers (Korea)",
        standard="KIPRIS Plus open API XML: PatentUtilityInfo, TradeMarkInfo, trademarkDesignationGoodstInfo, DesignInfo",
        categories=("patent", "mark", "design"),
        default_source="kipris",
    )
    tags = ("PatentUtilityInfo", "TradeMarkInfo", "trademarkDesignationGoodstInfo", "DesignInfo")
    use = USE

    def detect(self, head: Head) -> bool:
        """The envelope of the service."""
        return b"<response>" in head.data and b"<resultCode" in head.data and b"<resultMsg" in head.data

    def split(self, stream: BinaryIO, name: str) -> Iterator[Chunk | Rejected]:
        """Batches of items; an answer without any is told, with the service's error if it has one."""
        head = read_head(stream)
        empty = True
        for found in super().split(cast(BinaryIO, Replayed(head, stream)), name):
            empty = False
            yield found
        if empty:
            yield Rejected("record 1, byte 0", _why_empty(head), head, is_record=False)

    def read(self, element: etree._Element, place: Place) -> Record:
        """The record of one item."""
        found = {LOCAL[each.tag]: (each.text or "").strip() for each in element}
        return _READERS[LOCAL[element.tag]](found, place)


_READERS: dict[str, Callable[[dict[str, str], Place], Record]] = {
    "PatentUtilityInfo": read_patent,
    "TradeMarkInfo": read_mark,
    "trademarkDesignationGoodstInfo": read_designated_goods,
    "DesignInfo": read_design,
}


def _why_empty(head: bytes) -> str:
    """What an answer without items says."""
    plain = _COMMENT.sub(b"", head)
    code = _CODE.search(plain)
    number = code.group(1).decode("utf-8", "replace") if code else ""
    if number in _NORMAL:
        return "the answer holds no items: the search found nothing"
    message = _MESSAGE.search(plain)
    words = message.group(1).decode("utf-8", "replace") if message else ""
    meaning = words or _MEANINGS.get(number, "the service does not say why")
    return f"the answer is an error of the service, not data: result code {number}, {meaning}; ask the service again"
