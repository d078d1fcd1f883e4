"""Dates of the European procedure in `SDOBI` -> `LegalEvent`s, coded by their B tag.

Lapses (`B475`, `B475EP`), payments for extension and validation states and conversions name the state as the event's
office, all others the EPO. Bulletin numbers stand in `detail`.
"""

from __future__ import annotations

from lxml import etree

from kapok.formats.ep_event_words import facts, opposition_words
from kapok.formats.epo_numbers import side_date
from kapok.formats.epo_text import one_line
from kapok.formats.exchange_document import Draft
from kapok.formats.xml_records import LOCAL, text_of
from kapok.records.record import LegalEvent


def read_sdobi_events(sdobi: etree._Element, draft: Draft) -> None:
    """Append every dated fact to the draft's events in the order of their days; sets the grant date."""
    events: list[LegalEvent] = []
    dated, by_state = facts("sdobi"), facts("states")
    for node in sdobi.iter():
        name = LOCAL[node.tag]
        if name == "B781":
            events.append(_opposition(node, draft))
        elif name == "B791":
            events.append(_licence(node, draft))
        elif name in dated:
            event = _event(node, name, draft)
            if event is not None:
                events.append(event)
                if name == "B450":
                    draft.grant_date = event.event_date
        elif name in by_state:
            events.extend(_by_state(node, name, draft))
    draft.events.extend(sorted(events, key=lambda event: event.event_date))


def _event(node: etree._Element, name: str, draft: Draft) -> LegalEvent | None:
    day = side_date(text_of(node, "date"), name, draft.original)
    if not day:
        return None
    details = []
    bulletin = text_of(node, "bnum")
    if bulletin.strip("0"):
        details.append(f"Bulletin {bulletin}")
    if name == "B244":
        details.append(" ".join(text_of(state) for state in node if LOCAL[state.tag] == "ctry"))
    elif name == "B245":
        following = node.getnext()
        if following is not None and LOCAL[following.tag] == "B245EP":
            details.append(f"kind {text_of(following)}")
    meaning = facts("sdobi")[name]
    return LegalEvent(day, name, meaning.words, meaning.category, office_code="EP", detail="; ".join(details))


def _by_state(node: etree._Element, name: str, draft: Draft) -> list[LegalEvent]:
    """`B475` lists date, state, date, state …; the others hold one state and perhaps a date."""
    events = []
    meaning, ended = facts("states")[name], facts("states")["B846EP"]
    day = ""
    state = ""
    for part in node:
        kind = LOCAL[part.tag]
        if kind == "date":
            day = side_date(part.text, name, draft.original)
            if state and name not in ("B475", "B475EP") and day:
                events.append(LegalEvent(day, name, meaning.words, meaning.category, office_code=state))
        elif kind == "ctry":
            state = text_of(part)
            if name in ("B475", "B475EP"):
                events.append(LegalEvent(day, name, meaning.words, meaning.category, office_code=state))
        elif kind == "B846EP" and state:
            withdrawn = side_date(text_of(part, "date"), kind, draft.original)
            events.append(LegalEvent(withdrawn, kind, ended.words, ended.category, office_code=state))
    return events


def _opposition(node: etree._Element, draft: Draft) -> LegalEvent:
    result = opposition_words().get(text_of(node, "kind"), text_of(node, "kind"))
    name = one_line(text_of(node, "snm"))
    return LegalEvent(
        side_date(text_of(node, "date"), "B781", draft.original),
        "B781",
        f"Opposition {result}".strip(),
        facts("sdobi")["B781"].category,
        office_code="EP",
        detail=f"opposition {text_of(node, 'dnum', 'text')} by {name}" if name else "",
    )


def _licence(node: etree._Element, draft: Draft) -> LegalEvent:
    meaning = facts("sdobi")["B791"]
    name = one_line(text_of(node, "snm"))
    states = " ".join(text_of(part) for part in node.iter() if LOCAL[part.tag] == "ctry" and _in_states(part))
    details = [part for part in (name, f"kind {text_of(node, 'kind')}", states) if part.strip() and part != "kind "]
    return LegalEvent(
        side_date(text_of(node, "date"), "B791", draft.original),
        "B791",
        meaning.words,
        meaning.category,
        office_code="EP",
        detail="; ".join(details),
    )


def _in_states(part: etree._Element) -> bool:
    parent = part.getparent()
    return parent is not None and LOCAL[parent.tag] == "B796"
