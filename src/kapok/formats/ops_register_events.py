"""What happened to a right according to the European Patent Register -> `LegalEvent`s and the present status.

Codes: dossier events keep the register's seven digits (`0009250`), procedural steps their letters (`EXRE`, `RFEE`), dates
that the bibliography states are named after their element (`opposition-not-filed`), lapses in a state `LAPSE` with that
state as the office, statuses `STATUS 7`.
"""

from __future__ import annotations

from lxml import etree
from msgspec import Struct

from kapok.formats.ep_event_words import facts
from kapok.formats.epo_numbers import side_date
from kapok.formats.epo_text import one_line
from kapok.formats.xml_records import LOCAL, child, children, text_of
from kapok.records.record import LegalEvent


class Status(Struct):
    """The newest status that the register states: its words and its day."""

    text: str = ""
    day: str = ""


def read_events(
    element: etree._Element, bibliography: etree._Element | None, original: dict[str, str]
) -> tuple[tuple[LegalEvent, ...], Status]:
    """All events of a register entry in the order of their days, and its present status."""
    status = Status()
    events: list[LegalEvent] = []
    for name in ("ep-patent-status", "unitary-patent-status"):
        for node in element.iter():
            if LOCAL[node.tag] != name:
                continue
            day = side_date(node.get("change-date"), f"{name} date", original)
            text = one_line(node.text)
            if not text:
                continue
            if name == "ep-patent-status" and not status.text:
                status = Status(text, day)
            mark = "STATUS" if name == "ep-patent-status" else "UP STATUS"
            events.append(LegalEvent(day, f"{mark} {node.get('status-code', '')}".strip(), text, office_code="EP"))
    for group in children(element, "events-data"):
        events.extend(_dossier_event(event, original) for event in group)
    for group in children(element, "procedural-data"):
        events.extend(_step(step, original) for step in group)
    if bibliography is not None:
        events.extend(_stated_dates(bibliography, original))
        events.extend(_lapses(bibliography, original))
    return tuple(sorted(events, key=lambda event: event.event_date)), status


def _dossier_event(event: etree._Element, original: dict[str, str]) -> LegalEvent:
    code = text_of(event, "event-code")
    gazette = child(event, "gazette-reference")
    issue = text_of(gazette, "gazette-num")
    printed = side_date(text_of(gazette, "date"), f"event {code} gazette date", original)
    return LegalEvent(
        side_date(text_of(event, "event-date", "date"), f"event {code} date", original),
        code,
        one_line(text_of(event, "event-text")),
        office_code="EP",
        detail=f"Bulletin {issue} of {printed}".removesuffix(" of ") if issue else "",
    )


def _step(step: etree._Element, original: dict[str, str]) -> LegalEvent:
    """A procedural step: its first date is the event's, the others and all other texts stand in the detail."""
    code = text_of(step, "procedural-step-code")
    text = ""
    details = []
    for node in children(step, "procedural-step-text"):
        kind, value = node.get("step-text-type", ""), one_line(node.text)
        if kind == "STEP_DESCRIPTION" and not text:
            text = value
        elif value:
            details.append(f"{_words(kind)}: {value}")
    day = ""
    for node in children(step, "procedural-step-date"):
        found = side_date(text_of(node, "date"), f"step {code} date", original)
        kind = _words(node.get("step-date-type", ""))
        if not day:
            day = found
        if found and kind:
            details.append(f"{kind}: {found}")
    for node in children(step, "time-limit"):
        details.append(f"time limit: {one_line(node.text)} {node.get('time-limit-unit', '')}".strip())
    phase = step.get("procedure-step-phase", "")
    if phase and phase != "undefined":
        details.append(f"phase: {phase}")
    return LegalEvent(day, code, text, office_code="EP", detail="; ".join(details))


def _words(name: str) -> str:
    return name.replace("_", " ").lower() if name.isupper() else name


def _stated_dates(bibliography: etree._Element, original: dict[str, str]) -> list[LegalEvent]:
    """Dates of rights, oppositions and searches that the bibliography states as elements of their own."""
    groups = [
        part
        for name in ("dates-rights-effective", "opposition-data")
        for group in children(bibliography, name)
        for part in group
    ]
    groups += [part for part in bibliography if LOCAL[part.tag].startswith("date-")]
    groups += [
        mailed
        for reports in children(bibliography, "search-reports-information")
        for report in reports
        for mailed in children(report, "date-search-report-mailed")
    ]
    events = []
    for part in groups:
        name = LOCAL[part.tag]
        if name == "opponent":
            name, stated = "opposition-filed", next((node.text for node in part.iter() if LOCAL[node.tag] == "date"), "")
        else:
            stated = text_of(part, "date")
        day = side_date(stated, name, original)
        issue = part.get("change-gazette-num", "")
        if day:
            known = facts("register").get(name)
            words = known.words if known else name.replace("-", " ").capitalize()
            category = known.category if known else ""
            detail = f"Bulletin {issue}" if issue else ""
            events.append(LegalEvent(day, name, words, category, office_code="EP", detail=detail))
    return events


def _lapses(bibliography: etree._Element, original: dict[str, str]) -> list[LegalEvent]:
    """The lapses in contracting states as they stand now: the first list; later ones are its former versions."""
    events = []
    meaning = facts("states")["LAPSE"]
    for lapse in (entry for terms in children(bibliography, "term-of-grant")[:1] for entry in terms):
        state = text_of(lapse, "country")
        day = side_date(text_of(lapse, "date"), f"lapse in {state}", original)
        events.append(LegalEvent(day, "LAPSE", meaning.words, meaning.category, office_code=state))
    return events
