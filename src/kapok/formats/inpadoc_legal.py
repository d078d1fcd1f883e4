"""INPADOC legal events (`ops:legal` in OPS answers) -> `LegalEvent`.

The fields are numbered L001EP to L600EP; their `desc` attribute says what they are. An event about one state of a
regional right (PG25 lapsed in AT) carries that state as its office, so that it never counts as an event of the whole
right; the office of the right is then named in `detail`. Categories are those of `kapok.codes.legal_status`. `infl` says
whether the event helps (+) or harms (-) the right.
"""

from __future__ import annotations

from lxml import etree

from kapok.codes.legal_status import event_category
from kapok.formats.epo_numbers import side_date
from kapok.formats.epo_text import one_line
from kapok.formats.xml_audit import declare
from kapok.formats.xml_records import LOCAL
from kapok.records.record import LegalEvent

USE = declare(
    used="legal legal/L001EP legal/L007EP legal/L008EP legal/L005EP legal/L500EP/* legal/L500EP",
    ignored={
        "legal/pre": "the same event as one printed line",
        "legal/L002EP": "says only that the number beside it is an application",
        "legal/L003EP": "the application's number, stated in its own reference",
        "legal/L004EP": "the application's kind, stated in its own reference",
        "legal/L006EP": "the kind of the file in the exchange",
        "legal/L013EP": "administration of the exchange",
        "legal/L018EP": "administration of the exchange",
        "legal/L019EP": "administration of the exchange",
        "legal/L020EP": "administration of the exchange",
    },
)

_STATE, _EFFECTIVE = "L501EP", "L525EP"


def read_legal_event(element: etree._Element, original: dict[str, str]) -> LegalEvent:
    """One event: gazette date, code, the office's words, effective date, all other fields as `label: value` in detail."""
    code = element.get("code", "").strip()
    office = state = day = effective = ""
    details: list[str] = []
    for node in element.iter():
        name = LOCAL[node.tag]
        value = node.text or ""
        if name == "L001EP":
            office = value.strip()
        elif name == "L007EP":
            day = side_date(value, f"legal event {code} date", original)
        elif name == "L008EP":
            code = code or value.strip()
        elif name == _STATE:
            state = value.strip()
        elif name == _EFFECTIVE:
            effective = side_date(value, f"legal event {code} effective date", original)
        elif name.startswith("L5") and value.strip():
            said = " ".join(part for part in (one_line(value), one_line(node.get("descData"))) if part)
            details.append(f"{node.get('desc', name)}: {said}")
    influence = element.get("infl", "").strip()
    if influence in ("+", "-"):
        details.append(f"influence: {influence}")
    if state and state != office:
        details.insert(0, f"{office} right")
    return LegalEvent(
        day or effective,
        code,
        one_line(element.get("desc")),
        event_category(office, code),
        office_code=state or office,
        effective_date=effective if effective != day else "",
        detail="; ".join(details),
    )
