"""Reminders of figures that are owed: a job that queues its successor; nobody is reminded twice for one day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from kapok import clock
from kapok.errors import BackendError
from kapok.portal.accounts.membership import memberships_of
from kapok.portal.accounts.models import Membership, Person
from kapok.portal.jobs.queue import enqueue, handles
from kapok.portal.statistics.models import Reminder, ReportingOffice
from kapok.services.ask_authority import overview
from kapok.services.read_report import due_day
from kapok.statistics.declared import reporting
from kapok.statistics.store import reported_figures

KIND = "remind_reports"
MORNING = time(1, 0, tzinfo=UTC)
"""Nine o'clock in the province."""


def days_of(year: int) -> list[date]:
    """The days on which reminders for a year go out."""
    rules, due = reporting(), due_day(year)
    before = [due - timedelta(days=each) for each in rules.remind_before]
    return sorted([*before, *(due + timedelta(days=each) for each in rules.remind_after)])


def queue_next() -> None:
    """Queue the next reminder after now; one that waits already gets the same time."""
    now = clock.now()
    upcoming = [day for year in (now.year - 2, now.year - 1, now.year) for day in days_of(year)]
    moments = (datetime.combine(day, MORNING) for day in sorted(upcoming))
    when = next((each for each in moments if each > now), None)
    if when is not None:
        enqueue(KIND, KIND, {}, run_at=when)


@handles(KIND, outside=True)
def remind(payload: dict[str, Any]) -> None:
    """Remind every office that owes figures of a year whose day has come, then queue the next."""
    today = clock.today()
    for year in (today.year - 1, today.year - 2):
        come = [day for day in days_of(year) if day <= today]
        if come and (today - come[-1]).days < 7:
            for office in ReportingOffice.objects.select_related("organisation").filter(organisation__closed_at=None):
                send_reminder(office, year, come[-1])
    queue_next()


def send_reminder(office: ReportingOffice, year: int, day: date) -> bool:
    """Remind one office by mail; False where nothing is owed, nobody can be told, or it was told for this day."""
    [owed] = overview(settings.KAPOK_CONFIG.home, year, office.authority)
    people = _reporters(office)
    if not owed.missing or not people or Reminder.objects.filter(office=office, year=year, day=day).exists():
        return False
    with translation.override(people[0].language):
        subject = _("Figures of %(year)s for the white paper: %(count)s are missing") % {
            "year": year,
            "count": len(owed.missing),
        }
        address = f"{settings.KAPOK_CONFIG.public_origin}/reports/{office.authority}/{year}"
        lines = [_("They are due by %(day)s.") % {"day": owed.due_by}, "", ", ".join(owed.missing[:60]), "", address]
        message = EmailMessage(
            subject=subject, body="\n".join(lines), to=[each.email for each in people],
            headers={"Message-ID": f"<reminder-{office.pk}-{year}-{day.isoformat()}@kapok>"},
        )  # fmt: skip
    try:
        message.send()
    except OSError as error:
        raise BackendError("The mail server could not be reached", str(error), "It is tried again") from error
    Reminder.objects.create(office=office, year=year, day=day, missing=len(owed.missing))
    return True


def _reporters(office: ReportingOffice) -> list[Person]:
    from kapok.portal.statistics.reporters import REPORTER

    held = Membership.objects.filter(organisation=office.organisation, role=REPORTER, person__is_active=True).select_related(
        "person"
    )
    found = {
        each.person.pk: each.person for each in held.order_by("id") if memberships_of(each.person).filter(pk=each.pk).exists()
    }
    return list(found.values())[:10]


def years_to_report(home: Any) -> list[int]:
    """The years that the forms offer: the last three that are over, newest first, and older ones that were reported."""
    last = clock.today().year - 1
    return [year for year in range(last, 2022, -1) if year > last - 3 or reported_figures(home, year)]
