"""The timeline of a record: its own days and the events of the register in one order, newest last."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from kapok.clock import today
from kapok.portal.library.labels import event_category
from kapok.records.record import Design, LegalEvent, Mark, Patent, Record


@dataclass(frozen=True)
class Moment:
    """One entry: `main` marks the days that everybody looks for, `future` what is still to come.

    `again`: it is of the same day as the entry before, so that the day need not stand there twice.
    """

    day: str
    what: str
    detail: str = ""
    code: str = ""
    category: str = ""
    main: bool = False
    future: bool = False
    again: bool = False


def timeline(record: Record) -> list[Moment]:
    """All dated facts of the record, oldest first."""
    own = _own_days(record)
    days = {moment.day for moment in own}
    # readers note the days that a document proves by itself as events `INID 22`, `INID 45`: those days stand here already
    events = [e for e in record.legal_events if not (e.office_event_code.startswith("INID") and e.event_date in days)]
    moments = [*own, *(_event(event) for event in events)]
    now = today().isoformat()
    dated = sorted((moment for moment in moments if moment.day), key=lambda moment: (moment.day, not moment.main))
    return [
        replace(moment, future=moment.day > now, again=at > 0 and dated[at - 1].day == moment.day)
        for at, moment in enumerate(dated)
    ]


def _own_days(record: Record) -> list[Moment]:
    days = [Moment(p.priority_date, _("Priority"), p.number.number and f"{p.number.office_code} {p.number.number}", main=True)
            for p in record.priorities]  # fmt: skip
    days += [
        Moment(record.filing_date, _("Filed"), main=True),
        Moment(record.publication_date, _("Published"), main=True),
        Moment("" if _granted(record) == record.registration_date else record.registration_date, _("Registered"), main=True),
        Moment(record.expiry_date, _("Expires"), main=True),
    ]
    days.append(Moment(_granted(record), _("Granted"), main=True))
    if isinstance(record, Mark):
        days.append(Moment(record.first_use_date, _("First used")))
        days.append(Moment(record.opposition_start_date, _("Opposition period begins")))
        days.append(Moment(record.opposition_end_date, _("Opposition period ends")))
        days.append(Moment(record.renewal_date, _("Renewal"), main=True))
    return days


def _granted(record: Record) -> str:
    return record.grant_date if isinstance(record, Patent | Design) else ""


def _event(event: LegalEvent) -> Moment:
    what = event.office_text or event_category(event.category) or event.office_event_code or _("Event")
    details = [event.detail]
    if event.effective_date and event.effective_date != event.event_date:
        details.append(_("in effect from %(day)s") % {"day": event.effective_date})
    code = " ".join(part for part in (event.office_code, event.office_event_code, event.key_event_code) if part)
    return Moment(event.event_date, what, " · ".join(d for d in details if d), code, event_category(event.category))
