"""IPONZ (New Zealand) trade mark opposition decisions: one JSON object a file, usually many in a ZIP.

`binder` (the opposed application, the opponent, the day), `applicant`, `classifications` (Nice class and goods), `trademark`
(name, kind, picture in Base64). Each becomes a decision on the opposed mark: `decision/NZ/1175970`.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Any

from kapok.errors import InputError
from kapok.formats.json_records import Item, JsonRecords
from kapok.formats.mark_values import need, read_day, read_feature, read_nice_class, squeeze
from kapok.formats.ports import Chunk, FormatSpec, Head, Rejected
from kapok.formats.xml_records import Place
from kapok.records.parties import Party
from kapok.records.record import Classification, GeneralRecord, Image, LegalEvent, Number, RelatedRight, make_key
from kapok.records.text import Text

_ADDRESS = re.compile(r"(Postal|Physical) : (.*?)(?=(?:Postal|Physical) : |$)", re.DOTALL)
_COUNTRY = re.compile(r"\(([A-Z]{2})\)\s*$")
_SIGNATURES = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG", "image/png"), (b"GIF8", "image/gif"), (b"II*\0", "image/tiff"))


_USED = """
binder.fa binder.fafd binder.applicationNo binder.redParty applicant.id applicant.name applicant.address
classifications.classId classifications.description trademark.name trademark.type trademark.image
"""


class IponzReader(JsonRecords):
    """Reads IPONZ opposition decisions."""

    spec = FormatSpec(
        name="iponz-oppositions",
        title="IPONZ opposition decisions (JSON)",
        standard="IPONZ decision search, one JSON object a decision",
        categories=("decision",),
        default_source="iponz",
    )
    keys = ()
    used = frozenset(_USED.split())
    ignored = {"binder.id": "always 0", "binder.domains": "always TM"}

    def detect(self, head: Head) -> bool:
        """The object's own names."""
        data = head.data.lstrip(b"\xef\xbb\xbf \t\r\n")
        return data.startswith(b"{") and b'"binder"' in data and b'"redParty"' in data

    def without_items(self, data: bytes) -> Iterator[Chunk | Rejected]:
        """The file is one record."""
        yield Chunk(0, 0, data)

    def read(self, item: Item, place: Place) -> GeneralRecord:
        """One decision."""
        binder: dict[str, Any] = item.get("binder") or {}
        mark: dict[str, Any] = item.get("trademark") or {}
        number = need(str(binder.get("applicationNo") or ""), "binder.applicationNo")
        kind = squeeze(binder.get("fa")) or "decision"
        day = read_day(binder.get("fafd"))
        name, opponent = squeeze(mark.get("name")), squeeze(binder.get("redParty"))
        classes = item.get("classifications") or ()
        title = f"{kind.capitalize()}: {name or 'figurative mark'} ({number})" + (f", {opponent}" if opponent else "")
        feature = read_feature(mark.get("type"))
        parties = [_applicant(item.get("applicant") or {})]
        if opponent:
            parties.append(Party(opponent, "opponent"))
        applied = Number("NZ", number)
        attributes = {"decision_type": kind, "mark_text": name, "mark_feature": feature}
        return GeneralRecord(
            key=make_key("decision", "NZ", number),
            category="decision",
            office_code="NZ",
            number=number,
            language="en",
            titles=(Text(title, "en"),),
            parties=tuple(party for party in parties if party.name),
            application=applied,
            publication_date=day,
            classifications=tuple(
                Classification("nice", f"{nice_class:02}", first=not at)
                for at, each in enumerate(classes)
                if (nice_class := read_nice_class(str(each.get("classId") or "")))
            ),
            legal_events=(LegalEvent(day, kind, "Decision", office_code="NZ", detail=f"opponent {opponent}"),) if day else (),
            related=(RelatedRight("opposed_mark", applied, "", name),),
            images=tuple(_image(str(mark.get("image") or ""))),
            attributes={key: value for key, value in attributes.items() if value},
            texts=tuple(
                Text(f"{each.get('classId')}: {squeeze(each['description'])}", "en")
                for each in classes
                if each.get("description")
            ),
            provenance=place.provenance({"publication_date": binder["fafd"]} if day else {}),
        )


def _applicant(said: dict[str, Any]) -> Party:
    addresses = dict(_ADDRESS.findall(str(said.get("address") or "")))
    text = squeeze(addresses.get("Physical") or addresses.get("Postal") or str(said.get("address") or ""))
    country = _COUNTRY.search(text)
    address = _COUNTRY.sub("", text).strip()
    identifier = str(said.get("id") or "")
    return Party(squeeze(said.get("name")), "applicant", country[1] if country else "", address, identifier=identifier)


def _image(text: str) -> Iterator[Image]:
    if not text:
        return
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InputError("The mark's picture cannot be read", f"it is not Base64: {error}", "Fetch the file again") from None
    form = next((form for signature, form in _SIGNATURES if data.startswith(signature)), "application/octet-stream")
    yield Image("mark", media_type=form, data=data)
